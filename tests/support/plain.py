"""Plain nested data looked at without any of the program's machinery, for the evaluators tests judge by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from auditor.model.dates import PeriodUnit, parse_date
from auditor.model.vocabulary import FactType, Kind
from tests.support.vocabulary import VOCABULARY

BASE: Final = {"minutes": 1, "hours": 60, "days": 1440, "weeks": 10080, "months": 1, "years": 12}


class Cut(list[Any]):
    """A list of which only some items are supported: there may be more."""


class CutMap(dict[str, Any]):
    """An open map of which only some keys are supported: there may be more."""


@dataclass(frozen=True)
class Member:
    """What `it` and `its` mean inside a quantifier."""

    collection: FactType
    key: str
    value: Any


@dataclass(frozen=True)
class Seen:
    """A subject's type and value; None is not stated."""

    type: FactType
    value: Any

    @property
    def is_none(self) -> bool:
        """Whether it is stated that there is none."""
        return self.type.or_none and self.value == "none"

    @property
    def number(self) -> Fraction:
        """The number in the base of its unit."""
        return Fraction(self.value) * BASE.get(self.type.unit or "", 1)


def step(type_: FactType, value: Any, name: str) -> tuple[FactType, Any]:
    """Go one segment down."""
    below = type_.fields.get(name) or type_.item
    assert below is not None
    return below, value.get(name) if isinstance(value, Mapping) else None


def look(data: Mapping[str, Any], name: str, member: Member | None) -> Seen:
    """Find a subject."""
    if name == "its.key":
        assert member is not None
        return Seen(FactType(path="key", kind=Kind.WORD, title=""), member.key)
    if name == "it" or name.startswith("its."):
        assert member is not None
        inner = member.collection.item or FactType(
            path="it",
            kind=Kind.RECORD if member.collection.fields else Kind.WORD,
            title="",
            fields=member.collection.fields,
        )
        type_, value = inner, member.value
        names = name.split(".")[1:]
    else:
        first, *names = name.split(".")
        type_, value = VOCABULARY.groups[first], data.get(first)
    for one in names:
        type_, value = step(type_, value, one)
    if type_.kind is Kind.SET and isinstance(value, dict) and all(v is None for v in value.values()):
        value = None
    return Seen(type_, value)


def days(written: Any) -> tuple[date, date]:
    """Give the days a written date may be."""
    span = parse_date(str(written))
    assert span is not None
    return span.first, span.last


def later(day: date, period: str) -> date:
    """Add a period to a day, the slow way: go back from day 31 until the day exists."""
    count, unit = period.split()
    number = int(count)
    match PeriodUnit(unit):
        case PeriodUnit.DAYS:
            return date.fromordinal(day.toordinal() + number)
        case PeriodUnit.WEEKS:
            return date.fromordinal(day.toordinal() + 7 * number)
        case PeriodUnit.YEARS:
            number *= 12
        case _:
            pass
    year, month = day.year, day.month
    for _ in range(number):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for wanted in range(day.day, 0, -1):
        try:
            return date(year, month, wanted)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")


def quantity(written: Any) -> Fraction:
    """Read `24 hours` or a bare number in the base of its unit."""
    if not isinstance(written, str):
        return Fraction(written)
    count, unit = written.split()
    return Fraction(Decimal(count)) * BASE.get(unit if unit in BASE else f"{unit}s", 1)
