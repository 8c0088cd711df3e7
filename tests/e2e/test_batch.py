"""`auditor batch` as a regulator runs it: every input accounted for, whoever ends the run and however often."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.e2e.running import AS_OF, EXAMPLES, ROOT, Ran, auditor, environment

RULES = ("-r", "internet-safety-strategy@3.0.0")
SHORT = ("-r", "uk-social-media-code@0.1.0", *AS_OF)


def lines(ran: Ran | bytes) -> list[dict[str, Any]]:
    return [json.loads(one) for one in (ran if isinstance(ran, bytes) else ran.stdout).splitlines()]


def inputs(ran: Ran | bytes) -> list[dict[str, Any]]:
    return [one for one in lines(ran) if one["kind"] == "input"]


def states(ran: Ran | bytes) -> list[str]:
    return [one["state"] for one in inputs(ran)]


def filed(folder: Path, number: int, *, example: str = "quiet-forum") -> Path:
    """Write filings of as many services, each with a folder of its own."""
    for one in range(number):
        text = (EXAMPLES / f"{example}.yaml").read_text(encoding="utf-8")
        path = folder / f"{one:03}" / "declaration.yaml"
        path.parent.mkdir(parents=True)
        path.write_text(re.sub(rf"\bid: {example}\b", f"id: {example}-{one}", text, count=1), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder of filings, some of them hopeless."""
    folder = filed(tmp_path_factory.mktemp("sent") / "in", 8)
    shutil.copy(folder / "000" / "declaration.yaml", folder / "001" / "again.yaml")
    text = (folder / "002" / "declaration.yaml").read_text(encoding="utf-8")
    older = re.sub(r"stated_on: \S+", "stated_on: 2020-01-01", text)
    (folder / "002" / "older.yaml").write_text(older, encoding="utf-8")
    (folder / "broken.yaml").write_text("declaration: [", encoding="utf-8")
    (folder / "empty.json").touch()
    (folder / "letter.txt").touch()
    os.mkfifo(folder / "pipe.yaml")
    return folder


def test_a_batch_says_what_single_audits_say() -> None:
    ran = auditor("batch", "examples/harbour.yaml", "examples/published/[xy]*.yaml", *RULES, *AS_OF, "--whole")
    assert ran.status == 0
    found = inputs(ran)
    assert [one["state"] for one in found] == ["audited"] * len(found)
    assert len(found) >= 3
    for one in (found[0], found[-1]):
        alone = auditor("audit", one["input"], *RULES, *AS_OF, "-f", "json", "-q")
        assert one["result"] == json.loads(alone.stdout)
        assert one["audits"][0]["verdict"] == one["result"]["audits"][0]["verdict"]


def test_every_input_is_accounted_for_by_any_number_of_workers(sent: Path) -> None:
    ran = auditor("batch", sent, *SHORT, "--workers", "1")
    assert ran.status == 0
    assert auditor("batch", sent, *SHORT, "--workers", "3").stdout == ran.stdout
    *_, trailer = lines(ran)
    assert trailer == {
        "kind": "trailer",
        "given": 13,
        "counts": {"audited": 8, "unusable": 3, "duplicate": 1, "superseded": 1, "interrupted": 0},
        "complete": True,
        "left_aside": {
            "files": 1,
            "links": 0,
            "archives": 0,
            "archive_names": [],
            "empty_folders": 0,
            "empty_folder_names": [],
        },
    }
    of = {one["input"]: one["of"] for one in inputs(ran) if one["of"]}
    assert of == {"001/again.yaml": "000/declaration.yaml", "002/older.yaml": "002/declaration.yaml"}
    assert "13 inputs: 8 audited, 3 unusable, 1 duplicate, 1 superseded." in ran.stderr
    assert "left aside: 1 other file" in ran.stderr
    assert str(sent) not in ran.text


def test_every_line_is_what_the_schema_says(sent: Path) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(auditor("schema", "batch").stdout))
    found = lines(auditor("batch", sent, EXAMPLES / "published" / "x-2023.yaml", *SHORT, "--whole"))
    assert [one["kind"] for one in found] == ["header", *["input"] * (len(found) - 2), "trailer"]
    for one in found:
        validator.validate(one)


def test_archives_and_lists_give_the_same_as_a_folder(sent: Path, tmp_path: Path) -> None:
    archive = tmp_path / "all.tar.gz"
    with tarfile.open(archive, "w:gz") as packed:
        for one in sorted(sent.glob("0*")):
            packed.add(one, one.name)
    listed = b"".join(f"{one}\0".encode() for one in sorted(sent.glob("0*")))

    def told(ran: Ran) -> list[tuple[str, str, str]]:
        return [(one["input"].removeprefix("all.tar.gz!/"), one["state"], one["sha256"]) for one in inputs(ran)]

    by_archive = auditor("batch", archive, *SHORT, cwd=tmp_path)
    by_list = auditor("batch", "-", "--null", *SHORT, stdin=listed)
    assert told(by_archive) == told(by_list)
    assert len(told(by_list)) == 10


