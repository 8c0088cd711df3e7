"""What becomes of inputs, as rows: submissions, texts, results, audits and findings, each kept once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Connection, Table, select

from auditor.model.batch import Filed, Judged, Name, Outcome, State, Summary
from auditor.model.decision import Decision
from auditor.model.diagnostic import Diagnostic, Severity
from auditor.model.finding import Status
from auditor.model.reviews import Opinion
from auditor.register import tables
from auditor.register.people import quoted_in, taken_out
from auditor.register.rows import Rows

_MANY: Final = 500


def keep(connection: Connection, rows: Rows, run: int, outcomes: Sequence[Outcome]) -> None:
    """Add the rows of a chunk of inputs of one run."""
    terms = connection.execute(select(tables.run.c.terms).where(tables.run.c.id == run)).scalar_one()
    digests = [one.filed.sha256 for one in outcomes if one.filed is not None]
    submissions = _known(connection, tables.submission, digests)
    results = {
        digest: number
        for digest, number in connection.execute(_results_of(list(submissions.values()), terms))
        if digest in submissions
    }
    for one in outcomes:
        submission = None if one.filed is None else _submission(rows, one.filed, submissions)
        if one.judged is not None and one.judged.filed.sha256 not in results:
            assert submission is not None, "what was judged was filed"
            results[one.judged.filed.sha256] = _result(connection, rows, one.judged, submission, terms)
        _input(rows, run, one, submission, results)


def _results_of(submissions: list[int], terms: int) -> Any:
    return (
        select(tables.submission.c.sha256, tables.result.c.id)
        .join(tables.result, tables.result.c.submission == tables.submission.c.id)
        .where(tables.result.c.terms == terms, tables.submission.c.id.in_(submissions))
    )


def _known(connection: Connection, table: Table, digests: Sequence[str]) -> dict[str, int]:
    """Give the numbers of those rows of a table that are there already, by their digests."""
    found: dict[str, int] = {}
    for part in parts(digests):
        wanted = select(table.c.sha256, table.c.id).where(table.c.sha256.in_(part))
        found |= {row.sha256: row.id for row in connection.execute(wanted)}
    return found


def parts(several: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Give them in parts that a statement can take."""
    for start in range(0, len(several), _MANY):
        yield several[start : start + _MANY]


def _submission(rows: Rows, filed: Filed, known: dict[str, int]) -> int:
    number = known.get(filed.sha256)
    if number is None:
        number = known[filed.sha256] = rows.add(
            tables.submission,
            sha256=filed.sha256,
            declaration=filed.declaration,
            evidence=filed.evidence,
            service=filed.service,
            name=filed.name,
            provider=filed.provider,
            stated_on=filed.stated_on.isoformat() if filed.stated_on else None,
            compiled=filed.compiled,
        )
    return number


def _result(connection: Connection, rows: Rows, judged: Judged, submission: int, terms: int) -> int:
    assert judged.packed is not None, "where a register keeps what comes, workers make it ready"
    service, (content, whole) = judged.filed.service, judged.packed
    digest = content.sha256
    text = rows.learned.get(("text", digest)) or _known(connection, tables.text, [digest]).get(digest)
    if text is None:
        text = rows.add(tables.text, sha256=digest, size=content.size, body=content.body)
        _people(rows, "text", text, service, content.names)
        rows.learned["text", digest] = text
    result = rows.add(
        tables.result,
        submission=submission,
        terms=terms,
        text=text,
        sha256=whole.sha256,
        size=whole.size,
        body=whole.body,
    )
    _people(rows, "result", result, service, whole.names)
    for code, times in sorted(judged.messages.items()):
        rows.put(tables.message, result=result, code=code, times=times)
    for summary in judged.summaries:
        edition = rows.edition(summary)
        audit = rows.add(tables.audit, result=result, edition=edition, **_figures(summary))
        rows.put(
            tables.doubt,
            audit=audit,
            may_be_empty=summary.may_be_empty,
            backed_may_be_empty=summary.backed_may_be_empty,
            contested=judged.contested,
        )
        rows.findings(audit, edition, summary.judgements)
    return result


