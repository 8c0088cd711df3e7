"""One requirement beside another of a different edition: what the one asks, against what the other asks."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Final

from auditor.model.diagnostic import Place
from auditor.model.records import AlikeBut


class Relation(StrEnum):
    """What the first asks, held against what the second asks: the same, a part, all and more, or an overlap."""

    EQUAL = "equal"
    SUBSET = "subset"
    SUPERSET = "superset"
    INTERSECTS = "intersects"

    @property
    def reversed(self) -> Relation:
        """The same relation, read from the second to the first."""
        return _REVERSED.get(self, self)

    @property
    def covers(self) -> bool:
        """Whether whoever does what the first asks has done all that the second asks."""
        return self in (Relation.EQUAL, Relation.SUPERSET)

    @property
    def is_covered(self) -> bool:
        """Whether whoever misses what the first asks misses what the second asks."""
        return self in (Relation.EQUAL, Relation.SUBSET)


_REVERSED: Final = {Relation.SUBSET: Relation.SUPERSET, Relation.SUPERSET: Relation.SUBSET}

EditionName = tuple[str, tuple[int, ...]]


def name_of(id: str, version: str) -> EditionName:
    """Give the name by which references call an edition."""
    return id, tuple(map(int, version.split(".")))


class Reference(AlikeBut, frozen=True, kw_only=True):
    """A requirement of an edition. A version of two numbers means the newest correction of that edition."""

    left_out: ClassVar = frozenset({"place"})

    ruleset: str
    version: tuple[int, ...]
    requirement: str
    place: Place

    @property
    def edition(self) -> EditionName:
        """The edition, as it is looked up."""
        return self.ruleset, self.version

    @property
    def edition_text(self) -> str:
        """The edition, as it is written."""
        return f"{self.ruleset}@{'.'.join(map(str, self.version))}"

    def __str__(self) -> str:
        return f"{self.edition_text}/{self.requirement}"


class Correspondence(AlikeBut, frozen=True, kw_only=True):
    """One relation as an author wrote it, with the reason in a sentence."""

    left_out: ClassVar = frozenset({"place"})

    source: Reference
    target: Reference
    relation: Relation
    because: str
    place: Place
