"""What a new edition does to services: who flips, and which change of the edition did it."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from auditor.model.declaration import Declaration
from auditor.model.diagnostic import Diagnostic
from auditor.model.finding import Finding, Status
from auditor.model.result import Audit, Track
from auditor.model.ruleset import Requirement
from auditor.model.rulesetdiff import Change, RulesetDiff


class Cause(Struct, frozen=True, kw_only=True):
    """What can be undone by itself: a change, or all changes that come through one parameter.

    `several` marks changes of one requirement of which none alone brings a flip about.
    """

    id: str
    changes: tuple[Change, ...]
    several: bool = False


class Outcome(Struct, frozen=True, kw_only=True):
    """How a requirement came out, on both tracks."""

    declared: Status
    backed: Status


class Flip(Struct, frozen=True, kw_only=True):
    """A requirement that comes out otherwise under the new edition, and why.

    An outcome is None where the edition does not have the requirement, or leaves it out as encoded from memory.
    """

    requirement: Requirement
    formerly: str | None
    old: Outcome | None
    new: Outcome | None
    cause: Cause


class Turn(Struct, frozen=True, kw_only=True):
    """A verdict that turns. `decisive` are the causes that would each undo the turn if they alone were undone.

    Where there is none the turn is the work of several together.
    """

    track: Track
    decisive: tuple[Cause, ...]


class ServiceImpact(Struct, frozen=True, kw_only=True):
    """One declaration under both editions."""

    old: Audit
    new: Audit
    flips: tuple[Flip, ...]
    turns: tuple[Turn, ...]

    @property
    def declaration(self) -> Declaration:
        """The declaration that was judged twice."""
        return self.new.declaration


class CauseTally(Struct, frozen=True, kw_only=True):
    """What one cause did to all services: flips, services with a flip, verdicts that it alone would turn back.

    `failing` are the flips that end in not met or partly met, as declared.
    """

    cause: Cause
    flips: int
    failing: int
    services: int
    turns: int


class Impact(Struct, frozen=True, kw_only=True):
    """Two editions and every declaration that was given.

    `left_out` are declarations compiled by others, which are never judged. `given` counts inputs; those that are
    neither judged nor left out could not be used.
    """

    diff: RulesetDiff
    as_of: date
    as_written: bool
    services: tuple[ServiceImpact, ...]
    left_out: tuple[Declaration, ...]
    tallies: tuple[CauseTally, ...]
    given: int
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def unusable(self) -> int:
        """How many inputs could not be used."""
        return self.given - len(self.services) - len(self.left_out)


def outcome(finding: Finding | None) -> Outcome | None:
    """Give how a finding came out; None for one that is not there."""
    return None if finding is None else Outcome(declared=finding.declared.status, backed=finding.backed.status)
