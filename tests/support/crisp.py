"""A two-valued evaluator for declarations that answer everything; it has no word for unknown.

Written from the language reference alone, to hold the engine's promise that true and false never change
as answers come in.
"""

from __future__ import annotations

import operator as py
from collections.abc import Mapping
from datetime import date
from fnmatch import translate
from fractions import Fraction
from re import fullmatch
from typing import Any

from auditor.model.vocabulary import Kind
from tests.support.plain import Member, Seen, days, later, look, quantity


class NotSettled(Exception):
    """A declaration that leaves something open after all."""


_ORDER = {"above": py.gt, "below": py.lt, "at_least": py.ge, "at_most": py.le, "is": py.eq, "exactly": py.eq}


def words(value: Any) -> set[str]:
    return set(value) if isinstance(value, list) else {word for word, stated in value.items() if stated}


class Crisp:
    """One declaration with every answer."""

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        definitions: Mapping[str, Any],
        parameters: Mapping[str, Any],
        as_of: date,
    ) -> None:
        self.data, self.as_of = data, as_of
        self.definitions, self.parameters = definitions, parameters

    def look(self, name: str, m: Member | None) -> Seen:
        seen = look(self.data, name, m)
        if seen.value is None:
            raise NotSettled(name)
        return seen

    def given(self, operand: Any) -> Any:
        named = isinstance(operand, dict) and operand.get("parameter")
        return self.parameters[named] if named else operand

    def holds(self, c: Any, m: Member | None = None) -> bool:
        if isinstance(c, str):
            return self.holds(self.definitions[c])
        if isinstance(c, list):
            return all(self.holds(one, m) for one in c)
        if "if" in c:
            met = self.holds(c["then"], m)
            return met if self.holds(c["if"], m) else True
        ((key, arg),) = c.items()
        if key in ("all", "any", "none"):
            got = [self.holds(one, m) for one in arg]
            return {"all": all, "any": any, "none": lambda x: not any(x)}[key](got)
        if key == "not":
            return not self.holds(arg, m)
        if key == "at_least":
            return sum([self.holds(one, m) for one in arg["of"]]) >= self.given(arg["n"])
        if key in ("every", "some", "count", "total"):
            return self.over(key, arg, m)
        ((name, operand),) = (arg if isinstance(arg, dict) else {"is": arg}).items()
        return self.test(self.look(key, m), name, self.given(operand), m)

    def test(self, seen: Seen, name: str, operand: Any, m: Member | None) -> bool:
        other = None
        if isinstance(operand, dict) and operand.keys() & {"fact", "its"}:
            other = self.look(operand.get("fact") or f"its.{operand['its']}", m)
        value = seen.value
        if name == "exists":
            return (not seen.is_none) is operand
        if name == "spans":
            lived = {a for band in value for a in range(band["ages"]["from"], band["ages"]["to"] + 1)}
            return lived >= set(range(operand["from"], operand["to"] + 1))
        if name.startswith("has") or name == "covers":
            mine = words(value)
            wanted = {operand} if name == "has" else words(other.value if other else operand)
            if name in ("has_any", "has_none"):
                return bool(mine & wanted) is (name == "has_any")
            return mine >= wanted
        if name in ("is_not", "not_in"):
            return not self.test(seen, {"is_not": "is", "not_in": "in"}[name], operand, m)
        if seen.is_none or (other and other.is_none):
            return name == "is" and seen.is_none and other is not None and other.is_none
        if name == "in":
            if other:
                return value in words(other.value)
            return self.as_number(seen) in [quantity(o) if seen.type.kind is Kind.NUMBER else o for o in operand]
        if name == "matches":
            return fullmatch(translate(operand), value) is not None
        if seen.type.kind is Kind.DATE:
            day = days(value)[0]
            if name == "within":
                return day <= self.as_of <= later(day, operand)
            then = self.as_of if operand == "as_of" else days(other.value if other else operand)[0]
            return {
                "is": day == then,
                "before": day < then,
                "after": day > then,
                "not_before": day >= then,
                "not_after": day <= then,
            }[name]
        if seen.type.kind is Kind.NUMBER:
            return bool(_ORDER[name](seen.number, other.number if other else quantity(operand)))
        wanted = other.value if other else operand
        if seen.type.kind is Kind.LADDER:
            rank = seen.type.words.index
            return bool(_ORDER[name](rank(value), rank(wanted)))
        return bool(value == wanted)

    @staticmethod
    def as_number(seen: Seen) -> Any:
        return seen.number if seen.type.kind is Kind.NUMBER else seen.value

    def over(self, kind: str, arg: Mapping[str, Any], m: Member | None) -> bool:
        if "ages" in arg:
            bands = self.look(arg["of"], m)
            got = [self.at(age, bands, arg["satisfies"]) for age in self.years(arg["ages"])]
            counted = got
        else:
            members = [one for one in self.members(arg, m) if self.holds(arg.get("where", []), one)]
            if kind == "total":
                return self.total(members, arg, m)
            got = counted = [self.holds(arg.get("satisfies", []), one) for one in members]
        if kind == "every":
            return all(got) if counted else arg.get("if_none") is not False
        if kind == "some":
            return any(got)
        ((bound, n),) = ((one, arg[one]) for one in ("at_least", "at_most", "exactly") if one in arg)
        return bool(_ORDER[bound](sum(got), self.given(n)))

    def years(self, ages: Mapping[str, Any]) -> range:
        ends = []
        for name in ("from", "to"):
            end = self.given(ages[name])
            ends.append(self.look(end["fact"], None).value if isinstance(end, dict) else end)
        return range(ends[0], ends[1] + 1)

    def at(self, age: int, bands: Seen, satisfies: Any) -> bool:
        over = [band for band in bands.value if band["ages"]["from"] <= age <= band["ages"]["to"]]
        if not over:
            raise NotSettled(f"age {age}")
        return all(self.holds(satisfies, Member(bands.type, "", band)) for band in over)

    def members(self, arg: Mapping[str, Any], m: Member | None) -> list[Member]:
        seen = self.look(arg["of"], m)
        if seen.type.kind is Kind.CLOSED_MAP:
            among = self.given(arg["among"])
            keys = set(seen.type.words if among == "all" else among) - set(self.given(arg.get("except", [])))
            return [Member(seen.type, key, seen.value[key]) for key in sorted(keys)]
        if seen.type.kind is Kind.SET:
            return [Member(seen.type, word, word) for word in sorted(words(seen.value))]
        if isinstance(seen.value, dict):
            return [Member(seen.type, key, one) for key, one in seen.value.items()]
        return [Member(seen.type, str(i), one) for i, one in enumerate(seen.value)]

    def total(self, members: list[Member], arg: Mapping[str, Any], m: Member | None) -> bool:
        numbers = [Seen(one.collection.item, one.value) for one in members if one.value != "none"]  # type: ignore[arg-type]
        whole = sum((one.number for one in numbers), Fraction(0))
        bounds = ("is", "above", "below", "at_least", "at_most")
        ((bound, n),) = ((one, arg[one]) for one in bounds if one in arg)
        n = self.given(n)
        if isinstance(n, dict):
            other = self.look(n.get("fact") or f"its.{n['its']}", m)
            return not other.is_none and bool(_ORDER[bound](whole, other.number))
        return bool(_ORDER[bound](whole, quantity(n)))
