"""Random conditions that load, and random declarations that are accepted, over the test vocabulary.

Everything comes from one `Random`; a failing example is made small by drawing a shallower condition.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Any, Final

from auditor.model.operators import OPERATORS, Takes
from auditor.model.vocabulary import FactType, Kind
from tests.support.vocabulary import HARMS, SURFACES, VOCABULARY

Data = dict[str, Any]

PARAMETERS: Final[Mapping[str, Any]] = {
    "two": 2,
    "day_long": "1 days",
    "harms": ["fraud", "hate"],
    "surfaces": ["dm", "live"],
    "teen": 13,
    "year": "12 months",
}
_DAYS: Final = (
    "2024-02-29",
    "2025-09-30",
    "2025-10-01",
    "2025-10-31",
    "2026-02-28",
    "2026-09-30",
    "2026-10-01",
    "2026-10-02",
)
_PERIODS: Final = ("12 months", "1 years", "1 months", "30 days", "52 weeks")
_QUANTITIES: Final = {
    "hours": ("0 hours", "24 hours", "1 days", "90 minutes", "1 week"),
    "days": ("1 days", "24 hours", "2 weeks"),
    "months": ("12 months", "1 years", "3 months"),
    "percent": ("0 percent", "50 percent", "100 percent"),
    "years": ("13 years", "18 years"),
}
_NUMBERS: Final = {
    "hours": (0, 1, 24, Decimal("1.5"), 168),
    "days": (1, 14, Decimal("0.5")),
    "months": (3, 12, 13),
    "percent": (0, 50, 100, Decimal("49.9")),
    "years": (12, 13, 15, 17, 18),
}
_TEXTS: Final = ("abc", "abd", "a", "café", "Abc")
_PATTERNS: Final = ("a*", "?b?", "*", "abc", "*c", "a*b*c", "caf?")
_LANDS: Final = ("GB", "FR", "DE")

PATHS: Final = (
    *(f"app.{name}" for name in VOCABULARY.groups["app"].fields),
    *(f"risk.levels.{harm}" for harm in HARMS[:2]),
    "risk.cases.north",
    "risk.odds.south",
    *(f"surfaces.{one}.{name}" for one in SURFACES[:2] for name in ("offered", "reach", "review", "words")),
    "surfaces.live.since",
    "users.monthly.GB",
    "defaults",
)
_COLLECTIONS: Final = (
    "risk.levels",
    "risk.cases",
    "risk.odds",
    "risk.waits",
    "surfaces",
    "app.contact",
    "surfaces.dm.words",
    "users.monthly",
    "users.growth",
    "notices",
    "teams",
    "defaults",
)


def _type(path: str) -> FactType:
    found = VOCABULARY.type_at(path)
    assert found is not None
    return found


@dataclass
class Rules:
    """Draws conditions. `simple` leaves out what reads a list of bands as complete, and absent map keys."""

    rng: Random
    simple: bool = False
    paths: tuple[str, ...] = PATHS
    collections: tuple[str, ...] = _COLLECTIONS
    definitions: dict[str, Any] = field(default_factory=dict)

    def whole(self, depth: int = 3) -> Any:
        """Draw definitions, then a condition that may use them."""
        for index in range(self.rng.randint(0, 2)):
            self.definitions[f"d{index}"] = self.condition(depth - 1, scope=True)
        return self.condition(depth)

    def condition(self, depth: int, item: FactType | None = None, *, scope: bool = False) -> Any:
        """Draw a member or a list of members."""
        if self.rng.random() < 0.2:
            return [self.member(depth - 1, item, scope=scope) for _ in range(self.rng.randint(1, 3))]
        return self.member(depth, item, scope=scope)

    def member(self, depth: int, item: FactType | None = None, *, scope: bool = False) -> Any:
        """Draw one member."""
        rng = self.rng
        if depth <= 0:
            return self.test(item)
        if self.definitions and rng.random() < 0.1:
            return rng.choice(sorted(self.definitions))
        kind = rng.choice(
            ("test", "test", "all", "any", "none", "not", "at_least", "if", "every", "some", "count", "total")
        )

        def members(low: int) -> list[Any]:
            return [self.member(depth - 1, item, scope=scope) for _ in range(rng.randint(low, max(low, 3)))]

        match kind:
            case "all" | "none":
                return {kind: members(1)}
            case "any":
                return {"any": members(2)}
            case "not":
                return {"not": self.member(depth - 1, item, scope=scope)}
            case "at_least":
                return {"at_least": {"n": rng.choice((2, {"parameter": "two"})), "of": members(3)}}
            case "if" if not scope:
                return {
                    "if": self.condition(depth - 1, item, scope=True),
                    "then": self.condition(depth - 1, item),
                }
            case "every" | "some" | "count":
                return {kind: self.over(kind, depth, item, scope=scope)}
            case "total":
                return {kind: self.total(item)}
            case _:
                return self.test(item)

    # -- tests -----------------------------------------------------------------------------

    def subject(self, item: FactType | None) -> tuple[str, FactType]:
        """Draw what to test: an item's part where there is an item, mostly."""
        if item is not None and self.rng.random() < 0.8:
            return self.item_subject(item)
        path = self.rng.choice(self.paths)
        if self.simple and path in ("defaults", "users.monthly.GB"):
            path = "app.chat"
        return path, _type(path)

    def item_subject(self, item: FactType) -> tuple[str, FactType]:
        fields = item.fields or (item.item.fields if item.item is not None else {})
        if fields:
            name = self.rng.choice(list(fields))
            return f"its.{name}", fields[name]
        if item.kind in (Kind.CLOSED_MAP, Kind.OPEN_MAP) and self.rng.random() < 0.2:
            kind = Kind.WORD if item.kind is Kind.CLOSED_MAP else Kind.TEXT
            return "its.key", FactType(path="key", kind=kind, title="", words=item.words)
        inner = item.item or FactType(path="word", kind=Kind.WORD, title="", words=item.words)
        return "it", inner

    def test(self, item: FactType | None) -> Any:
        """Draw one test."""
        name, type_ = self.subject(item)
        usable = [
            one
            for one in OPERATORS.values()
            if type_.kind in one.kinds and one.name != "declared" and (one.name != "exists" or type_.or_none)
        ]
        operator = self.rng.choice(usable)
        if operator.name == "is" and type_.kind is not Kind.SET and self.rng.random() < 0.5:
            literal = self.value(type_)
            return {name: {"is": literal} if isinstance(literal, dict) else literal}
        return {name: {operator.name: self.operand(operator.name, type_, item)}}

    def operand(self, name: str, type_: FactType, item: FactType | None) -> Any:
        takes = OPERATORS[name].takes
        other = self.other(takes, type_, item)
        if other is not None and (takes is Takes.SET_FACT or self.rng.random() < 0.3):
            return other
        rng = self.rng
        match takes:
            case Takes.PERIOD:
                return rng.choice((*_PERIODS, {"parameter": "year"}))
            case Takes.DAY:
                return rng.choice((*_DAYS, "as_of"))
            case Takes.WORD:
                return rng.choice(type_.words)
            case Takes.LIST | Takes.WORDS:
                return self.several(type_)
            case Takes.SET_FACT:
                return {"fact": {HARMS: "surfaces.dm.words"}.get(type_.words, "app.contact")}
            case Takes.AGES:
                start = rng.choice((0, 12, 13, 16))
                return {"from": start, "to": rng.choice([end for end in (13, 17, 18, 120) if end >= start])}
            case Takes.YES_NO:
                return rng.random() < 0.5
            case Takes.PATTERN:
                return rng.choice(_PATTERNS)
            case _:
                return self.value(type_)

    def several(self, type_: FactType) -> Any:
        if type_.words == HARMS and self.rng.random() < 0.2:
            return {"parameter": "harms"}
        if type_.words == SURFACES and self.rng.random() < 0.2:
            return {"parameter": "surfaces"}
        pool = {Kind.NUMBER: _QUANTITIES.get(type_.unit or "", (0, 1, 5)), Kind.TEXT: _TEXTS}.get(
            type_.kind, type_.words
        )
        # numbers that are equal in another unit would stand twice
        pool = [one for one in pool if one not in ("24 hours", "1 years")]
        return self.rng.sample(pool, self.rng.randint(1, len(pool)))

    def other(self, takes: Takes, type_: FactType, item: FactType | None) -> Any:
        """Draw a fact or field that can stand on the other side."""

        def fits(one: FactType) -> bool:
            if takes in (Takes.LIST, Takes.SET_FACT):
                return one.kind is Kind.SET and set(one.words) == set(type_.words) != set()
            if takes not in (Takes.SAME, Takes.DAY) or one.kind is not type_.kind:
                return False
            if one.kind is Kind.NUMBER:
                families = [{"hours", "days"}, {"months"}, {"percent"}, {"years"}, {None}]
                return any({one.unit, type_.unit} <= family for family in families)
            return one.words == type_.words

        paths = [path for path in self.paths if path != "defaults" and fits(_type(path))]
        if self.simple:
            paths = [path for path in paths if not path.startswith("users.")]
        choices: list[Any] = [{"fact": path} for path in paths]
        fields = {} if item is None else item.fields or (item.item.fields if item.item else {})
        choices += [{"its": name} for name, one in fields.items() if fits(one)]
        return self.rng.choice(choices) if choices else None

    def value(self, type_: FactType) -> Any:
        rng = self.rng
        match type_.kind:
            case Kind.YES_NO:
                return rng.random() < 0.5
            case Kind.NUMBER:
                if type_.unit == "hours" and rng.random() < 0.2:
                    return {"parameter": "day_long"}
                return rng.choice(_QUANTITIES[type_.unit]) if type_.unit else rng.choice((0, 1, 2, 5))
            case Kind.TEXT:
                return rng.choice(_TEXTS)
            case Kind.DATE:
                return rng.choice(_DAYS)
            case _:
                return rng.choice(type_.words)

    # -- quantifiers -----------------------------------------------------------------------

    def collection(self, item: FactType | None, *, numbers: bool = False) -> tuple[str, FactType]:
        found = [(path, _type(path)) for path in self.collections]
        fields = {} if item is None else item.fields or (item.item.fields if item.item else {})
        found += [(f"its.{name}", one) for name, one in fields.items() if one.kind is Kind.SET] * 3
        if numbers:
            found = [one for one in found if one[1].item is not None and one[1].item.kind is Kind.NUMBER]
            found = [one for one in found if one[1].kind in (Kind.CLOSED_MAP, Kind.OPEN_MAP)]
        return self.rng.choice(found)

    def among(self, type_: FactType) -> tuple[Data, int]:
        if type_.kind is not Kind.CLOSED_MAP:
            return {}, len(type_.words) if type_.kind is Kind.SET else 99
        if type_.words == HARMS and self.rng.random() < 0.2:
            return {"among": {"parameter": "harms"}}, 2
        if self.rng.random() < 0.5:
            return {"among": "all"}, len(type_.words)
        keys = self.rng.sample(type_.words, self.rng.randint(1, len(type_.words)))
        if len(keys) > 1 and self.rng.random() < 0.4:
            return {"among": keys, "except": keys[:1]}, len(keys) - 1
        return {"among": keys}, len(keys)

    def over(self, kind: str, depth: int, item: FactType | None, *, scope: bool) -> Data:
        rng = self.rng
        path, type_ = self.collection(item)
        made: Data = {"of": path}
        among, most = self.among(type_)
        made |= among
        certain = "among" in made
        bands = type_.kind is Kind.BANDS
        if bands and (kind == "every" or self.simple or rng.random() < 0.6):
            start: Any = rng.choice((12, 13, {"parameter": "teen"}, {"fact": "app.youngest"}))
            end: Any = rng.choice((17, 18, {"fact": "app.oldest"}))
            made["ages"] = {"from": start, "to": end}
            facts = any(isinstance(one, dict) and "fact" in one for one in (start, end))
            low = 13 if isinstance(start, dict) else start
            certain, most = not facts, 99 if facts else end - low + 1
        if "ages" not in made and rng.random() < 0.5:
            made["where"] = self.condition(depth - 1, type_, scope=True)
            certain = False
        if kind == "every" or "among" in made or "ages" in made or rng.random() < 0.7:
            made["satisfies"] = self.condition(depth - 1, type_, scope=scope)
        if kind == "every" and not certain:
            made["if_none"] = rng.random() < 0.5
        if kind == "count":
            bound = rng.choice(("at_least", "at_most", "exactly"))
            least = 1 if bound == "at_least" else 0
            greatest = min(most - (bound == "at_most"), 4)
            made[bound] = rng.randint(least, max(least, greatest))
        return made

    def total(self, item: FactType | None) -> Data:
        path, type_ = self.collection(item, numbers=True)
        made: Data = {"of": path, **self.among(type_)[0]}
        if self.rng.random() < 0.4:
            made["where"] = self.test(type_)
        bound = self.rng.choice(("is", "above", "below", "at_least", "at_most"))
        in_hours = type_.item is not None and type_.item.unit == "hours"
        facts = ("app.limit", "app.review") if in_hours else ("app.total", "app.size")
        numbers = _QUANTITIES["hours"] if in_hours else (1, 5, 10)
        limit: Any = self.rng.choice((*numbers, *({"fact": one} for one in facts)))
        return made | {bound: limit}


