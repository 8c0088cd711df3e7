"""A file of settings: the values in it, and what is wrong with one at its place.

Knows nothing of options: what a key means, and which there are, is the command line's business.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from auditor.model.diagnostic import Diagnostic, InputError, Place
from auditor.source.document import Document, Tree
from auditor.source.tomltree import read_toml

At = tuple[str | int, ...]


class SettingsFile(Struct, frozen=True, kw_only=True):
    """The values of a table of a TOML file; `table` is empty where the whole file is meant."""

    document: Document
    table: tuple[str, ...]
    values: Mapping[str, Tree]

    @property
    def file(self) -> str:
        """The file's name in messages."""
        return self.document.file

    def place(self, *at: str | int) -> Place:
        """Give the place of a value, or of an entry in it."""
        return self.document.place((*self.table, *at))

    def key_place(self, name: str) -> Place:
        """Give the place of a key."""
        return self.document.place((*self.table, name), key=True)._replace(length=len(name))

    def fault(self, fault: str, message: str, place: Place, *, why: str = "", help: str = "") -> Diagnostic:
        """Say what is wrong at a place, with its line."""
        return self.document.diagnostic_at(f"config.{fault}", message, place, why=why, help=help)


def read_settings(data: bytes, file: str, table: tuple[str, ...] = ()) -> SettingsFile | None:
    """Read the settings of a table of a file; None where the file has no such table.

    Raises InputError where the file is not TOML, or the table is something else.
    """
    document = read_toml(data, file)
    found = document.value(table)
    if found is None:
        return None
    if not isinstance(found, dict):
        name = ".".join(table)
        help = f"write `[{name}]` on a line of its own, and the settings below it"
        fault = document.diagnostic("config.not-a-table", f"`{name}` is not a table", table, key=True, help=help)
        raise InputError((fault,))
    return SettingsFile(document=document, table=table, values=found)
