"""How a comparison comes out: closures that are built once and run for every declaration."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from msgspec import Struct

from auditor.engine import operators
from auditor.engine.nodes import TruthOf
from auditor.engine.view import Item, View
from auditor.model.condition import (
    AgeRange,
    AsOf,
    FactSubject,
    ItemPart,
    Literal,
    Literals,
    Other,
    Subject,
    Test,
)
from auditor.model.dates import DateSpan
from auditor.model.truth import Truth, U, truth_of
from auditor.model.values import NONE, Value, WordSet
from auditor.model.vocabulary import FactType, Kind, convert


class Reader(Struct, frozen=True):
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


def truth_function(test: Test, subject: Reader, other: Reader | None) -> TruthOf:
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
    return _against_operand(test, subject, _of_ranks(type_, name, function))


def _against_operand(test: Test, subject: Reader, function: operators.Function) -> TruthOf:
    """Compare with what is written in the rule: most of all that a ruleset asks."""
    type_ = test.subject.type
    wanted = _operand_value(test.operand, type_, test.operator)
    unstated = function(operators.UNSTATED_SET, wanted) if type_.kind is Kind.SET else U
    if isinstance(test.subject, FactSubject):
        path = test.subject.path

        def compare_fact(view: View, _item: Item | None) -> Truth:
            value = view.values.get(path)
            return unstated if value is None else function(value, wanted)

        return compare_fact
    if test.subject.part is ItemPart.FIELD:
        suffix = "." + test.subject.field

        def compare_field(view: View, item: Item | None) -> Truth:
            value = view.values.get(_of(item).path + suffix)
            return unstated if value is None else function(value, wanted)

        return compare_field
    read = subject.value

    def compare(view: View, item: Item | None) -> Truth:
        value = read(view, item)
        return unstated if value is None else function(value, wanted)

    return compare


def _of_ranks(type_: FactType, operator: str, function: operators.Function) -> operators.Function:
    """Give the function of an operator, one that compares ranks where the words of a ladder are put in order."""
    ranks = _ranks(type_, operator)
    if ranks is not None:
        return lambda seen, rank: function(ranks[seen], rank)
    if operator == "is" and type_.kind is not Kind.DATE:
        return operators.same
    return function


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


def unit_factor(other: FactType, type_: FactType) -> Fraction:
    """Give what a number of another fact is multiplied by to be in the unit of this one."""
    if type_.kind is not Kind.NUMBER or not other.unit or not type_.unit:
        return Fraction(1)
    factor = convert(1, other.unit, type_.unit)
    assert factor is not None, "the reader lets only units of one kind be compared"
    return factor


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
    factor = unit_factor(other_type, type_)
    converts = factor != 1

    def compare(view: View, item: Item | None) -> Truth:
        mine, its = read(view, item), read_other(view, item)
        if mine is None or its is None:
            return U
        if ranks:
            return function(ranks[mine], ranks[its])
        if converts and its is not NONE and mine is not NONE:
            return function(Fraction(mine), Fraction(its) * factor)  # type: ignore[arg-type]  # numbers
        return function(mine, its)

    return compare
