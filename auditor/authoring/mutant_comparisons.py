"""One comparison made wrong in every way that a slip of the pen could: operator, threshold, word, day, period."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from auditor.authoring.satisfy import identity
from auditor.engine.comparisons import wording
from auditor.model.condition import AgeRange, Condition, Literal, Literals, Operand, Test
from auditor.model.dates import DateSpan, Period
from auditor.model.diagnostic import Place
from auditor.model.operators import OPERATORS
from auditor.model.vocabulary import FactType, Kind


class Edit(Struct, frozen=True, kw_only=True):
    """One change of a condition: `key` names it within its rule, `hint` ends *a case where …*."""

    key: str
    place: Place
    change: str
    hint: str
    to: Condition


_FLIPS: Final = {
    "above": "at_least",
    "at_least": "above",
    "below": "at_most",
    "at_most": "below",
    "in": "not_in",
    "not_in": "in",
    "is": "is_not",
    "is_not": "is",
    "before": "not_before",
    "not_before": "before",
    "after": "not_after",
    "not_after": "after",
}
_BOUNDARIES: Final = {"before": "not_after", "not_after": "before", "after": "not_before", "not_before": "after"}
_SHIFTED: Final = frozenset({"above", "at_least", "below", "at_most", "is", "is_not"})


def told(test: Test) -> str:
    """Read one comparison aloud on one line."""
    between = " is " if OPERATORS[test.operator].aloud.startswith("is") or test.operator == "exists" else " "
    return f"{test.subject.path}{between}{wording(test)}"


def comparison_edits(test: Test) -> Iterator[Edit]:
    """Give every change of a comparison, each meaning once and never what it means already."""
    seen = {meaning(test)}
    for key, changed, hint in _changes(test):
        if meaning(changed) not in seen:
            seen.add(meaning(changed))
            yield Edit(
                key=key,
                place=test.place,
                change=f"`{told(test)}` became `{told(changed)}`",
                hint=hint,
                to=changed,
            )


def _changes(test: Test) -> Iterator[tuple[str, Test, str]]:
    path, operand, type_ = test.subject.path, test.operand, test.subject.type
    if isinstance(operand, Literal) and isinstance(operand.value, bool):
        turned = _turned(operand)
        told_so = "is there, and one where it is none" if test.operator == "exists" else f"is {turned.written}"
        yield turned.written, replace(test, operand=turned), f"`{path}` {told_so}"
        return
    flipped = _FLIPS.get(test.operator)
    if flipped is not None:
        hint = f"`{path}` is exactly {_plain(operand)}" if test.operator in _SHIFTED else f"`{path}` {wording(test)}"
        yield flipped, replace(test, operator=flipped), hint
    if not isinstance(operand, Literal) and test.operator in _BOUNDARIES:
        boundary = _BOUNDARIES[test.operator]
        yield boundary, replace(test, operator=boundary), f"`{path}` is {_plain(operand)} itself"
    if isinstance(operand, Literal):
        for moved in _moved(operand, type_, test.operator):
            telling = _telling(test.operator, operand, moved, type_)
            hint = f"`{path}` is {telling}" if test.operator != "within" else f"`{path}` is {telling} ago to the day"
            yield moved.written.replace(" ", "-"), replace(test, operand=moved), hint
    yield from _sets(test)
    if isinstance(operand, AgeRange):
        for start, end in _ranges(operand.start, operand.end):
            changed = replace(test, operand=AgeRange(start=start, end=end))
            yield f"{start}-to-{end}", changed, f"the bands of `{path}` end at {operand.start} and {operand.end}"
    if isinstance(operand, Literals) and len(operand.values) > 1:
        for index, word in enumerate(operand.written):
            fewer = replace(
                operand,
                values=operand.values[:index] + operand.values[index + 1 :],
                written=operand.written[:index] + operand.written[index + 1 :],
            )
            yield f"without-{word}".replace(" ", "-"), replace(test, operand=fewer), _only_word(test, word)


def _only_word(test: Test, word: str) -> str:
    path = test.subject.path
    if test.operator == "has_all":
        return f"`{path}` has every word but {word}"
    if test.subject.type.kind is Kind.SET:
        return f"`{path}` has {word} and no other of these words"
    return f"`{path}` is {word}"


def _sets(test: Test) -> Iterator[tuple[str, Test, str]]:
    path, operand = test.subject.path, test.operand
    if test.operator == "has" and isinstance(operand, Literal):
        several = Literals(values=(str(operand.value),), written=(operand.written,), parameter=operand.parameter)
        yield "has_none", replace(test, operator="has_none", operand=several), f"`{path}` has {operand.written}"
    if not isinstance(operand, Literals):
        return
    if test.operator == "has_none":
        yield "has_any", replace(test, operator="has_any"), f"`{path}` has none of these words"
    elif test.operator in ("has_all", "has_any") and len(operand.values) == 1:
        yield "has_none", replace(test, operator="has_none"), f"`{path}` has {operand.written[0]}"
    elif test.operator in ("has_all", "has_any"):
        other = "has_any" if test.operator == "has_all" else "has_all"
        yield other, replace(test, operator=other), f"`{path}` has some of these words and not all"


def _turned(operand: Literal) -> Literal:
    return replace(operand, value=not operand.value, written="false" if operand.value else "true")


def _plain(operand: Operand) -> str:
    match operand:
        case Literal(written=written):
            return written
        case Literals(written=several):
            return ", ".join(several)
        case _:
            return "what it is compared with"


def _moved(operand: Literal, type_: FactType, operator: str) -> Iterator[Literal]:
    """Give the values just past each side of a threshold."""
    value = operand.value
    if isinstance(value, DateSpan):
        for step in (-1, 1):
            day = _day(value.first, step)
            if day is not None:
                yield replace(operand, value=DateSpan(day, day), written=day.isoformat())
    elif isinstance(value, Period):
        for step in (-1, 1):
            if value.count + step >= 0:
                period = replace(value, count=value.count + step)
                yield replace(operand, value=period, written=str(period))
    elif operator not in _SHIFTED:
        return
    elif type_.kind is Kind.LADDER:
        rank = type_.words.index(str(value))
        for near in (rank - 1, rank + 1):
            if 0 <= near < len(type_.words):
                yield replace(operand, value=type_.words[near], written=type_.words[near])
    elif type_.kind is Kind.NUMBER and not isinstance(value, str):
        number = Fraction(value)
        step_ = Fraction(1) if type_.integer or abs(number) >= 1 or not number else abs(number) / 2
        for moved in (number - step_, number + step_):
            exact = moved.numerator if moved.denominator == 1 else moved
            written = format(float(moved), ".6g") if moved.denominator != 1 else str(exact)
            yield replace(operand, value=exact, written=f"{written} {type_.unit}" if type_.unit else written)


def _telling(operator: str, one: Literal, other: Literal, type_: FactType) -> str:
    """Give which of two thresholds, taken as the fact's own value, comes out otherwise under each of them."""

    def rank(literal: Literal) -> Any:
        match literal.value:
            case DateSpan(first=first):
                return first
            case Period(count=count):
                return count
            case str() as word:
                return type_.words.index(word)
            case number:
                return number

    pick = min if operator in ("at_least", "below", "before", "not_before") else max
    return pick(one, other, key=rank).written


