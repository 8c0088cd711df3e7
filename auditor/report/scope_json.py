"""What applies, as JSON: contract `auditor.scope/1`. Fields are added, never renamed."""

from __future__ import annotations

from typing import Final

from auditor.model.finding import Role
from auditor.model.scope import Applicability, Applied, Question, Scope
from auditor.report.jsonfindings import (
    day_json,
    facts_json,
    identity_json,
    missing_json,
    observation_json,
    place_json,
)
from auditor.report.jsontext import Json, dump
from auditor.report.jsonv1 import declaration_json

SCHEMA: Final = "auditor.scope/1"


def render(scope: Scope) -> str:
    """Write it whole."""
    audit = scope.audit
    service, ruleset = audit.declaration.service, audit.ruleset
    return dump(
        {
            "schema": SCHEMA,
            "as_of": scope.as_of.isoformat(),
            "declaration": declaration_json(audit.declaration),
            "service": {"id": service.id, "name": service.name, "provider": service.provider},
            "ruleset": {
                "id": ruleset.id,
                "version": ruleset.version,
                "sha256": ruleset.sha256,
                "title": ruleset.title,
                "status": ruleset.status.value,
            },
            "watermarks": list(audit.watermarks),
            "told": scope.is_told,
            "counts": _counts(scope) if audit.scorecard is not None else None,
            "left_out": {"recalled": audit.left_out.get("recalled", 0)},
            "requirements": [_applied(one) for one in scope.requirements],
            "questions": [_question(one) for one in scope.questions],
            "reported_scope": facts_json(audit.reported_scope, audit.declaration),
        }
    )


def _counts(scope: Scope) -> dict[str, Json]:
    out = scope.of(Applicability.DOES_NOT_APPLY)
    return {
        "requirements": len(scope.requirements),
        **{each.value: len(scope.of(each)) for each in Applicability},
        "does-not-apply-unbacked": sum(not one.backed for one in out),
        "not-in-force": len(scope.requirements) - len(scope.in_force),
    }


def _applied(one: Applied) -> dict[str, Json]:
    finding, out = one.finding, one.applicability is Applicability.DOES_NOT_APPLY
    reason = finding.declared.reason
    return {
        **identity_json(finding.requirement),
        "applicability": one.applicability.value if finding.in_force else "not-in-force",
        "would_be": None if finding.in_force else one.applicability.value,
        "in_force": "yes" if finding.in_force or reason is None else reason.value,
        "since": day_json(finding.since),
        "backed": one.backed if out else None,
        "because": [observation_json(each) for each in one.judged.because] if out else [],
        "missing": [missing_json(each) for each in one.judged.missing if each.role is Role.SCOPE],
    }


def _question(one: Question) -> dict[str, Json]:
    return {
        "fact": one.fact,
        "question": one.question,
        "accepts": one.accepts,
        **place_json(one.place),
        "absence": one.absence.silence.value,
        "settles": {"fewest": one.settles[0], "most": one.settles[1]},
        "requirements": list(one.requirements),
    }
