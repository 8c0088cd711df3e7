"""A requirement's conditions, compiled, and how they come out on a track. (Language reference, section 10.)"""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from auditor.engine.backing import Tracks
from auditor.engine.compile import Compiler
from auditor.engine.nodes import Node
from auditor.engine.standing import Truths, credit_of
from auditor.engine.view import View
from auditor.model.condition import Always
from auditor.model.finding import NOTHING, Interval
from auditor.model.ruleset import Requirement, Ruleset
from auditor.model.truth import F, T, Truth


class Compiled(Struct, frozen=True):
    """A requirement with its conditions compiled; no `applies` means always."""

    requirement: Requirement
    applies: Node | None
    met: Node
    rungs: tuple[tuple[Fraction, Node], ...]


def compile_ruleset(ruleset: Ruleset) -> tuple[Compiled, ...]:
    """Compile every requirement, each definition once."""
    compiler = Compiler()
    return tuple(compiled_with(one, compiler) for one in ruleset.requirements)


def compile_requirement(requirement: Requirement) -> Compiled:
    """Compile one requirement alone."""
    return compiled_with(requirement, Compiler())


def compiled_with(requirement: Requirement, compiler: Compiler) -> Compiled:
    """Compile one requirement with a compiler that may know its definitions already."""
    applies = requirement.applies_when
    return Compiled(
        requirement,
        None if isinstance(applies, Always) else compiler.condition(applies),
        compiler.condition(requirement.met_when),
        tuple((rung.credit, compiler.condition(rung.when)) for rung in requirement.rungs),
    )


def truths_on(compiled: Compiled, view: View, applies: Truth | None = None) -> Truths:
    """Put a requirement's conditions to one track. `applies` is whether it applies, for those who know."""
    if applies is None:
        applies = T if compiled.applies is None else compiled.applies.truth(view, None)
    met = compiled.met.truth(view, None)
    if not compiled.rungs:
        return Truths(applies, met)
    credits, nodes = zip(*compiled.rungs, strict=True)
    return Truths(applies, met, tuple([node.truth(view, None) for node in nodes]), credits)


def truths_on_both(compiled: Compiled, tracks: Tracks) -> tuple[Truths, Truths]:
    """Put a requirement's conditions to both tracks; one and the same where the tracks do not differ."""
    declared, backed = tracks.views(compiled.requirement.evidence)
    seen = truths_on(compiled, declared)
    return seen, seen if backed is declared else truths_on(compiled, backed)


def outline(compiled: Compiled, view: View, applies: Truth | None = None) -> tuple[Truth, Interval]:
    """Give what scores and verdicts need of a requirement on the declared track: whether it applies, its credit.

    `applies` is whether it does, for those who know.
    """
    seen = truths_on(compiled, view, applies)
    return seen.applies, NOTHING if seen.applies == F else credit_of(seen, seen)
