"""Places in files, and what is wrong with an input.

A diagnostic is a value: readers collect them and the command line shows them. Nothing here prints.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

from msgspec import Struct

# What the interpreter says of an error that it lost because there was no memory left to hold it.
ERROR_LOST: Final = "error return without exception set"


class Place(NamedTuple):
    """Where something stands: file as shown, 1-based line and column, length on that line.

    Line 0 means the file as a whole; length 0 means the extent is not known.
    """

    file: str
    line: int = 0
    column: int = 0
    length: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


class Severity(StrEnum):
    """An error makes its input unusable; a warning is reported and the audit goes on."""

    ERROR = "error"
    WARNING = "warning"


class Diagnostic(Struct, frozen=True, kw_only=True):
    """One thing wrong with an input: what, where, why it matters, how to mend it.

    `code` is `<thing>.<fault>`. `excerpt` is the source line at `place`, when there is one.
    `also` names further places that take part in the fault.
    """

    code: str
    message: str
    place: Place | None = None
    why: str = ""
    help: str = ""
    severity: Severity = Severity.ERROR
    excerpt: str | None = None
    also: tuple[Place, ...] = ()

    @property
    def is_error(self) -> bool:
        """Whether the input cannot be used."""
        return self.severity is Severity.ERROR


def by_place(diagnostic: Diagnostic) -> tuple[str, int, int, str]:
    """Give the sort key that puts diagnostics in reading order."""
    place = diagnostic.place or Place("")
    return (place.file, place.line, place.column, diagnostic.code)


def is_contradiction(diagnostic: Diagnostic) -> bool:
    """Whether it tells of facts that a file states against each other, or against the product they are bound to."""
    return is_of_contradiction(diagnostic.code)


def is_of_contradiction(code: str) -> bool:
    """Whether messages of this code tell of facts stated against each other, or against the product."""
    return code.startswith("consistency.") or code == "bound.disagrees"


def fails_check(diagnostic: Diagnostic) -> bool:
    """Whether `auditor check` ends badly for it though it is a warning: evidence, contradictions, bound facts."""
    return diagnostic.code.startswith(("evidence.", "consistency.", "bound."))


class InputError(Exception):
    """An input that cannot be used, with every problem that was found in it."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__("; ".join(d.message for d in diagnostics))
        self.diagnostics = tuple(sorted(diagnostics, key=by_place))

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Diagnostic, ...]]]:
        """Let it come back whole from another process: as other exceptions do it, it would be made of its words."""
        return type(self), (self.diagnostics,)
