"""What comes of one declaration as time passes and nobody touches the file."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from auditor.model.declaration import Plan
from auditor.model.finding import Outcome
from auditor.model.result import Audit
from auditor.model.ruleset import Requirement


class Cause(Struct, frozen=True, kw_only=True):
    """Something that may turn a verdict on its day. Without `requirement` it may touch every requirement."""

    day: date
    why: str
    requirement: str | None = None


class Turn(Struct, frozen=True, kw_only=True):
    """One requirement that comes out otherwise than the day before; None where it was or is not in the edition."""

    requirement: Requirement
    before: Outcome | None
    after: Outcome | None
    why: tuple[str, ...]


class Moment(Struct, frozen=True, kw_only=True):
    """The first day of a time in which nothing changes.

    `audit` is None where no edition is in force. `why` holds what concerns the whole; `turns` is empty on the first
    day of the timeline.
    """

    day: date
    audit: Audit | None
    why: tuple[str, ...] = ()
    turns: tuple[Turn, ...] = ()


class Announced(Struct, frozen=True, kw_only=True):
    """What is announced for a day, and what the audit of that day would be if all announced until then were done."""

    day: date
    plans: tuple[Plan, ...]
    audit: Audit
    would_be: Audit
    turns: tuple[Turn, ...]


class Timeline(Struct, frozen=True, kw_only=True):
    """All of it, in order. `until` is the last day looked at; None where nothing can change after the last moment."""

    asked: str
    start: date
    until: date | None
    moments: tuple[Moment, ...]
    announced: tuple[Announced, ...]
