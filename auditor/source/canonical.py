"""The digest of a document's content: what it says, not how it is laid out."""

from __future__ import annotations

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
    return sha256(rfc8785.dumps(_plain(data))).hexdigest()


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
