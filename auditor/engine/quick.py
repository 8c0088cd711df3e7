"""Quantifiers for their truth alone: no member is kept, and the first that settles it ends it.

`quantifiers.py` says what they come to and why; this says the same without the why, and is what runs for every
declaration. (Language reference, section 7.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

from auditor.engine import operators
from auditor.engine.nodes import Node, TruthOf
from auditor.engine.truths import Reader
from auditor.engine.view import Item, View
from auditor.model.condition import Age, FactSubject, Literal, Over, Quantifier
from auditor.model.truth import F, T, Truth, U
from auditor.model.values import Band, Bands, Items, Value, WordSet
from auditor.model.vocabulary import Kind

_AGE_LIMIT: Final = 150
_LISTED: Final = (Kind.LIST, Kind.BANDS, Kind.OPEN_MAP)
# So many bands are few enough to be remembered.
_FEW: Final = 8
# Whether the member of a number counts as far as it is a word of a set, which members of a map always do.
Stated = Callable[[View, Item | None], Callable[[str], Truth] | None]
ItemsOf = Callable[[Item | None], Sequence[Item]]
Members = Callable[[View, Item | None], Iterator[Truth]]


def quick_truth(over: Over, source: Reader, where: Node | None, satisfies: Node | None) -> TruthOf | None:
    """Give the function for a quantifier over keys or words, for every age, or some of a list; None for others."""
    kind = over.of.type.kind
    if over.ages is not None and over.quantifier is Quantifier.EVERY:
        holds = None if satisfies is None else satisfies.truth
        return _every_age(source, over.ages, holds, if_none=over.if_none is None or over.if_none)
    if over.ages is None and over.quantifier is Quantifier.SOME and kind in _LISTED:
        return _some_listed(source, where, satisfies)
    if over.quantifier is Quantifier.TOTAL or kind not in (Kind.CLOSED_MAP, Kind.SET):
        return None
    items = items_function(over, source, of_words=kind is Kind.SET)
    stated = _word_truth(source) if kind is Kind.SET else _nothing
    counts = None if where is None else where.truth
    holds = None if satisfies is None else satisfies.truth
    match over.quantifier:
        case Quantifier.EVERY:
            return _every(items, stated, counts, holds, if_none=over.if_none is None or over.if_none)
        case Quantifier.SOME:
            return _some(_both(stated, counts, holds, items))
        case _:
            assert isinstance(over.limit, Literal)
            return _count(_both(stated, counts, holds, items), over.bound, over.limit.value)


def items_function(over: Over, source: Reader, *, of_words: bool) -> ItemsOf:
    """Give the function that makes the members of a closed map or a set; of a fact they are made once."""

    def items(outer: Item | None) -> Sequence[Item]:
        base = source.path(outer)
        return [Item(f"{base}.{key}", key, key if of_words else None) for key in over.keys]

    if not isinstance(over.of, FactSubject):
        return items
    made = tuple(items(None))
    return lambda _outer: made


def _nothing(_view: View, _outer: Item | None) -> None:
    return None


def _word_truth(source: Reader) -> Stated:
    def stated(view: View, outer: Item | None) -> Callable[[str], Truth]:
        value = source.value(view, outer)
        return (value if isinstance(value, WordSet) else operators.UNSTATED_SET).truth

    return stated


def _counting(stated: Callable[[str], Truth] | None, where: TruthOf | None, view: View, item: Item) -> Truth:
    """Say whether a member counts: it is stated to be one, and is of those that are meant."""
    counts = T if stated is None else stated(item.key)
    return counts if where is None or counts == F else min(counts, where(view, item))


def _every(items: ItemsOf, stated: Stated, where: TruthOf | None, holds: TruthOf | None, *, if_none: bool) -> TruthOf:
    def truth(view: View, outer: Item | None) -> Truth:
        member = stated(view, outer)
        least, most = T, F
        for item in items(outer):
            counts = _counting(member, where, view, item)
            if counts == F:
                continue
            if counts > most:
                most = counts
            factor = T if holds is None else max(T - counts, holds(view, item))
            if factor == F:
                return F
            if factor < least:
                least = factor
        return least if if_none else min(least, most)

    return truth


def _both(stated: Stated, where: TruthOf | None, holds: TruthOf | None, items: ItemsOf) -> Members:
    """Give the function that says of each member, one after the other, whether it counts and satisfies."""

    def members(view: View, outer: Item | None) -> Iterator[Truth]:
        member = stated(view, outer)
        for item in items(outer):
            counts = _counting(member, where, view, item)
            yield counts if holds is None or counts == F else min(counts, holds(view, item))

    return members


def _some(members: Members) -> TruthOf:
    def truth(view: View, outer: Item | None) -> Truth:
        most = F
        for both in members(view, outer):
            if both == T:
                return T
            most = max(most, both)
        return most

    return truth


def listed_in(value: Value | None) -> Items | None:
    """Give what is listed; None where no list is stated."""
    if isinstance(value, Bands):
        return Items(tuple([band.key for band in value.bands if band.backed]), more=value.more)
    return value if isinstance(value, Items) else None


def _some_listed(source: Reader, where: Node | None, satisfies: Node | None) -> TruthOf:
    asked = [one.truth for one in (where, satisfies) if one is not None]

    def truth(view: View, outer: Item | None) -> Truth:
        listed, base = listed_in(source.value(view, outer)), source.path(outer)
        if listed is None:
            return U
        most = U if listed.more else F
        for key in listed.keys:
            item = Item(f"{base}.{key}", key)
            both = min([one(view, item) for one in asked], default=T)
            if both == T:
                return T
            most = max(most, both)
        return most

    return truth


def _count(members: Members, bound: str | None, n: Any) -> TruthOf:
    def truth(view: View, outer: Item | None) -> Truth:
        low = high = 0
        for both in members(view, outer):
            low += both == T
            high += both != F
        match bound:
            case "at_least":
                return T if low >= n else F if high < n else U
            case "at_most":
                return T if high <= n else F if low > n else U
            case _:
                return T if low == high == n else F if n < low or n > high else U

    return truth


def age_range(ages: tuple[Age, Age], view: View) -> range | None:
    """Give the ages that are meant, their ends read as declared on both tracks; None where an end is not stated."""
    ends = [_age(end, view) for end in ages]
    if None in ends:
        return None
    start, end = (min(number, _AGE_LIMIT) for number in ends if number is not None)
    return range(start, end + 1)


def _age(age: Age, view: View) -> int | None:
    if age.fact is None:
        return age.number
    value: Any = view.facts.values.get(age.fact.path)
    return None if value is None else int(value)


def _every_age(source: Reader, ages: tuple[Age, Age], holds: TruthOf | None, *, if_none: bool) -> TruthOf:
    def truth(view: View, outer: Item | None) -> Truth:
        whole = age_range(ages, view)
        if whole is None:
            return U
        value, base = source.value(view, outer), source.path(outer)
        bands = value.bands if isinstance(value, Bands) else ()
        answers = [T if holds is None else holds(view, Item(f"{base}.{one.key}", one.key)) for one in bands]
        least = T if whole or if_none else F
        ends = tuple([(band.start, band.end) for band in bands])
        for covers in _covers(ends, whole) if len(ends) > _FEW else _known_covers(ends, whole):
            factor = T if T in covers else U  # about an age in no band nothing is stated
            for cover, answer in zip(covers, answers, strict=True):
                factor = min(factor, max(T - cover, answer))
            if factor == F:
                return F
            if factor < least:
                least = factor
        return least

    return truth


def _covers(ends: tuple[tuple[int | None, int | None], ...], ages: range) -> tuple[tuple[Truth, ...], ...]:
    """Say of each age whether it lies in each of some bands; what is so of several ages is said once."""
    bands = [Band("", start, end) for start, end in ends]
    return tuple(dict.fromkeys(tuple([operators.covered(band, age) for band in bands]) for age in ages))


# Many rules ask the same of every age, and most services have the same few bands.
_known_covers: Final = lru_cache(maxsize=64)(_covers)
