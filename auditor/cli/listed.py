"""Files that hold a list of entries, waivers or decisions: how one more is put in."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path


def add_entry(file: str, key: str, entry: Mapping[str, str | bool], read: Callable[[bytes, str], object]) -> None:
    """Put one more entry under `key` of a file, which is made if it is not there.

    What `read` would refuse is not written, and what stands in the file is left as it is. Raises InputError.
    """
    from auditor.cli.outputs import write_whole
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
    if not os.path.exists(path):  # noqa: PTH110  # unlike Path's, it takes every refusal for a no
        return path, None, path.name
    data, shown = named_file(file)
    return path, data, shown
