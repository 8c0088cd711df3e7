"""What a new edition does to services as JSON: the contract `auditor.impact/1`, in `schemas/impact-1.json`."""

from __future__ import annotations

from typing import Final

from auditor.model.declaration import Declaration
from auditor.model.impact import CauseTally, Flip, Impact, Outcome, ServiceImpact
from auditor.model.result import Track
from auditor.model.rulesetdiff import RulesetDiff
from auditor.report.changes_json import diagnostic_json
from auditor.report.impact_words import scores_of, verdicts_of
from auditor.report.jsonfindings import day_json
from auditor.report.jsontext import Json, dump
from auditor.report.jsonv1 import score_json
from auditor.report.rulesetdiff_json import change_json, edition_json

SCHEMA: Final = "auditor.impact/1"
_TRACKS: Final = (Track.DECLARED, Track.BACKED)


def render_json(impact: Impact, version: str) -> str:
    """Write the impact; `version` is the program's own."""
    return dump(document(impact, version))


def document(impact: Impact, version: str) -> dict[str, Json]:
    """Give the impact as plain JSON values."""
    services = impact.services
    raised = impact.diff.version
    return {
        "schema": SCHEMA,
        "tool": {"name": "auditor", "version": version},
        "as_of": impact.as_of.isoformat(),
        "as_written": impact.as_written,
        "old": edition_json(impact.diff.old),
        "new": edition_json(impact.diff.new),
        "version": {"made": raised.made.value, "needed": raised.needed.value, "enough": raised.enough},
        "changes": [change_json(one) for one in impact.diff.changes],
        "services": [_service(one) for one in services],
        "causes": [tally_json(one, impact.diff) for one in impact.tallies],
        "left_out": [_declaration(one) for one in impact.left_out],
        "totals": {
            "services": len(services),
            "flips": sum(len(one.flips) for one in services),
            "services_with_flips": sum(bool(one.flips) for one in services),
            "services_with_turns": sum(bool(one.turns) for one in services),
        },
        "diagnostics": [diagnostic_json(one) for one in impact.diagnostics],
        "inputs": {
            "given": impact.given,
            "judged": len(services),
            "left_out": len(impact.left_out),
            "unusable": impact.unusable,
        },
    }


def _declaration(one: Declaration) -> dict[str, Json]:
    return {
        "declaration": {"file": one.file, "sha256": one.sha256, "stated_on": day_json(one.stated_on)},
        "service": {"id": one.service.id, "name": one.service.name, "provider": one.service.provider},
    }


def _service(one: ServiceImpact) -> dict[str, Json]:
    verdicts = {track: verdicts_of(one, track) for track in _TRACKS}
    scores = {track: scores_of(one, track) for track in _TRACKS}
    return {
        **_declaration(one.declaration),
        "verdict": {track.value: {"old": old.value, "new": new.value} for track, (old, new) in verdicts.items()},
        "score": {
            track.value: {"old": score_json(old), "new": score_json(new)} for track, (old, new) in scores.items()
        },
        "turns": [
            {
                "track": turn.track.value,
                "decisive": [cause.id for cause in turn.decisive],
                "together": not turn.decisive,
            }
            for turn in one.turns
        ],
        "flips": [_flip(flip) for flip in one.flips],
    }


def _flip(flip: Flip) -> dict[str, Json]:
    return {
        "requirement": flip.requirement.id,
        "formerly": flip.formerly,
        "title": flip.requirement.title,
        "decisive": flip.requirement.decisive,
        "old": _outcome(flip.old),
        "new": _outcome(flip.new),
        "cause": flip.cause.id,
    }


def _outcome(one: Outcome | None) -> Json:
    return None if one is None else {"declared": one.declared.value, "backed": one.backed.value}


def tally_json(one: CauseTally, diff: RulesetDiff) -> dict[str, Json]:
    """Give what one cause did; its changes by their place among those of the editions."""
    return {
        "cause": one.cause.id,
        "changes": [diff.changes.index(change) for change in one.cause.changes],
        "several": one.cause.several,
        "flips": one.flips,
        "failing": one.failing,
        "services": one.services,
        "turns": one.turns,
    }
