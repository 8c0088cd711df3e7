"""One requirement across all filings of a register: answers, those that are alike, and outliers among them."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from msgspec import Struct

from auditor.model.finding import Status
from auditor.model.register import Entry
from auditor.model.reviews import Review


class Seen(Struct, frozen=True, kw_only=True):
    """What one filing says on one fact that a requirement looks at, as people read it; `number` where it is one."""

    fact: str
    text: str
    number: Fraction | None = None


class Disputed(Struct, frozen=True, kw_only=True):
    """A fact that others contest in one filing: what is declared and what the challenge says, as people read it."""

    entry: Entry
    fact: str
    declared: str
    says: str
    filed: str
    replied: bool


class Instead(Struct, frozen=True, kw_only=True):
    """A measure of its own that a filing declares in place of the requirement."""

    entry: Entry
    text: str


class Answered(Struct, frozen=True, kw_only=True):
    """One filing's answer on one requirement; `disputed` are the contested facts among those that it rests on."""

    entry: Entry
    status: Status
    backed: Status
    seen: tuple[Seen, ...]
    kinds: tuple[str, ...] = ()
    users: int | None = None
    disputed: tuple[Disputed, ...] = ()
    instead: Instead | None = None


class Far(Struct, frozen=True, kw_only=True):
    """A number that lies far from the others: the median and the median distance from it, and how many such."""

    fact: str
    text: str
    median: Fraction
    spread: Fraction
    score: Fraction
    of: int


class Cluster(Struct, frozen=True, kw_only=True):
    """Filings that answer a requirement alike. `stands_for` are their entries, by the service's id.

    `sizes` and `kinds` count them by size and kind of service. `far` are its numbers that lie far from the others;
    `rare` says that few filings answer so. Where one declares an alternative or has a fact contested, all do.
    """

    status: Status
    backed: Status
    seen: tuple[Seen, ...]
    stands_for: tuple[Entry, ...]
    sizes: tuple[tuple[str, int], ...]
    kinds: tuple[tuple[str, int], ...]
    far: tuple[Far, ...] = ()
    rare: bool = False
    disputed: tuple[Disputed, ...] = ()
    instead: tuple[Instead, ...] = ()
    reviews: tuple[Review, ...] = ()


class Answers(Struct, frozen=True, kw_only=True):
    """One requirement across all filings, outliers first; `title` and `asks` are the edition's own words.

    `without` are filings whose edition has no such requirement; the rest is as in `Triage`.
    """

    ruleset: str
    requirement: str
    title: str
    asks: str
    filings: int
    clusters: tuple[Cluster, ...]
    compiled: tuple[Entry, ...] = ()
    unaudited: tuple[Entry, ...] = ()
    without: tuple[Entry, ...] = ()
    editions: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    known_at: datetime | None = None
    limit: int | None = None

    @property
    def shown(self) -> tuple[Cluster, ...]:
        """The first clusters, as many as are to be shown."""
        return self.clusters[: self.limit]
