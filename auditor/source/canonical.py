"""The digest of a document's content: what it says, not how it is laid out."""

from __future__ import annotations

from decimal import Decimal
from hashlib import sha256
from typing import Any, Final

from msgspec.json import Encoder

_LARGEST_EXACT: Final = 2**53 - 1
# Keys are ordered by code point.
_ENCODER: Final = Encoder(decimal_format="number", order="sorted")


def digest(data: object, *, short: bool = False) -> str:
    """Give the SHA-256 of the canonical JSON (RFC 8785) of `data`, in hexadecimal.

    Numbers read by this program have at most 15 significant digits, so that each has a double of its own
    and two different ones never share a digest. `short` says that all of them are known to be `is_short`.
    """
    return sha256(canonical(data, short=short)).hexdigest()


def canonical(data: object, *, short: bool = False) -> bytes:
    """Give the canonical JSON of `data`."""
    if short or _has_short_numbers(data):
        written = _ENCODER.encode(data)
        if written.isascii() or _has_ascii_keys(data):
            return written
    import rfc8785

    return rfc8785.dumps(_plain(data))


def is_short(number: int | Decimal) -> bool:
    """Whether RFC 8785 writes a number in the form it has here: as a double it may have another."""
    if isinstance(number, int):
        return -_LARGEST_EXACT <= number <= _LARGEST_EXACT
    return number != number.to_integral_value() and str(number) == repr(float(number))


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
            elif not ((kind is int or kind is Decimal) and is_short(inner)):
                return False
    return True


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
