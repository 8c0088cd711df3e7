"""Scores against every way in which findings can settle, tried one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

from hypothesis import assume, given
from hypothesis import strategies as st

from auditor.engine.means import Item, extreme
from auditor.engine.score import Scorer
from auditor.engine.verdicts import declared, verdict
from auditor.model.finding import Finding, Interval, Judgement, Reason, Status
from auditor.model.ruleset import Area, Ruleset, ScoringModel
from auditor.model.scorecard import Score, Verdict
from auditor.model.truth import F, T, U
from tests.support.rules import read, requirement, ruleset

MET = read({"app.chat": True})
FRACTIONS = st.sampled_from([Fraction(0), Fraction(1, 4), Fraction(2, 5), Fraction(1, 2), Fraction(1)])
WEIGHTS = st.sampled_from([Fraction(0), Fraction(1), Fraction(2), Fraction(10), Fraction(1, 3)])
ITEMS = st.lists(st.builds(Item, WEIGHTS, FRACTIONS, st.booleans()), max_size=6)

Settled = tuple[Fraction, Fraction]  # weight and credit


def _mean(items: Sequence[Settled]) -> Fraction | None:
    weight = sum((weight for weight, _ in items), Fraction(0))
    return sum((w * value for w, value in items), Fraction(0)) / weight if weight else None


def _means(items: Sequence[Item]) -> Iterator[Fraction]:
    choices = [[[(one.weight, one.value)]] if one.sure else [[], [(one.weight, one.value)]] for one in items]
    for chosen in product(*choices):
        mean = _mean([pair for part in chosen for pair in part])
        if mean is not None:
            yield mean


@given(ITEMS, st.booleans())
def test_extreme_is_that_of_all_subsets(items: list[Item], greatest: bool) -> None:
    means = list(_means(items))
    found = extreme(items, greatest=greatest)
    if not means:
        assert found is None
        return
    assert found is not None
    assert found[0] == (max(means) if greatest else min(means))
    assert found[1] == any(one.sure and one.weight for one in items)


def test_the_worked_example_of_the_reference() -> None:
    items = [
        Item(Fraction(1), Fraction(1, 2), True),
        Item(Fraction(1), Fraction(2, 5), False),
        Item(Fraction(10), Fraction(0), False),
    ]
    assert extreme(items, greatest=False) == (Fraction(1, 22), True)


# -- editions with areas -----------------------------------------------------------------------

IDS = ("a", "b", "c", "d")


@st.composite
def areas(draw: st.DrawFn) -> tuple[Area, ...]:
    """A tree of up to four areas, a parent before its children."""
    made: list[Area] = []
    for index, name in enumerate(IDS[: draw(st.integers(1, 4))]):
        parent = draw(st.sampled_from([None, *IDS[:index]]))
        made.append(
            Area(
                id=name,
                title=name,
                parent=parent,
                weight=draw(WEIGHTS),
                transparent=draw(st.booleans()),
            )
        )
    return tuple(made)


@st.composite
def findings(draw: st.DrawFn, *, most: int = 4) -> tuple[Ruleset, list[Finding]]:
    tree = draw(areas())
    made = []
    for index in range(draw(st.integers(0, most))):
        low, high = sorted((draw(FRACTIONS), draw(FRACTIONS)))
        applies = draw(st.sampled_from([T, T, U, F]))
        one = requirement(
            f"R-{index}",
            met=MET,
            area=draw(st.sampled_from([area.id for area in tree])),
            weight=draw(WEIGHTS),
            decisive=draw(st.booleans()),
        )
        made.append(_finding(one, low, high, applies))
    return ruleset([one.requirement for one in made], areas=tree, scoring=draw(st.sampled_from(ScoringModel))), made


def _finding(requirement: object, low: Fraction, high: Fraction, applies: int) -> Finding:
    if applies == F:
        judgement = Judgement(status=Status.NOT_APPLICABLE, credit=Interval(Fraction(0), Fraction(0)), applies=F)
    else:
        status = {(0, 0): Status.NOT_MET, (1, 1): Status.MET}.get((low, high), Status.UNDECIDED)  # type: ignore[call-overload]
        reason = Reason.FACTS_MISSING if status is Status.UNDECIDED else None
        if applies == U:
            status, reason = Status.UNDECIDED, Reason.SCOPE_UNKNOWN
        judgement = Judgement(status=status, credit=Interval(low, high), applies=applies, reason=reason)
    return Finding(requirement=requirement, declared=judgement, backed=judgement, fingerprint="")  # type: ignore[arg-type]


def _settlements(found: Sequence[Finding]) -> Iterator[dict[str, Fraction]]:
    """Every way to settle: each finding out, or in at either end of its credit."""
    choices = []
    for one in found:
        ends: list[Fraction | None] = [one.declared.credit.low, one.declared.credit.high]
        choices.append({T: ends, U: [None, *ends], F: [None]}[one.declared.applies])
    ids = [one.requirement.id for one in found]
    for chosen in product(*choices):
        yield {name: credit for name, credit in zip(ids, chosen, strict=True) if credit is not None}


def settled(
    rules: Ruleset, found: Sequence[Finding], credits: dict[str, Fraction], top: str | None
) -> Fraction | None:
    """Score one settlement straight from the definition of the two models."""
    nested = rules.scoring is ScoringModel.NESTED

    def children(area: str | None) -> list[Settled]:
        items = [
            (one.requirement.weight, credits[one.requirement.id])
            for one in found
            if one.requirement.area == area and one.requirement.id in credits
        ]
        for child in rules.areas:
            if child.parent != area:
                continue
            if not nested or child.transparent:
                items += children(child.id)
            else:
                mean = _mean(children(child.id))
                items += [(child.weight, mean)] if mean is not None else []
        return items

    mean = _mean(children(top))
    return None if mean is None else mean * 100


@given(findings())
def test_score_is_the_least_and_greatest_over_all_settlements(made: tuple[Ruleset, list[Finding]]) -> None:
    rules, found = made
    scorer = Scorer(rules, found, declared)
    for area in (None, *(one.id for one in rules.areas)):
        every = [settled(rules, found, credits, area) for credits in _settlements(found)]
        scores = [one for one in every if one is not None]
        score = scorer.score(area)
        if not scores:
            assert score is None
            continue
        assert score is not None
        assert score.interval == Interval(min(scores), max(scores))
        assert 0 <= score.interval.low <= score.interval.high <= 100
        assert score.may_be_empty == (None in every)


@given(findings(), st.integers(0, 3), FRACTIONS)
def test_more_credit_never_lowers_the_score(made: tuple[Ruleset, list[Finding]], which: int, more: Fraction) -> None:
    rules, found = made
    assume(which < len(found) and found[which].declared.applies != F)
    one = found[which]
    credit = one.declared.credit
    better = _finding(one.requirement, max(credit.low, more), max(credit.high, more), one.declared.applies)
    before = Scorer(rules, found, declared).score()
    after = Scorer(rules, [*found[:which], better, *found[which + 1 :]], declared).score()
    if before is not None:
        assert after is not None
        assert after.interval.low >= before.interval.low
        assert after.interval.high >= before.interval.high


@given(findings(), st.sampled_from([Fraction(1, 7), Fraction(3), Fraction(100)]))
def test_the_scale_of_weights_does_not_matter(made: tuple[Ruleset, list[Finding]], factor: Fraction) -> None:
    rules, found = made
    if rules.scoring is ScoringModel.NESTED:
        # areas of their own weigh against the findings beside them
        tree = [_scaled_area(one, factor) for one in rules.areas]
    else:
        tree = list(rules.areas)
    scaled = [
        _finding(
            requirement(
                one.requirement.id,
                met=MET,
                area=one.requirement.area,
                weight=one.requirement.weight * factor,
            ),
            one.declared.credit.low,
            one.declared.credit.high,
            one.declared.applies,
        )
        for one in found
    ]
    other = ruleset([one.requirement for one in scaled], areas=tree, scoring=rules.scoring)
    assert Scorer(other, scaled, declared).score() == Scorer(rules, found, declared).score()


def _scaled_area(area: Area, factor: Fraction) -> Area:
    return Area(
        id=area.id,
        title=area.title,
        parent=area.parent,
        weight=area.weight * factor,
        transparent=area.transparent,
    )


@given(findings())
def test_order_does_not_matter(made: tuple[Ruleset, list[Finding]]) -> None:
    rules, found = made
    assert Scorer(rules, found[::-1], declared).score() == Scorer(rules, found, declared).score()


def test_nothing_has_no_score() -> None:
    rules = ruleset([])
    assert Scorer(rules, [], declared).score() is None
    outside = [_finding(requirement(met=MET), Fraction(0), Fraction(0), F)]
    assert Scorer(rules, outside, declared).score() is None
    weightless = [_finding(requirement(met=MET, weight=Fraction(0)), Fraction(1), Fraction(1), T)]
    assert Scorer(rules, weightless, declared).score() is None


def test_a_score_that_may_be_empty_says_so() -> None:
    only = [_finding(requirement(met=MET), Fraction(0), Fraction(1), U)]
    assert Scorer(ruleset([]), only, declared).score() == Score(
        interval=Interval(Fraction(0), Fraction(100)), may_be_empty=True
    )


@given(findings())
def test_verdict_is_what_every_settlement_agrees_on(made: tuple[Ruleset, list[Finding]]) -> None:
    _rules, found = made
    decisive = [one for one in found if one.requirement.decisive]
    outcomes = set()
    for credits in _settlements(decisive):
        if not credits:
            outcomes.add(Verdict.NOTHING_APPLIES)
        elif all(credit == 1 for credit in credits.values()):
            outcomes.add(Verdict.COMPLIANT)
        else:
            outcomes.add(Verdict.NOT_COMPLIANT)
    got = verdict(found, declared)
    if len(outcomes) == 1:
        assert got in (*outcomes, Verdict.CANNOT_TELL)
    if got is not Verdict.CANNOT_TELL:
        assert outcomes == {got}
    if got is Verdict.CANNOT_TELL:
        # the one verdict that settlements may agree on without its being given: two that may apply, both failed
        sure = [one for one in decisive if one.declared.applies == T]
        assert len(outcomes) > 1 or not sure


def test_unsure_items_of_one_value_in_areas_that_count_together_all_weigh() -> None:
    tree = tuple(Area(id=name, title=name) for name in "ab")
    credits = [("a", Fraction(1), T), ("a", Fraction(0), U), ("b", Fraction(0), U)]
    found = [
        _finding(requirement(f"R-{number}", met=MET, area=area), credit, credit, applies)
        for number, (area, credit, applies) in enumerate(credits)
    ]
    rules = ruleset([one.requirement for one in found], areas=tree, scoring=ScoringModel.FLAT)
    assert Scorer(rules, found, declared).score() == Score(interval=Interval(Fraction(100, 3), Fraction(100)))
