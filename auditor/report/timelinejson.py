"""A timeline as JSON: the object `auditor.timeline/1`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from auditor.model.declaration import Declaration
from auditor.model.finding import Outcome
from auditor.model.result import Audit
from auditor.model.timeline import Announced, Moment, Timeline, Turn
from auditor.report.jsonfindings import day_json, place_json
from auditor.report.jsontext import Json, dump
from auditor.report.jsonv1 import totals_json

SCHEMA: Final = "auditor.timeline/1"


def timeline_json(lines: Sequence[Timeline], declaration: Declaration, version: str) -> str:
    """Write every timeline of one declaration."""
    service = declaration.service
    return dump(
        {
            "schema": SCHEMA,
            "tool": {"name": "auditor", "version": version},
            "declaration": {"file": declaration.file, "sha256": declaration.sha256},
            "service": {"id": service.id, "name": service.name, "provider": service.provider},
            "timelines": [_line(one) for one in lines],
        }
    )


def _line(line: Timeline) -> Json:
    return {
        "ruleset": line.asked,
        "from": line.start.isoformat(),
        "until": day_json(line.until),
        "moments": [_moment(one) for one in line.moments],
        "announced": [_announced(one) for one in line.announced],
    }


def _moment(moment: Moment) -> Json:
    return {
        "day": moment.day.isoformat(),
        **_audit(moment.audit),
        "why": list(moment.why),
        "turns": [_turn(one) for one in moment.turns],
    }


def _audit(audit: Audit | None) -> dict[str, Json]:
    if audit is None:
        return {"ruleset": None, "watermarks": [], "verdict": None, "score": None}
    ruleset = audit.ruleset
    totals = totals_json(audit.scorecard)
    return {
        "ruleset": {"id": ruleset.id, "version": ruleset.version, "sha256": ruleset.sha256},
        "watermarks": list(audit.watermarks),
        "verdict": totals["verdict"],
        "score": totals["score"],
    }


def _turn(turn: Turn) -> Json:
    return {
        "requirement": turn.requirement.id,
        "title": turn.requirement.title,
        "decisive": turn.requirement.decisive,
        "before": _outcome(turn.before),
        "after": _outcome(turn.after),
        "why": list(turn.why),
    }


def _outcome(outcome: Outcome | None) -> Json:
    if outcome is None:
        return None
    return {
        "declared": outcome.declared.value,
        "backed": outcome.backed.value,
        "reason": outcome.reason.value if outcome.reason else None,
        "counts": outcome.counts,
    }


def _announced(one: Announced) -> Json:
    return {
        "day": one.day.isoformat(),
        "facts": [{"fact": plan.fact, **place_json(plan.place)} for plan in one.plans],
        "would_be": _audit(one.would_be),
        "turns": [_turn(turn) for turn in one.turns],
    }
