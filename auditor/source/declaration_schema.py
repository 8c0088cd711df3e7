"""The JSON Schema (2020-12) of a declaration, built from the vocabulary.

Editors use it to complete and explain; the reader uses it to accept. A value may always be null, or say
that it was declined or sought in vain, so each fact's own shape stands under `else`.
"""

from __future__ import annotations

from typing import Any, Final

from auditor.model.values import Number
from auditor.model.vocabulary import EXTENSIONS, FactType, Kind, Vocabulary
from auditor.source.challenge_schema import IN_A_DECLARATION, REPLY
from auditor.source.shapes import TEXT

Schema = dict[str, Any]

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
_DATE_FORM: Final = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
EVIDENCE_KINDS: Final = (
    "test_report",
    "policy",
    "screenshot",
    "configuration_export",
    "log_summary",
    "assessment",
    "contract",
    "certificate",
    "publication",
    "other",
)
SERVICE_HEADER: Final = ("id", "name", "provider")
_NEEDED: Final = ["declaration", "service"]

# More than any declaration needs; each entry costs a look at a file or at the vocabulary.
ENTRY_LIMIT: Final = 1000
_DAY: Final[Schema] = {
    "type": "string",
    "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    "description": "A calendar day, as 2026-03-01.",
}
_DATE: Final[Schema] = {
    "type": ["string", "integer"],
    "pattern": f"^{_DATE_FORM}$",
    "minimum": 1000,
    "maximum": 9999,
    "description": "A date, as 2026-03-01; 2026-03 or 2026 where the day is not known.",
}
RULESET: Final = "^[a-z0-9][a-z0-9-]*$"
_SLUG: Final[Schema] = {
    "type": "string",
    "pattern": RULESET,
    "description": "Lower-case letters, digits and hyphens.",
}
ITEM_KEY: Final = "^[A-Za-z0-9][A-Za-z0-9_-]*$"
_ITEM_KEY: Final[Schema] = {
    "type": "string",
    "pattern": ITEM_KEY,
    "title": "Id",
    "description": "A short name for this entry: letters, digits, hyphens and underscores.",
}
_REQUIREMENT: Final[Schema] = {
    "type": "string",
    "pattern": "^[a-z0-9][a-z0-9-]*/[A-Z][A-Z0-9]*(-[A-Z0-9.]+)+$",
    "description": "A ruleset and a requirement of it, as `internet-safety-strategy/GRM-02`.",
}
# Patterns of map keys, in words for people.
_KEY_FORMS: Final = {"^[A-Z]{2}$": "Two capital letters for a country, as GB."}
OLDEST: Final = 120
# A band for every age there is. More of them say nothing more, and to try what each open one would bring takes long.
BAND_LIMIT: Final = OLDEST + 1
_AGE: Final[Schema] = {"type": ["integer", "null"], "minimum": 0, "maximum": OLDEST}


def header_schema() -> Schema:
    """Build the schema of a declaration without its facts."""
    return {"$schema": DRAFT, **_closed(_header(), _NEEDED)}


def declaration_schema(vocabulary: Vocabulary) -> Schema:
    """Build the schema; the same vocabulary always gives the same schema, keys in the same order."""
    properties = _header()
    service = vocabulary.groups.get("service")
    facts = {name: value_schema(type_) for name, type_ in service.fields.items()} if service else {}
    properties["service"]["properties"].update(facts)
    for name, type_ in vocabulary.groups.items():
        if name not in ("service", EXTENSIONS):
            properties[name] = value_schema(type_)
    properties[EXTENSIONS] = _extensions(vocabulary)
    return {
        "$schema": DRAFT,
        "title": "Declaration",
        "description": "What a platform says about one service.",
        **_closed(properties, _NEEDED),
        "$defs": _definitions(),
    }


# What a value may be at the least, the first of them as an editor writes a key of that sort. They are more than a
# fact takes, so that what is wrong is told once, and by the fact's own shape.
_SORTS: Final = ("string", "number", "object", "array", "null")


def published_declaration_schema(vocabulary: Vocabulary) -> Schema:
    """Build the schema with hints for editors, which do not look into conditions to complete a key or a word."""
    schema: Schema = _with_hints(declaration_schema(vocabulary))
    return schema


def _with_hints(node: Any) -> Any:
    if isinstance(node, list):
        return [_with_hints(one) for one in node]
    if not isinstance(node, dict):
        return node
    found = {key: _with_hints(one) for key, one in node.items()}
    if "title" not in found or "else" not in found:
        return found
    told = {key: found.pop(key) for key in ("title", "description") if key in found}
    return {**told, **_hints(found["else"]), **found}


def _hints(own: Schema) -> Schema:
    """Say at a fact's own level what sort of thing it is, and which words it takes; nothing is refused by that."""
    usual = own.get("else", own).get("type", "string")
    first = usual if isinstance(usual, str) else usual[0]
    first = "string" if first in ("integer", "number") else first
    hints: Schema = {"type": list(dict.fromkeys((first, *_SORTS)))}
    if "enum" in own:
        hints["anyOf"] = [own, {}]
    return hints


