"""Two editions side by side, for programs: the contract `auditor.crosswalk/1`, in `schemas/crosswalk-1.json`."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Final

from auditor.model.correspondence import Relation
from auditor.model.crosswalk import Carried, CarriedOver, Crosswalk, Outcome, Pair, Said, Step
from auditor.model.finding import Judgement
from auditor.model.ruleset import Requirement, Ruleset
from auditor.report.jsonfindings import place_json
from auditor.report.jsontext import Json, dump

SCHEMA: Final = "auditor.crosswalk/1"


def render_json(walk: Crosswalk, over: CarriedOver | None, as_of: date, version: str) -> str:
    """Write the relations, and with `over` what an audit of the first edition says of the second."""
    counts = Counter(one.relation for one in walk.pairs)
    return dump(
        {
            "schema": SCHEMA,
            "tool": {"name": "auditor", "version": version},
            "as_of": as_of.isoformat(),
            "first": _ruleset(walk.first),
            "second": _ruleset(walk.second),
            "watermarks": list(walk.watermarks if over is None else over.watermarks),
            "relations": [_pair(one) for one in walk.pairs],
            "alone": {"first": _ids(walk.alone_in_first), "second": _ids(walk.alone_in_second)},
            "totals": {one.value: counts[one] for one in Relation},
            "carried_over": None if over is None else _over(over),
        }
    )


def _ruleset(ruleset: Ruleset) -> dict[str, Json]:
    return {
        "id": ruleset.id,
        "version": ruleset.version,
        "title": ruleset.title,
        "status": ruleset.status.value,
        "sha256": ruleset.sha256,
        "requirements": len(ruleset.requirements),
    }


def _ids(requirements: tuple[Requirement, ...]) -> list[Json]:
    return [one.id for one in requirements]


def _pair(pair: Pair) -> dict[str, Json]:
    return {
        "first": pair.first.id,
        "second": pair.second.id,
        "relation": pair.relation.value,
        "because": pair.because,
        **place_json(pair.place),
    }


def _over(over: CarriedOver) -> dict[str, Json]:
    declaration = over.audit.declaration
    return {
        "declaration": {"file": declaration.file, "sha256": declaration.sha256},
        "service": {"id": declaration.service.id, "name": declaration.service.name},
        "judged": over.audit.scorecard is not None,
        "carried": [_carried(one) for one in over.carried],
        "totals": {
            "declared": _totals([one.declared for one in over.carried]),
            "backed": _totals([one.backed for one in over.carried]),
        },
    }


def _totals(outcomes: list[Outcome]) -> dict[str, Json]:
    return {one.value: outcomes.count(one) for one in Outcome}


def _carried(one: Carried) -> dict[str, Json]:
    return {
        "requirement": one.requirement.id,
        "title": one.requirement.title,
        "obligation": one.requirement.obligation.value,
        "declared": one.declared.value,
        "backed": one.backed.value,
        "disagree": one.disagree,
        "steps": [_step(step) for step in one.steps],
    }


def _step(step: Step) -> dict[str, Json]:
    finding = step.finding
    return {
        "requirement": step.pair.first.id,
        "relation": step.pair.relation.value,
        "declared": _said(None if finding is None else finding.declared, step.declared),
        "backed": _said(None if finding is None else finding.backed, step.backed),
    }


def _said(judgement: Judgement | None, said: Said) -> dict[str, Json]:
    return {
        "status": None if judgement is None else judgement.status.value,
        "outcome": said.outcome.value,
        "hindrance": None if said.hindrance is None else said.hindrance.value,
    }
