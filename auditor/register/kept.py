"""One result as a register keeps it, with all that it was made from: enough to make it again."""

from __future__ import annotations

from hashlib import sha256

from msgspec import Struct
from sqlalchemy import select

from auditor.register import tables
from auditor.register.connect import told
from auditor.register.people import FILL
from auditor.register.reading import Register


class Kept(Struct, frozen=True, kw_only=True):
    """A result and the text that it is about, as they come out of a register, and the digests of what went in.

    `nameless` says that they differ from what went in because names of persons were taken out since.
    """

    result: bytes
    content: bytes
    result_sha256: str
    content_sha256: str
    nameless: bool


def kept(register: Register, number: int) -> Kept:
    """Give a result by its number in the register."""
    result, text = tables.result.c, tables.text.c
    wanted = select(result.sha256, text.sha256).join(tables.text, text.id == result.text).where(result.id == number)
    with told(register.path):
        made, filed = register.connection.execute(wanted).one()
    pairs = ((register.result(number), made), (register.content(number), filed))
    fill = FILL.encode()
    return Kept(
        result=pairs[0][0],
        content=pairs[1][0],
        result_sha256=made,
        content_sha256=filed,
        nameless=any(fill in data and sha256(data).hexdigest() != digest for data, digest in pairs),
    )