def _extensions(vocabulary: Vocabulary) -> Schema:
    """Give the schema of rulesets' own facts: closed for rulesets at hand, open for all others."""
    return {
        "title": "Facts of single rulesets",
        "description": "What a ruleset asks beyond the vocabulary, under the ruleset's id.",
        "type": ["object", "null"],
        "propertyNames": {"pattern": _SLUG["pattern"], "description": "A ruleset's id, as internet-safety-strategy."},
        "properties": {name: value_schema(type_) for name, type_ in vocabulary.extensions.items()},
        "additionalProperties": {"type": ["object", "null"]},
    }


def with_definitions(schema: Schema) -> Schema:
    """Give the schema of one value as a document of its own."""
    return {"$schema": DRAFT, **schema, "$defs": _definitions()}


def value_schema(type_: FactType, title: str | None = None, key: str | None = None) -> Schema:
    """Give the schema of what may stand at one address; `key` is the meaning of the map key it is under."""
    told = " ".join(text for text in (type_.description, type_.question) if text)
    schema: Schema = {"title": title or type_.title}
    if told:
        schema["description"] = told if key is None else told.replace("{key}", key)
    return {
        **schema,
        "if": {"$ref": "#/$defs/has_no_answer"},
        "then": {"$ref": "#/$defs/no_answer"},
        "else": _own(type_, key),
    }


def _own(type_: FactType, key: str | None) -> Schema:
    match type_.kind:
        case Kind.YES_NO:
            return {"type": ["boolean", "null"]}
        case Kind.NUMBER:
            return _number(type_)
        case Kind.WORD | Kind.LADDER:
            return {"enum": [*type_.words, None], **_meanings(type_)}
        case Kind.TEXT:
            return {**TEXT, "type": ["string", "null"]}
        case Kind.DATE:
            form = f"(none|{_DATE_FORM})" if type_.or_none else _DATE_FORM
            return {**_DATE, "type": ["string", "integer", "null"], "pattern": f"^{form}$"}
        case Kind.SET:
            return _set(type_)
        case Kind.LIST | Kind.BANDS:
            return _list(type_, key)
        case Kind.CLOSED_MAP:
            assert type_.item is not None
            return _closed_map(type_, type_.item)
        case Kind.OPEN_MAP:
            assert type_.item is not None
            return {
                "type": ["object", "null"],
                "propertyNames": _key_form(type_.key_pattern),
                "additionalProperties": value_schema(type_.item),
            }
        case Kind.GROUP | Kind.RECORD:
            return _closed({name: value_schema(one, key=key) for name, one in type_.fields.items()}, null=True)


def _key_form(pattern: str | None) -> Schema:
    told = _KEY_FORMS.get(pattern or "")
    return {"pattern": pattern, **({"description": told} if told else {})}


def _number(type_: FactType) -> Schema:
    sort = "integer" if type_.integer else "number"
    schema: Schema = {"type": [sort, "null"]}
    if type_.or_none:
        schema = {"type": [sort, "string", "null"], "pattern": "^none$"}
    for bound, value in (("minimum", type_.minimum), ("maximum", type_.maximum)):
        if value is not None:
            schema[bound] = _json_number(value)
    if type_.unit:
        schema["unit"] = type_.unit
    return schema


def _json_number(number: Number) -> int | float:
    return number if isinstance(number, int) else float(number)


def _set(type_: FactType) -> Schema:
    one = {"type": ["boolean", "null"]}
    items = {"enum": list(type_.words), **_meanings(type_)}
    return {
        "if": {"type": "object"},
        "then": _closed({word: {**one, **_titled(type_.meanings.get(word))} for word in type_.words}),
        "else": {"type": ["array", "null"], "uniqueItems": True, "items": items},
    }


def _meanings(type_: FactType) -> Schema:
    """Say what the words mean, in the way editors read it."""
    if not type_.meanings:
        return {}
    return {"enumDescriptions": [type_.meanings.get(word, "") for word in type_.words]}


def _titled(title: str | None) -> Schema:
    return {"title": title} if title else {}


def _list(type_: FactType, key: str | None) -> Schema:
    if type_.item is not None:
        return {"type": ["array", "null"], "items": TEXT}
    fields = {name: value_schema(one, key=key) for name, one in type_.fields.items()}
    if type_.kind is Kind.BANDS:
        ages = {
            **_closed({"from": _AGE, "to": _AGE}),
            "title": "Ages",
            "description": "Whole years, both ends inside.",
        }
        items = _closed({"ages": ages, **fields}, ["ages"])
        return {"type": ["array", "null"], "maxItems": BAND_LIMIT, "items": items}
    return {"type": ["array", "null"], "items": _closed({"id": _ITEM_KEY, **fields})}


def _closed_map(type_: FactType, item: FactType) -> Schema:
    properties = {}
    for word in type_.words:
        meaning = type_.meanings.get(word, word.replace("_", " "))
        properties[word] = value_schema(item, title=f"{item.title}: {meaning}", key=meaning)
    return _closed(properties, null=True)


