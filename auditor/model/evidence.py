"""Evidence: what backs a declared fact, how independent it is, and what is wrong with it."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from msgspec import Struct

from auditor.model.challenge import Reply
from auditor.model.dates import DateSpan
from auditor.model.diagnostic import Place


class Assurance(StrEnum):
    """How far a fact is backed, from the least."""

    ASSERTED = "asserted"
    DOCUMENTED = "documented"
    INDEPENDENT = "independent"

    @property
    def rank(self) -> int:
        """Its place on the ladder, from 0."""
        return _LADDER.index(self)


_LADDER: Final = tuple(Assurance)


class Evidence(Struct, frozen=True, kw_only=True):
    """One document that a declaration names, as it was found.

    `supports` are addresses; each covers all that stands beneath it. `fault` says why the entry counts
    for nothing whatever the date (no file, wrong hash, …); it is empty for a document that was found.
    `issued` at its worst: the first day for age, the last for lying in the future. `reply` is what the service said
    to what is published there.
    """

    id: str
    kind: str
    title: str
    assurance: Assurance
    supports: tuple[str, ...]
    place: Place
    issuer: str = ""
    issued: DateSpan | None = None
    file: str | None = None
    source: str = ""
    checked: str = ""
    fault: str = ""
    reply: Reply | None = None

    def covers(self, path: str) -> bool:
        """Whether this entry supports `path` or something above it."""
        return any(path == one or path.startswith(one + ".") for one in self.supports)
