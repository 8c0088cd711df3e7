"""A comparison as JSON: the contract `auditor.comparison/1`, in `schemas/comparison-1.json`.

Scores are decimal strings with two places, shares with four; beside a score stand its whole points, by which places
are compared, and its exact ends. What others compiled has no place for a verdict, a score or a rank.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from auditor.model.comparison import Answered, Comparison, Filing, Focus, Obstacle, Position, Shares, Standing
from auditor.model.finding import Finding, Status
from auditor.model.ruleset import Requirement, Ruleset
from auditor.model.scorecard import AreaCard, Score, Tracks
from auditor.report.changes_json import diagnostic_json, difference_json
from auditor.report.jsonfindings import day_json, identity_json, length_json, place_json
from auditor.report.jsontext import Json, dump
from auditor.report.jsonv1 import declaration_json, score_json
from auditor.report.numbers import decimals
from auditor.report.versus.jsonfacts import challenges_json, dossier_json, service_json
from auditor.report.versus.told import looked_at
from auditor.report.wording import whole

SCHEMA: Final = "auditor.comparison/1"
SCHEMA_FILE: Final = "schemas/comparison-1.json"

_DECISIVE: Final = (Status.MET, Status.PARTLY_MET, Status.NOT_MET, Status.UNDECIDED)


def render(comparison: Comparison) -> str:
    """Write the whole comparison. Width, colour and every other matter of the view leave it as it is."""
    return dump(document(comparison))


def document(comparison: Comparison) -> dict[str, Json]:
    """Give the comparison as plain JSON values, keys in the order of the contract."""
    inputs = comparison.inputs
    return {
        "schema": SCHEMA,
        "tool": {"name": "auditor", "version": comparison.version},
        "as_of": comparison.as_of.isoformat(),
        "edition": _edition(comparison.ruleset),
        "forced": bool(comparison.obstacles),
        "obstacles": [_obstacle(one) for one in comparison.obstacles],
        "watermarks": list(comparison.watermarks),
        "lens": list(comparison.lens),
        "least_answered": share(comparison.least_answered),
        "ranked": comparison.ranked,
        "focus": _focus(comparison.focus),
        "standings": [_standing(comparison, one) for one in comparison.standings],
        "dossiers": [dossier_json(comparison, one) for one in comparison.dossiers],
        "diagnostics": [diagnostic_json(one) for one in comparison.diagnostics],
        "inputs": {"given": inputs.given, "audited": inputs.audited, "unusable": inputs.unusable},
    }


def _edition(ruleset: Ruleset) -> dict[str, Json]:
    ours, total = ruleset.numbers
    return {
        "id": ruleset.id,
        "version": ruleset.version,
        "title": ruleset.title,
        "status": ruleset.status.value,
        "sha256": ruleset.sha256,
        "vocabulary_sha256": ruleset.vocabulary_sha256,
        "decided_by": [one.value for one in ruleset.decided_by],
        "published": day_json(ruleset.published),
        "in_force_from": day_json(ruleset.in_force_from),
        "in_force_until": day_json(ruleset.in_force_until),
        "scoring": ruleset.scoring.value,
        "numbers": {"ours": ours, "all": total},
        "areas": [{"id": one.id, "title": one.title, "parent": one.parent} for one in ruleset.areas],
        "requirements": [_requirement(one) for one in ruleset.requirements],
    }


def _requirement(one: Requirement) -> dict[str, Json]:
    source = one.source
    return {
        **identity_json(one),
        "asks": one.asks,
        "source": {
            "document": source.document.title,
            "clause": source.clause,
            "checked": source.checked.value,
        },
    }


def _obstacle(one: Obstacle) -> dict[str, Json]:
    return {"what": one.what.value, "message": one.message, "help": one.help, "services": list(one.services)}


def _focus(focus: Focus | None) -> Json:
    if focus is None:
        return None
    return {
        "title": focus.title,
        "theme": focus.theme.value if focus.theme else None,
        "decisive": focus.decisive,
        "requirements": [one.id for one in focus.requirements],
    }


def _standing(comparison: Comparison, one: Standing) -> dict[str, Json]:
    ranks = one.ranks
    return {
        "service": service_json(one.audit.declaration),
        "declaration": declaration_json(one.audit.declaration),
        "as_of": one.as_of.isoformat(),
        "tool": {"name": "auditor", "version": one.version},
        "ruleset_sha256": one.audit.ruleset.sha256,
        "watermarks": list(one.audit.watermarks),
        "withheld": one.audit.withheld,
        "rank": None if ranks is None else {"best": ranks.best, "worst": ranks.worst},
        "unranked": one.unranked.value if one.unranked else None,
        "score": _tracks(one.score),
        "verdict": {"declared": one.verdict.declared.value, "backed": one.verdict.backed.value},
        "counts": {"declared": counts(one.counts), "backed": counts(one.counts_backed)},
        "decisive": {"declared": decisive(one.decisive), "backed": decisive(one.decisive_backed)},
        "decisive_failures": [_failure(each) for each in one.decisive_failures],
        "shares": _shares(one.shares),
        "areas": [_area(each) for each in one.areas],
        "position": _position(one.position),
        "findings": [_finding(each, looked_at(one, each)) for each in one.audit.findings],
        "challenges": challenges_json(comparison, one),
        "set_aside": one.set_aside,
        "earlier": [_filing(each) for each in one.earlier],
        "change": None if one.change is None else difference_json(one.change),
    }


def _tracks(tracks: Tracks) -> dict[str, Json]:
    return {"declared": _score(tracks.declared), "backed": _score(tracks.backed)}


def _score(score: Score | None) -> Json:
    written = score_json(score)
    if score is None or not isinstance(written, dict):
        return None
    points: dict[str, Json] = {"low": whole(score.interval.low), "high": whole(score.interval.high)}
    return {**written, "points": points}


def counts(found: Mapping[Status, int]) -> dict[str, Json]:
    """Give a count of every status."""
    return {status.value: found.get(status, 0) for status in Status}


def decisive(found: Mapping[Status, int]) -> dict[str, Json]:
    """Give a count of every status that decides something."""
    return {status.value: found.get(status, 0) for status in _DECISIVE}


def share(part: Fraction | None) -> str | None:
    """Write a part of the whole, from 0.0000 to 1.0000; None where there is no whole."""
    return None if part is None else decimals(part, 4)


def _shares(shares: Shares) -> dict[str, Json]:
    return {
        "unanswered": share(shares.unanswered),
        "not_applicable": share(shares.not_applicable),
        "on_unbacked_scope": share(shares.on_unbacked_scope),
        "common": share(shares.common),
    }


def _failure(finding: Finding) -> dict[str, Json]:
    places = [one.place for one in finding.declared.because if one.place is not None]
    place = places[0] if places else None
    return {
        "requirement": finding.requirement.id,
        "status": finding.declared.status.value,
        **place_json(place),
        "length": length_json(place),
    }


def _area(card: AreaCard) -> dict[str, Json]:
    return {
        "id": card.area.id,
        "score": _tracks(card.score),
        "counts": counts(card.counts),
        "decisive": {"declared": decisive(card.decisive), "backed": decisive(card.decisive_backed)},
    }


def _position(position: Position | None) -> Json:
    if position is None:
        return None
    return {
        "stance": position.stance.value,
        "asked": position.asked,
        "does": position.does,
        "backed": position.backed,
        "declined": position.declined,
        "answers": [_answer(one) for one in position.answers],
    }


def _answer(one: Answered) -> dict[str, Json]:
    finding = one.finding
    return {
        "requirement": finding.requirement.id,
        "stance": one.stance.value,
        "status": {"declared": finding.declared.status.value, "backed": finding.backed.status.value},
        "fingerprint": finding.fingerprint,
    }


def _finding(finding: Finding, in_lens: bool) -> dict[str, Json]:
    reasons = (finding.declared.reason, finding.backed.reason)
    declared, backed = (one.value if one else None for one in reasons)
    return {
        "requirement": finding.requirement.id,
        "status": {"declared": finding.declared.status.value, "backed": finding.backed.status.value},
        "reason": {"declared": declared, "backed": backed},
        "in_lens": in_lens,
        "fingerprint": finding.fingerprint,
    }


def _filing(filing: Filing) -> dict[str, Json]:
    return {
        "declaration": declaration_json(filing.audit.declaration),
        "as_of": filing.as_of.isoformat(),
        "ruleset_sha256": filing.audit.ruleset.sha256,
        "watermarks": list(filing.audit.watermarks),
        "score": _tracks(filing.score),
        "change": None if filing.change is None else difference_json(filing.change),
    }
