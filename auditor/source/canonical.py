"""The digest of a document's content: what it says, not how it is laid out."""

from __future__ import annotations

import json
from decimal import Decimal
from hashlib import sha256
from typing import Any, Final

import rfc8785

_LARGEST_EXACT: Final = 2**53 - 1


def digest(data: object) -> str:
    """Give the SHA-256 of the canonical JSON (RFC 8785) of `data`, in hexadecimal.

    Numbers read by this program have at most 15 significant digits, so that each has a double of its own
    and two different ones never share a digest.
    """
    return sha256(canonical(data)).hexdigest()


def canonical(data: object) -> bytes:
    """Give the canonical JSON of `data`."""
    if _is_simple(data):
        return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return rfc8785.dumps(_plain(data))


def _is_simple(data: object) -> bool:
    """Whether the standard library writes the same bytes, many times faster.

    It writes fractions and long numbers otherwise, and orders keys by code point, which differs beyond ASCII.
    """
    waiting = [data]
    while waiting:
        one = waiting.pop()
        kind = one.__class__
        if kind is str or kind is bool or one is None:
            continue
        if isinstance(one, dict):
            if not all(key.__class__ is str and key.isascii() for key in one):
                return False
            waiting.extend(one.values())
        elif kind is list or kind is tuple:
            waiting.extend(one)  # type: ignore[arg-type]  # it is a list or tuple
        elif kind is not int or not -_LARGEST_EXACT <= one <= _LARGEST_EXACT:  # type: ignore[operator]  # an int
            return False
    return True


def _plain(data: Any) -> Any:
    match data:
        case dict():
            return {key: _plain(value) for key, value in data.items()}
        case list() | tuple():
            return [_plain(value) for value in data]
        case Decimal():
            return float(data)
        case bool():
            return data
        case int() if abs(data) > _LARGEST_EXACT:
            return float(data)
        case _:
            return data