def test_the_status_says_what_is_asked_for(sent: Path) -> None:
    broken, good = sent / "broken.yaml", sent / "000" / "declaration.yaml"
    assert auditor("batch", broken, *SHORT).status == 0
    assert auditor("batch", broken, good, *SHORT, "--fail-on", "unusable").status == 3
    assert auditor("batch", good, *SHORT, "--fail-on", "unusable").status == 0
    alone = {one: auditor("audit", EXAMPLES / f"{one}.yaml", *AS_OF, "-q").status for one in ("harbour", "minimal")}
    for example, status in alone.items():
        assert auditor("batch", EXAMPLES / f"{example}.yaml", *AS_OF, "--fail-on", "decisive").status == status
    assert auditor("batch", good, "-r", "nothing-by-this-name").status == 2
    assert auditor("batch", "-", "-", *AS_OF).status == 2


_WITHOUT = """
import sys
sys.modules["sqlalchemy"] = None
from auditor.cli.main import main
if __name__ == "__main__":
    main()
"""


def test_only_a_register_needs_a_database(sent: Path, tmp_path: Path) -> None:
    (script := tmp_path / "without.py").write_text(_WITHOUT, encoding="utf-8")

    def ran(*more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(script), "batch", str(sent / "000"), *SHORT, *more]
        env = environment({"PYTHONPATH": str(ROOT)})
        return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=60)

    assert ran().returncode == 0
    refused = ran("--register", str(tmp_path / "register.sqlite"))
    assert refused.returncode == 2
    assert refused.stdout == ""
    assert "pip install 'auditor[register]'" in refused.stderr


def test_nothing_given_is_told(tmp_path: Path) -> None:
    ran = auditor("batch", tmp_path, *AS_OF)
    assert ran.status == 3
    assert [one["kind"] for one in lines(ran)] == ["header", "trailer"]
    assert "batch.nothing-given" in ran.stderr


def test_a_file_is_there_once_all_is_written(sent: Path, tmp_path: Path) -> None:
    ran = auditor("batch", sent / "000", *SHORT, "-o", tmp_path / "out.ndjson", "-q")
    assert (ran.status, ran.stdout) == (0, b"")
    assert [one["kind"] for one in lines((tmp_path / "out.ndjson").read_bytes())] == ["header", "input", "trailer"]
    assert [one.name for one in tmp_path.iterdir()] == ["out.ndjson"]
    ran = auditor("batch", sent / "000", *SHORT, "-o", tmp_path / "no" / "out.ndjson")
    assert ran.status == 3
    assert "output.cannot-write" in ran.stderr


@contextmanager
def started(*arguments: str | Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "auditor", "batch", *map(str, arguments), "--workers", "2"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        bufsize=0,  # lines are read one by one, then the rest: nothing of it may lie in a buffer between
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def test_a_run_that_is_interrupted_accounts_for_the_rest(tmp_path: Path) -> None:
    folder = filed(tmp_path / "in", 150)
    with started(folder, *AS_OF) as process:
        assert process.stdout is not None
        first = [process.stdout.readline() for _ in range(2)]
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: the workers hear it too
        rest, told = process.communicate(timeout=60)
    found = b"".join([*first, rest])
    assert process.returncode == 130
    assert [one["position"] for one in inputs(found)] == list(range(150))
    assert set(states(found)) == {"audited", "interrupted"}
    *_, trailer = lines(found)
    assert (trailer["complete"], trailer["given"], sum(trailer["counts"].values())) == (False, 150, 150)
    assert b"interrupted" in told
    assert b"Traceback" not in told


@pytest.mark.parametrize("way", ["killed", "reader left"])
def test_a_run_that_was_ended_goes_on_where_it_was(tmp_path: Path, way: str) -> None:
    pytest.importorskip("sqlalchemy")
    folder, register = filed(tmp_path / "in", 80), tmp_path / "register.sqlite"
    with started(folder, *SHORT, "--register", register) as process:
        assert process.stdout is not None
        seen = [process.stdout.readline() for _ in range(10)]
        if way == "killed":
            process.kill()
        process.stdout.close()
        assert process.wait(timeout=60) == (-9 if way == "killed" else 141)
    again = auditor("batch", folder, *SHORT, "--register", register, timeout=120)
    assert again.stdout == auditor("batch", folder, *SHORT, timeout=120).stdout
    assert again.stdout.splitlines(keepends=True)[:10] == seen
    known = re.search(r"(\d+) audits were in the register already", again.stderr)
    assert known is not None
    assert int(known[1]) >= 9