# -- declarations ------------------------------------------------------------------------------


@dataclass
class Answers:
    """Draws declarations in which everything is answered."""

    rng: Random

    def whole(self) -> Data:
        """Answer every fact."""
        return {name: self.any(one) for name, one in VOCABULARY.groups.items()}

    def any(self, type_: FactType) -> Any:
        """Answer one fact of any kind."""
        rng = self.rng
        match type_.kind:
            case Kind.GROUP | Kind.RECORD:
                return {name: self.any(one) for name, one in type_.fields.items()}
            case Kind.CLOSED_MAP | Kind.OPEN_MAP:
                assert type_.item is not None
                keys = type_.words or rng.sample(_LANDS, rng.randint(0, 2))
                return {key: self.any(type_.item) for key in keys}
            case Kind.SET:
                chosen = rng.sample(type_.words, rng.randint(0, len(type_.words)))
                if rng.random() < 0.2:
                    return {word: word in chosen for word in type_.words}
                return chosen
            case Kind.LIST:
                number = rng.randint(0, 2)
                if type_.item is not None:
                    return [self.any(type_.item) for _ in range(number)]
                return [
                    {"id": f"i{index}", **{name: self.any(one) for name, one in type_.fields.items()}}
                    for index in range(number)
                ]
            case Kind.BANDS:
                return self.bands(type_)
            case _:
                return self.scalar(type_)

    def scalar(self, type_: FactType) -> Any:
        rng = self.rng
        if type_.or_none and rng.random() < 0.2:
            return "none"
        match type_.kind:
            case Kind.YES_NO:
                return rng.random() < 0.5
            case Kind.NUMBER:
                if type_.unit:
                    return rng.choice(_NUMBERS[type_.unit])
                least = 0 if type_.minimum is None else int(type_.minimum)
                return rng.randint(least, 10 if type_.maximum is None else int(type_.maximum))
            case Kind.TEXT:
                return rng.choice(_TEXTS)
            case Kind.DATE:
                return rng.choice(_DAYS)
            case _:
                return rng.choice(type_.words)

    def bands(self, type_: FactType) -> list[Data]:
        """Put every age into a band, some perhaps into two."""
        cuts = sorted(self.rng.sample((12, 13, 14, 16, 18), self.rng.randint(0, 3)))
        ends = list(zip([0, *cuts], [*(cut - 1 for cut in cuts), 120], strict=True))
        if self.rng.random() < 0.3:
            ends.insert(self.rng.randint(0, len(ends)), (14, 16))
        return [
            {
                "id": f"b{index}",
                "ages": {"from": start, "to": end},
                **{name: self.any(one) for name, one in type_.fields.items()},
            }
            for index, (start, end) in enumerate(ends)
        ]


