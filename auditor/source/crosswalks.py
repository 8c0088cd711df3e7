"""Read crosswalks, and find the editions that they speak of.

A relation stands in a file under `rulesets/crosswalks/`, or in a requirement under `crosswalk:`. What it refers to is
looked up in a catalogue, which reads no more of an edition than the ids of its requirements.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from msgspec.structs import replace

from auditor.model.correspondence import Correspondence, EditionName, Reference, Relation, name_of
from auditor.model.diagnostic import InputError
from auditor.model.ruleset import Ruleset
from auditor.source.cursor import Cursor
from auditor.source.library import Edition, builtin_editions, meant, requirement_ids
from auditor.source.places import builtin_rulesets
from auditor.source.ruleset_schema import BECAUSE, DRAFT, REFERENCE, RELATION
from auditor.source.schema import Schema, check_shape
from auditor.source.text import read_bytes
from auditor.source.yamltree import read_yaml

CROSSWALK: Final[Schema] = {
    "$schema": DRAFT,
    "title": "Crosswalk: how requirements of different editions correspond",
    "description": (
        "Each relation holds what one requirement asks against what another asks. It speaks of the texts and never "
        "of a service. Relations are not chained over a third edition, so that each one that is meant is written."
    ),
    "type": "object",
    "additionalProperties": False,
    "required": ["relations"],
    "properties": {
        "relations": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["from", "to", "relation", "because"],
                "properties": {
                    "from": REFERENCE,
                    "to": REFERENCE,
                    "relation": RELATION,
                    "because": BECAUSE,
                },
            },
        },
    },
}


def crosswalk_files() -> tuple[Path, ...]:
    """Give the crosswalks that come with the program."""
    return tuple(sorted(_home().glob("*.yaml")))


def shown_crosswalk(path: Path) -> str:
    """Give a file's name in messages: as it was given; of one that comes with the program folder and name."""
    return f"{path.parent.name}/{path.name}" if path.parent == _home() else path.as_posix()


def _home() -> Path:
    return builtin_rulesets() / "crosswalks"


def read_crosswalk(path: Path, shown: str | None = None) -> tuple[Correspondence, ...]:
    """Read every relation of a file; raises InputError with every fault of its shape.

    `shown` is how messages name it, if not as it was given.
    """
    shown = shown_crosswalk(path) if shown is None else shown
    document = read_yaml(read_bytes(path, shown), shown)
    wrong = check_shape(document, CROSSWALK, "crosswalk")
    if wrong:
        raise InputError(tuple(wrong))
    relations = Cursor.top(document).child("relations").items()
    return tuple(relation_at(at, reference_at(at.child("from"))) for at in relations)


def relation_at(at: Cursor, source: Reference) -> Correspondence:
    """Read one relation from `source`; its shape has been checked."""
    raw: dict[str, Any] = at.value  # type: ignore[assignment]  # its shape has been checked
    return Correspondence(
        source=source,
        target=reference_at(at.child("to")),
        relation=Relation(raw["relation"]),
        because=raw["because"],
        place=at.child("relation").place,
    )


def reference_at(at: Cursor) -> Reference:
    """Read `id@1.0.0/REQ-1`; its form has been checked."""
    edition, _, requirement = str(at.value).partition("/")
    ruleset, _, version = edition.partition("@")
    return Reference(
        ruleset=ruleset,
        version=tuple(map(int, version.split("."))),
        requirement=requirement,
        place=at.place,
    )


class Catalogue:
    """The editions that a relation may speak of, by id and version; of two that are called alike the last counts."""

    def __init__(self, editions: Iterable[Edition]) -> None:
        self._editions: dict[EditionName, Edition] = {(one.id, one.version): one for one in editions}
        self._kinds: dict[EditionName, str] = {name: one.kind for name, one in self._editions.items()}
        self._ids: dict[EditionName, frozenset[str]] = {}

    def add(self, ruleset: Ruleset) -> None:
        """Add an edition that has been read."""
        name = name_of(ruleset.id, ruleset.version)
        self._kinds[name] = ruleset.kind
        self._ids[name] = frozenset(one.id for one in ruleset.requirements)

    @classmethod
    def around(cls, folders: Iterable[Path]) -> Catalogue:
        """Give the editions that come with the program, and those laid out as ID/VERSION in these folders."""
        others = dict.fromkeys(one.resolve() for one in folders if one.resolve() != builtin_rulesets().resolve())
        heads = [head for folder in others for head in sorted(folder.glob("*/*/ruleset.yaml"))]
        return cls([*builtin_editions(), *(one for head in heads for one in meant(str(head)))])

    @property
    def names(self) -> tuple[str, ...]:
        """Every edition, as references write it."""
        return tuple(f"{id}@{'.'.join(map(str, version))}" for id, version in self._kinds)

    def resolve(self, reference: Reference) -> Reference | None:
        """Give the reference with the full version that it means; None where there is no such edition."""
        length = len(reference.version)
        fitting = [
            version for id, version in self._kinds if (id, version[:length]) == (reference.ruleset, reference.version)
        ]
        return replace(reference, version=max(fitting)) if fitting else None

    def kind(self, reference: Reference) -> str:
        """Give the kind of an edition that has been resolved."""
        return self._kinds[reference.edition]

    def requirements(self, reference: Reference) -> frozenset[str]:
        """Give the ids of the requirements of an edition that has been resolved."""
        name = reference.edition
        if name not in self._ids:
            self._ids[name] = requirement_ids(self._editions[name])
        return self._ids[name]

    def resolved(self, relations: Iterable[Correspondence]) -> tuple[Correspondence, ...]:
        """Give the relations with full versions; those that speak of an unknown edition are left out."""
        found = []
        for one in relations:
            source, target = self.resolve(one.source), self.resolve(one.target)
            if source is not None and target is not None:
                found.append(replace(one, source=source, target=target))
        return tuple(found)
