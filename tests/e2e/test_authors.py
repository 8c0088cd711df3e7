"""Authors at the command line: begin a ruleset, look at the checks, lint and test what was begun."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from auditor.authoring.lint import CHECKS
from auditor.authoring.lint_crosswalks import CROSSWALK_CHECKS
from tests.e2e.running import AS_OF, EXAMPLES, ROOT, auditor


@pytest.mark.parametrize("id", ["child-safety-code", "2024", "true", "1e3"])
def test_what_new_writes_lints_clean_and_passes(id: str, tmp_path: Path) -> None:
    begun = auditor("ruleset", "new", id, cwd=tmp_path)
    assert begun.status == 0, begun.stderr
    folder = f"rulesets/{id}/1.0.0"
    assert begun.stderr.startswith(f"wrote {folder}: ")
    assert begun.stdout == b""
    linted = auditor("ruleset", "lint", folder, cwd=tmp_path)
    assert (linted.status, linted.stderr) == (0, "")
    assert linted.text == f"{id}/1.0.0: nothing found; 1 requirement, {len(CHECKS)} checks\n"
    tested = auditor("ruleset", "test", folder, cwd=tmp_path)
    assert (tested.status, tested.stderr) == (0, "")
    assert tested.text == f"{id}/1.0.0: 7 cases, 12 expectations, all as expected\n"


def test_new_takes_a_version_and_a_folder(tmp_path: Path) -> None:
    begun = auditor("ruleset", "new", "ours", "--version", "0.2.0", "--folder", "rules", cwd=tmp_path)
    assert begun.status == 0, begun.stderr
    names = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.yaml"))
    home = "rules/ours/0.2.0"
    assert names == [f"{home}/cases/reporting.yaml", f"{home}/requirements/reporting.yaml", f"{home}/ruleset.yaml"]
    assert "version: 0.2.0\n" in (tmp_path / home / "ruleset.yaml").read_text(encoding="utf-8")


def test_new_overwrites_nothing(tmp_path: Path) -> None:
    kept = tmp_path / "rulesets" / "ours" / "1.0.0" / "kept.txt"
    kept.parent.mkdir(parents=True)
    kept.write_text("mine", encoding="utf-8")
    refused = auditor("ruleset", "new", "ours", cwd=tmp_path)
    assert refused.status == 2
    assert "is there already" in refused.stderr
    assert [path.name for path in kept.parent.iterdir()] == ["kept.txt"]
    assert kept.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("arguments", [["Our_Rules"], ["../up"], [""], ["ours", "--version", "1"]])
def test_new_refuses_a_name_that_no_edition_can_have(arguments: list[str], tmp_path: Path) -> None:
    refused = auditor("ruleset", "new", *arguments, cwd=tmp_path)
    assert refused.status == 2
    assert "write it like" in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_new_says_where_a_folder_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    refused = auditor("ruleset", "new", "ours", "--folder", "file", cwd=tmp_path)
    assert refused.status == 3
    assert "could not be written: not a directory" in refused.stderr


def test_lint_lists_its_checks() -> None:
    ran = auditor("ruleset", "lint", "--checks")
    assert ran.status == 0
    rows = [line.split(maxsplit=2) for line in ran.text.splitlines()]
    assert rows == [[check.code, check.severity.value, check.about] for check in (*CHECKS, *CROSSWALK_CHECKS)]


def test_lint_shows_a_fault_with_its_place_and_says_so_in_the_status(tmp_path: Path) -> None:
    assert auditor("ruleset", "new", "ours", cwd=tmp_path).status == 0
    file = tmp_path / "rulesets/ours/1.0.0/requirements/reporting.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("acknowledged in time", "acknowledged in time."), encoding="utf-8")
    linted = auditor("ruleset", "lint", "rulesets/ours/1.0.0", cwd=tmp_path)
    assert linted.status == 1
    assert "warning[lint.title-with-stop]" in linted.stderr
    assert "ours/1.0.0/requirements/reporting.yaml:2:10" in linted.stderr
    file.write_text(text.replace("at_most", "at_moist"), encoding="utf-8")
    assert auditor("ruleset", "lint", "rulesets/ours/1.0.0", cwd=tmp_path).status == 3


@pytest.mark.parametrize(
    ("start", "given", "shown"),
    [
        (".", "sample/1.0.0", "sample/1.0.0/"),
        (".", "./sample/1.0.0", "sample/1.0.0/"),
        ("sample", "1.0.0/", "1.0.0/"),
        ("sample/1.0.0", ".", ""),
        ("sample/1.0.0/cases", "..", "../"),
        (".", None, "{home}/"),
    ],
)
def test_a_place_can_be_opened_from_where_the_command_was_run(
    start: str, given: str | None, shown: str, tmp_path: Path
) -> None:
    home = _faulty(tmp_path)
    folder, cwd = given or str(home), tmp_path / "rulesets" / start
    wanted = shown.format(home=home)
    linted = auditor("ruleset", "lint", folder, cwd=cwd)
    tested = auditor("ruleset", "test", folder, cwd=cwd)
    one = (EXAMPLES / "harbour.yaml", "REP-01", "-r", _path(folder), *AS_OF)
    explained = auditor("explain", *one, cwd=cwd)
    for told in (linted.stderr, tested.text, explained.text):
        places = re.findall(r"(?:-->|= rule:)\s+(\S+\.yaml):\d+", told)
        assert all((cwd / place).is_file() for place in places), told
    assert f"  --> {wanted}requirements/reporting.yaml:" in linted.stderr
    assert f"  --> {wanted}cases/reporting.yaml:" in tested.text
    assert re.search(rf"= rule:\s+{re.escape(wanted)}requirements/reporting\.yaml:", explained.text)


def test_a_result_names_its_rules_alike_from_wherever_the_edition_was_read(tmp_path: Path) -> None:
    home = _faulty(tmp_path)
    copied = tmp_path / "elsewhere"
    shutil.copytree(home, copied)
    found = set()
    for folder, cwd in (("./1.0.0", home.parent), (".", home), (str(home), ROOT), ("./elsewhere", tmp_path)):
        ran = auditor("audit", EXAMPLES / "harbour.yaml", "-r", folder, *AS_OF, "-f", "json", "-q", cwd=cwd)
        (audit,) = json.loads(ran.stdout)["audits"]
        found.add((audit["ruleset"]["sha256"], *(one["rule"]["file"] for one in audit["findings"])))
    ((_digest, *files),) = found
    assert set(files) == {"sample/1.0.0/requirements/reporting.yaml"}


def _faulty(folder: Path) -> Path:
    """Begin a ruleset, with a title that ends in a stop and a case that does not come out."""
    assert auditor("ruleset", "new", "sample", cwd=folder).status == 0
    home = folder / "rulesets/sample/1.0.0"
    for name, was, now in (("requirements", "in time\n", "in time.\n"), ("cases", "REP-01: not-met", "REP-01: met")):
        file = home / name / "reporting.yaml"
        text = file.read_text(encoding="utf-8")
        assert was in text
        file.write_text(text.replace(was, now, 1), encoding="utf-8")
    return home


def _path(folder: str) -> str:
    """Write a folder as a path, which a name alone would not be."""
    return folder if "/" in folder or folder in (".", "..") else f"./{folder}"


def test_a_crosswalk_of_ones_own_is_linted_beside_ones_editions(tmp_path: Path) -> None:
    """In the folder of the editions, and in one beside them, as those of the program lie."""
    assert auditor("ruleset", "new", "ours", cwd=tmp_path).status == 0
    theirs = auditor("ruleset", "show", "nspcc-asks@1.1.0").text.split("\n\n")[-1].split()[0]
    ends = f"from: ours@1.0.0/REP-01, to: nspcc-asks@1.1.0/{theirs}"
    text = f"relations:\n  - {{{ends}, relation: intersects, because: Both are about time.}}\n"
    (tmp_path / "rulesets" / "mine.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "rulesets" / "crosswalks").mkdir()
    (tmp_path / "rulesets" / "crosswalks" / "mine.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "alone.yaml").write_text(text, encoding="utf-8")
    for file in ("rulesets/mine.yaml", "rulesets/crosswalks/mine.yaml"):
        linted = auditor("ruleset", "lint", file, cwd=tmp_path)
        assert (linted.status, linted.stderr) == (0, ""), file
    alone = auditor("ruleset", "lint", "alone.yaml", cwd=tmp_path)
    assert alone.status == 1
    assert "lies in ID/VERSION beside the file, or is named on the command line" in " ".join(alone.stderr.split())
    assert auditor("ruleset", "lint", "alone.yaml", "rulesets/ours/1.0.0", cwd=tmp_path).status == 0


def test_an_id_of_the_programs_own_is_taken_with_a_word(tmp_path: Path) -> None:
    taken = auditor("ruleset", "new", "consistency", cwd=tmp_path)
    assert taken.status == 0
    assert "`consistency` alone goes on meaning the ruleset that comes with the program" in taken.stderr
    assert "comes with the program" not in auditor("ruleset", "new", "ours", cwd=tmp_path).stderr


def test_a_case_file_that_cannot_be_read_ends_as_a_test_run_does(tmp_path: Path) -> None:
    assert auditor("ruleset", "new", "ours", cwd=tmp_path).status == 0
    file = tmp_path / "rulesets/ours/1.0.0/cases/reporting.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("declares:", "declared:"), encoding="utf-8")
    ran = auditor("ruleset", "test", "rulesets/ours/1.0.0", "nspcc-asks@1.1.0", cwd=tmp_path)
    assert ran.status == 3
    assert ran.text.splitlines()[0] == "ours/1.0.0: cannot be read, and no case was run"
    assert ran.text.splitlines()[-1].endswith("all as expected")
    assert "nothing was audited" not in ran.stderr
