"""`auditor register query`: a question in SQL, answered on a screen, as a table or as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Final

import typer

from auditor.cli.options import ColorOption, PlainOption, View, WidthOption, finite
from auditor.cli.register_options import FILTERS, KnownAtOption, RegisterArgument, Table, TableOption, register_at
from auditor.cli.views import show_view

if TYPE_CHECKING:
    from auditor.model.register import Cell

_ROWS: Final = 1000
_AT_ONCE: Final = 500


class _Allowance:
    """The time that a query may take, without that for which it waits until its rows are written and read."""

    def __init__(self, seconds: float) -> None:
        self._until = monotonic() + seconds

    def is_over(self) -> bool:
        """Whether the time is up."""
        return monotonic() > self._until

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Leave out the time that passes inside."""
        since = monotonic()
        yield
        self._until += monotonic() - since


def query_command(
    register: RegisterArgument,
    sql: Annotated[
        str,
        typer.Argument(
            metavar="SQL", help="A query of the views that docs/register.md describes.", show_default=False
        ),
    ],
    known_at: KnownAtOption = None,
    limit: Annotated[
        int | None,
        typer.Option(
            min=0,
            metavar="N",
            help="How many rows at the most; 0 is all. Left out: 1000, but in csv all.",
            show_default=False,
            rich_help_panel=FILTERS,
        ),
    ] = None,
    time_limit: Annotated[
        float,
        typer.Option(
            min=0.1, callback=finite, metavar="SECONDS", help="How long it may take.", rich_help_panel=FILTERS
        ),
    ] = 60,
    format: TableOption = Table.TERMINAL,
    color: ColorOption = "auto",
    width: WidthOption = None,
    plain: PlainOption = False,
) -> None:
    """Ask a question in SQL.

    The register is opened to be read: nothing in it can be changed by a query, and no other file is opened.

    Exit status: 0 answered; 2 the query was not answered; 3 the register cannot be used.

    Example: auditor register query register.db "select verdict, count(*) from audit group by verdict"
    """
    from auditor.cli.streams import show_diagnostics
    from auditor.model.diagnostic import InputError

    with register_at(register) as opened:
        from auditor.register.querying import ask, asked

        allowed = _Allowance(time_limit)
        try:
            if format is Table.CSV:
                with asked(opened, sql, expired=allowed.is_over, known_at=known_at) as (columns, rows):
                    _emit_csv(columns, rows, limit or None, allowed)
                return
            most = _ROWS if limit is None else limit or None
            answered = ask(opened, sql, expired=allowed.is_over, rows=most, known_at=known_at)
        except InputError as error:
            if error.diagnostics[0].code != "register.query":
                raise
            show_diagnostics(error.diagnostics)
            raise typer.Exit(2) from None
    show_view("register_query", answered, format=View(format.value), color=color, width=width, plain=plain)


def _emit_csv(columns: Sequence[str], rows: Iterator[Sequence[Cell]], most: int | None, allowed: _Allowance) -> None:
    """Write a table as its rows come, and say on standard error if it was cut, since nothing in it can."""
    from auditor.cli.streams import emit, say
    from auditor.report.register_query import csv_row, scores_in

    # Nothing is written before the first rows are there: what cannot be answered leaves no table.
    head, taken, scores = csv_row(columns), islice(rows, most), scores_in(columns)
    while (some := [*islice(taken, _AT_ONCE)]) or head:
        with allowed.waiting():
            emit(head + "".join(csv_row(one, scores) for one in some))
        head = ""
    if most is not None and next(rows, None) is not None:
        say(f"{most} rows written, and there are more: --limit 0 gives all")
