"""The proof of a finding: a requirement's condition as a tree, with what each part of it came to."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from auditor.model.finding import Observation
from auditor.model.truth import Truth


class Proof(Struct, frozen=True, kw_only=True):
    """One part of a condition: in words, with its truth as declared and as backed.

    `label` says which part it is of the one above: a member's key, `where`, `then`. `decides` says that it is
    among the reasons of the whole, on either track; what is not decided nothing. A comparison has
    `observations`, everything else `children`.
    """

    words: str
    declared: Truth
    backed: Truth
    label: str = ""
    decides: bool = True
    observations: tuple[Observation, ...] = ()
    children: tuple[Proof, ...] = ()


class RequirementProof(Struct, frozen=True, kw_only=True):
    """The conditions of one requirement, proved; no `applies` means that it is asked of every service."""

    requirement: str
    applies: Proof | None
    met: Proof
    rungs: tuple[tuple[Fraction, Proof], ...] = ()
