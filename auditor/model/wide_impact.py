"""What a new edition does to all services that a register knows: by size, by kind, and on whom it falls first.

Everything here is counted as services come by, so that a register of any length takes the same room.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from msgspec import Struct

from auditor.model.diagnostic import Diagnostic
from auditor.model.impact import CauseTally, Outcome
from auditor.model.result import Track
from auditor.model.rulesetdiff import RulesetDiff
from auditor.model.scorecard import Verdict

TRACKS: Final = (Track.DECLARED, Track.BACKED)
NO_KIND: Final = "not-stated"
Pair = tuple[Verdict, Verdict]
# The least and the greatest score in hundredths of a point, under the old and the new edition.
Points = tuple[int, int]
Scores = tuple[Points | None, Points | None]


class Size(StrEnum):
    """Classes of monthly active users, over all countries that are stated. The bounds are this program's own.

    `LARGE` alone is not: it is what the ruleset itself calls a large service, where it says so.
    """

    NOT_STATED = "not-stated"
    UNDER_10_THOUSAND = "under-10-thousand"
    UNDER_100_THOUSAND = "under-100-thousand"
    UNDER_1_MILLION = "under-1-million"
    UNDER_7_MILLION = "under-7-million"
    FROM_7_MILLION = "7-million-or-more"
    LARGE = "large"


BOUNDS: Final[tuple[tuple[Size, int], ...]] = (
    (Size.UNDER_10_THOUSAND, 10_000),
    (Size.UNDER_100_THOUSAND, 100_000),
    (Size.UNDER_1_MILLION, 1_000_000),
    (Size.UNDER_7_MILLION, 7_000_000),
)


class Large(Struct, frozen=True, kw_only=True):
    """What a ruleset calls large: more, or at least so many, monthly users at an address."""

    fact: str
    least: int
    more_than: bool
    parameter: str | None


class Flipped(Struct, frozen=True, kw_only=True):
    """One requirement of one service that comes out otherwise; `cause` is the id of the change that did it."""

    requirement: str
    formerly: str | None
    decisive: bool
    old: Outcome | None
    new: Outcome | None
    cause: str


class Shifted(Struct, frozen=True, kw_only=True):
    """One service under both editions, as far as it is counted.

    `verdicts` and `scores` are of both tracks in their order. `turned` are tracks whose verdict turns, each with the
    ids of the causes that decide it. `first` says that nothing of the old edition asked anything of the service and
    something of the new one does, `last` the opposite; `asked` are requirements that begin to ask something of it.
    """

    service: str
    name: str
    size: Size
    kinds: tuple[str, ...]
    verdicts: tuple[Pair, Pair]
    scores: tuple[Scores, Scores]
    flips: tuple[Flipped, ...]
    turned: tuple[tuple[Track, tuple[str, ...]], ...]
    first: bool
    last: bool
    asked: tuple[str, ...]


class Spread(Struct, frozen=True, kw_only=True):
    """How values lie, in hundredths of a point: each is one of them, the least that so many do not exceed."""

    least: int
    quarter: int
    median: int
    three_quarters: int
    greatest: int


class Shift(Struct, frozen=True, kw_only=True):
    """How scores moved on one track, of the services that have one under both editions.

    `old` and `new` are the least scores, `low` and `high` how far the least and the greatest score moved.
    """

    services: int
    old: Spread
    new: Spread
    low: Spread
    high: Spread


class Class(Struct, frozen=True, kw_only=True):
    """What becomes of one class of services; of all where the name is empty."""

    name: str
    services: int
    verdicts: Mapping[Track, Mapping[Pair, int]]
    shifts: Mapping[Track, Shift | None]
    flips: int
    flipped: int
    turned: int
    first: int
    last: int
    asked: int


class FlipTally(Struct, frozen=True, kw_only=True):
    """How many services one requirement comes out otherwise for, in one way and by one cause."""

    flip: Flipped
    services: int


class Named(Struct, frozen=True, kw_only=True):
    """Services that something is so of: how many, and the first of them by id, as (id, name)."""

    count: int
    some: tuple[tuple[str, str], ...]


class WideImpact(Struct, frozen=True, kw_only=True):
    """Two editions and the newest filing of each service that a register knew.

    `given` counts services' filings; `compiled` were compiled by others and are never judged, `unkept` were never
    audited, so that the register does not hold what they say; `unusable` could not be read again.
    """

    diff: RulesetDiff
    as_of: date
    as_written: bool
    known_at: datetime | None
    large: Large | None
    whole: Class
    sizes: tuple[Class, ...]
    kinds: tuple[Class, ...]
    tallies: tuple[CauseTally, ...]
    flips: tuple[FlipTally, ...]
    turned: Named
    first: Named
    last: Named
    given: int
    compiled: int
    unkept: Named
    unusable: int
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def judged(self) -> int:
        """How many services were judged by both editions."""
        return self.whole.services
