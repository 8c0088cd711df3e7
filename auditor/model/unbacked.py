"""Why a stated fact counts as unbacked: what is said against it, and what its documents lack. No words."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from auditor.model.contested import Contested
from auditor.model.declaration import Bound
from auditor.model.diagnostic import Place
from auditor.model.evidence import Evidence
from auditor.model.ruleset import EvidenceDemand, Requirement
from auditor.model.values import Value


class Said(Struct, frozen=True, kw_only=True):
    """A stated fact that takes part in a contradiction: what is stated, in which unit, and where."""

    fact: str
    value: Value
    unit: str | None
    place: Place | None


class Conflict(Struct, frozen=True, kw_only=True):
    """A rule about contradictions, and the other facts with which one fact breaks it; none where it does so alone."""

    rule: Requirement
    others: tuple[Said, ...]


class Lack(StrEnum):
    """Why a document does not back a fact that it names."""

    FAULT = "fault"
    LATER = "later"
    TOO_OLD = "too-old"
    TOO_WEAK = "too-weak"
    IN_PART = "in-part"
    LEFT_OUT = "left-out"


class Short(Struct, frozen=True, kw_only=True):
    """A document that names a fact, or a part of it, and does not back it as is asked."""

    document: Evidence
    lacks: tuple[Lack, ...]


class Unbacked(Struct, frozen=True, kw_only=True):
    """Why one fact counts as unbacked where a requirement demands evidence.

    `short` are the documents that name it and do not do; `enough` those that would, if nothing were said against it.
    """

    fact: str
    demand: EvidenceDemand
    as_of: date
    conflicts: tuple[Conflict, ...] = ()
    bound: tuple[Bound, ...] = ()
    contested: tuple[Contested, ...] = ()
    short: tuple[Short, ...] = ()
    enough: tuple[Evidence, ...] = ()

    @property
    def is_disputed(self) -> bool:
        """Whether something is said against it, so that no document can back it before that is settled."""
        return bool(self.conflicts or self.bound or self.contested)


class Why(Protocol):
    """Says why a fact counts as unbacked for a demand."""

    def __call__(self, fact: str, demand: EvidenceDemand) -> Unbacked:
        """Give what is said against a fact, and what its documents lack."""
