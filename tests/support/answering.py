"""Declarations made smaller or larger fact by fact: what was observed alone, or what was asked answered."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from auditor.model.facts import Facts
from auditor.model.truth import U
from auditor.model.values import Band, Bands, Items, Value, WordSet
from auditor.model.vocabulary import FactType, Kind
from tests.support.vocabulary import VOCABULARY


def only(facts: Facts, observed: Iterable[str]) -> Facts:
    """Keep the facts that were observed and nothing else; a list not observed whole may have more items."""
    named = set(observed)
    above = {path[: path.rfind(".", 0, end)] for path in named for end in _dots(path)}
    kept: dict[str, Value] = {}
    for path, value in facts.values.items():
        if path in named:
            kept[path] = value
        elif isinstance(value, WordSet):
            words = {word: value.truth(word) for word in _words(path) if f"{path}.{word}" in named}
            if words:
                kept[path] = WordSet(words, complete=False)
        elif isinstance(value, Items):
            keys = tuple(key for key in value.keys if {f"{path}.{key}"} & (named | above))
            if keys:
                kept[path] = Items(keys, more=True)
        elif isinstance(value, Bands):
            kept[path] = Bands(tuple(_kept(band, path, named | above) for band in value.bands), more=True)
    return Facts(values=kept, places=facts.places)


def _dots(path: str) -> list[int]:
    return [index + 1 for index, sign in enumerate(path) if sign == "."]


def _words(path: str) -> tuple[str, ...]:
    type_ = VOCABULARY.type_at(path)
    assert type_ is not None
    return type_.words


def _kept(band: Band, path: str, seen: set[str]) -> Band:
    return band if f"{path}.{band.key}" in seen else replace(band, backed=False)


def answer(facts: Facts, asked: Iterable[str], by: Facts) -> Facts:
    """Answer what is asked as another declaration does; it has an answer to everything in the vocabulary."""
    values = dict(facts.values)
    for path in asked:
        above, _, last = path.rpartition(".")
        parent = by.values.get(above)
        if path in by.values:
            values[path] = by.values[path]
        elif isinstance(parent, WordSet):
            stated = values.get(above)
            words = dict(stated.words) if isinstance(stated, WordSet) else {}
            values[above] = WordSet({**words, last: parent.truth(last)}, complete=False)
        elif isinstance(parent, Bands):
            values[above] = parent  # the ends of a band were asked for
        else:
            type_ = VOCABULARY.type_at(path)
            assert type_ is not None, path
            values[path] = _any(type_)
            items = values.get(above)
            if isinstance(items, Items):
                values[above] = Items((*items.keys, last))
    return Facts(values=values, places=facts.places)


def _any(type_: FactType) -> Value:
    """Give some answer for a key that only the question names."""
    assert type_.kind is Kind.NUMBER, type_.path
    return type_.minimum or 0


def is_open(facts: Facts, path: str, by: Facts) -> bool:
    """Say whether there is anything to answer at a path."""
    above, _, last = path.rpartition(".")
    parent = facts.values.get(above)
    if isinstance(parent, WordSet):
        return parent.truth(last) == U
    return path not in facts.values or facts.values[path] != by.values.get(path)
