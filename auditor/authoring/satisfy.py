"""Whether conditions can hold together: a search through what a declaration could say.

Only fully stated declarations are tried, for a truth that a part of the facts gives is the truth that all of
them give. Whatever looks beyond one fact and a literal (quantifiers, other facts, patterns, periods) may come
out either way, so *cannot* is always right and *can* may be too kind.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import Final

from auditor.model.condition import (
    AtLeast,
    Condition,
    Connective,
    Group,
    IfThen,
    Literal,
    Literals,
    Named,
    Not,
    Operand,
    Other,
    Over,
    Test,
    children,
)
from auditor.model.dates import DateSpan
from auditor.model.values import NONE
from auditor.model.vocabulary import FactType, Kind

_PATIENCE: Final = 4000
_SOME_DAY: Final = date(2000, 1, 1)
_OTHER_TEXT: Final = "\0 any other text"
_WORDS: Final = frozenset({"has", "has_all", "has_any", "has_none"})

_World = dict[Hashable, object]


def can_hold(*wanted: tuple[Condition, bool]) -> bool:
    """Say whether some declaration gives each condition the truth beside it; yes where the search is too long."""
    samples = _samples(condition for condition, _truth in wanted)
    return _Search(wanted, samples).found({})


def always(condition: Condition) -> bool:
    """Say whether a condition can never fail."""
    return not can_hold((condition, False))


def never(condition: Condition) -> bool:
    """Say whether a condition can never hold."""
    return not can_hold((condition, True))


def identity(condition: Condition) -> Hashable:
    """Give what a condition says, apart from where it stands, the order of members and names of definitions."""
    match condition:
        case Test(subject=subject, operator=operator, operand=operand):
            return ("test", subject.path, operator, _said(operand))
        case Named(condition=inner):
            return identity(inner)
        case Group(connective=connective, members=members):
            return (connective, frozenset(map(identity, members)))
        case Not(member=member):
            return ("not", identity(member))
        case AtLeast(n=n, members=members):
            return ("at_least", n, frozenset(map(identity, members)))
        case IfThen(condition=first, then=second):
            return ("if", identity(first), identity(second))
        case Over():
            parts = tuple(None if one is None else identity(one) for one in (condition.where, condition.satisfies))
            keys = frozenset(condition.keys)
            limit = None if condition.limit is None else _said(condition.limit)
            ages = tuple(age.number if age.fact is None else age.fact.path for age in condition.ages or ())
            rest = (ages, condition.if_none, condition.bound, limit)
            return (condition.quantifier, condition.of.path, keys, parts, rest)


def _said(operand: Operand) -> Hashable:
    match operand:
        case Literal(value=value):
            return (type(value) is bool, _plain(value))
        case Literals(values=values):
            return frozenset(map(_plain, values))
        case Other(subject=subject):
            return ("fact", subject.path)
        case _:
            return operand


def _plain(value: object) -> Hashable:
    """Make numbers comparable with each other, whatever they were written as."""
    if isinstance(value, int | Decimal | Fraction) and not isinstance(value, bool):
        return Fraction(value)
    return value.first if isinstance(value, DateSpan) else value


class _Search:
    """Tries what facts could be, always the fact next needed, until every condition has its truth."""

    def __init__(self, wanted: Iterable[tuple[Condition, bool]], samples: Mapping[str, tuple[object, ...]]) -> None:
        self.wanted, self.samples = tuple(wanted), samples
        self.patience = _PATIENCE
        self.needed: Hashable = None

    def found(self, world: _World) -> bool:
        """Say whether the world can be filled in so that all is as wanted."""
        self.patience -= 1
        if self.patience < 0:
            return True
        needed: Hashable = None
        for condition, truth in self.wanted:
            self.needed = None
            seen = self._truth(condition, world)
            if seen is None:
                needed = needed or self.needed
            elif seen is not truth:
                return False
        if needed is None:
            return True
        values = self.samples[needed] if isinstance(needed, str) else (True, False)
        return any(self.found({**world, needed: value}) for value in values)

    def _truth(self, condition: Condition, world: _World) -> bool | None:
        match condition:
            case Test():
                return self._test(condition, world)
            case Named(condition=inner):
                return self._truth(inner, world)
            case Group(connective=Connective.ALL, members=members):
                return self._count(members, world, len(members))
            case Group(connective=Connective.ANY, members=members):
                return self._count(members, world, 1)
            case Group(members=members):
                return _opposite(self._count(members, world, 1))
            case Not(member=member):
                return _opposite(self._truth(member, world))
            case AtLeast(n=n, members=members):
                return self._count(members, world, n)
            case IfThen(condition=first, then=second):
                scope = self._truth(first, world)
                if scope is False:
                    return True
                held = self._truth(second, world)
                return True if held else held if scope else None
            case Over():
                return self._either(identity(condition), world)

    def _count(self, members: tuple[Condition, ...], world: _World, n: int) -> bool | None:
        truths = [self._truth(one, world) for one in members]
        if truths.count(True) >= n:
            return True
        return False if len(truths) - truths.count(False) < n else None

    def _either(self, variable: Hashable, world: _World) -> bool | None:
        if variable not in world:
            self.needed = self.needed or variable
            return None
        return bool(world[variable])

    def _test(self, test: Test, world: _World) -> bool | None:
        if test.operator in _WORDS:
            return self._words(test, world)
        if not _is_plain(test):
            settled = _settled(test)
            return self._either(identity(test), world) if settled is None else settled
        path = test.subject.path
        if path not in world:
            self.needed = self.needed or path
            return None
        return _compare(test, world[path])

    def _words(self, test: Test, world: _World) -> bool | None:
        assert isinstance(test.operand, Literal | Literals)
        words = (test.operand.value,) if isinstance(test.operand, Literal) else test.operand.values
        truths = [self._either((test.subject.path, word), world) for word in words]
        if test.operator in ("has_any", "has_none"):
            held = True if True in truths else None if None in truths else False
            return held if test.operator == "has_any" else _opposite(held)
        return False if False in truths else None if None in truths else True


def _opposite(truth: bool | None) -> bool | None:
    return None if truth is None else not truth


_ORDER: Final[Mapping[str, Callable[[object, object], bool]]] = {
    "above": lambda left, right: left > right,  # type: ignore[operator]  # both numbers, ranks or days
    "after": lambda left, right: left > right,  # type: ignore[operator]
    "below": lambda left, right: left < right,  # type: ignore[operator]
    "before": lambda left, right: left < right,  # type: ignore[operator]
    "at_least": lambda left, right: left >= right,  # type: ignore[operator]
    "not_before": lambda left, right: left >= right,  # type: ignore[operator]
    "at_most": lambda left, right: left <= right,  # type: ignore[operator]
    "not_after": lambda left, right: left <= right,  # type: ignore[operator]
}
_PLAIN: Final = {*_ORDER, "is", "is_not", "in", "not_in", "exists"}
# What a fact is to itself: strictly beyond never, at its own bound always, unless it may be none.
_NEVER_TO_ITSELF: Final = frozenset({"above", "after", "below", "before", "is_not"})
_ALWAYS_TO_ITSELF: Final = frozenset({"at_least", "not_before", "at_most", "not_after", "is", "covers"})


def _settled(test: Test) -> bool | None:
    """Give how a test comes out whatever is stated: of a fact held against itself, or against a pattern of all."""
    if isinstance(test.operand, Other) and test.operand.subject == test.subject:
        if test.operator in _NEVER_TO_ITSELF:
            return False
        return True if test.operator in _ALWAYS_TO_ITSELF and not test.subject.type.or_none else None
    if test.operator == "matches" and isinstance(test.operand, Literal) and not test.subject.type.or_none:
        return True if set(str(test.operand.value)) == {"*"} else None
    return None


def _is_plain(test: Test) -> bool:
    """Whether a test holds one fact's value against what the rule itself says."""
    return test.operator in _PLAIN and isinstance(test.operand, Literal | Literals)


