"""How an edition stands on a day, in words: a text that binds nobody is current, and never in force."""

from __future__ import annotations

from datetime import date

import pytest

from auditor.model.ruleset import CURRENT, NEVER_IN_FORCE, RulesetStatus
from auditor.model.standing import Validity, holding, none_holds

START, CALM, END = date(2026, 1, 1), date(2026, 3, 31), date(2026, 12, 31)
DAYS = {"before": date(2025, 12, 31), "calm": CALM, "during": date(2026, 4, 1), "after": date(2027, 1, 1)}
LAW = [one for one in RulesetStatus if one not in CURRENT | NEVER_IN_FORCE]


def validity(status: RulesetStatus) -> Validity:
    return Validity(status=status, starts=START, ends=END, transition=CALM)


@pytest.mark.parametrize("status", LAW)
def test_of_law_it_is_said_whether_it_is_in_force(status: RulesetStatus) -> None:
    one = validity(status)
    assert {name: one.text_on(day) for name, day in DAYS.items()} == {
        "before": "in force from 2026-01-01",
        "calm": "in force since 2026-01-01, in transition until 2026-03-31",
        "during": "in force since 2026-01-01",
        "after": "ended 2026-12-31",
    }
    assert (one.text_on(CALM, since=False), one.text_on(DAYS["during"], since=False)) == (
        "in transition until 2026-03-31",
        "in force",
    )
    assert one.span_text == "in force from 2026-01-01 until 2026-12-31"


@pytest.mark.parametrize("status", sorted(CURRENT))
def test_what_binds_nobody_is_current_and_never_in_force(status: RulesetStatus) -> None:
    one = validity(status)
    undated = Validity(status=status, starts=None, ends=None)
    said = [text for day in DAYS.values() for text in (one.text_on(day), undated.text_on(day))]
    said += [one.span_text, undated.span_text, none_holds(status)]
    assert not [text for text in said if "in force" in text or "law" in text]
    assert one.text_on(DAYS["before"]) == "current from 2026-01-01"
    assert one.text_on(DAYS["during"]) == "current since 2026-01-01"
    assert undated.span_text == "never current"


@pytest.mark.parametrize("status", sorted(NEVER_IN_FORCE))
def test_a_draft_is_never_in_force_whatever_days_it_has(status: RulesetStatus) -> None:
    one = validity(status)
    assert {one.text_on(day) for day in DAYS.values()} == {one.span_text} == {"never in force"}
    assert not any(one.holds(day) for day in DAYS.values())


def test_of_both_kinds_together_both_words_are_said() -> None:
    assert holding(RulesetStatus.ACT, RulesetStatus.DRAFT) == "in force"
    assert holding(RulesetStatus.MODEL, RulesetStatus.DRAFT) == "current"
    assert none_holds(RulesetStatus.ACT, RulesetStatus.MODEL) == "not in force or current"
