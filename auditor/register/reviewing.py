"""What reviewers decided on findings: kept beside verdicts, never over them. Names of reviewers stand apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select

from auditor.model.decision import Decision
from auditor.model.diagnostic import Place
from auditor.model.evidence import Assurance
from auditor.model.reviews import Opinion, Review
from auditor.register import tables
from auditor.register.choosing import Choice
from auditor.register.connect import told
from auditor.register.reading import Register
from auditor.register.store import Store


def reviews(register: Register, known_at: datetime | None = None) -> tuple[Review, ...]:
    """Give what reviewers decided on findings, in their order, as far as the register knew it at a time."""
    decision, review, person = tables.decision.c, tables.review.c, tables.people.c
    wanted = (
        select(
            *(decision[one] for one in ("service", "ruleset", "requirement", "decided_on", "because", "text_sha256")),
            tables.submission.c.sha256,
            review.opinion,
            person.name,
        )
        .join(tables.review, review.decision == decision.id)
        .join(tables.submission, tables.submission.c.id == decision.submission)
        .join(tables.people, (person.kind == "decision") & (person.owner == decision.id), isouter=True)
        .where(decision.moment <= register.moment_at(known_at))
        .order_by(decision.id)
    )
    with told(register.path):
        rows = register.connection.execute(wanted).mappings().all()
    return tuple(
        Review(
            submission=row["sha256"],
            service=row["service"],
            ruleset=row["ruleset"],
            requirement=row["requirement"],
            opinion=Opinion(row["opinion"]),
            reviewer=row["name"] or "",
            on=date.fromisoformat(row["decided_on"]),
            because=row["because"],
            result_sha256=row["text_sha256"],
        )
        for row in rows
    )


def add_review(store: Store, review: Review, now: datetime) -> int:
    """Keep what a reviewer decided, and give its number."""
    decision = Decision(
        requirement=f"{review.ruleset}/{review.requirement}",
        service=review.service,
        accepted=review.opinion is Opinion.ACCEPT,
        reviewer=review.reviewer,
        on=review.on,
        because=review.because,
        assurance=Assurance.ASSERTED,
        text_sha256=review.result_sha256,
        place=Place(""),
    )
    return store.add_decision(decision, now, submission=review.submission, opinion=review.opinion)


def result_digest(register: Register, number: int) -> str:
    """Give the digest of a result, as it was before names were taken out."""
    with told(register.path):
        wanted = select(tables.result.c.sha256).where(tables.result.c.id == number)
        return str(register.connection.execute(wanted).scalar_one())


def beside(filings: Sequence[Choice], found: Sequence[Review]) -> Mapping[str, tuple[Review, ...]]:
    """Give, by the digest of each filing, what was decided on it and on earlier filings of its service.

    Only decisions by the ruleset that the filing was audited by are meant.
    """
    by_service: dict[tuple[str, str], list[Review]] = defaultdict(list)
    for one in found:
        by_service[one.service, one.ruleset].append(one)
    return {
        one.entry.sha256: tuple(by_service[one.entry.service, one.entry.ruleset])
        for one in filings
        if (one.entry.service, one.entry.ruleset) in by_service
    }
