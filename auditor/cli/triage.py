"""`auditor triage`: who to look at first, among all that a register holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Final

import typer

from auditor.cli.options import ColorOption, PlainOption, QuietOption, View, WidthOption
from auditor.cli.register_options import FILTERS, KnownAtOption, MeantRulesetOption, Table, TableOption, register_at
from auditor.cli.views import show_view
from auditor.model.triage import End

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime

    from auditor.model.register import Entry
    from auditor.register.profiles import Spread

_MANY: Final = 1000
_CHUNK: Final = 20

RegisterFileOption = Annotated[
    str,
    typer.Option(
        "--register", metavar="FILE", help="A register, made by auditor batch --register.", show_default=False
    ),
]
LimitOption = Annotated[
    int, typer.Option(min=0, metavar="N", help="How many to show at the most; 0 is all.", rich_help_panel=FILTERS)
]
SHOWN: Final = 20


def triage_command(
    register: RegisterFileOption,
    ruleset: MeantRulesetOption = None,
    by: Annotated[
        End,
        typer.Option(
            "--by",
            show_default=False,
            help="Order by the upper end of a priority, where harm may be greatest, or by the lower, what is sure. "
            "Left out: upper.",
            rich_help_panel=FILTERS,
        ),
    ] = End.UPPER,
    known_at: KnownAtOption = None,
    limit: Annotated[
        int | None,
        typer.Option(
            min=0,
            metavar="N",
            help=f"How many to show at the most; 0 is all. Left out: {SHOWN}, but in csv all.",
            show_default=False,
            rich_help_panel=FILTERS,
        ),
    ] = None,
    format: TableOption = Table.TERMINAL,
    color: ColorOption = "auto",
    width: WidthOption = None,
    plain: PlainOption = False,
    quiet: QuietOption = False,
) -> None:
    """Say which filings to look at first, and why.

    Of each service the newest filing, by exposure of children times shortfall as backed, every term shown; beside it
    signals: contradictions, documents or prose that other providers have too, documents all dated just before the
    filing, numbers at their bounds, rules that apply no longer, answers that went silent. A priority and a signal are
    reasons to look, and never findings. Services that others compiled are not ranked.

    Exit status: 0 shown; 2 wrong usage, or it is to be said by which ruleset; 3 the register cannot be used.

    Example: auditor triage --register register.db --limit 10
    """
    with register_at(register) as opened:
        from auditor.register.choosing import everything
        from auditor.register.triaging import triaged

        if limit is None:
            limit = 0 if format is Table.CSV else SHOWN
        told, clear = _progress(quiet=quiet)
        entries = everything(opened, known_at)
        meant = the_ruleset(entries, ruleset, known_at=known_at)
        with _spreading(len(entries)) as spread:
            found = triaged(
                opened, entries, meant, by=by, known_at=known_at, limit=limit or None, told=told, spread=spread
            )
        clear()
    if format is Table.CSV:
        from auditor.cli.streams import emit, say
        from auditor.report.triage_csv import render_csv

        emit(render_csv(found))
        if len(found.shown) < len(found.ranked) and not quiet:
            say(f"{len(found.shown)} of {len(found.ranked)} filings written: --limit 0 gives all")
    else:
        show_view("triage", found, format=View(format.value), color=color, width=width, plain=plain)


def the_ruleset(
    entries: Sequence[Entry],
    asked: str | None,
    among: Collection[str] | None = None,
    *,
    known_at: datetime | None = None,
    hint: str = "--ruleset",
) -> str:
    """Give the ruleset that is meant: what is asked for, or the only one that anything was audited by.

    `among` are those that can be meant where nothing is asked for. Where nothing was audited yet, none is meant, and
    the answer is empty. `hint` is where on the command line it was asked for.
    """
    from auditor.cli.register_asked import no_audit
    from auditor.register.choosing import is_of, rulesets_in

    there = rulesets_in(entries)
    if not there:
        return asked or ""
    if asked is None:
        possible = [one for one in there if among is None or one in among] or [*there]
        if len(possible) == 1:
            return possible[0]
        raise typer.BadParameter(f"the register holds audits by {', '.join(possible)}; name one", param_hint=hint)
    if not any(is_of(one, asked) for one in entries):
        raise typer.BadParameter(f"{no_audit(f'by `{asked}`', known_at)}; it has {', '.join(there)}", param_hint=hint)
    return asked


@contextmanager
def _spreading(filings: int) -> Iterator[Spread]:
    """Give what reads filings: this process alone, or one a processor where there are very many."""
    from functools import partial

    from auditor.cli.batch import processors

    if filings < _MANY or processors() < 2:
        yield map
        return
    from auditor.register.pool import Processes

    with Processes(processors()) as pool:
        yield partial(pool.map, chunksize=_CHUNK)


def _progress(*, quiet: bool) -> tuple[Callable[[int, int], None], Callable[[], None]]:
    """Give what draws how many filings are read, where there is a terminal to draw on, and what takes it away."""
    import time

    from auditor.cli.progress import Progress, is_wanted
    from auditor.register.run import Stage

    progress = Progress(shown=is_wanted(quiet=quiet, to_stdout=False), seconds=time.monotonic)

    def told(done: int, given: int) -> None:
        progress(Stage.READING, done, given)

    return told, progress.clear
