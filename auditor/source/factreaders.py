"""Readers of facts, made once for a type at a path: whether a value there has the shape, and what it says.

A reader adds what is stated to a `Gatherer`, and tells it of a value that is not as the schema asks for. Two readings
of one rule, here and in `declaration_schema`: a property test holds them to one verdict.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from auditor.model.diagnostic import Diagnostic
from auditor.model.patterns import pattern
from auditor.model.plaintext import is_blank
from auditor.model.truth import F, T
from auditor.model.values import Band, Bands, Items, WordSet
from auditor.model.vocabulary import FactType, Kind
from auditor.source.accepting import at_the_end
from auditor.source.declaration_schema import BAND_LIMIT, ITEM_KEY, OLDEST
from auditor.source.document import Document
from auditor.source.factscalars import Read, date_reader, number_reader, text_reader
from auditor.source.gathering import Gatherer, UnexpectedError, normalised

# Lists and maps may have any key. For so many of them what reads their entries is kept for the next declaration.
_ITEMS: Final = 64
_KEYS: Final = 500
# Lists of texts are nearly always short: their members, by how many there are.
_NUMBERED: Final = [Items(keys=tuple(map(str, range(count)))) for count in range(17)]
_ID: Final = pattern(at_the_end(ITEM_KEY), re.ASCII)
_TEXTS: Final = frozenset({str})
_BESIDE_ITEM: Final = frozenset({"id"})
_BESIDE_BAND: Final = frozenset({"ages"})
_AGES: Final = frozenset({"from", "to"})


class _Kept(dict[str, Any]):
    """What is made of a key, kept for the next time; of keys beyond so many it is made each time."""

    __slots__ = ("_make", "_most")

    def __init__(self, make: Callable[[str], Any], most: int = _KEYS) -> None:
        self._make, self._most = make, most

    def __missing__(self, key: str) -> Any:
        made = self._make(key)
        if made is not None and len(self) < self._most:
            self[key] = made
        return made


# The path of an entry, and how it is read: `bool` for yes or no, the words for one of them, for a group how its own
# entries are. Empty for a key that stands there beside the facts.
Entry = tuple[str, Read | type[bool] | frozenset[str] | _Kept]
Entries = Mapping[str, Entry | tuple[()] | None]


def entries(types: Mapping[str, FactType], prefix: str, beside: frozenset[str] = frozenset()) -> _Kept:
    """Give how the entries of a mapping are read, by key, each made when it is first met; None for unknown keys.

    `beside` are the keys that are no facts.
    """

    def make(name: str) -> Entry | tuple[()] | None:
        if name in beside:
            return ()
        type_ = types.get(name)
        return None if type_ is None else entry_of(type_, prefix + name)

    return _Kept(make, len(types) + len(beside))


def read_entries(to: Gatherer, raw: Mapping[str, Any], known: Entries, container: object) -> None:
    """Read the entries of a mapping. `container` is that mapping in the document, or what `raw` is a part of."""
    values = to.values
    for name, value in raw.items():
        entry = known[name]
        if not entry:
            if entry is None:
                to.unexpected()
            continue
        path, wanted = entry
        kind = value.__class__
        if kind is wanted:  # yes or no: half of all facts
            values[path] = value
        elif value is None or (kind is dict and ("declined" in value or "sought" in value)):
            to.silent(container, name, value, path)
        elif wanted.__class__ is _Kept:
            if kind is not dict:
                to.unexpected()
            to.homes[path] = value, wanted
            read_entries(to, value, wanted, value)
        elif wanted.__class__ is frozenset:
            if kind is not str or value not in wanted:
                to.unexpected()
            values[path] = value
        elif wanted is bool:
            to.unexpected()
        else:
            read: Any = wanted
            read(to, container, name, value)


def read_entry(to: Gatherer, container: dict[str, Any], step: str, entry: Entry) -> None:
    """Read one entry of a container of the document."""
    read_entries(to, {step: container[step]}, {step: entry}, container)


def entry_of(type_: FactType, path: str) -> Entry:
    """Give how a value is read as the fact at a path."""
    return path, _reader(type_, path)


def _reader(type_: FactType, path: str) -> Read | type[bool] | frozenset[str] | _Kept:
    match type_.kind:
        case Kind.YES_NO:
            return bool
        case Kind.WORD | Kind.LADDER:
            words = frozenset(type_.words)
            return words if not type_.or_none else text_reader(path, words, or_none=True)
        case Kind.TEXT:
            return text_reader(path, None, or_none=type_.or_none)
        case Kind.NUMBER:
            return number_reader(type_, path)
        case Kind.DATE:
            return date_reader(path, or_none=type_.or_none)
        case Kind.SET:
            return _set_reader(path, frozenset(type_.words))
        case Kind.LIST:
            return _list_reader(type_, path) if type_.item is None else _texts_reader(path)
        case Kind.BANDS:
            return _bands_reader(type_, path)
        case Kind.CLOSED_MAP:
            assert type_.item is not None
            return entries(dict.fromkeys(type_.words, type_.item), f"{path}.")
        case Kind.OPEN_MAP:
            return _map_reader(type_, path)
        case Kind.GROUP | Kind.RECORD:
            return entries(type_.fields, f"{path}.")


def _map_reader(type_: FactType, path: str) -> Read:
    item = type_.item
    assert item is not None
    form = pattern(at_the_end(type_.key_pattern or ""), re.ASCII)

    def make(key: str) -> Entry | None:
        return entry_of(item, f"{path}.{key}") if form.search(key) else None

    known: Entries = _Kept(make)

    def read(to: Gatherer, container: Any, step: str | int, raw: Any) -> None:
        if raw.__class__ is not dict:
            to.unexpected()
        to.homes[path] = raw, None
        to.values[path] = Items(keys=tuple(raw))
        read_entries(to, raw, known, raw)

    return read


def _set_reader(path: str, words: frozenset[str]) -> Read:
    def read(to: Gatherer, container: Any, step: str | int, raw: Any) -> None:
        if raw.__class__ is dict:
            if not (words.issuperset(raw) and all(one is None or one.__class__ is bool for one in raw.values())):
                to.unexpected()
            to.homes[path] = raw, None
            stated = {word: T if one else F for word, one in raw.items() if one is not None}
            to.values[path] = WordSet(words=stated, complete=False)
            return
        try:
            members = dict.fromkeys(raw, T)
        except TypeError:  # a list or a mapping among them, or no list at all
            raise UnexpectedError from None
        if raw.__class__ is not list or len(members) < len(raw) or not words.issuperset(members):
            to.unexpected()
        to.homes[path] = raw, raw
        to.values[path] = WordSet(words=members, complete=True)

    return read


def _texts_reader(path: str) -> Read:
    few = [f"{path}.{key}" for key in _NUMBERED[-1].keys]

    def read(to: Gatherer, container: Any, step: str | int, raw: Any) -> None:
        if raw.__class__ is not list or not _TEXTS.issuperset(map(type, raw)) or any(map(is_blank, raw)):
            to.unexpected()
        if len(raw) < len(_NUMBERED):
            items, paths = _NUMBERED[len(raw)], few
        else:
            items = Items(keys=tuple(map(str, range(len(raw)))))
            paths = [f"{path}.{key}" for key in items.keys]
        to.homes[path] = raw, items.keys
        to.values.update(zip(paths, map(normalised, raw), strict=False))
        to.values[path] = items

    return read


def _list_reader(type_: FactType, path: str) -> Read:
    items = _Kept(lambda key: entries(type_.fields, f"{path}.{key}.", _BESIDE_ITEM), _ITEMS)

    def read(to: Gatherer, container: Any, step: str | int, raw: Any) -> None:
        if raw.__class__ is not list or not all(one.__class__ is dict for one in raw):
            to.unexpected()
        keys: list[str] = []
        first: dict[str, int] = {}
        ids = [one["id"] for one in raw if "id" in one]
        if not all(one.__class__ is str and _ID.search(one) for one in ids):
            to.unexpected()
        named = set(ids)
        for number, one in enumerate(raw):
            key = one.get("id")
            if key is None:
                key = str(number)
                while key in named:  # it must not pass for another that bears its number as id
                    key += "-"
            elif key in first:
                to.found.append(_twice(to.document, key, one, raw[first[key]]))
            first.setdefault(key, number)
            keys.append(key)
            to.homes[f"{path}.{key}"] = one, items[key]
            read_entries(to, one, items[key], one)
        to.homes[path] = raw, keys
        to.values[path] = Items(keys=tuple(keys))

    return read


def _twice(document: Document, key: str, one: dict[str, Any], other: dict[str, Any]) -> Diagnostic:
    here, first = (document.place_in(each, "id") for each in (one, other))
    return document.diagnostic_at(
        "declaration.duplicate-id",
        f"two entries of this list have the id `{key}`",
        here,
        why="a finding could not say which of them it is about",
        help="give each an id of its own",
        also=(first,),
    )


def _bands_reader(type_: FactType, path: str) -> Read:
    items = _Kept(lambda key: entries(type_.fields, f"{path}.{key}.", _BESIDE_BAND), _ITEMS)

    def read(to: Gatherer, container: Any, step: str | int, raw: Any) -> None:
        if raw.__class__ is not list or len(raw) > BAND_LIMIT or not all(map(_is_band, raw)):
            to.unexpected()
        bands: dict[str, Band] = {}
        for number, one in enumerate(raw):
            ages = one["ages"]
            start, end = ages.get("from"), ages.get("to")
            if start is not None and end is not None and start > end:
                to.found.append(_reversed(to.document, one, start, end))
            base = key = str(number) if start is None or end is None else f"{start}-{end}"
            again = 2
            while key in bands:
                key, again = f"{base}-{again}", again + 1
            bands[key] = Band(key=key, start=start, end=end)
            to.homes[f"{path}.{key}"] = one, items[key]
            read_entries(to, one, items[key], one)
        to.homes[path] = raw, tuple(bands)
        to.values[path] = Bands(tuple(bands.values()))

    return read


def _is_band(raw: Any) -> bool:
    ages = raw.get("ages") if raw.__class__ is dict else None
    return ages.__class__ is dict and all(
        key in _AGES and (age is None or (age.__class__ is int and 0 <= age <= OLDEST)) for key, age in ages.items()
    )


def _reversed(document: Document, band: dict[str, Any], start: int, end: int) -> Diagnostic:
    return document.diagnostic_at(
        "declaration.band-reversed",
        f"this band is from {start} to {end}, so that no age lies in it",
        document.place_in(band, "ages", key=True),
        help="write the younger age in `from`; both ends are inside",
    )
