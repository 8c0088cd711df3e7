"""A register's file, opened for writing or for reading, and what may go wrong with it, told for people.

SQLite is spoken to through SQLAlchemy alone. Whoever writes waits for whoever writes already; whoever reads sees what
was committed last, and is never waited for.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from auditor.model.diagnostic import Diagnostic, InputError, Place
from auditor.register import migrations
from auditor.register.tables import APPLICATION_ID
from auditor.source.headers import first_bytes

WAIT: Final = 60.0
_MAGIC: Final = b"SQLite format 3\0"
_HEAD: Final = 100
_AT: Final = 68

# What SQLite calls it: the code of the diagnostic, what happened, why it matters, and what to do.
_FAULTS: Final = {
    "SQLITE_BUSY": (
        "locked",
        "`{}` is being written to by another program, which did not let go",
        "two programs never write to a register at the same time",
        "wait until the other run has ended, then run this again: what is kept already is not done anew",
    ),
    "SQLITE_FULL": (
        "full",
        "there is no room left for `{}`",
        "what was told before is kept; what was being kept just now is not in the register, not in part either",
        "make room on its disk, then run this again: what is kept already is not done anew",
    ),
    "SQLITE_READONLY": (
        "read-only",
        "`{}` cannot be written to",
        "a register is a file, and SQLite puts two more beside it while it is in use",
        "change the permissions of the file and its folder, or name another register",
    ),
    "SQLITE_CANTOPEN": (
        "cannot-open",
        "`{}` cannot be opened",
        "a register is a file, and SQLite puts two more beside it while it is in use",
        "name a file in a folder that exists and can be written to",
    ),
    "SQLITE_IOERR": (
        "cannot-open",
        "the system could not read or write `{}`",
        "what was being kept just now is not in the register, not in part either",
        "look at the disk, then run this again: what is kept already is not done anew",
    ),
    "SQLITE_CORRUPT": (
        "damaged",
        "`{}` is damaged: something else than a register's own programs wrote into it",
        "nothing in it can be relied on",
        "take the last copy that was made of it",
    ),
}
_FAULTS["SQLITE_NOTADB"] = _FAULTS["SQLITE_CORRUPT"]
_DAMAGED: Final = ("SQLITE_CORRUPT", "SQLITE_NOTADB")


def refusal(path: Path, code: str, message: str, why: str = "", help: str = "") -> InputError:
    """Make the error for a register that cannot be used."""
    shown = path.name or str(path)
    return InputError(
        (Diagnostic(code=f"register.{code}", message=message.format(shown), place=Place(shown), why=why, help=help),)
    )


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what the database reports about its file into an InputError; a fault of our own stays one."""
    try:
        yield
    except DBAPIError as error:
        name = str(getattr(error.orig, "sqlite_errorname", ""))
        known = next((fault for start, fault in _FAULTS.items() if name.startswith(start)), None)
        if known is None:
            raise
        raise refusal(path, *known) from None


def damaged_by(error: Exception, path: Path) -> InputError | None:
    """Give the error for a damaged file, where that is what the database itself, not SQLAlchemy, reports."""
    name = str(getattr(error, "sqlite_errorname", ""))
    return refusal(path, *_FAULTS["SQLITE_CORRUPT"]) if name.startswith(_DAMAGED) else None


def looks_like_one(path: Path) -> bool:
    """Whether there is a register in a file; False where there is no file or nothing in it.

    Nothing is written. Raises InputError for a file that is something else, or cannot be read.
    """
    head = first_bytes(path, _HEAD)
    if not head:
        return False
    if not head.startswith(_MAGIC) or int.from_bytes(head[_AT : _AT + 4], "big") != APPLICATION_ID:
        raise refusal(
            path,
            "not-a-register",
            "`{}` is not a register",
            "it was left as it is: a register is written only into a file that is one, or is not there yet",
            "name another file; `auditor batch … --register FILE` makes one",
        )
    return True


def is_older(connection: Connection, path: Path) -> bool:
    """Whether a register is of an earlier release, or empty; raises InputError where a later release made it."""
    found, latest = migrations.version_of(connection), len(migrations.MIGRATIONS)
    if found > latest:
        raise refusal(
            path,
            "newer",
            f"`{{}}` is a register of version {found}, and this release knows versions up to {latest}",
            "it was left as it is: what a later release keeps there would be lost or misread",
            "use the release that wrote it, or a later one",
        )
    return found < latest


def engine_of(path: Path, *, write: bool, wait: float = WAIT) -> Engine:
    """Give the one door to a register's file; nothing is opened before it is asked for a connection.

    Transactions are begun in so many words, never by the driver: a write begins by taking the write lock.
    """
    # The driver's own module, so that its name stands in one place: in SQLAlchemy's.
    driver: Any = SQLiteDialect_pysqlite.import_dbapi()
    name = os.fsencode(path if path.is_absolute() else f"./{path}")  # alone, `:memory:` is no file to SQLite
    uri = f"file:{quote(name)}?mode={'rwc' if write else 'ro'}{'' if write else _for_ever(path)}"

    def connected() -> Any:
        return driver.connect(uri, uri=True, timeout=wait, isolation_level=None, check_same_thread=False)

    engine = create_engine("sqlite://", creator=connected, poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        for pragma in ("foreign_keys = ON", "recursive_triggers = ON", "secure_delete = ON", "synchronous = FULL"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return engine


def _for_ever(path: Path) -> str:
    """Say that a register cannot change while it is read: one in a folder where nothing can be put beside it.

    SQLite would otherwise want to put its two files there. Where another program has put them, it may be writing.
    """
    beside = path.with_name(f"{path.name}-wal")
    return "" if os.access(path.parent, os.W_OK) or beside.exists() else "&immutable=1"
