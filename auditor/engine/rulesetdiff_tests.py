"""Whether one comparison never comes out better than another, whatever a declaration states.

Comparisons of one fact with what the rule itself names are put to every value that can tell them apart, by the
closures that audits run. All others are held against each other by rules that are right whatever the facts are.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from auditor.engine.comparisons import compile_test
from auditor.engine.view import View
from auditor.model.condition import AgeRange, AsOf, FactSubject, Literal, Literals, Operand, Other, Subject, Test
from auditor.model.dates import DateSpan, Period, PeriodUnit
from auditor.model.facts import Facts
from auditor.model.truth import T, Truth, negate
from auditor.model.values import NONE, Value
from auditor.model.vocabulary import SCALARS, FactType, Kind

_PLAIN: Final = frozenset(
    {
        "is",
        "in",
        "above",
        "below",
        "at_least",
        "at_most",
        "before",
        "after",
        "not_before",
        "not_after",
        "exists",
    }
)
# Against another fact that is the same on both sides: the first never comes out better than the second.
_WITHIN_OTHER: Final = frozenset(
    {("above", "at_least"), ("below", "at_most"), ("before", "not_after"), ("after", "not_before")}
)
_SOME_DAY: Final = date(2000, 6, 15)
_OTHER_TEXT: Final = "\0 any other text"
_NO_FACTS: Final = Facts(values={}, places={})


class Claim(Struct, frozen=True, eq=False):
    """A comparison that holds, or (where `holds` is False) its opposite."""

    test: Test
    holds: bool


def same_type(one: FactType, other: FactType) -> bool:
    """Whether two facts take the same values; their wording does not count."""
    if (one.item is None) != (other.item is None):
        return False
    alike = one.item is None or other.item is None or same_type(one.item, other.item)
    return alike and values_of(one) == values_of(other)


def values_of(type_: FactType) -> tuple[Hashable, ...]:
    """Give what decides which values fit at the address itself."""
    ends = (type_.minimum, type_.maximum)
    return (type_.kind, type_.words, type_.unit, type_.integer, type_.or_none, *ends)


def same_subject(one: Subject, other: Subject) -> bool:
    """Whether two subjects are one fact, or one part of an item."""
    return type(one) is type(other) and one.path == other.path and same_type(one.type, other.type)


def said(operand: Operand) -> Hashable:
    """Give what an operand says, however it is written."""
    match operand:
        case Literal(value=value):
            return (type(value) is bool, plain(value))
        case Literals(values=values):
            return tuple(map(plain, values))
        case Other(subject=subject):
            return ("fact", type(subject).__name__, subject.path, values_of(subject.type))
        case _:
            return operand


def plain(value: object) -> Hashable:
    """Make numbers comparable with each other, whatever they were written as."""
    if isinstance(value, int | Decimal | Fraction) and not isinstance(value, bool):
        return Fraction(value)
    assert isinstance(value, Hashable)
    return value


def never_better(one: Claim, other: Claim) -> bool:
    """Whether the first claim is nowhere truer than the second; False also where that cannot be told."""
    a, b = one.test, other.test
    if not same_subject(a.subject, b.subject):
        return False
    if one.holds is other.holds and a.operator == b.operator and said(a.operand) == said(b.operand):
        return True
    if _is_plain(a) and _is_plain(b):
        return _by_trial(one, other)
    if one.holds is not other.holds:
        return False
    return _follows(a, b) if one.holds else _follows(b, a)


def _is_plain(test: Test) -> bool:
    if test.operator not in _PLAIN or test.subject.type.kind not in SCALARS:
        return False
    return isinstance(test.operand, Literal | Literals | AsOf)


def _follows(a: Test, b: Test) -> bool:
    """Whether the second follows from the first, by a rule for each operator that is not tried out."""
    match a.operand, b.operand:
        case AgeRange() as wide, AgeRange() as narrow:
            return wide.start <= narrow.start and narrow.end <= wide.end
        case Other(), Other():
            return said(a.operand) == said(b.operand) and (a.operator, b.operator) in _WITHIN_OTHER
        case Literal(value=Period() as short), Literal(value=Period() as long):
            return a.operator == b.operator and no_longer(short, long)
        case _, Literal(value=True) if b.operator == "exists":
            return a.operator in ("within", "matches")
        case ((Literal() | Literals()), Literal()) if b.operator == "matches" and a.operator in ("is", "in"):
            accepts = _function(Claim(b, True))
            return all(accepts(one) == T for one in _literals(a))
        case _:
            return False


def no_longer(short: Period, long: Period) -> bool:
    """Whether a period never ends after another that begins on the same day."""
    calendar = {PeriodUnit.MONTHS: 1, PeriodUnit.YEARS: 12}
    exact = {PeriodUnit.DAYS: 1, PeriodUnit.WEEKS: 7}
    if short.unit in calendar and long.unit in calendar:
        return short.count * calendar[short.unit] <= long.count * calendar[long.unit]
    if short.unit in exact and long.unit in exact:
        return short.count * exact[short.unit] <= long.count * exact[long.unit]
    if short.unit in calendar:
        years, months = divmod(short.count * calendar[short.unit], 12)
        return 366 * years + 31 * months <= long.count * exact[long.unit]
    years, months = divmod(long.count * calendar[long.unit], 12)
    return short.count * exact[short.unit] <= 365 * years + 28 * months


# -- trying every value that can tell ----------------------------------------------------------


def _by_trial(one: Claim, other: Claim) -> bool:
    tests = (one.test, other.test)
    operands = [*map(_literals, tests)]
    if any(isinstance(test.operand, AsOf) for test in tests) and any(
        isinstance(value, DateSpan) for values in operands for value in values
    ):
        return False  # which of the two days is the later is not known
    named = {value for values in operands for value in values}
    type_ = one.test.subject.type
    truths = [_function(claim) for claim in (one, other)]
    return all(truths[0](value) <= truths[1](value) for value in _samples(type_, named))


def _literals(test: Test) -> Sequence[Any]:
    if isinstance(test.operand, Literals):
        return [plain(one) for one in test.operand.values]
    if isinstance(test.operand, Literal) and test.operator != "exists":
        return [plain(test.operand.value)]
    return []


def _function(claim: Claim) -> Callable[[Value], Truth]:
    alone = replace(claim.test, subject=FactSubject(path="x", type=claim.test.subject.type))
    truth = compile_test(alone).truth

    def of(value: Value) -> Truth:
        got = truth(View(values={"x": value}, facts=_NO_FACTS, as_of=_SOME_DAY), None)
        return got if claim.holds else negate(got)

    return of


def _samples(type_: FactType, named: set[Any]) -> Iterator[Any]:
    """Give values such that two tests with these literals differ on one of them if they differ at all."""
    if type_.or_none:
        yield NONE
    match type_.kind:
        case Kind.YES_NO:
            yield from (True, False)
        case Kind.WORD | Kind.LADDER:
            yield from type_.words
        case Kind.NUMBER:
            yield from _numbers(type_, {one for one in named if isinstance(one, Fraction)})
        case Kind.DATE:
            yield from _spans({one.first for one in named if isinstance(one, DateSpan)})
        case _:
            yield from (*(one for one in named if isinstance(one, str)), _OTHER_TEXT)


def _spans(seen: Iterable[date]) -> Iterator[DateSpan]:
    """Give every order in which the ends of a date, perhaps known in part, can stand to the days named."""
    around = {_near(day, step) for day in (*seen, _SOME_DAY) for step in (-1, 0, 1)}
    days = sorted(around)
    for index, first in enumerate(days):
        for last in days[index:]:
            yield DateSpan(first, last)


def _near(day: date, step: int) -> date:
    try:
        return day + timedelta(days=step)
    except OverflowError:
        return day


def _numbers(type_: FactType, seen: set[Fraction]) -> list[Fraction]:
    low, high = (None if one is None else Fraction(one) for one in (type_.minimum, type_.maximum))
    points = seen | {one for one in (low, high) if one is not None} or {Fraction(0)}
    if type_.integer:
        around = {Fraction(end(one) + step) for one in points for end in (floor, ceil) for step in (-1, 0, 1)}
    else:
        between = {(one + other) / 2 for one, other in pairwise(sorted(points))}
        around = points | between | {one + step for one in points for step in (-1, 1)}
    return sorted(one for one in around if (low is None or one >= low) and (high is None or one <= high))
