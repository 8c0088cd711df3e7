"""The backed track: what is left of a declaration when only what evidence supports is kept.

Cutting down only ever takes answers away, so a test that comes out true or false on what is left came out
the same on the whole. (Language reference, section 11.) What a declaration says against itself is never kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from auditor.engine.view import Beside, View
from auditor.model.evidence import Assurance, Evidence
from auditor.model.facts import Facts
from auditor.model.ruleset import EvidenceDemand
from auditor.model.truth import U
from auditor.model.values import Band, Bands, Items, Value, WordSet

# Values that can be supported in part.
IN_PARTS: Final = (Bands, WordSet, Items)


class Limit(Struct, frozen=True):
    """What a demand asks of documents on a day: how sure they are, and the first day of issue that is not too old.

    `asserted` asks for none.
    """

    asserted: bool
    rank: int
    earliest: date

    def allows(self, rank: int, issued: date) -> bool:
        """Whether a document is sure, and young, enough."""
        return rank >= self.rank and issued >= self.earliest


def limit_of(demand: EvidenceDemand, as_of: date) -> Limit:
    """Give what a demand asks of documents on a day."""
    age = demand.not_older_than
    earliest = date.min if age is None else age.reaching(as_of)
    return Limit(demand.assurance is Assurance.ASSERTED, demand.assurance.rank, earliest)


def usable_since(entry: Evidence, as_of: date) -> date | None:
    """Give the day of issue of a document that is there, and was issued by the day; None for any other.

    A partly known date is read at its worst: its last day for lying in the future, its first for age.
    """
    issued = entry.issued
    return None if entry.fault or issued is None or issued.last > as_of else issued.first


class _Sorted(NamedTuple):
    """Facts by the entries that name them, as bits: those that are supported whole or not at all, and the others."""

    whole: Mapping[int, Mapping[str, Value]]
    in_parts: Sequence[tuple[str, Value, int]]


class Coverage:
    """Which entries of a declaration name an address, or something above it: a bit for each, by its number."""

    def __init__(self, evidence: tuple[Evidence, ...]) -> None:
        self.entries = evidence
        self._naming: dict[str, int] = {}
        self._above: set[str] | None = None
        self._known: dict[str, int] = {"": 0}
        self._named: dict[int, tuple[str, ...]] = {}
        self._sorted: tuple[Facts, _Sorted] | None = None
        for number, entry in enumerate(evidence):
            for path in entry.supports:
                self._naming[path] = self._naming.get(path, 0) | 1 << number

    def of(self, path: str) -> int:
        """Give the entries that name `path`, or something above it."""
        known = self._known.get(path)
        if known is None:
            known = self._known[path] = self.of(path.rpartition(".")[0]) | self._naming.get(path, 0)
        return known

    def reaches_into(self, path: str) -> bool:
        """Whether an entry names something that stands directly beneath `path`."""
        if self._above is None:
            self._above = {named.rpartition(".")[0] for named in self._naming}
        return path in self._above

    def named(self, bits: int) -> tuple[str, ...]:
        """Name these entries."""
        named = self._named.get(bits)
        if named is None:
            found = [entry.id for number, entry in enumerate(self.entries) if bits >> number & 1]
            named = self._named[bits] = tuple(found)
        return named

    def over(self, facts: Facts) -> _Sorted:
        """Sort facts by the entries that name them, once for the last facts that were asked for."""
        if self._sorted is None or self._sorted[0] is not facts:
            whole: dict[int, dict[str, Value]] = {}
            in_parts = []
            for path, value in facts.values.items():
                bits = self.of(path)
                if type(value) in IN_PARTS:
                    in_parts.append((path, value, bits))
                elif bits:
                    whole.setdefault(bits, {})[path] = value
            self._sorted = facts, _Sorted(whole, in_parts)
        return self._sorted[1]


class Backing:
    """What one demand's sufficient evidence supports. Answers are kept: addresses are asked for often.

    Nothing supports a fact that is `contradicted`, or what stands beneath it.
    """

    def __init__(
        self,
        coverage: Coverage,
        demand: EvidenceDemand,
        as_of: date,
        contradicted: frozenset[str] = frozenset(),
    ) -> None:
        self._coverage, self._contradicted = coverage, contradicted
        self._counting = 0
        limit = limit_of(demand, as_of)
        for number, entry in enumerate(coverage.entries):
            since = usable_since(entry, as_of)
            if since is not None and limit.allows(entry.assurance.rank, since):
                self._counting |= 1 << number
        self._known: dict[str, tuple[str, ...]] = {}

    def entries(self, path: str) -> tuple[str, ...]:
        """Name the entries that support `path` or something above it."""
        known = self._known.get(path)
        if known is None:
            known = self._known[path] = self._coverage.named(self._supporting(path))
        return known

    def _supporting(self, path: str) -> int:
        bits = self._coverage.of(path) & self._counting
        return 0 if bits and is_beneath(path, self._contradicted) else bits

    def cut_down(self, facts: Facts) -> dict[str, Value]:
        """Keep what is supported."""
        if not self._counting:
            return {path: self._bands(path, one) for path, one in facts.values.items() if isinstance(one, Bands)}
        kept: dict[str, Value] = {}
        counting, contradicted = self._counting, self._contradicted
        whole, in_parts = self._coverage.over(facts)
        for bits, named in whole.items():
            if bits & counting:
                kept.update(named)
        for path in [path for path in kept if is_beneath(path, contradicted)] if contradicted else ():
            del kept[path]
        for path, value, bits in in_parts:
            cut = value if bits & counting and not contradicted else self.cut(path, value)
            if cut is not None:
                kept[path] = cut
        return kept

    def cut(self, path: str, value: Value) -> Value | None:
        """Keep what of one fact is supported; None where nothing is."""
        if self._supporting(path):
            return _without_words(path, value, self._contradicted)
        if isinstance(value, Bands):
            return self._bands(path, value)
        if isinstance(value, WordSet):
            words = {word: truth for word, truth in value.words.items() if self._supporting(f"{path}.{word}")}
            return WordSet(words, complete=False) if words else None
        if isinstance(value, Items):
            keys = tuple(key for key in value.keys if self._supporting(f"{path}.{key}"))
            return Items(keys, more=True) if keys else None
        return None

    def _bands(self, path: str, bands: Bands) -> Bands:
        """Keep every band's ends, which are read as declared, and say which bands are backed."""
        return Bands(tuple(self._band(path, band) for band in bands.bands), more=True)

    def _band(self, path: str, band: Band) -> Band:
        return band if self._supporting(f"{path}.{band.key}") else replace(band, backed=False)


