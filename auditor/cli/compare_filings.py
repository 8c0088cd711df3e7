"""Which of the filings that `auditor compare` is given can stand in one line, the older as the past of the newest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from auditor.model.diagnostic import Diagnostic, InputError, Place, Severity
from auditor.model.plaintext import slug

if TYPE_CHECKING:
    from auditor.cli.diff_sides import Held
    from auditor.model.declaration import Declaration


def refuse_shared_ids(filed: Sequence[Held]) -> None:
    """Refuse services that an id joins which none of them is known to have said: neither is the other's past."""
    from auditor.engine.shared_ids import shared_id, sharing

    # A saved result does not tell whether the id was declared: one that is its file's name may be nothing more.
    saved = {id(one.audit.declaration) for one in filed if one.side is None}

    def is_unsaid(one: Declaration) -> bool:
        return not one.service.id_declared or (id(one) in saved and one.service.id == slug(one.file))

    wrong = [
        shared_id(
            one,
            other,
            code="compare.shared-id",
            why="filings of one id are put together, the older ones as the past of the newest",
            severity=Severity.ERROR,
        )
        for one, other in sharing((one.audit.declaration for one in filed), is_unsaid)
    ]
    if wrong:
        raise InputError(tuple(wrong))


def faults_of(held: Sequence[Held]) -> list[Diagnostic]:
    """Say what leaves the order of one service's filings open."""
    if len(held) == 1:
        return []
    wrong = [
        _unordered(one, "does not say on which day it was true (`stated_on`)")
        for one in held
        if one.audit.declaration.stated_on is None
    ]
    days: dict[date, Held] = {}
    for one in held:
        day = one.audit.declaration.stated_on
        if day is None:
            continue
        if day > one.as_of and any(_has_come(each) for each in held):
            wrong.append(_unordered(one, f"is of {day}, after the as-of date {one.as_of}"))
        if day in days:
            other = days[day].audit.declaration.file
            wrong.append(_unordered(one, f"is of {day}, as {other} is"))
        days.setdefault(day, one)
    return wrong


def _has_come(one: Held) -> bool:
    day = one.audit.declaration.stated_on
    return day is not None and day <= one.as_of


def _unordered(one: Held, what: str) -> Diagnostic:
    declaration = one.audit.declaration
    return Diagnostic(
        code="compare.filings-unordered",
        message=f"several filings of `{declaration.service.id}` were given, and this one {what}",
        place=Place(declaration.file),
        why="the newest filing stands in the comparison and those before it are its past: the order must be known",
        help="give each filing a `stated_on` of its own, or leave out all but one",
    )
