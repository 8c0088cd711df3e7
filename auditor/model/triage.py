"""Triage: which filings of a register to look at first, and why. Priorities order a reader's day; they judge nobody.

Everything here is worked out from filings as they stand. Numbers that the rules do not give are constants of the
engine, and said to be ours wherever they are shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from auditor.model.dates import DateSpan
from auditor.model.finding import Interval, Reason, Status
from auditor.model.register import Entry
from auditor.model.reviews import Review


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One document that a filing names as evidence; `sha256` is empty unless it was found, and found unchanged."""

    id: str
    sha256: str
    issued: DateSpan | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Running text in a filing, and the key under which it stands."""

    where: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A stated number that passes a bound of the edition, both in the fact's own unit.

    `seen` and `wanted` are as people read them.
    """

    fact: str
    number: Fraction
    bound: Fraction
    seen: str
    wanted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """One finding as triage weighs it: statuses on both tracks, and the backed credit that is still possible.

    `silent` are facts without an answer that would settle it as declared.
    """

    requirement: str
    weight: Fraction
    decisive: bool
    status: Status
    backed: Status
    credit: Interval
    reason: Reason | None = None
    silent: tuple[str, ...] = ()
    alternative: bool = False
    waived: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What one filing says that triage looks at, with its findings against one edition.

    Of facts, None is one without an answer. `users` is the sum over the countries that a number is stated for,
    `users_whole` says that none is left open; `levels` are the stated levels of risk that are about sexual abuse.
    `surfaces` counts those where adults can reach children, for sure and at the most. `contradictions` are the
    messages about them.
    """

    entry: Entry
    kinds: tuple[str, ...] = ()
    users: int | None = None
    users_whole: bool = True
    children: bool | None = None
    likely: bool | None = None
    under_13: bool | None = None
    no_children_backed: bool = False
    levels: Mapping[str, str] = field(default_factory=dict)
    surfaces: tuple[int, int] = (0, 8)
    papers: tuple[Paper, ...] = ()
    passages: tuple[Passage, ...] = ()
    contradictions: tuple[str, ...] = ()
    measured: tuple[Measured, ...] = ()
    weighed: tuple[Weighed, ...] = ()


class SignalKind(StrEnum):
    """What may make a reviewer look twice."""

    CONTRADICTION = "contradiction"
    SAME_DOCUMENTS = "same-documents"
    SAME_PROSE = "same-prose"
    FRESH_EVIDENCE = "fresh-evidence"
    NEAR_BOUNDS = "near-bounds"
    OUT_OF_SCOPE = "suddenly-out-of-scope"
    MORE_EXCUSES = "more-alternatives-and-waivers"
    WENT_SILENT = "not-met-before-silent-now"
    OTHER_PROVIDER = "other-provider"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A reason to look at a filing, never a finding: what was seen, and what it was seen in."""

    kind: SignalKind
    said: str
    evidence: tuple[str, ...]


class TermName(StrEnum):
    """The terms that a priority is multiplied from, in their order."""

    USERS = "users"
    SHARE = "share of children"
    RISK = "risk"
    CONTACT = "contact"
    SHORTFALL = "shortfall"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One term of a priority. `assumed` marks one that rests, in part or whole, on an assumption of ours."""

    name: TermName
    value: Interval
    said: str
    assumed: bool = False


class End(StrEnum):
    """By which end of a priority filings are put in order."""

    UPPER = "upper"
    LOWER = "lower"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """One filing with its priority, the terms of it, the signals beside it, and what reviewers decided.

    `place` is 1 for the first; equal priorities share one. `open` are decisive requirements that are not met as
    backed, those that weigh most first.
    """

    place: int
    entry: Entry
    kinds: tuple[str, ...]
    priority: Interval
    terms: tuple[Term, ...]
    open: tuple[str, ...] = ()
    signals: tuple[Signal, ...] = ()
    reviews: tuple[Review, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Triage:
    """All that triage says of a register against one ruleset.

    `ranked` is the whole order, of which the first `limit` are shown. `compiled` are filings of services that others
    compiled, which are never ranked; `unaudited` are those whose newest filing the register holds no audit of.
    `editions` are the editions and days by which was judged. `numbers` tells every number of ours that the order and
    the signals rest on.
    """

    ruleset: str
    by: End
    ranked: tuple[Ranked, ...]
    compiled: tuple[Entry, ...] = ()
    unaudited: tuple[Entry, ...] = ()
    editions: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    known_at: datetime | None = None
    limit: int | None = None

    @property
    def shown(self) -> tuple[Ranked, ...]:
        """The first of the order, as many as are to be shown."""
        return self.ranked[: self.limit]
