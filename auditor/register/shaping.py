"""Rows of the register back into what the program speaks of: summaries, entries, runs, decisions, names."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, select

from auditor.model.batch import Name, Run, State, Summary, Terms
from auditor.model.decision import Decision
from auditor.model.diagnostic import Diagnostic, Place, Severity
from auditor.model.evidence import Assurance
from auditor.model.finding import Status
from auditor.model.register import Entry
from auditor.model.scorecard import Verdict
from auditor.register import tables
from auditor.register.rows import moment_of

FORGOTTEN: Final = "(name taken out)"


def names_of(connection: Connection, kind: str, owner: int) -> tuple[Name, ...]:
    """Give the names that belong into a text, as far as they are still known."""
    person = tables.people.c
    wanted = (
        select(person.field, person.at, person.length, person.name)
        .where(person.kind == kind, person.owner == owner)
        .order_by(person.at)
    )
    return tuple(Name(*row) for row in connection.execute(wanted))


def verdict_of(written: str | None) -> Verdict | None:
    """Give a verdict; None where there is none."""
    return None if written is None else Verdict(written)


def day_of(written: str | None) -> date | None:
    """Give a day; None where there is none."""
    return None if written is None else date.fromisoformat(written)


def points_of(low: int | None, high: int | None) -> tuple[str, str] | None:
    """Give a score as two decimal strings, from hundredths of a point; None where nothing counts."""
    if low is None or high is None:
        return None
    return f"{low // 100}.{low % 100:02}", f"{high // 100}.{high % 100:02}"


def counts_of(numbers: Sequence[int | None]) -> dict[Status, int]:
    """Give counts by status, from columns in the order of the statuses; empty where nothing was judged."""
    return {one: number for one, number in zip(Status, numbers, strict=True) if number is not None}


def summary_of(row: Mapping[Any, Any]) -> Summary:
    """Give an audit's figures from its row, by the columns of audit, doubt and edition; judgements are left out."""
    audit, doubt, edition = tables.audit.c, tables.doubt.c, tables.edition.c
    return Summary(
        ruleset=row[edition.ruleset],
        version=row[edition.version],
        ruleset_sha256=row[edition.sha256],
        vocabulary_sha256=row[edition.vocabulary_sha256],
        verdict=verdict_of(row[audit.verdict]),
        verdict_backed=verdict_of(row[audit.verdict_backed]),
        score=points_of(row[audit.score_low], row[audit.score_high]),
        score_backed=points_of(row[audit.score_backed_low], row[audit.score_backed_high]),
        may_be_empty=bool(row[doubt.may_be_empty]),
        backed_may_be_empty=bool(row[doubt.backed_may_be_empty]),
        counts=counts_of([row[audit[one]] for one in tables.COUNTS]),
    )


def entry_of(row: Mapping[str, Any]) -> Entry:
    """Give an entry of a list from a row of `listing`; what a row leaves out is as if there were none."""
    get = row.get
    return Entry(
        state=State(row["state"]),
        known_from=moment_of(row["known_from"]),
        sha256=get("sha256") or "",
        service=get("service") or "",
        name=get("name") or "",
        provider=get("provider"),
        stated_on=day_of(get("stated_on")),
        compiled=bool(get("compiled")),
        as_of=day_of(get("as_of")),
        ruleset=get("ruleset") or "",
        version=get("version") or "",
        tool=get("tool") or "",
        verdict=verdict_of(get("verdict")),
        verdict_backed=verdict_of(get("verdict_backed")),
        score=points_of(get("score_low"), get("score_high")),
        score_backed=points_of(get("score_backed_low"), get("score_backed_high")),
        may_be_empty=bool(get("may_be_empty")),
        backed_may_be_empty=bool(get("backed_may_be_empty")),
        counts=counts_of([get(one) for one in tables.COUNTS]),
        contested=get("contested"),
        same_day=get("same_day") or 0,
        undated=get("undated") or 0,
        result=get("result"),
        shown=get("shown") or "",
        run=get("run"),
        position=get("position"),
        codes=tuple((get("codes") or "").split()),
        of=get("of") or "",
        of_sha256=get("of_sha256") or "",
    )


def run_of(row: Mapping[Any, Any]) -> Run:
    """Give a run; one that did not end has no counts."""
    ended = row["ended"]
    return Run(
        id=row["id"],
        started=moment_of(row["began"]),
        ended=None if ended is None else moment_of(ended),
        terms=Terms(
            as_of=date.fromisoformat(row["as_of"]),
            rulesets=tuple((name, digest) for name, digest in json.loads(row["rulesets"])),
            version=row["version"],
            include_recalled=row["include_recalled"],
            respect_dates=row["respect_dates"],
        ),
        given=row["given"],
        counts={} if ended is None else {one: row[one.value] for one in State},
    )


def decision_of(row: Mapping[Any, Any]) -> Decision:
    """Give a decision; where its reviewer's name was taken out, words say so."""
    return Decision(
        requirement=f"{row['ruleset']}/{row['requirement']}",
        service=row["service"],
        accepted=row["accepted"],
        reviewer=row["name"] or FORGOTTEN,
        on=date.fromisoformat(row["decided_on"]),
        because=row["because"],
        assurance=Assurance(row["assurance"]),
        text_sha256=row["text_sha256"],
        place=Place(""),
    )


def diagnostic_of(told: Mapping[str, Any]) -> Diagnostic:
    """Give what was wrong with an input, as it was kept."""
    file = told["file"]
    return Diagnostic(
        code=told["code"],
        message=told["message"],
        severity=Severity(told["severity"]),
        place=None if file is None else Place(file, told["line"], told["column"]),
    )
