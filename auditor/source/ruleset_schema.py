"""The JSON Schemas (2020-12) of the files a ruleset is made of.

The reader uses the shape alone and checks conditions itself, with better messages; the published form
also describes the condition language, for editors.
"""

from __future__ import annotations

from typing import Any, Final

from auditor.model.correspondence import Relation
from auditor.model.evidence import Assurance
from auditor.model.finding import Reason, Status
from auditor.model.operators import OPERATORS
from auditor.model.ruleset import Checked, Obligation, Origin, RulesetStatus, ScoringModel, Stage
from auditor.model.scorecard import Verdict
from auditor.model.themes import TITLES, Theme
from auditor.source.shapes import TEXT

Schema = dict[str, Any]

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
_DAY: Final[Schema] = {
    "type": "string",
    "pattern": r"^\d{4}-\d{2}-\d{2}$",
    "description": "A calendar date, YYYY-MM-DD.",
}
_SLUG: Final[Schema] = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}
_VERSION: Final[Schema] = {"type": "string", "pattern": r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$"}
_NAME: Final[Schema] = {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}
_ANY: Final[Schema] = {}


def _words(enum: type) -> Schema:
    return {"enum": [one.value for one in enum]}  # type: ignore[attr-defined]  # a StrEnum class


def _closed(properties: Schema, required: list[str], description: str = "") -> Schema:
    closed: Schema = {
        "type": "object",
        "additionalProperties": False,
        "required": required,
        "properties": properties,
    }
    return {**closed, "description": description} if description else closed


_PARTIAL_DAY: Final[Schema] = {
    "type": ["string", "integer"],
    "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$",
    "description": "A day, or the month or year where no more is known.",
}
_REQUIREMENT_ID: Final[Schema] = {"type": "string", "pattern": r"^[A-Z][A-Z0-9]*(-[A-Z0-9.]+)+$"}
REFERENCE: Final[Schema] = {
    "type": "string",
    "pattern": r"^[a-z0-9]+(-[a-z0-9]+)*@(0|[1-9]\d*)(\.(0|[1-9]\d*)){1,2}/[A-Z][A-Z0-9]*(-[A-Z0-9.]+)+$",
    "description": (
        "A requirement of one edition, as `ofcom-illegal-content@1.0.0/ICU-C9`; `id@1.0/…` is the newest correction "
        "of that edition."
    ),
}
RELATION: Final[Schema] = {
    **_words(Relation),
    "description": (
        "What the first asks, held against the second: `equal`, the same; `subset`, part of what the second asks; "
        "`superset`, all that the second asks, and more; `intersects`, they overlap and neither covers the other."
    ),
}
BECAUSE: Final[Schema] = {**TEXT, "description": "Why it is so, in one sentence."}
_THEMES: Final[Schema] = {
    "type": "array",
    "minItems": 1,
    "uniqueItems": True,
    "items": _words(Theme),
    "description": "What it is about: " + "; ".join(f"{one.value} ({TITLES[one]})" for one in Theme) + ".",
}
_MAKER: Final = _closed({key: _words(Origin) for key in ("weights", "credits", "efforts")}, [])

RULESET: Final[Schema] = {
    "$schema": DRAFT,
    "title": "Ruleset: one edition of one instrument",
    **_closed(
        {
            "ruleset": {"const": 1},
            "id": _SLUG,
            "version": _VERSION,
            "kind": {"enum": ["scored", "consistency"]},
            "title": TEXT,
            "summary": TEXT,
            "status": _words(RulesetStatus),
            "published": _DAY,
            "in_force_from": _DAY,
            "in_force_until": _DAY,
            "transition_until": _DAY,
            "history": {
                "type": "array",
                "minItems": 1,
                "description": "What became of the text, and when: the earliest first.",
                "items": _closed(
                    {"stage": _words(Stage), "on": _PARTIAL_DAY, "note": TEXT},
                    ["stage", "on"],
                ),
            },
            "excludes": {
                "type": "array",
                "minItems": 1,
                "description": "What the text leaves out in so many words: a pass says nothing about it.",
                "items": _closed(
                    {"themes": _THEMES, "clause": TEXT, "because": TEXT}, ["themes", "clause", "because"]
                ),
            },
            "decided_by": {
                "type": "array",
                "minItems": 1,
                "uniqueItems": True,
                "items": _words(Obligation),
            },
            "alternatives": {"enum": ["allowed", "refused"]},
            "scoring": _closed({"model": _words(ScoringModel)}, ["model"]),
            "origins": _MAKER,
            "documents": {
                "type": "array",
                "minItems": 1,
                "items": _closed(
                    {
                        "id": _SLUG,
                        "title": TEXT,
                        "publisher": TEXT,
                        "published": {"type": ["string", "integer"]},
                        "url": TEXT,
                        "licence": TEXT,
                    },
                    ["id", "title"],
                ),
            },
            "areas": {
                "type": "array",
                "minItems": 1,
                "items": _closed(
                    {
                        "id": _NAME,
                        "title": TEXT,
                        "parent": _NAME,
                        "weight": {"type": "number", "minimum": 0},
                        "transparent": {"type": "boolean"},
                    },
                    ["id", "title"],
                ),
            },
            "parameters": {
                "type": "object",
                "propertyNames": _NAME,
                "additionalProperties": _closed(
                    {
                        "value": _ANY,
                        "origin": _words(Origin),
                        "because": TEXT,
                        "readings": {"type": "object", "propertyNames": _NAME},
                    },
                    ["value", "origin"],
                ),
            },
            "definitions": {"type": "object", "propertyNames": _NAME},
        },
        [
            "ruleset",
            "id",
            "version",
            "title",
            "summary",
            "status",
            "published",
            "decided_by",
            "scoring",
            "documents",
            "areas",
        ],
    ),
}

_RUNG: Final = _closed(
    {"credit": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1}, "when": _ANY},
    ["credit", "when"],
)

