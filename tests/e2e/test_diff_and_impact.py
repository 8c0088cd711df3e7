"""`auditor ruleset diff` and `auditor ruleset impact` as their users run them."""

from __future__ import annotations

import json
import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.e2e.running import AS_OF, EXAMPLES, ROOT, Ran, auditor

RULESET = """\
ruleset: 1
id: sample
version: 1.0.0
title: Sample
summary: An edition for tests.
status: model
published: 2026-01-01
in_force_from: 2026-01-01
decided_by: [must]
scoring: {model: flat}
origins: {weights: design, credits: design, efforts: design}
documents: [{id: doc, title: Document}]
areas: [{id: one, title: One}]
parameters:
  limit: {value: 24 hours, origin: design, because: A test.}
definitions:
  quick: {grooming.review_time: {at_most: {parameter: limit}}}
"""
REQUIREMENTS = """\
- id: ONE-1
  label: "1"
  title: Signs are reviewed within a day
  asks: Review signs of grooming within a day.
  obligation: must
  area: one
  source: {document: doc, clause: "1", checked: read}
  applies_when: always
  met_when: [quick]
  evidence: {assurance: asserted}
- id: ONE-2
  title: Policies are written
  asks: Write policies.
  obligation: must
  area: one
  source: {document: doc, clause: "2", checked: read}
  applies_when: always
  met_when: {functionality.location_display: false}
  evidence: {assurance: asserted}
"""
CHANGED = {
    "ruleset.yaml": [("version: 1.0.0", "version: 1.1.0"), ("value: 24 hours", "value: 4 hours")],
    "requirements/one.yaml": [('label: "1"', 'label: "2"')],
}
SCHEMAS = {"auditor.ruleset-diff/1": "ruleset-diff", "auditor.impact/1": "impact"}
DECLARATION = """\
declaration: 1
service: {id: made, name: Made}
grooming: {review_time: 10}
functionality: {location_display: false}
"""


def write(folder: Path, changes: dict[str, list[tuple[str, str]]]) -> Path:
    for name, text in {"ruleset.yaml": RULESET, "requirements/one.yaml": REQUIREMENTS}.items():
        for old, new in changes.get(name, []):
            assert old in text
            text = text.replace(old, new)
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return write(tmp_path / "sample" / "1.0.0", {})


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return write(tmp_path / "sample" / "1.1.0", CHANGED)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    path = tmp_path / "made.yaml"
    path.write_text(DECLARATION, encoding="utf-8")
    return path


def document(ran: Ran) -> Any:
    """Give what was written as JSON, held against the schema that is published for it."""
    told = json.loads(ran.stdout)
    name = SCHEMAS.get(told["schema"])
    if name is not None:
        published(name).validate(told)
    return told


@cache
def published(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(auditor("schema", name).text))


# -- diff --------------------------------------------------------------------------------------


def test_a_diff_tells_what_asks_more_first_with_both_places(old: Path, new: Path) -> None:
    ran = auditor("ruleset", "diff", old, new, "--width", "80")
    assert (ran.status, ran.stderr) == (0, "")
    assert (
        ran.text.index("ASKS MORE · 2")
        < ran.text.index(" the edition itself · 1")
        < ran.text.index("ASKS THE SAME · 1")
    )
    assert (
        f""" ONE-1  Signs are reviewed within a day
   test stronger
     through parameter limit
     was: grooming.review_time is at most 24 hours
     now: grooming.review_time is at most 4 hours
   1.0.0  {old}/requirements/one.yaml:9:14
   1.1.0  {new}/requirements/one.yaml:9:14
"""
        in ran.text
    )
    assert "   parameter limit: 24 hours (design) → 4 hours (design)\n     read by ONE-1\n" in ran.text
    assert "   renumbered: 1 → 2\n" in ran.text
    assert ran.text.splitlines()[-1] == "3 changes: 2 ask more, 1 asks the same."


