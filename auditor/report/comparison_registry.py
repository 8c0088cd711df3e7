"""The formats a comparison can be shown in: one row each. A renderer is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, Final

from auditor.report.registry import Row

if TYPE_CHECKING:
    from auditor.model.comparison import Comparison


class ComparisonFormat(StrEnum):
    """A name for `--format`."""

    TERMINAL = "terminal"
    HTML = "html"
    JSON = "json"
    CSV = "csv"
    SENTENCES = "sentences"


COMPARISON_FORMATS: Final[Mapping[ComparisonFormat, Row]] = {
    ComparisonFormat.TERMINAL: Row(
        module="auditor.report.versus.terminal",
        help="Services side by side, to read.",
        media_type="text/plain",
        suffix=".txt",
        viewed=True,
        plain="auditor.report.versus.plain",
    ),
    ComparisonFormat.HTML: Row(
        module="auditor.report.versus.htmlpage",
        help="One page to publish or to print: it needs no other file and no network, and reads without scripts.",
        media_type="text/html",
        suffix=".html",
    ),
    ComparisonFormat.JSON: Row(
        module="auditor.report.versus.jsonv1",
        help="Everything in the comparison, for programs: the contract auditor.comparison/1.",
        media_type="application/json",
        suffix=".json",
    ),
    ComparisonFormat.CSV: Row(
        module="auditor.report.versus.csvtable",
        help="A table for spreadsheets; `auditor schema comparison-csv` is its data dictionary.",
        media_type="text/csv",
        suffix=".csv",
    ),
    ComparisonFormat.SENTENCES: Row(
        module="auditor.report.versus.sentences",
        help="Sentences to quote, each whole in itself: who, of how many, on which day, resting on what.",
        media_type="text/plain",
        suffix=".txt",
    ),
}


def render_comparison(
    format: ComparisonFormat,
    comparison: Comparison,
    *,
    width: int = 100,
    color: bool = False,
    ascii: bool = False,
    plain: bool = False,
    verbose: bool = False,
) -> str:
    """Show the comparison in a format. Only the one for people at a terminal heeds the switches."""
    row = COMPARISON_FORMATS[format]
    if plain and row.plain is not None:
        return str(import_module(row.plain).render(comparison, ascii=ascii, verbose=verbose))
    draw = import_module(row.module).render
    if row.viewed:
        return str(draw(comparison, width=width, color=color, ascii=ascii, verbose=verbose))
    return str(draw(comparison))
