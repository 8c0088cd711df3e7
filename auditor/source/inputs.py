"""Arguments into an ordered list of inputs, each with the name that reports show.

A file given twice is read once; the first mention counts and a warning says so. No machine's own folders
show in a name: an absolute argument is shown from the nearest folder that holds all inputs.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct

from auditor.model.diagnostic import Diagnostic, Place, Severity

STDIN: Final = "-"
SHOWN_STDIN: Final = "<stdin>"


class Input(Struct, frozen=True, kw_only=True):
    """One input: its name in reports, its path, the folder of its evidence; None for standard input."""

    shown: str
    path: Path | None
    folder: Path | None


def inputs_of(arguments: Sequence[str | Path]) -> tuple[tuple[Input, ...], tuple[Diagnostic, ...]]:
    """Give the inputs in the order named, and a warning for each that is named again."""
    written = [str(one) for one in arguments]
    common = _common_folder([Path(one) for one in written if one != STDIN])
    inputs: list[Input] = []
    warnings: list[Diagnostic] = []
    first: dict[str, str] = {}
    for one in written:
        shown = SHOWN_STDIN if one == STDIN else shown_name(one, common)
        key = STDIN if one == STDIN else os.path.realpath(one)
        if key in first:
            warnings.append(
                Diagnostic(
                    code="file.given-twice",
                    message=f"`{shown}` is named twice"
                    if shown == first[key]
                    else f"`{shown}` is the same file as `{first[key]}`",
                    place=Place(shown),
                    why="one service would count twice",
                    help="it is read once; name it once",
                    severity=Severity.WARNING,
                )
            )
            continue
        first[key] = shown
        path = None if one == STDIN else Path(one)
        inputs.append(Input(shown=shown, path=path, folder=path.parent if path else None))
    return tuple(inputs), tuple(warnings)


def shown_name(written: str, common: Path | None = None) -> str:
    """Give a file's name in reports: as written, normalised, with forward slashes."""
    path = Path(os.path.normpath(written))
    if path.is_absolute():
        home = common if common is not None else path.parent
        path = path.relative_to(home) if path.is_relative_to(home) else Path(path.name)
    return path.as_posix()


def _common_folder(paths: list[Path]) -> Path | None:
    """Give the nearest folder above all inputs, where any of them is absolute."""
    if not any(path.is_absolute() for path in paths):
        return None
    folders = [os.path.abspath(path.parent) for path in paths]  # noqa: PTH100  # links stay as written
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:  # on different drives
        return None
