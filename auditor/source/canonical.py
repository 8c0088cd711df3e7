"""The digest of a document's content: what it says, not how it is laid out."""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from hashlib import sha256
from typing import Any, Final

_LARGEST_EXACT: Final = 2**53 - 1
# Smaller ones have an exponent, which the two ways write differently.
_SMALLEST: Final = Decimal("0.0001")


def digest(data: object) -> str:
    """Give the SHA-256 of the canonical JSON (RFC 8785) of `data`, in hexadecimal.

    Numbers read by this program have at most 15 significant digits, so that each has a double of its own
    and two different ones never share a digest.
    """
    return sha256(canonical(data)).hexdigest()


def canonical(data: object) -> bytes:
    """Give the canonical JSON of `data`."""
    if _has_short_numbers(data):
        text = _written(data)
        if text.isascii() or _has_ascii_keys(data):
            return text.encode()
    import rfc8785

    return rfc8785.dumps(_plain(data))


def _written(data: object) -> str:
    """Write data with keys ordered by code point; where the compiled library is loaded anyway, it is faster at it."""
    compiled = sys.modules.get("jsonschema_rs")
    return compiled.canonical.json.to_string(data) if compiled is not None else _ENCODER.encode(data)


_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=float)


def _has_short_numbers(data: object) -> bool:
    """Whether there is nothing that RFC 8785 would write in another form: fractions and long numbers."""
    waiting: list[Any] = [(data,)]
    for one in waiting:
        for inner in one.values() if one.__class__ is dict else one:
            kind = inner.__class__
            if kind is str or kind is bool or inner is None:
                continue
            if kind is dict or kind is list or kind is tuple:
                waiting.append(inner)
            elif kind is int:
                if not -_LARGEST_EXACT <= inner <= _LARGEST_EXACT:
                    return False
            elif kind is not Decimal or not _is_short(inner):
                return False
    return True


def _is_short(number: Decimal) -> bool:
    return _SMALLEST <= abs(number) <= _LARGEST_EXACT and number != number.to_integral_value()


def _has_ascii_keys(data: object) -> bool:
    """Whether the order of keys is the same by code point and by UTF-16 unit."""
    waiting: list[Any] = [data]
    for one in waiting:
        if isinstance(one, dict):
            if not all(key.isascii() for key in one):
                return False
            waiting.extend(one.values())
        elif isinstance(one, list | tuple):
            waiting.extend(one)
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
