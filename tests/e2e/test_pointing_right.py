"""What is told counts rightly, says what became of the run, and points at what can be done."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.e2e.running import AS_OF, EXAMPLES, Ran, auditor

ENTRY = ("--service", "harbour", "--approver", "A", "--expires", "2027-12-31", *AS_OF)


def told(ran: Ran) -> str:
    return " ".join(ran.stderr.replace("│", " ").split())


def test_check_counts_problems_apart_from_warnings(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("declaration: 1\nservice: {id: s, name: S}\nno_fact: 1\n", encoding="utf-8")
    ran = auditor("check", "a.yaml", cwd=tmp_path)
    assert ran.status == 3
    assert ran.text == "a.yaml: cannot be used, 1 problem and 1 warning\n"
    assert "warning[" in ran.stderr
    quiet = auditor("check", "a.yaml", "-q", cwd=tmp_path)
    assert "warning[" not in quiet.stderr
    assert "error[declaration.unknown-key]" in quiet.stderr


def test_check_counts_what_is_stated_and_not_what_holds_it_together(tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text("x\n", encoding="utf-8")
    (tmp_path / "a.yaml").write_text(
        "declaration: 1\nservice: {id: s, name: S}\nusers: {monthly_active: {GB: 5}}\n"
        "evidence: [{id: a, title: T, file: own.txt, supports: [users.*]}]\n",
        encoding="utf-8",
    )
    assert "; 1 fact stated, 1 piece of evidence" in auditor("check", "a.yaml", cwd=tmp_path).text


def test_a_report_that_was_written_is_not_denied(tmp_path: Path) -> None:
    shutil.copy(EXAMPLES / "minimal.yaml", tmp_path)
    both = ("-f", "json", "-o", "good.json", "-f", "html", "-o", "none/x.html")
    ran = auditor("audit", "minimal.yaml", *AS_OF, "-q", *both, cwd=tmp_path)
    assert ran.status == 3
    assert (tmp_path / "good.json").is_file()
    assert ran.stderr.endswith("1 problem in 1 file; not all was written.\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_nothing_stands_on_a_device(tmp_path: Path) -> None:
    shutil.copy(EXAMPLES / "minimal.yaml", tmp_path)
    ran = auditor("audit", "minimal.yaml", *AS_OF, "-q", "-o", "/dev/full", cwd=tmp_path)
    assert ran.status == 3
    assert "what stood there is unchanged" not in ran.stderr


@pytest.mark.parametrize("there", [False, True])
def test_a_reason_that_no_file_may_hold_is_told_as_that(tmp_path: Path, there: bool) -> None:
    if there:
        first = (
            "waiver",
            "add",
            "w.yaml",
            "--requirement",
            "internet-safety-strategy/GRM-05",
            "--reason",
            "R",
            *ENTRY,
        )
        assert auditor(*first, cwd=tmp_path).status == 0
    entry = ("--requirement", "internet-safety-strategy/GRM-06", "--reason", "a\x1bb", *ENTRY)
    ran = auditor("waiver", "add", "w.yaml", *entry, cwd=tmp_path)
    assert ran.status == 2
    assert "'--reason': it holds U+001B, which does not show; leave it out" in told(ran)


@pytest.mark.parametrize("name", [".", ""])
def test_a_register_that_is_a_folder_is_named(tmp_path: Path, name: str) -> None:
    shutil.copy(EXAMPLES / "minimal.yaml", tmp_path)
    ran = auditor("batch", "minimal.yaml", "--register", name, cwd=tmp_path)
    assert ran.status == 3
    assert "`.` is a folder" in ran.stderr


@pytest.mark.parametrize("command", [("explain", "minimal.yaml"), ("ruleset", "show", "internet-safety-strategy@3")])
@pytest.mark.parametrize("written", ["grm-02", "internet-safety-strategy/GRM-02", "GRM02"])
def test_the_nearest_requirement_is_named(tmp_path: Path, command: tuple[str, ...], written: str) -> None:
    shutil.copy(EXAMPLES / "minimal.yaml", tmp_path)
    ran = auditor(*command, written, cwd=tmp_path)
    assert ran.status == 2
    assert "did you mean `GRM-02`?" in told(ran)
    assert "it has" not in told(ran)


def test_of_several_editions_each_is_named_that_lacks_a_requirement(tmp_path: Path) -> None:
    shutil.copy(EXAMPLES / "minimal.yaml", tmp_path)
    rules = ("-r", "nspcc-asks@1.1.0", "-r", "ofcom-children@1.0.0")
    ran = auditor("explain", "minimal.yaml", "ZZZZZ", *rules, cwd=tmp_path)
    assert "is no requirement of any of nspcc-asks 1.1.0, ofcom-children 1.0.0; they have SAF-01" in told(ran)


@pytest.mark.parametrize(
    ("command", "makes"), [("waivers", "`auditor waiver add`"), ("decisions", "`auditor decision add`")]
)
def test_an_empty_file_is_told_what_makes_one(tmp_path: Path, command: str, makes: str) -> None:
    shutil.copy(EXAMPLES / "minimal.yaml", tmp_path)
    (tmp_path / "empty.yaml").write_text("", encoding="utf-8")
    ran = auditor("audit", "minimal.yaml", f"--{command}", "empty.yaml", cwd=tmp_path)
    assert ran.status == 3
    assert makes in ran.stderr
