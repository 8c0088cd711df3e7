"""A comparison in which somebody filed evidence against one service that filed for itself, and one that did not."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from auditor.model.challenge import Challenge, CounterEvidence, Reply
from auditor.model.comparison import Comparison, Dossier, Standing
from auditor.model.contested import Contested
from auditor.model.dates import DateSpan
from auditor.model.diagnostic import Place
from auditor.model.result import Reported
from tests.support.comparing import SCENARIOS

FACT = "grooming.any_detection"
REPLY = Reply(
    asked=date(2026, 9, 20), deadline=date(2026, 9, 30), place=Place("challenges.yaml", 9), text="It was switched on."
)


def challenge(service: str, says: bool, window: date, reply: Reply | None = None) -> Contested:
    """Contest the fact of a service; the other side stands in line 6 of its file."""
    filed = Challenge(
        service=service,
        fact=FACT,
        says=says,
        filed_by="Example Charity",
        on=date(2026, 9, 20),
        window=window,
        evidence=(
            CounterEvidence(
                publisher="Example Post",
                title="What we saw",
                issued=DateSpan(date(2026, 9, 1), date(2026, 9, 30)),
                source="https://example.org/post",
            ),
            CounterEvidence(
                publisher="Example News", title="More", issued=DateSpan(date(2026, 9, 3), date(2026, 9, 3))
            ),
        ),
        place=Place("challenges.yaml", 3, 5),
        reply=reply,
    )
    return Contested(
        challenge=filed, declared=not says, place=Place(f"{service}.yaml", 6, 3), unit=None, counted=True
    )


def disputed() -> Comparison:
    """Contest Alder, which has not replied and still can, and Gorse, of which the reply stands beside it."""
    comparison = SCENARIOS["everyone"]()
    alder = challenge("alder", False, date(2026, 10, 4))
    gorse = challenge("gorse", True, date(2026, 9, 30), REPLY)
    return replace(
        comparison,
        standings=tuple(_filed(one, alder) for one in comparison.standings),
        dossiers=tuple(_told(one, gorse) for one in comparison.dossiers),
    )


def _filed(one: Standing, against: Contested) -> Standing:
    if one.audit.declaration.service.id != against.challenge.service:
        return one
    return replace(one, audit=replace(one.audit, contested=(against,)))


def _told(one: Dossier, against: Contested) -> Dossier:
    if one.audit.declaration.service.id != against.challenge.service:
        return one
    facts = tuple(
        replace(each, state=Reported.CONTESTED) if each.observation.fact == FACT else each for each in one.focus
    )
    return replace(one, focus=facts, audit=replace(one.audit, contested=(against,)))
