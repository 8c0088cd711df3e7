"""`auditor ruleset crosswalk`: relations in both directions, what is carried over, and what never is."""

from __future__ import annotations

import json
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from auditor.authoring.lint_crosswalks import CROSSWALK_CHECKS
from tests.e2e.running import AS_OF, EXAMPLES, ROOT, auditor

WALK = ("ruleset", "crosswalk")
OLD, NEW = "internet-safety-strategy@2.0.0", "internet-safety-strategy@3.0.0"
HARBOUR = EXAMPLES / "harbour.yaml"
OURS, THEIRS = "rulesets/ours/1.0.0", "rulesets/theirs/1.0.0"
ANSWERS = {
    "met": "reporting: {acknowledgement_time: 5}\nusers: {children: {can_use: true}}\n",
    "not-met": "reporting: {acknowledgement_time: 50}\nusers: {children: {can_use: true}}\n",
    "undecided": "users: {children: {can_use: true}}\n",
    "not-applicable": "users: {children: {can_use: false}}\n",
}


@cache
def schema() -> Draft202012Validator:
    return Draft202012Validator(json.loads(auditor("schema", "crosswalk-result").text))


def document(*arguments: str | Path, cwd: Path = ROOT) -> Any:
    ran = auditor(*WALK, *arguments, "-f", "json", cwd=cwd)
    assert (ran.status, ran.stderr) == (0, "")
    found = json.loads(ran.text)
    schema().validate(found)
    return found


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Begin two drafts that ask the same of reporting."""
    home = tmp_path_factory.mktemp("drafts")
    for id in ("ours", "theirs"):
        assert auditor("ruleset", "new", id, cwd=home).status == 0
    return home


@pytest.fixture
def made(begun: Path, tmp_path: Path) -> Path:
    """Give the drafts in a folder of their own."""
    shutil.copytree(begun, tmp_path, dirs_exist_ok=True)
    return tmp_path


def related(home: Path, word: str, *, other: str = "theirs@1.0.0/REP-01", because: str = "A test.") -> None:
    """Let our requirement carry a relation to theirs."""
    path = home / OURS / "requirements/reporting.yaml"
    carried = json.dumps([{"to": other, "relation": word, "because": because}])
    path.write_text(path.read_text(encoding="utf-8") + f"  crosswalk: {carried}\n", encoding="utf-8")


def declared(home: Path, answer: str) -> Path:
    path = home / "service.yaml"
    path.write_text(f"declaration: 1\nservice: {{name: Made}}\n{ANSWERS[answer]}", encoding="utf-8")
    return path


def test_relations_are_shown_by_requirement_with_their_reasons() -> None:
    ran = auditor(*WALK, OLD, NEW, *AS_OF)
    assert (ran.status, ran.stderr) == (0, "")
    assert "asks the same as GRM-01  Steps are taken to detect grooming (must)" in ran.text
    assert "overlaps with GRM-03" in ran.text
    assert "asks part of GRM-08" in ran.text
    assert "Both ask for a written policy on what is done when grooming is found." in ran.text
    assert "read as written" in ran.text
    assert "NO RELATION IS WRITTEN FOR" in ran.text
    related = document(OLD, NEW, *AS_OF)["relations"]
    first, second = ({one[side] for one in related} for side in ("first", "second"))
    assert f"{len(related)} RELATIONS: {len(first)} of 54 correspond to {len(second)} of 110" in ran.text


def test_both_directions_say_the_same() -> None:
    there, back = document(OLD, NEW, *AS_OF), document(NEW, OLD, *AS_OF)
    turned = {"equal": "equal", "intersects": "intersects", "subset": "superset", "superset": "subset"}
    pairs = {(one["first"], one["second"], one["relation"]) for one in there["relations"]}
    assert pairs == {(one["second"], one["first"], turned[one["relation"]]) for one in back["relations"]}
    assert there["alone"] == {"first": back["alone"]["second"], "second": back["alone"]["first"]}
    assert {one["second"] for one in there["relations"]}.isdisjoint(there["alone"]["second"])
    assert there["carried_over"] is None


def test_where_nothing_is_related_that_is_the_answer() -> None:
    ran = auditor(*WALK, "internet-safety-strategy@1.0.0", NEW, *AS_OF)
    assert ran.status == 0
    assert ran.text.splitlines()[-1].startswith("NO RELATION is written between")


@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("word", ["equal", "superset", "subset", "intersects"])
def test_what_is_carried_over_and_what_never_is(word: str, answer: str, made: Path) -> None:
    related(made, word)
    over = document(OURS, THEIRS, "--for", declared(made, answer), cwd=made)["carried_over"]
    (one,) = over["carried"]
    expected = {
        ("equal", "met"): "met",
        ("superset", "met"): "met",
        ("equal", "not-met"): "not-met",
        ("subset", "not-met"): "not-met",
    }.get((word, answer), "open")
    assert one["declared"] == expected
    assert one["backed"] == ("open" if expected == "met" else expected)  # nothing backs it here
    (step,) = one["steps"]
    assert step["declared"]["status"] == answer
    assert (step["declared"]["hindrance"] is None) is (expected != "open")
    assert over["totals"]["declared"] == {**dict.fromkeys(("met", "not-met", "open"), 0), expected: 1}
    screen = auditor(*WALK, OURS, THEIRS, "--for", "service.yaml", cwd=made).text
    assert ("CARRIED OVER AS MET" in screen) is (expected == "met")
    assert ("CARRIED OVER AS NOT MET IN FULL" in screen) is (expected == "not-met")
    assert ("LEFT TO SHOW" in screen) is (expected == "open")
    assert "no verdict and no score" in " ".join(screen.split())


def test_a_part_says_what_is_left_to_show_and_why(made: Path) -> None:
    related(made, "subset", because="They ask for more besides.")
    declared(made, "met")
    for options in ((), ("--plain",)):
        text = auditor(*WALK, OURS, THEIRS, "--for", "service.yaml", *options, cwd=made).text
        assert "REP-01 asks part of it, and is met as declared: the rest is left to show" in text
        assert "They ask for more besides." in text


def test_what_a_third_party_s_requirement_carries_is_read_from_either_side(made: Path) -> None:
    related(made, "subset")
    assert [one["relation"] for one in document(OURS, THEIRS, cwd=made)["relations"]] == ["subset"]
    assert [one["relation"] for one in document(THEIRS, OURS, cwd=made)["relations"]] == ["superset"]


def test_a_file_of_one_s_own_is_read_beside_what_comes_with_the_program(made: Path) -> None:
    relation = {"from": "theirs@1.0/REP-01", "to": "ours@1.0/REP-01", "relation": "equal", "because": "A test."}
    (made / "mine.yaml").write_text(json.dumps({"relations": [relation]}), encoding="utf-8")
    assert document(OURS, THEIRS, cwd=made)["relations"] == []
    (one,) = document(OURS, THEIRS, "--crosswalk", "mine.yaml", cwd=made)["relations"]
    assert (one["relation"], Path(one["file"]).name) == ("equal", "mine.yaml")
    related(made, "subset")
    refused = auditor(*WALK, OURS, THEIRS, "--crosswalk", "mine.yaml", cwd=made)
    assert (refused.status, refused.stdout) == (3, b"")
    assert "error[crosswalk.contradiction]" in refused.stderr


def test_a_relation_that_leads_nowhere_is_refused_where_it_is_used(made: Path) -> None:
    related(made, "equal", other="theirs@1.0.0/REP-011")
    refused = auditor(*WALK, OURS, THEIRS, cwd=made)
    assert (refused.status, refused.stdout) == (3, b"")
    assert "error[crosswalk.unknown-requirement]" in refused.stderr
    assert "did you mean `REP-01`?" in refused.stderr


def test_what_backs_the_one_must_be_enough_for_the_other(tmp_path: Path) -> None:
    """The same evidence backs an asking for a document, and not one for somebody else's document."""
    over = document(OLD, NEW, "--for", HARBOUR, *AS_OF)["carried_over"]
    assert {one["requirement"]: one["backed"] for one in over["carried"]}["GRM-01"] == "met"
    home = tmp_path / "internet-safety-strategy/3.9.0"
    shutil.copytree(ROOT / "rulesets/internet-safety-strategy/3.0.0", home)
    for path in (home / "ruleset.yaml", home / "requirements/grooming.yaml"):
        text = path.read_text(encoding="utf-8")
        text = text.replace("version: 3.0.0", "version: 3.9.0").replace(
            "assurance: documented", "assurance: independent"
        )
        path.write_text(text, encoding="utf-8")
    ends = {"from": f"{OLD}/GRM-01", "to": "internet-safety-strategy@3.9.0/GRM-01"}
    relation = {**ends, "relation": "equal", "because": "A test."}
    (tmp_path / "mine.yaml").write_text(json.dumps({"relations": [relation]}), encoding="utf-8")
    over = document(OLD, home, "--crosswalk", tmp_path / "mine.yaml", "--for", HARBOUR, *AS_OF)["carried_over"]
    (one,) = over["carried"]
    assert (one["declared"], one["backed"]) == ("met", "open")
    assert one["steps"][0]["backed"] == {"status": "met", "outcome": "open", "hindrance": "stricter-evidence"}


