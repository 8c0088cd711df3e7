"""What stands at a path of a declaration, by the vocabulary; and every path that there is."""

from __future__ import annotations

import re
from typing import Final

from auditor.model.patterns import pattern
from auditor.model.vocabulary import FactType, Kind, Vocabulary

# What a key of a map looks like where the vocabulary asks for nothing else.
KEY: Final = pattern(r"[A-Za-z0-9_-]+")


def type_at(vocabulary: Vocabulary, path: str) -> FactType | None:
    """Give the type at a declaration's own path; None where a map has no such key either.

    Items of lists and bands may have any key, and a word of a set has the set's type.
    """
    type_ = vocabulary.type_at(path)
    if type_ is None:
        return None
    segments = path.split(".")
    for depth in range(1, len(segments)):
        above = vocabulary.type_at(".".join(segments[:depth]))
        key = segments[depth]
        if above is None:
            return None
        if above.kind in (Kind.CLOSED_MAP, Kind.SET) and key not in above.words:
            return None
        if above.kind is Kind.SET and depth < len(segments) - 1:
            return None
        if above.kind is Kind.OPEN_MAP and not re.fullmatch(above.key_pattern or KEY.pattern, key):
            return None
    return type_


def known_paths(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Give every path that can be written, keys of closed maps spelt out, `*` for other keys and items."""
    found: list[str] = []

    def walk(type_: FactType, path: str) -> None:
        found.append(path)
        for name, child in type_.fields.items():
            into = f"{path}.*.{name}" if type_.kind in (Kind.LIST, Kind.BANDS) else f"{path}.{name}"
            walk(child, into)
        if type_.item is not None:
            for key in type_.words if type_.kind is Kind.CLOSED_MAP else ("*",):
                walk(type_.item, f"{path}.{key}")

    for name, group in vocabulary.groups.items():
        walk(group, name)
    return tuple(found)
