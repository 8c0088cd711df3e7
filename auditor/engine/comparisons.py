"""One comparison to closures: how a fact is looked up, compared, explained and put into words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from auditor.engine import operators
from auditor.engine.nodes import Node, TruthOf
from auditor.engine.view import Item, Reasons, View
from auditor.model.condition import (
    AgeRange,
    AsOf,
    FactSubject,
    ItemPart,
    ItemSubject,
    Literal,
    Literals,
    Other,
    Subject,
    Test,
)
from auditor.model.dates import DateSpan
from auditor.model.operators import OPERATORS
from auditor.model.truth import F, T, Truth, U, negate, truth_of
from auditor.model.values import NONE, Value, WordSet
from auditor.model.vocabulary import FactType, Kind, convert

_AGAINST: Final = "not "


@dataclass(frozen=True, slots=True)
class Reader:
    """How to get at a subject: its value, and the address it has in a report."""

    value: Callable[[View, Item | None], Value | None]
    path: Callable[[Item | None], str]


def subject_reader(subject: Subject) -> Reader:
    """Give access to a subject."""
    if isinstance(subject, FactSubject):
        path = subject.path
        return Reader(lambda view, _item: view.values.get(path), lambda _item: path)
    match subject.part:
        case ItemPart.KEY:
            return Reader(lambda _view, item: _of(item).key, lambda item: _of(item).path)
        case ItemPart.SELF:
            return Reader(_own, lambda item: _of(item).path)
        case ItemPart.FIELD:
            suffix = "." + subject.field
            return Reader(
                lambda view, item: view.values.get(_of(item).path + suffix),
                lambda item: _of(item).path + suffix,
            )


def _of(item: Item | None) -> Item:
    assert item is not None, "the reader lets item subjects stand only inside quantifiers"
    return item


def _own(view: View, item: Item | None) -> Value | None:
    item = _of(item)
    return view.values.get(item.path) if item.own is None else item.own


def compile_test(test: Test) -> Node:
    """Compile one comparison."""
    subject = subject_reader(test.subject)
    wanted = wording(test)
    other = subject_reader(test.operand.subject) if isinstance(test.operand, Other) else None
    truth = _test_truth(test, subject, other)
    type_ = test.subject.type
    is_set = type_.kind is Kind.SET
    key_only = isinstance(test.subject, ItemSubject) and test.subject.part is ItemPart.KEY

    def explain(view: View, item: Item | None, reasons: Reasons, positive: bool) -> None:
        got = truth(view, item)
        shown = wanted if positive else _AGAINST + wanted
        mine = got if positive else negate(got)
        path = subject.path(item)
        value = subject.value(view, item)
        if got == U and is_set and isinstance(value, WordSet):
            for word in _open_words(test, value, view, item, other):
                reasons.add(f"{path}.{word}", shown, mine)
        elif got != U or value is None or other is None or _undecided_between(value):
            own = value if key_only or (item is not None and item.own is not None) else None
            reasons.add(path, shown, mine, unit=type_.unit, seen=own)
        if other is not None and isinstance(test.operand, Other):
            seen, there = other.value(view, item), other.path(item)
            known = f"known, to compare with {path}"
            if got == U and isinstance(seen, WordSet):
                for word in _open_words_beside(value, seen, type_.words):
                    reasons.add(f"{there}.{word}", known, mine)
            elif got != U or seen is None or _undecided_between(seen):
                reasons.add(there, known, mine, unit=test.operand.subject.type.unit)

    return Node(truth, explain)


def _undecided_between(value: Value | None) -> bool:
    """Whether a stated value can itself leave a test open: a date known in part."""
    return isinstance(value, DateSpan) and value.first != value.last


def _open_words(test: Test, value: WordSet, view: View, item: Item | None, other: Reader | None) -> list[str]:
    """Give the words of a partly stated set that keep the test open."""
    operand = test.operand
    if isinstance(operand, Literal):
        words: Sequence[Any] = (operand.value,)
    elif isinstance(operand, Literals):
        words = operand.values
    else:
        assert other is not None
        against = other.value(view, item)
        against = against if isinstance(against, WordSet) else operators.UNSTATED_SET
        words = [word for word in test.subject.type.words if against.truth(word) != F]
    return [str(word) for word in words if value.truth(str(word)) == U]


def _open_words_beside(mine: Value | None, other: WordSet, words: Sequence[str]) -> list[str]:
    """Give the words of a partly stated set on the other side that keep the test open."""
    if isinstance(mine, WordSet):
        words = [word for word in words if mine.truth(word) != T]
    elif mine is not None:
        words = [str(mine)]
    return [word for word in words if other.truth(word) == U]


def _test_truth(test: Test, subject: Reader, other: Reader | None) -> TruthOf:
    read = subject.value
    name, type_, operand = test.operator, test.subject.type, test.operand
    if name == "declared":
        assert isinstance(operand, Literal)
        expected = operand.value
        if type_.kind is Kind.CLOSED_MAP:  # it has no value of its own, only its keys have

            def any_key(view: View, item: Item | None) -> Truth:
                beneath = subject.path(item) + "."
                return truth_of(any(path.startswith(beneath) for path in view.values) is expected)

            return any_key
        return lambda view, item: truth_of((read(view, item) is not None) is expected)
    if other is not None:
        return _against_other(test, subject, other)
    if name == "within":
        assert isinstance(operand, Literal)
        period: Any = operand.value

        def within(view: View, item: Item | None) -> Truth:
            value = read(view, item)
            return U if value is None else operators.within(value, period, view.as_of)

        return within
    function = operators.FUNCTIONS[name]
    if isinstance(operand, AsOf):

        def against_as_of(view: View, item: Item | None) -> Truth:
            value = read(view, item)
            return U if value is None else function(value, DateSpan(view.as_of, view.as_of))

        return against_as_of
    wanted = _operand_value(operand, type_, name)
    ranks = _ranks(type_, name)
    absent: Value | None = operators.UNSTATED_SET if type_.kind is Kind.SET else None

    def compare(view: View, item: Item | None) -> Truth:
        value = read(view, item)
        if value is None:
            value = absent
            if value is None:
                return U
        return function(ranks[value] if ranks else value, wanted)

    return compare


def _ranks(type_: FactType, operator: str) -> dict[Any, int] | None:
    if type_.kind is Kind.LADDER and operator in ("above", "below", "at_least", "at_most"):
        return {word: rank for rank, word in enumerate(type_.words)}
    return None


def _operand_value(operand: object, type_: FactType, operator: str) -> Any:
    match operand:
        case Literal(value=value):
            ranks = _ranks(type_, operator)
            return ranks[value] if ranks else value
        case Literals(values=values):
            return values
        case AgeRange():
            return operand
        case _:
            raise AssertionError("the reader lets no other operand through")  # pragma: no cover


def _against_other(test: Test, subject: Reader, other: Reader) -> TruthOf:
    read, read_other = subject.value, other.value
    assert isinstance(test.operand, Other)
    type_, other_type = test.subject.type, test.operand.subject.type
    if test.operator == "covers":
        words = type_.words

        def covers(view: View, item: Item | None) -> Truth:
            mine, its = read(view, item), read_other(view, item)
            mine = mine if isinstance(mine, WordSet) else operators.UNSTATED_SET
            its = its if isinstance(its, WordSet) else operators.UNSTATED_SET
            return operators.covers(mine, its, words)

        return covers
    function = operators.FUNCTIONS[test.operator]
    ranks = _ranks(type_, test.operator)
    factor = (
        convert(1, other_type.unit, type_.unit)
        if type_.kind is Kind.NUMBER and other_type.unit and type_.unit and other_type.unit != type_.unit
        else None
    )

    def compare(view: View, item: Item | None) -> Truth:
        mine, its = read(view, item), read_other(view, item)
        if mine is None or its is None:
            return U
        if ranks:
            return function(ranks[mine], ranks[its])
        if factor is not None and its is not NONE and mine is not NONE:
            return function(Fraction(mine), Fraction(its) * factor)  # type: ignore[arg-type]  # numbers
        return function(mine, its)

    return compare


def wording(test: Test) -> str:
    """Say what a test wants of its subject, in a few words: `at most 24 hours`."""
    match test.operand:
        case Literal(written=written):
            operand = written
        case Literals(written=several):
            operand = ", ".join(several)
        case AsOf():
            operand = "the as-of date"
        case AgeRange(start=start, end=end):
            operand = f"{start} to {end}"
        case Other(subject=subject):
            operand = f"`{subject.path}`"
    if test.operator == "exists":
        return "a value, not none" if operand == "true" else "none"
    aloud = OPERATORS[test.operator].aloud
    return f"{aloud.removeprefix('is').strip()} {operand}".strip()
