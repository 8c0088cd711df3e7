"""The changes between two editions as JSON: contract `auditor.ruleset-diff/1`, in `schemas/ruleset-diff-1.json`."""

from __future__ import annotations

from typing import Final

from auditor.model.ruleset import Ruleset
from auditor.model.rulesetdiff import Change, Effect, RulesetDiff
from auditor.report.jsonfindings import day_json, place_json
from auditor.report.jsontext import Json, dump

SCHEMA: Final = "auditor.ruleset-diff/1"


def render_json(diff: RulesetDiff, version: str) -> str:
    """Write the changes; `version` is the program's own."""
    return dump(document(diff, version))


def document(diff: RulesetDiff, version: str) -> dict[str, Json]:
    """Give the changes as plain JSON values."""
    raised = diff.version
    return {
        "schema": SCHEMA,
        "tool": {"name": "auditor", "version": version},
        "old": edition_json(diff.old),
        "new": edition_json(diff.new),
        "identical": diff.identical,
        "version": {
            "made": raised.made.value,
            "needed": raised.needed.value,
            "enough": raised.enough,
            "because": [diff.changes.index(one) for one in raised.because],
        },
        "counts": {effect.value: sum(one.effect is effect for one in diff.changes) for effect in Effect},
        "changes": [change_json(one) for one in diff.changes],
    }


def edition_json(edition: Ruleset) -> dict[str, Json]:
    """Give what identifies an edition."""
    return {
        "id": edition.id,
        "version": edition.version,
        "title": edition.title,
        "status": edition.status.value,
        "sha256": edition.sha256,
        "published": day_json(edition.published),
        "in_force_from": day_json(edition.in_force_from),
        "in_force_until": day_json(edition.in_force_until),
        "transition_until": day_json(edition.transition_until),
    }


def change_json(change: Change) -> dict[str, Json]:
    """Give one change."""
    return {
        "change": change.name,
        "kind": change.kind.value,
        "effect": change.effect.value,
        "moves": change.moves,
        "requirement": change.requirement,
        "formerly": change.formerly,
        "title": change.title or None,
        "subject": change.subject or None,
        "old": change.old or None,
        "new": change.new or None,
        "gone": list(change.gone),
        "came": list(change.came),
        "parameters": list(change.parameters),
        "wholly_through_parameters": change.wholly,
        "readers": list(change.readers),
        "old_place": None if change.old_place is None else place_json(change.old_place),
        "new_place": None if change.new_place is None else place_json(change.new_place),
    }
