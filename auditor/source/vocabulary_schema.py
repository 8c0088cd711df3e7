"""The schema of a vocabulary file, for editors: what facts can be defined, and how each kind of fact is written.

The reader (`facttypes`) decides, and says more; what it takes, this takes too.
"""

from __future__ import annotations

from typing import Any, Final

from auditor.source.vocabularies import DRAFT

Schema = dict[str, Any]

_TEXT: Final[Schema] = {"type": "string", "pattern": r"\S"}
_YES: Final[Schema] = {"type": "boolean"}
_NAME: Final = "^[a-z][a-z0-9_]*$"
_FACTS: Final[Schema] = {
    "type": "object",
    "minProperties": 1,
    "propertyNames": {"pattern": _NAME},
    "additionalProperties": {"$ref": "#/$defs/fact"},
}
_ABOUT: Final[Schema] = {
    "title": {**_TEXT, "description": "What the fact is called in reports."},
    "description": {**_TEXT, "description": "What it says, in a sentence."},
    "question": {
        **_TEXT,
        "description": "What the provider is asked; `{key}` stands for the key of a map. A fact with another "
        "question is another fact.",
    },
    "scope": {**_YES, "description": "Whether it may take a service out of a requirement."},
    "control": {**_YES, "description": "Whether it is something that the service does to protect people."},
}
_MEANINGS: Final[Schema] = {
    "type": "object",
    "additionalProperties": _TEXT,
    "description": "Every word in words for people.",
}
_NONE: Final[Schema] = {**_YES, "description": "Whether `none` is an answer."}


def _words(pattern: str, description: str) -> Schema:
    return {
        "type": "array",
        "minItems": 1,
        "uniqueItems": True,
        "items": {"type": "string", "pattern": pattern},
        "description": description,
    }


def _kind(title: str, properties: Schema, required: list[str], *, asked: bool = True) -> Schema:
    about = ["title", "description", *(["question"] if asked else [])]
    return {
        "title": title,
        "type": "object",
        "properties": {**_ABOUT, **properties},
        "required": [*about, *required],
        "additionalProperties": False,
    }


def _of_objects(**more: Schema) -> Schema:
    return {
        "type": "object",
        "properties": {**_ABOUT, "type": {"const": "object"}, "properties": _FACTS, **more},
        "required": ["type", "properties"],
    }


_WORD: Final = _words(_NAME, "The words, of a ladder from the least.")
_SCALARS: Final[dict[str, Schema]] = {
    "yes_no": _kind("yes or no", {"type": {"const": "boolean"}}, ["type"]),
    "number": _kind(
        "a number",
        {
            "type": {"enum": ["integer", "number"]},
            "minimum": {"type": "number", "description": "The least it can be; it bounds what is not stated."},
            "maximum": {"type": "number", "description": "The most it can be."},
            "unit": {"type": "string", "pattern": _NAME, "description": "One word in the plural, such as `hours`."},
            "or_none": _NONE,
        },
        ["type", "minimum"],
    ),
    "word": _kind(
        "a word, or with `ordered: true` a ladder",
        {"type": {"const": "string"}, "enum": _WORD, "ordered": _YES, "meanings": _MEANINGS},
        ["enum"],
    ),
    "date": _kind(
        "a date", {"type": {"const": "string"}, "format": {"const": "date"}, "or_none": _NONE}, ["type", "format"]
    ),
    "text": _kind("a text", {"type": {"const": "string"}, "minLength": {}, "or_none": _NONE}, ["type"]),
}
_COLLECTIONS: Final[dict[str, Schema]] = {
    "set": _kind(
        "a set of words",
        {
            "type": {"const": "array"},
            "uniqueItems": _YES,
            "items": {"type": "object", "properties": {"enum": _WORD}, "required": ["enum"]},
            "meanings": _MEANINGS,
        },
        ["type", "items"],
    ),
    "texts": _kind(
        "a list of texts",
        {
            "type": {"const": "array"},
            "items": {
                "type": "object",
                "properties": {"type": {"const": "string"}, "enum": False, "format": False},
                "required": ["type"],
            },
        },
        ["type", "items"],
    ),
    "list": _kind("a list of things", {"type": {"const": "array"}, "items": _of_objects()}, ["type", "items"]),
    "bands": _kind(
        "bands of ages",
        {"type": {"const": "array"}, "bands": {"const": True}, "items": _of_objects()},
        ["type", "bands", "items"],
    ),
    "closed_map": _kind(
        "a map with these keys",
        {
            "type": {"const": "object"},
            "propertyNames": {
                "type": "object",
                "properties": {"enum": _words("^[A-Za-z0-9_-]+$", "The keys.")},
                "required": ["enum"],
            },
            "meanings": _MEANINGS,
            "additionalProperties": {
                "anyOf": [{"$ref": "#/$defs/scalar"}, {"$ref": "#/$defs/group"}],
                "description": "What each key holds.",
            },
        },
        ["type", "propertyNames", "additionalProperties"],
        asked=False,
    ),
    "open_map": _kind(
        "a map with keys of one look",
        {
            "type": {"const": "object"},
            "propertyNames": {
                "type": "object",
                "properties": {"pattern": {"type": "string", "pattern": r"^\^.*\$$"}, "enum": False},
                "required": ["pattern"],
            },
            "additionalProperties": {"$ref": "#/$defs/scalar"},
        },
        ["type", "propertyNames", "additionalProperties"],
    ),
    "group": _kind(
        "a group of facts",
        {"type": {"const": "object"}, "properties": _FACTS},
        ["type", "properties"],
        asked=False,
    ),
}

VOCABULARY: Final[Schema] = {
    "$schema": DRAFT,
    "title": "Vocabulary: facts that a ruleset brings itself, in `vocabulary.yaml` beside `ruleset.yaml`",
    "type": "object",
    "properties": {
        "$schema": {"const": DRAFT},
        "title": {**_TEXT, "description": "What the facts are about."},
        "description": {**_TEXT, "description": "The same in a sentence."},
        "order": {"type": "integer", "description": "Its place among the subjects; nothing hangs on it here."},
        "properties": {**_FACTS, "description": "The facts by name; declared under `extensions.<ruleset-id>`."},
    },
    "required": ["$schema", "title", "description", "properties"],
    "additionalProperties": False,
    "$defs": {
        **_SCALARS,
        **_COLLECTIONS,
        "scalar": {"anyOf": [{"$ref": f"#/$defs/{name}"} for name in _SCALARS]},
        "fact": {"anyOf": [{"$ref": f"#/$defs/{name}"} for name in (*_SCALARS, *_COLLECTIONS)]},
    },
}
