"""What changed between two audits of one service against one instrument, and what it is put down to."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from auditor.model.diagnostic import Diagnostic, Place
from auditor.model.finding import Interval, Outcome
from auditor.model.result import Audit, Track
from auditor.model.ruleset import Requirement
from auditor.model.scorecard import Verdict


class Cause(StrEnum):
    """What a change is put down to.

    Evidence is whatever lies in files beside the declaration: documents, the product's configuration, and what others
    filed against its facts. Decisions on alternatives are people's word on findings as waivers are, and are told with
    them.
    """

    RULES = "rules"
    TIME = "time"
    EVIDENCE = "evidence"
    EDIT = "edit"
    WAIVER = "waiver"
    PROGRAM = "program"


# The order in which the inputs of the old audit give way to those of the new one. Another order could split the same
# difference otherwise, so that this one is part of the contract. The program stands outside: nothing goes back to it.
ORDER: Final = (Cause.RULES, Cause.TIME, Cause.EVIDENCE, Cause.EDIT, Cause.WAIVER)


class Edit(Struct, frozen=True, kw_only=True):
    """One thing that differs between the inputs: where it is addressed, and how it was and is said."""

    cause: Cause
    address: str
    before: str
    after: str
    place: Place | None = None


class Step(Struct, frozen=True, kw_only=True):
    """A requirement that came out otherwise when one cause, or several that cannot be told apart, came in."""

    causes: tuple[Cause, ...]
    before: Outcome | None
    after: Outcome | None


class Change(Struct, frozen=True, kw_only=True):
    """A requirement that came out otherwise at some step; None where an audit does not have it.

    `edits` are the addresses of what was edited and is looked at by the requirement, or backs what is.
    """

    requirement: Requirement
    formerly: str | None
    before: Outcome | None
    after: Outcome | None
    steps: tuple[Step, ...]
    edits: tuple[str, ...] = ()

    @property
    def remains(self) -> bool:
        """Whether there is a difference in the end: what one step changes another may change back."""
        return _without_silence(self.before) != _without_silence(self.after)


def _without_silence(one: Outcome | None) -> Outcome | None:
    return None if one is None else replace(one, silence=None)


class Turn(Struct, frozen=True, kw_only=True):
    """A verdict that became another when something came in."""

    causes: tuple[Cause, ...]
    before: Verdict
    after: Verdict


class VerdictChange(Struct, frozen=True, kw_only=True):
    """A track's verdict before and after, and each turn on the way."""

    track: Track
    before: Verdict
    after: Verdict
    turns: tuple[Turn, ...]


class Part(Struct, frozen=True, kw_only=True):
    """What some cause did to both ends of a score, exact; None where it gave a score, or took it away."""

    causes: tuple[Cause, ...]
    points: Interval | None


class ScoreChange(Struct, frozen=True, kw_only=True):
    """A track's score before and after. Where there are both, the parts add up to the difference, exactly."""

    track: Track
    before: Interval | None
    after: Interval | None
    parts: tuple[Part, ...]

    @property
    def points(self) -> Interval | None:
        """The difference of both ends; None where there is none to give."""
        if self.before is None or self.after is None:
            return None
        return Interval(self.after.low - self.before.low, self.after.high - self.before.high)


class Difference(Struct, frozen=True, kw_only=True):
    """One service against one instrument, before and after. `causes` are those whose input differs, in order.

    Without `separable` several inputs changed and there was nothing to go step by step with: what changed is put down
    to all of them together.
    """

    old: Audit
    new: Audit
    old_as_of: date
    new_as_of: date
    causes: tuple[Cause, ...]
    edits: tuple[Edit, ...]
    verdicts: tuple[VerdictChange, ...]
    scores: tuple[ScoreChange, ...]
    changes: tuple[Change, ...]
    separable: bool = True

    @property
    def says_something(self) -> bool:
        """Whether an input, a verdict, a score or a requirement differs."""
        scores = any(one.before != one.after for one in self.scores)
        return bool(self.causes or self.changes or scores or any(one.before != one.after for one in self.verdicts))


class Incomparable(Struct, frozen=True, kw_only=True):
    """What has no counterpart on the other side, or is not judged: a class of its own, and never a change."""

    service: str
    ruleset: str
    why: str


class SideFile(Struct, frozen=True, kw_only=True):
    """What was given for one side: a declaration or a saved result, and its digest."""

    file: str
    sha256: str
    saved: bool


class Diff(Struct, frozen=True, kw_only=True):
    """Everything between two sides."""

    old: SideFile
    new: SideFile
    differences: tuple[Difference, ...]
    incomparable: tuple[Incomparable, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
