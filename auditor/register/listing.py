"""Which submissions a register holds, how they came out, and where each was given."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, literal, or_, select

from auditor.model.batch import State
from auditor.model.register import Entry, History, Listing, Seen, Wanted
from auditor.register import tables
from auditor.register.ordering import newest_first, same_day, undated
from auditor.register.rows import moment_of
from auditor.register.shaping import entry_of

_submission, _result, _audit = tables.submission.c, tables.result.c, tables.audit.c
_terms, _edition, _input = tables.terms.c, tables.edition.c, tables.input.c
_doubt: Final = tables.doubt.c
_AUDITED: Final = State.AUDITED.value


def audits(last: int, ruleset: str | None = None) -> Select[Any]:
    """Select every submission known at a moment with each of its audits; the audit is empty where there is none.

    `filing` numbers a service's submissions from the newest, `turn` a submission's audits by one ruleset: where one
    edition is asked for, those by it apart. `asked` marks audits by what is asked for.
    """
    meant = of_ruleset(_edition.ruleset, _edition.version, ruleset)
    asked = case((and_(*meant), 1), else_=0) if meant else literal(1)
    when = func.coalesce(_result.moment, _submission.moment)
    ended = (
        select(_input.state)
        .where(_input.submission == _submission.id, _input.moment <= last)
        .order_by(_input.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(
            *(_submission[one] for one in ("sha256", "service", "name", "provider", "stated_on", "compiled")),
            _submission.id.label("submission"),
            _result.id.label("result"),
            _terms.as_of,
            _terms.version.label("tool"),
            _edition.ruleset,
            _edition.version,
            *(_audit[one] for one in ("verdict", "verdict_backed", *tables.SCORES, *tables.COUNTS)),
            *(_doubt[one] for one in tables.DOUBTS),
            same_day(last).label("same_day"),
            undated(last).label("undated"),
            _state(ended).label("state"),
            tables.moment.c.at.label("known_from"),
            func.dense_rank()
            .over(
                partition_by=(_submission.service, _submission.compiled),
                order_by=newest_first(_submission, last),
            )
            .label("filing"),
            func.row_number()
            .over(
                partition_by=(_submission.id, _edition.ruleset, *([asked] if meant else [])),
                order_by=(_terms.as_of.desc(), _result.id.desc(), _audit.id.desc()),
            )
            .label("turn"),
            asked.label("asked"),
        )
        .join(tables.result, and_(_result.submission == _submission.id, _result.moment <= last), isouter=True)
        .join(tables.terms, _terms.id == _result.terms, isouter=True)
        .join(tables.audit, _audit.result == _result.id, isouter=True)
        .join(tables.edition, _edition.id == _audit.edition, isouter=True)
        .join(tables.doubt, _doubt.audit == _audit.id, isouter=True)
        .join(tables.moment, tables.moment.c.id == when)
        .where(_submission.moment <= last)
    )


def _state(ended: Any) -> Any:
    return case((_result.id.is_not(None), _AUDITED), else_=func.coalesce(ended, State.INTERRUPTED.value))


def of_ruleset(column: Any, version: Any, ruleset: str | None) -> list[ColumnElement[bool]]:
    """Give the conditions that a ruleset's name comes to: an id, or id@version."""
    name, _, number = (ruleset or "").partition("@")
    found = [column == name] if name else []
    return [*found, or_(version == number, version.startswith(number + ".", autoescape=True))] if number else found


def listed(connection: Connection, wanted: Wanted, last: int) -> Listing:
    """List what is wanted: submissions with their audits, or inputs for a state in which nothing is audited."""
    audited = wanted.state in (None, State.AUDITED)
    query = _entries(wanted, last) if audited else _inputs(wanted, last)
    found = int(connection.execute(select(func.count()).select_from(query.order_by(None).subquery())).scalar_one())
    rows = connection.execute(query.limit(wanted.limit) if wanted.limit else query).mappings()
    return Listing(
        entries=tuple(entry_of(dict(row)) for row in rows),
        found=found,
        known_at=wanted.known_at,
        ruleset=wanted.ruleset or "",
        unaudited=_unaudited(connection, wanted, last) if audited and wanted.ruleset and not wanted.all else (),
    )


def _unaudited(connection: Connection, wanted: Wanted, last: int) -> tuple[Entry, ...]:
    """Give the newest filings that were never audited by the ruleset that is asked for, each once."""
    found = _of_service(audits(last, wanted.ruleset), wanted).subquery()
    row = found.c
    named = (row.service, row.compiled, row.sha256, row.name, row.provider, row.stated_on)
    query = (
        select(*named, func.max(row.state).label("state"), func.max(row.known_from).label("known_from"))
        .where(row.filing == 1)
        .group_by(*named)
        .having(func.max(row.asked) == 0)
        .order_by(row.service, row.compiled)
    )
    return tuple(entry_of(dict(one)) for one in connection.execute(query).mappings())


