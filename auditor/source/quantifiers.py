"""Quantifiers of the condition language: every, some, count and total over a collection.

(Language reference, section 7.)
"""

from __future__ import annotations

from abc import abstractmethod
from typing import Final

from msgspec.structs import replace

from auditor.model.condition import Age, Condition, FactSubject, Operand, Over, Quantifier, Subject
from auditor.model.operators import OPERATORS
from auditor.model.vocabulary import FactType, Kind
from auditor.source import operands
from auditor.source.comparisons import TestReader
from auditor.source.cursor import Cursor
from auditor.source.operands import Written
from auditor.source.parameters import named_parameter
from auditor.source.subjects import Setting, item_type

_COUNT_BOUNDS: Final = ("at_least", "at_most", "exactly")
_TOTAL_BOUNDS: Final = ("is", "above", "below", "at_least", "at_most")
_COLLECTIONS: Final = frozenset({Kind.CLOSED_MAP, Kind.OPEN_MAP, Kind.SET, Kind.LIST, Kind.BANDS})


class QuantifierReader(TestReader):
    """Reads quantifiers; what stands inside them is read by whoever reads whole conditions."""

    @abstractmethod
    def condition(self, at: Cursor, setting: Setting) -> Condition | None:
        """Read a member, or a list of members that must all hold."""

    def _age(self, at: Cursor, setting: Setting) -> Age | None:
        if isinstance(at.value, dict) and set(at.value) == {"fact"}:
            named = at.child("fact")
            subject = self._subject(
                Cursor(at.document, named.path, {}), str(named.value), replace(setting, items_of=None)
            )
            if subject is None:
                return None
            if not isinstance(subject, FactSubject) or not _is_age(subject.type):
                self.faults.add(
                    named,
                    "ruleset.wrong-operand",
                    f"`{named.value}` is not a whole number of years with a maximum of {operands.OLDEST} or less",
                )
                return None
            return Age(fact=subject)
        number = self._years(at)
        return None if number is None else Age(number=number)

    def _over(self, at: Cursor, quantifier: Quantifier, setting: Setting) -> Condition | None:
        bounds = {"count": _COUNT_BOUNDS, "total": _TOTAL_BOUNDS}.get(quantifier.value, ())
        allowed = {"of", "among", "except", "ages", "where", "satisfies", "if_none", *bounds}
        if not self._keys(at, allowed, required={"of"}, word=quantifier.value):
            return None
        of = self._collection(at.child("of"), setting)
        if of is None:
            return None
        before = len(self.faults.found)
        keys = self._among(at, of)
        ages = self._ages(at, of, quantifier, setting)
        inner = replace(setting, items_of=of.type)
        where = at.get("where")
        satisfies = at.get("satisfies")
        read_where = self.condition(where, replace(inner, scope=True)) if where else None
        read_satisfies = self.condition(satisfies, inner) if satisfies else None
        self._check_shape(at, quantifier, of)
        bound, limit = self._bound(at, quantifier, of, keys, ages, bounds, setting)
        if len(self.faults.found) > before:
            return None
        if_none = at.value.get("if_none") if isinstance(at.value, dict) else None
        return Over(
            quantifier=quantifier,
            of=of,
            place=at.place,
            keys=keys or (),
            ages=ages,
            where=read_where,
            satisfies=read_satisfies,
            if_none=if_none,
            bound=bound,
            limit=limit,
            parameters=_parameters(at, bounds),
        )

    def _collection(self, at: Cursor, setting: Setting) -> Subject | None:
        if not isinstance(at.value, str):
            self.faults.add(at, "ruleset.wrong-operand", "`of` takes a path")
            return None
        subject = self._subject(Cursor(at.document, at.path, {}), at.value, setting)
        if subject is None:
            return None
        if subject.type.kind not in _COLLECTIONS:
            self.faults.add(
                at,
                "ruleset.not-a-collection",
                f"`{at.value}` is {subject.type.kind.with_article}, and has no members",
                help="quantify over a map, a set, a list or bands",
            )
            return None
        return subject

    def _among(self, at: Cursor, of: Subject) -> tuple[str, ...] | None:
        among, exempt = at.get("among"), at.get("except")
        if of.type.kind is not Kind.CLOSED_MAP:
            for one in (among, exempt):
                if one is None:
                    continue
                self.faults.add(
                    one,
                    "ruleset.among-misplaced",
                    f"`{one.path[-1]}` is for closed maps only",
                    key=True,
                    help="leave it out: the members of this collection are those it has",
                )
            return of.type.words if of.type.kind is Kind.SET else None
        if among is None:
            self.faults.add(
                at,
                "ruleset.no-among",
                f"`{of.path}` is a closed map, and `among` does not say which keys are meant",
                why="the vocabulary grows and a released rule must not",
                help="write `among: [key, …]`, or `among: all` to ask for the growth",
            )
            return None
        keys = of.type.words if among.value == "all" else self._key_list(among, of.type)
        if keys is None or exempt is None:
            return keys
        out = self._key_list(exempt, of.type)
        if out is None:
            return None
        left = tuple(key for key in keys if key not in out)
        if not left or not set(out) <= set(keys):
            self.faults.add(
                exempt,
                "ruleset.idle-except",
                "`except` takes out everything" if not left else "`except` names keys that are not in `among`",
            )
            return None
        return left

    def _key_list(self, at: Cursor, map_: FactType) -> tuple[str, ...] | None:
        written = self.written(at)
        if written is None:
            return None
        words = FactType(path=map_.path, kind=Kind.SET, title="", words=map_.words)
        read = operands.word_list(written, words, self.faults)
        return None if read is None else tuple(str(one) for one in read.values)

    def _ages(self, at: Cursor, of: Subject, quantifier: Quantifier, setting: Setting) -> tuple[Age, Age] | None:
        ages = at.get("ages")
        if ages is None:
            asks_anyone = quantifier is Quantifier.EVERY or not setting.consistency
            if of.type.kind is Kind.BANDS and quantifier is not Quantifier.TOTAL and asks_anyone:
                self.faults.add(
                    at,
                    "ruleset.no-ages",
                    f"`{quantifier.value}` over the bands of `{of.path}` does not say which ages are meant",
                    why="a missing band would pass in silence"
                    if quantifier is Quantifier.EVERY
                    else "an age in no band is not answered, and would count as a no",
                    help="write `ages: {from: …, to: …}`",
                )
            return None
        if of.type.kind is not Kind.BANDS or quantifier is Quantifier.TOTAL:
            self.faults.add(ages, "ruleset.ages-misplaced", "`ages` is for bands only", key=True)
            return None
        if at.get("where") is not None:
            self.faults.add(ages, "ruleset.ages-misplaced", "`ages` does not stand beside `where`", key=True)
            return None
        if not self._keys(ages, {"from", "to"}, required={"from", "to"}, word="ages"):
            return None
        start, end = (self._age(ages.child(key), setting) for key in ("from", "to"))
        if start is None or end is None:
            return None
        numbers = [start.number, end.number]
        if None not in numbers and operands.age_range(ages, numbers, self.faults) is None:
            return None
        return start, end

    def _check_shape(self, at: Cursor, quantifier: Quantifier, of: Subject) -> None:
        assert isinstance(at.value, dict)
        raw = at.value
        written = {key for key in ("where", "satisfies", "ages", "among") if raw.get(key) is not None}
        ages = raw.get("ages")
        numeric_ages = isinstance(ages, dict) and not any(
            isinstance(end, dict) and "fact" in end for end in ages.values()
        )
        certain = ("among" in written or ("ages" in written and numeric_ages)) and "where" not in written
        if quantifier is Quantifier.TOTAL:
            if "satisfies" in written:
                self.faults.add(
                    at.child("satisfies"),
                    "ruleset.satisfies-misplaced",
                    "`total` takes no `satisfies`",
                    key=True,
                    help="use `where`",
                )
            item = item_type(of.type)
            if of.type.kind not in (Kind.CLOSED_MAP, Kind.OPEN_MAP) or item is None or item.kind is not Kind.NUMBER:
                self.faults.add(at, "ruleset.not-numbers", f"`{of.path}` is not a map of numbers")
        elif "satisfies" not in written and (
            quantifier is Quantifier.EVERY or "among" in written or "ages" in written
        ):
            self.faults.add(
                at,
                "ruleset.no-satisfies",
                f"`{quantifier.value}` does not say what its members satisfy",
                help="write `satisfies: …`",
            )
        if_none = raw.get("if_none")
        if quantifier is not Quantifier.EVERY:
            if "if_none" in raw:
                self.faults.add(
                    at.child("if_none"),
                    "ruleset.if-none-misplaced",
                    "`if_none` is for `every` only",
                    key=True,
                )
        elif certain and "if_none" in raw:
            self.faults.add(
                at.child("if_none"),
                "ruleset.if-none-misplaced",
                "there always is a member here, so `if_none` says nothing",
                key=True,
                help="leave it out",
            )
        elif not certain and not isinstance(if_none, bool):
            self.faults.add(
                at,
                "ruleset.no-if-none",
                "`every` does not say what it comes to where there is no member",
                why="`every` over nothing is where rules pass in silence",
                help="write `if_none: false`, or `if_none: true` where nothing is as good as all",
            )

    def _bound(
        self,
        at: Cursor,
        quantifier: Quantifier,
        of: Subject,
        keys: tuple[str, ...] | None,
        ages: tuple[Age, Age] | None,
        bounds: tuple[str, ...],
        setting: Setting,
    ) -> tuple[str | None, Operand | None]:
        if not bounds:
            return None, None
        written = [name for name in bounds if at.get(name) is not None]
        if len(written) != 1:
            self.faults.add(at, "ruleset.no-bound", f"`{quantifier.value}` takes exactly one of {', '.join(bounds)}")
            return None, None
        name = written[0]
        limit_at = at.child(name)
        if quantifier is Quantifier.TOTAL:
            item = item_type(of.type)
            if item is None or item.kind is not Kind.NUMBER:
                return None, None
            return name, self._operand(limit_at, item, OPERATORS[name], setting)
        number = self._count(limit_at)
        if number is None:
            return None, None
        most = _most_members(of.type, keys, ages)
        idle = {"at_least": number == 0, "at_most": most is not None and number >= most, "exactly": False}[name]
        never = most is not None and number > most
        if idle or never:
            self.faults.add(
                limit_at,
                "ruleset.idle-bound",
                f"`{name}: {number}` can never {'fail' if idle else 'hold'}"
                + (f" of {most} members" if most is not None else ""),
            )
            return None, None
        literal = operands.literal(
            Written(number, limit_at), FactType(path="count", kind=Kind.NUMBER, title="count"), self.faults
        )
        return name, literal


def _is_age(type_: FactType) -> bool:
    """Whether a fact can be an end of an age range: always a number, and one that bounds the range."""
    bounded = type_.maximum is not None and type_.maximum <= operands.OLDEST
    return type_.kind is Kind.NUMBER and type_.integer and bounded and not type_.or_none


def _parameters(at: Cursor, bounds: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    ages = at.get("ages")
    holders = (*((at, key) for key in ("among", "except", *bounds)), *((ages, key) for key in ("from", "to")))
    found = ((key, holder.get(key)) for holder, key in holders if holder is not None)
    named = ((key, named_parameter(one.value)) for key, one in found if one is not None)
    return tuple((key, name) for key, name in named if name is not None)


def _most_members(of: FactType, keys: tuple[str, ...] | None, ages: tuple[Age, Age] | None) -> int | None:
    if ages is not None:
        start, end = ages[0].number, ages[1].number
        return None if start is None or end is None else end - start + 1
    if of.kind in (Kind.SET, Kind.CLOSED_MAP) and keys is not None:
        return len(keys)
    return None
