"""What changed between two audits, and what did it: exact parts, one order, and what cannot be told apart."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.e2e.running import AS_OF, EXAMPLES, auditor

HARBOUR = "examples/harbour.yaml"
LATER = ("--old-as-of", "2026-10-01", "--as-of", "2027-06-01")
WAIVER = """waivers:
  - {requirement: internet-safety-strategy/GRM-04, service: harbour, reason: it is being built,
     approver: A. Example, granted: 2026-09-01, expires: 2028-12-31}
"""


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example with one answer changed, beside its documents, and the example itself in another folder."""
    folder = tmp_path_factory.mktemp("archive")
    text = (EXAMPLES / "harbour.yaml").read_text(encoding="utf-8")
    for name, content in (("new", text.replace("alerts_child: false", "alerts_child: true")), ("old", text)):
        (folder / name).mkdir()
        shutil.copytree(EXAMPLES / "evidence", folder / name / "evidence")
        (folder / name / "harbour.yaml").write_text(content, encoding="utf-8")
    return folder / "new/harbour.yaml"


def diff(*arguments: str | Path) -> dict[str, Any]:
    ran = auditor("diff", *arguments, "-f", "json", "-q")
    assert ran.status == 0, ran.stderr
    return json.loads(ran.stdout)


def only(document: dict[str, Any]) -> dict[str, Any]:
    (found,) = document["differences"]
    return found


def save(path: Path, *arguments: str | Path) -> Path:
    auditor("audit", *arguments, "-f", "json", "-o", path, "-q")
    return path


def ends() -> Iterator[tuple[str, str]]:
    yield from ((track, end) for track in ("declared", "backed") for end in ("low", "high"))


def added_up(found: dict[str, Any]) -> None:
    for track, end in ends():
        score = found["score"][track]
        parts = sum((Fraction(one["points"]["exact"][end]) for one in score["parts"]), Fraction(0))
        assert parts == Fraction(score["difference"]["exact"][end])
        assert parts == Fraction(score["new"]["exact"][end]) - Fraction(score["old"]["exact"][end])


def test_what_is_written_fits_its_schema(other: Path, tmp_path: Path) -> None:
    schema = json.loads(auditor("schema", "diff").stdout)
    Draft202012Validator.check_schema(schema)
    old = save(tmp_path / "old.json", HARBOUR, "examples/lantern.yaml", *AS_OF)
    for arguments in ((HARBOUR, other, *LATER), (HARBOUR, HARBOUR), (old, other, "--as-of", "2027-06-01")):
        Draft202012Validator(schema).validate(diff(*arguments))


def test_identical_inputs_give_nothing() -> None:
    found = only(diff(HARBOUR, HARBOUR, *AS_OF))
    assert (found["causes"], found["inputs"], found["requirements"]) == ([], [], [])
    assert all(not one["parts"] for one in found["score"].values())
    text = auditor("diff", HARBOUR, HARBOUR, *AS_OF).text
    assert "nothing changed" in text
    assert text.splitlines()[-1] == "NOTHING CHANGED in 1 audit."


def test_each_end_is_what_an_audit_says(other: Path) -> None:
    found = only(diff(HARBOUR, other, *LATER))
    for side, file, day in (("old", HARBOUR, "2026-10-01"), ("new", other, "2027-06-01")):
        ran = auditor("audit", file, "--as-of", day, "-f", "json", "-q")
        audit = json.loads(ran.stdout)["audits"][0]
        for track, end in ends():
            assert found["score"][track][side]["exact"][end] == audit["score"][track]["exact"][end]
            assert found["verdict"][track][side] == audit["verdict"][track]


