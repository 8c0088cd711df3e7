"""`auditor batch`: many submissions, each accounted for."""

from __future__ import annotations

import os
import sys
import time
from contextlib import ExitStack
from typing import Annotated

import typer

from auditor.cli.batch_fail import BatchFailOn
from auditor.cli.options import (
    GATE,
    OUTPUT,
    AsOfOption,
    QuietOption,
    RecalledOption,
    RespectDatesOption,
    RulesetsOption,
    finite,
    today,
)

WORK = "Work"
_TIME, _MEMORY = 60.0, 2048


PathsArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH…",
        help="Declarations, folders of them, patterns in quotes, archives (.zip, .tar, .tar.gz, .tar.bz2, .tar.xz); "
        "- is a list of paths on standard input, one a line.",
        show_default=False,
    ),
]
RegisterOption = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        help="Register to keep every submission and result in; what it holds is not audited again. Left out: none.",
        rich_help_panel=WORK,
    ),
]
WorkersOption = Annotated[
    int | None,
    typer.Option(
        "--workers", min=1, max=512, help="Processes that audit. Left out: one a processor.", rich_help_panel=WORK
    ),
]
TimeOption = Annotated[
    float,
    typer.Option(
        "--time-limit",
        metavar="SECONDS",
        min=0.1,
        max=86400,
        callback=finite,
        show_default=False,
        help=f"Time that one submission may take. Left out: {_TIME:g}.",
        rich_help_panel=WORK,
    ),
]
MemoryOption = Annotated[
    int,
    typer.Option(
        "--memory-limit",
        metavar="MIB",
        min=256,
        max=1 << 24,
        show_default=False,
        help=f"Memory that the process of one submission may take. Left out: {_MEMORY}.",
        rich_help_panel=WORK,
    ),
]
NullOption = Annotated[
    bool,
    typer.Option(
        "--null",
        help="The list on standard input has a NUL after each path. Left out: a line end.",
        rich_help_panel=WORK,
    ),
]
WholeOption = Annotated[
    bool,
    typer.Option(
        "--whole",
        help="Put the whole result of each audit into its line. Left out: verdicts, scores and counts.",
        rich_help_panel=OUTPUT,
    ),
]
FileOption = Annotated[
    str,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        show_default=False,
        help="Where the lines go; a file is there once the run has ended. Left out: -, standard output.",
        rich_help_panel=OUTPUT,
    ),
]
BatchFailOption = Annotated[
    BatchFailOn,
    typer.Option(
        "--fail-on",
        show_default=False,
        help="What fails the run, as declared: an input that cannot be used; or also a decisive requirement; or also "
        "any requirement. Left out: nothing does.",
        rich_help_panel=GATE,
    ),
]


def batch_command(
    paths: PathsArgument,
    rulesets: RulesetsOption = None,
    as_of: AsOfOption = None,
    respect_dates: RespectDatesOption = False,
    include_recalled: RecalledOption = False,
    register: RegisterOption = None,
    workers: WorkersOption = None,
    time_limit: TimeOption = _TIME,
    memory_limit: MemoryOption = _MEMORY,
    null: NullOption = False,
    fail_on: BatchFailOption = BatchFailOn.NEVER,
    whole: WholeOption = False,
    output: FileOption = "-",
    quiet: QuietOption = False,
) -> None:
    """Audit many submissions, and account for each.

    Writes a line of JSON for each input, in their order: audited, unusable, duplicate (it says what an earlier one
    says), superseded (its service states a later day in another one) or interrupted. A run that was ended can be run
    again with the same register: it goes on from there.

    Exit status: 0 every input is accounted for, whatever became of it; 2 wrong usage; 3 there was no input, or the
    register cannot be used; 70 a fault of the program's own over an input; 130 interrupted; 141 the reader went away.
    With --fail-on also 1, 3 and 4, as `auditor audit`.

    Example: auditor batch examples --as-of 2026-10-01
    """
    from auditor.register.pool import Processes, get_ready

    if paths.count("-") > 1:
        raise typer.BadParameter("standard input is one list: give - once", param_hint="PATH…")
    get_ready()
    from auditor.cli.batch_parts import Tally, ending_early, ending_in_order, now, opened, rules_for, sink_for, tell
    from auditor.cli.progress import Progress, is_wanted
    from auditor.cli.scratch import scratch
    from auditor.engine.gate import Exit
    from auditor.register.intake import Intake
    from auditor.register.run import Records, Way, run
    from auditor.register.spool import Spool
    from auditor.report import batch_ndjson

    rules = rules_for(
        rulesets,
        as_of or today(),
        respect_dates=respect_dates,
        include_recalled=include_recalled,
        results=whole,
        packed=register is not None,
        seconds=time_limit,
    )
    number = workers or processors()
    progress = Progress(shown=is_wanted(quiet=quiet, to_stdout=output == "-"), seconds=time.monotonic)
    tally = Tally()
    with ending_early(tally), ExitStack() as stack:
        store = stack.enter_context(opened(register))
        sink = stack.enter_context(sink_for(output))
        home = stack.enter_context(scratch())
        spool = stack.enter_context(Spool(home))
        stop = stack.enter_context(ending_in_order())
        intake = Intake(paths, home, listed=sys.stdin.buffer, null=null, own=register)
        outcomes = run(
            intake,
            rules.job,
            lambda: Processes(number, memory_limit, rules.read),
            spool,
            records=None if store is None else Records(store=store, terms=rules.terms, clock=now, whole=whole),
            way=Way(window=3 * number, seconds=time_limit, told=progress, stopped=lambda: stop.wanted or sink.left),
        )
        sink.write(batch_ndjson.header(rules.terms, rules.outside))
        for outcome in outcomes:
            tally.add(outcome)
            progress.clear()
            sink.write(batch_ndjson.line(outcome, whole=whole))
        progress.clear()
        complete = not spool.cut and not tally.interrupted
        sink.write(batch_ndjson.trailer(spool.given, tally.counts, intake.aside, complete=complete))
    if spool.given or not sink.left:
        tell(tally, spool.given, intake.notes(), quiet=quiet)
    ended = Exit.READER_LEFT if sink.left else Exit.INTERRUPTED if stop.wanted else None
    raise typer.Exit(ended or tally.status(spool.given, fail_on))


def processors() -> int:
    """Give how many processors this process may use, which a container may have fewer of than its machine."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
