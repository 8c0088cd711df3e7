"""From audits to an exit status: whether the gate is met, and why. Pure; the format never matters."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from fractions import Fraction
from typing import Final

from auditor.model.finding import Status
from auditor.model.result import Audit, FailOn, Gate, Track, UndecidedPolicy
from auditor.model.scorecard import Scorecard, Verdict


class Exit(IntEnum):
    """What the exit statuses mean; a contract with scripts."""

    MET = 0
    NOT_MET = 1
    USAGE = 2
    UNUSABLE = 3
    CANNOT_TELL = 4
    INTEGRITY = 5
    FAULT = 70
    INTERRUPTED = 130
    READER_LEFT = 141


_WORST_FIRST: Final = (
    Exit.FAULT,
    Exit.UNUSABLE,
    Exit.INTEGRITY,
    Exit.NOT_MET,
    Exit.CANNOT_TELL,
    Exit.MET,
)


def worst(exits: Sequence[Exit]) -> Exit:
    """Give the one that counts where several inputs ended differently."""
    return min(exits, key=_WORST_FIRST.index, default=Exit.UNUSABLE)


def judge(
    audits: Sequence[Audit],
    *,
    track: Track,
    fail_on: FailOn,
    min_score: Fraction | None,
    undecided: UndecidedPolicy,
    unusable: int,
) -> Gate:
    """Put the gate to every audit; the worst outcome is the run's.

    A declaration compiled by others has no verdict and so no part in the gate. A verdict over nothing
    passes beside others; where it is all there is, there was nothing to audit.
    """
    judged = [
        _one(audit, audit.scorecard, track, fail_on, min_score, undecided)
        for audit in audits
        if audit.scorecard is not None
    ]
    met: bool | None
    if not judged:
        met, exit_, why = None, Exit.MET, "nothing here is judged: the facts were compiled by others"
    elif all(one is None for one in judged):
        met, exit_, why = None, Exit.UNUSABLE, "nothing applies: there was nothing to audit"
    else:
        exit_ = worst([one for one in judged if one is not None])
        met = {Exit.MET: True, Exit.NOT_MET: False}.get(exit_)
        why = _WHY[exit_]
    if unusable:
        exit_ = worst([Exit.UNUSABLE, exit_])
        number = "1 input" if unusable == 1 else f"{unusable} inputs"
        met, why = (None if met else met), f"{number} could not be used"
    shown = None if min_score is None else format(float(min_score), "g")
    return Gate(
        track=track,
        fail_on=fail_on,
        min_score=shown,
        undecided=undecided,
        met=met,
        exit=int(exit_),
        why=why,
    )


_WHY: Final = {
    Exit.MET: "met",
    Exit.NOT_MET: "not met",
    Exit.CANNOT_TELL: "cannot be told yet",
}


def _one(
    audit: Audit,
    card: Scorecard,
    track: Track,
    fail_on: FailOn,
    min_score: Fraction | None,
    undecided: UndecidedPolicy,
) -> Exit | None:
    """Judge one scorecard; None where nothing applies."""
    on_declared = track is Track.DECLARED
    verdict = card.verdict.declared if on_declared else card.verdict.backed
    score = card.score.declared if on_declared else card.score.backed
    if verdict is Verdict.NOTHING_APPLIES and score is None:
        return None
    exits = [_by_verdict(audit, verdict, fail_on, on_declared=on_declared)]
    if min_score is not None:
        exits.append(
            _by_score(score.interval.low if score else None, score.interval.high if score else None, min_score)
        )
    found = worst(exits)
    if found is not Exit.CANNOT_TELL:
        return found
    return {
        UndecidedPolicy.FAIL: Exit.NOT_MET,
        UndecidedPolicy.PASS: Exit.MET,
        UndecidedPolicy.TELL: Exit.CANNOT_TELL,
    }[undecided]


def _by_verdict(audit: Audit, verdict: Verdict, fail_on: FailOn, *, on_declared: bool) -> Exit:
    if fail_on is FailOn.NEVER:
        return Exit.MET
    if fail_on is FailOn.DECISIVE:
        return {
            Verdict.NOT_COMPLIANT: Exit.NOT_MET,
            Verdict.CANNOT_TELL: Exit.CANNOT_TELL,
        }.get(verdict, Exit.MET)
    counting = [one for one in audit.findings if one.counts]
    statuses = {(one.declared if on_declared else one.backed).status for one in counting}
    if statuses & {Status.NOT_MET, Status.PARTLY_MET}:
        return Exit.NOT_MET
    return Exit.CANNOT_TELL if Status.UNDECIDED in statuses else Exit.MET


def _by_score(low: Fraction | None, high: Fraction | None, wanted: Fraction) -> Exit:
    if low is None or high is None:
        return Exit.CANNOT_TELL
    if low >= wanted:
        return Exit.MET
    return Exit.NOT_MET if high < wanted else Exit.CANNOT_TELL
