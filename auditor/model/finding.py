"""The judgement on one requirement: one finding per requirement, always."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final

from msgspec import Struct

from auditor.model.decision import Reviewed
from auditor.model.diagnostic import Place
from auditor.model.facts import Absence, Silence
from auditor.model.ruleset import Requirement
from auditor.model.truth import Truth
from auditor.model.values import Value
from auditor.model.waiver import Waiver


class Status(StrEnum):
    """How a requirement came out. There are no others."""

    MET = "met"
    PARTLY_MET = "partly-met"
    NOT_MET = "not-met"
    UNDECIDED = "undecided"
    NOT_APPLICABLE = "not-applicable"
    NOT_IN_FORCE = "not-in-force"


class Reason(StrEnum):
    """Why a requirement is undecided, or why it is not in force."""

    SCOPE_UNKNOWN = "scope-unknown"
    SCOPE_UNBACKED = "scope-unbacked"
    FACTS_MISSING = "facts-missing"
    EVIDENCE_MISSING = "evidence-missing"
    NOT_YET = "not-yet"
    TRANSITION = "transition"
    ENDED = "ended"


class Interval(Struct, frozen=True):
    """Least and greatest, exact."""

    low: Fraction
    high: Fraction


NOTHING: Final = Interval(Fraction(0), Fraction(0))
WHOLE: Final = Interval(Fraction(1), Fraction(1))
OPEN: Final = Interval(Fraction(0), Fraction(1))


class Observation(Struct, frozen=True, kw_only=True):
    """One comparison that was made: the fact, where it stands, what was seen, what is wanted.

    `silence` says in which of three ways there is no value, where nothing was seen.
    """

    fact: str
    place: Place | None
    seen: Value | None
    wanted: str
    truth: Truth
    unit: str | None = None
    backed_by: tuple[str, ...] = ()
    silence: Silence | None = None


class Role(StrEnum):
    """What an answer that is missing would settle."""

    SCOPE = "scope"
    CONTENT = "content"
    EVIDENCE = "evidence"


class Missing(Struct, frozen=True, kw_only=True):
    """A fact that would settle an undecided requirement if it were answered, or backed."""

    fact: str
    role: Role
    question: str
    absence: Absence
    place: Place | None = None
    accepts: str = ""


class Judgement(Struct, frozen=True, kw_only=True):
    """One track's answer: status, why, and the credit that is still possible.

    `applies` is T or U where the requirement counts or may count; the credit then is what it has if it
    applies. `because` and `missing` may be worked out only when they are looked at.
    """

    status: Status
    credit: Interval
    applies: Truth
    reason: Reason | None = None
    because: Sequence[Observation] = ()
    missing: Sequence[Missing] = ()


class WouldBe(Struct, frozen=True, kw_only=True):
    """What a requirement that is not in force would come to if it were."""

    declared: Judgement
    backed: Judgement


class BaselineState(StrEnum):
    """How a judgement stands against the one of a baseline.

    Nothing but `better` is an improvement: what failed and is not decided any more is `still-open`, and what came
    into scope or force, or fell out of it, and does not fail is `scope-changed`.
    """

    NEW = "new"
    UNCHANGED = "unchanged"
    WORSE = "worse"
    BETTER = "better"
    STILL_OPEN = "still-open"
    SCOPE_CHANGED = "scope-changed"


class SinceBaseline(Struct, frozen=True, kw_only=True):
    """A finding beside the one that a baseline has of the same fingerprint: each track's state, and what it was.

    What it was is None for a finding that is new. `lapsed` marks one that was waived there and counts now,
    or whose alternative counted as met there and does not now.
    """

    declared: BaselineState
    backed: BaselineState
    was: Status | None = None
    was_backed: Status | None = None
    lapsed: bool = False


# What needs no waiver, and is changed by none.
NOTHING_TO_WAIVE: Final = (Status.MET, Status.NOT_APPLICABLE, Status.NOT_IN_FORCE)


class Finding(Struct, frozen=True, kw_only=True):
    """A requirement with its judgement on both tracks.

    `since` is the day on which it came into force, will, or ended, for one that is not in force.
    `gives` is what meeting it would add to the score, in points, at the low and the high end. `baseline` is None
    where the audit is held against no earlier one. `decision` is on the text of `alternative`; one that accepts it
    makes the finding count as met, and leaves the status as it is.
    """

    requirement: Requirement
    declared: Judgement
    backed: Judgement
    fingerprint: str
    would_be: WouldBe | None = None
    since: date | None = None
    alternative: str | None = None
    gives: Interval | None = None
    waiver: Waiver | None = None
    baseline: SinceBaseline | None = None
    decision: Reviewed | None = None

    @property
    def counts(self) -> bool:
        """Whether verdict and score as declared look at it: a waiver takes out what is not met there, and no more."""
        return self.waiver is None or self.accepted or self.declared.status in NOTHING_TO_WAIVE

    @property
    def counts_backed(self) -> bool:
        """Whether verdict and score as backed look at it."""
        return self.waiver is None or self.accepted_backed or self.backed.status in NOTHING_TO_WAIVE

    @property
    def has_something_to_waive(self) -> bool:
        """Whether there is a track on which it neither counts as met nor is out of question."""
        of_declared = not self.accepted and self.declared.status not in NOTHING_TO_WAIVE
        return of_declared or (not self.accepted_backed and self.backed.status not in NOTHING_TO_WAIVE)

    @property
    def accepted(self) -> bool:
        """Whether it counts as met as declared, because a reviewer accepted the alternative."""
        return self.decision is not None and self.decision.accepted

    @property
    def accepted_backed(self) -> bool:
        """Whether it counts as met as backed too."""
        return self.decision is not None and self.decision.accepted_backed

    @property
    def in_force(self) -> bool:
        """Whether it was judged as law of the day."""
        return self.declared.status is not Status.NOT_IN_FORCE


class Outcome(Struct, frozen=True, kw_only=True):
    """How a requirement came out on both tracks, why so as declared, and what it counts for.

    Without `counts` it is waived where it is not met; `accepted` is an alternative that counts as met. `silence` is
    told of what is open as declared, and only where a change is: how something is not said makes no outcome another.
    """

    declared: Status
    backed: Status
    reason: Reason | None = None
    counts: bool = True
    accepted: bool = False
    silence: Silence | None = None


def outcome_of(finding: Finding) -> Outcome:
    """Give what a later audit is compared by."""
    return Outcome(
        declared=finding.declared.status,
        backed=finding.backed.status,
        reason=finding.declared.reason,
        counts=finding.waiver is None,
        accepted=finding.accepted,
    )


def silence_of(judgement: Judgement) -> Silence | None:
    """Say in which way what would settle it is not said; None where it is settled.

    It was declined as soon as one fact was: a further silence must not hide a refusal.
    """
    if judgement.status is not Status.UNDECIDED:
        return None
    found = {one.absence.silence for one in judgement.missing}
    if Silence.DECLINED in found:
        return Silence.DECLINED
    return Silence.SOUGHT if found == {Silence.SOUGHT} else Silence.NOT_ANSWERED
