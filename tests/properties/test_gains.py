"""What meeting one requirement would give: the same as scoring everything again with it met."""

from __future__ import annotations

from hypothesis import given
from msgspec.structs import replace

from auditor.engine.score import Scorer
from auditor.engine.verdicts import declared
from auditor.model.finding import WHOLE, Finding, Status
from auditor.model.ruleset import Ruleset
from auditor.model.truth import T
from tests.properties.test_scores import findings


@given(findings(most=8))
def test_a_gain_is_that_of_scoring_again(drawn: tuple[Ruleset, list[Finding]]) -> None:
    rules, found = drawn
    scorer = Scorer(rules, found, declared)
    for index, finding in enumerate(found):
        met = replace(finding.declared, status=Status.MET, reason=None, credit=WHOLE, applies=T)
        changed = [*found[:index], replace(finding, declared=met), *found[index + 1 :]]
        again = Scorer(rules, changed, declared).score()
        assert scorer.if_met(finding) == (None if again is None else again.interval)
