"""JSON text in a fixed layout: keys as given, exact decimals, nothing that acts on a terminal."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from auditor.model.values import plain_number

Json = None | bool | int | Decimal | str | list["Json"] | dict[str, "Json"]

# What JSON allows unescaped and a terminal or an editor may act upon, what is no character, and halves of pairs,
# which no encoding can carry: as escapes they mean the same to every reader of JSON.
_ACTS: Final = re.compile(
    "[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)


def dump(value: Json) -> str:
    """Write the value, with one newline at the end."""
    return _dump(value, "\n") + "\n"


def dump_line(value: Json) -> str:
    """Write the value on one line, with the newline that ends it."""
    return _line(value) + "\n"


def _line(value: Json) -> str:
    match value:
        case list():
            return "[" + ", ".join(map(_line, value)) + "]"
        case dict():
            return "{" + ", ".join(f"{quote(key)}: {_line(one)}" for key, one in value.items()) + "}"
        case _:
            return _dump(value, "")


def _dump(value: Json, margin: str) -> str:
    inner = margin + "  "
    match value:
        case bool() | None:
            return {True: "true", False: "false", None: "null"}[value]
        case int() | Decimal():
            return plain_number(value)
        case str():
            return quote(value)
        case list():
            if not value:
                return "[]"
            return "[" + ",".join(inner + _dump(one, inner) for one in value) + margin + "]"
        case dict():
            return _object(value, margin, inner)


def _object(members: Mapping[str, Json], margin: str, inner: str) -> str:
    if not members:
        return "{}"
    written = (f"{inner}{quote(key)}: {_dump(one, inner)}" for key, one in members.items())
    return "{" + ",".join(written) + margin + "}"


def quote(text: str) -> str:
    """Write a string, with escapes for what must not act."""
    return _ACTS.sub(_escape, json.dumps(text, ensure_ascii=False))


def _escape(match: re.Match[str]) -> str:
    return json.dumps(match.group())[1:-1]