def _of_service(query: Select[Any], wanted: Wanted) -> Select[Any]:
    return query if wanted.service is None else query.where(_submission.service == wanted.service)


def _entries(wanted: Wanted, last: int) -> Select[Any]:
    found = _of_service(audits(last, wanted.ruleset), wanted).subquery()
    row = found.c
    conditions: list[ColumnElement[bool]] = [row.asked == 1] if wanted.ruleset else []
    conditions += [] if wanted.all else [row.filing == 1, row.turn == 1]
    conditions += [row.state == wanted.state.value] if wanted.state is not None else []
    conditions += [row.verdict == wanted.verdict.value] if wanted.verdict is not None else []
    newest_first = (row.service, row.filing, row.ruleset, row.as_of.desc(), row.result.desc())
    return select(found).where(*conditions).order_by(*newest_first)


def _inputs(wanted: Wanted, last: int) -> Select[Any]:
    """Select the inputs that ended in a state: those of the newest run, or of all."""
    assert wanted.state is not None, "inputs are listed by their state"
    query = _given(last).where(_input.state == wanted.state.value)
    query = _of_service(query, wanted)
    if not wanted.all:
        newest = select(func.max(tables.run.c.id)).where(tables.run.c.moment <= last).scalar_subquery()
        query = query.where(_input.run == newest)
    return query


def _given(last: int) -> Select[Any]:
    """Select inputs with the submissions that they were, in the order of the runs."""
    return (
        select(
            *(_input[one] for one in ("state", "shown", "run", "position", "codes", "of", "of_sha256")),
            *(_submission[one] for one in ("sha256", "service", "name", "provider", "stated_on", "compiled")),
            tables.moment.c.at.label("known_from"),
        )
        .join(tables.submission, _submission.id == _input.submission, isouter=True)
        .join(tables.moment, tables.moment.c.id == _input.moment)
        .where(_input.moment <= last)
        .order_by(_input.run, _input.position)
    )


def input_at(connection: Connection, run: int, position: int, last: int) -> Entry | None:
    """Give one input of one run, as an entry; None where there is none."""
    query = _given(last).where(_input.run == run, _input.position == position)
    found = connection.execute(query).mappings().one_or_none()
    return None if found is None else entry_of(dict(found))


def named(connection: Connection, submission: str, last: int) -> tuple[str, ...]:
    """Give the digests that begin so; where there is none, the newest filing of the service of that id."""
    begun = _submission.sha256.startswith(submission, autoescape=True)
    wanted = select(_submission.sha256).where(begun, _submission.moment <= last).order_by(_submission.id)
    found = tuple(connection.execute(wanted).scalars()) if len(submission) >= 4 else ()
    if found:
        return found
    newest = (
        select(_submission.sha256)
        .where(_submission.service == submission, _submission.moment <= last)
        .order_by(_submission.compiled, *newest_first(_submission, last))
    )
    return tuple(connection.execute(newest.limit(1)).scalars())


def history(connection: Connection, sha256: str, last: int) -> History:
    """Give a submission's audits, the newest first, and the inputs that were it."""
    found = audits(last).where(_submission.sha256 == sha256).subquery()
    rows = connection.execute(
        select(found).order_by(found.c.as_of.desc(), found.c.result.desc(), found.c.ruleset)
    ).mappings()
    entries: tuple[Entry, ...] = tuple(entry_of(dict(row)) for row in rows)
    wanted = (
        select(_input.run, tables.moment.c.at, _input.position, _input.shown, _input.state, _input.known)
        .add_columns(_input.of, _input.of_sha256)
        .join(tables.submission, _submission.id == _input.submission)
        .join(tables.run, tables.run.c.id == _input.run)
        .join(tables.moment, tables.moment.c.id == tables.run.c.moment)
        .where(_submission.sha256 == sha256, _input.moment <= last)
        .order_by(_input.id)
    )
    seen = tuple(
        Seen(
            run=run,
            started=moment_of(at),
            position=position,
            shown=shown,
            state=State(state),
            known=known,
            of=of or "",
            of_sha256=of_sha256 or "",
        )
        for run, at, position, shown, state, known, of, of_sha256 in connection.execute(wanted)
    )
    others = select(func.count()).where(
        _submission.service == (entries[0].service if entries else ""),
        _submission.sha256 != sha256,
        _submission.moment <= last,
    )
    return History(entries=entries, seen=seen, others=int(connection.execute(others).scalar_one()))
