"""What the commands of `auditor register` share: options, and the register opened for reading or writing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from auditor.cli.options import OUTPUT, RULES, parse_day

if TYPE_CHECKING:
    from auditor.register.reading import Register
    from auditor.register.store import Store

FILTERS = "Filters"
_FRACTION: Final = re.compile(r"[.,]\d")


def parse_moment(text: str) -> datetime:
    """Read a moment of the command line: a day or a second means its end, and without a zone UTC is meant.

    People are told moments to the second: what the register came to know within that second was known then.
    """
    if len(text) <= len("2026-01-01"):
        return datetime.combine(parse_day(text), time.max, UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"`{text}` is no moment; write it as YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ") from None
    if not _FRACTION.search(text):
        moment = moment.replace(microsecond=999_999)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


RegisterArgument = Annotated[
    str, typer.Argument(metavar="REGISTER", help="A register, made by auditor batch --register.", show_default=False)
]
KnownAtOption = Annotated[
    datetime | None,
    typer.Option(
        "--known-at",
        metavar="TIME",
        parser=parse_moment,
        help="Answer as the register would have at that moment, YYYY-MM-DD (the end of that day) or "
        "YYYY-MM-DDTHH:MM:SSZ (the end of that second). Left out: all that it knows.",
        rich_help_panel=FILTERS,
    ),
]
OneRulesetOption = Annotated[
    str | None,
    typer.Option(
        "--ruleset",
        "-r",
        metavar="ID[@VERSION]",
        help="Only audits against this ruleset or edition. Left out: against any.",
        rich_help_panel=RULES,
    ),
]
MeantRulesetOption = Annotated[
    str | None,
    typer.Option(
        "--ruleset",
        "-r",
        metavar="ID[@VERSION]",
        help="By which ruleset or edition. Left out: the only one there is; of several one is to be named.",
        rich_help_panel=RULES,
    ),
]
ServiceOption = Annotated[
    str | None,
    typer.Option(metavar="ID", help="Only this service. Left out: all.", rich_help_panel=FILTERS),
]


class Table(StrEnum):
    """The formats of what is, or can be, a table."""

    TERMINAL = "terminal"
    CSV = "csv"
    JSON = "json"


TableOption = Annotated[
    Table,
    typer.Option(
        "--format",
        "-f",
        show_default=False,
        help="To read, a table for spreadsheets, or for programs. Left out: terminal.",
        rich_help_panel=OUTPUT,
    ),
]


def now() -> datetime:
    """Give the moment in UTC, which a register keeps as the time when it came to know something."""
    return datetime.now(UTC)


@contextmanager
def register_at(file: str) -> Iterator[Register]:
    """Open a register to read it; raises InputError where it cannot be used."""
    with _installed():
        from auditor.register.opened import opened
    with opened(Path(file), now()) as register:
        yield register


@contextmanager
def store_at(file: str) -> Iterator[Store]:
    """Open a register that is there to write to it; raises InputError where it cannot be used."""
    with register_at(file):
        pass
    from auditor.register.store import open_store

    with open_store(Path(file), now()) as store:
        yield store


@contextmanager
def _installed() -> Iterator[None]:
    """End with status 2, and what to do, where the database library is not installed."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "sqlalchemy":
            raise
        from auditor.cli.streams import say

        say(
            "error: a register needs SQLAlchemy, which is not installed\n"
            "   = help: pip install 'auditor[register]'; a batch without --register does not need it"
        )
        raise typer.Exit(2) from None
