"""The JSON Schema of challenges and replies, as they stand in a declaration and in files of their own."""

from __future__ import annotations

from typing import Any, Final

from auditor.source.shapes import TEXT

Schema = dict[str, Any]

MOST: Final = 1000
_DAY: Final[Schema] = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_DATE: Final[Schema] = {
    "type": ["string", "integer"],
    "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$",
    "minimum": 1000,
    "maximum": 9999,
    "description": "When it was published, as 2026-03-01; 2026-03 or 2026 where the day is not known.",
}
_SERVICE: Final[Schema] = {**TEXT, "description": "The `service.id` that it is about."}

REPLY: Final[Schema] = {
    "description": "That the service was asked for its side, and what it said.",
    "type": "object",
    "additionalProperties": False,
    "required": ["asked", "deadline"],
    "properties": {
        "asked": {**_DAY, "description": "The day on which it was asked, as 2026-03-01."},
        "deadline": {**_DAY, "description": "The last day on which it could answer."},
        "text": {**TEXT, "description": "What it said, in its own words; left out where nothing came."},
        "answered": {**_DAY, "description": "The day of its answer."},
    },
}

_EVIDENCE: Final[Schema] = {
    "description": "The publications that say otherwise.",
    "type": "array",
    "minItems": 1,
    "maxItems": MOST,
    "items": {
        "type": "object",
        "additionalProperties": False,
        "required": ["publisher", "title", "date"],
        "properties": {
            "publisher": {**TEXT, "description": "Who published it."},
            "title": TEXT,
            "date": _DATE,
            "source": {**TEXT, "description": "Where it can be read."},
        },
    },
}


def _challenges(required: list[str]) -> Schema:
    return {
        "description": "What others filed against declared facts: who, when, on what evidence.",
        "type": "array",
        "maxItems": MOST,
        "items": {
            "type": "object",
            "additionalProperties": False,
            "required": ["fact", *required, "says", "filed_by", "date", "window", "evidence"],
            "properties": {
                "fact": {**TEXT, "description": "The fact, by its path in the declaration."},
                "service": _SERVICE,
                "says": {"description": "What is said instead, as a declaration writes the fact."},
                "filed_by": {**TEXT, "description": "Who filed it."},
                "date": {**_DAY, "description": "The day it was filed; the fact is contested from then on."},
                "window": {**_DAY, "description": "The last day on which the service can reply."},
                "evidence": _EVIDENCE,
                "reply": REPLY,
            },
        },
    }


IN_A_DECLARATION: Final[Schema] = _challenges([])

CHALLENGES: Final[Schema] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Challenges: counter-evidence against declared facts",
    "type": "object",
    "additionalProperties": False,
    "required": ["challenges"],
    "properties": {"challenges": _challenges(["service"])},
}
