"""Triage: which filings of a register to look at first, and why. Priorities order a reader's day; they judge nobody.

Everything here is worked out from filings as they stand. Numbers that the rules do not give are constants of the
engine, and said to be ours wherever they are shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from msgspec import Struct, field

from auditor.model.dates import DateSpan
from auditor.model.finding import Interval, Reason, Status
from auditor.model.register import Entry
from auditor.model.reviews import Review


class Paper(Struct, frozen=True, kw_only=True):
    """One document that a filing names as evidence; `sha256` is empty unless it was found, and found unchanged."""

    id: str
    sha256: str
    issued: DateSpan | None


class Passage(Struct, frozen=True, kw_only=True):
    """Running text in a filing, and the key under which it stands."""

    where: str
    text: str


class Measured(Struct, frozen=True, kw_only=True):
    """A stated number that passes a bound of the edition, both in the fact's own unit.

    `seen` and `wanted` are as people read them.
    """

    fact: str
    number: Fraction
    bound: Fraction
    seen: str
    wanted: str


class Weighed(Struct, frozen=True, kw_only=True):
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


class Profile(Struct, frozen=True, kw_only=True):
    """What one filing says that triage looks at, with its findings against one edition.

    Of facts, None is one without an answer. `users` is the sum over the countries that a number is stated for,
    `users_whole` says that none is left open; `levels` are the stated levels of risk that are about sexual abuse.
    `surfaces` counts those where adults can reach children, for sure and at the most. `contradictions` are the
    messages about them, `contested` both sides of each fact that others contest.
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
    contested: tuple[str, ...] = ()
    measured: tuple[Measured, ...] = ()
    weighed: tuple[Weighed, ...] = ()


class SignalKind(StrEnum):
    """What may make a reviewer look twice."""

    CONTRADICTION = "contradiction"
    CONTESTED = "contested"
    NEWEST_UNSURE = "newest-unsure"
    SAME_DOCUMENTS = "same-documents"
    SAME_PROSE = "same-prose"
    FRESH_EVIDENCE = "fresh-evidence"
    NEAR_BOUNDS = "near-bounds"
    OUT_OF_SCOPE = "suddenly-out-of-scope"
    MORE_EXCUSES = "more-alternatives-and-waivers"
    WENT_SILENT = "not-met-before-silent-now"
    OTHER_PROVIDER = "other-provider"


class Signal(Struct, frozen=True, kw_only=True):
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


class Term(Struct, frozen=True, kw_only=True):
    """One term of a priority. `assumed` marks one that rests, in part or whole, on an assumption of ours."""

    name: TermName
    value: Interval
    said: str
    assumed: bool = False


class End(StrEnum):
    """By which end of a priority filings are put in order."""

    UPPER = "upper"
    LOWER = "lower"


class Ranked(Struct, frozen=True, kw_only=True):
    """One filing with its priority, the terms of it, the signals beside it, and what reviewers decided.

    `place` is 1 for the first; equal priorities share one. `short` are decisive requirements that are not met, partly
    met and undecided as backed, by that status; those that weigh most come first.
    """

    place: int
    entry: Entry
    kinds: tuple[str, ...]
    priority: Interval
    terms: tuple[Term, ...]
    short: Mapping[Status, tuple[str, ...]] = field(default_factory=dict)
    signals: tuple[Signal, ...] = ()
    reviews: tuple[Review, ...] = ()


class Triage(Struct, frozen=True, kw_only=True):
    """All that triage says of a register against one ruleset; its name is empty where nothing was audited yet.

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
