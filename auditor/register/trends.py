"""How things went: a service over its filings, a requirement over as-of dates, and one in the other."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, func, select

from auditor.model.finding import Status
from auditor.model.register import Share, Step, Trend, Wanted
from auditor.register import tables
from auditor.register.listing import audits, of_ruleset
from auditor.register.ordering import newest_first, oldest_first
from auditor.register.rows import moment_of
from auditor.register.shaping import day_of, entry_of

_submission, _result, _audit = tables.submission.c, tables.result.c, tables.audit.c
_terms, _edition, _finding = tables.terms.c, tables.edition.c, tables.finding.c
_requirement, _outcome = tables.requirement.c, tables.outcome.c


def trend(connection: Connection, about: str, wanted: Wanted, requirement: str | None, last: int) -> Trend:
    """Give a service's filings in their order, or the shares of a requirement, or its steps in one service."""
    if requirement is None:
        return Trend(about=about, entries=_filings(connection, wanted, last), known_at=wanted.known_at)
    if wanted.service is not None:
        return Trend(about=about, steps=steps(connection, requirement, wanted, last), known_at=wanted.known_at)
    return Trend(about=about, shares=_shares(connection, requirement, wanted, last), known_at=wanted.known_at)


def _filings(connection: Connection, wanted: Wanted, last: int) -> Any:
    found = audits(last).where(_submission.service == wanted.service, _result.id.is_not(None)).subquery()
    row = found.c
    ordered = (
        select(found)
        .where(*of_ruleset(row.ruleset, row.version, wanted.ruleset))
        .order_by(row.ruleset, *oldest_first(row, last), row.as_of, row.result)
    )
    return tuple(entry_of(dict(one)) for one in connection.execute(ordered).mappings())


def _judged(requirement: str, wanted: Wanted, last: int) -> Select[Any]:
    """Select findings on a requirement; `filing` numbers a service's filings among audits of one edition and day."""
    query = (
        select(
            *(_submission[one] for one in ("sha256", "service", "name", "stated_on")),
            _submission.id.label("submission"),
            _terms.as_of,
            _edition.ruleset,
            _edition.version,
            _requirement.requirement,
            _outcome.status,
            _outcome.status_backed,
            tables.moment.c.at,
            func.dense_rank()
            .over(
                partition_by=(_submission.service, _terms.as_of, _edition.id),
                order_by=(*newest_first(_submission, last, _terms.as_of), _result.id.desc()),
            )
            .label("filing"),
            func.dense_rank()
            .over(
                partition_by=(_submission.service, _edition.ruleset),
                order_by=(*newest_first(_submission, last), _terms.as_of.desc(), _result.id.desc()),
            )
            .label("turn"),
        )
        .select_from(tables.audit)
        .join(tables.result, _result.id == _audit.result)
        .join(tables.edition, _edition.id == _audit.edition)
        .join(tables.terms, _terms.id == _result.terms)
        .join(tables.submission, _submission.id == _result.submission)
        .join(tables.requirement, _requirement.edition == _edition.id)
        .join(tables.finding, (_finding.audit == _audit.id) & (_finding.requirement == _requirement.id))
        .join(tables.outcome, _outcome.id == _finding.outcome)
        .join(tables.moment, tables.moment.c.id == _result.moment)
        .where(_requirement.requirement == requirement, _result.moment <= last)
    )
    query = query.where(*of_ruleset(_edition.ruleset, _edition.version, wanted.ruleset))
    return query if wanted.service is None else query.where(_submission.service == wanted.service)


def steps(connection: Connection, requirement: str, wanted: Wanted, last: int) -> tuple[Step, ...]:
    """Give how a requirement came out: of one service in all its filings, else in the newest of each, or in all."""
    found = _judged(requirement, wanted, last).subquery()
    row = found.c
    query = select(found).order_by(row.ruleset, row.service, *oldest_first(row, last), row.as_of, row.at)
    if wanted.service is None and not wanted.all:
        query = query.where(row.turn == 1)
    if wanted.limit:
        query = query.limit(wanted.limit)
    return tuple(
        Step(
            service=one["service"],
            name=one["name"],
            stated_on=day_of(one["stated_on"]),
            as_of=date.fromisoformat(one["as_of"]),
            ruleset=one["ruleset"],
            version=one["version"],
            requirement=one["requirement"],
            status=Status(one["status"]),
            backed=Status(one["status_backed"]),
            known_from=moment_of(one["at"]),
            sha256=one["sha256"],
        )
        for one in connection.execute(query).mappings()
    )


def _shares(connection: Connection, requirement: str, wanted: Wanted, last: int) -> tuple[Share, ...]:
    """Count how a requirement came out, on each as-of date, over the newest filing of each service."""
    found = _judged(requirement, wanted, last).subquery()
    row = found.c
    kinds = (row.as_of, row.ruleset, row.version, row.status, row.status_backed)
    query = (
        select(*kinds, func.count().label("services"), func.count().filter(row.stated_on > row.as_of).label("later"))
        .where(row.filing == 1)
        .group_by(*kinds)
        .order_by(row.ruleset, row.as_of, row.version)
    )
    later: Counter[tuple[str, str, str]] = Counter()
    counted: dict[tuple[str, str, str], tuple[dict[Status, int], dict[Status, int]]] = {}
    for one in connection.execute(query).mappings():
        key = one["as_of"], one["ruleset"], one["version"]
        declared, backed = counted.setdefault(key, (dict.fromkeys(Status, 0), dict.fromkeys(Status, 0)))
        declared[Status(one["status"])] += one["services"]
        backed[Status(one["status_backed"])] += one["services"]
        later[key] += one["later"]
    return tuple(
        Share(
            as_of=date.fromisoformat(as_of),
            ruleset=ruleset,
            version=version,
            requirement=requirement,
            counts=declared,
            backed=backed,
            later=later[as_of, ruleset, version],
        )
        for (as_of, ruleset, version), (declared, backed) in counted.items()
    )
