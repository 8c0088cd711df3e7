"""The newest filing of each service that a register knew, one after the other: what is judged again goes by these."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from msgspec import Struct
from sqlalchemy import func, select

from auditor.register import tables
from auditor.register.connect import told
from auditor.register.ordering import newest_first
from auditor.register.reading import Register

_AT_ONCE: Final = 500


class Newest(Struct, frozen=True, kw_only=True):
    """A service's newest filing: its digest, and the last result that was made of it; None where none ever was."""

    submission: str
    service: str
    name: str
    compiled: bool
    result: int | None


def newest(register: Register, known_at: datetime | None) -> Iterator[Newest]:
    """Give the newest filing of each service, in the order of their ids; what others compiled of it is one apart."""
    submission, result, last = tables.submission.c, tables.result.c, register.moment_at(known_at)
    ranked = (
        select(
            *(submission[one] for one in ("id", "sha256", "service", "name", "compiled")),
            func.row_number()
            .over(
                partition_by=(submission.service, submission.compiled),
                order_by=newest_first(submission, last),
            )
            .label("filing"),
        )
        .where(submission.moment <= last)
        .subquery()
    )
    made = (
        select(func.max(result.id))
        .where(result.submission == ranked.c.id, result.moment <= last)
        .correlate(ranked)
        .scalar_subquery()
    )
    row = ranked.c
    wanted = (
        select(row.sha256, row.service, row.name, row.compiled, made.label("made"))
        .where(row.filing == 1)
        .order_by(row.service, row.compiled)
        .execution_options(yield_per=_AT_ONCE)
    )
    with told(register.path):
        for sha256, service, name, compiled, number in register.connection.execute(wanted):
            yield Newest(submission=sha256, service=service, name=name, compiled=compiled, result=number)
