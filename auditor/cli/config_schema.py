"""The JSON Schema of a file of settings, for editors; made from the options themselves."""

from __future__ import annotations

from typing import Any

from auditor.cli.config_keys import NOT_IN_A_FILE, Key, Kind, known_keys


def config_schema(app: Any) -> dict[str, Any]:
    """Give the schema of `auditor.toml`, and of the table `tool.auditor` in `pyproject.toml`."""
    keys = {name: key for name, key in known_keys(app).items() if name not in NOT_IN_A_FILE}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Settings of the auditor: auditor.toml, or [tool.auditor] in pyproject.toml",
        "type": "object",
        "additionalProperties": False,
        "properties": {name: {**_shape(key), "description": _words(key)} for name, key in keys.items()},
    }


def _words(key: Key) -> str:
    text = str(key.param.help or "")
    return f"{text} The flag: {key.flag}. The variable: {key.variable}."


def _shape(key: Key) -> dict[str, Any]:
    text: dict[str, Any] = {"enum": list(key.choices)} if key.choices else {"type": "string", "minLength": 1}
    match key.kind:
        case Kind.YES_NO:
            return {"type": "boolean"}
        case Kind.NUMBER:
            return _number(key)
        case Kind.LIST:
            return {"type": "array", "items": text}
        case Kind.TABLE:
            return {"type": "object", "additionalProperties": {"type": "number", "minimum": 0, "maximum": 100}}
        case _:
            return text


def _number(key: Key) -> dict[str, Any]:
    if not hasattr(key.param.type, "min"):  # the least score
        return {"type": "number", "minimum": 0, "maximum": 100}
    ends = {"minimum": key.param.type.min, "maximum": key.param.type.max}
    return {"type": "integer", **{name: end for name, end in ends.items() if end is not None}}
