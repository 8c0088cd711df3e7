"""Challenges as others may file them, built by hand or written as a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from auditor.model.challenge import Challenge, CounterEvidence, Reply
from auditor.model.dates import DateSpan
from auditor.model.diagnostic import Place
from auditor.model.values import Value

DM = "surfaces.direct_messages.grooming_detection"
EVIDENCE = CounterEvidence(
    publisher="Example Charity",
    title="What happened when we wrote to a child's account",
    issued=DateSpan(date(2026, 9, 18), date(2026, 9, 18)),
    source="https://example.org/report",
)


def challenge(
    fact: str = DM,
    says: Value = False,
    *,
    service: str = "harbour",
    on: date = date(2026, 9, 20),
    by: str = "Example Charity",
    reply: Reply | None = None,
) -> Challenge:
    """Make one challenge, filed before the day on which most tests look."""
    return Challenge(
        service=service,
        fact=fact,
        says=says,
        filed_by=by,
        on=on,
        window=date(2099, 1, 1),
        evidence=(EVIDENCE,),
        place=Place("challenges.yaml", 2, 11),
        reply=reply,
    )


def filed() -> Sequence[Challenge]:
    """Give challenges to two of the examples: answered, unanswered, and one that was filed after the usual day."""
    answered = Reply(
        asked=date(2026, 9, 20),
        deadline=date(2026, 10, 4),
        place=Place("challenges.yaml", 9, 5),
        text="The accounts in the test were those of adults.",
        answered=date(2026, 9, 25),
    )
    return (
        challenge(reply=answered),
        challenge("grooming.languages_share", 40, by="B. Body"),
        challenge("users.children.can_use", False, on=date(2026, 10, 2)),
        challenge("surfaces.direct_messages.offered", False, service="discord"),
    )


def written(*changes: tuple[str, str], service: str = "harbour") -> str:
    """Write a file with one good challenge, and with the changes made to it."""
    text = f"""\
challenges:
  - fact: {DM}
    service: {service}
    says: false
    filed_by: Example Charity
    date: 2026-09-20
    window: 2026-10-04
    evidence:
      - {{publisher: Example Charity, title: A report, date: 2026-09, source: "https://example.org/report"}}
    reply: {{asked: 2026-09-20, deadline: 2026-10-04, text: It was an error., answered: 2026-09-25}}
"""
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text
