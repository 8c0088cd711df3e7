"""Where things stand in JSON text that has been read already: looked for only when a place is asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

_BLANK: Final = " \t\n\r"
_SKIPPING: Final = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)


def after_blank(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BLANK:
        at += 1
    return at


def _end(text: str, at: int) -> int:
    return _SKIPPING.raw_decode(text, at)[1]


def _members(text: str, at: int) -> Iterator[tuple[str | int, int, int]]:
    """Go through what stands directly in a container: key or number, where that stands, where the value does."""
    is_object = text[at] == "{"
    at = after_blank(text, at + 1)
    number = 0
    while text[at] not in "]}":
        key: str | int = number
        key_at = at
        if is_object:
            key, end = _SKIPPING.raw_decode(text, at)
            at = after_blank(text, after_blank(text, end) + 1)
        yield key, key_at, at
        at = after_blank(text, _end(text, at))
        at = after_blank(text, at + 1) if text[at] == "," else at
        number += 1


def entry(text: str, at: int, step: str | int) -> tuple[int, int] | None:
    """Give where an entry's key and value stand; the last of that name, as data has it."""
    if text[at] != ("{" if isinstance(step, str) else "["):
        return None
    found = None
    for key, key_at, value_at in _members(text, at):
        if key == step:
            found = key_at, value_at
    return found


def repeats(text: str) -> Iterator[tuple[str, int, int]]:
    """Go through the keys that their object holds already: the key, where it stands first, where again."""
    waiting = [after_blank(text, 0)]
    while waiting:
        at = waiting.pop()
        seen: dict[str, int] = {}
        for key, key_at, value_at in _members(text, at):
            if isinstance(key, str):
                if key in seen:
                    yield key, seen[key], key_at
                seen[key] = key_at
            if text[value_at] in "{[":
                waiting.append(value_at)


def first_deeper(text: str, most: int) -> int:
    """Give where the first bracket stands that is inside so many others."""
    at = depth = 0
    while at < len(text):
        match text[at]:
            case '"':
                at = _end(text, at)
                continue
            case "[" | "{":
                depth += 1
                if depth > most:
                    return at
            case "]" | "}":
                depth -= 1
        at += 1
    return 0