_REQUIREMENT: Final = _closed(
    {
        "id": _REQUIREMENT_ID,
        "label": TEXT,
        "formerly": {**_REQUIREMENT_ID, "description": "The id that the edition before knew it by."},
        "title": TEXT,
        "asks": TEXT,
        "obligation": _words(Obligation),
        "area": _NAME,
        "themes": _THEMES,
        "source": _closed(
            {"document": _SLUG, "clause": TEXT, "checked": _words(Checked)},
            ["document", "clause", "checked"],
        ),
        "in_force": _closed({"from": _DAY, "until": _DAY}, []),
        "applies_when": _ANY,
        "met_when": _ANY,
        "partly_met_when": {
            "if": {"type": "array"},
            "then": {"type": "array", "minItems": 1, "items": _RUNG},
            "else": _RUNG,
        },
        "evidence": _closed(
            {"assurance": _words(Assurance), "not_older_than": {"type": ["string", "object"]}},
            ["assurance"],
        ),
        "remedy": _closed({"do": TEXT, "effort": {"type": "integer", "minimum": 1, "maximum": 13}}, ["do"]),
        "weight": {"type": "number", "minimum": 0},
        "alternatives": {"enum": ["allowed", "refused"]},
        "crosswalk": {
            "type": "array",
            "minItems": 1,
            "description": "How it corresponds to requirements of other editions, read from this one to those.",
            "items": _closed(
                {"to": REFERENCE, "relation": RELATION, "because": BECAUSE}, ["to", "relation", "because"]
            ),
        },
    },
    ["id", "title", "asks", "obligation", "area", "source", "applies_when", "met_when", "evidence"],
)

REQUIREMENTS: Final[Schema] = {
    "$schema": DRAFT,
    "title": "Requirements of one area",
    "type": "array",
    "minItems": 1,
    "items": _REQUIREMENT,
}

