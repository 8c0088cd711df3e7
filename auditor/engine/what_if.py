"""A declaration as it would be with other answers. Nothing is judged here, and nothing read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from auditor.model.declaration import Declaration
from auditor.model.diagnostic import Place
from auditor.model.evidence import Evidence
from auditor.model.facts import Facts
from auditor.model.values import Band, Bands, Items, Value, WordSet


class Change(Struct, frozen=True, kw_only=True):
    """One answer put in place of another: where, what it is as a declaration would state it, how it is written.

    `values` holds the fact, all that stands beneath it, and, with only what leads to it, each list, map or set
    that it stands in. It is empty for an answer that is taken away.
    """

    path: str
    values: Mapping[str, Value]
    written: str = ""

    @property
    def setting(self) -> str:
        """As it is put on the command line."""
        return f"{self.path}={self.written}"


def with_changes(facts: Facts, changes: Iterable[Change]) -> Facts:
    """Give the facts with each change made, in order."""
    values, absences, places = dict(facts.values), facts.absences, dict(facts.places)
    for one in changes:
        beneath = one.path + "."
        for path in [path for path in values if path == one.path or path.startswith(beneath)]:
            del values[path]
        if not one.values:
            _leave_out(values, one.path)
        for path, value in one.values.items():
            old = values.get(path) if one.path.startswith(path + ".") else None
            values[path] = value if old is None else _joined(old, value)
        for path in [path for path in places if path.startswith(beneath)]:
            del places[path]
        places[one.path] = Place(f"--set {one.setting}")
        absences = {path: why for path, why in absences.items() if path != one.path}
    return Facts(values=values, places=places, absences=absences)


def with_answers(facts: Facts, changes: Iterable[Change]) -> Facts:
    """Give the facts with answers to what is not stated yet: as `with_changes`, in less time."""
    values = dict(facts.values)
    for one in changes:
        for path, value in one.values.items():
            old = values.get(path)
            values[path] = value if old is None else _joined(old, value)
    return Facts(values=values, places=facts.places, absences=facts.absences)


def _leave_out(values: dict[str, Value], path: str) -> None:
    """Take a word out of the set it stands in; of a list, an item stays though nothing is said of it."""
    above, _, word = path.rpartition(".")
    stated = values.get(above)
    if isinstance(stated, WordSet):
        words = {one: truth for one, truth in stated.words.items() if one != word}
        values[above] = WordSet(words, complete=False)


def _joined(old: Value, new: Value) -> Value:
    if isinstance(old, WordSet) and isinstance(new, WordSet):
        return WordSet({**old.words, **new.words}, complete=old.complete)
    if isinstance(old, Items) and isinstance(new, Items):
        return Items(tuple(dict.fromkeys((*old.keys, *new.keys))), more=old.more)
    if isinstance(old, Bands) and isinstance(new, Bands):
        put = {band.key: band for band in new.bands}
        kept = {band.key: _with_ends(band, put.get(band.key, band)) for band in old.bands}
        return Bands(tuple((kept | put | kept).values()), more=old.more)
    return new


def _with_ends(band: Band, put: Band) -> Band:
    """Give a band with the ends that are put in its place where it leaves one open; where it says both, they stay."""
    if None not in (band.start, band.end):
        return band
    start, end = (now if now is not None else was for was, now in ((band.start, put.start), (band.end, put.end)))
    return replace(band, start=start, end=end)


def changed(declaration: Declaration, changes: Sequence[Change]) -> Declaration:
    """Give the declaration with each change made; no evidence supports what was set so."""
    facts = with_changes(declaration.facts, changes)
    paths = tuple(one.path for one in changes)
    evidence = tuple(_unsupported(one, paths, facts) for one in declaration.evidence)
    return replace(declaration, facts=facts, evidence=evidence)


def _unsupported(entry: Evidence, paths: Sequence[str], facts: Facts) -> Evidence:
    """Narrow what an entry supports to what was not set: what covers a changed fact is spelled out without it."""
    supports: list[str] = []
    for support in entry.supports:
        hit = [path for path in paths if _related(path, support)]
        if hit:
            supports += [
                fact
                for fact in facts.values
                if (fact == support or fact.startswith(support + ".")) and not any(_related(fact, p) for p in hit)
            ]
        else:
            supports.append(support)
    return replace(entry, supports=tuple(supports))


def _related(path: str, other: str) -> bool:
    return path == other or path.startswith(other + ".") or other.startswith(path + ".")
