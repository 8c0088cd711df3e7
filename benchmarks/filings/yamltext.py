"""Declarations as people write them: YAML in blocks, in braces, or as JSON. The same data, the same bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from auditor.source import characters

_PLAIN: Final = re.compile(r"[a-z][a-z0-9_]*|[0-9]{4}-[0-9]{2}(-[0-9]{2})?|[A-Z]{2}")
_RESERVED: Final = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_WIDE: Final = 100


def as_yaml(data: Mapping[str, Any], *, braces: bool = False) -> str:
    """Write a declaration as YAML: groups in blocks, or each whole subject in braces."""
    lines: list[str] = []
    for key, value in data.items():
        if braces or not isinstance(value, dict | list) or not value:
            lines.append(f"{key}: {flow(value)}")
        else:
            lines.append(f"{key}:")
            lines.extend(_block(value, "  "))
    return "\n".join(lines) + "\n"


def as_json(data: Mapping[str, Any]) -> str:
    """Write a declaration as JSON, which is YAML."""
    return characters.as_json(data, indent=1) + "\n"


def _block(value: dict[str, Any] | list[Any], indent: str) -> list[str]:
    lines: list[str] = []
    if isinstance(value, list):
        for one in value:
            inside = _block(one, indent + "  ") if one and isinstance(one, dict) else [f"{indent}  {flow(one)}"]
            lines += [f"{indent}- {inside[0].lstrip()}", *inside[1:]]
        return lines
    for key, one in value.items():
        written = f"{indent}{_scalar(str(key))}: {flow(one)}"
        if isinstance(one, dict) and one and len(written) > _WIDE:
            lines += [f"{indent}{_scalar(str(key))}:", *_block(one, indent + "  ")]
        else:
            lines.append(written)
    return lines


def flow(value: Any) -> str:
    """Write a value in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_scalar(str(key))}: {flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case _:
            text = str(value)
            if _PLAIN.fullmatch(text) and text not in _RESERVED:
                return text
            return characters.as_json(text)
