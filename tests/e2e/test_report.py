"""`auditor report`: a saved result shown again, as its users run it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from auditor.report.registry import FORMATS, Format
from tests.e2e.running import AS_OF, ROOT, auditor

RULES = ("-r", "internet-safety-strategy@3.0.0")


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Save a result once."""
    path = tmp_path_factory.mktemp("saved") / "result.json"
    ran = auditor("audit", "examples/harbour.yaml", *RULES, *AS_OF, "-f", "json", "-o", path)
    assert ran.status == 1, ran.stderr
    return path


def spoiled(saved: Path, folder: Path, **gate: Any) -> Path:
    document = json.loads(saved.read_text("utf-8"))
    document["gate"].update(gate)
    path = folder / "spoiled.json"
    path.write_text(json.dumps(document, indent=2), encoding="utf-8")
    return path


def test_every_format_at_once_is_byte_for_byte_that_of_the_audit(saved: Path, tmp_path: Path) -> None:
    audit, report = tmp_path / "audit", tmp_path / "report"
    audit.mkdir()
    report.mkdir()

    def pairs(folder: Path) -> list[str]:
        return [part for one in Format for part in ("-f", one.value, "-o", str(folder / f"x{FORMATS[one].suffix}"))]

    first = auditor("audit", "examples/harbour.yaml", *RULES, *AS_OF, *pairs(audit), "-q")
    again = auditor("report", saved, *pairs(report))
    assert (first.status, again.status, again.stdout, again.stderr) == (1, 1, b"", "")
    written = sorted(audit.iterdir())
    assert len(written) == len(Format)
    for path in written:
        assert (report / path.name).read_bytes() == path.read_bytes(), path.name


@pytest.mark.parametrize("view", [(), ("--plain",), ("--verbose", "--width", "70"), ("--color", "always")])
def test_the_terminal_shows_it_in_the_same_ways(saved: Path, view: tuple[str, ...]) -> None:
    first = auditor("audit", "examples/harbour.yaml", *RULES, *AS_OF, *view)
    assert auditor("report", saved, *view).stdout == first.stdout


@pytest.mark.parametrize(
    ("more", "status"),
    [
        (("--fail-on", "never"), 0),
        (("--min-score", "99.5"), 1),
        (("--undecided", "pass"), 1),
        (("-r", "uk-social-media-code@0.1.0", "--track", "backed", "--public"), None),
    ],
)
def test_the_status_is_that_of_the_saved_gate(more: tuple[str, ...], status: int | None) -> None:
    first = auditor("audit", "examples/harbour.yaml", *RULES, *AS_OF, *more, "-f", "json", "-q")
    again = auditor("report", "-", "-f", "json", stdin=first.stdout)
    assert again.status == first.status
    assert status is None or again.status == status
    assert again.stdout == first.stdout


def test_what_could_not_be_audited_is_told_again(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text("declaration: [\n", encoding="utf-8")
    first = auditor("audit", path, *AS_OF, "-f", "json")
    again = auditor("report", "-", stdin=first.stdout)
    assert (first.status, again.status, again.stdout) == (3, 3, b"")
    assert "yaml.syntax" in again.stderr


@pytest.mark.parametrize(
    "gate", [{"exit": 0}, {"met": True}, {"exit": 0, "met": True, "why": "met"}, {"fail_on": "never"}, {"exit": 70}]
)
def test_a_gate_that_does_not_follow_is_refused(saved: Path, tmp_path: Path, gate: dict[str, Any]) -> None:
    out = tmp_path / "out.txt"
    ran = auditor("report", spoiled(saved, tmp_path, **gate), "-f", "terminal", "-o", out)
    assert (ran.status, ran.stdout, out.exists()) == (5, b"", False)
    assert "error[result.contradiction]: `/gate/" in ran.stderr
    assert "spoiled.json:" in ran.stderr
    assert ran.stderr.endswith("nothing was shown.\n")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "json.syntax"),
        (b"declaration: 1\n", "json.syntax"),
        (b'{"schema": "auditor.impact/1"}', "result.not-a-result"),
        (b'{"schema": "auditor.result/1"}', "result.missing-key"),
        (b'{"schema": "auditor.result/1", "schema": "auditor.result/1"}', "json.duplicate-key"),
    ],
)
def test_what_cannot_be_used_is_refused(data: bytes, code: str) -> None:
    ran = auditor("report", "-", stdin=data)
    assert (ran.status, ran.stdout) == (3, b"")
    assert f"error[{code}]" in ran.stderr
    assert "<stdin>:1:" in ran.stderr


def test_a_missing_file_a_folder_and_a_pipe(tmp_path: Path) -> None:
    assert auditor("report", tmp_path / "no.json").status == 3
    assert auditor("report", tmp_path).status == 3
    os.mkfifo(tmp_path / "pipe")
    assert auditor("report", tmp_path / "pipe").status == 3


def test_it_needs_no_rules_and_no_declaration(saved: Path, tmp_path: Path) -> None:
    """A job that only shows has the result, and nothing else of what was audited."""
    ran = auditor("report", saved, "--plain", cwd=tmp_path, env={"PYTHONPATH": str(ROOT)})
    assert ran.status == 1
    assert "Harbour" in ran.text


def test_what_was_withheld_stays_withheld() -> None:
    public = ("examples/harbour.yaml", *RULES, *AS_OF, "--public", "-q")
    saved = auditor("audit", *public, "-f", "json").stdout
    shown = auditor("report", "-", stdin=saved)
    assert shown.stdout == auditor("audit", *public).stdout
    assert "withheld" in shown.text
    assert auditor("report", "-", "--public", stdin=saved).status == 2


def test_another_version_of_the_program_is_named(saved: Path, tmp_path: Path) -> None:
    document = json.loads(saved.read_text("utf-8"))
    document["tool"]["version"] = "0.0.9"
    path = tmp_path / "older.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    ran = auditor("report", path)
    assert ran.status == 1
    assert ran.stderr.startswith("note: auditor 0.0.9 saved this result; auditor ")
