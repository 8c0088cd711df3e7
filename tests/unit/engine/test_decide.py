"""Decisions in the rest of the engine: the gate, the budgets, what to answer next, and baselines."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from auditor.engine.baseline import held_against
from auditor.engine.decide import decide
from auditor.engine.gate import Terms, judge
from auditor.engine.refold import refold
from auditor.engine.verdicts import is_excused
from auditor.engine.withhold import withhold
from auditor.model.decision import Decision, Standing
from auditor.model.diagnostic import Place
from auditor.model.evidence import Assurance
from auditor.model.finding import Finding
from auditor.model.result import Audit, FailOn, Measured, Result
from auditor.model.ruleset import EvidenceDemand
from tests.support.saved import audited, declared

FILE = "examples/megaphone.yaml"
RULES = ["ofcom-illegal-content@1.1"]


def decision(**changed: object) -> Decision:
    declaration, _warnings = declared(FILE)
    (alternative,) = declaration.alternatives
    made = Decision(
        requirement=alternative.requirement,
        service="megaphone",
        accepted=True,
        reviewer="C. Example",
        on=date(2026, 9, 20),
        because="it reaches what D6 is for",
        assurance=Assurance.DOCUMENTED,
        text_sha256=alternative.sha256,
        place=Place("decisions.yaml", 2, 5),
    )
    return replace(made, **changed)  # type: ignore[arg-type]  # fields of a decision


def result(*decisions: Decision) -> Result:
    return audited([FILE], RULES, decisions=decisions)


def d6(audit: Audit) -> Finding:
    return next(one for one in audit.findings if one.requirement.id == "ICU-D6")


def test_an_accepted_alternative_gives_nothing_more_and_fails_no_gate() -> None:
    (before,), (after,) = result().audits, result(decision()).audits
    assert d6(before).gives is not None
    assert d6(after).gives is None
    found = {}
    for name, audit in (("before", before), ("after", after)):
        gate = judge([audit], Terms(fail_on=FailOn.ANY), unusable=0)
        (condition,) = [one for one in gate.conditions if one.what is Measured.ANY]
        found[name] = int(condition.low or 0)
    assert found["after"] == found["before"] - 1


def test_what_asks_for_independent_evidence_wants_an_independent_reviewer() -> None:
    (audit,) = result(decision()).audits
    asked = replace(d6(audit).requirement, evidence=EvidenceDemand(assurance=Assurance.INDEPENDENT))
    finding = replace(d6(audit), requirement=asked, decision=None)
    for assurance, backs in ((Assurance.DOCUMENTED, False), (Assurance.INDEPENDENT, True)):
        (one,) = decide(
            [finding],
            [decision(assurance=assurance)],
            declaration=audit.declaration,
            ruleset=audit.ruleset.id,
            as_of=date(2026, 10, 1),
        )
        assert (one.accepted, one.accepted_backed) == (True, backs)


@pytest.mark.parametrize("now", [(), ("refused",)])
def test_an_alternative_that_counts_no_longer_is_not_excused_by_a_baseline(now: tuple[str, ...]) -> None:
    saved = result(decision())
    (audit,) = result(*(decision(accepted=False) for _ in now)).audits
    held = d6(held_against(audit, saved, file="baseline.json", sha256="0" * 64))
    assert held.baseline is not None
    assert held.baseline.lapsed
    assert not is_excused(held, on_declared=True)
    (same,) = saved.audits
    assert not d6(held_against(same, saved, file="baseline.json", sha256="0" * 64)).baseline.lapsed  # type: ignore[union-attr]


def test_a_saved_decision_is_worked_out_again() -> None:
    saved = result(decision())
    assert refold(saved) == saved
    (audit,) = saved.audits
    forged = d6(audit)
    assert forged.decision is not None
    refused = replace(forged.decision, decision=replace(forged.decision.decision, accepted=False))
    findings = tuple(replace(one, decision=refused) if one is forged else one for one in audit.findings)
    (again,) = refold(replace(saved, audits=(replace(audit, findings=findings),))).audits
    found = d6(again).decision
    assert found is not None
    assert found.standing is Standing.REFUSED
    assert again.scorecard == result().audits[0].scorecard


def test_a_public_report_withholds_what_is_confidential_in_a_decision() -> None:
    (audit,) = result(decision(because="the weekly_bundle team showed it")).audits
    declaration = replace(audit.declaration, confidential=("reporting",))
    shown = d6(withhold(replace(audit, declaration=declaration))).decision
    assert shown is not None
    assert shown.accepted
