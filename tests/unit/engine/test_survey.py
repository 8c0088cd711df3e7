"""What an edition says on a theme: its strongest verb, and what gives none."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from auditor.engine.survey import survey
from auditor.model.ruleset import Checked, Ruleset, RulesetStatus
from auditor.model.standing import Standing, validity_of
from auditor.model.survey import Saying, Voice
from auditor.model.themes import Theme
from auditor.source.rulesets import read_ruleset
from tests.support.linting import FLAGGED, ONE, written

DAY = date(2026, 6, 1)


def edition(folder: Path, one: dict[str, Any], two: dict[str, Any], **head: Any) -> Ruleset:
    read = {"document": "doc", "clause": "1", "checked": "read"}
    drop = {"requirements": [{**ONE, **one}, {**ONE, "id": "ONE-2", "source": read, **two}]}
    return read_ruleset(written(folder, {"ruleset": {"decided_by": ["must"], **head}, **drop}), FLAGGED)


def saying(ruleset: Ruleset, theme: Theme = Theme.REPORTING) -> Saying:
    (one,) = survey([ruleset], theme, DAY).sayings
    return one


def ids(saying: Saying) -> tuple[list[str], ...]:
    return tuple(
        [one.id for one in part] for part in (saying.speaking, saying.weaker, saying.recalled, saying.out_of_time)
    )


RECALLED = {"source": {"document": "doc", "clause": "1", "checked": "recalled"}}
LATER = {"in_force": {"from": "2027-01-01"}}


@pytest.mark.parametrize(
    ("two", "voice", "parts"),
    [
        ({}, Voice.MUST, (["ONE-1", "ONE-2"], [], [], [])),
        ({"obligation": "may"}, Voice.MUST, (["ONE-1"], ["ONE-2"], [], [])),
        (RECALLED, Voice.MUST, (["ONE-1"], [], ["ONE-2"], [])),
        (LATER, Voice.MUST, (["ONE-1"], [], [], ["ONE-2"])),
        ({"themes": ["search", "reporting"]}, Voice.MUST, (["ONE-1", "ONE-2"], [], [], [])),
    ],
)
def test_the_strongest_verb_is_the_edition_s(
    two: dict[str, Any], voice: Voice, parts: tuple[list[str], ...], tmp_path: Path
) -> None:
    one = saying(edition(tmp_path, {}, two))
    assert (one.voice, ids(one)) == (voice, parts)


@pytest.mark.parametrize(
    ("two", "voice"),
    [
        ({"obligation": "may"}, Voice.MAY),
        ({"obligation": "should"}, Voice.SHOULD),
        (RECALLED, Voice.RECALLED_ONLY),
        (LATER, Voice.OUT_OF_TIME),
        ({"themes": ["search"]}, Voice.SILENT),
    ],
)
def test_memory_and_other_days_give_no_verb(two: dict[str, Any], voice: Voice, tmp_path: Path) -> None:
    assert saying(edition(tmp_path, {"themes": ["privacy"]}, two)).voice is voice


def test_in_a_draft_days_of_requirements_are_set_aside_as_in_an_audit(tmp_path: Path) -> None:
    draft = replace(edition(tmp_path, {"themes": ["privacy"]}, LATER), status=RulesetStatus.DRAFT)
    assert saying(draft).voice is Voice.MUST
    assert saying(draft).checked == {Checked.READ: 1}


@pytest.mark.parametrize(
    ("day", "standing", "since"),
    [
        (date(2025, 12, 31), Standing.NOT_YET, date(2026, 1, 1)),
        (date(2026, 1, 1), Standing.TRANSITION, date(2026, 3, 31)),
        (date(2026, 3, 31), Standing.TRANSITION, date(2026, 3, 31)),
        (date(2026, 4, 1), Standing.IN_FORCE, date(2026, 1, 1)),
        (date(2026, 12, 31), Standing.IN_FORCE, date(2026, 1, 1)),
        (date(2027, 1, 1), Standing.ENDED, date(2026, 12, 31)),
    ],
)
def test_both_ends_are_inside(day: date, standing: Standing, since: date, tmp_path: Path) -> None:
    dated = edition(tmp_path, {}, {}, in_force_until="2026-12-31", transition_until="2026-03-31")
    assert validity_of(dated).on(day) == (standing, since)
    assert validity_of(replace(dated, status=RulesetStatus.CONSULTATION)).on(day) == (Standing.NEVER, None)


def test_editions_stand_by_publication_and_contradiction_rules_are_left_out(tmp_path: Path) -> None:
    first = edition(tmp_path, {}, {"themes": ["search"]})
    older = replace(first, id="older", published=date(2017, 1, 1))
    tenth, ninth = replace(first, version="1.10.0"), replace(first, version="1.9.0")
    asked = [tenth, first, replace(first, kind="consistency"), ninth, older]
    found = survey(asked, Theme.REPORTING, DAY)
    assert [one.ruleset.name for one in found.sayings] == [
        "older 1.0.0",
        "sample 1.0.0",
        "sample 1.9.0",
        "sample 1.10.0",
    ]
    assert found.voices() == {Voice.MUST: 4}
    assert found.voices(current=True) == {Voice.MUST: 4}


def test_what_is_left_out_in_so_many_words_goes_with_the_theme(tmp_path: Path) -> None:
    excludes = [{"themes": ["grooming", "search"], "clause": "section 1", "because": "It is a crime."}]
    ruleset = edition(tmp_path, {}, {}, excludes=excludes)
    assert [one.clause for one in saying(ruleset, Theme.GROOMING).excludes] == ["section 1"]
    assert saying(ruleset, Theme.GROOMING).voice is Voice.SILENT
    assert saying(ruleset, Theme.REPORTING).excludes == ()
