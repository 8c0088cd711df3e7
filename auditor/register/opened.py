"""A register opened for reading: as it was committed last, the same while it is open, and never written to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from auditor.register.connect import WAIT, engine_of, is_older, looks_like_one, refusal, told
from auditor.register.reading import Register
from auditor.register.store import open_store


@contextmanager
def opened(path: Path | str, now: datetime, *, wait: float = WAIT) -> Iterator[Register]:
    """Open a register to read it. One that an earlier release made is brought up to date first.

    Raises InputError where there is none, or none that can be read.
    """
    path = Path(path)
    if not looks_like_one(path):
        raise refusal(
            path,
            "missing",
            "there is no register `{}`",
            "only a batch makes one: a slip of the pen in its name would otherwise read as an empty register",
            "check the name; `auditor batch … --register FILE` makes one",
        )
    connection = _ready(path, now, wait)
    try:
        with told(path):
            connection.exec_driver_sql("PRAGMA query_only = ON")
            connection.exec_driver_sql("BEGIN")
            # What is read from here on is of one moment: a transaction begins with its first look at the file.
            connection.exec_driver_sql("SELECT max(id) FROM reg_moment").scalar_one()
        yield Register(connection, path)
    finally:
        connection.rollback()
        connection.close()


def _ready(path: Path, now: datetime, wait: float) -> Connection:
    """Connect to a register that is of today's schema, or that becomes so."""
    engine = engine_of(path, write=False, wait=wait)
    with told(path):
        with engine.connect() as connection:
            older = is_older(connection, path)
        if older:
            open_store(path, now, wait=wait).close()
        return engine.connect()