def _day(day: date, step: int) -> date | None:
    try:
        return day + timedelta(days=step)
    except OverflowError:
        return None


def _ranges(start: int, end: int) -> Iterator[tuple[int, int]]:
    for low, high in ((start - 1, end), (start + 1, end), (start, end - 1), (start, end + 1)):
        if 0 <= low <= high:
            yield low, high


def meaning(condition: Condition) -> Hashable:
    """Give what a condition says, alike for comparisons that no declaration tells apart.

    `at_least 1` and `above 0` mean one thing where only whole numbers may stand.
    """
    if not isinstance(condition, Test) or not isinstance(condition.operand, Literal):
        return identity(condition)
    test, value, type_ = condition, condition.operand.value, condition.subject.type
    if test.operator in ("is", "is_not") and isinstance(value, bool):
        return test.subject.path, value is (test.operator == "is")
    if test.operator not in _SHIFTED or isinstance(value, bool):
        return identity(condition)
    if type_.kind is Kind.LADDER:
        return test.subject.path, _whole(
            test.operator, Fraction(type_.words.index(str(value))), 0, len(type_.words) - 1
        )
    if type_.kind is Kind.NUMBER and type_.integer and isinstance(value, int | Fraction):
        least = None if type_.minimum is None else floor(type_.minimum)
        most = None if type_.maximum is None else ceil(type_.maximum)
        return test.subject.path, _whole(test.operator, Fraction(value), least, most)
    return identity(condition)


def _whole(operator: str, bound: Fraction, least: int | None, most: int | None) -> Hashable:
    """Put a bound on whole numbers into one form: which are left, from where to where."""
    low: int | None = None
    high: int | None = None
    match operator:
        case "above":
            low = floor(bound) + 1
        case "at_least":
            low = ceil(bound)
        case "below":
            high = ceil(bound) - 1
        case "at_most":
            high = floor(bound)
        case _:
            return operator, bound
    low = least if low is None or (least is not None and low < least) else low
    high = most if high is None or (most is not None and high > most) else high
    if low is not None and high is not None and low > high:
        return "never"
    return low, high
