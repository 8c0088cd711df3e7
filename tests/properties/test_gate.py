"""The gate on random audits: a further condition lets nothing through, and outcomes follow from what was found."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from auditor.engine.gate import AreaMinimum, Terms, judge
from auditor.model.result import FailOn, GateCondition, Track, UndecidedPolicy
from auditor.model.scorecard import Verdict
from tests.properties.test_judgements import AREAS, Edition, editions

WORST_FIRST = (70, 3, 5, 1, 4, 0)
POINTS = st.one_of(st.none(), st.integers(0, 100).map(Fraction))
BUDGET = st.one_of(st.none(), st.integers(0, 3))
MINIMA = st.lists(
    st.builds(AreaMinimum, area=st.sampled_from([one.id for one in AREAS]), least=st.integers(0, 100).map(Fraction)),
    max_size=2,
)
TERMS = st.builds(
    Terms,
    track=st.sampled_from(Track),
    fail_on=st.sampled_from(FailOn),
    min_score=POINTS,
    min_areas=MINIMA.map(tuple),
    max_undecided=BUDGET,
    max_unbacked=BUDGET,
    undecided=st.sampled_from(UndecidedPolicy),
)


def rank(status: int) -> int:
    return WORST_FIRST.index(status)


@given(editions(), TERMS, TERMS)
def test_a_further_condition_never_makes_the_outcome_better(edition: Edition, terms: Terms, more: Terms) -> None:
    audit = edition.run(edition.blurred, edition.supports)
    was = judge([audit], terms, unusable=0).exit
    stricter = replace(terms, min_areas=(*terms.min_areas, *more.min_areas))
    for name in ("min_score", "max_undecided", "max_unbacked"):
        if getattr(terms, name) is None:
            stricter = replace(stricter, **{name: getattr(more, name)})
    assert rank(judge([audit], stricter, unusable=0).exit) <= rank(was)
    if terms.fail_on is FailOn.NEVER:
        assert rank(judge([audit], replace(terms, fail_on=more.fail_on), unusable=0).exit) <= rank(was)
    if terms.fail_on is FailOn.DECISIVE:
        assert rank(judge([audit], replace(terms, fail_on=FailOn.ANY), unusable=0).exit) <= rank(was)


@given(editions(), TERMS)
def test_a_smaller_budget_and_a_greater_minimum_never_make_it_better(edition: Edition, terms: Terms) -> None:
    audit = edition.run(edition.blurred, edition.supports)
    tighter = replace(
        terms,
        min_score=None if terms.min_score is None else min(Fraction(100), terms.min_score + 10),
        max_undecided=None if terms.max_undecided is None else max(0, terms.max_undecided - 1),
        max_unbacked=None if terms.max_unbacked is None else max(0, terms.max_unbacked - 1),
    )
    assert rank(judge([audit], tighter, unusable=0).exit) <= rank(judge([audit], terms, unusable=0).exit)


@given(editions(), editions(), TERMS)
def test_of_two_audits_the_worse_one_counts(one: Edition, other: Edition, terms: Terms) -> None:
    first, second = (each.run(each.blurred, each.supports) for each in (one, other))
    alone = [judge([each], terms, unusable=0).exit for each in (first, second)]
    together = judge([first, second], terms, unusable=0)
    # a verdict over nothing passes beside another
    counting = [status for status in alone if status != 3] or [3]
    assert together.exit == min(counting, key=rank)
    assert together.exit == judge([second, first], terms, unusable=0).exit


@given(editions(), TERMS)
def test_a_condition_says_what_was_found(edition: Edition, terms: Terms) -> None:
    audit = edition.run(edition.blurred, edition.supports)
    card = audit.scorecard
    assert card is not None
    found = card.verdict.declared if terms.track is Track.DECLARED else card.verdict.backed
    for one in judge([audit], terms, unusable=0).conditions:
        if one.what == "decisive":
            assert (one.met is False) == (found is Verdict.NOT_COMPLIANT) == (one.low != "0")
            assert (one.met is None) == (found is Verdict.CANNOT_TELL)
        elif one.low is not None and one.what != "any":
            _assert_follows(one)


def _assert_follows(one: GateCondition) -> None:
    """Figures are rounded, so that only what is farther apart than that is looked at."""
    low, high, wanted = (Fraction(each or "0") for each in (one.low, one.high, one.wanted))
    assert low <= high
    slack = Fraction(1, 100) if one.what.is_points else Fraction(0)
    sure, never = (low >= wanted, high < wanted) if one.what.is_points else (high <= wanted, low > wanted)
    if min(abs(low - wanted), abs(high - wanted)) >= slack:
        assert one.met is (True if sure else False if never else None)