_TRACK: Final = {"enum": [one.value for one in Status]}
_EXPECTED: Final[Schema] = {
    "anyOf": [
        _TRACK,
        _closed(
            {
                "declared": _TRACK,
                "backed": _TRACK,
                "reason": _words(Reason),
                "backed_reason": _words(Reason),
                "credit": {"type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "number"}},
                "backed_credit": {
                    "type": "array",
                    "minItems": 2,
                    "maxItems": 2,
                    "items": {"type": "number"},
                },
            },
            [],
        ),
    ]
}

CASES: Final[Schema] = {
    "$schema": DRAFT,
    "title": "Cases: what requirements come to on given facts",
    **_closed(
        {
            "cases": {
                "type": "array",
                "minItems": 1,
                "items": _closed(
                    {
                        "title": TEXT,
                        "as_of": {
                            **_DAY,
                            "description": "The day of the case; left out: the edition's first day in force, or else "
                            "the day of its publication. On a day on which the edition is not in force it is read as "
                            "written, save in a case with a day that expects `not-in-force` of a requirement.",
                        },
                        "declares": {"type": "object"},
                        "evidence": {
                            "type": "array",
                            "items": _closed(
                                {
                                    "supports": {"type": "array", "minItems": 1, "items": TEXT},
                                    "assurance": _words(Assurance),
                                    "issued": _DAY,
                                },
                                ["supports", "assurance", "issued"],
                            ),
                        },
                        "expect": {
                            "type": "object",
                            "minProperties": 1,
                            "properties": {"verdict": _words(Verdict), "backed_verdict": _words(Verdict)},
                            "additionalProperties": _EXPECTED,
                        },
                    },
                    ["title", "declares", "expect"],
                ),
            }
        },
        ["cases"],
    ),
}


def published_requirements_schema() -> Schema:
    """Give the requirements schema with the condition language spelt out, for editors."""
    condition: Schema = {"$ref": "#/$defs/condition"}
    properties = dict(_REQUIREMENT["properties"])
    rung = _closed({"credit": _RUNG["properties"]["credit"], "when": condition}, ["credit", "when"])
    properties["applies_when"] = {"anyOf": [{"const": "always"}, condition]}
    properties["met_when"] = condition
    properties["partly_met_when"] = {
        "if": {"type": "array"},
        "then": {"type": "array", "minItems": 1, "items": rung},
        "else": rung,
    }
    return {
        **REQUIREMENTS,
        "items": {**_REQUIREMENT, "properties": properties},
        "$defs": _condition_defs(),
    }


def published_ruleset_schema() -> Schema:
    """Give the schema of `ruleset.yaml` with the condition language spelt out, for editors."""
    properties = dict(RULESET["properties"])
    properties["definitions"] = {
        **properties["definitions"],
        "additionalProperties": {"$ref": "#/$defs/condition"},
    }
    return {**RULESET, "properties": properties, "$defs": _condition_defs()}


def _condition_defs() -> Schema:
    member: Schema = {"$ref": "#/$defs/member"}
    condition: Schema = {"$ref": "#/$defs/condition"}
    keywords: Schema = {
        "all": {"type": "array", "minItems": 1, "items": member},
        "any": {"type": "array", "minItems": 2, "items": member},
        "none": {"type": "array", "minItems": 1, "items": member},
        "not": member,
        "at_least": _closed({"n": _ANY, "of": {"type": "array", "items": member}}, ["n", "of"]),
        **{word: {"$ref": "#/$defs/over"} for word in ("every", "some", "count", "total")},
    }
    test: Schema = {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "properties": dict.fromkeys(OPERATORS, _ANY),
        "additionalProperties": False,
    }
    return {
        "condition": {"anyOf": [member, {"type": "array", "minItems": 1, "items": member}]},
        "member": {
            "anyOf": [
                {"type": "string", "pattern": "^[a-z][a-z0-9_]*$", "not": {"const": "always"}},
                _closed({"if": condition, "then": condition}, ["if", "then"]),
                {
                    "type": "object",
                    "minProperties": 1,
                    "maxProperties": 1,
                    "properties": keywords,
                    "additionalProperties": {
                        "if": {"type": "object"},
                        "then": test,
                        "else": {"type": ["boolean", "number", "string"]},
                    },
                    "not": {"anyOf": [{"required": ["if"]}, {"required": ["then"]}]},
                },
            ]
        },
        "over": _closed(
            {
                "of": {"type": "string"},
                "among": {
                    "anyOf": [
                        {"const": "all"},
                        {"type": "array", "minItems": 1},
                        _closed({"parameter": _NAME}, ["parameter"]),
                    ]
                },
                "except": {
                    "anyOf": [
                        {"type": "array", "minItems": 1},
                        _closed({"parameter": _NAME}, ["parameter"]),
                    ]
                },
                "ages": _closed({"from": _ANY, "to": _ANY}, ["from", "to"]),
                "where": condition,
                "satisfies": condition,
                "if_none": {"type": "boolean"},
                **dict.fromkeys(("at_least", "at_most", "exactly", "is", "above", "below"), _ANY),
            },
            ["of"],
        ),
    }
