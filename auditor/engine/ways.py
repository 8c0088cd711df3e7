"""Rules taken apart into the ways in which they can be broken: parts that come out so and so together.

Connectives, and quantifiers over the keys of a map or the bands of a list, are carried down to parts of single items,
so that nearly every part asks of one fact alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, product
from math import prod
from typing import Final, NamedTuple

from auditor.engine.view import Item
from auditor.model.condition import (
    Always,
    Condition,
    Connective,
    FactSubject,
    Group,
    IfThen,
    ItemPart,
    Named,
    Not,
    Other,
    Over,
    Quantifier,
    Subject,
    Test,
    children,
)
from auditor.model.ruleset import Requirement
from auditor.model.truth import F, T, Truth, negate
from auditor.model.vocabulary import SCALARS, Kind

# A condition that comes out so in more ways is asked as a whole.
_WAYS_LIMIT: Final = 64
_LOOKED_UP: Final = SCALARS | {Kind.SET}
# Stands for the key of a band, as it does in the vocabulary.
SOME_BAND: Final = "*"


class Part(NamedTuple):
    """A condition, the item that it is about, and how it comes out."""

    condition: Condition
    item: Item | None
    truth: Truth


Way = tuple[Part, ...]


def ways_to_break(requirement: Requirement) -> list[Way]:
    """Give each way in which a rule applies and does not hold."""
    applies, met = requirement.applies_when, requirement.met_when
    if isinstance(applies, Always):
        return _ways(met, None, F)
    found = _all_of([_ways(applies, None, T), _ways(met, None, F)])
    return [(Part(applies, None, T), Part(met, None, F))] if found is None else found


def _ways(condition: Condition, item: Item | None, truth: Truth) -> list[Way]:
    """Give each way in which a condition comes out true, or false."""
    found: list[Way] | None = None
    match condition:
        case Named(condition=inner):
            return _ways(inner, item, truth)
        case Not(member=member):
            return _ways(member, item, negate(truth))
        case Group(connective=connective, members=members):
            wanted = negate(truth) if connective is Connective.NONE else truth
            each = [_ways(one, item, wanted) for one in members]
            found = _all_of(each) if (connective is Connective.ALL) == (wanted == T) else _one_of(each)
        case IfThen(condition=first, then=second):
            each = [_ways(first, item, negate(truth)), _ways(second, item, truth)]
            found = _one_of(each) if truth == T else _all_of(each)
        case Over():
            found = _ways_of_members(condition, item, truth)
    return [(Part(condition, item, truth),)] if found is None else found


def _ways_of_members(over: Over, item: Item | None, truth: Truth) -> list[Way] | None:
    """Give the ways of a quantifier that one member settles; None where it takes more than one."""
    every = over.quantifier is Quantifier.EVERY and over.if_none is not False
    if truth != (F if every else T) or not (every or over.quantifier is Quantifier.SOME):
        return None
    if over.ages is not None:
        return _ways_of_ages(over, item) if every else None
    if over.of.type.kind is not Kind.CLOSED_MAP:
        return None
    base = path_of(over.of, item)
    each = [_ways_of_member(over, Item(f"{base}.{key}", key), truth) for key in over.keys]
    return None if None in each else _one_of(each)  # type: ignore[arg-type]  # none is None


def _ways_of_member(over: Over, item: Item, truth: Truth) -> list[Way] | None:
    each = [] if over.where is None else [_ways(over.where, item, T)]
    if over.satisfies is not None:
        each.append(_ways(over.satisfies, item, truth))
    elif truth == F:
        return []
    return _all_of(each)


def _ways_of_ages(over: Over, item: Item | None) -> list[Way] | None:
    """Say what does not hold of some band, which is soon asked, and then that it does not of an age."""
    base = path_of(over.of, item)
    if over.satisfies is None or SOME_BAND in base:
        return None
    whole = Part(over, item, F)
    return [(*way, whole) for way in _ways(over.satisfies, Item(f"{base}.{SOME_BAND}", SOME_BAND), F)]


def _one_of(each: Sequence[list[Way]]) -> list[Way]:
    return [way for ways in each for way in ways]


def _all_of(each: Sequence[list[Way]]) -> list[Way] | None:
    """Give the ways in which all of several come out; None where there are too many."""
    if prod(map(len, each)) > _WAYS_LIMIT:
        return None
    return [tuple(chain(*ways)) for ways in product(*each)]


def is_of_ages(part: Part) -> bool:
    """Whether it is a quantifier over ages."""
    return isinstance(part.condition, Over) and part.condition.ages is not None


def is_of_any_band(part: Part) -> bool:
    """Whether it is about some band of a list, whichever."""
    return part.item is not None and SOME_BAND in part.item.path


def path_of(subject: Subject, item: Item | None) -> str:
    """Give the address of what is asked about."""
    if isinstance(subject, FactSubject):
        return subject.path
    assert item is not None
    return f"{item.path}.{subject.field}" if subject.part is ItemPart.FIELD else item.path


def asked_alone(condition: Condition) -> Subject | None:
    """Give the fact that a condition asks of, where nothing but its value decides; None where more does."""
    match condition:
        case Test(subject=subject, operand=operand):
            of_value = isinstance(subject, FactSubject) or subject.part is not ItemPart.KEY
            alone = of_value and subject.type.kind in _LOOKED_UP and not isinstance(operand, Other)
        case Over(of=subject, quantifier=quantifier):
            inner = (one for one in (condition.where, condition.satisfies) if one is not None)
            alone = subject.type.kind is Kind.SET and quantifier is not Quantifier.TOTAL and all(map(_of_word, inner))
        case _:
            return None
    return subject if alone else None


def _of_word(condition: Condition) -> bool:
    """Whether a condition on the words of a set asks of nothing but the word."""
    match condition:
        case Test(subject=subject, operand=operand):
            return not isinstance(subject, FactSubject) and not isinstance(operand, Other)
        case Over():
            return False
    return all(map(_of_word, children(condition)))
