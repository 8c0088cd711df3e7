"""The formats a result can be shown in: one row each. A renderer is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from typing import Final

from auditor.model.result import Result


class Format(StrEnum):
    """A name for `--format`."""

    TERMINAL = "terminal"
    JSON = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One format. A `viewed` renderer takes width, colour, ASCII and verbosity; others take the result alone.

    `plain` is the module that says the same without columns, where there is one.
    """

    module: str
    help: str
    media_type: str
    suffix: str
    viewed: bool = False
    plain: str | None = None


FORMATS: Final[Mapping[Format, Row]] = {
    Format.TERMINAL: Row(
        module="auditor.report.terminal",
        help="A scorecard to read: verdict, areas, what failed and what to do.",
        media_type="text/plain",
        suffix=".txt",
        viewed=True,
        plain="auditor.report.plain",
    ),
    Format.JSON: Row(
        module="auditor.report.jsonv1",
        help="Everything in the result, for programs: the contract auditor.result/1.",
        media_type="application/json",
        suffix=".json",
    ),
}


def render(
    format: Format,
    result: Result,
    *,
    width: int = 100,
    color: bool = False,
    ascii: bool = False,
    plain: bool = False,
    verbose: bool = False,
) -> str:
    """Show the result in a format. Only formats for people heed the switches."""
    row = FORMATS[format]
    if plain and row.plain is not None:
        return str(import_module(row.plain).render(result, ascii=ascii, verbose=verbose))
    draw = import_module(row.module).render
    if row.viewed:
        return str(draw(result, width=width, color=color, ascii=ascii, verbose=verbose))
    return str(draw(result))
