"""Totals by lines that are kept, against totals that are added up finding by finding."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from auditor.engine.ledger import Ledger
from auditor.engine.scorecards import scorecard
from auditor.model.finding import Finding
from auditor.model.ruleset import Ruleset
from tests.properties.test_scorecards import editions
from tests.properties.test_scores import MET
from tests.support.rules import requirement

# Sums need less than two bytes, or more: up to many more than eight.
_HEAVY = st.sampled_from([1, 2**14, 2**30, 2**60, 2**200])
_RUNGS = requirement(met=MET, rungs=[(credit, MET) for credit in ("1/2", "2/5", "1/4")]).rungs


@settings(max_examples=300)
@given(editions(), _HEAVY)
def test_lines_add_up_to_what_findings_do(made: tuple[Ruleset, list[Finding]], times: int) -> None:
    """By one ledger, the judgements of each finding go to each requirement in turn."""
    ruleset, found = made
    in_order = sorted([one.requirement for one in found], key=lambda one: one.area)
    wanted = [replace(one, weight=one.weight * times, rungs=_RUNGS) for one in in_order]
    ledger = Ledger(ruleset, wanted)
    for turn in range(max(1, len(found))):
        turned = zip(wanted, found[turn:] + found[:turn], strict=True)
        several = [replace(one, requirement=each, waiver=None, decision=None) for each, one in turned]
        assert ledger.card([*map(ledger.line, several)]) == replace(scorecard(ruleset, several), areas=())
