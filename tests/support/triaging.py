"""Profiles and answers to triage by hand: small, round, and each thing said once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from auditor.model.answering import Answered, Seen
from auditor.model.batch import State
from auditor.model.dates import parse_date
from auditor.model.finding import Interval, Reason, Status
from auditor.model.register import Entry
from auditor.model.scorecard import Verdict
from auditor.model.triage import Measured, Paper, Passage, Profile, Weighed
from tests.support.registers import NOW, digest

WHOLE = Interval(Fraction(0), Fraction(1))
NONE = Interval(Fraction(0), Fraction(0))
ALL = Interval(Fraction(1), Fraction(1))


def entry(service: str, *, provider: str | None = None, day: str = "2026-06-30", compiled: bool = False) -> Entry:
    """Give an audited filing of a service."""
    return Entry(
        state=State.AUDITED,
        known_from=NOW,
        sha256=digest(service, day),
        service=service,
        name=service.title(),
        provider=provider or f"{service} ltd",
        stated_on=date.fromisoformat(day) if day else None,
        compiled=compiled,
        as_of=date(2026, 10, 1),
        ruleset="rules",
        version="1.0.0",
        verdict=None if compiled else Verdict.NOT_COMPLIANT,
        verdict_backed=None if compiled else Verdict.CANNOT_TELL,
        score=None if compiled else ("10.00", "20.00"),
        score_backed=None if compiled else ("0.00", "20.00"),
        result=1,
    )


def weighed(
    requirement: str,
    status: Status,
    *,
    weight: int = 1,
    backed: Status | None = None,
    credit: Interval | None = None,
    decisive: bool = True,
    **more: Any,
) -> Weighed:
    """Give a finding; its backed credit follows from its status, unless it is given."""
    came_to = backed or status
    usual = {Status.MET: ALL, Status.UNDECIDED: WHOLE}
    return Weighed(
        requirement=requirement,
        weight=Fraction(weight),
        decisive=decisive,
        status=status,
        backed=came_to,
        credit=credit or usual.get(came_to, NONE),
        **more,
    )


def profile(service: str, *, day: str = "2026-06-30", provider: str | None = None, **said: Any) -> Profile:
    """Give what a filing says."""
    return Profile(entry=entry(service, day=day, provider=provider), **said)


def papers(*issued: str, sha256: str = "") -> tuple[Paper, ...]:
    """Give documents of these days."""
    return tuple(Paper(id=f"d{at}", sha256=sha256, issued=parse_date(one)) for at, one in enumerate(issued))


def says(*texts: str) -> tuple[Passage, ...]:
    """Give running text."""
    return tuple(Passage(where=f"alternatives.{at}.measure", text=one) for at, one in enumerate(texts))


def measured(fact: str, number: int | str, bound: int) -> Measured:
    """Give a number that passes a bound."""
    return Measured(
        fact=fact, number=Fraction(number), bound=Fraction(bound), seen=str(number), wanted=f"at least {bound}"
    )


def answered(service: str, seen: Sequence[tuple[str, int | str]], *, users: int | None = None) -> Answered:
    """Give an answer that is not met; whole numbers in it are numbers."""
    return Answered(
        entry=entry(service),
        status=Status.NOT_MET,
        backed=Status.NOT_MET,
        seen=tuple(
            Seen(fact=fact, text=str(one), number=Fraction(one) if isinstance(one, int) else None)
            for fact, one in seen
        ),
        kinds=("messaging",),
        users=users,
    )


UNSURE = Reason.SCOPE_UNBACKED
