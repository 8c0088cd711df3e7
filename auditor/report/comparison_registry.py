"""The formats a comparison can be shown in: one row each. A renderer is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from auditor.report.registry import Row, draw

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


def render_comparison(format: ComparisonFormat, comparison: Comparison, **view: Any) -> str:
    """Show the comparison in a format; `view` is as for `draw`."""
    return draw(COMPARISON_FORMATS[format], comparison, **view)
