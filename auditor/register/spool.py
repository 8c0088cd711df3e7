"""The index of one batch, on disk: what each input is, which came first, and which filing of a service is the newest.

It lives as long as the run, in a private folder, so that memory does not grow with what is given. It is no register:
nothing in it is kept.
"""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from msgspec import Struct

from auditor.model.batch import Filed, Judged
from auditor.model.diagnostic import Diagnostic, InputError
from auditor.model.plaintext import called
from auditor.register.faults import no_scratch, shared_id
from auditor.register.folders import Given

# `content` is what a filing says and what was found of its evidence; `own` tells filings of the service from what
# others compiled about it, which never stand in each other's place. `said` tells whether the file says its service's
# id, `called` what it calls the service. Where the id is not said and is that of another, `apart` names an input of
# that one, or is empty where the register has it, and the input counts as one that cannot be used.
_TABLES: Final = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -512;
CREATE TABLE input (
  position INTEGER PRIMARY KEY, shown TEXT NOT NULL, path BLOB, content BLOB, service TEXT, own INTEGER, stated TEXT,
  said INTEGER, called TEXT, sha256 TEXT, known BLOB, apart TEXT
);
CREATE INDEX by_service ON input (service, own, stated, content, position) WHERE content IS NOT NULL;
"""
_INDICES: Final = """
CREATE INDEX by_content ON input (content, position) WHERE content IS NOT NULL;
CREATE INDEX by_saying ON input (service, own, content) WHERE content IS NOT NULL;
"""
_UNREAD: Final = """
SELECT position, path, shown FROM input WHERE position > ? AND path IS NOT NULL ORDER BY position LIMIT ?
"""
_UPDATE: Final = """
UPDATE input SET content = ?, service = ?, own = ?, stated = ?, said = ?, called = ?, sha256 = ?, known = ?
WHERE position = ?
"""
_IS_THERE: Final = "SELECT EXISTS (SELECT 1 FROM input WHERE content IS NOT NULL AND service = ? AND own = ?)"
_SAME: Final = "FROM input AS other WHERE other.content IS NOT NULL AND other.service = one.service"
_DECIDED: Final = f"""
SELECT one.position, one.shown, one.path, one.known, one.apart,
  (SELECT other.position FROM input AS other WHERE other.content = one.content ORDER BY other.position LIMIT 1),
  (SELECT max(other.stated) {_SAME} AND other.own = one.own AND other.stated <= ?),
  (SELECT min(other.content) <> max(other.content) {_SAME} AND other.own = one.own AND other.stated = one.stated),
  (SELECT min(other.content) <> max(other.content) {_SAME} AND other.own = one.own)
FROM input AS one WHERE one.position >= ? ORDER BY one.position LIMIT ?
"""
_FIRST_OF_DAY: Final = """
SELECT shown, sha256 FROM input WHERE content IS NOT NULL AND service = ? AND own = ? AND stated = ?
ORDER BY position LIMIT 1
"""
_AT: Final = "SELECT shown, sha256 FROM input WHERE position = ?"
_BY_NAME: Final = """
CREATE INDEX by_unsaid ON input (service) WHERE NOT said;
CREATE INDEX by_name ON input (service, called, position) WHERE service IS NOT NULL;
"""
_UNSAID: Final = """
SELECT service, (SELECT min(called) FROM input WHERE service = unsaid.service) FROM
  (SELECT DISTINCT service FROM input WHERE NOT said AND service > ? ORDER BY service LIMIT ?) AS unsaid
"""
_CALLED: Final = "SELECT called, shown FROM input WHERE service = ? AND called {} ? ORDER BY called, position LIMIT 1"
_SET_APART: Final = "UPDATE input SET apart = ?, content = NULL WHERE NOT said AND service = ? AND called {} ?"
_MANY: Final = 500

# What SQLite calls it where there is no room, or the folder is gone.
_REFUSALS: Final = (
    "SQLITE_FULL",
    "SQLITE_IOERR",
    "SQLITE_CANTOPEN",
    "SQLITE_READONLY",
    "SQLITE_CORRUPT",
    "SQLITE_NOTADB",
)


class Row(Struct, frozen=True, kw_only=True):
    """What is known of an input once all were read.

    It has `filed` or `diagnostics`, or neither where it was not read; and `judged` where it was audited at once.
    `first` is the name of the earlier input that says the same, `newer` that of one of its service with a later day;
    of either `of_sha256` is the digest.
    `twins` says that the service has other words of the same day, `several` that it has other words at all.
    """

    position: int
    shown: str
    path: str
    filed: Filed | None
    judged: Judged | None
    diagnostics: tuple[Diagnostic, ...]
    first: str
    newer: str
    of_sha256: str
    twins: bool
    several: bool


@contextmanager
def _told() -> Iterator[None]:
    """Turn what the system refuses over the index into an InputError; a fault of our own stays one."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if not str(getattr(error, "sqlite_errorname", "")).startswith(_REFUSALS):
            raise
        raise InputError((no_scratch(str(error)),)) from None


