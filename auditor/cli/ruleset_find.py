"""`auditor ruleset find`: which instruments speak of a matter, and how strongly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from auditor import __version__
from auditor.cli.options import (
    RULES,
    AsOfOption,
    ColorOption,
    PlainOption,
    View,
    ViewOption,
    WidthOption,
    today,
)
from auditor.model.themes import Theme

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from auditor.model.ruleset import Ruleset


def find_command(
    theme: Annotated[
        str | None,
        typer.Argument(help="A matter, such as grooming. Left out: the list of themes.", show_default=False),
    ] = None,
    rulesets: Annotated[
        list[str] | None,
        typer.Option(
            "--ruleset",
            "-r",
            metavar="ID[@VERSION]",
            help="Look into this only: an id or id@1 is all its editions; id@1.0.0 or a folder is one. Repeatable. "
            "Left out: every instrument that comes with the program.",
            rich_help_panel=RULES,
        ),
    ] = None,
    as_of: AsOfOption = None,
    format: ViewOption = View.TERMINAL,
    color: ColorOption = "auto",
    width: WidthOption = None,
    plain: PlainOption = False,
) -> None:
    """Show which instruments speak of a theme.

    Each edition on a line, the oldest first: its strongest verb, the requirements that have it, or that it is silent,
    and by which clause where it leaves the theme out in so many words.

    Exit status: 0 shown; 2 no such theme or ruleset; 3 an edition cannot be read.

    Example: auditor ruleset find grooming
    """
    from auditor.cli.streams import emit, look
    from auditor.engine.survey import survey
    from auditor.report import survey as pages
    from auditor.report.survey_json import render_json

    day = as_of or today()
    chosen = None if theme is None else _theme(theme)
    drawn = look(color=color, width=width, plain=plain)
    if chosen is None and format is View.TERMINAL:
        emit(pages.render_themes(width=drawn.width, color=drawn.color, ascii=drawn.ascii, plain=drawn.plain))
        return
    surveyed = None if chosen is None else survey(_rulesets(rulesets), chosen, day)
    if format is View.JSON or surveyed is None:
        emit(render_json(surveyed, day, __version__))
    elif drawn.plain:
        emit(pages.render_plain(surveyed, ascii=drawn.ascii))
    else:
        emit(pages.render_survey(surveyed, width=drawn.width, color=drawn.color, ascii=drawn.ascii))


def _theme(written: str) -> Theme:
    from auditor.source.names import did_you_mean

    name = written.casefold().replace("-", "_").replace(" ", "_")
    known = [one.value for one in Theme]
    if name not in known:
        near = did_you_mean(written, known) or "`auditor ruleset find` lists them"
        raise typer.BadParameter(f"`{written}` is no theme; {near}", param_hint="THEME")
    return Theme(name)


def _rulesets(specs: Sequence[str] | None) -> list[Ruleset]:
    """Read the editions that are looked into, each once; end with status 2 where a name means none."""
    from auditor.cli.streams import show_diagnostics
    from auditor.model.diagnostic import InputError
    from auditor.source.builtin import edition
    from auditor.source.library import builtin_editions, meant
    from auditor.source.vocabularies import read_vocabulary

    try:
        editions = [one for spec in specs for one in meant(spec)] if specs else builtin_editions()
    except InputError as error:
        show_diagnostics(error.diagnostics)
        raise typer.Exit(2) from None
    folders: dict[Path, Path] = {}
    for one in editions:
        if one.kind == "scored":
            folders.setdefault(one.folder.resolve(), one.folder)
    vocabulary = read_vocabulary()
    return [edition(folder, vocabulary) for folder in folders.values()]
