"""The second step of a register's schema: what reviewers decided on findings, beside the verdicts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from auditor.register.schema1 import guards

_TABLE: Final = """
CREATE TABLE reg_review (
  id INTEGER PRIMARY KEY, moment INTEGER NOT NULL REFERENCES reg_moment,
  decision INTEGER NOT NULL UNIQUE REFERENCES reg_decision,
  opinion TEXT NOT NULL CHECK (opinion IN ('accept', 'reject', 'look'))
)
"""
KEYS: Final = {"reg_review": (("id",), ("decision",))}


def statements() -> Iterator[str]:
    """Give what makes the table, and the triggers that refuse to change what stands in it."""
    yield _TABLE.strip()
    yield from guards(KEYS)
