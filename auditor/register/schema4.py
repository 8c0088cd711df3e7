"""The fourth step of a register's schema: what is to be known beside an audit's figures, and what inputs gave way to.

Whether a score may be no score at all, and how many facts others contest, is taken from the results that are there.
By which filing an input was superseded was not kept before, and stays open.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import msgspec
from msgspec import Struct, field
from sqlalchemy import Connection

from auditor.register.packing import unpacked
from auditor.register.schema1 import guards

_TABLE: Final = """
CREATE TABLE reg_doubt (
  audit INTEGER PRIMARY KEY REFERENCES reg_audit,
  may_be_empty INTEGER NOT NULL CHECK (may_be_empty IN (0, 1)),
  backed_may_be_empty INTEGER NOT NULL CHECK (backed_may_be_empty IN (0, 1)),
  contested INTEGER NOT NULL
)
"""
_COLUMN: Final = "ALTER TABLE reg_input ADD COLUMN of_sha256 TEXT"
KEYS: Final = {"reg_doubt": (("audit",),)}
_AUDITS: Final = """
SELECT a.id, r.id AS result, r.body, e.ruleset, e.version, e.sha256
  FROM reg_audit a JOIN reg_result r ON r.id = a.result JOIN reg_edition e ON e.id = a.edition
 WHERE a.id > ? ORDER BY a.id LIMIT ?
"""
_INSERT: Final = "INSERT INTO reg_doubt (audit, may_be_empty, backed_may_be_empty, contested) VALUES (?, ?, ?, ?)"
_AT_ONCE: Final = 100


class _Ruleset(Struct):
    id: str = ""
    version: str = ""
    sha256: str = ""


class _Score(Struct):
    may_be_empty: bool = False


class _Scores(Struct):
    declared: _Score | None = None
    backed: _Score | None = None


class _Challenge(Struct):
    fact: str
    counted: bool = True


class _Declaration(Struct):
    challenges: list[_Challenge] = field(default_factory=list)


class _Audit(Struct):
    ruleset: _Ruleset = field(default_factory=_Ruleset)
    score: _Scores = field(default_factory=_Scores)
    declaration: _Declaration = field(default_factory=_Declaration)


class _Result(Struct):
    """As much of a result as is looked at: the rest of it is passed over without being read."""

    audits: list[_Audit] = field(default_factory=list)


def statements() -> Iterator[str]:
    """Give what makes the table and the column, and the triggers that refuse to change what stands in the table."""
    yield _TABLE.strip()
    yield from guards(KEYS)
    yield _COLUMN


def fill(connection: Connection) -> None:
    """Put in what the results that are there say of their audits."""
    last, number, said = 0, 0, {}
    decoder = msgspec.json.Decoder(_Result)
    while rows := connection.exec_driver_sql(_AUDITS, (last, _AT_ONCE)).fetchall():
        found: list[Any] = []
        for audit, result, body, *edition in rows:
            if result != number:  # the audits of a result stand one after the other
                number, said = result, _said(decoder.decode(unpacked(body)))
            found.append((audit, *said.get(tuple(edition), (False, False, 0))))
        connection.exec_driver_sql(_INSERT, found)
        last = rows[-1][0]


def _said(result: _Result) -> dict[tuple[str, ...], tuple[bool, bool, int]]:
    """Give, by edition, whether each score may be none, and how many facts are contested."""
    return {
        (one.ruleset.id, one.ruleset.version, one.ruleset.sha256): (
            one.score.declared is not None and one.score.declared.may_be_empty,
            one.score.backed is not None and one.score.backed.may_be_empty,
            len({each.fact for each in one.declaration.challenges if each.counted}),
        )
        for one in result.audits
    }
