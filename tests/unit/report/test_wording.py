"""Rounding, words and tables."""

from __future__ import annotations

from fractions import Fraction

import pytest
from msgspec.structs import replace

from auditor.model.finding import Interval, Reason, Status, outcome_of
from auditor.model.result import Reported
from auditor.model.ruleset import Checked, Obligation, RulesetStatus
from auditor.model.scorecard import Score, Verdict
from auditor.report import changes_words, numbers, wording
from tests.support.results import SCENARIOS


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [
        (Fraction(521, 10), Fraction(689, 10), "52–69"),
        (Fraction(1097, 20), Fraction(1109, 20), "55"),
        (Fraction(109, 2), Fraction(109, 2), "55"),
        (Fraction(5449, 100), Fraction(545, 10), "54–55"),
        (Fraction(0), Fraction(100), "0–100"),
        (Fraction(100), Fraction(100), "100"),
    ],
)
def test_scores_round_half_up_once(low: Fraction, high: Fraction, shown: str) -> None:
    assert wording.score_text(Score(interval=Interval(low, high))) == shown


def test_a_score_over_nothing() -> None:
    assert wording.score_text(None) == wording.score_said(None) == "n/a"


def test_a_score_that_may_be_none_at_all_is_never_a_plain_figure() -> None:
    open_score = Score(interval=Interval(Fraction(0), Fraction(0)), may_be_empty=True)
    assert wording.score_text(open_score) == "0*"
    assert wording.score_said(open_score, of=" of 100 points") == "0 of 100 points, or no score at all"
    assert wording.score_said(Score(interval=Interval(Fraction(0), Fraction(1))), to=" to ") == "0 to 1"


@pytest.mark.parametrize(
    ("number", "places", "shown"),
    [
        (Fraction(1, 200), 2, "0.01"),
        (Fraction(1, 3), 2, "0.33"),
        (Fraction(2, 3), 2, "0.67"),
        (Fraction(-1, 200), 2, "-0.01"),
        (Fraction(-1, 1000), 2, "0.00"),
        (Fraction(19999, 200), 2, "100.00"),
        (Fraction(5, 2), 0, "3"),
    ],
)
def test_decimals(number: Fraction, places: int, shown: str) -> None:
    assert numbers.decimals(number, places) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (Fraction(0), "0"),
        (Fraction(1), "1"),
        (Fraction(1, 2), "0.5"),
        (Fraction(3, 8), "0.375"),
        (Fraction(1, 3), "1/3"),
        (Fraction(120), "120"),
    ],
)
def test_exact_numbers_stay_exact(number: Fraction, shown: str) -> None:
    assert numbers.exact(number) == shown
    assert Fraction(shown) == number


@pytest.mark.parametrize(
    ("gives", "shown"),
    [
        (None, "no points"),
        (Interval(Fraction(0), Fraction(0)), "no points"),
        (Interval(Fraction(31, 10), Fraction(31, 10)), "+3.1 points"),
        (Interval(Fraction(5), Fraction(31, 10)), "+3.1 to +5.0 points"),
        (Interval(Fraction(12, 5), Fraction(0)), "up to +2.4 points"),
    ],
)
def test_what_something_gives(gives: Interval | None, shown: str) -> None:
    assert wording.points_text(gives) == shown


def test_every_word_has_its_row() -> None:
    assert set(wording.STATUSES) == set(Status)
    assert set(wording.VERDICTS) == set(Verdict)
    assert set(wording.REASONS) == set(Reason)
    assert set(wording.REPORTED) == set(Reported)
    assert set(wording.STANDINGS) == set(RulesetStatus)
    assert set(wording.CHECKED) == set(Checked)


def test_the_six_labels_for_people() -> None:
    assert [words.label for words in wording.STATUSES.values()] == [
        "met",
        "partly",
        "not met",
        "not answered",
        "does not apply",
        "not in force",
    ]


@pytest.mark.parametrize("obligation", Obligation)
def test_obligations_as_nouns(obligation: Obligation) -> None:
    assert wording.decisive_noun([obligation], 1) == obligation.value
    assert wording.decisive_noun([obligation], 3) == obligation.value + "s"


def test_several_obligations_are_decisive_rules() -> None:
    assert wording.decisive_noun([Obligation.MUST, Obligation.SHOULD]) == "decisive rules"


def test_lists() -> None:
    assert wording.listed(["a"]) == "a"
    assert wording.listed(["a", "b", "c"]) == "a, b, c"
    assert wording.listed(["a", "b", "c", "d"], most=2) == "a, b and 2 more"


def test_a_waiver_names_the_track_where_it_is_needed_on_one_alone() -> None:
    (audit,) = SCENARIOS["waived"]().audits
    waived = next(one for one in audit.findings if one.waiver is not None)
    met = next(one.declared for one in audit.findings if one.declared.status is Status.MET)
    unbacked = replace(waived, declared=met)
    assert wording.waived_text(waived) == "waived until 2027-02-28"
    assert wording.waived_text(unbacked) == "waived as backed until 2027-02-28"
    assert changes_words.outcome_text(outcome_of(waived)) == "not met, waived"
    assert changes_words.outcome_text(outcome_of(unbacked)) == "met (backed: not met), waived as backed"
