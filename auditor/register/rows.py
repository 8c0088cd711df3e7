"""Rows on their way into a register: numbered, collected, and written together.

Whoever writes holds the write lock, so that the next number of every table is known. What does not change from
submission to submission (editions, requirements, what findings can come to, terms) is looked up once and remembered.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Connection, Table, func, select

from auditor.model.batch import Judgement, Summary, Terms
from auditor.register import tables

_ORDER: Final = (
    tables.edition,
    tables.requirement,
    tables.outcome,
    tables.terms,
    tables.run,
    tables.run_end,
    tables.submission,
    tables.text,
    tables.result,
    tables.message,
    tables.audit,
    tables.doubt,
    tables.finding,
    tables.input,
    tables.decision,
    tables.review,
    tables.forgotten,
    tables.people,
)
Key = tuple[Any, ...]
Remembered = dict[Key, int]


def stamp(moment: datetime) -> str:
    """Write a moment so that moments sort as texts: UTC, to the microsecond."""
    assert moment.tzinfo is not None, "a moment has a time zone"
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment_of(text: str) -> datetime:
    """Read a moment that was stamped."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def terms_digest(terms: Terms) -> str:
    """Give what stands for terms: their digest."""
    told = [terms.as_of.isoformat(), terms.rulesets, terms.version, terms.include_recalled, terms.respect_dates]
    return sha256(json.dumps(told).encode()).hexdigest()


class Rows:
    """The rows of one transaction. `remembered` is of the transactions before, and changes when this one is done."""

    def __init__(self, connection: Connection, now: datetime, remembered: Remembered) -> None:
        self._connection = connection
        self._rows: dict[Table, list[dict[str, Any]]] = defaultdict(list)
        self._next: dict[Table, int] = {}
        self._before = remembered
        self.learned: Remembered = {}
        self.moment = self._begin(now)

    def _begin(self, now: datetime) -> int:
        """Number the moment. The register's time never runs backward: a clock that does, stands still."""
        last = self._connection.execute(
            select(tables.moment.c.id, tables.moment.c.at).order_by(tables.moment.c.id.desc()).limit(1)
        ).one_or_none()
        number, at = (last.id + 1, max(last.at, stamp(now))) if last else (1, stamp(now))
        self._connection.execute(tables.moment.insert(), {"id": number, "at": at})
        return number

    def add(self, table: Table, **values: Any) -> int:
        """Add a row with a number of its own, and give that."""
        number = self._next.get(table)
        if number is None:
            number = int(self._connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()) + 1
        self._next[table] = number + 1
        if "moment" in table.c:
            values["moment"] = self.moment
        self._rows[table].append({"id": number, **values})
        return number

    def put(self, table: Table, **values: Any) -> None:
        """Add a row that has no number."""
        if "moment" in table.c:
            values["moment"] = self.moment
        self._rows[table].append(values)

    def once(self, table: Table, key: dict[str, Any], **more: Any) -> int:
        """Give the number of the row that has these values; it is made where there is none yet."""
        mark = (table.name, *key.values())
        number = self.learned.get(mark) or self._before.get(mark)
        if number is None:
            same = (table.c[column] == value for column, value in key.items())
            number = self._connection.execute(select(table.c.id).where(*same)).scalar_one_or_none()
            number = int(number) if number is not None else self.add(table, **key, **more)
            self.learned[mark] = number
        return number

    def write(self) -> None:
        """Write all rows, each table after those that it refers to."""
        for table in _ORDER:
            if rows := self._rows.pop(table, None):
                self._connection.execute(table.insert(), rows)
        assert not self._rows, "every table has its turn"

    def terms(self, terms: Terms) -> int:
        """Give the number of a run's terms."""
        return self.once(
            tables.terms,
            {"sha256": terms_digest(terms)},
            as_of=terms.as_of.isoformat(),
            version=terms.version,
            include_recalled=terms.include_recalled,
            respect_dates=terms.respect_dates,
            rulesets=json.dumps(terms.rulesets),
        )

    def edition(self, summary: Summary) -> int:
        """Give the number of the edition that an audit was against."""
        return self.once(
            tables.edition,
            {
                "ruleset": summary.ruleset,
                "version": summary.version,
                "sha256": summary.ruleset_sha256,
                "vocabulary_sha256": summary.vocabulary_sha256,
            },
        )

    def findings(self, audit: int, edition: int, judgements: tuple[Judgement, ...]) -> None:
        """Add the findings of one audit."""
        into = self._rows[tables.finding]
        for one in judgements:
            into.append(
                {
                    "audit": audit,
                    "requirement": self._requirement(edition, one),
                    "outcome": self._outcome(one),
                    "fingerprint": bytes.fromhex(one.fingerprint),
                }
            )

    def _requirement(self, edition: int, one: Judgement) -> int:
        mark = (tables.requirement.name, edition, one.requirement, one.decisive)
        known = self._before.get(mark)
        if known is not None:
            return known
        return self.once(
            tables.requirement, {"edition": edition, "requirement": one.requirement, "decisive": one.decisive}
        )

    def _outcome(self, one: Judgement) -> int:
        (low, high), (backed_low, backed_high) = one.credit, one.credit_backed
        # Fractions themselves would be slow to look up: this is done for every finding.
        ends = (low.numerator, low.denominator, high.numerator, high.denominator)
        backed = (backed_low.numerator, backed_low.denominator, backed_high.numerator, backed_high.denominator)
        mark = ("outcome", one.status, one.backed, ends, backed)
        known = self._before.get(mark) or self.learned.get(mark)
        if known is None:
            known = self.learned[mark] = self.once(
                tables.outcome,
                {
                    "status": one.status.value,
                    "status_backed": one.backed.value,
                    "credit_low": str(low),
                    "credit_high": str(high),
                    "credit_backed_low": str(backed_low),
                    "credit_backed_high": str(backed_high),
                },
                low=float(low),
                high=float(high),
                backed_low=float(backed_low),
                backed_high=float(backed_high),
            )
        return known
