"""The backed track: what is left of a declaration when only what evidence supports is kept.

Cutting down only ever takes answers away, so a test that comes out true or false on what is left came out
the same on the whole. (Language reference, section 11.) What a declaration says against itself is never kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from msgspec.structs import replace

from auditor.engine.view import View
from auditor.model.evidence import Assurance, Evidence
from auditor.model.facts import Facts
from auditor.model.ruleset import EvidenceDemand
from auditor.model.truth import U
from auditor.model.values import Band, Bands, Items, Value, WordSet

# Values that can be supported in part.
_IN_PARTS: Final = (Bands, WordSet, Items)


def counts(entry: Evidence, demand: EvidenceDemand, as_of: date) -> bool:
    """Say whether an entry is good enough for a demand on a day.

    A partly known date of issue is read at its worst: its last day for lying in the future, its first for
    age.
    """
    if entry.fault or entry.issued is None or entry.assurance.rank < demand.assurance.rank:
        return False
    if entry.issued.last > as_of:
        return False
    return demand.not_older_than is None or as_of <= demand.not_older_than.after(entry.issued.first)


class Coverage:
    """Which entries of a declaration name an address, or something above it: a bit for each, by its number."""

    def __init__(self, evidence: tuple[Evidence, ...]) -> None:
        self.entries = evidence
        self._naming: dict[str, int] = {}
        self._known: dict[str, int] = {"": 0}
        self._named: dict[int, tuple[str, ...]] = {}
        self._over: tuple[Facts, Sequence[tuple[str, Value, int]]] | None = None
        for number, entry in enumerate(evidence):
            for path in entry.supports:
                self._naming[path] = self._naming.get(path, 0) | 1 << number

    def of(self, path: str) -> int:
        """Give the entries that name `path`, or something above it."""
        known = self._known.get(path)
        if known is None:
            known = self._known[path] = self.of(path.rpartition(".")[0]) | self._naming.get(path, 0)
        return known

    def named(self, bits: int) -> tuple[str, ...]:
        """Name these entries."""
        named = self._named.get(bits)
        if named is None:
            found = [entry.id for number, entry in enumerate(self.entries) if bits >> number & 1]
            named = self._named[bits] = tuple(found)
        return named

    def over(self, facts: Facts) -> Sequence[tuple[str, Value, int]]:
        """Give each fact with the entries that name it, worked out once for the last facts that were asked for."""
        if self._over is None or self._over[0] is not facts:
            of = self.of
            self._over = facts, [(path, value, of(path)) for path, value in facts.values.items()]
        return self._over[1]


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
        for number, entry in enumerate(coverage.entries):
            if counts(entry, demand, as_of):
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
        for path, value, bits in self._coverage.over(facts):
            if bits & counting and not contradicted:
                kept[path] = value
                continue
            if not bits & counting and type(value) not in _IN_PARTS:
                continue
            cut = self._cut(path, value)
            if cut is not None:
                kept[path] = cut
        return kept

    def _cut(self, path: str, value: Value) -> Value | None:
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
        self._facts, self._coverage, self._as_of = facts, Coverage(evidence), as_of
        self._contradicted = contradicted
        # By the demand's id: a reader gives all requirements that demand the same one demand, and to compare what it
        # says takes longer than to find it. Each is held, so that no other can have its id.
        self._views: dict[int, tuple[EvidenceDemand, tuple[View, View]]] = {}

    def views(self, demand: EvidenceDemand) -> tuple[View, View]:
        """Give the declared view and the backed one for a demand.

        `asserted` makes both the same, save for what is contradicted: there not even an assertion stands.
        """
        known = self._views.get(id(demand))
        if known is not None:
            return known[1]
        backing = Backing(self._coverage, demand, self._as_of, self._contradicted)
        declared = View(values=self._facts.values, facts=self._facts, as_of=self._as_of, backers=backing.entries)
        if demand.assurance is Assurance.ASSERTED:
            kept = self._uncontradicted()
            views = declared, declared if kept is self._facts.values else replace(declared, values=kept)
        else:
            views = declared, replace(declared, values=backing.cut_down(self._facts))
        self._views[id(demand)] = demand, views
        return views

    def _uncontradicted(self) -> Mapping[str, Value]:
        if not self._contradicted:
            return self._facts.values
        kept: dict[str, Value] = {}
        for path, value in self._facts.values.items():
            if not is_beneath(path, self._contradicted):
                kept[path] = _without_words(path, value, self._contradicted)
            elif isinstance(value, Bands):  # their ends are read as declared
                kept[path] = Bands(tuple(replace(band, backed=False) for band in value.bands), more=True)
        return kept
