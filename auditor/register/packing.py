"""A judged submission made ready to be kept: names taken out, texts compressed. Pure, so that workers can do it."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from auditor.model.batch import Filed, Judged, Summary
from auditor.register.people import Name, names_in_result, taken_out

LEVEL: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A text or a result as it is stored: filled and compressed, with its names apart.

    `sha256` digests it as it was, `size` counts its bytes then.
    """

    sha256: str
    size: int
    body: bytes
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """All that is kept of one submission that was audited."""

    filed: Filed
    text: Packed
    result: Packed
    summaries: tuple[Summary, ...]


def ready(judged: Judged) -> Ready:
    """Take the names out of a judged submission and compress what is left."""
    spots = names_in_result(judged.result)
    return Ready(
        filed=judged.filed,
        text=_packed(judged.content, judged.people),
        result=_packed(judged.result, spots),
        summaries=judged.summaries,
    )


def _packed(data: bytes, spots: tuple[tuple[str, int, int], ...]) -> Packed:
    filled, names = taken_out(data, spots)
    return Packed(sha256=sha256(data).hexdigest(), size=len(data), body=zlib.compress(filled, LEVEL), names=names)


def unpacked(body: bytes) -> bytes:
    """Give what was compressed, names still filled."""
    return zlib.decompress(body)
