"""What a register remembers for a batch: what was audited before by the same terms, and which day is the latest."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from msgspec.structs import replace
from sqlalchemy import Connection, select

from auditor.model.batch import Latest, Other, Recalled, Terms
from auditor.model.plaintext import called
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


def recall(connection: Connection, sha256s: Collection[str], terms: Terms, *, whole: bool) -> Mapping[str, Recalled]:
    """Give the summaries of submissions, without judgements, and their results where they are wanted whole."""
    submission, result, audit, edition, doubt = (
        one.c for one in (tables.submission, tables.result, tables.audit, tables.edition, tables.doubt)
    )
    found: dict[str, Recalled] = {}
    numbers: dict[int, str] = {}
    for part in parts(list(sha256s)):
        columns = [submission.sha256.label("submission"), result.id.label("result"), *audit, *edition, *doubt]
        columns += [result.body] if whole else []
        wanted = (
            select(*columns)
            .join(tables.result, result.submission == submission.id)
            .join(tables.terms, tables.terms.c.id == result.terms)
            .join(tables.audit, audit.result == result.id, isouter=True)
            .join(tables.edition, edition.id == audit.edition, isouter=True)
            .join(tables.doubt, doubt.audit == audit.id, isouter=True)
            .where(tables.terms.c.sha256 == terms_digest(terms), submission.sha256.in_(part))
            .order_by(audit.id)
        )
        for row in connection.execute(wanted):
            told = row._mapping
            before = found.get(told["submission"], Recalled(summaries=()))
            numbers[told["result"]] = told["submission"]
            body = before.result
            if whole and not body:
                names = names_of(connection, "result", told["result"])
                body = put_back(unpacked(told[result.body]), names)
            more = (summary_of(told),) if told[audit.id] is not None else ()
            found[told["submission"]] = Recalled(
                summaries=(*before.summaries, *more), result=body, contested=told[doubt.contested] or 0
            )
    for number, messages in _messages(connection, list(numbers)).items():
        found[numbers[number]] = replace(found[numbers[number]], messages=messages)
    return found


def _messages(connection: Connection, results: Sequence[int]) -> dict[int, dict[str, int]]:
    """Give how often each code stands among the messages of results, by their numbers; none where there is none."""
    message = tables.message.c
    found: dict[int, dict[str, int]] = {}
    for part in parts(results):
        wanted = select(message.result, message.code, message.times).where(message.result.in_(part))
        for number, code, times in connection.execute(wanted):
            found.setdefault(number, {})[code] = times
    return found


def latest(connection: Connection, services: Collection[str], last: int, as_of: date) -> dict[str, Latest]:
    """Give the newest of each service's own filings that state a day up to `as_of`, of those known at a moment."""
    found: dict[str, Latest] = {}
    filed = tables.submission.c
    for part in parts(list(services)):
        wanted = (
            select(filed.service, filed.stated_on, filed.sha256)
            .where(
                filed.service.in_(part),
                filed.moment <= last,
                filed.compiled.is_(False),
                filed.stated_on <= as_of.isoformat(),
            )
            .order_by(filed.stated_on, filed.id)
        )
        for service, day, sha256 in connection.execute(wanted):
            found[service] = Latest(day=date.fromisoformat(day), sha256=sha256)
    return found


def others(connection: Connection, services: Collection[str], last: int) -> dict[str, set[Other]]:
    """Give what was filed of each service, of what was known at a moment."""
    found: dict[str, set[Other]] = {}
    filed = tables.submission.c
    for part in parts(list(services)):
        wanted = (
            select(filed.service, filed.compiled, filed.stated_on, filed.declaration)
            .distinct()
            .where(filed.service.in_(part), filed.moment <= last)
        )
        for service, compiled, day, declaration in connection.execute(wanted):
            stated_on = date.fromisoformat(day) if day else None
            one = Other(compiled=compiled, stated_on=stated_on, declaration=declaration)
            found.setdefault(service, set()).add(one)
    return found


def called_by(connection: Connection, services: Collection[str], last: int) -> dict[str, set[str]]:
    """Give what the filings of each service call it, of those known at a moment."""
    found: dict[str, set[str]] = {}
    filed = tables.submission.c
    for part in parts(list(services)):
        wanted = (
            select(filed.service, filed.name, filed.provider)
            .distinct()
            .where(filed.service.in_(part), filed.moment <= last)
        )
        for service, name, provider in connection.execute(wanted):
            found.setdefault(service, set()).add(called(name, provider))
    return found