def _compare(test: Test, value: object) -> bool:
    operand, operator = test.operand, test.operator
    assert isinstance(operand, Literal | Literals)
    if operator == "exists":
        assert isinstance(operand, Literal)
        return (value is not NONE) is operand.value
    if isinstance(operand, Literals):
        return (value in {_plain(one) for one in operand.values}) is (operator == "in")
    wanted = _plain(operand.value)
    if operator in ("is", "is_not"):
        return (value == wanted) is (operator == "is")
    if value is NONE:
        return False
    if test.subject.type.kind is Kind.LADDER:
        words = test.subject.type.words
        value, wanted = words.index(str(value)), words.index(str(wanted))
    return _ORDER[operator](value, wanted)


def _samples(conditions: Iterable[Condition]) -> dict[str, tuple[object, ...]]:
    """Give values of each fact such that every test of it comes out in every way that it can."""
    types: dict[str, FactType] = {}
    seen: dict[str, set[object]] = {}
    for condition in conditions:
        for test in _tests(condition):
            if not _is_plain(test):
                continue
            types[test.subject.path] = test.subject.type
            values = seen.setdefault(test.subject.path, set())
            if isinstance(test.operand, Literals):
                values |= {_plain(one) for one in test.operand.values}
            elif isinstance(test.operand, Literal) and test.operator != "exists":
                values.add(_plain(test.operand.value))
    return {path: _values(type_, seen[path]) for path, type_ in types.items()}


def _tests(condition: Condition) -> Iterator[Test]:
    """Give the tests outside quantifiers: those within speak of items."""
    if isinstance(condition, Test):
        yield condition
    elif not isinstance(condition, Over):
        for child in children(condition):
            yield from _tests(child)


def _values(type_: FactType, seen: set[object]) -> tuple[object, ...]:
    none = (NONE,) if type_.or_none else ()
    match type_.kind:
        case Kind.YES_NO:
            return (True, False, *none)
        case Kind.WORD | Kind.LADDER:
            return (*type_.words, *none)
        case Kind.NUMBER:
            return (*_numbers(type_, {one for one in seen if isinstance(one, Fraction)}), *none)
        case Kind.DATE:
            return (*_days({one for one in seen if isinstance(one, date)}), *none)
        case _:
            return (*sorted(map(str, seen)), _OTHER_TEXT, *none)


def _days(seen: set[date]) -> list[date]:
    """Give the days named and their neighbours; the calendar's own ends have one neighbour alone."""
    ordinals = {day.toordinal() + step for day in seen or {_SOME_DAY} for step in (-1, 0, 1)}
    return [date.fromordinal(one) for one in sorted(ordinals) if 1 <= one <= date.max.toordinal()]


def _numbers(type_: FactType, seen: set[Fraction]) -> list[Fraction]:
    low, high = (None if one is None else Fraction(one) for one in (type_.minimum, type_.maximum))
    points = seen | {one for one in (low, high) if one is not None} or {Fraction(0)}
    if type_.integer:
        around = {Fraction(end(one) + step) for one in points for end in (floor, ceil) for step in (-1, 0, 1)}
    else:
        ordered = sorted(points)
        between = {(one + other) / 2 for one, other in pairwise(ordered)}
        around = points | between | {one + step for one in points for step in (-1, 1)}
    return sorted(one for one in around if (low is None or one >= low) and (high is None or one <= high))