class Spool:
    """The index of one batch; a context manager."""

    def __init__(self, folder: Path) -> None:
        with _told():
            self._base = sqlite3.connect(folder / "index.sqlite", isolation_level=None)
            self._base.executescript(_TABLES)
            self._base.execute("BEGIN")
        self.given = 0
        # How many of those that were read can be used, and how many of these are of a service that was there before.
        self.usable = self.shared = 0
        # How many of them do not say their service's id, and the last day that a newer filing may state.
        self._unsaid, self._as_of = 0, ""
        # Whether the run ended before everything that was given was listed.
        self.cut = False

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._base.close()

    def add(self, one: Given) -> None:
        """Take down one more input."""
        path = None if one.path is None else one.path.encode("utf-8", "surrogateescape")
        known = pickle.dumps(one.diagnostics) if one.diagnostics else None
        row = (self.given, one.shown, path, known)
        with _told():
            self._base.execute("INSERT INTO input (position, shown, path, known) VALUES (?, ?, ?, ?)", row)
        self.given += 1

    def unread(self, chunk: int) -> Iterator[list[tuple[int, str, str]]]:
        """Give position, path and name of the inputs that can be read, a chunk at a time, in order."""
        after = -1
        while rows := self._all(_UNREAD, (after, chunk)):
            yield [(position, path.decode("utf-8", "surrogateescape"), shown) for position, path, shown in rows]
            after = rows[-1][0]

    def read(self, found: Iterable[tuple[int, Filed | Judged | tuple[Diagnostic, ...]]]) -> None:
        """Take down what reading gave: what was filed, perhaps with what came of it, or why it cannot be used."""
        for position, one in found:
            filed = one.filed if isinstance(one, Judged) else one
            values: tuple[object, ...] = (None,) * 7
            if isinstance(filed, Filed):
                content = bytes.fromhex(filed.declaration) + bytes.fromhex(filed.evidence)
                stated = filed.stated_on.isoformat() if filed.stated_on else None
                name = called(filed.name, filed.provider)
                values = (content, filed.service, not filed.compiled, stated, filed.id_declared, name, filed.sha256)
                self.usable += 1
                self._unsaid += not filed.id_declared
                self.shared += self._all(_IS_THERE, values[1:3])[0][0]
            with _told():
                self._base.execute(_UPDATE, (*values, pickle.dumps(one), position))

    def compare(self, as_of: date) -> None:
        """Make the index ready for `rows`, after the last input was read.

        Facts of a day after `as_of` may be audited, but take no other's place: that day has not come.
        """
        self._as_of = as_of.isoformat()
        with _told():
            self._base.execute("COMMIT")
            self._base.executescript(_INDICES)

    def set_apart(self, known: Callable[[Collection[str]], Mapping[str, AbstractSet[str]]]) -> None:
        """Take out the inputs that do not say their service's id where another service has it.

        `known` gives what services are called elsewhere. Comes after `compare`, and before `rows`.
        """
        if not self._unsaid:
            return
        with _told():
            self._base.executescript(_BY_NAME)
            self._base.execute("BEGIN")
        after = ""
        while found := self._all(_UNSAID, (after, _MANY)):
            elsewhere = known([service for service, _first in found])
            for service, first in found:
                self._part(service, first, elsewhere.get(service, frozenset()))
            after = found[-1][0]
        with _told():
            self._base.execute("COMMIT")

    def _part(self, service: str, first: str, elsewhere: AbstractSet[str]) -> None:
        """Take out what does not say that it is of a service, where not all agree on what that one is called."""
        second = self._all(_CALLED.format(">"), (service, first))
        if second:
            ((_name, other),) = self._all(_CALLED.format("="), (service, first))
            self._all(_SET_APART.format("="), (second[0][1], service, first))
            self._all(_SET_APART.format("<>"), (other, service, first))
        elif elsewhere - {first}:
            self._all(_SET_APART.format("="), ("", service, first))

    def rows(self, chunk: int) -> Iterator[list[Row]]:
        """Give all inputs in order, a chunk at a time, with what only the whole of them tells."""
        start = 0
        while rows := self._all(_DECIDED, (self._as_of, start, chunk)):
            yield [self._row(*one) for one in rows]
            start += len(rows)

    def _row(
        self,
        position: int,
        shown: str,
        path: bytes | None,
        known: bytes | None,
        apart: str | None,
        first: int | None,
        newest: str | None,
        twins: int | None,
        several: int | None,
    ) -> Row:
        read = None if known is None else pickle.loads(known)
        judged = read if isinstance(read, Judged) else None
        filed = judged.filed if judged is not None else read if isinstance(read, Filed) else None
        if filed is not None and apart is not None:
            read = (shared_id(shown, filed, apart),)
            filed = judged = None
        earlier, of_first = ("", "") if first is None or first == position else self._only(_AT, (first,))
        newer, of_newer = self._newer(filed, newest)
        return Row(
            position=position,
            shown=shown,
            path=(path or b"").decode("utf-8", "surrogateescape"),
            filed=filed,
            judged=judged,
            diagnostics=() if filed is not None or read is None else read,
            first=earlier,
            newer=newer,
            of_sha256=of_first or of_newer,
            twins=bool(twins),
            several=bool(several),
        )

    def _newer(self, filed: Filed | None, newest: str | None) -> tuple[str, str]:
        if filed is None or filed.stated_on is None or newest is None or filed.stated_on.isoformat() >= newest:
            return "", ""
        return self._only(_FIRST_OF_DAY, (filed.service, not filed.compiled, newest))

    def _only(self, query: str, values: tuple[object, ...]) -> tuple[str, str]:
        ((shown, sha256),) = self._all(query, values)
        return shown, sha256

    def _all(self, query: str, values: tuple[object, ...]) -> list[Any]:
        with _told():
            return self._base.execute(query, values).fetchall()
