"""A question in an analyst's own SQL: read only, of the views alone, within a time and a number of rows.

Whoever asks may be careless, and a query may have been copied from anywhere: nothing is written, no other file is
opened, nothing runs for ever, and no answer fills the memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from itertools import islice
from typing import Any, Final

from auditor.model.diagnostic import Diagnostic, InputError
from auditor.model.register import Answered, Cell
from auditor.register import views
from auditor.register.connect import damaged_by, told
from auditor.register.reading import Register

LONGEST_CELL: Final = 1_000_000
_STEPS: Final = 20_000
_OK: Final = 0
_DENY: Final = 1
# What SQLite asks leave for, by the numbers of its interface.
_PRAGMA, _READ, _SELECT, _UPDATE, _FUNCTION, _RECURSIVE = 19, 20, 21, 23, 31, 33
_TOO_LONG: Final = 0  # the limit on a text, among SQLite's limits
_ABOUT_TABLES: Final = frozenset({"sqlite_master", "sqlite_schema"})
_HARMLESS_PRAGMAS: Final = frozenset({"table_info", "table_xinfo", "table_list"})
_REFUSED_FUNCTIONS: Final = frozenset({"load_extension", "randomblob", "zeroblob", "fts3_tokenizer"})


def ask(
    register: Register, sql: str, *, expired: Callable[[], bool], rows: int | None, known_at: datetime | None = None
) -> Answered:
    """Answer a query of the views as `asked` does, with at most so many rows; None is all of them."""
    with asked(register, sql, expired=expired, known_at=known_at) as (columns, found):
        first = tuple(islice(found, rows))
        return Answered(columns=columns, rows=first, more=rows is not None and next(found, None) is not None)


@contextmanager
def asked(
    register: Register, sql: str, *, expired: Callable[[], bool], known_at: datetime | None = None
) -> Iterator[tuple[tuple[str, ...], Iterator[tuple[Cell, ...]]]]:
    """Give the columns of a query of the views, and its rows one after another, so that no answer fills the memory.

    `expired` is asked now and then whether time is up. With `known_at` the views show what the register knew then.
    Raises InputError for a query that cannot be answered, be it in the middle of its rows, or a damaged register.
    """
    connection = register.connection
    driver: Any = connection.connection.driver_connection
    with told(register.path):
        _look_back(register, known_at)
    late = False

    def watch() -> int:
        nonlocal late
        late = late or expired()
        return int(late)

    driver.set_authorizer(_allowed)
    driver.set_progress_handler(watch, _STEPS)
    driver.setlimit(_TOO_LONG, LONGEST_CELL)
    try:
        with closing(_begun(driver, sql)) as cursor:
            yield tuple(str(one[0]) for one in cursor.description), cursor
    except (driver.Error, driver.Warning) as error:
        refused = damaged_by(error, register.path) or _refused("time is up" if late else str(error), late=late)
        raise refused from None
    finally:
        driver.set_progress_handler(None, 0)
        driver.set_authorizer(None)


def _look_back(register: Register, known_at: datetime | None) -> None:
    """Put views of what was known then before those of the register, for this connection alone."""
    run = register.connection.exec_driver_sql
    last = register.moment_at(known_at)
    run("PRAGMA query_only = OFF")
    for view in views.NAMES:
        run(f"DROP VIEW IF EXISTS temp.{view}")
        if known_at is not None:
            run(views.making(view, last))
    run("PRAGMA query_only = ON")


def _begun(driver: Any, sql: str) -> Any:
    try:
        cursor = driver.execute(sql)
    except ValueError as error:  # a text that is none to SQLite
        raise driver.ProgrammingError(str(error)) from None
    if cursor.description is None:
        cursor.close()
        raise driver.ProgrammingError("it asks for nothing")
    return cursor


def _allowed(action: int, first: str | None, second: str | None, _base: str | None, view: str | None) -> int:
    """Say whether a statement may do one thing: it may read views, and what a view of the register reads for it."""
    if action in (_SELECT, _RECURSIVE):
        return _OK
    if action == _FUNCTION:
        return _DENY if second in _REFUSED_FUNCTIONS else _OK
    if action == _PRAGMA:
        return _OK if first in _HARMLESS_PRAGMAS else _DENY
    if action == _UPDATE:  # so SQLite calls the making of a table that stands for a pragma; the file is read only
        return _OK if first in _ABOUT_TABLES else _DENY
    # A table of the register is read by its views; of one that is joined and not looked into, no column is named.
    own = (first or "").startswith("reg_") and bool(second)
    return _OK if action == _READ and (not own or view in views.NAMES) else _DENY


def _refused(reason: str, *, late: bool) -> InputError:
    help = "the views are " + ", ".join(views.NAMES) + "; docs/register.md tells their columns"
    if late:
        help = "ask for less, or give it longer with --time-limit"
    if "prohibited" in reason or "not authorized" in reason:
        reason += ": a query reads the register's views, and nothing else"
    return InputError(
        (Diagnostic(code="register.query", message=f"the query was not answered: {reason}", help=help),)
    )