def _without_words(path: str, value: Value, facts: frozenset[str]) -> Value:
    """Give a set without what it says of the words that are among the facts; any other value as it is."""
    if not facts or not isinstance(value, WordSet):
        return value
    above = path + "."
    unknown = {one.removeprefix(above): U for one in facts if one.startswith(above)}
    return replace(value, words={**value.words, **unknown}) if unknown else value


def is_beneath(path: str, facts: frozenset[str]) -> bool:
    """Whether `path` is one of the facts or stands beneath one."""
    while path and facts:
        if path in facts:
            return True
        path = path.rpartition(".")[0]
    return False


class Tracks:
    """Both tracks of one declaration; the backed one once for each demand that rules make."""

    def __init__(
        self,
        facts: Facts,
        evidence: tuple[Evidence, ...],
        as_of: date,
        contradicted: frozenset[str] = frozenset(),
    ) -> None:
        self.facts, self.evidence, self.contradicted = facts, evidence, contradicted
        self._coverage, self._as_of = Coverage(evidence), as_of
        self._backings: dict[EvidenceDemand, Backing] = {}
        self._views: dict[EvidenceDemand, tuple[View, View]] = {}
        # The same by the demand's id: a reader gives all requirements that demand the same one demand, and to compare
        # what it says takes longer than to find it. Each is held, so that no other can have its id.
        self._seen: dict[int, tuple[EvidenceDemand, tuple[View, View]]] = {}
        self._beside: dict[str, Beside] = {}

    def views(self, demand: EvidenceDemand) -> tuple[View, View]:
        """Give the declared view and the backed one for a demand.

        `asserted` makes both the same, save for what is contradicted: there not even an assertion stands.
        """
        seen = self._seen.get(id(demand))
        if seen is not None:
            return seen[1]
        views = self._views.get(demand)  # another object that says the same
        if views is None:
            views = self._views[demand] = self._made(demand)
        self._seen[id(demand)] = demand, views
        return views

    def _made(self, demand: EvidenceDemand) -> tuple[View, View]:
        backing = self._backing(demand)
        facts = self.facts
        declared = View(
            values=facts.values, facts=facts, as_of=self._as_of, backers=backing.entries, known=self._beside
        )
        if self.are_one(demand):
            return declared, declared
        asserted = demand.assurance is Assurance.ASSERTED
        return declared, replace(declared, values=self._uncontradicted() if asserted else backing.cut_down(facts))

    def _backing(self, demand: EvidenceDemand) -> Backing:
        backing = self._backings.get(demand)
        if backing is None:
            backing = Backing(self._coverage, demand, self._as_of, self.contradicted)
            self._backings[demand] = backing
        return backing

    def are_one(self, demand: EvidenceDemand) -> bool:
        """Whether all that is declared stands on the backed track too."""
        return demand.assurance is Assurance.ASSERTED and not self.contradicted

    def may_stand_in_part(self, path: str, value: Value) -> bool:
        """Whether something of a fact may stand that does not stand whole."""
        return isinstance(value, Bands) or self._coverage.reaches_into(path) or bool(self.contradicted)

    def cut(self, demand: EvidenceDemand, path: str, value: Value) -> Value | None:
        """Give what of a fact stands on the backed track; None where nothing does."""
        if demand.assurance is Assurance.ASSERTED:
            return self._left(path, value)
        return self._backing(demand).cut(path, value)

    def _uncontradicted(self) -> Mapping[str, Value]:
        left = ((path, self._left(path, value)) for path, value in self.facts.values.items())
        return {path: value for path, value in left if value is not None}

    def _left(self, path: str, value: Value) -> Value | None:
        """Give what of an assertion stands: all but what is contradicted."""
        if not is_beneath(path, self.contradicted):
            return _without_words(path, value, self.contradicted)
        if isinstance(value, Bands):  # their ends are read as declared
            return Bands(tuple(replace(band, backed=False) for band in value.bands), more=True)
        return None
