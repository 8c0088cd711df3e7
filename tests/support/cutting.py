"""The backed track from plain data: what of a declaration evidence supports, by the reference's table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from auditor.model.vocabulary import FactType, Kind
from tests.support.plain import Cut, CutMap
from tests.support.vocabulary import VOCABULARY


def cut_down(data: Mapping[str, Any], supports: Sequence[str]) -> dict[str, Any]:
    """Keep what is supported; the ends of bands are kept in any case."""
    return {name: _cut(VOCABULARY.groups[name], name, one, supports) for name, one in data.items()}


def _cut(type_: FactType, path: str, value: Any, supports: Sequence[str]) -> Any:
    def backed(address: str) -> bool:
        return any(address == one or address.startswith(f"{one}.") for one in supports)

    if value is None or backed(path):
        return value
    match type_.kind:
        case Kind.GROUP | Kind.RECORD | Kind.CLOSED_MAP:
            return {
                name: _cut(type_.fields.get(name) or type_.item, f"{path}.{name}", one, supports)  # type: ignore[arg-type]  # a map has an item type
                for name, one in value.items()
            }
        case Kind.SET:
            stated = dict.fromkeys(value, True) if isinstance(value, list) else value
            return {word: one for word, one in stated.items() if backed(f"{path}.{word}")}
        case Kind.OPEN_MAP:
            return CutMap({key: one for key, one in value.items() if backed(f"{path}.{key}")}) or None
        case Kind.LIST:
            keys = [one["id"] if isinstance(one, dict) else str(i) for i, one in enumerate(value)]
            return Cut(one for key, one in zip(keys, value, strict=True) if backed(f"{path}.{key}")) or None
        case Kind.BANDS:
            return Cut(_band(type_, f"{path}.{band['id']}", band, supports, backed) for band in value)
        case _:
            return None


def _band(type_: FactType, path: str, band: Any, supports: Sequence[str], backed: Any) -> dict[str, Any]:
    fields = {name: _cut(one, f"{path}.{name}", band[name], supports) for name, one in type_.fields.items()}
    mark = {} if backed(path) else {"unbacked": True}
    return {"ages": band["ages"], **fields, **mark}