def test_what_a_reader_must_know_of_the_audit_stands_there_too() -> None:
    options = (OLD, NEW, "--for", HARBOUR, "--as-of", "2020-12-15")
    assert any("later facts on earlier rules" in one for one in document(*options)["watermarks"])
    for more in ((), ("--plain",)):
        assert "later facts on earlier rules" in auditor(*WALK, *options, *more).text


def test_what_was_left_out_carries_nothing_unless_it_is_asked_for() -> None:
    def step(*options: str) -> Any:
        over = document(OLD, NEW, "--for", HARBOUR, *AS_OF, *options)["carried_over"]
        (one,) = [each for each in over["carried"] if each["requirement"] == "GRM-08"]
        return one["steps"][0]["declared"]

    assert step() == {"status": None, "outcome": "open", "hindrance": "left-out"}
    assert step("--include-recalled")["status"] is not None


def test_from_a_service_compiled_by_others_nothing_is_carried_over() -> None:
    published = sorted((EXAMPLES / "published").glob("*.yaml"))[0]
    over = document(OLD, NEW, "--for", published, *AS_OF)["carried_over"]
    assert (over["judged"], over["carried"]) == (False, [])
    text = auditor(*WALK, OLD, NEW, "--for", published, *AS_OF).text
    assert "no verdict, no score, no rank" in text
    assert text.splitlines()[-1] == "NOTHING IS CARRIED OVER."


