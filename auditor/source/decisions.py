"""Read a file of decisions on declared alternatives: shape, days, and no two on one text by one day."""

from __future__ import annotations

from typing import Any, Final

from auditor.model.decision import Decision
from auditor.model.diagnostic import InputError
from auditor.model.evidence import Assurance
from auditor.source.canonical import digest
from auditor.source.cursor import Cursor, Faults, day_at
from auditor.source.schema import Schema, check_shape
from auditor.source.shapes import TEXT
from auditor.source.waivers import DAY, REQUIREMENT, SERVICE
from auditor.source.yamltree import read_yaml

DECISIONS: Final[Schema] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Decisions: declared alternatives that a reviewer accepted or refused",
    "type": "object",
    "additionalProperties": False,
    "required": ["decisions"],
    "properties": {
        "decisions": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": [
                    "requirement",
                    "service",
                    "accepted",
                    "reviewer",
                    "on",
                    "because",
                    "assurance",
                    "text_sha256",
                ],
                "properties": {
                    "requirement": REQUIREMENT,
                    "service": SERVICE,
                    "accepted": {"type": "boolean", "description": "Whether the measure stands in its place."},
                    "reviewer": {**TEXT, "description": "Who decided."},
                    "on": {**DAY, "description": "The day of the decision, YYYY-MM-DD; it holds from then on."},
                    "because": TEXT,
                    "assurance": {
                        "enum": [Assurance.DOCUMENTED.value, Assurance.INDEPENDENT.value],
                        "description": "How far the reviewer stands apart: independent is not the provider.",
                    },
                    "text_sha256": {
                        "type": "string",
                        "pattern": "^[0-9a-f]{64}$",
                        "description": "Digest of the text decided on; `auditor decision add` works it out.",
                    },
                },
            },
        }
    },
}


def text_digest(measure: str, why: str) -> str:
    """Give the digest of an alternative's text, which is what a decision is on."""
    return digest({"measure": measure, "why": why})


def read_decisions(data: bytes, file: str) -> tuple[Decision, ...]:
    """Read every decision of a file; raises InputError with every fault."""
    document = read_yaml(data, file)
    wrong = check_shape(document, DECISIONS, "decision", what="file of decisions")
    if wrong:
        raise InputError(tuple(wrong))
    faults = Faults()
    found: list[Decision] = []
    for at in Cursor.top(document).child("decisions").items():
        raw: dict[str, Any] = at.value  # type: ignore[assignment]  # its shape has been checked
        on = day_at(at.child("on"), faults, "decision")
        if on is None:
            continue
        place = at.child("requirement").place
        decision = Decision(**{**raw, "on": on, "assurance": Assurance(raw["assurance"])}, place=place)
        twin = next((one for one in found if _same(one, decision)), None)
        if twin is not None:
            faults.add(
                at.child("requirement"),
                "decision.repeated",
                f"`{decision.requirement}` of `{decision.service}` is decided twice on {on}",
                why="which of the two decisions would count is left open",
                help="keep one; of two days the later one counts",
                also=(twin.place,),
            )
        found.append(decision)
    if faults.errors:
        raise InputError(tuple(faults.found))
    return tuple(found)


def _same(one: Decision, other: Decision) -> bool:
    return (*one.about, one.on, one.text_sha256) == (*other.about, other.on, other.text_sha256)
