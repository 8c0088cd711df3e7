"""Conditions as three-valued formulas over questions with two answers, from which other languages' rules are made.

A question about a fact that is not stated has no answer; a stated fact answers each with yes or no. That is all that
the drawn edition uses of the condition language; a condition that is more than that is refused, never simplified.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from auditor.model.condition import (
    AtLeast,
    Condition,
    Connective,
    FactSubject,
    Group,
    Literal,
    Literals,
    Named,
    Not,
    Test,
)
from auditor.model.dates import Period
from auditor.model.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class Ask:
    """A question about one fact, or (where `stands` is False) its opposite.

    `how` is `==`, `<`, `<=`, `>`, `>=` (numbers alone), `in` (of words), `has` (a word in a set) or `between` (days).
    """

    path: str
    how: str
    what: Any
    stands: bool = True


@dataclass(frozen=True, slots=True)
class Of:
    """At least `n` of the members: all of them is *and*, one is *or*."""

    n: int
    members: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A definition by its name, or (where `stands` is False) its opposite."""

    name: str
    stands: bool = True


Formula = Ask | Of | Call


def opposite(one: Formula) -> Formula:
    """Give the formula that is true where this one is false, and has no answer where it has none."""
    match one:
        case Ask():
            return Ask(one.path, one.how, one.what, not one.stands)
        case Call():
            return Call(one.name, not one.stands)
        case Of(n, members):
            return Of(len(members) - n + 1, tuple(map(opposite, members)))


class Formulas:
    """Makes formulas of conditions as they are on one day, and keeps the definitions that they call."""

    def __init__(self, as_of: date) -> None:
        self.as_of = as_of
        self.definitions: dict[str, Formula] = {}

    def of(self, condition: Condition) -> Formula:
        """Give a condition as a formula; raises ValueError where it is more than the drawn edition uses."""
        match condition:
            case Test():
                return self._test(condition)
            case Named(name=name, condition=inner):
                if name not in self.definitions:
                    self.definitions[name] = self.of(inner)
                return Call(name)
            case Not(member=member):
                return opposite(self.of(member))
            case Group(connective=Connective.ALL, members=members):
                return Of(len(members), self._each(members))
            case Group(connective=Connective.ANY, members=members):
                return Of(1, self._each(members))
            case Group(members=members):
                return opposite(Of(1, self._each(members)))
            case AtLeast(n=n, members=members):
                return Of(n, self._each(members))
        raise ValueError(f"no formula for {condition}")

    def _each(self, members: Sequence[Condition]) -> tuple[Formula, ...]:
        return tuple(map(self.of, members))

    def _test(self, test: Test) -> Formula:
        if not isinstance(test.subject, FactSubject):
            raise ValueError(f"no formula for {test.subject}")
        path, words, operand = test.subject.path, test.subject.type.words, test.operand
        if isinstance(operand, Literals):
            return _many(path, test.operator, operand)
        if not isinstance(operand, Literal):
            raise ValueError(f"no formula for {operand}")
        value = operand.value
        match test.operator:
            case "is" | "is_not":
                return Ask(path, "==", plain(value), test.operator == "is")
            case "exists":
                return Ask(path, "==", "none", value is False)
            case "has":
                return Ask(path, "has", value)
            case "within" if isinstance(value, Period):
                return Ask(path, "between", (_earliest(value, self.as_of).isoformat(), self.as_of.isoformat()))
            case "at_least" | "at_most" | "above" | "below" if test.subject.type.kind is Kind.LADDER:
                return Ask(path, "in", _rungs(words, test.operator, str(value)))
            case "at_least" | "at_most" | "above" | "below":
                return Ask(path, _SIGNS[test.operator], plain(value))
        raise ValueError(f"no formula for the operator {test.operator}")


_SIGNS = {"at_least": ">=", "at_most": "<=", "above": ">", "below": "<"}


def _many(path: str, operator: str, operand: Literals) -> Formula:
    if operator in ("in", "not_in"):
        return Ask(path, "in", tuple(map(plain, operand.values)), operator == "in")
    each = tuple(Ask(path, "has", word) for word in operand.values)
    match operator:
        case "has_all":
            return Of(len(each), each)
        case "has_any":
            return Of(1, each)
        case "has_none":
            return opposite(Of(1, each))
    raise ValueError(f"no formula for the operator {operator}")


def _rungs(words: tuple[str, ...], operator: str, word: str) -> tuple[str, ...]:
    """Give the words of a ladder for which a comparison holds."""
    at = words.index(word)
    cut = {"at_least": words[at:], "above": words[at + 1 :], "at_most": words[: at + 1], "below": words[:at]}
    return cut[operator]


def _earliest(period: Period, as_of: date) -> date:
    """Give the earliest day on which, the period added, the as-of date is not yet past."""
    day = as_of
    while period.after(day - timedelta(days=1)) >= as_of:
        day -= timedelta(days=1)
    return day


def plain(value: Any) -> Any:
    """Give a value as JSON has it; raises ValueError where JSON has nothing that is as exact."""
    if isinstance(value, Fraction):
        if value.denominator != 1:
            raise ValueError(f"{value} is no decimal")
        return int(value)
    if isinstance(value, bool | int | str):
        return value
    raise ValueError(f"no plain value for {value!r}")
