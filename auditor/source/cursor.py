"""A position in a YAML document, and the collecting of faults found there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct, field

from auditor.model.diagnostic import Diagnostic, Place, Severity
from auditor.source.yamltree import Document


class Cursor(Struct, frozen=True):
    """One value of a document, with the way to it."""

    document: Document
    path: tuple[str | int, ...]
    value: object

    @classmethod
    def top(cls, document: Document) -> Cursor:
        """Start at the document's root."""
        return cls(document, (), document.data)

    @property
    def place(self) -> Place:
        """Where the value stands."""
        return self.document.place(self.path)

    def child(self, key: str | int) -> Cursor:
        """Go to a key of a mapping or an item of a list that is there."""
        value = self.value[key]  # type: ignore[index]  # the caller has seen that it is there
        return Cursor(self.document, (*self.path, key), value)

    def get(self, key: str) -> Cursor | None:
        """Go to a key of a mapping, if it is written and not null."""
        if isinstance(self.value, dict) and self.value.get(key) is not None:
            return self.child(key)
        return None

    def items(self) -> Iterator[Cursor]:
        """Go through a list."""
        if isinstance(self.value, list):
            for index in range(len(self.value)):
                yield self.child(index)

    def entries(self) -> Iterator[tuple[str, Cursor]]:
        """Go through a mapping."""
        if isinstance(self.value, dict):
            for key in self.value:
                yield key, self.child(key)


class Faults(Struct):
    """Everything found wrong so far, so that one run can show it all."""

    found: list[Diagnostic] = field(default_factory=list)

    def add(
        self,
        at: Cursor,
        code: str,
        message: str,
        *,
        key: bool = False,
        why: str = "",
        help: str = "",
        severity: Severity = Severity.ERROR,
        also: tuple[Place, ...] = (),
    ) -> None:
        """Note a fault at a value, or (with `key`) at the key it stands under."""
        self.found.append(
            at.document.diagnostic(code, message, at.path, key=key, why=why, help=help, severity=severity, also=also)
        )

    @property
    def errors(self) -> bool:
        """Whether anything found makes the input unusable."""
        return any(one.is_error for one in self.found)


def day_at(at: Cursor, faults: Faults, thing: str) -> date | None:
    """Read a calendar day whose form has been checked; one that no calendar has is noted as a fault of `thing`."""
    try:
        return date.fromisoformat(str(at.value))
    except ValueError:
        message = f"`{at.value}` is not a day of the calendar"
        faults.add(at, f"{thing}.no-such-day", message, help="write YYYY-MM-DD")
        return None