def _closed(properties: Schema, required: list[str] | None = None, *, null: bool = False) -> Schema:
    return {
        "type": ["object", "null"] if null else "object",
        **({"required": required} if required else {}),
        "properties": properties,
        "additionalProperties": False,
    }


def _definitions() -> Schema:
    return {
        "has_no_answer": {
            "type": "object",
            "anyOf": [{"required": ["declined"]}, {"required": ["sought"]}],
        },
        "no_answer": {
            "maxProperties": 1,
            **_closed(
                {
                    "declined": _told(
                        "Asked for and refused.",
                        _closed({"asked_by": TEXT, "on": _DATE, "source": TEXT}, ["asked_by", "on"]),
                    ),
                    "sought": _told("Looked for and not found.", _closed({"by": TEXT, "on": _DATE}, ["by", "on"])),
                }
            ),
        },
    }


def _told(description: str, schema: Schema) -> Schema:
    return {"description": description, **schema}


# What stands in place of a value where there is no answer.
NO_ANSWER: Final[Schema] = _definitions()["no_answer"]


def _header() -> Schema:
    """Give the keys that are not facts."""
    return {
        "declaration": {"const": 1, "title": "Format", "description": "The version of this format: 1."},
        "service": {
            "title": "The service",
            **_closed(
                {
                    "id": _told(
                        "Its identity in every report, which waivers go by; where it is left out, the file's name, "
                        "which they do not.",
                        _SLUG,
                    ),
                    "name": _told("Its name, as people know it.", TEXT),
                    "provider": _told("Who provides it.", TEXT),
                },
                ["name"],
            ),
        },
        "stated_on": _told("The day on which all of this was true.", _DAY),
        "attestation": _told(
            "Who stands for this declaration, and since when.",
            _closed({"name": TEXT, "role": TEXT, "date": _DAY}, ["name"]),
        ),
        "compiled_by": _told(
            "Who wrote this from published facts; such a declaration gets no verdict.",
            _closed({"name": TEXT, "on": _DAY, "method": TEXT}, ["name", "on", "method"]),
        ),
        "evidence": _many(
            "What backs the answers.",
            {
                "id": _SLUG,
                "kind": {"enum": list(EVIDENCE_KINDS)},
                "title": TEXT,
                "issued": _DATE,
                "issuer": _told("Who issued it; `internal` for the provider's own.", TEXT),
                "file": _told("Where it lies, beside this file or in a folder beneath.", TEXT),
                "sha256": {
                    "type": "string",
                    "pattern": "^[0-9a-fA-F]{64}$",
                    "description": "64 hexadecimal digits.",
                },
                "source": TEXT,
                "url": TEXT,
                "checked": {"enum": ["read", "secondary"]},
                "reply": REPLY,
                "supports": {"type": "array", "minItems": 1, "maxItems": ENTRY_LIMIT, "items": TEXT},
            },
            ["id", "title", "supports"],
        ),
        "reply": {**REPLY, "description": "What the service said of what others compiled, and when it was asked."},
        "challenges": IN_A_DECLARATION,
        "planned": _many(
            "Announced, not in place yet.",
            {"fact": TEXT, "value": {}, "from": _DATE},
            ["fact", "value", "from"],
        ),
        "alternatives": _many(
            "Measures of its own in place of a requirement.",
            {
                "requirement": _REQUIREMENT,
                "measure": TEXT,
                "why": TEXT,
            },
            ["requirement", "measure", "why"],
        ),
        "measures": _many(
            "What is in place for a requirement, for a written record; it is never judged.",
            {
                "requirement": _REQUIREMENT,
                "in_place": _told("The measure in its own words.", TEXT),
                "since": _told("The day from which it has been in place.", _DATE),
            },
            ["requirement", "in_place"],
        ),
        "bound": _many(
            "Facts that are set in the product's own configuration; a check holds the two together.",
            {
                "fact": _told("The fact, by its path in this file.", TEXT),
                "file": _told(
                    "The configuration file, by its path from this file's folder: JSON, YAML or TOML.", TEXT
                ),
                "pointer": {
                    "type": "string",
                    "pattern": "^(/([^~/]|~[01])*)*$",
                    "description": "The value's JSON pointer, as `/features/grooming/enabled`.",
                },
                "value": _told(
                    "What a declaration says for each value of the configuration, as `{strict: true, off: false}`.",
                    {"type": "object", "minProperties": 1, "maxProperties": 100, "additionalProperties": {}},
                ),
            },
            ["fact", "file", "pointer"],
        ),
        "confidential": _told(
            "Facts that a public report withholds.", {"type": "array", "maxItems": ENTRY_LIMIT, "items": TEXT}
        ),
    }


def _many(description: str, properties: Schema, required: list[str]) -> Schema:
    items = _closed(properties, required)
    return {"description": description, "type": "array", "maxItems": ENTRY_LIMIT, "items": items}