@pytest.mark.parametrize("view", [(), ("--plain",)])
def test_one_count_is_told_in_the_headings_the_list_and_the_last_line(view: tuple[str, ...]) -> None:
    pair = ("internet-safety-strategy@2.0.0", "internet-safety-strategy@3.0.0")
    counts = document(auditor("ruleset", "diff", *pair, "-f", "json"))["counts"]
    lines = auditor("ruleset", "diff", *pair, *view).text.splitlines()
    headed = [
        int(count) for line in lines for count in re.findall(r"^[A-Z][A-Za-z ]+(?: · |: )(\d+)(?: changes\.)?$", line)
    ]
    assert headed == [count for count in counts.values() if count]
    assert [int(count) for count in re.findall(r"\d+", lines[-1])] == [sum(headed), *headed]
    if view:
        own = [line for line in lines if line.startswith("The edition itself: ")]
        assert any("what decides the verdict" in line for line in own)
        assert not [line for line in own if "in force" in line]


def test_a_plain_diff_is_one_sentence_a_line(old: Path, new: Path) -> None:
    ran = auditor("ruleset", "diff", old, new, "--plain")
    assert "ONE-1, Signs are reviewed within a day: test stronger." in ran.text.splitlines()
    assert f"In 1.0.0: {old}/requirements/one.yaml:9:14" in ran.text.splitlines()
    assert "The edition itself: parameter limit: 24 hours (design) became 4 hours (design)." in ran.text.splitlines()
    assert "→" not in ran.text
    assert "·" not in ran.text


def test_a_diff_as_json_is_its_contract(old: Path, new: Path) -> None:
    told = document(auditor("ruleset", "diff", old, new, "-f", "json"))
    assert told["schema"] == "auditor.ruleset-diff/1"
    assert (told["old"]["version"], told["new"]["version"], told["identical"]) == ("1.0.0", "1.1.0", False)
    assert told["version"] == {"made": "edition", "needed": "edition", "enough": True, "because": []}
    assert told["counts"] == {"asks-more": 2, "cannot-be-ordered": 0, "asks-less": 0, "asks-the-same": 1}
    first = told["changes"][0]
    assert (first["change"], first["requirement"], first["wholly_through_parameters"]) == (
        "test-stronger",
        "ONE-1",
        True,
    )
    assert first["old_place"] == {"file": f"{old}/requirements/one.yaml", "line": 9, "column": 14}
    assert [one["change"] for one in told["changes"]] == ["test-stronger", "renumbered", "parameter"]


def test_an_edition_against_itself_has_no_change(old: Path) -> None:
    ran = auditor("ruleset", "diff", old, old)
    assert ran.status == 0
    assert ran.text.splitlines()[-1] == "NO CHANGE: sample 1.0.0 and sample 1.0.0 are one edition."
    told = document(auditor("ruleset", "diff", old, old, "-f", "json"))
    assert (told["identical"], told["changes"]) == (True, [])


def test_a_version_that_was_not_raised_enough_gives_status_1(old: Path, tmp_path: Path) -> None:
    low = {**CHANGED, "ruleset.yaml": [("version: 1.0.0", "version: 1.0.1"), ("value: 24 hours", "value: 4 hours")]}
    ran = auditor("ruleset", "diff", old, write(tmp_path / "low" / "1.0.1", low))
    assert ran.status == 1
    assert "It needs 1.1.0 or more." in ran.text
    assert ran.text.splitlines()[-1].startswith("VERSION NOT RAISED ENOUGH; ")
    same = {"ruleset.yaml": [("because: A test.", "because: Another.")]}
    ran = auditor("ruleset", "diff", old, write(tmp_path / "same" / "1.0.0", same))
    assert ran.status == 1
    assert "the files differ, and both say 1.0.0. It needs 1.0.1 or more." in " ".join(ran.text.split())
    assert auditor("ruleset", "diff", write(tmp_path / "up" / "1.1.0", CHANGED), old).status == 1


