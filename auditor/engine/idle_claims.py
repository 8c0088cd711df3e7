"""Measures and alternatives that a declaration claims, and that count for nothing under an edition."""

from __future__ import annotations

from auditor.model.declaration import Alternative, Declaration, Measure
from auditor.model.diagnostic import Diagnostic, Severity
from auditor.model.ruleset import Ruleset


def idle_claims(declaration: Declaration, ruleset: Ruleset) -> tuple[Diagnostic, ...]:
    """Warn of measures and alternatives that count for nothing under this edition.

    They name a requirement which it does not have, or offer an alternative where it accepts none.
    """
    known = {f"{ruleset.id}/{one.id}": one for one in ruleset.requirements}
    named: tuple[Measure | Alternative, ...] = (*declaration.measures, *declaration.alternatives)
    unknown = [
        _unknown(one, ruleset)
        for one in named
        if one.requirement.startswith(f"{ruleset.id}/") and one.requirement not in known
    ]
    refused = [
        _refused(one, ruleset)
        for one in declaration.alternatives
        if one.requirement in known and not known[one.requirement].alternatives
    ]
    return (*unknown, *refused)


def _refused(one: Alternative, ruleset: Ruleset) -> Diagnostic:
    name = one.requirement.partition("/")[2]
    return Diagnostic(
        code="declaration.alternative-refused",
        message=f"{ruleset.name} accepts no alternative to `{name}`",
        place=one.place,
        why="only where an edition allows alternatives can another measure stand in the place of what it asks",
        help="declare what is in place; say under `measures` what is done in its stead",
        severity=Severity.WARNING,
    )


def _unknown(one: Measure | Alternative, ruleset: Ruleset) -> Diagnostic:
    name = one.requirement.partition("/")[2]
    now = next((each.id for each in ruleset.requirements if each.formerly == name), None)
    return Diagnostic(
        code="declaration.unknown-requirement",
        message=f"{ruleset.name} has no requirement `{name}`",
        place=one.place,
        why="what is said of it here counts for nothing under this edition",
        help=f"this edition calls it `{now}`" if now else f"`auditor ruleset show {ruleset.id}` lists them",
        severity=Severity.WARNING,
    )
