"""A small vocabulary built by hand: one fact of every kind, so that no test rests on the shipped one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from auditor.model.vocabulary import FactType, Kind, Vocabulary

SURFACES: Final = ("dm", "comments", "live")
HARMS: Final = ("fraud", "hate", "csea", "drugs")
RANKS: Final = ("low", "medium", "high")

_SAME: Final = {
    "yes": {"kind": Kind.YES_NO},
    "rank": {"kind": Kind.LADDER, "words": RANKS},
    "surfaces": {"kind": Kind.SET, "words": SURFACES},
    "day": {"kind": Kind.DATE, "or_none": True},
    "hours": {"kind": Kind.NUMBER, "minimum": 0, "unit": "hours", "or_none": True},
    "age": {"kind": Kind.NUMBER, "integer": True, "minimum": 0, "maximum": 120, "unit": "years"},
}

_RECORD: Final[dict[str, Any]] = {
    "offered": "yes",
    "reach": "yes",
    "review": "hours",
    "since": "day",
    "words": {"kind": Kind.SET, "words": HARMS},
}

# Facts by group; what stands under `item` is the value of a map or the fields of an item.
_TREE: Final[dict[str, Any]] = {
    "app": {
        "chat": "yes",
        "calls": "yes",
        "kind": {"kind": Kind.WORD, "words": ("social", "messaging", "gaming")},
        "rank": "rank",
        "floor": "rank",
        "size": {"kind": Kind.NUMBER, "integer": True, "minimum": 0},
        "share": {"kind": Kind.NUMBER, "minimum": 0, "maximum": 100, "unit": "percent"},
        "review": "hours",
        "limit": {"kind": Kind.NUMBER, "minimum": 0, "unit": "days"},
        "keeps": {"kind": Kind.NUMBER, "minimum": 0, "unit": "months"},
        "note": {"kind": Kind.TEXT, "or_none": True},
        "name": {"kind": Kind.TEXT},
        "reviewed": "day",
        "launched": {"kind": Kind.DATE},
        "kinds": {"kind": Kind.SET, "words": ("gaming", "messaging", "social")},
        "contact": "surfaces",
        "watched": "surfaces",
        "oldest": "age",
        "youngest": "age",
        "total": {"kind": Kind.NUMBER, "minimum": 0},
    },
    "risk": {
        "levels": {"kind": Kind.CLOSED_MAP, "words": HARMS, "item": "rank"},
        "cases": {
            "kind": Kind.CLOSED_MAP,
            "words": ("north", "south", "west"),
            "item": {"kind": Kind.NUMBER, "minimum": 0},
        },
        "odds": {
            "kind": Kind.CLOSED_MAP,
            "words": ("north", "south"),
            "item": {"kind": Kind.NUMBER, "minimum": 2, "maximum": 5, "or_none": True},
        },
        "waits": {"kind": Kind.CLOSED_MAP, "words": ("north", "south"), "item": "hours"},
    },
    "surfaces": {"kind": Kind.CLOSED_MAP, "words": SURFACES, "item": _RECORD},
    "users": {
        "monthly": {
            "kind": Kind.OPEN_MAP,
            "key_pattern": "^[A-Z]{2}$",
            "item": {"kind": Kind.NUMBER, "integer": True, "minimum": 0},
        },
        "growth": {
            "kind": Kind.OPEN_MAP,
            "key_pattern": "^[A-Z]{2}$",
            "item": {"kind": Kind.NUMBER, "minimum": -5, "maximum": 5},
        },
    },
    "notices": {"kind": Kind.LIST, "item": {"kind": Kind.TEXT}},
    "teams": {
        "kind": Kind.LIST,
        "fields": {"lead": "yes", "size": {"kind": Kind.NUMBER, "minimum": 0}, "covers": "surfaces"},
    },
    "defaults": {
        "kind": Kind.BANDS,
        "fields": {
            "hidden": "yes",
            "messages": {"kind": Kind.WORD, "words": ("nobody", "connections", "anyone")},
        },
    },
}


def _build(path: str, made: Any) -> FactType:
    made = _SAME[made] if isinstance(made, str) else made
    if not isinstance(made.get("kind"), Kind):
        fields = {name: _build(f"{path}.{name}", one) for name, one in made.items()}
        kind = Kind.RECORD if path.endswith("*") else Kind.GROUP
        return FactType(path=path, kind=kind, title=path, fields=fields)
    rest = dict(made)
    item = rest.pop("item", None)
    fields = rest.pop("fields", {})
    return FactType(
        path=path,
        title=path,
        question=f"What is {path}?",
        item=None if item is None else _build(f"{path}.*", item),
        fields={name: _build(f"{path}.*.{name}", one) for name, one in fields.items()},
        **rest,
    )


def vocabulary(tree: Mapping[str, Any]) -> Vocabulary:
    """Make a vocabulary: groups hold facts by name, a fact is what `FactType` takes."""
    return Vocabulary(groups={name: _build(name, made) for name, made in tree.items()}, sha256="0" * 64)


VOCABULARY: Final = vocabulary(_TREE)
