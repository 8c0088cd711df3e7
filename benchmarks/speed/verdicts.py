"""Verdicts on both tracks, from our engine; and the facts that stand on them, for engines that take JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from auditor.engine.backing import Tracks
from auditor.engine.evaluate import Compiled
from auditor.engine.outcomes import Outcomes
from auditor.model.dates import DateSpan
from auditor.model.declaration import Declaration
from auditor.model.evidence import Assurance
from auditor.model.ruleset import EvidenceDemand
from auditor.model.values import NONE, Value, WordSet

# Of each requirement, by its id, the status as declared and as backed.
Verdicts = dict[str, tuple[str, str]]


def verdicts(outcomes: Outcomes, rules: Sequence[Compiled], declaration: Declaration, as_of: date) -> Verdicts:
    """Judge every requirement with our engine."""
    each = zip(rules, outcomes.of(tracks_of(declaration, as_of)), strict=True)
    return {
        one.requirement.id: (found.judgements[0].status.value, found.judgements[1].status.value)
        for one, found in each
    }


def tracks_of(declaration: Declaration, as_of: date) -> Tracks:
    """Give both tracks of a declaration; nothing is cut down yet."""
    return Tracks(declaration.facts, declaration.evidence, as_of)


def demands(rules: Sequence[Compiled]) -> dict[EvidenceDemand, str]:
    """Name the facts that stand under each demand for evidence; where an assertion is enough, those as declared."""
    found: dict[EvidenceDemand, str] = {}
    for one in rules:
        demand = one.requirement.evidence
        if demand not in found:
            asserted = demand.assurance is Assurance.ASSERTED
            found[demand] = "declared" if asserted else f"backed_{len(found)}"
    return found


def facts_as_json(declaration: Declaration, views: Mapping[EvidenceDemand, str], as_of: date) -> str:
    """Give the facts of every view as JSON: what another engine is spared is the cutting down, and the reading."""
    tracks = tracks_of(declaration, as_of)
    found: dict[str, Any] = {"declared": _plain(declaration.facts.values)}
    for demand, name in views.items():
        if name != "declared":
            found[name] = _plain(tracks.views(demand)[1].values)
    return json.dumps(found)


def _plain(values: Mapping[str, Value]) -> dict[str, Any]:
    return {
        path: _value(path, value) for path, value in values.items() if isinstance(value, _SIMPLE) or value is NONE
    }


_SIMPLE = (bool, int, Decimal, str, DateSpan, WordSet)


def _value(path: str, value: Value) -> Any:
    match value:
        case WordSet():
            if not value.complete:
                raise ValueError(f"{path}: a set of which only a part is stated")
            return list(value.members)
        case DateSpan():
            if value.first != value.last:
                raise ValueError(f"{path}: a date that is not a day")
            return value.first.isoformat()
        case Decimal():
            return float(value)
        case bool() | int() | str():
            return value
    return "none"
