"""Which rules about contradictions a declaration breaks, where it is one of many, and nearly all of them break none.

A rule is broken in one of several ways, each of them parts of its conditions that come out so and so together. Nearly
every part asks of one fact alone: a value of that closes all ways that want it otherwise, and which these are is
remembered. So each fact is looked up once, and only in ways that are open then are the other parts asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from auditor.engine.compile import Compiler
from auditor.engine.evaluate import Compiled
from auditor.engine.nodes import Node
from auditor.engine.view import Item, View
from auditor.engine.ways import SOME_BAND, Way, asked_alone, is_of_ages, is_of_any_band, path_of, ways_to_break
from auditor.model.condition import Condition, Test
from auditor.model.facts import Facts
from auditor.model.truth import Truth
from auditor.model.values import NONE, Bands, Value, WordSet
from auditor.model.vocabulary import Kind

# Of each fact so many values are remembered; of texts none, as they are long and hardly ever the same.
_VALUES_KEPT: Final = 64
# The keys of so many bands are remembered.
_BANDS_KEPT: Final = 64
_NO_FACTS: Final = Facts(values={}, places={})

Stated = Callable[[str], Value | None]


class _Asked(NamedTuple):
    """A part, ready to be asked."""

    node: Node
    item: Item | None
    truth: Truth

    def on(self, view: View) -> bool:
        """Whether it comes out so."""
        return self.node.truth(view, self.item) == self.truth


class _Fact:
    """A fact, and all parts that ask of it alone, each with the ways that it is in, as the bits of a number."""

    def __init__(self, path: str, kind: Kind, as_of: date) -> None:
        self.path, self._kind, self._as_of = path, kind, as_of
        self._parts: dict[_Asked, int] = {}
        self._only_whether = True
        self.ways = 0
        # The ways that are closed where no value is stated, and those that values close.
        self.unstated = 0
        self.known: dict[Any, int] = {}
        # What any other value closes, where parts only ask whether there is one.
        self.other: int | None = None

    @property
    def is_set(self) -> bool:
        """Whether its values have words."""
        return self._kind is Kind.SET

    def take(self, part: _Asked, way: int, *, only_whether: bool) -> None:
        """Put in a part of a way, before any value is asked about."""
        self._parts[part] = self._parts.get(part, 0) | way
        self._only_whether &= only_whether
        self.ways |= way

    def begin(self) -> None:
        """Ask what is known beforehand."""
        self.unstated = self._ask(None)
        if self._only_whether:
            self.known[NONE] = self._ask(NONE)
            self.other = self._ask(True)

    def closed_by(self, value: Value) -> int:
        """Give the ways that a value closes."""
        key = (value.complete, *value.words.items()) if isinstance(value, WordSet) else value
        closed = self.known.get(key)
        if closed is None:
            closed = self._ask(value)
            if self._kind is not Kind.TEXT and len(self.known) < _VALUES_KEPT:
                self.known[key] = closed
        return closed

    def _ask(self, value: Value | None) -> int:
        view = View(values={} if value is None else {self.path: value}, facts=_NO_FACTS, as_of=self._as_of)
        closed = 0
        for part, ways in self._parts.items():
            if not part.on(view):
                closed |= ways
        return closed


class _LookUp:
    """Facts that are looked up one after the other, each at its address."""

    def __init__(self, facts: Iterable[tuple[str, _Fact]]) -> None:
        several = [*facts]
        self._plain = [(path, one.unstated, one.known, one.other, one) for path, one in several if not one.is_set]
        # Values of sets have no hash; most are not asked about, as their ways are closed by then.
        self._sets = [(path, one) for path, one in several if one.is_set]

    def closed(self, stated: Stated) -> int:
        """Give the ways that what is stated closes."""
        closed = 0
        for path, unstated, known, other, fact in self._plain:
            value = stated(path)
            if value is None:
                closed |= unstated
            else:
                ways = known.get(value, other)
                closed |= fact.closed_by(value) if ways is None else ways
        for path, fact in self._sets:
            if fact.ways & ~closed:
                value = stated(path)
                closed |= fact.unstated if value is None else fact.closed_by(value)
        return closed


class _OfBands:
    """What is asked of each band of a list: a way is closed where no band leaves it open."""

    def __init__(self, base: str, facts: Iterable[_Fact], ways: int) -> None:
        self._base, self.ways = base, ways
        self._facts = [one for one in facts if one.path.startswith(f"{base}.{SOME_BAND}")]
        self._known: dict[str, _LookUp] = {}

    def closed(self, stated: Stated) -> int:
        """Give the ways that what is stated of the bands closes."""
        value = stated(self._base)
        closed = self.ways
        for band in value.bands if isinstance(value, Bands) else ():
            closed &= self._of(band.key).closed(stated)
        return closed

    def _of(self, key: str) -> _LookUp:
        known = self._known.get(key)
        if known is None:
            known = _LookUp((one.path.replace(SOME_BAND, key), one) for one in self._facts)
            if len(self._known) < _BANDS_KEPT:
                self._known[key] = known
        return known


class Breakable:
    """The rules about contradictions on one day, for as many declarations as there are."""

    def __init__(self, compiled: Sequence[Compiled], as_of: date) -> None:
        self._as_of = as_of
        self._compiler = Compiler()
        self._nodes: dict[int, Node] = {}
        # Of each way its rule, and the parts that ask more than single facts.
        self._ways: list[tuple[Compiled, list[_Asked]]] = []
        self._by_path: dict[str, _Fact] = {}
        # Of each list of bands the ways that some band of it has to leave open.
        self._by_list: dict[str, int] = {}
        for rule in compiled:
            for way in ways_to_break(rule.requirement):
                self._take(rule, way)
        facts = self._by_path.values()
        for fact in facts:
            fact.begin()
        self._facts = _LookUp((one.path, one) for one in facts if SOME_BAND not in one.path)
        self._of_bands = [_OfBands(base, facts, ways) for base, ways in self._by_list.items()]
        self._all = (1 << len(self._ways)) - 1

    def _take(self, rule: Compiled, way: Way) -> None:
        bit, others = 1 << len(self._ways), []
        if sum(map(is_of_ages, way)) > 1:  # each may rest on a band of its own
            way = tuple(part for part in way if not is_of_any_band(part))
        for each in way:
            condition, item, truth = each
            part = _Asked(self._node(condition), item, truth)
            subject = asked_alone(condition)
            if subject is not None:
                fact = self._fact(path_of(subject, item), subject.type.kind)
                fact.take(part, bit, only_whether=isinstance(condition, Test) and condition.operator == "exists")
            elif not is_of_any_band(each):
                others.append(part)
            if item is not None and is_of_any_band(each):
                base = item.path.partition(f".{SOME_BAND}")[0]
                self._by_list[base] = self._by_list.get(base, 0) | bit
        self._ways.append((rule, others))

    def _node(self, condition: Condition) -> Node:
        """Compile a part, once for all items that it is about."""
        node = self._nodes.get(id(condition))
        if node is None:
            node = self._nodes[id(condition)] = self._compiler.condition(condition)
        return node

    def _fact(self, path: str, kind: Kind) -> _Fact:
        fact = self._by_path.get(path)
        if fact is None:
            fact = self._by_path[path] = _Fact(path, kind, self._as_of)
        return fact

    def by(self, facts: Facts) -> list[Compiled]:
        """Give the rules that these facts break."""
        stated = facts.values.get
        closed = self._facts.closed(stated)
        for bands in self._of_bands:
            if bands.ways & ~closed:
                closed |= bands.closed(stated)
        view = View(values=facts.values, facts=facts, as_of=self._as_of)
        found: dict[int, Compiled] = {}
        for rule, others in self._open(closed):
            if all(part.on(view) for part in others):
                found[id(rule)] = rule
        return list(found.values())

    def _open(self, closed: int) -> Iterator[tuple[Compiled, list[_Asked]]]:
        left = self._all & ~closed
        while left:
            first = left & -left
            left ^= first
            yield self._ways[first.bit_length() - 1]