def test_carried_outcomes_agree_with_an_audit_of_the_other_edition() -> None:
    """Where an audit of the second edition is to hand, it never says otherwise of what applies."""
    for example in ("harbour", "lantern", "quiet-forum"):
        path = EXAMPLES / f"{example}.yaml"
        over = document(OLD, NEW, "--for", path, *AS_OF)["carried_over"]
        audited = json.loads(auditor("audit", path, "-r", NEW, *AS_OF, "-f", "json", "-q").text)["audits"][0]
        findings = {one["requirement"]: one for one in audited["findings"]}
        for one in over["carried"]:
            for track, judged in (
                ("declared", findings[one["requirement"]]),
                ("backed", findings[one["requirement"]]["backed"]),
            ):
                if judged["status"] in ("met", "partly-met", "not-met") and one[track] != "open":
                    assert (one[track] == "met") is (judged["status"] == "met"), (example, one["requirement"], track)


def test_one_edition_is_not_laid_beside_itself_and_unknown_ones_are_refused() -> None:
    assert auditor(*WALK, NEW, "internet-safety-strategy@3", *AS_OF).status == 2
    assert auditor(*WALK, NEW, "nobody", *AS_OF).status == 2
    assert auditor(*WALK, NEW, "consistency@1.0.0", *AS_OF).status == 2
    assert auditor(*WALK, OLD, NEW, "--for", "nothing.yaml", *AS_OF).status == 3


def test_hostile_words_act_nowhere(made: Path) -> None:
    related(made, "intersects", because="[/bold] \u202e\x07<b>.".replace("\x07", ""))
    declared(made, "met")
    for options in ((), ("--plain",), ("--for", "service.yaml"), ("--for", "service.yaml", "--plain")):
        text = auditor(*WALK, OURS, THEIRS, *options, cwd=made).text
        assert "[/bold] \\u202e<b>." in text
        assert "\u202e" not in text


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    for more in ((), ("--for", HARBOUR)):
        ran = auditor(*WALK, OLD, NEW, *more, *AS_OF, "--width", str(width))
        assert all(len(line) <= width for line in ran.text.splitlines())
        plain = auditor(*WALK, OLD, NEW, *more, *AS_OF, "--plain").text
        assert all(line.endswith(".") and line == line.strip() for line in plain.splitlines())
        assert "\x1b" not in ran.text + plain


def test_lint_looks_at_a_crosswalk_and_at_what_requirements_carry(made: Path) -> None:
    linted = auditor("ruleset", "lint", "rulesets/crosswalks/grooming.yaml")
    assert (linted.status, linted.stderr) == (0, "")
    count = len(yaml.safe_load((ROOT / "rulesets/crosswalks/grooming.yaml").read_text(encoding="utf-8"))["relations"])
    checks = len(CROSSWALK_CHECKS)
    assert linted.text == f"rulesets/crosswalks/grooming.yaml: nothing found; {count} relations, {checks} checks\n"
    related(made, "equal", other="theirs@1.0.0/REP-99")
    linted = auditor("ruleset", "lint", OURS, cwd=made)
    assert linted.status == 1
    assert "error[crosswalk.unknown-requirement]" in linted.stderr
    assert linted.text.splitlines()[-1].startswith("crosswalk of requirements: 1 found; 1 relation,")
    (made / "mine.yaml").write_text("relations: []\n", encoding="utf-8")
    assert auditor("ruleset", "lint", "mine.yaml", cwd=made).status == 3
