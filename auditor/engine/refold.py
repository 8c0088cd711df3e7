"""Everything in a result that follows from its findings, done again: what a saved result is held against.

Nothing is judged anew: conditions and facts are in no result. Credits, reasons, observations and dates are taken as
they are; status, totals, verdicts, points and the gate are what follows from them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Final

from msgspec.structs import replace

from auditor.engine.answers import answers, in_order
from auditor.engine.audit import fingerprint, later_facts, with_gains
from auditor.engine.baseline import state_of
from auditor.engine.decide import settled as decision_settled
from auditor.engine.gate import AreaMinimum, Terms, judge
from auditor.engine.scorecards import scorecard
from auditor.engine.tally import Tally
from auditor.model.answers import Answer
from auditor.model.contested import Contested
from auditor.model.finding import (
    BaselineState,
    Finding,
    Judgement,
    Reason,
    SinceBaseline,
    Status,
    WouldBe,
)
from auditor.model.result import LATER_FACTS, Audit, Baseline, Gate, Inputs, Result
from auditor.model.ruleset import Checked
from auditor.model.standing import none_holds
from auditor.model.waiver import Waiver

_NOT_IN_FORCE: Final = (Reason.NOT_YET, Reason.TRANSITION, Reason.ENDED)
_AS_WRITTEN: Final = "read as written"


def refold(result: Result) -> Result:
    """Give the result as its own findings make it; one that was not tampered with comes back as it is."""
    audits = tuple(_audit(one, result.as_of) for one in result.audits)
    gate = judge(audits, terms_of(result.gate), unusable=result.inputs.unusable)
    return replace(result, audits=audits, inputs=_inputs(result), gate=gate)


def by_some(result: Result, audits: Sequence[Audit]) -> Result:
    """Give the result as it is with some of its audits alone: the gate is over these."""
    return refold(replace(result, audits=tuple(audits), outside=()))


def terms_of(gate: Gate) -> Terms:
    """Give what was asked for, from what the gate says it was."""
    minima = []
    for name, least in gate.min_areas:
        ruleset, _, area = name.rpartition("/")
        minima.append(AreaMinimum(area=area, least=Fraction(least), ruleset=ruleset))
    return Terms(
        track=gate.track,
        fail_on=gate.fail_on,
        min_score=None if gate.min_score is None else Fraction(gate.min_score),
        min_areas=tuple(minima),
        max_undecided=gate.max_undecided,
        max_unbacked=gate.max_unbacked,
        undecided=gate.undecided,
    )


def _inputs(result: Result) -> Inputs:
    """Each declaration that was read is held against each ruleset."""
    unusable, audited = result.inputs.unusable, result.inputs.audited
    named = len({one.declaration.file for one in result.audits})
    if audited < named or (result.audits and (not audited or len(result.audits) % audited)):
        audited = named
    return Inputs(given=audited + unusable, audited=audited, unusable=unusable)


def _audit(audit: Audit, as_of: date) -> Audit:
    if audit.declaration.compiled_by is not None:
        return replace(
            audit,
            watermarks=_watermarks(audit, as_of),
            scorecard=None,
            findings=(),
            answers=(),
            contested=_contested(audit, as_of),
        )
    settled = [_finding(one, audit, as_of) for one in audit.findings]
    findings = tuple(with_gains(audit.ruleset, settled))
    return replace(
        audit,
        watermarks=_watermarks(audit, as_of),
        scorecard=scorecard(audit.ruleset, findings),
        findings=findings,
        reported=(),
        reported_scope=(),
        contested=_contested(audit, as_of),
        checked={**dict.fromkeys(audit.checked, 0), **Counter(one.requirement.source.checked for one in findings)},
        # a public report was made of answers that had been put together before anything was taken out
        answers=audit.answers if audit.withheld is not None else _answers(audit, findings),
    )


def _contested(audit: Audit, as_of: date) -> tuple[Contested, ...]:
    """Count the challenges that had been filed by the day, and no others."""
    return tuple(replace(one, counted=one.challenge.filed(as_of)) for one in audit.contested)


def _watermarks(audit: Audit, as_of: date) -> tuple[str, ...]:
    """Add the marks that have to be there, and take out what says the same of another day."""
    marks, later = audit.watermarks, later_facts(audit.declaration, as_of)
    if tuple(one for one in marks if one.startswith(LATER_FACTS)) != later:
        marks = (*(one for one in marks if not one.startswith(LATER_FACTS)), *later)
    judged = any(one.in_force for one in audit.findings)
    ruleset = audit.ruleset
    if judged and not ruleset.in_force(as_of) and not any(one.endswith(_AS_WRITTEN) for one in marks):
        marks = (f"edition {ruleset.version}, {none_holds(ruleset.status)} on {as_of}, {_AS_WRITTEN}", *marks)
    return marks


def _finding(finding: Finding, audit: Audit, as_of: date) -> Finding:
    requirement, would_be = finding.requirement, finding.would_be
    decisive = requirement.obligation in audit.ruleset.decided_by
    declared = _settled(finding.declared)
    settled = replace(
        finding,
        requirement=replace(requirement, decisive=decisive and requirement.source.checked is not Checked.RECALLED),
        declared=declared,
        backed=_backed(finding.backed, declared),
        fingerprint=fingerprint(audit.ruleset.id, requirement.id, audit.declaration.service.id),
        would_be=None,
        gives=None,
    )
    if not settled.in_force:
        declared = _settled(would_be.declared) if would_be is not None else settled.declared
        backed = _backed(would_be.backed, declared) if would_be is not None else settled.backed
        settled = replace(settled, would_be=WouldBe(declared=declared, backed=backed))
    answered = settled.declared.status in (Status.MET, Status.NOT_APPLICABLE, Status.NOT_IN_FORCE)
    settled = replace(settled, alternative=None if answered else finding.alternative)
    settled = replace(settled, decision=decision_settled(settled, as_of))
    return replace(
        settled,
        waiver=_waiver(finding.waiver, settled, as_of),
        baseline=_since(finding.baseline, settled, audit.baseline),
    )


def _since(since: SinceBaseline | None, finding: Finding, baseline: Baseline | None) -> SinceBaseline | None:
    """Say anew what a finding has become since the baseline."""
    if baseline is None or baseline.incomparable:
        return None
    if since is None or since.was is None or since.was_backed is None:
        return SinceBaseline(declared=BaselineState.NEW, backed=BaselineState.NEW)
    return replace(
        since,
        declared=_state(since.declared, since.was, finding.declared),
        backed=_state(since.backed, since.was_backed, finding.backed),
        lapsed=since.lapsed and finding.waiver is None,
    )


def _state(said: BaselineState, was: Status, now: Judgement) -> BaselineState:
    """Give the state that two statuses come to; where they are one, what it says of their credits is taken."""
    state = state_of(replace(now, status=was), now)
    by_credit = (BaselineState.BETTER, BaselineState.UNCHANGED, BaselineState.WORSE)
    open_to_credit = was is now.status and was not in (Status.NOT_APPLICABLE, Status.NOT_IN_FORCE, Status.MET)
    return said if open_to_credit and said in by_credit else state


def _waiver(waiver: Waiver | None, finding: Finding, as_of: date) -> Waiver | None:
    return waiver if waiver is not None and waiver.in_time(as_of) and finding.has_something_to_waive else None


def _settled(judgement: Judgement) -> Judgement:
    """Give the status that the reason and the credit come to."""
    credit, reason = judgement.credit, judgement.reason
    if reason is not None:
        status = Status.NOT_IN_FORCE if reason in _NOT_IN_FORCE else Status.UNDECIDED
    elif judgement.status in (Status.NOT_APPLICABLE, Status.NOT_IN_FORCE):
        status = Status.NOT_APPLICABLE
    elif credit.low == 1:
        status = Status.MET
    else:
        status = Status.PARTLY_MET if credit.low > 0 else Status.NOT_MET
    return replace(judgement, status=status)


def _backed(judgement: Judgement, declared: Judgement) -> Judgement:
    """Settle the backed track: what is open there is open for a reason that the declared track gives."""
    settled = _settled(judgement)
    if settled.status is not Status.UNDECIDED:
        return settled
    if declared.status is Status.NOT_APPLICABLE:
        reason = Reason.SCOPE_UNBACKED
    elif declared.status is Status.UNDECIDED:
        reason = declared.reason or Reason.FACTS_MISSING
    else:
        reason = Reason.EVIDENCE_MISSING
    return replace(settled, reason=reason)


def _answers(audit: Audit, findings: tuple[Finding, ...]) -> tuple[Answer, ...]:
    """Give what is missing, with what each answer was found to bring when it was tried out."""
    tried = {(one.fact, one.accepts): one for one in audit.answers}
    today = audit.scorecard.verdict.declared if audit.scorecard is not None else None
    found = []
    for one in answers(Tally(audit.ruleset, findings)):
        known = tried.get((one.fact, one.accepts))
        if known is not None:
            turns = tuple(turn for turn in known.turns if turn.verdict is not today)
            one = replace(one, gain=known.gain, turns=turns)
        found.append(one)
    return in_order(found)
