"""From a dotted path in a rule to the type of the fact it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from auditor.model.vocabulary import FactType, Kind
from auditor.source.names import nearest

_INTO_ITEMS = frozenset({Kind.SET, Kind.LIST, Kind.BANDS})


class NoSuchFact(Struct, frozen=True):
    """Why a path names nothing, and what to write instead."""

    message: str
    help: str


def resolve(path: str, top: Mapping[str, FactType], *, what: str = "fact") -> FactType | NoSuchFact:
    """Give the type at `path`, walking down from `top`."""
    fields = top
    one: FactType | None = None
    segments = path.split(".")
    for depth, segment in enumerate(segments):
        walked = ".".join(segments[:depth])
        if one is not None and one.kind is Kind.OPEN_MAP:
            if not re.fullmatch(one.key_pattern or r"[A-Za-z0-9_-]+", segment, re.ASCII):
                return NoSuchFact(f"`{segment}` cannot be a key of `{walked}`", f"keys look like {one.key_pattern}")
            assert one.item is not None
            one = one.item
        elif one is not None and one.kind is Kind.CLOSED_MAP:
            if segment not in one.words:
                return _unknown(segment, path, one.words, "key")
            assert one.item is not None
            one = one.item
        elif one is not None and one.kind in _INTO_ITEMS:
            return NoSuchFact(
                f"`{path}` goes into `{walked}`, which is {one.kind.with_article}",
                "test the whole with `has`, or its members with `some` or `every`",
            )
        else:
            child = fields.get(segment)
            if child is None:
                return _unknown(segment, path, fields, what)
            one = child
        fields = one.fields
    assert one is not None
    return one


def _unknown(segment: str, path: str, known: Iterable[str], what: str) -> NoSuchFact:
    names = list(known)
    near = nearest(segment, names)
    parent = path.rpartition(".")[0]
    if near is not None:
        help = f"did you mean `{path.replace(segment, near, 1) if parent else near}`?"
    elif names:
        help = "known here: " + ", ".join(sorted(names)[:12])
    else:
        help = "nothing stands beneath this fact"
    return NoSuchFact(f"`{path}` is not a {what} the vocabulary knows", help)
