"""`auditor report`: a saved result in another format."""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from msgspec.structs import replace

from auditor import __version__
from auditor.cli.config import named_settings
from auditor.cli.options import ColorOption, PlainOption, VerboseOption, WidthOption
from auditor.cli.rendering import FormatOption, OutputOption, formats_with_places, write_reports
from auditor.model.diagnostic import Diagnostic, InputError

if TYPE_CHECKING:
    from auditor.model.result import Result
    from auditor.source.jsontree import JsonDocument

_SHOWN: Final = 10

ResultArgument = Annotated[
    str,
    typer.Argument(
        metavar="RESULT",
        help="A result saved by `auditor audit --format json`; - is standard input.",
        show_default=False,
    ),
]


def report_command(
    context: typer.Context,
    result: ResultArgument,
    formats: FormatOption = None,
    outputs: OutputOption = None,
    color: ColorOption = "auto",
    width: WidthOption = None,
    plain: PlainOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Show a saved result in another format.

    The report is byte for byte what the audit itself would have written, and the exit status is that of its gate.
    A result whose figures do not follow from its own findings is refused, with status 5. What is confidential can be
    withheld only while auditing, with `auditor audit --public`.

    Example: auditor report result.json --format html --output report.html
    """
    from auditor.cli.streams import say, show_diagnostics
    from auditor.engine.gate import Exit

    pairs = formats_with_places(formats, outputs)
    try:
        saved, document = _read(result)
    except InputError as error:
        show_diagnostics(error.diagnostics, done="nothing was shown")
        raise typer.Exit(Exit.UNUSABLE) from None
    wrong = contradictions(saved, document)
    if wrong:
        show_diagnostics(wrong, done="nothing was shown")
        raise typer.Exit(Exit.INTEGRITY)
    if saved.version != __version__:
        say(f"note: auditor {saved.version} saved this result; auditor {__version__} shows it")
    if not saved.audits:
        show_diagnostics([one for one in saved.diagnostics if one.is_error], done="nothing was audited")
    drawing: dict[str, Any] = {"color": color, "width": width, "plain": plain, "verbose": verbose}
    write_reports(pairs, replace(saved, config=named_settings(context)), **drawing)
    raise typer.Exit(saved.gate.exit)


def _read(name: str) -> tuple[Result, JsonDocument]:
    from auditor.source.inputs import SHOWN_STDIN, STDIN, shown_name
    from auditor.source.results import LIMIT, read_result
    from auditor.source.text import read_bytes, read_stream

    if name == STDIN:
        return read_result(read_stream(sys.stdin.buffer, limit=LIMIT), SHOWN_STDIN)
    shown = shown_name(name)
    return read_result(read_bytes(Path(name), shown, limit=LIMIT), shown)


def contradictions(saved: Result, document: JsonDocument) -> list[Diagnostic]:
    """Say where a saved result is not what follows from its own findings."""
    from auditor.engine.refold import refold
    from auditor.report import jsonv1
    from auditor.source.jsontree import differences

    found = differences(document.data, jsonv1.document(refold(saved)))
    return [_contradiction(saved, document, *one) for one in islice(found, _SHOWN)]


def _contradiction(saved: Result, document: JsonDocument, at: Any, written: object, wanted: object) -> Diagnostic:
    from auditor.source.jsontree import pointer

    other = f", or let auditor {saved.version} show it, which saved it" if saved.version != __version__ else ""
    return document.diagnostic(
        "result.contradiction",
        f"`{pointer(at)}` says {_brief(written)}; from the findings of this result follows {_brief(wanted)}",
        at,
        why="a result that contradicts itself was changed after it was saved, and nothing in it can be relied on",
        help=f"audit the declaration again{other}",
    )


def _brief(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case list():
            return f"a list of {len(value)}"
        case dict():
            return "an entry"
        case _:
            return f"`{value!s:.60}`"
