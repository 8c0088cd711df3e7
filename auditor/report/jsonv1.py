"""The result as JSON, contract `auditor.result/1`: fields are added, never renamed.

Scores are decimal strings with two places, rounded once, and beside them exact; credits and weights are exact. The
schema is `schemas/result-1.json` beside this file. Whatever a format shows is in here, so that a saved result can be
shown in every format.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from auditor.model.declaration import Declaration
from auditor.model.diagnostic import Diagnostic
from auditor.model.evidence import Evidence
from auditor.model.finding import Finding, Status
from auditor.model.result import Audit, Baseline, Gate, GateCondition, Result
from auditor.model.ruleset import Parameter, Ruleset
from auditor.model.scorecard import AreaCard, Score, Scorecard, Tracks, Verdicts
from auditor.report.bearing import concerning, evidence_used, facts_of
from auditor.report.jsonchallenges import contested_json, reply_json
from auditor.report.jsonfindings import (
    answer_json,
    day_json,
    exact_json,
    facts_json,
    finding_json,
    length_json,
    place_json,
    points_json,
    reported_json,
)
from auditor.report.jsontext import Json, dump, number
from auditor.report.numbers import exact

SCHEMA: Final = "auditor.result/1"
SCHEMA_FILE: Final = "schemas/result-1.json"

_DECISIVE: Final = (Status.MET, Status.PARTLY_MET, Status.NOT_MET, Status.UNDECIDED)


def render(result: Result) -> str:
    """Write the whole result. Width, colour and every other matter of the view leave it as it is."""
    return dump(document(result))


def document(result: Result) -> dict[str, Json]:
    """Give the result as plain JSON values, keys in the order of the contract."""
    inputs = result.inputs
    return {
        "schema": SCHEMA,
        "tool": {"name": "auditor", "version": result.version},
        "as_of": result.as_of.isoformat(),
        "audits": [_audit(audit) for audit in result.audits],
        "gate": _gate(result.gate),
        "diagnostics": [diagnostic_json(one) for one in result.diagnostics],
        "inputs": {"given": inputs.given, "audited": inputs.audited, "unusable": inputs.unusable},
        "consistency": _consistency(result.consistency),
        "outside": [
            {"id": one.id, "version": one.version, "title": one.title, "status": one.status.value, "why": one.why}
            for one in result.outside
        ],
    }


def _consistency(ruleset: Ruleset | None) -> Json:
    if ruleset is None:
        return None
    return {"id": ruleset.id, "version": ruleset.version, "sha256": ruleset.sha256}


def _audit(audit: Audit) -> dict[str, Json]:
    service, card = audit.declaration.service, audit.scorecard
    used = evidence_used(audit)
    return {
        "declaration": {
            **declaration_json(audit.declaration),
            "reply": reply_json(audit.declaration.reply),
            "challenges": [contested_json(one) for one in audit.contested],
        },
        "service": {"id": service.id, "name": service.name, "provider": service.provider},
        "ruleset": _ruleset(audit.ruleset),
        "watermarks": list(audit.watermarks),
        **totals_json(card),
        "left_out": {"recalled": 0, **{why: audit.left_out[why] for why in sorted(audit.left_out)}},
        "weight": _weight(card),
        "areas": [_area(one) for one in card.areas] if card is not None else [],
        "findings": [_finding(audit, one) for one in audit.findings],
        "reported": [reported_json(one, audit.declaration) for one in audit.reported],
        "reported_scope": facts_json(audit.reported_scope, audit.declaration),
        "checked": {how.value: count for how, count in sorted(audit.checked.items())},
        "evidence": [_evidence(one, used) for one in audit.declaration.evidence],
        "withheld": audit.withheld,
        "asked": audit.asked or None,
        "answers": [answer_json(one) for one in audit.answers],
        "baseline": _baseline(audit.baseline),
    }


def _finding(audit: Audit, finding: Finding) -> dict[str, Json]:
    said = finding_json(finding)
    said["contested"] = [*facts_of(concerning(audit, finding))] if audit.contested else []
    return said


def _baseline(baseline: Baseline | None) -> Json:
    if baseline is None:
        return None
    return {
        "file": baseline.file,
        "sha256": baseline.sha256,
        "as_of": baseline.as_of.isoformat(),
        "version": baseline.version,
        "ruleset_sha256": baseline.ruleset_sha256,
        "incomparable": baseline.incomparable or None,
        "gone": list(baseline.gone),
    }


def declaration_json(declaration: Declaration) -> dict[str, Json]:
    """Give which declaration it is, of which day, and who stands for it."""
    compiled, attestation = declaration.compiled_by, declaration.attestation
    return {
        "file": declaration.file,
        "sha256": declaration.sha256,
        "stated_on": day_json(declaration.stated_on),
        "compiled_by": None
        if compiled is None
        else {"name": compiled.name, "on": compiled.on.isoformat(), "method": compiled.method},
        "attestation": None
        if attestation is None
        else {"name": attestation.name, "role": attestation.role or None, "date": day_json(attestation.date)},
    }


def _ruleset(ruleset: Ruleset) -> dict[str, Json]:
    ours, total = ruleset.numbers
    return {
        "id": ruleset.id,
        "version": ruleset.version,
        "sha256": ruleset.sha256,
        "title": ruleset.title,
        "status": ruleset.status.value,
        "decided_by": [one.value for one in ruleset.decided_by],
        "vocabulary_sha256": ruleset.vocabulary_sha256,
        "parameters": {
            name: {"value": _parameter(one), "origin": one.origin.value}
            for name, one in sorted(ruleset.parameters.items())
        },
        "kind": ruleset.kind,
        "in_force_from": day_json(ruleset.in_force_from),
        "in_force_until": day_json(ruleset.in_force_until),
        "numbers": {"ours": ours, "all": total},
        "summary": ruleset.summary,
        "published": day_json(ruleset.published),
        "scoring": ruleset.scoring.value,
        "areas": [
            {
                "id": one.id,
                "title": one.title,
                "parent": one.parent,
                "weight": exact(one.weight),
                "transparent": one.transparent,
            }
            for one in ruleset.areas
        ],
        "documents": [
            {
                "id": one.id,
                "title": one.title,
                "publisher": one.publisher,
                "published": one.published,
                "url": one.url,
                "licence": one.licence,
            }
            for one in ruleset.documents.values()
        ],
    }


def _parameter(parameter: Parameter) -> Json:
    match parameter.value:
        case int() | Decimal():
            return number(parameter.value)
        case tuple() | list():
            return [number(one) if isinstance(one, int | Decimal) else str(one) for one in parameter.value]
        case _:
            return parameter.written


def totals_json(card: Scorecard | None) -> dict[str, Json]:
    """Give verdicts, scores and counts, with and without waivers; null in each place where nothing was judged."""
    if card is None:
        nothing: dict[str, Json] = {"declared": None, "backed": None}
        return {
            "verdict": dict(nothing),
            "verdict_without_waivers": dict(nothing),
            "verdict_without_decisions": dict(nothing),
            "score": {**nothing, "without_waivers": dict(nothing), "without_decisions": dict(nothing)},
            "counts": None,
            "counts_backed": None,
            "decisive": None,
            "decisive_backed": None,
        }
    return {
        "verdict": _verdicts(card.verdict),
        "verdict_without_waivers": _verdicts(card.verdict_without_waivers),
        "verdict_without_decisions": _verdicts(card.verdict_without_decisions),
        "score": {
            **_tracks(card.score),
            "without_waivers": _tracks(card.score_without_waivers),
            "without_decisions": _tracks(card.score_without_decisions),
        },
        "counts": _counts(card.counts),
        "counts_backed": _counts(card.counts_backed),
        "decisive": _decisive(card.decisive),
        "decisive_backed": _decisive(card.decisive_backed),
    }


def _verdicts(verdicts: Verdicts) -> dict[str, Json]:
    return {"declared": verdicts.declared.value, "backed": verdicts.backed.value}


def _weight(card: Scorecard | None) -> Json:
    if card is None:
        return None
    return {
        "counted": exact(card.weights.counted),
        "not_applicable": exact(card.weights.not_applicable),
        "on_unbacked_scope": exact(card.weights.on_unbacked_scope),
    }


def _area(card: AreaCard) -> dict[str, Json]:
    return {
        "id": card.area.id,
        "title": card.area.title,
        "parent": card.area.parent,
        "score": _tracks(card.score),
        "counts": _counts(card.counts),
        "decisive": _decisive(card.decisive),
        "decisive_backed": _decisive(card.decisive_backed),
    }


def _tracks(tracks: Tracks) -> dict[str, Json]:
    return {"declared": score_json(tracks.declared), "backed": score_json(tracks.backed)}


def score_json(score: Score | None) -> Json:
    """Give a score at both ends, rounded and exact; null where nothing counts."""
    if score is None:
        return None
    return {**points_json(score.interval), "may_be_empty": score.may_be_empty, "exact": exact_json(score.interval)}


def _counts(counts: Mapping[Status, int]) -> dict[str, Json]:
    return {status.value: counts.get(status, 0) for status in Status}


def _decisive(counts: Mapping[Status, int]) -> dict[str, Json]:
    return {status.value: counts.get(status, 0) for status in _DECISIVE}


def _evidence(evidence: Evidence, used: frozenset[str]) -> dict[str, Json]:
    return {
        "id": evidence.id,
        "kind": evidence.kind,
        "title": evidence.title,
        "assurance": evidence.assurance.value,
        "issuer": evidence.issuer or None,
        "issued": None if evidence.issued is None else str(evidence.issued),
        "supports": list(evidence.supports),
        "used": evidence.id in used,
        "fault": evidence.fault or None,
        "source": evidence.source or None,
        "checked": evidence.checked or None,
        "document": evidence.file,
        **place_json(evidence.place),
        "reply": reply_json(evidence.reply),
    }


def _gate(gate: Gate) -> dict[str, Json]:
    return {
        "track": gate.track.value,
        "fail_on": gate.fail_on.value,
        "min_score": gate.min_score,
        "met": gate.met,
        "exit": gate.exit,
        "undecided": gate.undecided.value,
        "why": gate.why,
        "min_areas": dict(gate.min_areas),
        "max_undecided": gate.max_undecided,
        "max_unbacked": gate.max_unbacked,
        "conditions": [_condition(one) for one in gate.conditions],
    }


def _condition(condition: GateCondition) -> dict[str, Json]:
    return {
        "declaration": condition.declaration,
        "service": condition.service,
        "ruleset": condition.ruleset,
        "what": condition.what.value,
        "area": condition.area,
        "wanted": condition.wanted,
        "found": None if condition.low is None else {"low": condition.low, "high": condition.high},
        "met": condition.met,
    }


def diagnostic_json(diagnostic: Diagnostic) -> dict[str, Json]:
    """Give one thing wrong with an input: what, where, why it matters, how to mend it."""
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        **place_json(diagnostic.place),
        "why": diagnostic.why,
        "help": diagnostic.help,
        "also": [{**place_json(one), "length": length_json(one)} for one in diagnostic.also],
        "length": length_json(diagnostic.place),
    }
