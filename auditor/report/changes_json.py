"""What changed between two audits as JSON: the contract `auditor.diff/1`, in `schemas/diff-1.json`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from auditor.model.changes import (
    ORDER,
    Cause,
    Change,
    Diff,
    Difference,
    Edit,
    Part,
    ScoreChange,
    SideFile,
    VerdictChange,
)
from auditor.model.diagnostic import Diagnostic
from auditor.model.finding import Interval, Outcome
from auditor.model.ruleset import Ruleset
from auditor.report.jsonfindings import exact_points_json, place_json
from auditor.report.jsontext import Json, dump

SCHEMA: Final = "auditor.diff/1"


def render(diff: Diff, version: str) -> str:
    """Write the difference; `version` is the program's own."""
    return dump(document(diff, version))


def document(diff: Diff, version: str) -> dict[str, Json]:
    """Give the difference as plain JSON values."""
    return {
        "schema": SCHEMA,
        "tool": {"name": "auditor", "version": version},
        "old": _side(diff.old),
        "new": _side(diff.new),
        "order": _causes(ORDER),
        "differences": [difference_json(one) for one in diff.differences],
        "incomparable": [
            {"service": one.service, "ruleset": one.ruleset, "why": one.why} for one in diff.incomparable
        ],
        "diagnostics": [diagnostic_json(one) for one in diff.diagnostics],
    }


def _side(side: SideFile) -> dict[str, Json]:
    return {"file": side.file, "sha256": side.sha256, "kind": "result" if side.saved else "declaration"}


def difference_json(one: Difference) -> dict[str, Json]:
    """Give one service against one instrument, before and after."""
    service = one.new.declaration.service
    return {
        "service": {"id": service.id, "name": service.name, "provider": service.provider},
        "ruleset": {"id": one.new.ruleset.id, "old": _edition(one.old.ruleset), "new": _edition(one.new.ruleset)},
        "as_of": {"old": one.old_as_of.isoformat(), "new": one.new_as_of.isoformat()},
        "declaration": {
            "old": {"file": one.old.declaration.file, "sha256": one.old.declaration.sha256},
            "new": {"file": one.new.declaration.file, "sha256": one.new.declaration.sha256},
        },
        "watermarks": {"old": list(one.old.watermarks), "new": list(one.new.watermarks)},
        "separable": one.separable,
        "causes": _causes(one.causes),
        "inputs": [_edit(edit) for edit in one.edits],
        "verdict": {each.track.value: _verdict(each) for each in one.verdicts},
        "score": {each.track.value: _score(each) for each in one.scores},
        "requirements": [_change(each) for each in one.changes],
    }


def _edition(ruleset: Ruleset) -> dict[str, Json]:
    return {"version": ruleset.version, "sha256": ruleset.sha256}


def _causes(causes: Sequence[Cause]) -> list[Json]:
    return [one.value for one in causes]


def _edit(edit: Edit) -> dict[str, Json]:
    return {
        "cause": edit.cause.value,
        "address": edit.address,
        "old": edit.before,
        "new": edit.after,
        **place_json(edit.place),
    }


def _verdict(one: VerdictChange) -> dict[str, Json]:
    return {
        "old": one.before.value,
        "new": one.after.value,
        "turns": [
            {"causes": _causes(turn.causes), "old": turn.before.value, "new": turn.after.value} for turn in one.turns
        ],
    }


def _score(one: ScoreChange) -> dict[str, Json]:
    return {
        "old": _points(one.before),
        "new": _points(one.after),
        "difference": _points(one.points),
        "parts": [_part(part) for part in one.parts],
    }


def _points(points: Interval | None) -> Json:
    return None if points is None else exact_points_json(points)


def _part(part: Part) -> dict[str, Json]:
    return {"causes": _causes(part.causes), "points": _points(part.points)}


def _change(change: Change) -> dict[str, Json]:
    requirement = change.requirement
    return {
        "requirement": requirement.id,
        "formerly": change.formerly,
        "title": requirement.title,
        "decisive": requirement.decisive,
        "old": _outcome(change.before),
        "new": _outcome(change.after),
        "remains": change.remains,
        "steps": [
            {"causes": _causes(step.causes), "old": _outcome(step.before), "new": _outcome(step.after)}
            for step in change.steps
        ],
        "edits": list(change.edits),
    }


def _outcome(one: Outcome | None) -> Json:
    if one is None:
        return None
    return {
        "declared": one.declared.value,
        "backed": one.backed.value,
        "reason": one.reason.value if one.reason else None,
        "counts": one.counts,
        "accepted": one.accepted,
    }


def diagnostic_json(one: Diagnostic) -> dict[str, Json]:
    """Give what is wrong with an input: what, where, why it matters, how to mend it."""
    return {
        "code": one.code,
        "severity": one.severity.value,
        "message": one.message,
        **place_json(one.place),
        "why": one.why,
        "help": one.help,
    }
