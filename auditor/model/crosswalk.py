"""Two editions side by side, and what the audit of the one says about the other. Never a verdict or a score."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from auditor.model.correspondence import Relation
from auditor.model.diagnostic import Place
from auditor.model.finding import Finding
from auditor.model.result import Audit
from auditor.model.ruleset import Requirement, Ruleset


class Pair(Struct, frozen=True, kw_only=True):
    """Two requirements that correspond; `relation` is read from the first edition to the second."""

    first: Requirement
    second: Requirement
    relation: Relation
    because: str
    place: Place


class Crosswalk(Struct, frozen=True, kw_only=True):
    """Every pair between two editions, in the order of the first and then of the second."""

    first: Ruleset
    second: Ruleset
    pairs: tuple[Pair, ...]
    watermarks: tuple[str, ...] = ()

    @property
    def alone_in_first(self) -> tuple[Requirement, ...]:
        """The requirements of the first edition that correspond to nothing."""
        paired = {one.first.id for one in self.pairs}
        return tuple(one for one in self.first.requirements if one.id not in paired)

    @property
    def alone_in_second(self) -> tuple[Requirement, ...]:
        """The requirements of the second edition that nothing corresponds to."""
        paired = {one.second.id for one in self.pairs}
        return tuple(one for one in self.second.requirements if one.id not in paired)


class Outcome(StrEnum):
    """What the audit of one edition says about a requirement of another, where that applies.

    `not-met` means not met in full: whether a part would count is for an audit of the other edition to say.
    """

    MET = "met"
    NOT_MET = "not-met"
    OPEN = "open"


class Hindrance(StrEnum):
    """Why nothing is carried over from a finding, or over a relation."""

    PARTIAL = "partial"
    MORE_IS_ASKED = "more-is-asked"
    LESS_IS_ASKED = "less-is-asked"
    NOT_MET_IN_FULL = "not-met-in-full"
    UNDECIDED = "undecided"
    NOT_APPLICABLE = "not-applicable"
    NOT_IN_FORCE = "not-in-force"
    LEFT_OUT = "left-out"
    STRICTER_EVIDENCE = "stricter-evidence"


class Said(Struct, frozen=True, kw_only=True):
    """What one track of a finding says over one relation; a hindrance stands where it says nothing."""

    outcome: Outcome
    hindrance: Hindrance | None = None


class Step(Struct, frozen=True, kw_only=True):
    """One way from a finding of the first edition to a requirement of the second; no finding if it was left out."""

    pair: Pair
    finding: Finding | None
    declared: Said
    backed: Said


class Carried(Struct, frozen=True, kw_only=True):
    """A requirement of the second edition, with all that the audit of the first says about it."""

    requirement: Requirement
    declared: Outcome
    backed: Outcome
    steps: tuple[Step, ...]
    disagree: bool = False


class CarriedOver(Struct, frozen=True, kw_only=True):
    """An audit of the first edition, read across to the second."""

    crosswalk: Crosswalk
    audit: Audit
    carried: tuple[Carried, ...]

    @property
    def watermarks(self) -> tuple[str, ...]:
        """What a reader must know of the editions, and of the audit."""
        walk = self.crosswalk
        of_audit = (f"{walk.first.name}: {mark}" for mark in self.audit.watermarks)
        return tuple(dict.fromkeys((*walk.watermarks, *of_audit)))
