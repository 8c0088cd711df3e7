"""Read `mutants.yaml` of an edition: which mutants may survive its cases, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from auditor.model.diagnostic import Diagnostic, InputError, Place
from auditor.source.beside import is_there
from auditor.source.cursor import Cursor
from auditor.source.places import shown_file, shown_folder
from auditor.source.schema import check_shape
from auditor.source.shapes import TEXT
from auditor.source.text import read_bytes
from auditor.source.yamltree import read_yaml

FILE: Final = "mutants.yaml"
SCHEMA: Final[dict[str, Any]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Mutants that may survive an edition's cases, with reasons",
    "type": "object",
    "additionalProperties": False,
    "required": ["mutants"],
    "properties": {
        "mutants": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["mutant", "reason"],
                "properties": {"mutant": TEXT, "reason": TEXT},
            },
        }
    },
}


class Accepted(Struct, frozen=True, kw_only=True):
    """A mutant that may survive, by its id, and why."""

    mutant: str
    reason: str
    place: Place


def read_accepted(folder: Path, shown: str | None = None) -> tuple[Accepted, ...]:
    """Read the reasons of the edition in `folder`; no file is no reason. Raises InputError with every fault."""
    path, name = folder / FILE, shown_file(shown_folder(folder) if shown is None else shown, FILE)
    if not is_there(path):
        return ()
    document = read_yaml(read_bytes(path, name), name)
    wrong = check_shape(document, SCHEMA, "mutants", what="list of mutants")
    if wrong:
        raise InputError(tuple(wrong))
    found: dict[str, Accepted] = {}
    faults: list[Diagnostic] = []
    for at in Cursor.top(document).child("mutants").items():
        raw: dict[str, str] = at.value  # type: ignore[assignment]  # its shape has been checked
        if raw["mutant"] in found:
            message = f"`{raw['mutant']}` is named twice"
            faults.append(document.diagnostic("mutants.repeated", message, (*at.path, "mutant"), help="keep one"))
        found[raw["mutant"]] = Accepted(mutant=raw["mutant"], reason=raw["reason"], place=at.place)
    if faults:
        raise InputError(tuple(faults))
    return tuple(found.values())
