"""What makes a batch fail: its inputs and verdicts into an exit status."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.engine.gate import Exit
    from auditor.model.batch import Outcome


class BatchFailOn(StrEnum):
    """What makes a batch end with another status than 0; each asks for what those before it ask for."""

    NEVER = "never"
    UNUSABLE = "unusable"
    DECISIVE = "decisive"
    ANY = "any"


def exits_of(outcome: Outcome) -> Iterable[tuple[BatchFailOn, Exit]]:
    """Give the statuses that one input asks for, each with the least that has to be asked to get it."""
    from auditor.engine.gate import Exit
    from auditor.model.batch import State
    from auditor.model.finding import Status
    from auditor.model.scorecard import Verdict
    from auditor.register.faults import OWN_FAULT

    if outcome.state is State.UNUSABLE:
        own = any(one.code == OWN_FAULT for one in outcome.diagnostics)
        yield (BatchFailOn.NEVER, Exit.FAULT) if own else (BatchFailOn.UNUSABLE, Exit.UNUSABLE)
    for one in outcome.judged.summaries if outcome.judged is not None else ():
        if one.verdict is Verdict.NOT_COMPLIANT:
            yield BatchFailOn.DECISIVE, Exit.NOT_MET
        if one.verdict is Verdict.CANNOT_TELL:
            yield BatchFailOn.DECISIVE, Exit.CANNOT_TELL
        if one.counts.get(Status.NOT_MET) or one.counts.get(Status.PARTLY_MET):
            yield BatchFailOn.ANY, Exit.NOT_MET
        if one.counts.get(Status.UNDECIDED):
            yield BatchFailOn.ANY, Exit.CANNOT_TELL
