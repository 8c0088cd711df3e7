"""Which filing of a service is newer: the one order that lists, trends, triage and judging again have in common.

Newer is what states the later day; of one day, what the register came to know later. Which of two that say different
things of one day holds, nobody knows, so whoever shows one says that there are others. A day that has not come is a
slip of the pen or a promise: such a filing is older than every other, until a run has the register reach that day.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select

from auditor.register import tables


def newest_first(filed: Any, last: int, day: Any = None) -> tuple[ColumnElement[Any], ...]:
    """Order filings from the newest on; `filed` has their columns `stated_on` and `id`, or `submission`.

    Without a `day` it is the latest as-of date of all runs known at the moment `last`.
    """
    return is_ahead(filed, last, day).asc(), func.coalesce(filed.stated_on, "").desc(), _number(filed).desc()


def oldest_first(filed: Any, last: int) -> tuple[ColumnElement[Any], ...]:
    """Order filings from the oldest on."""
    return is_ahead(filed, last).desc(), func.coalesce(filed.stated_on, "").asc(), _number(filed).asc()


def same_day(last: int) -> Any:
    """Count the service's other filings that state the same day, or none as this one, and declare something else.

    The same declaration with other documents found is the same word, looked at later.
    """
    return _others(last, lambda this, other: other.stated_on.is_not_distinct_from(this.stated_on))


def undated(last: int) -> Any:
    """Count the service's other filings that state no day, where this one does, and declare something else."""
    return _others(last, lambda this, other: and_(other.stated_on.is_(None), this.stated_on.is_not(None)))


def _others(last: int, like: Callable[[Any, Any], ColumnElement[bool]]) -> Any:
    this, other = tables.submission.c, tables.submission.alias()
    return (
        select(func.count())
        .select_from(other)
        .where(
            other.c.service == this.service,
            other.c.compiled == this.compiled,
            like(this, other.c),
            other.c.declaration != this.declaration,
            other.c.moment <= last,
        )
        .correlate(tables.submission)
        .scalar_subquery()
    )


def is_ahead(filed: Any, last: int, day: Any = None) -> ColumnElement[int]:
    """Say whether a filing states a day that has not come."""
    return case((filed.stated_on > (_reached(last) if day is None else day), 1), else_=0)


def _number(filed: Any) -> Any:
    return filed.submission if "submission" in filed else filed.id


def _reached(last: int) -> Any:
    """Select the latest day by which anything was judged, as far as the moment `last`."""
    run, terms = tables.run.alias(), tables.terms.alias()
    return (
        select(func.max(terms.c.as_of)).join_from(run, terms, terms.c.id == run.c.terms).where(run.c.moment <= last)
    ).scalar_subquery()
