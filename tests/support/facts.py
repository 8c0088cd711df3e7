"""Facts from plain nested data, as the declaration reader files them, without files or schema."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from auditor.model.dates import parse_date
from auditor.model.diagnostic import Place
from auditor.model.facts import Facts
from auditor.model.truth import F, T
from auditor.model.values import NONE, Band, Bands, Items, Value, WordSet
from auditor.model.vocabulary import FactType, Kind, Vocabulary
from tests.support.vocabulary import VOCABULARY

_PLACE = Place("declaration.yaml", 1, 1)


def facts_of(data: Mapping[str, Any], vocabulary: Vocabulary = VOCABULARY) -> Facts:
    """File nested data flat. A band or an item with an `id` is filed under it."""
    values: dict[str, Value] = {}
    for name, one in data.items():
        _file(vocabulary.groups[name], name, one, values)
    return Facts(values=values, places=dict.fromkeys([*data, *values], _PLACE))


def _file(type_: FactType, path: str, data: Any, values: dict[str, Value]) -> None:
    if data is None:
        return
    match type_.kind:
        case Kind.GROUP | Kind.RECORD:
            for name, one in data.items():
                _file(type_.fields[name], f"{path}.{name}", one, values)
        case Kind.CLOSED_MAP | Kind.OPEN_MAP:
            assert type_.item is not None
            if type_.kind is Kind.OPEN_MAP:
                values[path] = Items(tuple(data))
            for key, one in data.items():
                _file(type_.item, f"{path}.{key}", one, values)
        case Kind.SET:
            if isinstance(data, list):
                values[path] = WordSet(dict.fromkeys(data, T), complete=True)
            elif any(one is not None for one in data.values()):
                stated = {word: T if one else F for word, one in data.items() if one is not None}
                values[path] = WordSet(stated, complete=False)
        case Kind.LIST:
            keys = tuple(_key(one, index) for index, one in enumerate(data))
            values[path] = Items(keys)
            for key, one in zip(keys, data, strict=True):
                _file_item(type_, f"{path}.{key}", one, values)
        case Kind.BANDS:
            bands = tuple(_band(one, index) for index, one in enumerate(data))
            values[path] = Bands(bands)
            for band, one in zip(bands, data, strict=True):
                _file_item(type_, f"{path}.{band.key}", one, values)
        case Kind.DATE if data != "none":
            span = parse_date(str(data))
            assert span is not None
            values[path] = span
        case _ if data == "none" and type_.or_none:
            values[path] = NONE
        case Kind.NUMBER:
            values[path] = data if isinstance(data, int) else Decimal(str(data))
        case _:
            values[path] = data


def _file_item(type_: FactType, path: str, item: Any, values: dict[str, Value]) -> None:
    if type_.item is not None:
        _file(type_.item, path, item, values)
        return
    for name, one in item.items():
        if name not in ("id", "ages"):
            _file(type_.fields[name], f"{path}.{name}", one, values)


def _key(item: Any, index: int) -> str:
    return item["id"] if isinstance(item, dict) and "id" in item else str(index)


def _band(item: Any, index: int) -> Band:
    ages = item.get("ages") or {}
    start, end = ages.get("from"), ages.get("to")
    named = f"{start}-{end}" if start is not None and end is not None else str(index)
    return Band(key=item.get("id", named), start=start, end=end)
