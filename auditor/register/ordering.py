"""Which filing of a service is newer: the one order that lists, trends, triage and judging again have in common.

Newer is what states the later day; of one day, what the register came to know later. A day that has not come is a
slip of the pen or a promise: such a filing is older than every other, until a run has the register reach that day.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from auditor.register import tables


def newest_first(filed: Any, last: int, day: Any = None) -> tuple[ColumnElement[Any], ...]:
    """Order filings from the newest on; `filed` has their columns `stated_on` and `id`, or `submission`.

    Without a `day` it is the latest as-of date of all runs known at the moment `last`.
    """
    return is_ahead(filed, last, day).asc(), func.coalesce(filed.stated_on, "").desc(), _number(filed).desc()


def oldest_first(filed: Any, last: int) -> tuple[ColumnElement[Any], ...]:
    """Order filings from the oldest on."""
    return is_ahead(filed, last).desc(), func.coalesce(filed.stated_on, "").asc(), _number(filed).asc()


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
