"""Read a file of waivers: shape, days, and no two for one requirement of one service at one time."""

from __future__ import annotations

from typing import Any, Final

from auditor.model.diagnostic import InputError
from auditor.model.waiver import Waiver
from auditor.source.cursor import Cursor, Faults, day_at
from auditor.source.schema import Schema, check_shape
from auditor.source.shapes import TEXT
from auditor.source.yamltree import read_yaml

DAY: Final[Schema] = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$", "description": "YYYY-MM-DD, inside."}
REQUIREMENT: Final[Schema] = {
    "type": "string",
    "pattern": r"^[a-z0-9]+(-[a-z0-9]+)*/[A-Z][A-Z0-9]*(-[A-Z0-9.]+)+$",
    "description": "ruleset-id/REQUIREMENT-ID",
}
SERVICE: Final[Schema] = {**TEXT, "description": "The `service.id` that it is about."}

WAIVERS: Final[Schema] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Waivers: findings that are accepted for a time",
    "type": "object",
    "additionalProperties": False,
    "required": ["waivers"],
    "properties": {
        "waivers": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["requirement", "service", "reason", "approver", "granted", "expires"],
                "properties": {
                    "requirement": REQUIREMENT,
                    "service": SERVICE,
                    "reason": TEXT,
                    "approver": TEXT,
                    "granted": DAY,
                    "expires": DAY,
                },
            },
        }
    },
}


def read_waivers(data: bytes, file: str) -> tuple[Waiver, ...]:
    """Read every waiver of a file; raises InputError with every fault."""
    document = read_yaml(data, file)
    wrong = check_shape(document, WAIVERS, "waiver", what="file of waivers")
    if wrong:
        raise InputError(tuple(wrong))
    faults = Faults()
    found: list[Waiver] = []
    for at in Cursor.top(document).child("waivers").items():
        raw: dict[str, Any] = at.value  # type: ignore[assignment]  # its shape has been checked
        granted, expires = (day_at(at.child(key), faults, "waiver") for key in ("granted", "expires"))
        if granted is None or expires is None:
            continue
        if expires < granted:
            message = f"it expires on {expires}, before it was granted on {granted}"
            faults.add(at.child("expires"), "waiver.dates-reversed", message)
        waiver = Waiver(**{**raw, "granted": granted, "expires": expires}, place=at.child("requirement").place)
        twin = next((one for one in found if _overlap(one, waiver)), None)
        if twin is not None:
            faults.add(
                at.child("requirement"),
                "waiver.repeated",
                f"`{waiver.requirement}` of `{waiver.service}` is waived twice at one time",
                why="which of the two approvals would count is left open",
                help="keep one, or let one end before the other begins",
                also=(twin.place,),
            )
        found.append(waiver)
    if faults.errors:
        raise InputError(tuple(faults.found))
    return tuple(found)


def _overlap(one: Waiver, other: Waiver) -> bool:
    same = (one.requirement, one.service) == (other.requirement, other.service)
    return same and one.granted <= other.expires and other.granted <= one.expires
