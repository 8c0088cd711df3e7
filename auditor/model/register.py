"""What a register of many submissions tells: entries of its lists, steps of its trends, and tables of its queries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from msgspec import Struct, field

from auditor.model.batch import Run, State
from auditor.model.finding import Status
from auditor.model.reviews import Review
from auditor.model.scorecard import Verdict

Cell = str | int | float | bytes | None


class Wanted(Struct, frozen=True, kw_only=True):
    """Which entries of a register are asked for; what is None, or false, narrows nothing.

    `ruleset` is an id or id@version. `known_at` is the moment of which the register is asked what it knew. Without
    `all`, of each service only the newest filing counts, and of that the newest audit by each ruleset.
    """

    service: str | None = None
    ruleset: str | None = None
    state: State | None = None
    verdict: Verdict | None = None
    known_at: datetime | None = None
    all: bool = False
    limit: int | None = None


class Entry(Struct, frozen=True, kw_only=True):
    """One submission against one edition; or one that was never audited, or an input that could not be used.

    `result` is the id of the audit's result in the register, None where there is none. Scores are pairs of decimal
    strings with two places, which may be no score at all where they `may_be_empty`. `contested` counts the facts that
    others contest. `same_day` counts the other filings of the service that state the same day, or none as this one,
    and declare something else, `undated` those that state none where this one does. `shown` is the name of the input,
    `codes` are those of its diagnostics; `of` is the name of the input that it duplicates or is superseded by,
    `of_sha256` the digest of that filing.
    """

    state: State
    known_from: datetime
    sha256: str = ""
    service: str = ""
    name: str = ""
    provider: str | None = None
    stated_on: date | None = None
    compiled: bool = False
    as_of: date | None = None
    ruleset: str = ""
    version: str = ""
    tool: str = ""
    verdict: Verdict | None = None
    verdict_backed: Verdict | None = None
    score: tuple[str, str] | None = None
    score_backed: tuple[str, str] | None = None
    may_be_empty: bool = False
    backed_may_be_empty: bool = False
    counts: Mapping[Status, int] = field(default_factory=dict)
    contested: int | None = None
    same_day: int = 0
    undated: int = 0
    result: int | None = None
    shown: str = ""
    run: int | None = None
    position: int | None = None
    codes: tuple[str, ...] = ()
    of: str = ""
    of_sha256: str = ""


class Listing(Struct, frozen=True, kw_only=True):
    """What was asked for, as much of it as was to be shown, and how much was found.

    `ruleset` is the one asked for, empty where none was; `unaudited` are newest filings that it was not held against.
    """

    entries: tuple[Entry, ...]
    found: int
    known_at: datetime | None = None
    ruleset: str = ""
    unaudited: tuple[Entry, ...] = ()


class Seen(Struct, frozen=True, kw_only=True):
    """One input of one run that was this submission: where it stood, and what became of it, as `Entry` has it."""

    run: int
    started: datetime
    position: int
    shown: str
    state: State
    known: bool
    of: str = ""
    of_sha256: str = ""


class History(Struct, frozen=True, kw_only=True):
    """All that a register knows of one submission: its audits, the newest first, and every input that was it.

    `others` counts further filings of the same service. `reviews` are reviewers' decisions on any of its filings.
    """

    entries: tuple[Entry, ...]
    seen: tuple[Seen, ...]
    others: int
    reviews: tuple[Review, ...] = ()


class Step(Struct, frozen=True, kw_only=True):
    """How one requirement came out in one filing of one service."""

    service: str
    name: str
    stated_on: date | None
    as_of: date
    ruleset: str
    version: str
    requirement: str
    status: Status
    backed: Status
    known_from: datetime
    sha256: str = ""


class Share(Struct, frozen=True, kw_only=True):
    """How one requirement of one edition came out, on one as-of date, over the newest filing of each service.

    `later` counts the filings whose facts are younger than that date.
    """

    as_of: date
    ruleset: str
    version: str
    requirement: str
    counts: Mapping[Status, int]
    backed: Mapping[Status, int]
    later: int = 0


class Trend(Struct, frozen=True, kw_only=True):
    """How things went over filings and as-of dates: of a service, of a requirement, or of one in the other."""

    about: str
    entries: tuple[Entry, ...] = ()
    steps: tuple[Step, ...] = ()
    shares: tuple[Share, ...] = ()
    known_at: datetime | None = None


class Answered(Struct, frozen=True, kw_only=True):
    """What a query gave; `more` says that there was more than was asked for."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    more: bool = False


class Remains(Struct, frozen=True, kw_only=True):
    """What a register holds: rows by kind, and the names of persons among them."""

    counts: Mapping[str, int]
    names: int
    runs: tuple[Run, ...] = ()
