"""Findings read as answers: who does, who says so, who does not, who will not say, who was not asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import chain, combinations
from pathlib import Path
from typing import Any

import pytest

from auditor.engine.position import focus_on, heaviest
from auditor.model.comparison import Comparison, Position, Stance
from auditor.model.result import Reported
from auditor.model.themes import Theme
from tests.support.comparing import comparison
from tests.support.filings import (
    CHILDREN,
    DECLINED,
    DETECTS,
    EVERYTHING,
    HOURS,
    REPORT,
    SOUGHT,
    SUMMARY,
    WARNS,
    challenge,
    compiled,
    filing,
)


def stance(
    folder: Path, changed: Mapping[str, Any], *, who: str = "MDW-1", day: date = date(2026, 10, 1), **more: Any
) -> Stance:
    """Give the answer to one requirement of a service that does everything else."""
    said = {fact: value for fact, value in {**EVERYTHING, **changed}.items() if value != "unsaid"}
    return position(comparison([filing(folder, "a", said, **more)], who=[who], day=day)).stance


def position(made: Comparison) -> Position:
    found = made.standings[0].position
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, Stance.DOES),
        ({DETECTS: False}, Stance.DOES_NOT),
        ({DETECTS: DECLINED}, Stance.WILL_NOT_SAY),
        ({DETECTS: SOUGHT}, Stance.NOT_ANSWERED),
        ({DETECTS: None}, Stance.NOT_ANSWERED),
        ({DETECTS: "unsaid"}, Stance.NOT_ANSWERED),
        ({CHILDREN: False}, Stance.DOES_NOT_APPLY),
        ({CHILDREN: DECLINED}, Stance.WILL_NOT_SAY),
        ({CHILDREN: "unsaid"}, Stance.NOT_ANSWERED),
        ({CHILDREN: DECLINED, DETECTS: DECLINED}, Stance.WILL_NOT_SAY),
        ({CHILDREN: "unsaid", DETECTS: DECLINED}, Stance.WILL_NOT_SAY),
        ({CHILDREN: DECLINED, DETECTS: "unsaid"}, Stance.WILL_NOT_SAY),
        ({CHILDREN: SOUGHT, DETECTS: "unsaid"}, Stance.NOT_ANSWERED),
    ],
    ids=str,
)
def test_what_is_declared_of_one_requirement(changed: dict[str, Any], expected: Stance, tmp_path: Path) -> None:
    backed = [fact for fact, value in {**EVERYTHING, **changed}.items() if value in (True, False, 12)]
    assert stance(tmp_path, changed, backed=backed) is expected


@pytest.mark.parametrize(
    ("hours", "backed", "expected"),
    [
        (12, True, Stance.DOES),
        (12, False, Stance.SAYS_IT_DOES),
        (36, True, Stance.PARTLY),
        (36, False, Stance.PARTLY),
        (60, True, Stance.DOES_NOT),
        (60, False, Stance.DOES_NOT),
    ],
)
def test_what_is_declared_in_part(hours: int, backed: bool, expected: Stance, tmp_path: Path) -> None:
    assert stance(tmp_path, {HOURS: hours}, who="MDW-4", backed=[HOURS] if backed else [REPORT]) is expected


def test_a_word_is_only_a_word_until_all_of_it_is_backed(tmp_path: Path) -> None:
    assert stance(tmp_path, {}, backed=[DETECTS, CHILDREN]) is Stance.DOES
    assert stance(tmp_path, {}, backed=[REPORT]) is Stance.SAYS_IT_DOES
    assert stance(tmp_path, {}, backed=[]) is Stance.SAYS_IT_DOES


def test_where_an_edition_takes_a_word_for_evidence_no_document_is_claimed(tmp_path: Path) -> None:
    rules = tmp_path / "meadow-rules" / "1.0.0"
    (rules / "requirements").mkdir(parents=True)
    written = Path("tests/fixtures/compare/meadow-rules/1.0.0")
    for name in ("ruleset.yaml", "requirements/meadow.yaml"):
        text = (written / name).read_text(encoding="utf-8")
        (rules / name).write_text(text.replace("assurance: documented", "assurance: asserted"), encoding="utf-8")
    made = comparison([filing(tmp_path, "a", backed=[]), filing(tmp_path, "b")], rules=rules, who=["MDW-1"])
    for one in made.standings:
        assert one.position is not None
        assert (one.position.stance, one.position.does, one.position.backed) == (Stance.SAYS_IT_DOES, 1, 0)


# -- contested ---------------------------------------------------------------------------------


def test_a_contested_word_is_contested_whatever_backs_it(tmp_path: Path) -> None:
    for backed in ([DETECTS, CHILDREN], []):
        assert stance(tmp_path, {}, backed=backed, challenges=[challenge(DETECTS, False)]) is Stance.CONTESTED


def test_an_admission_stays_one_whatever_others_say(tmp_path: Path) -> None:
    assert stance(tmp_path, {DETECTS: False}, challenges=[challenge(DETECTS, True)]) is Stance.DOES_NOT


def test_what_agrees_or_is_about_another_matter_contests_nothing(tmp_path: Path) -> None:
    for one in (challenge(DETECTS, True), challenge(SUMMARY, False)):
        assert stance(tmp_path, {}, challenges=[one]) is Stance.DOES
        assert stance(tmp_path, {}, backed=[], challenges=[one]) is Stance.SAYS_IT_DOES


def test_a_challenge_counts_from_its_day_on(tmp_path: Path) -> None:
    filed = [challenge(DETECTS, False)]
    assert stance(tmp_path, {}, challenges=filed, day=date(2026, 9, 19)) is Stance.DOES
    assert stance(tmp_path, {}, challenges=filed, day=date(2026, 9, 20)) is Stance.CONTESTED
    assert stance(tmp_path, {}, challenges=filed, day=date(2026, 12, 24)) is Stance.CONTESTED


def test_a_service_that_contests_nobody_asked_is_not_contested(tmp_path: Path) -> None:
    said = [challenge(DETECTS, False)]
    assert stance(tmp_path, {CHILDREN: False}, challenges=said) is Stance.DOES_NOT_APPLY
    assert stance(tmp_path, {DETECTS: DECLINED}, backed=[CHILDREN], challenges=said) is Stance.WILL_NOT_SAY


def test_an_exemption_is_backed_or_said_or_contested_as_a_deed_is(tmp_path: Path) -> None:
    exempt = {CHILDREN: False}
    filed = [challenge(CHILDREN, True)]
    assert stance(tmp_path, exempt, backed=[CHILDREN]) is Stance.DOES_NOT_APPLY
    assert stance(tmp_path, exempt, backed=[]) is Stance.SAYS_IT_DOES_NOT_APPLY
    for backed in ([CHILDREN], []):
        assert stance(tmp_path, exempt, backed=backed, challenges=filed) is Stance.EXEMPTION_CONTESTED
    before = date(2026, 9, 19)
    assert stance(tmp_path, exempt, backed=[CHILDREN], challenges=filed, day=before) is Stance.DOES_NOT_APPLY


# -- several answers to one matter ------------------------------------------------------------


ORDER = [
    Stance.DOES_NOT,
    Stance.PARTLY,
    Stance.WILL_NOT_SAY,
    Stance.NOT_ANSWERED,
    Stance.CONTESTED,
    Stance.SAYS_IT_DOES,
    Stance.DOES,
]
OUT = [
    Stance.EXEMPTION_CONTESTED,
    Stance.SAYS_IT_DOES_NOT_APPLY,
    Stance.DOES_NOT_APPLY,
    Stance.NOT_IN_FORCE,
]


def test_of_several_answers_the_gravest_is_the_whole() -> None:
    assert sorted([*ORDER, *OUT]) == sorted(Stance)
    for asked in (ORDER, OUT):
        for given in chain.from_iterable(combinations(asked, number) for number in range(1, len(asked) + 1)):
            assert heaviest(reversed(given)) is given[0]
    assert all(heaviest([out, one]) is one for one in ORDER for out in (Stance.DOES_NOT_APPLY, Stance.NOT_IN_FORCE))
    assert heaviest([]) is Stance.DOES_NOT_APPLY


@pytest.mark.parametrize(
    ("out", "weighs"),
    [
        (Stance.EXEMPTION_CONTESTED, Stance.CONTESTED),
        (Stance.SAYS_IT_DOES_NOT_APPLY, Stance.SAYS_IT_DOES),
    ],
)
def test_beside_what_is_asked_an_exemption_weighs_as_the_word_that_it_is(out: Stance, weighs: Stance) -> None:
    for one in ORDER:
        assert heaviest([one, out]) is min(one, weighs, key=ORDER.index)


@pytest.mark.parametrize(
    ("changed", "declined"),
    [
        ({}, 0),
        ({WARNS: False}, 0),
        ({WARNS: None}, 0),
        ({WARNS: DECLINED}, 1),
        ({WARNS: DECLINED, DETECTS: False}, 1),
        ({WARNS: DECLINED, DETECTS: None}, 1),
        ({WARNS: DECLINED, DETECTS: DECLINED}, 2),
        ({CHILDREN: False, DETECTS: DECLINED}, 0),
    ],
    ids=str,
)
def test_what_was_declined_is_counted_whatever_else_is_said(
    changed: dict[str, Any], declined: int, tmp_path: Path
) -> None:
    found = position(comparison([filing(tmp_path, "a", {**EVERYTHING, **changed})]))
    assert found.declined == declined


@pytest.mark.parametrize(
    ("changed", "expected", "counts"),
    [
        ({}, Stance.DOES, (2, 2, 2)),
        ({WARNS: False}, Stance.DOES_NOT, (2, 1, 1)),
        ({WARNS: DECLINED}, Stance.WILL_NOT_SAY, (2, 1, 1)),
        ({WARNS: DECLINED, DETECTS: False}, Stance.DOES_NOT, (2, 0, 0)),
        ({WARNS: DECLINED, DETECTS: None}, Stance.WILL_NOT_SAY, (2, 0, 0)),
        ({CHILDREN: False}, Stance.DOES_NOT_APPLY, (0, 0, 0)),
    ],
    ids=str,
)
def test_a_theme_is_answered_by_all_that_speak_of_it(
    changed: dict[str, Any], expected: Stance, counts: tuple[int, int, int], tmp_path: Path
) -> None:
    said = {**EVERYTHING, **changed}
    backed = [fact for fact, value in said.items() if value in (True, False, 12)]
    found = position(comparison([filing(tmp_path, "a", said, backed=backed)]))
    assert (found.stance, (found.asked, found.does, found.backed)) == (expected, counts)
    assert [one.finding.requirement.id for one in found.answers] == ["MDW-1", "MDW-2"]


def test_what_decides_is_weighed_alone(tmp_path: Path) -> None:
    """MDW-5 only counts: it is shown, and does not change the answer of those that decide."""
    file = filing(tmp_path, "a", {**EVERYTHING, SUMMARY: False})
    found = position(comparison([file], who=["MDW-3", "MDW-5"]))
    assert (found.stance, found.asked) == (Stance.DOES, 1)
    assert [one.stance for one in found.answers] == [Stance.DOES, Stance.DOES_NOT]


def test_where_nothing_decides_all_are_weighed(tmp_path: Path) -> None:
    made = comparison([filing(tmp_path, "a", {**EVERYTHING, SUMMARY: False})], who=["transparency"])
    assert made.focus is not None
    assert not made.focus.decisive
    assert position(made).stance is Stance.DOES_NOT


def test_answers_are_of_the_whole_edition_whatever_the_lens(tmp_path: Path) -> None:
    file = filing(tmp_path, "a", {**EVERYTHING, DETECTS: False})
    assert position(comparison([file], lens=["reporting"], who=["grooming"])).stance is Stance.DOES_NOT


def test_a_question_is_of_themes_and_requirements_in_the_editions_order(tmp_path: Path) -> None:
    rules = comparison([filing(tmp_path, "a")]).ruleset
    both = focus_on(rules, [Theme.REPORTING, Theme.GROOMING], ["MDW-5"])
    assert both is not None
    assert [one.id for one in both.requirements] == ["MDW-1", "MDW-2", "MDW-3", "MDW-4", "MDW-5"]
    assert (both.title, both.theme, both.decisive) == ("reporting, grooming, MDW-5", None, True)
    one = focus_on(rules, [Theme.GROOMING], [])
    assert one is not None
    assert (one.title, one.theme) == ("grooming", Theme.GROOMING)
    assert focus_on(rules, [Theme.LIVESTREAMING], []) is None


# -- services that others compiled ------------------------------------------------------------


def test_of_a_compiled_service_there_are_facts_and_no_stance(tmp_path: Path) -> None:
    said = {**EVERYTHING, WARNS: SOUGHT, HOURS: DECLINED, SUMMARY: None}
    made = comparison([compiled(tmp_path, "c", said)], who=["grooming", "MDW-4", "MDW-5"])
    assert made.standings == ()
    told = {one.observation.fact: one.state for one in made.dossiers[0].focus}
    assert told == {
        DETECTS: Reported.YES,
        WARNS: Reported.NOT_FOUND,
        HOURS: Reported.DECLINED,
        SUMMARY: Reported.NOT_ASKED,
    }
    every = [one.observation.fact for one in made.dossiers[0].facts]
    assert every == [DETECTS, WARNS, REPORT, HOURS, CHILDREN]
