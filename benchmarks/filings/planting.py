"""Planting: what a fault is, what it stands on, and what must come of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from typing import Any, Final

from auditor.model.vocabulary import Vocabulary
from benchmarks.filings.draw import Draw
from benchmarks.filings.filing import Filing, filings
from benchmarks.filings.services import service

FILINGS: Final = "filings"
ARCHIVES: Final = "archives"
_FRESH: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """One planted input: where it stands, what it is, and what must come of it.

    Paths are below the population's folder. `codes` must all be among what is said of the input; one that ends in
    `*` stands for whatever begins so. `of` is the input that it duplicates, or that supersedes it; those that it
    supersedes are in `ousts`. `signal` says what a reviewer should notice. `as_root` is the state where nothing is
    unreadable. `links` are symbolic links with what they say; `pipes` are named pipes; `closed` are files that nobody
    may read.
    """

    path: str
    state: str
    codes: tuple[str, ...] = ()
    of: str = ""
    ousts: tuple[str, ...] = ()
    signal: str = ""
    as_root: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    pipes: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()

    def told(self, fault: str) -> dict[str, Any]:
        """Give this as it stands in the key."""
        found: dict[str, Any] = {"fault": fault, "state": self.state}
        for name in ("codes", "of", "signal", "as_root"):
            if value := getattr(self, name):
                found[name] = list(value) if isinstance(value, tuple) else value
        return found


def audited(filing: Filing, *codes: str, signal: str = "", **more: Any) -> Planted:
    """Plant a filing that is usable."""
    return Planted(
        path=shown(filing), state="audited", codes=codes, signal=signal, files=dict(written(filing)), **more
    )


def refused(filing: Filing, data: bytes, *codes: str) -> Planted:
    """Plant a file that cannot be used, where a filing would stand."""
    return Planted(path=shown(filing), state="unusable", codes=codes, files={shown(filing): data})


def shown(filing: Filing) -> str:
    """Give a filing's path below the population's folder."""
    return f"{FILINGS}/{filing.path}"


def written(filing: Filing) -> Iterator[tuple[str, bytes]]:
    """Give the files of a filing with their paths below the population's folder."""
    yield shown(filing), filing.text.encode()
    for name, data in filing.files.items():
        yield f"{FILINGS}/{filing.folder}/{name}", data


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What is kept of an ordinary service once its filings are written: enough to draw them again.

    `count` is how many filings it has; `names` are their names in reports, the earliest first, and `days` their days.
    """

    number: int
    count: int
    names: tuple[str, ...]
    days: tuple[date | None, ...]
    careless: tuple[tuple[str, ...], ...]
    compiled: bool
    plain: bool

    @property
    def superseded(self) -> dict[str, str]:
        """The filings that the newest one takes the place of, each with the newest."""
        newest = self.days[-1]
        if self.compiled or newest is None:
            return {}
        old = zip(self.names[:-1], self.days[:-1], strict=True)
        return {name: self.names[-1] for name, day in old if day is not None and day < newest}


def history_of(filed: Sequence[Filing], prefix: str = f"{FILINGS}/") -> History:
    """Give what is kept of a service's filings. `plain` is one whose newest filing has nothing odd about it."""
    newest = filed[-1]
    return History(
        number=newest.service.number,
        count=len(filed),
        names=tuple(prefix + one.path for one in filed),
        days=tuple(one.stated_on for one in filed),
        careless=tuple(one.careless for one in filed),
        compiled="compiled" in newest.service.said,
        plain=newest.stated_on is not None and not newest.service.said and not newest.careless,
    )


class Ground:
    """What faults are planted on: new services of their own, or ordinary filings, each taken once."""

    def __init__(self, vocabulary: Vocabulary, seed: object, ordinary: Sequence[History]) -> None:
        self.vocabulary, self.seed = vocabulary, seed
        self._numbers = count(_FRESH)
        self._victims = [one for one in ordinary if one.plain]
        draw = Draw(seed, "victims")
        for last in range(len(self._victims) - 1, 0, -1):
            other = draw.below(last + 1)
            self._victims[last], self._victims[other] = self._victims[other], self._victims[last]
        self._names = {one.number: one.names for one in ordinary}

    def draw(self, fault: str, number: int) -> Draw:
        """Give the chance of one planting."""
        return Draw(self.seed, "fault", fault, number)

    def fresh(self, fits: Callable[[Filing], bool] = lambda filing: True) -> Filing:
        """Give a filing of a service that files nothing else, in blocks of YAML."""
        while True:
            filing = filings(self.vocabulary, self.seed, service(self.seed, next(self._numbers)))[0]
            if not {"compiled", "hostile"} & filing.service.said and not filing.careless and fits(filing):
                assert filing.stated_on is not None
                return filing.beside(f"{filing.stated_on.isoformat()}.yaml", braces=False)

    def victim(self, fits: Callable[[Filing], bool] = lambda filing: True) -> Filing | None:
        """Give the newest filing of an ordinary service; None where none is left that fits."""
        for at, history in enumerate(self._victims):
            filing = filings(self.vocabulary, self.seed, service(self.seed, history.number))[-1]
            if fits(filing):
                del self._victims[at]
                return filing
        return None

    def names(self, filing: Filing) -> tuple[str, ...]:
        """Give the names of all that an ordinary service filed."""
        return self._names[filing.service.number]


def days_later(filing: Filing, days: int) -> date:
    """Give the day so many days after a filing's own."""
    assert filing.stated_on is not None
    return filing.stated_on + timedelta(days=days)


Plant = Callable[[Ground, Draw], Planted | None]
