"""Files that hold a list of entries, waivers or decisions: how they are shown, and how one more is put in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

from auditor.cli.options import ColorChoice, View


def show_entries(
    page: ModuleType,
    entries: Sequence[Any],
    day: date,
    format: View,
    *,
    color: ColorChoice,
    width: int | None,
    plain: bool,
) -> None:
    """Print the entries as `page` draws them, says them or writes them as JSON."""
    from auditor import __version__
    from auditor.cli.streams import emit, look

    drawn = look(color=color, width=width, plain=plain)
    if format is View.JSON:
        emit(page.render_json(entries, day, __version__))
    elif drawn.plain:
        emit(page.render_plain(entries, day, ascii=drawn.ascii))
    else:
        emit(page.render(entries, day, width=drawn.width, color=drawn.color, ascii=drawn.ascii))


def add_entry(file: str, key: str, entry: Mapping[str, str | bool], read: Callable[[bytes, str], object]) -> None:
    """Put one more entry under `key` of a file, which is made if it is not there.

    What `read` would refuse is not written, and what stands in the file is left as it is. Raises InputError.
    """
    from auditor.cli.streams import write_whole
    from auditor.source.appending import with_entry

    path, data, shown = _existing(file)
    if data is not None:
        read(data, shown)
    written = with_entry(data, shown, key, entry)
    read(written, shown)
    write_whole(path, written)


def _existing(file: str) -> tuple[Path, bytes | None, str]:
    """Give a file's path, what is in it if it is there, and its name in messages."""
    from auditor.cli.loading import named_file

    path = Path(file)
    if path.is_symlink():
        path = path.resolve()
    if not path.exists():
        return path, None, path.name
    data, shown = named_file(file)
    return path, data, shown
