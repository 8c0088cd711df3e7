"""The private folder of a batch: what becomes of it when its run is killed, and what where there can be none."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.faulting import BOUND, contents, told
from tests.e2e.running import AS_OF, EXAMPLES, auditor
from tests.e2e.test_batch import filed, inputs, states
from tests.e2e.test_faults_batch import started

SHORT = ("-r", "uk-social-media-code@0.1.0", *AS_OF)
LOCK = "lock"


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filed(tmp_path_factory.mktemp("sent") / "in", 12)


def scratch_in(temporary: Path) -> list[Path]:
    return sorted(temporary.glob("auditor-batch-*"))


def test_what_a_killed_run_leaves_is_cleared_away_by_the_next(sent: Path, tmp_path: Path) -> None:
    (temporary := tmp_path / "tmp").mkdir()
    shutil.make_archive(str(tmp_path / "sent"), "zip", sent)
    env = {"TMPDIR": str(temporary)}
    with started(temporary, tmp_path / "sent.zip", *SHORT, "-o", tmp_path / "out.ndjson") as process:
        deadline = time.monotonic() + 20
        while not list(temporary.glob("auditor-batch-*/archive-*/*")) and time.monotonic() < deadline:
            time.sleep(0.02)
        process.kill()
    (left,) = scratch_in(temporary)
    assert (left / LOCK).is_file()
    assert not (tmp_path / "out.ndjson").exists()
    ran = auditor("batch", sent / "000", *SHORT, env=env)
    assert ran.status == 0
    assert scratch_in(temporary) == []


def test_only_the_own_folders_of_dead_runs_are_cleared_away(sent: Path, tmp_path: Path) -> None:
    (temporary := tmp_path / "tmp").mkdir()

    def made(name: str, mode: int = 0o700, *, lock: bool = True) -> Path:
        (folder := temporary / name).mkdir()
        (folder / "mine").write_text("kept", encoding="utf-8")
        if lock:
            (folder / LOCK).touch()
        folder.chmod(mode)
        return folder

    dead, alive = made("auditor-batch-dead0000"), made("auditor-batch-alive000")
    made("auditor-batch-open0000", 0o755)  # others could have put anything in it
    made("auditor-batch-nolock00", lock=False)
    made("auditor-batch.other")
    made("another-auditor-batch-0")
    made("auditor-batch-Foreign")
    (elsewhere := tmp_path / "elsewhere").mkdir(mode=0o700)
    (elsewhere / LOCK).touch()
    (elsewhere / "mine").write_text("kept", encoding="utf-8")
    (temporary / "auditor-batch-link0000").symlink_to(elsewhere)
    (linked := made("auditor-batch-linklock", lock=False) / LOCK).symlink_to(elsewhere / LOCK)
    os.mkfifo(made("auditor-batch-pipelock", lock=False) / LOCK)
    (dead / "out").symlink_to(elsewhere)
    (temporary / "auditor-batch-file0000").touch()
    if os.geteuid() == 0:
        os.chown(made("auditor-batch-others00"), 65534, 65534)
    before = {one.name for one in temporary.iterdir()}
    with (alive / LOCK).open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert auditor("batch", sent / "000", *SHORT, env={"TMPDIR": str(temporary)}).status == 0
    assert {one.name for one in temporary.iterdir() if "auditor" in one.name} == before - {dead.name}
    assert linked.is_symlink()
    assert contents(elsewhere) == {LOCK: b"", "mine": b"kept"}
    assert (alive / "mine").is_file()


@pytest.mark.parametrize("fault", ["gone", "a file", "read-only", "full", "deep"])
def test_a_temporary_folder_that_is_no_good(sent: Path, tmp_path: Path, fault: str) -> None:
    temporary = tmp_path / ("d" * 120 if fault == "deep" else "tmp")
    if fault == "a file":
        temporary.touch()
    elif fault != "gone":
        temporary.mkdir(mode=0o555 if fault == "read-only" else 0o700)
    env = {name: str(temporary) for name in ("TMPDIR", "TEMP", "TMP")}
    faults: dict[str, Any] = {"room": 4000} if fault == "full" else dict(BOUND)
    ran = auditor("batch", sent / "000", *SHORT, "-q", cwd=tmp_path, env=env, faults=faults)
    if fault == "full":
        told(ran, (3,))
        assert "error[batch.temporary-folder]" in ran.stderr
        assert list(temporary.iterdir()) == []
    else:  # another one is found; and no socket has a long name
        assert (ran.status, states(ran)) == (0, ["audited"]), ran.stderr


def test_an_archive_that_the_temporary_folder_has_no_room_for(sent: Path, tmp_path: Path) -> None:
    (big := tmp_path / "big").mkdir()
    shutil.copy(EXAMPLES / "minimal.yaml", big / "a.yaml")
    (big / "b.txt").write_text("".join(f"{number} lines of evidence\n" for number in range(60_000)), encoding="utf-8")
    shutil.make_archive(str(tmp_path / "sent"), "zip", big)
    ran = auditor(
        "batch", tmp_path / "sent.zip", EXAMPLES / "minimal.yaml", *SHORT, cwd=tmp_path, faults={"room": 400_000}
    )
    assert ran.status == 0
    assert states(ran) == ["unusable", "audited"]
    (diagnostic,) = inputs(ran)[0]["diagnostics"]
    assert diagnostic["code"] == "archive.cannot-extract"
    assert "TMPDIR" in json.dumps(diagnostic) or "file too large" in diagnostic["message"]