def _people(rows: Rows, kind: str, owner: int, service: str | None, names: Sequence[Name]) -> None:
    for one in names:
        rows.add(
            tables.people,
            kind=kind,
            owner=owner,
            service=service,
            field=one.field,
            at=one.at,
            length=one.length,
            name=one.text,
        )


def _figures(summary: Summary) -> dict[str, Any]:
    counted = dict.fromkeys(tables.COUNTS) if not summary.counts else {_column(one): 0 for one in Status}
    return {
        "verdict": summary.verdict.value if summary.verdict else None,
        "verdict_backed": summary.verdict_backed.value if summary.verdict_backed else None,
        **_points("score", summary.score),
        **_points("score_backed", summary.score_backed),
        **counted,
        **{_column(one): count for one, count in summary.counts.items()},
    }


def _column(status: Status) -> str:
    return status.value.replace("-", "_")


def _points(name: str, score: tuple[str, str] | None) -> dict[str, int | None]:
    low, high = (None, None) if score is None else (int(Decimal(one) * 100) for one in score)
    return {f"{name}_low": low, f"{name}_high": high}


def _input(rows: Rows, run: int, one: Outcome, submission: int | None, results: Mapping[str, int]) -> None:
    audited = one.judged is not None or one.known
    messages, names = _told(one.diagnostics)
    number = rows.add(
        tables.input,
        run=run,
        position=one.position,
        shown=plain(one.shown),
        state=one.state.value,
        submission=submission,
        result=results[one.filed.sha256] if audited and one.filed is not None else None,
        known=one.known,
        of=plain(one.of) or None,
        codes=" ".join(sorted(_codes(one))),
        diagnostics=None if messages == "[]" else messages,
        of_sha256=one.of_sha256 or None,
    )
    _people(rows, "input", number, one.filed.service if one.filed else None, names)


def _codes(one: Outcome) -> set[str]:
    """Give the codes of what an input suffers from: where it cannot be used, of what refuses it alone."""
    unusable = one.state is State.UNUSABLE
    return {each.code for each in one.diagnostics if each.severity is Severity.ERROR or not unusable}


def _told(diagnostics: Sequence[Diagnostic]) -> tuple[str, tuple[Name, ...]]:
    """Give diagnostics as JSON, with what they quote filled; lines of the file itself are not kept."""
    written = b"["
    spots = []
    for one in diagnostics:
        place = one.place
        head = {
            "code": one.code,
            "severity": one.severity.value,
            "file": place.file if place else None,
            "line": place.line if place else None,
            "column": place.column if place else None,
        }
        message = json.dumps(one.message)
        written += (", " if len(written) > 1 else "").encode()
        written += f'{json.dumps(head)[:-1]}, "message": '.encode()
        spots += [(field, len(written) + at, len(written) + to) for field, at, to in quoted_in(one.code, message)]
        written += f"{message}}}".encode()
    filled, names = taken_out(written + b"]", spots)
    return filled.decode(), names


def plain(text: str) -> str:
    """Give a text that can be kept: names of files may hold what is no character."""
    return text.encode("utf-8", "backslashreplace").decode()


def add_decision(
    connection: Connection, rows: Rows, decision: Decision, submission: str | None, opinion: Opinion | None
) -> int:
    """Add a decision's row, and its reviewer's name apart from it."""
    ruleset, _, requirement = decision.requirement.partition("/")
    filed = _known(connection, tables.submission, [submission]) if submission else {}
    number = rows.add(
        tables.decision,
        submission=filed.get(submission or ""),
        ruleset=ruleset,
        requirement=requirement,
        service=decision.service,
        accepted=decision.accepted,
        decided_on=decision.on.isoformat(),
        because=decision.because,
        assurance=decision.assurance.value,
        text_sha256=decision.text_sha256,
    )
    reviewer = Name("reviewer", 0, 0, decision.reviewer)
    _people(rows, "decision", number, decision.service, [reviewer])
    if opinion is not None:
        rows.add(tables.review, decision=number, opinion=opinion.value)
    return number
