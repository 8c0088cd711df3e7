"""JSON text in a fixed layout: keys as given, exact decimals, nothing that acts on a terminal."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from json.encoder import encode_basestring
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
    parts: list[str] = []
    _put(value, "\n", parts.append)
    parts.append("\n")
    return "".join(parts)


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
            return _plain(value)


# One list of parts for the whole text: a result has tens of thousands of values, and joining level by level copies
# each of them once a level.
def _put(value: Json, margin: str, put: Callable[[str], None]) -> None:
    if isinstance(value, str):
        put(quote(value))
    elif isinstance(value, dict):
        if not value:
            put("{}")
            return
        inner = margin + "  "
        before = "{" + inner
        for key, one in value.items():
            put(before)
            put(_key(key))
            _put(one, inner, put)
            before = "," + inner
        put(margin + "}")
    elif isinstance(value, list):
        if not value:
            put("[]")
            return
        inner = margin + "  "
        before = "[" + inner
        for one in value:
            put(before)
            _put(one, inner, put)
            before = "," + inner
        put(margin + "]")
    else:
        put(_plain(value))


def _plain(value: bool | int | Decimal | str | None) -> str:
    if isinstance(value, str):
        return quote(value)
    if value is None or isinstance(value, bool):
        return {True: "true", False: "false", None: "null"}[value]
    return plain_number(value)


@lru_cache(maxsize=4096)
def _key(text: str) -> str:
    return quote(text) + ": "


def quote(text: str) -> str:
    """Write a string, with escapes for what must not act."""
    # What json.dumps calls; it would make an encoder anew for each of the many strings.
    if text.isascii() and "\x7f" not in text:
        return encode_basestring(text)
    return _ACTS.sub(_escape, encode_basestring(text))


def _escape(match: re.Match[str]) -> str:
    return json.dumps(match.group())[1:-1]
