"""Each option that several commands share, once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated, Literal

import typer

from auditor.cli.completing import ruleset_names, ruleset_names_or_all

RULES = "Rules"
GATE = "Gate"
OUTPUT = "Output"
DEFAULT_RULESET = "internet-safety-strategy@3"

ColorChoice = Literal["auto", "always", "never"]


class View(StrEnum):
    """The formats of commands that are not audits."""

    TERMINAL = "terminal"
    JSON = "json"


def parse_day(text: str) -> date:
    """Read a calendar date of the command line."""
    try:
        if len(text) != len("2026-01-01"):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"`{text}` is not a day of the calendar; write it as YYYY-MM-DD") from None


def today() -> date:
    """Give today's date in UTC: the one place where the program asks what day it is."""
    return datetime.now(UTC).date()


RulesetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--ruleset",
        "-r",
        metavar="ID[@VERSION]",
        help=f"Ruleset to audit against: an id, id@1, id@1.0.0 or a folder. Repeatable. Left out: {DEFAULT_RULESET}.",
        rich_help_panel=RULES,
        autocompletion=ruleset_names,
    ),
]
RulesetsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--ruleset",
        "-r",
        metavar="ID[@VERSION]",
        help="Ruleset to audit against: an id, id@1, id@1.0.0, a folder, or all: every instrument in force. "
        f"Repeatable. Left out: {DEFAULT_RULESET}.",
        rich_help_panel=RULES,
        autocompletion=ruleset_names_or_all,
    ),
]
AsOfOption = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        metavar="YYYY-MM-DD",
        parser=parse_day,
        help="Day on which rules and evidence are read. Left out: today, in UTC.",
        rich_help_panel=RULES,
    ),
]
RespectDatesOption = Annotated[
    bool,
    typer.Option(
        "--respect-dates",
        help="Apply the dates of an edition that is not in force. Left out: it is read as written.",
        rich_help_panel=RULES,
    ),
]
RecalledOption = Annotated[
    bool,
    typer.Option(
        "--include-recalled",
        help="Also evaluate requirements encoded from memory; they never decide. Left out: they are counted only.",
        rich_help_panel=RULES,
    ),
]
DecisionsOption = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        help="Reviewers' decisions on declared alternatives; figures are given with and without. Left out: none.",
        rich_help_panel=RULES,
    ),
]
ChallengesOption = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        help="Counter-evidence that others filed; what it contests counts as not known where it would be backed. "
        "Left out: what stands in the declarations.",
        rich_help_panel=RULES,
    ),
]
ColorOption = Annotated[
    ColorChoice,
    typer.Option(
        "--color",
        show_default=False,
        help="Colour on the terminal. Left out: where the terminal has it and NO_COLOR is not set.",
        rich_help_panel=OUTPUT,
    ),
]
WidthOption = Annotated[
    int | None,
    typer.Option(
        "--width",
        min=40,
        max=400,
        help="Columns of the terminal format. Left out: the terminal's own, from 60 to 120; 100 when piped.",
        rich_help_panel=OUTPUT,
    ),
]
PlainOption = Annotated[
    bool,
    typer.Option(
        "--plain",
        help="One sentence a line: no columns, bars or rules. Left out: only where TERM is dumb.",
        rich_help_panel=OUTPUT,
    ),
]
QuietOption = Annotated[
    bool,
    typer.Option(
        "--quiet",
        "-q",
        help="No warnings on standard error. Left out: a line about them.",
        rich_help_panel=OUTPUT,
    ),
]
VerboseOption = Annotated[
    bool,
    typer.Option(
        "--verbose",
        "-v",
        help="Every warning whole, every finding. Left out: the first few.",
        rich_help_panel=OUTPUT,
    ),
]
ViewOption = Annotated[
    View,
    typer.Option(
        "--format",
        "-f",
        show_default=False,
        help="For people, or for programs. Left out: terminal.",
        rich_help_panel=OUTPUT,
    ),
]
DeclarationArgument = Annotated[
    str, typer.Argument(metavar="DECLARATION", help="A declaration; - is standard input.", show_default=False)
]
DeclarationsArgument = Annotated[
    list[str],
    typer.Argument(metavar="DECLARATION…", help="Declarations; - is standard input.", show_default=False),
]
