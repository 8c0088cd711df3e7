"""A batch whatever happens to it: workers, disks and the run itself fail, and every input is accounted for."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.faulting import BOUND, suffered, told
from tests.e2e.running import AS_OF, ROOT, Ran, auditor, environment
from tests.e2e.test_batch import filed, inputs, lines

pytest.importorskip("sqlalchemy")
SHORT = ("-r", "uk-social-media-code@0.1.0", *AS_OF)


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filed(tmp_path_factory.mktemp("sent") / "in", 24)


@pytest.fixture(scope="module")
def usual(sent: Path) -> bytes:
    """Give what an undisturbed run says."""
    ran = auditor("batch", sent, *SHORT)
    assert ran.status == 0
    return ran.stdout


@contextmanager
def started(temporary: Path, *arguments: str | Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "auditor", "batch", *map(str, arguments), "--workers", "2"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        bufsize=0,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment({"TMPDIR": str(temporary)}),
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def children(process: int) -> list[int]:
    """Give the processes below one, the nearest first."""
    found = [
        int(one) for task in Path(f"/proc/{process}/task").glob("*/children") for one in task.read_text().split()
    ]
    return found + [below for one in found for below in children(one)]


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="no /proc on this system")
@pytest.mark.parametrize("which", ["a worker", "every worker", "the server of workers"])
def test_a_worker_that_is_killed_costs_no_input(sent: Path, usual: bytes, tmp_path: Path, which: str) -> None:
    register = tmp_path / "reg.db"
    with started(tmp_path, sent, *SHORT, "--register", register) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        below = children(process.pid)
        workers = [one for one in below if children_of_server(one, process.pid)]
        others = [one for one in below if one not in workers]
        servers = [one for one in others if b"forkserver" in Path(f"/proc/{one}/cmdline").read_bytes()]
        for one in {"a worker": workers[:1], "every worker": workers}.get(which, servers):
            os.kill(one, signal.SIGKILL)
        rest, said = process.communicate(timeout=60)
    assert process.returncode == 0, said.decode()
    assert first + rest == usual
    assert b"Traceback" not in said
    assert auditor("batch", sent, *SHORT, "--register", register).stdout == usual


def children_of_server(one: int, parent: int) -> bool:
    """Whether a process is a worker: its parent is the server, not the run itself."""
    stat = Path(f"/proc/{one}/stat").read_text(encoding="utf-8")
    return int(stat.rpartition(")")[2].split()[1]) != parent


def test_two_runs_at_a_time_leave_each_other_alone(sent: Path, usual: bytes, tmp_path: Path) -> None:
    with started(tmp_path, sent, *SHORT) as first, started(tmp_path, sent, *SHORT) as second:
        found = [process.communicate(timeout=90)[0] for process in (first, second)]
    assert found == [usual, usual]
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_is_asked_to_end_ends_in_order_and_leaves_nothing(tmp_path: Path) -> None:
    (temporary := tmp_path / "tmp").mkdir()
    (out := tmp_path / "out").mkdir()
    folder = filed(tmp_path / "in", 120)
    with started(temporary, folder, *AS_OF, "-o", out / "lines.ndjson", "--register", out / "reg.db") as process:
        while not (out / "reg.db-wal").exists():
            time.sleep(0.02)
        time.sleep(0.3)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said.decode()
    assert sorted(one.name for one in out.iterdir()) == ["lines.ndjson", "reg.db"]
    *found, trailer = lines((out / "lines.ndjson").read_bytes())
    assert (trailer["complete"], len(found)) == (False, 121)
    assert list(temporary.iterdir()) == []


def run(sent: Path, folder: Path, *more: str | Path, **faults: Any) -> Ran:
    return suffered(folder, "batch", str(sent), *SHORT, *map(str, more), "--workers", "1", **faults)


def registered(sent: Path, folder: Path) -> Path:
    folder.mkdir()
    ran = auditor("batch", sent / "000", *SHORT, "--register", folder / "reg.db")
    assert ran.status == 0
    return folder / "reg.db"


def test_a_register_that_cannot_be_written_to_is_told_and_stays_as_it_was(sent: Path, tmp_path: Path) -> None:
    for what in ("file", "folder"):
        path = registered(sent, tmp_path / what)
        before = path.read_bytes()
        (path if what == "file" else path.parent).chmod(0o444 if what == "file" else 0o555)
        ran = run(sent, tmp_path, "--register", path, **BOUND)
        told(ran, (3,))
        assert "error[register." in ran.stderr
        assert inputs(ran) == []
        assert path.read_bytes() == before


def test_a_register_whose_disk_is_full_holds_all_that_was_told(sent: Path, tmp_path: Path) -> None:
    path = registered(sent, tmp_path / "full")
    ran = run(sent, tmp_path, "--register", path, room=350_000)
    told(ran, (3,))
    assert "error[register." in ran.stderr
    assert all(one["kind"] != "trailer" for one in lines(ran))
    found = json.loads(auditor("register", "list", path, "--all", "--limit", "0", "-f", "json").stdout)["entries"]
    audited = {one["service"]["id"] for one in inputs(ran) if one["state"] == "audited"}
    assert audited <= {one["service"]["id"] for one in found}
    if audited:
        assert f"the run ended early, after {len(inputs(ran))} inputs" in ran.stderr
    assert auditor("batch", sent, *SHORT, "--register", path).stdout == auditor("batch", sent, *SHORT).stdout


def test_lines_that_nobody_takes_end_the_run_in_order(sent: Path, tmp_path: Path) -> None:
    told(run(sent, tmp_path, stdout="/dev/full"), (3,))
    told(run(sent, tmp_path, closed=[1]), (3,))
    ran = run(sent, tmp_path, left=[1])
    assert (ran.status, ran.stderr) == (141, "")
    assert run(sent / "000", tmp_path, left=[2]).status == run(sent / "000", tmp_path, stderr="/dev/full").status == 0


def test_a_process_that_may_open_no_more_files(sent: Path, tmp_path: Path) -> None:
    told(run(sent, tmp_path, files=12), (3,))


def test_an_input_that_vanishes_or_changes_between_two_looks(tmp_path: Path) -> None:
    folder = filed(tmp_path / "in", 60)
    last = folder / "059" / "declaration.yaml"
    with started(tmp_path, folder, *AS_OF, "--register", tmp_path / "reg.db") as process:
        assert process.stdout is not None
        first = process.stdout.readline() + process.stdout.readline()  # from here on every one was read once
        last.unlink()
        with (folder / "058" / "declaration.yaml").open("a", encoding="utf-8") as file:
            file.write("# changed\nstated_on: 2026-09-09\n")
        rest, _ = process.communicate(timeout=90)
    found = inputs(first + rest)
    assert process.returncode == 0
    assert [one["position"] for one in found] == list(range(60))
    assert [one["state"] for one in found[:58]] == ["audited"] * 58
    assert found[58]["state"] == found[59]["state"] == "unusable"
    assert found[59]["diagnostics"][0]["code"] == "file.missing"