def test_two_rulesets_have_no_diff(old: Path) -> None:
    ran = auditor("ruleset", "diff", old, "internet-safety-strategy@3.0.0")
    assert ran.status == 2
    assert "crosswalk" in ran.stderr


@pytest.mark.parametrize("width", [60, 80])
def test_a_diff_of_hostile_text_acts_on_nothing_and_keeps_its_width(old: Path, tmp_path: Path, width: int) -> None:
    title = r'title: "[red]\u202e /tag] | <b>=cmd"'
    hostile = {**CHANGED, "requirements/one.yaml": [("title: Policies are written", title)]}
    other = write(tmp_path / "hostile" / "1.1.0", hostile)
    ran = auditor("ruleset", "diff", old, other, "--width", str(width))
    assert ran.status == 0
    for line in ran.text.splitlines():
        assert not set(line) & {"\x1b", "\x07", "\u202e"}
        assert len(line) <= width or ".yaml:" in line
    assert "[red]" in ran.text
    assert "\u202e" not in auditor("ruleset", "diff", old, other, "-f", "json").text


def test_the_draft_of_the_childrens_code_became_its_final_text() -> None:
    """Every row of the table of draft against final: 14 renumbered, one of them moved up, one removed."""
    told = document(auditor("ruleset", "diff", "ico-childrens-code@0.9.0", "ico-childrens-code@1.0.0", "-f", "json"))
    moves = {(one["old"], one["new"]) for one in told["changes"] if one["change"] == "renumbered"}
    expected = {(f"standard {number}", f"standard {number + 1}") for number in range(2, 15)}
    assert moves == expected | {("standard 15", "standard 2")}
    assert told["version"]["enough"]
    assert any(one["change"].startswith("test-") and one["requirement"] == "AADC-AGE-01" for one in told["changes"])
    assert "AADC-GOV-01" in [one["requirement"] for one in told["changes"] if one["change"] == "removed"]


def test_the_codes_of_practice_gained_a_measure_in_september_2026() -> None:
    names = ("ofcom-illegal-content@1.0.0", "ofcom-illegal-content@1.1.0")
    told = document(auditor("ruleset", "diff", *names, "-f", "json"))
    assert [one["requirement"] for one in told["changes"] if one["change"] == "added"] == ["ICU-C14"]
    assert [one for one in told["changes"] if one["change"] == "removed"] == []


def editions() -> list[tuple[str, str]]:
    """Give each edition that comes with the program beside the next one of its ruleset."""
    found = []
    for home in sorted((ROOT / "rulesets").iterdir()):
        numbers = [one.parent.name for one in home.glob("*/ruleset.yaml")]
        ordered = sorted(numbers, key=lambda one: tuple(map(int, one.split("."))))
        found += [(f"{home.name}@{one}", f"{home.name}@{other}") for one, other in pairwise(ordered)]
    return found


@pytest.mark.parametrize(("one", "other"), editions(), ids=lambda value: value)
def test_every_edition_that_follows_another_was_raised_enough(one: str, other: str) -> None:
    ran = auditor("ruleset", "diff", one, other, "--width", "60")
    assert (ran.status, ran.stderr) == (0, "")
    for line in ran.text.splitlines():
        assert len(line) <= 60 or ".yaml:" in line


# -- impact ------------------------------------------------------------------------------------


def test_an_impact_names_flips_causes_and_what_turned_the_verdict(old: Path, new: Path, made: Path) -> None:
    ran = auditor("ruleset", "impact", old, new, made, *AS_OF, "-q", "--width", "80")
    assert (ran.status, ran.stderr) == (0, "")
    assert (
        """\
 declared compliant → not compliant; score 100 → 50
 backed   compliant → not compliant; score 100 → 50
 the verdict as declared turns by parameter limit
 the verdict as backed turns by parameter limit
 * ONE-1  Signs are reviewed within a day
     met → not met
     by: parameter limit
"""
        in ran.text
    )
    assert " parameter limit: 1 flip in 1 service, 1 now fails, decides 2 turned verdicts\n" in ran.text
    assert ran.text.splitlines()[-1] == "1 OF 1 SERVICE GETS ANOTHER VERDICT: 1 flip in 1 service."


