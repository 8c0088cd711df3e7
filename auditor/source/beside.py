"""What stands in a folder, told apart from what cannot be looked at: what is closed is never taken for absent."""

from __future__ import annotations

import os
from pathlib import Path

from auditor.source.text import fault, unreadable


def is_there(path: Path) -> bool:
    """Whether something stands at a path, be it a link that leads nowhere; False where nobody can tell.

    Whoever reads it then says what is wrong with it.
    """
    return os.path.lexists(path)


def is_folder(path: Path | str) -> bool:
    """Whether a path leads to a folder; unlike a path's own method, it takes every refusal for a no."""
    return os.path.isdir(path)  # noqa: PTH112


def is_file(path: Path | str) -> bool:
    """Whether a path leads to a regular file; unlike a path's own method, it takes every refusal for a no."""
    return os.path.isfile(path)  # noqa: PTH113


def yaml_in(folder: Path, shown: str) -> list[Path]:
    """Give the *.yaml files of a folder by name, none where there is no folder; `shown` is its name in messages.

    Raises InputError for a folder that cannot be looked into: its files must not be left out unseen.
    """
    try:
        with os.scandir(folder) as found:
            names = sorted(one.name for one in found if one.name.endswith(".yaml"))
    except FileNotFoundError:
        if is_there(folder):
            message = f"`{shown}` is a link that leads nowhere"
            raise fault("file.missing", message, shown, help="put a folder in its place") from None
        return []
    except NotADirectoryError:
        raise fault("file.no-folder", f"`{shown}` is no folder", shown, help="put a folder in its place") from None
    except OSError as error:
        raise unreadable(error, shown) from None
    return [folder / name for name in names]
