"""What other findings would give: the same as scoring everything again."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from auditor.engine.score import Scorer
from auditor.engine.verdicts import declared
from auditor.model.finding import WHOLE, Finding, Interval, Status
from auditor.model.ruleset import Ruleset
from auditor.model.truth import F, T, U
from tests.properties.test_scores import FRACTIONS, findings


@given(findings(most=8))
def test_a_gain_is_that_of_scoring_again(drawn: tuple[Ruleset, list[Finding]]) -> None:
    rules, found = drawn
    scorer = Scorer(rules, found, declared)
    before = scorer.score()
    for index, finding in enumerate(found):
        met = replace(finding.declared, status=Status.MET, reason=None, credit=WHOLE, applies=T)
        changed = [*found[:index], replace(finding, declared=met), *found[index + 1 :]]
        again = Scorer(rules, changed, declared).score()
        gain = scorer.gain_if_met(index)
        if before is None or again is None:
            assert gain is None
            continue
        was, now = before.interval, again.interval
        assert gain == Interval(now.low - was.low, now.high - was.high)


OTHERWISE = st.tuples(st.sampled_from([T, U, F]), st.builds(Interval, FRACTIONS | st.just(Fraction(2, 7)), FRACTIONS))


@given(findings(most=6), st.dictionaries(st.integers(0, 5), OTHERWISE))
def test_what_the_least_rises_by_is_that_of_scoring_again(
    drawn: tuple[Ruleset, list[Finding]], otherwise: dict[int, tuple[int, Interval]]
) -> None:
    rules, found = drawn
    changes = [(number, *changed) for number, changed in otherwise.items() if number < len(found)]
    after = list(found)
    for number, applies, credit in changes:
        status = Status.NOT_APPLICABLE if applies == F else Status.UNDECIDED
        judged = replace(found[number].declared, status=status, applies=applies, credit=credit)
        after[number] = replace(found[number], declared=judged)
    before = Scorer(rules, found, declared)
    was, now = before.score(), Scorer(rules, after, declared).score()
    low = was.interval.low if was else Fraction(0)
    assert before.gain_with(changes) == (now.interval.low - low if now else 0)
