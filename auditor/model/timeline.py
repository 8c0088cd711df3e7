"""What comes of one declaration as time passes and nobody touches the file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from auditor.model.declaration import Plan
from auditor.model.finding import Outcome
from auditor.model.result import Audit
from auditor.model.ruleset import Requirement


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Something that may turn a verdict on its day. Without `requirement` it may touch every requirement."""

    day: date
    why: str
    requirement: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One requirement that comes out otherwise than the day before; None where it was or is not in the edition."""

    requirement: Requirement
    before: Outcome | None
    after: Outcome | None
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """The first day of a time in which nothing changes.

    `audit` is None where no edition is in force. `why` holds what concerns the whole; `turns` is empty on the first
    day of the timeline.
    """

    day: date
    audit: Audit | None
    why: tuple[str, ...] = ()
    turns: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """What is announced for a day, and what the audit of that day would be if all announced until then were done."""

    day: date
    plans: tuple[Plan, ...]
    audit: Audit
    would_be: Audit
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """All of it, in order. `until` is the last day looked at; None where nothing can change after the last moment."""

    asked: str
    start: date
    until: date | None
    moments: tuple[Moment, ...]
    announced: tuple[Announced, ...]
