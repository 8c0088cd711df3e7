"""Each option that several commands share, once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from math import isfinite
from typing import Annotated, Literal

import typer

from auditor.cli.completing import ruleset_names_or_all
from auditor.model.plaintext import is_blank

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


def parse_words(text: str) -> str:
    """Read what somebody has to give in words: a name, a reason."""
    if is_blank(text):
        raise typer.BadParameter("it holds nothing that can be seen; write it out" if text else "it is empty")
    return text


def parse_text(text: str) -> str:
    """Read the same where it is to stand in a file, which takes no signs that do not show."""
    parse_words(text)
    from auditor.source.scalars import HIDDEN

    if (found := HIDDEN.search(text)) is not None:
        raise typer.BadParameter(f"it holds U+{ord(found[0]):04X}, which does not show; leave it out")
    return text


def finite(number: float) -> float:
    """Refuse what is no number, which no bound keeps out, and what has no end."""
    if not isfinite(number):
        raise typer.BadParameter(f"{number} is not a number that can be counted to")
    return number


def today() -> date:
    """Give today's date in UTC: the one place where the program asks what day it is."""
    return datetime.now(UTC).date()


RulesetsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--ruleset",
        "-r",
        metavar="ID[@VERSION]",
        help="Ruleset to audit against: an id, id@1, id@1.0.0, a folder, or all: every instrument in force or "
        f"current. Repeatable. Left out: {DEFAULT_RULESET}.",
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
        help="Apply the dates of an edition that is not in force, or not current. Left out: it is read as written.",
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
        help="One sentence a line: no columns, bars or rules. Left out: only on a terminal whose TERM is dumb.",
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
