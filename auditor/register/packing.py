"""A submission and its result made ready to be kept: names taken out, texts compressed. Pure, for workers to do."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from hashlib import sha256
from typing import Final

from auditor.model.batch import Packed
from auditor.register.people import Spot, names_in_result, taken_out

LEVEL: Final = 6


def packed(content: bytes, people: Iterable[Spot], result: bytes) -> tuple[Packed, Packed]:
    """Take the names out of a submission's text, `people` in it, and out of its result, and compress what is left."""
    return _packed(content, people), _packed(result, names_in_result(result))


def _packed(data: bytes, spots: Iterable[Spot]) -> Packed:
    filled, names = taken_out(data, spots)
    return Packed(sha256=sha256(data).hexdigest(), size=len(data), body=zlib.compress(filled, LEVEL), names=names)


def unpacked(body: bytes) -> bytes:
    """Give what was compressed, names still filled."""
    return zlib.decompress(body)
