"""Calendar days that may be known only in part, and periods that are added to them.

All days are UTC calendar days and both ends of every span are inside.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final

from msgspec import Struct

_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_LONGEST: Final = len("2026-03-01")


class DateSpan(Struct, frozen=True):
    """The days a stated date may be: one day for a full date, more for a month or a year."""

    first: date
    last: date

    def __str__(self) -> str:
        if self.first == self.last:
            return self.first.isoformat()
        if self.first.month == self.last.month:
            return f"{self.first.year:04d}-{self.first.month:02d}"
        return f"{self.first.year:04d}"


def parse_date(text: str) -> DateSpan | None:
    """Read `2026-03-01`, `2026-03` or `2026`; None where it is no such calendar date."""
    return _parsed(text) if len(text) <= _LONGEST else None


@lru_cache(maxsize=4096)
def _parsed(text: str) -> DateSpan | None:
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    try:
        if day is not None and month is not None:
            one = date(year, month, day)
            return DateSpan(one, one)
        if month is not None:
            return DateSpan(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
        return DateSpan(date(year, 1, 1), date(year, 12, 31))
    except ValueError:
        return None


class PeriodUnit(StrEnum):
    """Units of a period. Days and weeks are exact; months and years follow the calendar."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


class Period(Struct, frozen=True):
    """A length of time that is added to a fact's date, never taken from the as-of date."""

    count: int
    unit: PeriodUnit

    def __str__(self) -> str:
        unit = self.unit.value.removesuffix("s") if self.count == 1 else self.unit.value
        return f"{self.count} {unit}"

    def after(self, day: date) -> date:
        """Give the day this period after `day`; a month's end where the day does not exist.

        A sum beyond the last day of year 9999 gives that last day.
        """
        return _after(self, day)

    def reaching(self, day: date) -> date:
        """Give the first day after which, or on which, this period is not over on `day`."""
        return _reaching(self, day)


# A demand for evidence asks it of every document, and always for the same day.
@lru_cache(maxsize=256)
def _reaching(period: Period, day: date) -> date:
    # `after` never goes back as days go on, so that halving finds the day, whatever months it passes over
    def lasts(ordinal: int) -> bool:
        return period.after(date.fromordinal(ordinal)) >= day

    return date.fromordinal(bisect_left(range(day.toordinal() + 1), True, lo=1, key=lasts))


# Of a few periods and the days of some facts: asked for anew by every rule.
@lru_cache(maxsize=4096)
def _after(period: Period, day: date) -> date:
    try:
        if period.unit is PeriodUnit.DAYS:
            return day + timedelta(days=period.count)
        if period.unit is PeriodUnit.WEEKS:
            return day + timedelta(weeks=period.count)
        months = period.count * (12 if period.unit is PeriodUnit.YEARS else 1)
        index = day.year * 12 + day.month - 1 + months
        year, month = index // 12, index % 12 + 1
        return date(year, month, min(day.day, monthrange(year, month)[1]))
    except (OverflowError, ValueError):
        return date.max
