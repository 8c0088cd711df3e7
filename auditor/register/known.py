"""What a register knows by name: services, editions and requirements. A name that it does not know is a slip."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from auditor.register import tables
from auditor.register.connect import told
from auditor.register.reading import Register


def services(register: Register, known_at: datetime | None) -> tuple[str, ...]:
    """Give the ids of all services that filed anything, or that others compiled."""
    submission = tables.submission.c
    wanted = select(submission.service).where(submission.moment <= register.moment_at(known_at)).distinct()
    with told(register.path):
        return tuple(register.connection.execute(wanted.order_by(submission.service)).scalars())


def editions(register: Register, known_at: datetime | None) -> tuple[tuple[str, str], ...]:
    """Give each edition that anything was audited against: a ruleset's id and a version."""
    edition = tables.edition.c
    wanted = (
        select(edition.ruleset, edition.version)
        .where(edition.moment <= register.moment_at(known_at))
        .distinct()
        .order_by(edition.ruleset, edition.version)
    )
    with told(register.path):
        return tuple((row.ruleset, row.version) for row in register.connection.execute(wanted))


def requirements(register: Register, known_at: datetime | None) -> tuple[str, ...]:
    """Give the ids of all requirements that anything was audited on."""
    edition, asked = tables.edition.c, tables.requirement.c
    wanted = (
        select(asked.requirement)
        .join(tables.edition, edition.id == asked.edition)
        .where(edition.moment <= register.moment_at(known_at))
        .distinct()
        .order_by(asked.requirement)
    )
    with told(register.path):
        return tuple(register.connection.execute(wanted).scalars())
