"""Which file of settings holds: the nearest one, from the working directory up to the repository's root.

The root is the first folder upwards that has `.git`; without one, the search ends at the top of the file system.
Names in messages are relative to the working directory.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from auditor.model.diagnostic import Diagnostic, InputError, Place
from auditor.model.patterns import pattern
from auditor.source.beside import is_there

if TYPE_CHECKING:
    from auditor.source.settings_file import SettingsFile

FILE: Final = "auditor.toml"
SHARED_FILE: Final = "pyproject.toml"
NO_FILE: Final = "none"
_TABLE: Final = ("tool", "auditor")
_LIMIT: Final = 1024 * 1024
# Every way in which a line can begin the table, or one that may hold it.
_OURS: Final = pattern(
    rb"""^(?:\xef\xbb\xbf)?[ \t]*\[?[ \t]*(?:tool|"tool"|'tool')[ \t]*(?:[\]=]|\.[ \t]*["']?auditor)""", re.MULTILINE
)


class Found(Struct, frozen=True, kw_only=True):
    """A file of settings and the folder that paths in it start from."""

    folder: Path
    settings: SettingsFile


def find_file(named: str | None = None) -> Found | None:
    """Read the file of settings that holds, or the one that is named.

    Raises InputError where it cannot be used, or where one folder has two.
    """
    if named:
        return _named(Path(named))
    for folder in _upwards():
        found = [one for name in (FILE, SHARED_FILE) if (one := _read(folder / name)) is not None]
        if len(found) > 1:
            raise InputError((_two(found),))
        if found:
            return found[0]
        if is_there(folder / ".git"):
            return None
    return None


def _upwards() -> tuple[Path, ...]:
    try:
        here = Path.cwd()
    except OSError:  # the folder is gone
        return ()
    return (here, *here.parents)


def _named(path: Path) -> Found:
    found = _read(path, is_asked_for=True)
    if found is None:
        at = Place(shown(path))
        help = "write `[tool.auditor]` and the settings below it, or name another file"
        raise InputError(
            (Diagnostic(code="config.no-table", message=f"`{at}` has no table `tool.auditor`", place=at, help=help),)
        )
    return found


def _read(path: Path, *, is_asked_for: bool = False) -> Found | None:
    if not is_asked_for and not is_there(path):
        return None
    from auditor.source.text import read_bytes

    data = read_bytes(path, shown(path), limit=_LIMIT)
    is_shared = path.name == SHARED_FILE
    if is_shared and not _OURS.search(data):  # another program's file is not looked into
        return None
    from auditor.source.settings_file import read_settings

    settings = read_settings(data, shown(path), _TABLE if is_shared else ())
    return None if settings is None else Found(folder=path.parent, settings=settings)


def shown(path: Path) -> str:
    """Name a file as seen from the working directory."""
    return Path(os.path.relpath(path)).as_posix()


def _two(found: list[Found]) -> Diagnostic:
    first, second = (one.settings.file for one in found)
    return Diagnostic(
        code="config.two-files",
        message=f"`{first}` and `{second}` both hold settings",
        place=Place(second),
        also=(Place(first),),
        why="one of them would be left out without a word",
        help="keep all settings in one of the two",
    )
