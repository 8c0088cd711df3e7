"""The formats a result can be shown in: one row each. A renderer is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

if TYPE_CHECKING:
    from auditor.model.result import Result


class Format(StrEnum):
    """A name for `--format`."""

    TERMINAL = "terminal"
    JSON = "json"
    HTML = "html"
    NDJSON = "ndjson"
    CSV = "csv"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"
    MARKDOWN = "markdown"


class Row(Struct, frozen=True, kw_only=True):
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
    Format.NDJSON: Row(
        module="auditor.report.ndjson",
        help="The same, a JSON object a line: the run, each audit, each finding, each message.",
        media_type="application/x-ndjson",
        suffix=".ndjson",
    ),
    Format.CSV: Row(
        module="auditor.report.csvtable",
        help="A table for spreadsheets: a row for each service and requirement.",
        media_type="text/csv",
        suffix=".csv",
    ),
    Format.SARIF: Row(
        module="auditor.report.sarif",
        help="Results for code scanning, in SARIF: what fails or is open, with its place and rule.",
        media_type="application/sarif+json",
        suffix=".sarif",
    ),
    Format.JUNIT: Row(
        module="auditor.report.junit",
        help="A test report for CI: a suite for each audit, a test case for each requirement.",
        media_type="application/xml",
        suffix=".xml",
    ),
    Format.GITHUB: Row(
        module="auditor.report.github",
        help="Annotations for GitHub Actions: what failed, at its line, in the pull request.",
        media_type="text/plain",
        suffix=".github",
    ),
    Format.MARKDOWN: Row(
        module="auditor.report.markdown",
        help="A comment for a pull request: the verdict, the worst findings first, what to answer.",
        media_type="text/markdown",
        suffix=".md",
    ),
    Format.HTML: Row(
        module="auditor.report.htmlpage",
        help="One page to publish or to print: it needs no script, no other file and no network.",
        media_type="text/html",
        suffix=".html",
    ),
}


def render(format: Format, result: Result, **view: Any) -> str:
    """Show the result in a format; `view` is as for `draw`."""
    return draw(FORMATS[format], result, **view)


def draw(
    row: Row,
    shown: object,
    *,
    width: int = 100,
    color: bool = False,
    ascii: bool = False,
    plain: bool = False,
    verbose: bool = False,
) -> str:
    """Show what a row's renderer takes. Only formats for people heed the switches."""
    if plain and row.plain is not None:
        return str(import_module(row.plain).render(shown, ascii=ascii, verbose=verbose))
    renderer = import_module(row.module).render
    if row.viewed:
        return str(renderer(shown, width=width, color=color, ascii=ascii, verbose=verbose))
    return str(renderer(shown))
