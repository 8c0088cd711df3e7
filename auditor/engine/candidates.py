"""The answers worth trying for a fact: each that some condition could tell from the others.

Between two neighbouring limits that conditions name, every number is as good as any other; so one on either side
of each limit, the ends of the type and the limits themselves stand for all. Likewise for days, words and sets.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction
from typing import Any, Final

from auditor.engine.reads import Reads, Use, comes_out, is_told
from auditor.engine.what_if import Change
from auditor.model.condition import AsOf, Literal, Literals
from auditor.model.dates import DateSpan, Period
from auditor.model.facts import Facts
from auditor.model.patterns import pattern
from auditor.model.truth import F, T, Truth
from auditor.model.values import NONE, Band, Bands, Items, Value, WordSet, show
from auditor.model.vocabulary import FactType, Kind, Vocabulary, convert

Answer = tuple[Change, ...]

_STEP: Final = Decimal("0.001")
_AGES: Final = pattern(r"ages? (\d+)(?: to (\d+))?")
_OLDEST: Final = 120
_DAY: Final = timedelta(days=1)
# The kinds of facts with more than two answers, each of which is one value.
_OF_VALUES: Final = (Kind.NUMBER, Kind.DATE, Kind.LADDER, Kind.WORD, Kind.TEXT)


class Candidates:
    """Finds the answers worth trying, for one declaration and the conditions that look at it."""

    def __init__(self, facts: Facts, reads: Reads, vocabulary: Vocabulary, as_of: date) -> None:
        self._facts, self._reads, self._vocabulary, self._as_of = facts, reads, vocabulary, as_of

    def answers(self, path: str, gap: str = "") -> tuple[Answer, ...]:
        """Give the answers to a fact that is not stated; `gap` names the ages that a list of bands leaves out."""
        type_ = self._vocabulary.type_at(path)
        if type_ is None:
            return ()
        if type_.kind is Kind.SET and self._word_of(path, type_):
            return tuple((self._word(path, truth),) for truth in (True, False))
        if type_.kind is Kind.BANDS:
            return tuple(self._bands(path, type_, gap))
        if type_.kind is Kind.RECORD:
            return tuple(self._band_ends(path))
        return self._stating(path, self._agreeing(path, type_))

    def distinct(self, path: str, gap: str = "") -> Sequence[Answer]:
        """Give these answers without those that no condition can tell from one before them."""
        type_ = self._vocabulary.type_at(path)
        if type_ is None or type_.kind not in _OF_VALUES:
            return self.answers(path, gap)
        values, uses = self._agreeing(path, type_), self._reads.uses(path)
        if not all(map(is_told, uses)):
            return self._stating(path, values)
        told: dict[tuple[Truth | None, ...], Value] = {}
        for value in values:
            told.setdefault(tuple([comes_out(use, type_, value, self._as_of) for use in uses]), value)
        return self._stating(path, told.values())

    def others(self, path: str) -> tuple[Answer, ...]:
        """Give the answers that could stand in place of a stated one; leaving it out only where there is no other."""
        type_ = self._vocabulary.type_at(path)
        stated = self._facts.values.get(path)
        if type_ is None or stated is None:
            return ()
        if isinstance(stated, WordSet):
            flips = (
                (self._word(f"{path}.{word}", stated.truth(word) != T),)
                for word in type_.words
                if stated.complete or word in stated.words
            )
            return tuple(flips)
        if isinstance(stated, Items | Bands):
            return ((Change(path=path, values={}, written="null"),),)
        return self._stating(path, [value for value in self.values(path, type_) if value != stated])

    def _agreeing(self, path: str, type_: FactType) -> list[Value]:
        """Give the values that do not gainsay what is stated: of a date known in part, days that lie in it."""
        values, stated = self.values(path, type_), self._facts.values.get(path)
        if not isinstance(stated, DateSpan) or stated.first == stated.last:
            return values
        days = {one.first for one in values if isinstance(one, DateSpan) and stated.first <= one.first <= stated.last}
        return [DateSpan(day, day) for day in sorted(days | {stated.first, stated.last})]

    def values(self, path: str, type_: FactType) -> list[Value]:
        """Give the values of one fact that some condition could tell apart."""
        if type_.kind is Kind.YES_NO:
            return [True, False]
        if type_.kind in (Kind.WORD, Kind.LADDER):
            return list(type_.words)
        uses = self._reads.uses(path)
        match type_.kind:
            case Kind.NUMBER:
                found: Iterable[Value] = self._numbers(path, type_, uses)
            case Kind.DATE:
                found = self._days(path, uses)
            case Kind.TEXT:
                found = self._texts(uses)
            case Kind.SET:
                found = self._sets(path, type_, uses)
            case Kind.LIST:
                found = [Items(())] if type_.item is None else [Items(()), Items(("0",))]
            case Kind.OPEN_MAP:
                found = [Items(())]
            case _:
                found = ()
        return [*found, *([NONE] if type_.or_none else [])]

    def _numbers(self, path: str, type_: FactType, uses: Sequence[Use]) -> list[Value]:
        limits = {limit for use in uses for limit in self._limits(path, type_, use)}
        limits |= {Fraction(end) for end in (type_.minimum, type_.maximum) if end is not None}
        step = Decimal(1) if type_.integer else _STEP
        found: set[Decimal] = set()
        for limit in limits:
            exact = Decimal(limit.numerator) / Decimal(limit.denominator)
            below, above = exact.quantize(step, ROUND_FLOOR), exact.quantize(step, ROUND_CEILING)
            found |= {below, above} if below != above else {below - step, below, below + step}
        return [
            int(one) if one == one.to_integral_value() else one.normalize()
            for one in sorted(found or {Decimal(0), Decimal(1)})
            if (type_.minimum is None or one >= type_.minimum) and (type_.maximum is None or one <= type_.maximum)
        ]

    def _limits(self, path: str, type_: FactType, use: Use) -> Iterator[Fraction]:
        given: tuple[Any, ...] = ()
        if isinstance(use.operand, Literal):
            given = (use.operand.value,)
        elif isinstance(use.operand, Literals):
            given = use.operand.values
        yield from (Fraction(one) for one in given if isinstance(one, int | Decimal | Fraction) and one is not True)
        value, other = self._beside(path, use)
        if other is not None and isinstance(value, int | Decimal) and not isinstance(value, bool):
            factor = convert(1, other.unit, type_.unit) if other.unit and type_.unit else Fraction(1)
            yield Fraction(value) * (factor or 1)

    def _beside(self, path: str, use: Use) -> tuple[Value | None, FactType | None]:
        """Give what is stated on the other side of a comparison of two facts."""
        if use.other is None:
            return None, None
        there = _beside(path.split("."), use)
        return self._facts.values.get(there), self._vocabulary.type_at(there)

    def _days(self, path: str, uses: Sequence[Use]) -> list[Value]:
        days = {self._as_of}
        for use in uses:
            operand = use.operand
            if isinstance(operand, Literal) and isinstance(operand.value, Period):
                days.add(_first_within(operand.value, self._as_of))
            elif isinstance(operand, Literal) and isinstance(operand.value, DateSpan):
                days |= {operand.value.first, operand.value.last}
            elif not isinstance(operand, AsOf):
                value, _type = self._beside(path, use)
                if isinstance(value, DateSpan):
                    days |= {value.first, value.last}
        around = {other for day in days for other in (day - _DAY, day, day + _DAY)}
        return [DateSpan(day, day) for day in sorted(around)]

    def _texts(self, uses: Sequence[Use]) -> list[Value]:
        found: dict[str, None] = {}
        for use in uses:
            if isinstance(use.operand, Literal) and isinstance(use.operand.value, str):
                found[use.operand.value.replace("*", "").replace("?", "x") or "x"] = None
            elif isinstance(use.operand, Literals):
                found.update(dict.fromkeys(str(one) for one in use.operand.values))
        return [*found, next(text for text in ("a text", "another text", "a third text") if text not in found)]

    def _sets(self, path: str, type_: FactType, uses: Sequence[Use]) -> list[Value]:
        wanted = [tuple(type_.words), ()]
        for use in uses:
            if isinstance(use.operand, Literals):
                wanted.append(tuple(str(one) for one in use.operand.values))
            elif isinstance(use.operand, Literal):
                wanted.append((str(use.operand.value),))
            else:
                value, _type = self._beside(path, use)
                if isinstance(value, WordSet):
                    wanted.append(value.members)
        distinct = dict.fromkeys(tuple(sorted(words)) for words in wanted)
        return [WordSet(dict.fromkeys(words, T), complete=True) for words in distinct]

    def _bands(self, path: str, type_: FactType, gap: str) -> Iterator[Answer]:
        """Give a band of those ages: with all its fields at their best, all at their worst, and each answer alone.

        Which answer is best for a field, the conditions say that look at it.
        """
        ages = _AGES.match(gap)
        start, end = (int(ages[1]), int(ages[2] or ages[1])) if ages else (0, _OLDEST)
        band = Band(key=f"{start}-{end}", start=start, end=end)
        bands = Bands((band,))
        fields = {use.pattern[-1] for use in self._reads.beneath(path) if len(use.pattern) == path.count(".") + 3}
        best: list[Change] = []
        worst: list[Change] = []
        single: list[Answer] = []
        for name in sorted(fields & type_.fields.keys()):
            at = f"{path}.{band.key}.{name}"
            ranked = self._ranked(at, type_.fields[name])
            if not ranked:
                continue
            changes = [self._in_band(path, bands, name, value) for value in ranked]
            best.append(changes[0])
            worst.append(changes[-1])
            single += [(one,) for one in changes]
        if best:
            yield tuple(best)
            yield tuple(worst)
        yield from single

    def _ranked(self, path: str, type_: FactType) -> list[Value]:
        """Give a field's values, first those with which most comparisons hold."""
        literals = [use for use in self._reads.uses(path) if use.operand is not None]

        def holding(value: Value) -> int:
            return sum(comes_out(use, type_, value, self._as_of) == T for use in literals)

        return sorted(self.values(path, type_), key=holding, reverse=True)

    def _band_ends(self, path: str) -> Iterator[Answer]:
        """Give the ends of a band that does not say them all: as wide as can be, and as narrow."""
        above, _, key = path.rpartition(".")
        stated = self._facts.values.get(above)
        band = next((one for one in stated.bands if one.key == key), None) if isinstance(stated, Bands) else None
        if band is None:
            return
        low, high = band.start, band.end
        for start, end in ((low or 0, _OLDEST if high is None else high), (_narrow(low, high), _narrow(high, low))):
            ends = Bands((Band(key=key, start=start, end=end),))
            yield (Change(path=f"{path}.ages", values={above: ends}, written=f"{{from: {start}, to: {end}}}"),)

    def _in_band(self, path: str, bands: Bands, name: str, value: Value) -> Change:
        at = f"{path}.{bands.bands[0].key}.{name}"
        return Change(path=at, values={path: bands, at: value}, written=written(value))

    def _word_of(self, path: str, type_: FactType) -> bool:
        return path.count(".") > type_.path.count(".")

    def _word(self, path: str, truth: bool) -> Change:
        above, _, word = path.rpartition(".")
        values = {above: WordSet({word: T if truth else F}, complete=False)}
        return Change(path=path, values=values, written=written(truth))

    def _stating(self, path: str, stated: Iterable[Value]) -> tuple[Answer, ...]:
        """State each value, with its key in an open map it stands in."""
        above, _, key = path.rpartition(".")
        home = self._vocabulary.type_at(above) if above else None
        around = {above: Items((key,))} if home is not None and home.kind is Kind.OPEN_MAP else {}
        type_ = self._vocabulary.type_at(path)
        is_map = type_ is not None and type_.kind is Kind.OPEN_MAP
        found = []
        for value in stated:
            beneath = [f"{path}.{key}" for key in value.keys] if isinstance(value, Items) else ()
            values: dict[str, Value] = {**around, path: value, **dict.fromkeys(beneath, "a text")}
            # of a map only that it is empty is tried
            found.append((Change(path=path, values=values, written="{}" if is_map else written(value)),))
        return tuple(found)


def written(value: Value) -> str:
    """Write a value as a declaration states it, on one line."""
    match value:
        case WordSet() if not value.is_whole and not value.stated:
            return "{}"
        case Items():
            return "[" + ", ".join("a text" for _key in value.keys) + "]"
        case str() if not re.fullmatch(r"[a-z][a-z_]*", value):
            return json.dumps(value, ensure_ascii=False)
        case _:
            return show(value)


def _beside(segments: Sequence[str], use: Use) -> str:
    """Give the address on the other side of a comparison, in the same item."""
    assert use.other is not None
    inner = iter(segments[at] for at, one in enumerate(use.pattern) if one == "*")
    return ".".join(next(inner, "*") if one == "*" else one for one in use.other)


def _narrow(end: int | None, other: int | None) -> int:
    return end if end is not None else other if other is not None else 0


def _first_within(period: Period, as_of: date) -> date:
    """Give the earliest day that lies no longer ago than a period."""
    low, high = date.min.toordinal(), as_of.toordinal()
    while low < high:
        middle = (low + high) // 2
        if period.after(date.fromordinal(middle)) >= as_of:
            high = middle
        else:
            low = middle + 1
    return date.fromordinal(low)
