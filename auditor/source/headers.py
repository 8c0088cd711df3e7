"""The first bytes of a file, which say what it is before anything else opens it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from auditor.source.text import open_regular, unreadable


def first_bytes(path: Path, count: int) -> bytes | None:
    """Give so many bytes from the beginning of a file; None where there is no file. Raises InputError."""
    with suppress(OSError, ValueError):  # whatever else it is that keeps a file from being looked at is told below
        try:
            path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return None
    shown = path.name or str(path)
    with os.fdopen(open_regular(path, shown), "rb") as file:
        try:
            return file.read(count)
        except OSError as error:
            raise unreadable(error, shown) from None
