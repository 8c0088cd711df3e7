"""The language reference, sections 5 to 8, as a three-valued evaluator on plain data.

Written from the reference alone, for tests to judge the engine by; None is unknown. It knows no reasons
and no speed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from auditor.model.vocabulary import FactType, Kind
from tests.support.plain import Cut, CutMap, Member, Seen, days, later, look, quantity

Truth = bool | None


def conj(truths: Iterable[Truth]) -> Truth:
    found = list(truths)
    return False if False in found else None if None in found else True


def inv(truth: Truth) -> Truth:
    return None if truth is None else not truth


def disj(truths: Iterable[Truth]) -> Truth:
    return inv(conj(inv(one) for one in truths))


def within(low: float | Fraction, high: float | Fraction, bound: str, n: Any) -> Truth:
    """Compare a number that lies between two ends."""
    match bound:
        case "at_least":
            return True if low >= n else False if high < n else None
        case "at_most":
            return True if high <= n else False if low > n else None
        case "above":
            return inv(within(low, high, "at_most", n))
        case "below":
            return inv(within(low, high, "at_least", n))
        case _:
            return True if low == high == n else False if n < low or n > high else None


def has(value: Any, word: str) -> Truth:
    """Say whether a word is in a set as declared."""
    if value is None:
        return None
    stated: Truth = word in value if isinstance(value, list) else value.get(word)
    return stated


class Naive:
    """One declaration. `bounds` is what ages' ends are read from: the whole, also when data is cut down."""

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        definitions: Mapping[str, Any] | None = None,
        parameters: Mapping[str, Any] | None = None,
        as_of: date,
        whole: Mapping[str, Any] | None = None,
    ) -> None:
        self.data, self.whole, self.as_of = data, data if whole is None else whole, as_of
        self.definitions, self.parameters = definitions or {}, parameters or {}

    def holds(self, c: Any, m: Member | None = None) -> Truth:
        if isinstance(c, str):
            return self.holds(self.definitions[c])
        if isinstance(c, list):
            return conj(self.holds(one, m) for one in c)
        if "if" in c:
            return disj([inv(self.holds(c["if"], m)), self.holds(c["then"], m)])
        ((key, arg),) = c.items()
        match key:
            case "all":
                return conj(self.holds(one, m) for one in arg)
            case "any":
                return disj(self.holds(one, m) for one in arg)
            case "none":
                return inv(disj(self.holds(one, m) for one in arg))
            case "not":
                return inv(self.holds(arg, m))
            case "at_least":
                got = [self.holds(one, m) for one in arg["of"]]
                sure, n = got.count(True), self.given(arg["n"])
                return True if sure >= n else False if sure + got.count(None) < n else None
            case "every" | "some" | "count" | "total":
                return self.over(key, arg, m)
        ((operator, operand),) = (arg if isinstance(arg, dict) else {"is": arg}).items()
        return self.test(look(self.data, key, m), operator, operand, m)

    def given(self, operand: Any) -> Any:
        if isinstance(operand, dict) and "parameter" in operand:
            return self.parameters[operand["parameter"]]
        return operand

    # -- tests -----------------------------------------------------------------------------

    def test(self, seen: Seen, operator: str, operand: Any, m: Member | None) -> Truth:
        operand = self.given(operand)
        other = None
        if isinstance(operand, dict) and operand.keys() & {"fact", "its"}:
            name = operand.get("fact") or f"its.{operand['its']}"
            other = look(self.data, name, m)
            operand = other.value
        value = seen.value
        if seen.type.kind is Kind.SET:
            return self.set_test(seen, operator, operand)
        if value is None or (other is not None and operand is None):
            return None
        if operator == "exists":
            return (not seen.is_none) is operand
        if seen.is_none or (other is not None and other.is_none):
            both = seen.is_none and other is not None and other.is_none
            return {"is": both, "is_not": not both, "not_in": True}.get(operator, False)
        if operator == "spans":
            ages = range(operand["from"], operand["to"] + 1)
            more = [None] if isinstance(value, Cut) else []
            bands = [band for band in value if "unbacked" not in band]
            return conj(disj([*(covers(band, age) for band in bands), *more]) for age in ages)
        if seen.type.kind is Kind.DATE:
            return self.date_test(value, operator, operand)
        if operator in ("in", "not_in"):
            if other is not None:
                inside = has(operand, value)
            elif seen.type.kind is Kind.NUMBER:
                inside = seen.number in [quantity(one) for one in operand]
            else:
                inside = value in operand
            return inside if operator == "in" else inv(inside)
        if operator == "matches":
            return matches(operand, value)
        left: Any = value
        right: Any = operand
        if seen.type.kind is Kind.NUMBER:
            left, right = seen.number, quantity(operand) if other is None else other.number
        elif operator not in ("is", "is_not"):
            left, right = seen.type.words.index(value), seen.type.words.index(operand)
        outcomes: dict[str, Truth] = {"is": left == right, "is_not": left != right}
        return outcomes[operator] if operator in outcomes else within(left, left, operator, right)

    def set_test(self, seen: Seen, operator: str, operand: Any) -> Truth:
        value = seen.value
        match operator:
            case "has":
                return has(value, operand)
            case "has_all":
                return conj(has(value, word) for word in operand)
            case "has_any":
                return disj(has(value, word) for word in operand)
            case "has_none":
                return conj(inv(has(value, word)) for word in operand)
            case _:
                assert operator == "covers"
                return conj(disj([inv(has(operand, w)), has(value, w)]) for w in seen.type.words)

    def date_test(self, value: Any, operator: str, operand: Any) -> Truth:
        first, last = days(value)
        if operator == "within":
            if last <= self.as_of <= later(first, operand):
                return True
            return False if self.as_of < first or later(last, operand) < self.as_of else None
        begin, end = (self.as_of, self.as_of) if operand == "as_of" else days(operand)
        before = True if last < begin else False if first >= end else None
        after = True if end < first else False if begin >= last else None
        same = True if first == last == begin == end else False if last < begin or end < first else None
        return {
            "before": before,
            "after": after,
            "not_before": inv(before),
            "not_after": inv(after),
            "is": same,
            "is_not": inv(same),
        }[operator]

    # -- quantifiers -----------------------------------------------------------------------

    def over(self, kind: str, arg: Mapping[str, Any], m: Member | None) -> Truth:
        seen = look(self.data, arg["of"], m)
        if kind == "total":
            return self.total(seen, arg, m)
        pairs = self.ages(seen, arg) if "ages" in arg else self.pairs(seen, arg)
        if pairs is None:
            return None
        both = [conj(pair) for pair in pairs]
        if kind == "some":
            return disj(both)
        if kind == "every":
            least = [disj(c for c, _ in pairs)] if arg.get("if_none") is False else []
            return conj([*(disj([inv(c), s]) for c, s in pairs), *least])
        low = both.count(True)
        more = isinstance(seen.value, Cut | CutMap) and "ages" not in arg
        high = math.inf if more else low + both.count(None)
        ((bound, n),) = ((one, arg[one]) for one in ("at_least", "at_most", "exactly") if one in arg)
        return within(low, high, bound, self.given(n))

    def members(self, seen: Seen, arg: Mapping[str, Any]) -> list[tuple[Truth, Member]] | None:
        type_, value = seen.type, seen.value
        if type_.kind is Kind.CLOSED_MAP:
            among = self.given(arg["among"])
            keys = type_.words if among == "all" else among
            keys = [key for key in keys if key not in self.given(arg.get("except", []))]
            return [(True, Member(type_, key, (value or {}).get(key))) for key in keys]
        if type_.kind is Kind.SET:
            return [(has(value, word), Member(type_, word, word)) for word in type_.words]
        if type_.kind is Kind.BANDS and isinstance(value, Cut):
            value = Cut(band for band in value if "unbacked" not in band) or None
        if value is None:
            return None
        items = value.items() if isinstance(value, dict) else ((str(i), one) for i, one in enumerate(value))
        return [(True, Member(type_, key, one)) for key, one in items]

    def pairs(self, seen: Seen, arg: Mapping[str, Any]) -> list[tuple[Truth, Truth]] | None:
        members = self.members(seen, arg)
        if members is None:
            return None
        found = [
            (conj([e, self.holds(arg.get("where", []), m)]), self.holds(arg.get("satisfies", []), m))
            for e, m in members
        ]
        return [*found, (None, None)] if isinstance(seen.value, Cut | CutMap) else found

    def ages(self, seen: Seen, arg: Mapping[str, Any]) -> list[tuple[Truth, Truth]] | None:
        ends = [self.age(arg["ages"]["from"]), self.age(arg["ages"]["to"])]
        if ends[0] is None or ends[1] is None:
            return None
        return [(True, self.at(age, seen, arg["satisfies"])) for age in range(ends[0], ends[1] + 1)]

    def age(self, end: Any) -> int | None:
        if isinstance(end, dict) and "fact" in end:
            stated: int | None = look(self.whole, end["fact"], None).value
            return stated
        number: int = self.given(end)
        return number

    def at(self, age: int, seen: Seen, satisfies: Any) -> Truth:
        bands = [] if seen.value is None else list(enumerate(seen.value))
        if not any(covers(band, age) for _, band in bands):
            return None
        return conj(
            disj([inv(covers(band, age)), self.holds(satisfies, Member(seen.type, str(i), band))])
            for i, band in bands
        )

    def total(self, seen: Seen, arg: Mapping[str, Any], m: Member | None) -> Truth:
        type_ = seen.type.item
        assert type_ is not None
        members = self.members(seen, arg)
        if members is None:
            return None
        factor = Seen(type_, 1).number
        # numbers nobody knows of may be added where there may be more keys
        cut = isinstance(seen.value, CutMap)
        low: Any = -math.inf if cut and (type_.minimum or 0) < 0 else 0
        high: Any = math.inf if cut else 0
        for _e, member in members:
            counts = self.holds(arg.get("where", []), member)
            least, most = ends_of(type_, member.value)
            if counts is None:
                least, most = min(least, 0), max(most, 0)
            if counts is not False:
                low, high = low + least * factor, high + most * factor
        bounds = ("is", "above", "below", "at_least", "at_most")
        ((bound, n),) = ((one, arg[one]) for one in bounds if one in arg)
        operand = self.given(n)
        if isinstance(operand, dict):
            other = look(self.data, operand.get("fact") or f"its.{operand['its']}", m)
            if other.value is None or other.is_none:
                return None if other.value is None else False
            operand = other.number
        else:
            operand = quantity(operand)
        return within(low, high, bound, operand)


def ends_of(type_: FactType, value: Any) -> tuple[Any, Any]:
    """Give the least and greatest a number may be; `none` adds nothing to a sum."""
    if value is not None:
        number = Fraction(0) if value == "none" else Fraction(value)
        return number, number
    least: Any = -math.inf if type_.minimum is None else Fraction(type_.minimum)
    most: Any = math.inf if type_.maximum is None else Fraction(type_.maximum)
    return (min(least, 0), max(most, 0)) if type_.or_none else (least, most)


def covers(band: Mapping[str, Any], age: int) -> Truth:
    """Say whether a band's ends put an age inside."""
    ends = band.get("ages") or {}
    start, end = ends.get("from"), ends.get("to")
    return conj([None if start is None else start <= age, None if end is None else age <= end])


def matches(pattern: str, text: str) -> bool:
    """Match `*` and `?` by plain recursion."""
    if not pattern:
        return not text
    if pattern[0] == "*":
        return any(matches(pattern[1:], text[i:]) for i in range(len(text) + 1))
    return bool(text) and pattern[0] in ("?", text[0]) and matches(pattern[1:], text[1:])
