"""`auditor register show`: one submission of a register, whole: its result in any format, its text, its history."""

from __future__ import annotations

import re
import shlex
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from msgspec.structs import replace

from auditor import __version__
from auditor.cli.config import none_of_these
from auditor.cli.options import ColorOption, PlainOption, VerboseOption, View, WidthOption, parse_day
from auditor.cli.register_options import (
    FILTERS,
    KnownAtOption,
    OneRulesetOption,
    RegisterArgument,
    register_at,
)
from auditor.cli.register_reviews import reviews_of, tell_reviews
from auditor.cli.rendering import FormatOption, OutputOption, formats_with_places, write_reports
from auditor.cli.views import show_view
from auditor.report.registry import Format

if TYPE_CHECKING:
    from auditor.model.register import Entry
    from auditor.model.result import Result
    from auditor.model.reviews import Review
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
            "RUN:POSITION for an input that could not be used.",
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
    taken out. With --history its audits and the inputs that were it (terminal or json), with --content its text.

    Exit status: 0 shown; 2 wrong usage, or the register knows no such submission; 3 the register cannot be used;
    5 the result contradicts itself: something else wrote into the register.

    Example: auditor register show register.db harbour --format html --output harbour.html
    """
    from auditor.cli.streams import emit

    if history and content:
        raise typer.BadParameter("--history or --content, not both", param_hint="--history")
    drawing: dict[str, Any] = {"color": color, "width": width, "plain": plain}
    with register_at(register) as opened:
        if found := _INPUT.fullmatch(submission):
            _show_input(opened, int(found[1]), int(found[2]))
            return
        digest = the_digest(opened, submission, known_at)
        decided = reviews_of(opened, digest, known_at)
        if history:
            _show_history(opened, digest, known_at, decided, formats, outputs, drawing)
            return
        number = chosen(opened, digest, known_at, ruleset, as_of)
        if content:
            emit(opened.content(number).decode("utf-8", "backslashreplace"))
            return
        data = opened.result(number)
    _show_result(data, none_of_these(context), formats, outputs, {**drawing, "verbose": verbose})
    tell_reviews(decided, digest, formats, outputs)


def the_digest(opened: Register, submission: str, known_at: datetime | None, *, hint: str = "SUBMISSION") -> str:
    """Give the digest of the one submission that a name means; `hint` is where on the command line it was named."""
    found = opened.named(submission, known_at)
    if not found:
        raise typer.BadParameter(f"the register knows no submission `{submission}`", param_hint=hint)
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
    fitting: list[int] = [
        one.result
        for one in opened.entries_of(digest, known_at)
        if one.result is not None and as_of in (None, one.as_of) and _is_of(one, ruleset)
    ]
    if not fitting:
        asked = f" by {ruleset}" if ruleset is not None else ""
        asked += f" as of {as_of}" if as_of is not None else ""
        history = shlex.join(["auditor", "register", "show", str(opened.path), digest[:12], "--history"])
        raise typer.BadParameter(
            f"the register holds no result{asked} for it; see what it holds: {history}", param_hint=hint
        )
    return fitting[0]


def _is_of(entry: Entry, ruleset: str | None) -> bool:
    name, _, version = (ruleset or "").partition("@")
    return not name or (entry.ruleset == name and f"{entry.version}.".startswith(f"{version}." if version else ""))


def _show_input(opened: Register, run: int, position: int) -> None:
    from auditor.cli.streams import emit, look
    from auditor.report.diagnostics import render_diagnostics

    found = opened.diagnostics(run, position)
    if found is None:
        raise typer.BadParameter(f"the register knows no input {position} of run {run}", param_hint="SUBMISSION")
    drawn = look(color="auto", width=None, plain=False)
    emit((render_diagnostics(found, color=drawn.color) or "nothing was wrong with it").rstrip("\n") + "\n")


def _show_history(
    opened: Register,
    digest: str,
    known_at: datetime | None,
    decided: tuple[Review, ...],
    formats: list[Format] | None,
    outputs: list[str] | None,
    drawing: dict[str, Any],
) -> None:
    chosen = (formats or [Format.TERMINAL])[0]
    if outputs or len(formats or []) > 1 or chosen not in (Format.TERMINAL, Format.JSON):
        raise typer.BadParameter("a history is shown as terminal or json, on standard output", param_hint="--format")
    told = replace(opened.history(digest, known_at), reviews=decided)
    show_view("register_history", told, format=View(chosen.value), **drawing)


def _show_result(
    data: bytes, config: str, formats: list[Format] | None, outputs: list[str] | None, drawing: dict[str, Any]
) -> None:
    from auditor.cli.report import contradictions
    from auditor.cli.streams import emit, say, show_diagnostics
    from auditor.engine.gate import Exit
    from auditor.source.results import read_result

    pairs = formats_with_places(formats, outputs)
    saved, document = read_result(data, "result")
    wrong = contradictions(saved, document)
    if wrong:
        show_diagnostics(wrong, done="nothing was shown")
        raise typer.Exit(Exit.INTEGRITY)
    _note_release(saved, say)
    for format, output in pairs:
        if format is Format.JSON:  # as it was kept, byte for byte
            emit(data.decode(), output)
        else:
            write_reports([(format, output)], replace(saved, config=config), **drawing)


def _note_release(saved: Result, say: Any) -> None:
    if saved.version != __version__:
        say(f"note: auditor {saved.version} made this result; auditor {__version__} shows it")