def test_an_impact_as_json_is_its_contract(old: Path, new: Path, made: Path) -> None:
    told = document(auditor("ruleset", "impact", old, new, made, *AS_OF, "-q", "-f", "json"))
    assert (told["schema"], told["as_written"], told["as_of"]) == ("auditor.impact/1", True, "2026-10-01")
    (service,) = told["services"]
    assert service["verdict"]["declared"] == {"old": "compliant", "new": "not-compliant"}
    assert service["score"]["declared"]["old"]["low"] == "100.00"
    assert service["turns"][0] == {"track": "declared", "decisive": ["parameter limit"], "together": False}
    (flip,) = service["flips"]
    assert (flip["requirement"], flip["cause"]) == ("ONE-1", "parameter limit")
    assert (flip["old"]["declared"], flip["new"]["declared"]) == ("met", "not-met")
    (cause,) = told["causes"]
    assert [told["changes"][number]["change"] for number in cause["changes"]] == ["test-stronger"]
    assert told["inputs"] == {"given": 1, "judged": 1, "left_out": 0, "unusable": 0}


def test_two_changes_that_turn_a_verdict_only_together_are_told_so(old: Path, tmp_path: Path, made: Path) -> None:
    both = {
        **CHANGED,
        "requirements/one.yaml": [("functionality.location_display: false", "functionality.location_display: true")],
    }
    other = write(tmp_path / "both" / "1.1.0", both)
    ran = auditor("ruleset", "impact", old, other, made, *AS_OF, "-q", "--plain")
    told = "The verdict as declared turns by several changes together: none alone decides."
    assert told in ran.text.splitlines()
    assert "Before: met; now: not met; by: parameter limit." in ran.text.splitlines()


def test_what_changed_besides_a_parameter_is_put_down_to_the_requirement(
    old: Path, tmp_path: Path, made: Path
) -> None:
    more = {**CHANGED, "requirements/one.yaml": [("[quick]", "[quick, {functionality.location_display: false}]")]}
    other = write(tmp_path / "more" / "1.1.0", more)
    told = document(auditor("ruleset", "impact", old, other, made, *AS_OF, "-q", "-f", "json"))
    assert [one["cause"] for one in told["services"][0]["flips"]] == ["ONE-1/test"]


def test_the_same_edition_twice_does_nothing(old: Path, made: Path) -> None:
    ran = auditor("ruleset", "impact", old, old, made, *AS_OF, "-q")
    assert (ran.status, ran.text.splitlines()[-1]) == (0, "NOTHING FLIPS in 1 service.")
    told = document(auditor("ruleset", "impact", old, old, made, *AS_OF, "-q", "-f", "json"))
    assert (told["causes"], told["services"][0]["flips"], told["services"][0]["turns"]) == ([], [], [])


