"""Challenges beside the declaration that they are filed against: which of them dispute what is declared.

One that disputes nothing is left out, with a warning.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from msgspec.structs import replace

from auditor.model.challenge import Challenge
from auditor.model.contested import declared_at, disputes
from auditor.model.declaration import Declaration
from auditor.model.diagnostic import Diagnostic, Severity
from auditor.model.facts import Facts
from auditor.model.values import show


def attached(declaration: Declaration, filed: Iterable[Challenge]) -> tuple[Declaration, tuple[Diagnostic, ...]]:
    """Put challenges that came in a file beside a declaration to those in it, with warnings of what does nothing.

    Those about another service are passed over. What disputes nothing, or stands in the declaration already, is left
    out.
    """
    kept, idle = disputing(declaration.facts, [one for one in filed if one.service == declaration.service.id])
    known = {_mark(one): one for one in declaration.challenges}
    twice = [_again(one, known[_mark(one)]) for one in kept if _mark(one) in known]
    added = tuple(one for one in kept if _mark(one) not in known)
    return replace(declaration, challenges=(*declaration.challenges, *added)), (*idle, *twice)


def disputing(facts: Facts, challenges: Iterable[Challenge]) -> tuple[tuple[Challenge, ...], tuple[Diagnostic, ...]]:
    """Give the challenges that dispute what is declared, and a warning for each that does not."""
    kept: list[Challenge] = []
    idle: list[Diagnostic] = []
    for one in challenges:
        declared = declared_at(facts, one.fact)
        if disputes(one.says, declared):
            kept.append(one)
        elif declared is None:
            idle.append(_idle(one, "not-stated", f"nothing is stated at `{one.fact}`, so nothing is contested there"))
        else:
            message = f"it says of `{one.fact}` what is declared, {show(declared)}, so nothing is contested"
            idle.append(_idle(one, "no-dispute", message))
    return tuple(kept), tuple(idle)


def unknown_services(challenges: Iterable[Challenge], services: Collection[str]) -> tuple[Diagnostic, ...]:
    """Warn of challenges about a service that is not among these."""
    return tuple(
        _idle(one, "unknown-service", f"none of the declarations is of `{one.service}`")
        for one in challenges
        if one.service not in services
    )


def _mark(one: Challenge) -> tuple[str, str, date]:
    return one.fact, one.filed_by, one.on


def _idle(one: Challenge, code: str, message: str) -> Diagnostic:
    return Diagnostic(
        code=f"challenge.{code}",
        message=message,
        place=one.place,
        why="a challenge that does nothing may be a slip of the pen",
        severity=Severity.WARNING,
    )


def _again(one: Challenge, first: Challenge) -> Diagnostic:
    message = f"the challenge to `{one.fact}` by {one.filed_by} stands in the declaration already"
    return replace(_idle(one, "repeated", message), also=(first.place,))
