"""`auditor register show`: one submission of a register, whole: its result in any format, its text, its history."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from auditor.cli.config import none_of_these
from auditor.cli.options import ColorOption, PlainOption, VerboseOption, WidthOption, parse_day
from auditor.cli.register_options import (
    FILTERS,
    KnownAtOption,
    OneRulesetOption,
    RegisterArgument,
    register_at,
)
from auditor.cli.register_reviews import reviews_of, tell_reviews
from auditor.cli.register_shown import (
    as_it_is,
    fitting,
    none_fits,
    show_history,
    show_input,
    show_result,
    tell_rivals,
)
from auditor.cli.rendering import FormatOption, OutputOption
from auditor.report.registry import Format

if TYPE_CHECKING:
    from auditor.register.reading import Register

_INPUT = re.compile(r"([0-9]{1,15}):([0-9]{1,15})", re.ASCII)


def show_command(
    context: typer.Context,
    register: RegisterArgument,
    submission: Annotated[
        str,
        typer.Argument(
            metavar="SUBMISSION",
            help="The beginning of its digest, four signs at the least; a service's id for its newest filing; or "
            "RUN:POSITION for what became of an input.",
            show_default=False,
        ),
    ],
    ruleset: OneRulesetOption = None,
    as_of: Annotated[
        date | None,
        typer.Option(
            "--as-of",
            metavar="YYYY-MM-DD",
            parser=parse_day,
            help="The audit by the rules of that day. Left out: of the newest.",
            rich_help_panel=FILTERS,
        ),
    ] = None,
    known_at: KnownAtOption = None,
    history: Annotated[
        bool, typer.Option("--history", help="Its audits and inputs alone. Left out: its result.")
    ] = False,
    content: Annotated[
        bool, typer.Option("--content", help="The declaration itself, as it was filed. Left out: its result.")
    ] = False,
    formats: FormatOption = None,
    outputs: OutputOption = None,
    color: ColorOption = "auto",
    width: WidthOption = None,
    plain: PlainOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Show one submission, whole.

    The result as it was kept, in any format of `auditor audit`; names of persons stand in it where they have not been
    taken out. With --ruleset what of it is by that ruleset alone, and the gate over that. With --history its audits
    and the inputs that were it (terminal or json), with --content its text.

    Exit status: 0 shown; 2 wrong usage, or the register knows no such submission; 3 the register cannot be used;
    5 the result contradicts itself: something else wrote into the register.

    Example: auditor register show register.db harbour --format html --output harbour.html
    """
    from auditor.cli.streams import emit

    if history and content:
        raise typer.BadParameter("--history or --content, not both", param_hint="--history")
    if found := _INPUT.fullmatch(submission):
        for option, given in (
            ("--ruleset", ruleset),
            ("--as-of", as_of),
            ("--history", history or None),
            ("--content", content or None),
        ):
            if given is not None:
                raise typer.BadParameter(
                    "it chooses among the audits of a submission, not of an input", param_hint=option
                )
    if found or history or content:
        what = "what became of an input" if found else "a history" if history else "a declaration"
        as_it_is(what, formats, outputs, json=history)
    drawing: dict[str, Any] = {"color": color, "width": width, "plain": plain}
    with register_at(register) as opened:
        if found:
            show_input(opened, int(found[1]), int(found[2]), known_at)
            return
        digest = the_digest(opened, submission, known_at)
        decided = reviews_of(opened, digest, known_at, ruleset)
        if history:
            format = (formats or [Format.TERMINAL])[0]
            show_history(opened, digest, known_at, (ruleset, as_of), decided, format, drawing)
            return
        number = chosen(opened, digest, known_at, ruleset, as_of)
        if content:
            emit(opened.content(number).decode("utf-8", "backslashreplace"))
            return
        data = opened.result(number)
        shown = opened.entries_of(digest, known_at)[0]
    tell_rivals(shown)
    show_result(data, ruleset, none_of_these(context), formats, outputs, {**drawing, "verbose": verbose})
    tell_reviews(decided, digest, formats, outputs)


def the_digest(opened: Register, submission: str, known_at: datetime | None, *, hint: str = "SUBMISSION") -> str:
    """Give the digest of the one submission that a name means; `hint` is where on the command line it was named."""
    from auditor.cli.register_asked import unknown
    from auditor.register.known import services

    found = opened.named(submission, known_at)
    if not found:
        raise unknown("submission", submission, services(opened, known_at), known_at, hint=hint)
    if len(found) > 1:
        raise typer.BadParameter(
            f"{len(found)} submissions begin with `{submission}`; write more of the digest", param_hint=hint
        )
    return found[0]


def chosen(
    opened: Register,
    digest: str,
    known_at: datetime | None,
    ruleset: str | None,
    as_of: date | None,
    *,
    hint: str = "SUBMISSION",
) -> int:
    """Give the number of the result that is meant: of those that fit, the newest; `hint` is as for its digest."""
    entries = opened.entries_of(digest, known_at)
    for one in fitting(opened, entries, ruleset, as_of, hint=hint):
        if one.result is not None:
            return one.result
    raise none_fits(opened, digest, ruleset, as_of, hint=hint)
