"""The register as a batch writes it: runs, what became of each input, decisions; and names of persons forgotten.

Every method that writes is one transaction: it is committed, to the disk, before the method returns, or nothing of it
is kept. What is told of an input before its `keep` returned may be lost; what is told after it never is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, delete, func, select

from auditor import __version__
from auditor.model.batch import Latest, Other, Outcome, Recalled, State, Terms
from auditor.model.decision import Decision
from auditor.model.reviews import Opinion
from auditor.register import keeping, memory, tables
from auditor.register.connect import WAIT, engine_of, is_older, looks_like_one, refusal, told
from auditor.register.migrations import migrate
from auditor.register.reading import Register
from auditor.register.rows import Remembered, Rows, moment_of, stamp


def open_store(path: Path | str, now: datetime, *, wait: float = WAIT) -> Store:
    """Open a register to write to it; it is made where there is no file, and brought up to date where it is older.

    `wait` is how many seconds another writer is waited for. Raises InputError for a file that is no register, one
    that a later release made, and one that cannot be written to; such a file is left as it is.
    """
    path = Path(path)
    looks_like_one(path)
    with told(path):
        connection = engine_of(path, write=True, wait=wait).connect()
        try:
            if is_older(connection, path):
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                migrate(connection, stamp(now), __version__)
                connection.commit()
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        except BaseException:
            connection.rollback()
            connection.close()
            raise
    return Store(connection, path)


class Store(Register):
    """A register that is written to. What it reads is what was committed last, its own writes among it."""

    def __init__(self, connection: Connection, path: Path) -> None:
        super().__init__(connection, path)
        self._remembered: Remembered = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _writing(self, now: datetime) -> Iterator[Rows]:
        """Collect rows, and commit them at the end; of what fails, nothing is kept."""
        with told(self.path):
            self.connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                rows = Rows(self.connection, now, self._remembered)
                yield rows
                rows.write()
                self.connection.commit()
            except BaseException:
                self.connection.rollback()
                raise
            self._remembered |= rows.learned

    def time(self, now: datetime) -> datetime:
        """Give the register's own time: it never runs backward, and a clock that does stands still."""
        with told(self.path):
            last = self.connection.execute(select(func.max(tables.moment.c.at))).scalar_one()
        return now if last is None else max(now, moment_of(last))

    def begin(self, terms: Terms, given: int, now: datetime) -> int:
        """Note that a run begins over so many inputs, and give its number."""
        with self._writing(now) as rows:
            return rows.add(tables.run, terms=rows.terms(terms), given=given)

    def keep(self, run: int, outcomes: Sequence[Outcome], now: datetime) -> None:
        """Keep what became of these inputs, all of it or nothing.

        The audit of one that is `known` is kept already, and only that it was given again is noted.
        """
        with self._writing(now) as rows:
            keeping.keep(self.connection, rows, run, outcomes)

    def end(self, run: int, counts: Mapping[State, int], now: datetime) -> None:
        """Note that a run came to its end, in order or not, with what became of its inputs."""
        with self._writing(now) as rows:
            rows.put(tables.run_end, run=run, **{one.value: counts.get(one, 0) for one in State})

    def add_decision(
        self, decision: Decision, now: datetime, *, submission: str | None = None, opinion: Opinion | None = None
    ) -> int:
        """Put a reviewer's decision beside the verdicts, and give its number; the reviewer's name stands apart.

        `submission` is the digest of the filing it was made on, where it was made on one; `opinion` is what it came
        to in a review of a finding.
        """
        with self._writing(now) as rows:
            return keeping.add_decision(self.connection, rows, decision, submission, opinion)

    def forget_people(self, now: datetime, *, service: str | None = None) -> int:
        """Take the names of persons out of the register for good, of one service or all, and say how many.

        What the file still held of them in places that are free again is overwritten too. Raises InputError where
        that could not be done, because somebody read the register all the while.
        """
        gone = tables.people.c.service == service if service is not None else tables.people.c.id.is_not(None)
        with self._writing(now) as rows:
            count = int(
                self.connection.execute(select(func.count()).select_from(tables.people).where(gone)).scalar_one()
            )
            self.connection.execute(delete(tables.people).where(gone))
            rows.add(tables.forgotten, service=service, names=count)
        self._overwrite()
        return count

    def _overwrite(self) -> None:
        """Leave nothing of what was deleted in the file or beside it; that waits for whoever reads."""
        with told(self.path):
            busy = self.connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
        if busy:
            raise refusal(
                self.path,
                "still-read",
                "the names are taken out of `{}`, and are not overwritten yet: another program reads it",
                "what it reads stays in the file beside the register until it has ended",
                "wait until it has, then run this again",
            )

    def held(self, sha256s: Collection[str], terms: Terms) -> AbstractSet[str]:
        """Give those of the submissions that were audited by these terms before."""
        with told(self.path):
            return memory.held(self.connection, sha256s, terms)

    def recall(self, sha256s: Collection[str], terms: Terms, *, whole: bool) -> Mapping[str, Recalled]:
        """Give what was found of submissions that are held: summaries, in the order of the rulesets, and the result.

        The result is empty unless `whole`; names in it are put back where they are still known. Judgements are left
        out of the summaries.
        """
        with told(self.path):
            return memory.recall(self.connection, sha256s, terms, whole=whole)

    def latest(self, services: Collection[str], known_at: datetime, as_of: date) -> Mapping[str, Latest]:
        """Give the newest of each service's own filings, by days up to `as_of`, as was known at that moment."""
        with told(self.path):
            return memory.latest(self.connection, services, self.moment_at(known_at), as_of)

    def others(self, services: Collection[str], known_at: datetime) -> Mapping[str, AbstractSet[Other]]:
        """Give what was filed of each service, as was known at that moment."""
        with told(self.path):
            return memory.others(self.connection, services, self.moment_at(known_at))

    def called(self, services: Collection[str], known_at: datetime) -> Mapping[str, AbstractSet[str]]:
        """Give what the filings of each service call it, as was known at that moment."""
        with told(self.path):
            return memory.called_by(self.connection, services, self.moment_at(known_at))
