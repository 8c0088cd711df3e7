"""What `audit` and `report` share: formats with their places, and reports written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from itertools import combinations
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from auditor.cli.options import OUTPUT
from auditor.cli.overwriting import same_place
from auditor.report.registry import FORMATS, Format, Row

if TYPE_CHECKING:
    from auditor.model.result import Result

_Name = TypeVar("_Name", bound=StrEnum)
FormatOption = Annotated[
    list[Format] | None,
    typer.Option(
        "--format",
        "-f",
        help="Format of the report. Repeatable, each with its --output. Left out: terminal.",
        rich_help_panel=OUTPUT,
    ),
]
OutputOption = Annotated[
    list[str] | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Where the report goes. Repeatable, in the order of --format. Left out: -, standard output.",
        rich_help_panel=OUTPUT,
    ),
]


def formats_with_places(formats: Sequence[Format] | None, outputs: Sequence[str] | None) -> list[tuple[Format, str]]:
    """Put each format of a result with its output."""
    return pairs_of(formats, outputs, Format.TERMINAL, FORMATS)


def pairs_of(
    formats: Sequence[_Name] | None, outputs: Sequence[str] | None, usual: _Name, rows: Mapping[_Name, Row]
) -> list[tuple[_Name, str]]:
    """Put each format with its output: as many of one as of the other, or outputs left out at the end."""
    chosen, places = list(formats or [usual]), list(outputs or [])
    if len(places) > len(chosen):
        raise typer.BadParameter(
            f"{len(places)} outputs for {len(chosen)} formats; give each --output its --format",
            param_hint="--output",
        )
    places += ["-"] * (len(chosen) - len(places))
    if any(same_place(*two) for two in combinations(places, 2)):
        raise typer.BadParameter("two reports would go to one place; give each its own", param_hint="--output")
    for format, place in zip(chosen, places, strict=True):
        other = next(
            (one for one, row in rows.items() if row.suffix != rows[format].suffix and place.endswith(row.suffix)),
            None,
        )
        if other is not None and place != "-":
            from auditor.cli.streams import say

            say(f"note: {place} holds the format {format.value}, whatever its name ends in")
    return list(zip(chosen, places, strict=True))


def write_reports(pairs: Sequence[tuple[Format, str]], result: Result, **drawing: Any) -> None:
    """Render everything before anything is written: several reports, whole or not at all."""
    from auditor.report.registry import render

    # where nothing was audited, what went wrong has been told on standard error
    wanted = [one for one in pairs if result.audits or one[0] is not Format.TERMINAL]
    write_all(wanted, lambda format, **view: render(format, result, **view), **drawing)


def write_all(pairs: Sequence[tuple[_Name, str]], render: Callable[..., str], **drawing: Any) -> None:
    """Render everything before anything is written; what goes to standard output comes last.

    A place that cannot be written to takes no report from the others: InputError, with all such places, is raised
    when everything else is written. `render` takes a format and how to draw it.
    """
    from auditor.cli.streams import emit, look
    from auditor.model.diagnostic import Diagnostic, InputError

    texts = []
    for format, output in pairs:
        drawn = look(to_file=output != "-", **drawing)
        text = render(
            format,
            width=drawn.width,
            color=drawn.color,
            ascii=drawn.ascii,
            plain=drawn.plain,
            verbose=drawn.verbose,
        )
        texts.append((text, output))
    faults: list[Diagnostic] = []
    for text, output in sorted(texts, key=lambda pair: pair[1] == "-"):
        try:
            emit(text, output)
        except InputError as error:
            faults.extend(error.diagnostics)
        except typer.Exit:  # nobody reads standard output any more, which is no fault beside one
            if not faults:
                raise
    if faults:
        raise InputError(tuple(faults))
