"""A batch as lines of JSON, contract `auditor.batch/1`: a header, a line an input in their order, and a trailer.

Lines say nothing of when they were written, by how many workers, or whether a register knew the answer already: the
same inputs give the same bytes. The schema is `schemas/batch-1.json` beside this file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from auditor.model.batch import Aside, Filed, Outcome, State, Summary, Terms
from auditor.model.finding import Status
from auditor.report.jsonfindings import day_json
from auditor.report.jsontext import Json, dump_line, unbroken
from auditor.report.jsonv1 import diagnostic_json

SCHEMA: Final = "auditor.batch/1"
SCHEMA_FILE: Final = "schemas/batch-1.json"


def header(terms: Terms, outside: Mapping[str, str]) -> bytes:
    """Say by which rules the inputs are judged; `outside` are instruments with none in force on the day, and why."""
    return _line(
        {
            "kind": "header",
            "schema": SCHEMA,
            "tool": {"name": "auditor", "version": terms.version},
            "as_of": terms.as_of.isoformat(),
            "rules": [{"name": name, "sha256": sha256} for name, sha256 in terms.rulesets],
            "include_recalled": terms.include_recalled,
            "respect_dates": terms.respect_dates,
            "outside": [{"name": name, "why": why} for name, why in outside.items()],
        }
    )


def line(outcome: Outcome, *, whole: bool = False) -> bytes:
    """Say what became of one input; with `whole`, the result that there is of it too."""
    judged = outcome.judged
    members: dict[str, Json] = {
        "kind": "input",
        "position": outcome.position,
        "input": outcome.shown,
        "state": outcome.state.value,
        "of": outcome.of or None,
        "of_submission": outcome.of_sha256 or None,
        **_filed(outcome.filed),
        "audits": [_summary(one) for one in judged.summaries] if judged is not None else [],
        "contested": None if judged is None else judged.contested,
        "diagnostics": [diagnostic_json(one) for one in outcome.diagnostics],
    }
    if not whole:
        return _line(members)
    result = b"null" if judged is None or not judged.result else unbroken(judged.result)
    return _line(members)[:-2] + b', "result": ' + result + b"}\n"


def trailer(given: int, counts: Mapping[State, int], aside: Aside, *, complete: bool) -> bytes:
    """Count what was given by what became of it; `complete` unless the run was ended before its end.

    `aside` is what was seen and is no input: it is in no count.
    """
    return _line(
        {
            "kind": "trailer",
            "given": given,
            "counts": {state.value: counts.get(state, 0) for state in State},
            "complete": complete,
            "left_aside": {
                "files": aside.files,
                "links": aside.links,
                "archives": aside.archives,
                "archive_names": [*aside.archive_names],
                "empty_folders": aside.empty,
                "empty_folder_names": [*aside.empty_names],
            },
        }
    )


def _line(members: dict[str, Json]) -> bytes:
    return dump_line(members).encode()


def _filed(filed: Filed | None) -> dict[str, Json]:
    if filed is None:
        names = ("service", "stated_on", "compiled", "sha256", "declaration_sha256", "evidence_sha256")
        return dict.fromkeys(names)
    return {
        "service": {"id": filed.service, "name": filed.name, "provider": filed.provider},
        "stated_on": day_json(filed.stated_on),
        "compiled": filed.compiled,
        "sha256": filed.sha256,
        "declaration_sha256": filed.declaration,
        "evidence_sha256": filed.evidence,
    }


def _summary(summary: Summary) -> dict[str, Json]:
    judged = summary.verdict is not None
    return {
        "ruleset": summary.ruleset,
        "version": summary.version,
        "ruleset_sha256": summary.ruleset_sha256,
        "vocabulary_sha256": summary.vocabulary_sha256,
        "verdict": {
            "declared": None if summary.verdict is None else summary.verdict.value,
            "backed": None if summary.verdict_backed is None else summary.verdict_backed.value,
        },
        "score": {
            "declared": _points(summary.score, summary.may_be_empty),
            "backed": _points(summary.score_backed, summary.backed_may_be_empty),
        },
        "counts": {status.value: summary.counts.get(status, 0) for status in Status} if judged else None,
    }


def _points(score: tuple[str, str] | None, may_be_empty: bool) -> Json:
    return None if score is None else {"low": score[0], "high": score[1], "may_be_empty": may_be_empty}