def test_an_edit_is_put_down_to_the_facts_that_were_edited(other: Path) -> None:
    found = only(diff(HARBOUR, other, *AS_OF))
    assert found["causes"] == ["edit"]
    (edit,) = found["inputs"]
    assert (edit["address"], edit["old"], edit["new"], edit["line"]) == ("grooming.alerts_child", "false", "true", 89)
    (change,) = [one for one in found["requirements"] if one["requirement"] == "GRM-04"]
    assert change["edits"] == ["grooming.alerts_child"]
    assert [one["causes"] for one in change["steps"]] == [["edit"]]
    assert (change["old"]["declared"], change["new"]["declared"]) == ("not-met", "met")
    added_up(found)


@pytest.mark.parametrize(
    ("cause", "arguments"),
    [
        ("time", LATER),
        ("rules", (*AS_OF, "-r", "internet-safety-strategy@3", "--old-ruleset", "internet-safety-strategy@2.0.0")),
        ("waiver", (*AS_OF, "--waivers", "WAIVERS", "--old-waivers", "none")),
    ],
)
def test_a_single_cause_has_it_all(cause: str, arguments: tuple[str, ...], tmp_path: Path) -> None:
    waivers = tmp_path / "waivers.yaml"
    waivers.write_text(WAIVER, encoding="utf-8")
    found = only(diff(HARBOUR, HARBOUR, *(str(waivers) if one == "WAIVERS" else one for one in arguments)))
    assert found["causes"] == [cause]
    assert found["requirements"]
    told = [part["causes"] for score in found["score"].values() for part in score["parts"]]
    told += [step["causes"] for one in found["requirements"] for step in one["steps"]]
    assert told
    assert all(one == [cause] for one in told)
    added_up(found)


def test_a_document_that_is_gone_is_evidence(tmp_path: Path, other: Path) -> None:
    text = other.read_text(encoding="utf-8")
    bare = tmp_path / "harbour.yaml"
    bare.write_text(text, encoding="utf-8")
    found = only(diff(other, bare, *AS_OF))
    assert found["causes"] == ["evidence"]
    assert {one["new"] for one in found["inputs"]} == {"the file is not there"}
    assert not found["score"]["declared"]["parts"]
    assert found["score"]["backed"]["parts"]
    added_up(found)


def test_everything_at_once_is_told_in_one_order(tmp_path: Path, other: Path) -> None:
    waivers = tmp_path / "waivers.yaml"
    waivers.write_text(WAIVER, encoding="utf-8")
    bare = tmp_path / "harbour.yaml"
    text = other.read_text(encoding="utf-8").replace("  trained_share: 95", "  trained_share: 100")
    bare.write_text(text.replace("alerts_child: true", "alerts_child: false"), encoding="utf-8")
    rules = ("-r", "internet-safety-strategy@3.0.0", "--old-ruleset", "internet-safety-strategy@2.0.0")
    found = only(diff(HARBOUR, bare, *LATER, *rules, "--waivers", waivers, "--old-waivers", "none"))
    order = ["rules", "time", "evidence", "edit", "waiver"]
    assert [one for one in found["causes"] if one != "edit"] == [one for one in order if one != "edit"]
    for score in found["score"].values():
        places = [order.index(cause) for part in score["parts"] for cause in part["causes"]]
        assert places == sorted(places)
    added_up(found)


def test_two_saved_results_say_what_they_can(tmp_path: Path, other: Path) -> None:
    old, same, new = (
        save(tmp_path / name, file, "--as-of", day)
        for name, file, day in (
            ("old.json", HARBOUR, "2026-10-01"),
            ("same.json", HARBOUR, "2027-06-01"),
            ("new.json", other, "2027-06-01"),
        )
    )
    alone = only(diff(old, same))
    assert (alone["separable"], alone["causes"]) == (True, ["time"])
    added_up(alone)
    together = only(diff(old, new))
    assert (together["separable"], together["causes"]) == (False, ["time", "edit"])
    assert {tuple(part["causes"]) for one in together["score"].values() for part in one["parts"]} == {
        ("time", "edit")
    }
    added_up(together)
    assert "cannot be told apart" in " ".join(auditor("diff", old, new).text.split())
    apart = only(diff(old, new, "--declarations", other.parent.parent))
    assert apart["separable"]
    exact = only(diff(HARBOUR, other, *LATER))
    assert (apart["score"], apart["requirements"]) == (exact["score"], exact["requirements"])


