"""The third step of a register's schema: which messages stand in a result, to be asked for without opening it.

What was audited before is looked through once: the messages are the last part but a few of each result.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection

from auditor.register.packing import unpacked
from auditor.register.schema1 import guards

_TABLE: Final = """
CREATE TABLE reg_message (
  result INTEGER NOT NULL REFERENCES reg_result, code TEXT NOT NULL, times INTEGER NOT NULL,
  PRIMARY KEY (result, code)
) WITHOUT ROWID
"""
KEYS: Final = {"reg_message": (("result", "code"),)}
_MESSAGES: Final = b'"diagnostics": '
_AT_ONCE: Final = 100


def statements() -> Iterator[str]:
    """Give what makes the table, and the triggers that refuse to change what stands in it."""
    yield _TABLE.strip()
    yield from guards(KEYS)


def fill(connection: Connection) -> None:
    """Put in which messages stand in the results that are there."""
    last = 0
    while rows := connection.exec_driver_sql(
        "SELECT id, body FROM reg_result WHERE id > ? ORDER BY id LIMIT ?", (last, _AT_ONCE)
    ).fetchall():
        found = [(number, *one) for number, body in rows for one in sorted(_codes_in(unpacked(body)).items())]
        if found:
            connection.exec_driver_sql("INSERT INTO reg_message (result, code, times) VALUES (?, ?, ?)", found)
        last = rows[-1][0]


def _codes_in(result: bytes) -> Counter[str]:
    """Count the messages of a result by their codes; in a text no quotation mark is without a backslash before it."""
    at = result.rfind(_MESSAGES)
    if at < 0:
        return Counter()
    said: Any = json.JSONDecoder().raw_decode(result[at + len(_MESSAGES) :].decode())[0]
    return Counter(one["code"] for one in said)
