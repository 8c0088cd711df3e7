"""One comparison to closures: how a fact is looked up, compared, explained and put into words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from auditor.engine import operators
from auditor.engine.nodes import Node
from auditor.engine.truths import Reader, subject_reader, truth_function
from auditor.engine.view import Item, Reasons, View, Weighed
from auditor.model.condition import AgeRange, AsOf, FactSubject, ItemPart, ItemSubject, Literal, Literals, Other, Test
from auditor.model.dates import DateSpan
from auditor.model.operators import OPERATORS
from auditor.model.truth import F, T, Truth, U, negate
from auditor.model.values import Value, WordSet
from auditor.model.vocabulary import Kind

_AGAINST: Final = "not "


def compile_test(test: Test) -> Node:
    """Compile one comparison."""
    subject = subject_reader(test.subject)
    wanted = wording(test)
    other = subject_reader(test.operand.subject) if isinstance(test.operand, Other) else None
    truth = truth_function(test, subject, other)
    type_ = test.subject.type
    is_set = type_.kind is Kind.SET
    unit = type_.unit
    if isinstance(test.subject, FactSubject) and other is None and not is_set:  # most of all that a ruleset asks
        path, against = test.subject.path, _AGAINST + wanted

        def explain_fact(_view: View, _item: Item | None, got: Truth, reasons: Reasons, positive: bool) -> None:
            if positive:
                reasons.add(path, wanted, got, unit=unit)
            else:
                reasons.add(path, against, negate(got), unit=unit)

        return Node(truth, explain_fact)
    covers = test.operator == "covers"
    key_only = isinstance(test.subject, ItemSubject) and test.subject.part is ItemPart.KEY

    def explain(view: View, item: Item | None, got: Truth, reasons: Reasons, positive: bool) -> None:
        shown = wanted if positive else _AGAINST + wanted
        mine = got if positive else negate(got)
        path = subject.path(item)
        value = subject.value(view, item)
        if got == U and is_set and isinstance(value, WordSet):
            open_words = _open_words(test, value, view, item, other)
            for word in _turning(open_words, subject, view, item, member=test.operator != "has_none"):
                reasons.add(f"{path}.{word}", shown, mine)
        elif covers and value is None and not _turning(type_.words, subject, view, item, member=True):
            pass  # it is declared to have no word that could be wanted of it
        elif got != U or value is None or other is None or _undecided_between(value):
            own = value if key_only or (item is not None and item.own is not None) else None
            reasons.add(path, shown, mine, unit=unit, seen=own)
        if other is not None and isinstance(test.operand, Other):
            seen, there = other.value(view, item), other.path(item)
            known = f"known, to compare with {path}"
            if got == U and isinstance(seen, WordSet):
                if value is None and isinstance(view, Weighed) and not is_set:
                    value = subject.value(view.declared, item)
                open_words = _open_words_beside(value, seen, type_.words)
                for word in _turning(open_words, other, view, item, member=test.operator == "in"):
                    reasons.add(f"{there}.{word}", known, mine)
            elif covers and seen is None and not _turning(type_.words, other, view, item, member=False):
                pass  # it is declared to have every word, so that to leave one open could not help
            elif got != U or seen is None or _undecided_between(seen):
                reasons.add(there, known, mine, unit=test.operand.subject.type.unit)

    return Node(truth, explain)


def _undecided_between(value: Value | None) -> bool:
    """Whether a stated value can itself leave a test open: a date known in part."""
    return isinstance(value, DateSpan) and value.first != value.last


def _turning(words: Sequence[str], reader: Reader, view: View, item: Item | None, *, member: bool) -> Sequence[str]:
    """Leave out words that are declared the other way than the test wants them: to back those could not turn it.

    `member` says whether the test wants them to be in the set; a word is left out only where tracks are weighed.
    """
    stated = reader.value(view.declared, item) if isinstance(view, Weighed) else None
    if not isinstance(view, Weighed) or not isinstance(stated, WordSet):
        return words
    wanted = T if member == view.helps else F
    settled = (negate(wanted), U) if view.firm else (negate(wanted),)
    return [word for word in words if stated.truth(word) not in settled]


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