def test_a_declaration_can_face_a_saved_result(tmp_path: Path, other: Path) -> None:
    old = save(tmp_path / "old.json", HARBOUR, *AS_OF)
    found = only(diff(old, other, *AS_OF))
    assert found["causes"] == ["edit"]
    assert found["score"] == only(diff(HARBOUR, other, *AS_OF))["score"]


def test_an_archive_that_does_not_give_the_same_again_is_told(tmp_path: Path, other: Path) -> None:
    old = save(tmp_path / "old.json", HARBOUR, *AS_OF)
    new = save(tmp_path / "new.json", other, "--as-of", "2027-06-01")
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "a.yaml").write_bytes(other.read_bytes())
    ran = auditor("diff", old, new, "--declarations", folder, "-f", "json", "-v")
    document = json.loads(ran.stdout)
    assert not only(document)["separable"]
    assert [one["code"] for one in document["diagnostics"]] == ["diff.not-anew"] * 2
    assert "no declaration with its digest" in ran.stderr
    assert "comes out otherwise now" in ran.stderr


def test_what_has_no_counterpart_is_incomparable(tmp_path: Path) -> None:
    ran = auditor("diff", HARBOUR, "examples/lantern.yaml", *AS_OF, "-f", "json")
    document = json.loads(ran.stdout)
    assert ran.status == 3
    assert document["differences"] == []
    assert {one["service"] for one in document["incomparable"]} == {"harbour", "lantern"}
    old = save(tmp_path / "old.json", HARBOUR, "examples/lantern.yaml", *AS_OF)
    new = save(tmp_path / "new.json", HARBOUR, *AS_OF)
    document = diff(old, new)
    assert only(document)["causes"] == []
    assert [(one["service"], one["why"]) for one in document["incomparable"]] == [("lantern", "it is in OLD alone")]
    assert "INCOMPARABLE" in auditor("diff", old, new).text


def test_what_others_compiled_is_never_compared() -> None:
    (published, *_) = sorted((EXAMPLES / "published").glob("*.yaml"))
    ran = auditor("diff", published, published, *AS_OF, "-f", "json", "-q")
    assert ran.status == 3
    assert "compiled by others" in json.loads(ran.stdout)["incomparable"][0]["why"]


@pytest.mark.parametrize(
    "options", [("--as-of", "2026-10-01"), ("--old-as-of", "2026-10-01"), ("-r", "x"), ("--old-waivers", "none")]
)
def test_what_a_saved_result_has_in_it_cannot_be_said_otherwise(tmp_path: Path, options: tuple[str, str]) -> None:
    old = save(tmp_path / "old.json", HARBOUR, *AS_OF)
    assert auditor("diff", old, old, *options).status == 2


def test_a_saved_result_that_was_changed_is_refused(tmp_path: Path) -> None:
    old = save(tmp_path / "old.json", HARBOUR, *AS_OF)
    forged = tmp_path / "forged.json"
    text = old.read_text(encoding="utf-8")
    forged.write_text(text.replace('"status": "met"', '"status": "not-met"', 1), encoding="utf-8")
    ran = auditor("diff", old, forged)
    assert (ran.status, ran.stdout) == (5, b"")


@pytest.mark.parametrize("width", ["60", "80", "120"])
def test_no_line_is_wider_than_asked(other: Path, width: str) -> None:
    text = auditor("diff", HARBOUR, other, *LATER, "--width", width, "-v").text
    assert max(map(len, text.splitlines())) <= int(width)


def test_plain_is_a_sentence_a_line(other: Path) -> None:
    lines = auditor("diff", HARBOUR, other, *LATER, "--plain").text.splitlines()
    assert all(line.endswith((".", ":", "!")) for line in lines)
    assert any(line.startswith("Of that time: ") for line in lines)
