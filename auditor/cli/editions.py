"""The editions that a command for authors is about: named ones, or all that come with the program."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli.options import today

if TYPE_CHECKING:
    from auditor.model.ruleset import Ruleset

EditionsArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="RULESET…", help="Ids, id@1.0.0 or folders. Left out: all that come with the program."),
]


def edition_folders(specs: Sequence[str] | None) -> list[Path]:
    """Give the folders of the editions named, or of all that come with the program."""
    from auditor.cli.streams import show_diagnostics
    from auditor.model.diagnostic import InputError
    from auditor.source.beside import is_folder
    from auditor.source.library import builtin_editions, find

    if not specs:
        return [one.folder for one in builtin_editions()]
    folders = []
    for spec in specs:
        if is_folder(spec):
            folders.append(Path(spec))
            continue
        try:
            folders.append(find(spec, today()).edition.folder)
        except InputError as error:
            show_diagnostics(error.diagnostics)
            raise typer.Exit(2) from None
    return folders


def no_requirement(written: str, editions: Sequence[Ruleset]) -> typer.BadParameter:
    """Make the error for an id that no edition of these has; a ruleset may stand before it, as in a waiver."""
    from auditor.source.names import did_you_mean

    names = [one.name for one in editions]
    known = dict.fromkeys(each.id for one in editions for each in one.requirements)
    of, have = (names[0], "it has") if len(names) == 1 else (f"any of {', '.join(names)}", "they have")
    near = did_you_mean(written.rpartition("/")[2], known) or f"{have} {', '.join(known)}"
    return typer.BadParameter(f"`{written}` is no requirement of {of}; {near}", param_hint="REQUIREMENT")