@dataclass
class Blur:
    """Takes answers away, so that what it is given refines what it gives."""

    rng: Random
    rate: float
    bands: bool = False  # whether bands may go missing too

    def whole(self, data: Data) -> Data:
        """Blur a declaration."""
        made = {}
        for name, one in data.items():
            if VOCABULARY.groups[name].kind is Kind.CLOSED_MAP or not self._gone(0.3):
                made[name] = self.any(VOCABULARY.groups[name], one)
        return made

    def _gone(self, share: float = 1) -> bool:
        return self.rng.random() < self.rate * share

    def any(self, type_: FactType, value: Any) -> Any:
        """Blur one fact; None is not stated."""
        if value is None:
            return None
        match type_.kind:
            case Kind.GROUP | Kind.RECORD:
                return {name: self._field(type_.fields[name], one) for name, one in value.items()}
            case Kind.CLOSED_MAP | Kind.OPEN_MAP:
                assert type_.item is not None
                if type_.kind is Kind.OPEN_MAP and self._gone():
                    return None
                return {key: self._field(type_.item, one) for key, one in value.items()}
            case Kind.SET:
                if not self._gone():
                    return value
                stated = value if isinstance(value, dict) else {w: w in value for w in type_.words}
                return {word: None if self._gone() else one for word, one in stated.items()}
            case Kind.LIST:
                if self._gone():
                    return None
                if type_.item is not None:
                    return value
                return [self._item(type_, each) for each in value]
            case Kind.BANDS:
                return None if self._gone(0.5) else self._bands(type_, value)
            case Kind.DATE if value != "none" and self._gone():
                return value[: self.rng.choice((4, 7))]
            case _:
                return value

    def _field(self, type_: FactType, value: Any) -> Any:
        folders = (Kind.GROUP, Kind.RECORD, Kind.CLOSED_MAP)
        if type_.kind not in folders and self._gone():
            return None
        return self.any(type_, value)

    def _bands(self, type_: FactType, value: list[Data]) -> list[Data]:
        kept = list(value)
        if self.bands and self._gone():
            alone = [band for band in kept if not any(_overlap(band, one) for one in kept if one is not band)]
            if alone:
                kept.remove(self.rng.choice(alone))
        return [
            {
                **self._item(type_, band),
                "ages": {end: None if self._gone(0.2) else age for end, age in band["ages"].items()},
            }
            for band in kept
        ]

    def _item(self, type_: FactType, item: Data) -> Data:
        return {
            "id": item["id"],
            **{name: self._field(one, item[name]) for name, one in type_.fields.items()},
        }


def _overlap(a: Data, b: Data) -> bool:
    ends = a["ages"]["from"], b["ages"]["to"], b["ages"]["from"], a["ages"]["to"]
    if None in ends:
        return True
    return bool(ends[0] <= ends[1] and ends[2] <= ends[3])


def shuffled(rng: Random, node: Any) -> Any:
    """Shuffle lists of members and the keys of mappings, all the way down; operands keep their lists."""
    if isinstance(node, list):
        made = [shuffled(rng, one) for one in node]
        rng.shuffle(made)
        return made
    if isinstance(node, dict):
        keys = list(node)
        rng.shuffle(keys)
        return {key: shuffled(rng, node[key]) for key in keys}
    return node
