"""Read and write `auditor.lock`: JSON, which is YAML, in a fixed layout, so that a change of it reads well."""

from __future__ import annotations

from typing import Any, Final

from auditor.model.diagnostic import InputError
from auditor.model.lock import Lock, Pinned
from auditor.source.characters import as_json
from auditor.source.cursor import Cursor, Faults, day_at
from auditor.source.schema import Schema, check_shape
from auditor.source.yamltree import read_yaml

_TEXT: Final[Schema] = {"type": "string", "minLength": 1}
_SHA: Final[Schema] = {"type": "string", "pattern": "^[0-9a-f]{64}$", "description": "SHA-256 of the canonical JSON."}
_PINNED: Final[Schema] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["asked", "id", "version", "sha256"],
    "properties": {
        "asked": {**_TEXT, "description": "The name the edition was found by."},
        "id": _TEXT,
        "version": _TEXT,
        "sha256": _SHA,
    },
}

LOCK: Final[Schema] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Lock: what an audit stands on",
    "type": "object",
    "additionalProperties": False,
    "required": ["lock", "tool", "vocabulary", "rulesets", "consistency"],
    "properties": {
        "lock": {"const": 1},
        "tool": {**_TEXT, "description": "The program's version."},
        "as_of": {
            "type": "string",
            "pattern": r"^\d{4}-\d{2}-\d{2}$",
            "description": "The day on which rules are read; left out, the day is not pinned.",
        },
        "vocabulary": _SHA,
        "rulesets": {"type": "array", "minItems": 1, "items": _PINNED},
        "consistency": _PINNED,
        "declarations": {
            "type": "object",
            "description": "The digest of each declaration's content; left out, declarations are not pinned.",
            "additionalProperties": _SHA,
        },
    },
}


def read_lock(data: bytes, file: str) -> Lock:
    """Read a lock; raises InputError with every fault."""
    document = read_yaml(data, file)
    wrong = check_shape(document, LOCK, "lock", what="lock")
    if wrong:
        raise InputError(tuple(wrong))
    top, faults = Cursor.top(document), Faults()
    raw: dict[str, Any] = document.data  # type: ignore[assignment]  # its shape has been checked
    at = top.get("as_of")
    day = None if at is None else day_at(at, faults, "lock")
    if faults.errors:
        raise InputError(tuple(faults.found))
    return Lock(
        tool=raw["tool"],
        vocabulary=raw["vocabulary"],
        rulesets=tuple(Pinned(**one) for one in raw["rulesets"]),
        consistency=Pinned(**raw["consistency"]),
        as_of=day,
        declarations=tuple((raw.get("declarations") or {}).items()),
    )


def lock_text(lock: Lock) -> str:
    """Write a lock; the same lock is always the same bytes."""
    content: dict[str, Any] = {"lock": 1, "tool": lock.tool}
    if lock.as_of is not None:
        content["as_of"] = lock.as_of.isoformat()
    content["vocabulary"] = lock.vocabulary
    content["rulesets"] = [_pinned(one) for one in lock.rulesets]
    content["consistency"] = _pinned(lock.consistency)
    if lock.declarations:
        content["declarations"] = dict(sorted(lock.declarations))
    return as_json(content, indent=2) + "\n"


def _pinned(one: Pinned) -> dict[str, str]:
    return {"asked": one.asked, "id": one.id, "version": one.version, "sha256": one.sha256}
