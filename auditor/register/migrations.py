"""How a register comes to be, and how one that an earlier release made becomes one of today.

Migrations are numbered from 1 and run in their order, in one transaction with all that follows from them. Their
number is the database's `user_version`. None is ever changed or taken away: the oldest register opens for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from msgspec import Struct
from sqlalchemy import Connection

from auditor.register import schema1, schema2, schema3, schema4, tables, views


class Migration(Struct, frozen=True):
    """One step: what it is called, the statements that make it, and what then fills it from what is there."""

    title: str
    statements: Callable[[], Iterator[str]]
    fill: Callable[[Connection], None] | None = None


MIGRATIONS: Final = (
    Migration("submissions, results, findings, runs and decisions", schema1.statements),
    Migration("what reviewers decided on findings", schema2.statements),
    Migration("which messages stand in results", schema3.statements, schema3.fill),
    Migration("scores that may be none, contested facts, what inputs gave way to", schema4.statements, schema4.fill),
)


def version_of(connection: Connection) -> int:
    """Give the number of the last migration that a database has had; 0 for one that is empty."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def migrate(connection: Connection, at: str, version: str) -> None:
    """Bring a database to the latest schema, within the transaction that the connection is in.

    `at` is the moment and `version` the program's own, for the record.
    """
    done = version_of(connection)
    if done == len(MIGRATIONS):
        return
    for view in views.NAMES:
        connection.exec_driver_sql(f"DROP VIEW IF EXISTS {view}")
    for number, migration in enumerate(MIGRATIONS[done:], start=done + 1):
        for statement in migration.statements():
            connection.exec_driver_sql(statement)
        if migration.fill is not None:
            migration.fill(connection)
        connection.execute(
            tables.migration.insert(), {"id": number, "title": migration.title, "at": at, "version": version}
        )
    for view in views.NAMES:
        connection.exec_driver_sql(views.making(view))
    connection.exec_driver_sql(f"PRAGMA application_id = {tables.APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {len(MIGRATIONS)}")
