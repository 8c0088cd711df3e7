"""What a register remembers for a batch: what was audited before by the same terms, and which day is the latest."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import Connection, func, select

from auditor.model.batch import Summary, Terms
from auditor.register import tables
from auditor.register.keeping import parts
from auditor.register.packing import unpacked
from auditor.register.people import put_back
from auditor.register.rows import terms_digest
from auditor.register.shaping import names_of, summary_of


def held(connection: Connection, sha256s: Collection[str], terms: Terms) -> frozenset[str]:
    """Give those of the submissions that there is a result of, by these terms."""
    found: set[str] = set()
    submission, result = tables.submission.c, tables.result.c
    for part in parts(list(sha256s)):
        wanted = (
            select(submission.sha256)
            .join(tables.result, result.submission == submission.id)
            .join(tables.terms, tables.terms.c.id == result.terms)
            .where(tables.terms.c.sha256 == terms_digest(terms), submission.sha256.in_(part))
        )
        found.update(connection.execute(wanted).scalars())
    return frozenset(found)


def recall(
    connection: Connection, sha256s: Collection[str], terms: Terms, *, whole: bool
) -> Mapping[str, tuple[tuple[Summary, ...], bytes]]:
    """Give the summaries of submissions, without judgements, and their results where they are wanted whole."""
    submission, result, audit, edition = (
        one.c for one in (tables.submission, tables.result, tables.audit, tables.edition)
    )
    found: dict[str, tuple[tuple[Summary, ...], bytes]] = {}
    for part in parts(list(sha256s)):
        columns = [submission.sha256.label("submission"), result.id.label("result"), *audit, *edition]
        columns += [result.body] if whole else []
        wanted = (
            select(*columns)
            .join(tables.result, result.submission == submission.id)
            .join(tables.terms, tables.terms.c.id == result.terms)
            .join(tables.audit, audit.result == result.id, isouter=True)
            .join(tables.edition, edition.id == audit.edition, isouter=True)
            .where(tables.terms.c.sha256 == terms_digest(terms), submission.sha256.in_(part))
            .order_by(audit.id)
        )
        for row in connection.execute(wanted):
            told = row._mapping
            before, body = found.get(told["submission"], ((), b""))
            if whole and not body:
                names = names_of(connection, "result", told["result"])
                body = put_back(unpacked(told[result.body]), names)
            more = (summary_of(told),) if told[audit.id] is not None else ()
            found[told["submission"]] = ((*before, *more), body)
    return found


def latest(connection: Connection, services: Collection[str], last: int) -> dict[str, date]:
    """Give the latest day that each service's own filings state, up to a moment."""
    found: dict[str, date] = {}
    filed = tables.submission.c
    for part in parts(list(services)):
        wanted = (
            select(filed.service, func.max(filed.stated_on))
            .where(
                filed.service.in_(part), filed.moment <= last, filed.compiled.is_(False), filed.stated_on.is_not(None)
            )
            .group_by(filed.service)
        )
        found |= {service: date.fromisoformat(day) for service, day in connection.execute(wanted)}
    return found
