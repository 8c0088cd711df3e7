"""The register of released editions: one line each, `id version digest`. A released edition never changes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from auditor.model.diagnostic import Diagnostic, InputError, Place
from auditor.source.beside import is_there
from auditor.source.text import decode, read_bytes

RELEASED: Final = "RELEASED"
_LINE: Final = re.compile(r"([a-z0-9-]+) (\d+\.\d+\.\d+) ([0-9a-f]{64})", re.ASCII)


def read_released(rulesets: Path) -> Mapping[tuple[str, str], str]:
    """Give the digest of each released edition by id and version; nothing where there is no register.

    Raises InputError for a line that is none, and for an edition that stands twice.
    """
    path = rulesets / RELEASED
    if not is_there(path):
        return {}
    found: dict[tuple[str, str], str] = {}
    for number, line in enumerate(decode(read_bytes(path, RELEASED), RELEASED).splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None or (match[1], match[2]) in found:
            raise InputError((_bad_line(number, line),))
        found[match[1], match[2]] = match[3]
    return found


def _bad_line(number: int, line: str) -> Diagnostic:
    return Diagnostic(
        code="released.bad-line",
        message=f"`{line}` is no line of the register of released editions, or stands twice",
        place=Place(RELEASED, number),
        help="write `id version digest`; `auditor ruleset show` prints the digest",
    )
