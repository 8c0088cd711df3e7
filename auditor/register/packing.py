"""A judged submission made ready to be kept: names taken out, texts compressed. Pure, so that workers can do it."""

from __future__ import annotations

import zlib
from hashlib import sha256
from typing import Final

from auditor.model.batch import Judged, Packed
from auditor.register.people import names_in_result, taken_out

LEVEL: Final = 6


def packed(judged: Judged) -> tuple[Packed, Packed]:
    """Take the names out of a judged submission's text and result, and compress what is left."""
    if judged.packed is not None:
        return judged.packed
    return _packed(judged.content, judged.people), _packed(judged.result, names_in_result(judged.result))


def _packed(data: bytes, spots: tuple[tuple[str, int, int], ...]) -> Packed:
    filled, names = taken_out(data, spots)
    return Packed(sha256=sha256(data).hexdigest(), size=len(data), body=zlib.compress(filled, LEVEL), names=names)


def unpacked(body: bytes) -> bytes:
    """Give what was compressed, names still filled."""
    return zlib.decompress(body)
