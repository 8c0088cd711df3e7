"""Which of two conditions is the stronger, where that is certain.

The stronger one is nowhere truer: for every declaration, whole or in part, its truth (false below unknown below
true) is at most that of the other. What is not proved so by the rules below *cannot be ordered*; so *stronger*
and *weaker* are never said wrongly, and may go unsaid.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from typing import Final

from auditor.engine.rulesetdiff_forms import Among, Collection, Form, Least, SomeAge, Sum, form
from auditor.engine.rulesetdiff_tests import Claim, never_better, said, same_subject
from auditor.model.condition import Age, Always, Condition, Literal, Operand, Other
from auditor.model.vocabulary import Kind


class Order(StrEnum):
    """How a new condition stands to an old one."""

    EQUAL = "equal"
    STRONGER = "stronger"
    WEAKER = "weaker"
    UNORDERED = "cannot-be-ordered"


def order(old: Condition | Always, new: Condition | Always) -> Order:
    """Say how the new condition stands to the old one."""
    forms = form(old), form(new)
    proof = _Proof()
    less, more = proof.below(forms[1], forms[0]), proof.below(forms[0], forms[1])
    return joined(less=less, more=more)


def joined(*, less: bool, more: bool) -> Order:
    """Name the order in which the new is never truer (`less`), never less true (`more`), both or neither."""
    if less and more:
        return Order.EQUAL
    return Order.STRONGER if less else Order.WEAKER if more else Order.UNORDERED


class _Proof:
    """Looks for a proof that one form is nowhere truer than another; each pair once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], bool] = {}

    def below(self, a: Form, b: Form) -> bool:
        """Whether `a` is proved to be nowhere truer than `b`."""
        key = (id(a), id(b))
        if key not in self._known:
            self._known[key] = a is b or self._below(a, b)
        return self._known[key]

    def _below(self, a: Form, b: Form) -> bool:
        # enough members of b, each of which follows from a
        if isinstance(b, Least) and sum(self.below(a, one) for one in b.members) >= b.n:
            return True
        # b follows from so many members of a that one of those that hold must be among them
        if isinstance(a, Least) and sum(self.below(one, b) for one in a.members) > len(a.members) - a.n:
            return True
        match a, b:
            case Least(), Least():
                return self._matched(a, b)
            case Claim(), Claim():
                return never_better(a, b)
            case (Among() | Sum() | SomeAge(), Among() | Sum() | SomeAge()):
                return a.holds is b.holds and (self._over(a, b) if a.holds else self._over(b, a))
            case _:
                return False

    def _matched(self, a: Least, b: Least) -> bool:
        """Pair members off: those of `a` that have no partner may be the ones that hold."""
        pairs = _pairs([[self.below(one, other) for other in b.members] for one in a.members])
        return a.n - (len(a.members) - pairs) >= b.n

    def _over(self, a: Form, b: Form) -> bool:
        match a, b:
            case Among(n=None), Among(n=None):
                return outside(b.collection, a.collection) == 0 and self.below(a.member, b.member)
            case Among(n=int() as n), Among(n=int() as k):
                extra = outside(a.collection, b.collection)
                return extra is not None and n - extra >= k and self.below(a.member, b.member)
            case SomeAge(), SomeAge():
                return outside(a.collection, b.collection) == outside(b.collection, a.collection) == 0
            case Sum(), Sum():
                return (
                    outside(a.collection, b.collection) == outside(b.collection, a.collection) == 0
                    and self.below(a.member, b.member)
                    and self.below(b.member, a.member)
                    and _sum_below(a, b)
                )
            case _:
                return False


def outside(one: Collection, other: Collection) -> int | None:
    """Give how many members of the first may not be in the second; None where that cannot be told."""
    if not same_subject(one.of, other.of) or (one.ages is None) != (other.ages is None):
        return None
    if one.ages is not None and other.ages is not None:
        return _ages_outside(one.ages, other.ages)
    if one.of.type.kind is Kind.SET:
        return 0 if one.keys == other.keys else None
    return len((one.keys or frozenset()) - (other.keys or frozenset()))


def _ages_outside(one: tuple[Age, Age], other: tuple[Age, Age]) -> int | None:
    numbers = [age.number for age in (*one, *other)]
    if all(number is not None for number in numbers):
        first, last, start, end = (number or 0 for number in numbers)
        return sum(not start <= age <= end for age in range(first, last + 1))
    for index, sign in ((0, 1), (1, -1)):
        mine, its = one[index], other[index]
        if mine.fact is not None and its.fact is not None and same_subject(mine.fact, its.fact):
            continue
        if mine.number is None or its.number is None or mine.number * sign < its.number * sign:
            return None
    return 0


def _pairs(fits: Sequence[Sequence[bool]]) -> int:
    """Give the greatest number of pairs, each row and each column in one at most."""
    taken: dict[int, int] = {}

    def place(row: int, tried: set[int]) -> bool:
        for column, fit in enumerate(fits[row]):
            if fit and column not in tried:
                tried.add(column)
                if column not in taken or place(taken[column], tried):
                    taken[column] = row
                    return True
        return False

    return sum(place(row, set()) for row in range(len(fits)))


_End = tuple[Fraction, int] | None
_ZERO: Final = Fraction(0)


def _sum_below(a: Sum, b: Sum) -> bool:
    """Whether every sum that one bound lets through the other lets through too."""
    numbers = _limits(a.limit, b.limit)
    if numbers is None:
        return False
    (low, high), (least, most) = _range(a.bound, numbers[0]), _range(b.bound, numbers[1])
    above = least is None or (low is not None and low >= least)
    return above and (most is None or (high is not None and high <= most))


def _limits(one: Operand, other: Operand) -> tuple[Fraction, Fraction] | None:
    if isinstance(one, Literal) and isinstance(other, Literal):
        return Fraction(one.value), Fraction(other.value)  # type: ignore[arg-type]  # the reader has seen numbers
    if isinstance(one, Other) and isinstance(other, Other) and said(one) == said(other):
        return _ZERO, _ZERO  # the same number, whatever it is
    return None


def _range(bound: str, n: Fraction) -> tuple[_End, _End]:
    """Give the least and the greatest sum a bound lets through; a step to either side stands for an open end."""
    match bound:
        case "at_least":
            return (n, 0), None
        case "above":
            return (n, 1), None
        case "at_most":
            return None, (n, 0)
        case "below":
            return None, (n, -1)
        case _:
            return (n, 0), (n, 0)
