"""What `auditor register show` shows: an input, a history, or a result whole or by one ruleset of several."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import typer
from msgspec.structs import replace

from auditor import __version__
from auditor.cli.options import View
from auditor.cli.rendering import formats_with_places, write_reports
from auditor.cli.views import show_view
from auditor.report.registry import Format

if TYPE_CHECKING:
    from auditor.model.register import Entry
    from auditor.model.result import Result
    from auditor.model.reviews import Review
    from auditor.register.reading import Register


def tell_rivals(entry: Entry) -> None:
    """Say on standard error which other filings of the service may hold instead of the one that is shown."""
    from auditor.cli.streams import say
    from auditor.report.register_words import rivals

    for line in rivals(entry):
        say(f"note: {line}")


def as_it_is(
    what: str, formats: Sequence[Format] | None, outputs: Sequence[str] | None, *, json: bool = False
) -> None:
    """Refuse a format or a file for what is shown in one way, on standard output alone."""
    allowed = (Format.TERMINAL, Format.JSON) if json else (Format.TERMINAL,)
    if len(formats or []) > 1 or any(one not in allowed for one in formats or ()):
        how = "as terminal or json, on standard output" if json else "as it is; leave out --format"
        raise typer.BadParameter(f"{what} is shown {how}", param_hint="--format")
    if outputs:
        raise typer.BadParameter(f"{what} is shown on standard output", param_hint="--output")


def show_input(opened: Register, run: int, position: int, known_at: datetime | None) -> None:
    """Say what became of one input of one run, and what was wrong with it."""
    from auditor.cli.register_asked import at_that_time
    from auditor.cli.streams import emit, look
    from auditor.report.diagnostics import render_diagnostics

    entry = opened.input_at(run, position, known_at)
    if entry is None:
        told = f"no input {position} of run {run}"
        told = at_that_time(known_at, f"the register knows {told}", f"the register knew {told}")
        raise typer.BadParameter(told, param_hint="SUBMISSION")
    drawn = look(color="auto", width=None, plain=False)
    wrong = render_diagnostics(opened.diagnostics(run, position) or (), color=drawn.color)
    emit((wrong or _became(opened, entry)).rstrip("\n") + "\n")


def _became(opened: Register, entry: Entry) -> str:
    """Say in which state an input ended, and which submission it was."""
    from auditor.report.escape import visible
    from auditor.report.register_words import SHORT, STATES, gave_way
    from auditor.report.wording import flat

    became = f"{STATES[entry.state][2]}{gave_way(entry)}"
    lines = [f"{entry.shown}, input {entry.position} of run {entry.run}: {became}."]
    if entry.sha256:
        digest = entry.sha256[:SHORT]
        told = shlex.join(["auditor", "register", "show", str(opened.path), digest])
        lines.append(f"It is the submission {digest} of {entry.service}; what the register holds of that: {told}")
    return "\n".join(visible(flat(one)) for one in lines)


def show_history(
    opened: Register,
    digest: str,
    known_at: datetime | None,
    narrowed: tuple[str | None, date | None],
    decided: tuple[Review, ...],
    format: Format,
    drawing: dict[str, Any],
) -> None:
    """Show a submission's audits, all or those by a ruleset or of a day, and the inputs that were it."""
    told = opened.history(digest, known_at)
    entries = fitting(opened, told.entries, *narrowed)
    show_view(
        "register_history", replace(told, entries=entries, reviews=decided), format=View(format.value), **drawing
    )


def fitting(
    opened: Register,
    entries: tuple[Entry, ...],
    ruleset: str | None,
    as_of: date | None,
    *,
    hint: str = "SUBMISSION",
) -> tuple[Entry, ...]:
    """Give the audits of one submission by a ruleset, or of a day; all, where neither is asked for.

    Ends with status 2 where none fits; `hint` is where on the command line the submission was named.
    """
    from auditor.register.choosing import is_of

    if ruleset is None and as_of is None:
        return entries
    found = tuple(
        one
        for one in entries
        if one.result is not None and as_of in (None, one.as_of) and (ruleset is None or is_of(one, ruleset))
    )
    if not found:
        raise none_fits(opened, entries[0].sha256, ruleset, as_of, hint=hint)
    return found


def none_fits(
    opened: Register, digest: str, ruleset: str | None, as_of: date | None, *, hint: str
) -> typer.BadParameter:
    """Give the refusal of a submission that the register holds no such result of."""
    asked = f" by {ruleset}" if ruleset is not None else ""
    asked += f" as of {as_of}" if as_of is not None else ""
    history = shlex.join(["auditor", "register", "show", str(opened.path), digest[:12], "--history"])
    return typer.BadParameter(
        f"the register holds no result{asked} for it; see what it holds: {history}", param_hint=hint
    )


def show_result(
    data: bytes,
    ruleset: str | None,
    config: str,
    formats: list[Format] | None,
    outputs: list[str] | None,
    drawing: dict[str, Any],
) -> None:
    """Show a result: as it was kept, or what of it is by one ruleset, as an audit by that alone would be."""
    from auditor.cli.report import contradictions
    from auditor.cli.streams import emit, say, show_diagnostics
    from auditor.engine.gate import Exit
    from auditor.engine.refold import by_some
    from auditor.register.choosing import is_edition
    from auditor.report.jsonv1 import render
    from auditor.source.results import read_result

    pairs = formats_with_places(formats, outputs)
    saved, document = read_result(data, "result")
    wrong = contradictions(saved, document)
    if wrong:
        show_diagnostics(wrong, done="nothing was shown")
        raise typer.Exit(Exit.INTEGRITY)
    _note_release(saved, say)
    if ruleset is not None:
        asked = [one for one in saved.audits if is_edition(one.ruleset.id, one.ruleset.version, ruleset)]
        if len(asked) < len(saved.audits):
            saved = by_some(saved, asked)
            data = render(saved).encode("utf-8", "backslashreplace")
    for format, output in pairs:
        if format is Format.JSON:  # as it was kept, byte for byte, where it is shown whole
            emit(data.decode(), output)
        else:
            write_reports([(format, output)], replace(saved, config=config), **drawing)


def _note_release(saved: Result, say: Any) -> None:
    if saved.version != __version__:
        say(f"note: auditor {saved.version} made this result; auditor {__version__} shows it")
