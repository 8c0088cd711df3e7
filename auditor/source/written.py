"""A file as it is written, for those who look at more than its reader keeps."""

from __future__ import annotations

from pathlib import Path

from auditor.source.cursor import Cursor
from auditor.source.text import read_bytes
from auditor.source.yamltree import read_yaml


def written(path: Path, shown: str) -> Cursor:
    """Read a file and stand at its top; `shown` is how messages name it. Raises InputError where it is no YAML."""
    return Cursor.top(read_yaml(read_bytes(path, shown), shown))
