"""What counts of a finding on each track, with the verdict and the counts that follow. (Language reference, 12.)"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from msgspec.structs import replace

from auditor.model.finding import OPEN, WHOLE, BaselineState, Finding, Interval, Judgement, Status
from auditor.model.scorecard import Verdict
from auditor.model.truth import F, T

Pick = Callable[[Finding], Judgement]
_NO_WORSE: Final = (BaselineState.UNCHANGED, BaselineState.BETTER)


def declared(finding: Finding) -> Judgement:
    """Pick the declared track as it counts: as met where an alternative is accepted."""
    return _accepted(finding.declared) if finding.accepted else finding.declared


def backed(finding: Finding) -> Judgement:
    """Pick the backed track as it counts."""
    return _accepted(finding.backed) if finding.accepted_backed else finding.backed


def _accepted(judgement: Judgement) -> Judgement:
    """Give full credit; whether the requirement applies stays as open as it was."""
    if judgement.applies != T:
        return replace(judgement, credit=WHOLE)
    return replace(judgement, status=Status.MET, credit=WHOLE, reason=None)


def verdict(findings: Iterable[Finding], pick: Pick) -> Verdict:
    """Give the verdict over the decisive findings that count."""
    known = surely = failing = short = 0
    for finding in findings:
        if not finding.requirement.decisive:
            continue
        judgement = pick(finding)
        if judgement.applies == F or judgement.status is Status.NOT_IN_FORCE:
            continue
        known += 1
        short += not is_sure(judgement.credit)
        if judgement.applies == T:
            surely += 1
            failing += not is_possible(judgement.credit)
    return verdict_of(known, surely, failing, short)


def verdict_of(known: int, surely: int, failing: int, short: int) -> Verdict:
    """Give the verdict over so many decisive requirements that apply or may apply.

    `surely` of them apply, `failing` of these cannot have full credit; `short` of all are not sure of it.
    """
    if failing:
        return Verdict.NOT_COMPLIANT
    if surely and not short:
        return Verdict.COMPLIANT
    return Verdict.CANNOT_TELL if known else Verdict.NOTHING_APPLIES


def is_sure(credit: Interval) -> bool:
    """Whether full credit is sure."""
    return credit is WHOLE or credit.low == 1


def is_possible(credit: Interval) -> bool:
    """Whether full credit is not excluded."""
    return credit is WHOLE or credit is OPEN or credit.high == 1


def count(findings: Iterable[Finding], pick: Pick) -> dict[Status, int]:
    """Count findings by status."""
    counts = dict.fromkeys(Status, 0)
    for finding in findings:
        counts[pick(finding).status] += 1
    return counts


def without_decisions(findings: Sequence[Finding]) -> Sequence[Finding]:
    """Give the findings as they are judged, no alternative counted as met."""
    if not any(finding.accepted for finding in findings):
        return findings
    return [replace(finding, decision=None) for finding in findings]


def is_excused(finding: Finding, *, on_declared: bool) -> bool:
    """Whether the gate passes over a finding because it is no worse than the baseline had it."""
    since = finding.baseline
    if since is None or since.lapsed:
        return False
    return (since.declared if on_declared else since.backed) in _NO_WORSE
