"""`auditor ruleset find`: who speaks of a theme, how strongly, and who is silent."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from auditor.model.themes import Theme
from auditor.source.library import builtin_editions
from tests.e2e.running import AS_OF, auditor

FIND = ("ruleset", "find")
STRATEGY = ("-r", "internet-safety-strategy")


@cache
def schema() -> Draft202012Validator:
    return Draft202012Validator(json.loads(auditor("schema", "themes").text))


def document(*arguments: str | Path) -> Any:
    ran = auditor(*FIND, *arguments, "-f", "json")
    assert (ran.status, ran.stderr) == (0, "")
    found = json.loads(ran.text)
    schema().validate(found)
    return found


def test_without_a_theme_the_closed_list_is_shown() -> None:
    ran = auditor(*FIND)
    assert (ran.status, ran.stderr) == (0, "")
    lines = ran.text.splitlines()
    assert [line.split()[0] for line in lines[: len(Theme)]] == [one.value for one in Theme]
    assert lines[-1] == f"{len(Theme)} themes: name one to see who speaks of it."
    found = document()
    assert (found["theme"], found["editions"], found["totals"]) == (None, [], None)
    assert [one["id"] for one in found["themes"]] == [one.value for one in Theme]


def test_the_story_reads_down_the_page_from_silence_to_a_must() -> None:
    ran = auditor(*FIND, "grooming", *STRATEGY, *AS_OF)
    assert (ran.status, ran.stderr) == (0, "")
    told = [line.split()[:3] for line in ran.text.splitlines() if re.match(r"\d{4}-\d{2}-\d{2} ", line)]
    assert told == [
        ["2018-05-20", "silent", "internet-safety-strategy"],
        ["2020-12-15", "should", "1"],
        ["2025-07-25", "must", "13"],
    ]
    assert "draft, never in force" in ran.text
    assert "2 from memory" in ran.text
    assert ran.text.splitlines()[-1] == "GROOMING: must 1 (a model, not law), should 1, silent 1."


def test_every_instrument_is_there_and_what_is_told_agrees_with_what_programs_read() -> None:
    found = document("grooming", *AS_OF)
    named = {(one["ruleset"]["id"], one["ruleset"]["version"]) for one in found["editions"]}
    assert named == {(one.id, one.number) for one in builtin_editions() if one.kind == "scored"}
    days = [one["published"] for one in found["editions"]]
    assert days == sorted(days)
    says = [one["says"] for one in found["editions"]]
    totals = found["totals"]["editions"]
    assert {one: says.count(one) for one in totals} == totals
    last = auditor(*FIND, "grooming", *AS_OF, "--width", "120").text.splitlines()[-1]
    assert f"silent {totals['silent']}" in last
    assert all(one["speaking"] or one["says"] not in ("must", "should") for one in found["editions"])


def test_the_day_says_what_is_in_force() -> None:
    for day, standing, since in (
        ("2020-12-14", "not-yet", "2020-12-15"),
        ("2020-12-15", "in-force", "2020-12-15"),
        ("2025-07-25", "ended", "2025-07-24"),
    ):
        (one,) = document("grooming", "-r", "internet-safety-strategy@2.0.0", "--as-of", day)["editions"]
        assert (one["standing"], one["since"]) == (standing, since)
    (one,) = document("grooming", "-r", "internet-safety-strategy@2", "--as-of", "2025-05-01")["editions"]
    assert [each["requirement"] for each in one["out_of_time"]] == ["GRM-02"]
    assert one["says"] == "seek"


def test_a_subset_is_all_editions_of_an_id_one_version_or_a_folder() -> None:
    for spec, versions in (
        ("internet-safety-strategy", ["1.0.0", "2.0.0", "3.0.0"]),
        ("internet-safety-strategy@3", ["3.0.0"]),
        ("rulesets/internet-safety-strategy/1.0.0", ["1.0.0"]),
    ):
        found = document("reporting", "-r", spec, *AS_OF)
        assert [one["ruleset"]["version"] for one in found["editions"]] == versions
    twice = document("reporting", "-r", "internet-safety-strategy", "-r", "internet-safety-strategy@3.0.0")
    assert len(twice["editions"]) == 3


@pytest.mark.parametrize("written", ["child-defaults", "Child_Defaults", "child defaults"])
def test_a_theme_is_known_however_its_words_are_joined(written: str) -> None:
    assert document(written, *STRATEGY)["theme"] == "child_defaults"


def test_what_is_not_known_is_refused_with_the_nearest_name() -> None:
    refused = auditor(*FIND, "groming")
    assert (refused.status, refused.stdout) == (2, b"")
    assert "did you mean `grooming`?" in refused.stderr
    assert auditor(*FIND, "zzz").status == 2
    refused = auditor(*FIND, "grooming", "-r", "internet-safety-strateg")
    assert (refused.status, refused.stdout) == (2, b"")
    assert "did you mean `internet-safety-strategy`?" in refused.stderr


@pytest.fixture
def leaving_out(tmp_path: Path) -> Path:
    """Begin a draft that leaves grooming out in so many words, hostile ones among them."""
    assert auditor("ruleset", "new", "ours", cwd=tmp_path).status == 0
    folder = tmp_path / "rulesets/ours/1.0.0"
    head = folder / "ruleset.yaml"
    excluded = {"themes": ["grooming"], "clause": "section 9", "because": "It is a crime [/bold] \u202e<b>."}
    head.write_text(head.read_text(encoding="utf-8") + f"excludes: [{json.dumps(excluded)}]\n", encoding="utf-8")
    return folder


def test_what_is_left_out_is_told_with_clause_and_reason_and_acts_nowhere(leaving_out: Path) -> None:
    ran = auditor(*FIND, "grooming", "-r", leaving_out, "--color", "never")
    assert (ran.status, ran.stderr) == (0, "")
    assert "leaves it out, section 9: It is a crime [/bold] \\u202e<b>." in ran.text
    assert "\u202e" not in ran.text
    assert ran.text.splitlines()[-1] == "GROOMING: silent 1, 1 of them in so many words."
    plain = auditor(*FIND, "grooming", "-r", leaving_out, "--plain").text
    assert "It leaves it out, section 9: It is a crime [/bold] \\u202e<b>." in plain
    (one,) = document("grooming", "-r", leaving_out)["editions"]
    assert one["excludes"] == [{"clause": "section 9", "because": "It is a crime [/bold] \u202e<b>."}]
    assert one["says"] == "silent"


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    for theme in ("grooming", "transparency"):
        ran = auditor(*FIND, theme, *AS_OF, "--width", str(width))
        assert all(len(line) <= width for line in ran.text.splitlines()), theme
    plain = auditor(*FIND, "grooming", *AS_OF, "--plain").text
    assert all(line and line == line.strip() for line in plain.splitlines())
    assert all(line.endswith(".") for line in plain.splitlines())


def test_colour_is_put_on_only_where_it_is_asked_for() -> None:
    assert "\x1b" not in auditor(*FIND, "grooming", env={"NO_COLOR": "1", "FORCE_COLOR": "1"}).text
    assert "\x1b" in auditor(*FIND, "grooming", "--color", "always").text