def test_what_cannot_be_used_is_told_and_the_rest_goes_on(old: Path, new: Path, made: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("declaration: 1\nservice: {name: X}\nnonsense: 1\n", encoding="utf-8")
    ran = auditor("ruleset", "impact", old, new, broken, made, tmp_path / "none.yaml", *AS_OF, "-q")
    assert ran.status == 3
    assert "declaration.unknown-key" in ran.stderr
    assert "file.missing" in ran.stderr
    assert "2 of 3 inputs could not be used" in ran.text
    assert "parameter limit: 1 flip in 1 service" in ran.text


def test_what_others_compiled_is_left_out_and_named(old: Path, new: Path, made: Path) -> None:
    compiled = sorted((EXAMPLES / "published").glob("*.yaml"))
    assert compiled
    ran = auditor("ruleset", "impact", old, new, made, *compiled, *AS_OF, "-q", "-f", "json")
    told = document(ran)
    assert ran.status == 0
    assert told["inputs"]["left_out"] == len(compiled) == len(told["left_out"])
    assert len(told["services"]) == 1
    alone = auditor("ruleset", "impact", old, new, *compiled, *AS_OF, "-q")
    assert alone.status == 3
    assert alone.text.splitlines()[-1].startswith("NOTHING WAS JUDGED")


def test_two_rulesets_have_no_impact(old: Path, made: Path) -> None:
    assert auditor("ruleset", "impact", old, "internet-safety-strategy@3.0.0", made).status == 2


BEFORE_ALL = ("--as-of", "2016-01-01")


@pytest.mark.parametrize(
    ("names", "how"),
    [
        (("internet-safety-strategy@1.0.0", "internet-safety-strategy@2.0.0"), AS_OF),
        (("internet-safety-strategy@2.0.0", "internet-safety-strategy@3.0.0"), (*AS_OF, "--respect-dates")),
        (("internet-safety-strategy@2.0.0", "internet-safety-strategy@3.0.0"), (*BEFORE_ALL, "--include-recalled")),
        (("ico-childrens-code@0.9.0", "ico-childrens-code@1.0.0"), BEFORE_ALL),
        (("ofcom-illegal-content@1.0.0", "ofcom-illegal-content@1.1.0"), BEFORE_ALL),
    ],
    ids=lambda value: " ".join(value),
)
def test_an_impact_is_what_two_audits_say(names: tuple[str, str], how: tuple[str, ...]) -> None:
    """No edition is in force on these days, or its dates apply: an audit then reads it as the impact does."""
    files = sorted(EXAMPLES.glob("*.yaml"))
    told = document(auditor("ruleset", "impact", *names, *files, *how, "-q", "-f", "json"))
    judged = [audits(name, files, how) for name in names]
    nothing = {"not-applicable", "not-in-force"}
    for service in told["services"]:
        before, after = (one[service["service"]["id"]] for one in judged)
        for track in ("declared", "backed"):
            assert service["verdict"][track] == {"old": before[0][track], "new": after[0][track]}
            assert service["score"][track] == {"old": before[1][track], "new": after[1][track]}
        expected = {}
        for name in before[2] | after[2]:
            pair = (before[2].get(name), after[2].get(name))
            lone = {status for one in pair if one for status in one.values()} if None in pair else set()
            if pair[0] != pair[1] and not (lone and lone <= nothing):
                expected[name] = pair
        assert {one["requirement"]: (one["old"], one["new"]) for one in service["flips"]} == expected
    assert sum(one["flips"] for one in told["causes"]) == sum(len(one["flips"]) for one in told["services"])
    assert told["totals"]["flips"] == sum(len(one["flips"]) for one in told["services"])


def audits(name: str, files: list[Path], how: tuple[str, ...]) -> dict[str, tuple[Any, Any, dict[str, Any]]]:
    ran = auditor("audit", *files, "-r", name, *how, "-q", "-f", "json")
    return {
        one["service"]["id"]: (
            one["verdict"],
            {track: one["score"][track] for track in ("declared", "backed")},
            {
                each["requirement"]: {"declared": each["status"], "backed": each["backed"]["status"]}
                for each in one["findings"]
            },
        )
        for one in document(ran)["audits"]
    }


def test_the_same_command_gives_the_same_bytes(old: Path, new: Path, made: Path) -> None:
    for command in (("diff", old, new), ("impact", old, new, made, *AS_OF)):
        first = auditor("ruleset", *command, "-f", "json")
        again = auditor("ruleset", *command, "-f", "json", env={"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"})
        assert first.stdout == again.stdout
