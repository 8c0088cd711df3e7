"""The register as readers see it: whole results and texts, runs, decisions, and rows of its views.

Whatever is asked is asked of one moment: what the register knew at that time, from the numbers of its transactions.
Without one it is what it knows now. `listing` and `trends` hold the longer questions.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, func, select

from auditor.model.batch import Run, State
from auditor.model.decision import Decision
from auditor.model.diagnostic import Diagnostic
from auditor.model.register import Cell, Entry, History, Listing, Remains, Step, Trend, Wanted
from auditor.register import listing, tables, trends, views
from auditor.register.connect import told
from auditor.register.packing import unpacked
from auditor.register.people import put_back
from auditor.register.rows import stamp
from auditor.register.shaping import decision_of, diagnostic_of, names_of, run_of

EVER: Final = 2**62
_AT_ONCE: Final = 1000


class Register:
    """A register that is read. It is closed by whoever opened it."""

    def __init__(self, connection: Connection, path: Path) -> None:
        self.connection = connection
        self.path = path

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    def moment_at(self, known_at: datetime | None) -> int:
        """Give the last moment up to a time; of no time, one after all."""
        if known_at is None:
            return EVER
        known = func.coalesce(func.max(tables.moment.c.id), 0)
        with told(self.path):
            return int(
                self.connection.execute(select(known).where(tables.moment.c.at <= stamp(known_at))).scalar_one()
            )

    def submissions(self, wanted: Wanted) -> Listing:
        """List submissions with their audits; or, for a state in which nothing is audited, inputs."""
        with told(self.path):
            return listing.listed(self.connection, wanted, self.moment_at(wanted.known_at))

    def named(self, submission: str, known_at: datetime | None = None) -> tuple[str, ...]:
        """Give the digests that a name may mean: they begin so, or it is a service's id; then its newest filing."""
        with told(self.path):
            return listing.named(self.connection, submission, self.moment_at(known_at))

    def history(self, sha256: str, known_at: datetime | None = None) -> History:
        """Give all that is known of one submission."""
        with told(self.path):
            return listing.history(self.connection, sha256, self.moment_at(known_at))

    def entries_of(self, sha256: str, known_at: datetime | None = None) -> tuple[Entry, ...]:
        """Give the audits of one submission, of the newest as-of date first."""
        return self.history(sha256, known_at).entries

    def trend(self, about: str, wanted: Wanted, *, requirement: str | None = None) -> Trend:
        """Say how a service came out over its filings and as-of dates; or a requirement, of all services or one."""
        with told(self.path):
            return trends.trend(self.connection, about, wanted, requirement, self.moment_at(wanted.known_at))

    def findings(self, requirement: str, wanted: Wanted) -> tuple[Step, ...]:
        """Give how one requirement came out, in the newest filing of each service or, with `all`, in every one."""
        with told(self.path):
            return trends.steps(self.connection, requirement, wanted, self.moment_at(wanted.known_at))

    def result(self, number: int) -> bytes:
        """Give a result whole, as it was kept; names stand in it where they are still known."""
        with told(self.path):
            body = self.connection.execute(
                select(tables.result.c.body).where(tables.result.c.id == number)
            ).scalar_one()
            return put_back(unpacked(body), names_of(self.connection, "result", number))

    def content(self, number: int) -> bytes:
        """Give the declaration's text that a result is about; names stand in it where they are still known."""
        with told(self.path):
            found = self.connection.execute(
                select(tables.text.c.id, tables.text.c.body)
                .join(tables.result, tables.result.c.text == tables.text.c.id)
                .where(tables.result.c.id == number)
            ).one()
            return put_back(unpacked(found.body), names_of(self.connection, "text", found.id))

    def input_at(self, run: int, position: int, known_at: datetime | None = None) -> Entry | None:
        """Give an input of a run: its name, its state and the submission that it was; None where there is none."""
        with told(self.path):
            return listing.input_at(self.connection, run, position, self.moment_at(known_at))

    def diagnostics(self, run: int, position: int) -> tuple[Diagnostic, ...] | None:
        """Give what was wrong with an input: code, severity, message and place; None where there is no such input."""
        where = (tables.input.c.run == run) & (tables.input.c.position == position)
        with told(self.path):
            found = self.connection.execute(
                select(tables.input.c.id, tables.input.c.diagnostics).where(where)
            ).one_or_none()
            if found is None:
                return None
            text = put_back((found.diagnostics or "[]").encode(), names_of(self.connection, "input", found.id))
        return tuple(diagnostic_of(one) for one in json.loads(text))

    def runs(self, known_at: datetime | None = None) -> tuple[Run, ...]:
        """Give the runs, in their order; one that was killed, or goes on, has no end and no counts."""
        run, end, terms, last = tables.run.c, tables.run_end.c, tables.terms.c, self.moment_at(known_at)
        began, ended = tables.moment.alias(), tables.moment.alias()
        wanted = (
            select(
                run.id,
                run.given,
                began.c.at.label("began"),
                ended.c.at.label("ended"),
                *(terms[one] for one in ("as_of", "version", "include_recalled", "respect_dates", "rulesets")),
                *(end[one.value] for one in State),
            )
            .join(tables.terms, terms.id == run.terms)
            .join(began, began.c.id == run.moment)
            .join(tables.run_end, (end.run == run.id) & (end.moment <= last), isouter=True)
            .join(ended, ended.c.id == end.moment, isouter=True)
            .where(run.moment <= last)
            .order_by(run.id)
        )
        with told(self.path):
            return tuple(run_of(row._mapping) for row in self.connection.execute(wanted))

    def decisions(self, known_at: datetime | None = None) -> tuple[tuple[Decision, str | None], ...]:
        """Give reviewers' decisions in their order, each with the digest of its filing, if it has one."""
        decision, person = tables.decision.c, tables.people.c
        wanted = (
            select(tables.decision, tables.submission.c.sha256.label("filing"), person.name)
            .join(tables.submission, tables.submission.c.id == decision.submission, isouter=True)
            .join(tables.people, (person.kind == "decision") & (person.owner == decision.id), isouter=True)
            .where(decision.moment <= self.moment_at(known_at))
            .order_by(decision.id)
        )
        with told(self.path):
            rows = self.connection.execute(wanted).mappings().all()
        return tuple((decision_of(row), row["filing"]) for row in rows)

    def knows(self, service: str) -> bool:
        """Whether a service filed anything, or a name is kept that has to do with it."""
        with told(self.path):
            return any(
                self.connection.execute(select(table.c.id).where(table.c.service == service).limit(1)).first()
                for table in (tables.submission, tables.people)
            )

    def names_of_service(self, service: str) -> int:
        """Count the names of persons that are kept of what a service filed."""
        with told(self.path):
            wanted = select(func.count()).select_from(tables.people).where(tables.people.c.service == service)
            return int(self.connection.execute(wanted).scalar_one())

    def remains(self) -> Remains:
        """Count what the register holds, and the names of persons in it."""
        with told(self.path):
            counts = {
                what: self._count(table)
                for what, table in (
                    ("run", tables.run),
                    ("input", tables.input),
                    ("submission", tables.submission),
                    ("result", tables.result),
                    ("audit", tables.audit),
                    ("finding", tables.finding),
                    ("decision", tables.decision),
                )
            }
            return Remains(counts=counts, names=self._count(tables.people), runs=self.runs())

    def _count(self, table: Any) -> int:
        return int(self.connection.execute(select(func.count()).select_from(table)).scalar_one())

    def rows_of(self, view: str, known_at: datetime | None = None) -> Iterator[tuple[Cell, ...]]:
        """Give the rows of a view one by one, as far as they were known at a time; its columns are in `columns`."""
        with told(self.path):
            found = self.connection.exec_driver_sql(views.select_of(view, self.moment_at(known_at)))
            while rows := found.fetchmany(_AT_ONCE):
                yield from (tuple(row) for row in rows)
