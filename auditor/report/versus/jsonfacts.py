"""What is on record about single facts, as JSON: reports with their sources, challenges with both sides, replies.

Nothing in here has a key for a verdict, a score or a rank, and nothing may be given one.
"""

from __future__ import annotations

from auditor.model.challenge import CounterEvidence, Reply
from auditor.model.comparison import Comparison, Dossier, Standing
from auditor.model.contested import Contested
from auditor.model.declaration import Declaration
from auditor.model.evidence import Evidence
from auditor.model.facts import Absence
from auditor.model.result import ReportedFact
from auditor.model.values import WITHHELD, Value
from auditor.report.jsonfindings import day_json, kind, length_json, place_json, seen
from auditor.report.jsontext import Json
from auditor.report.jsonv1 import declaration_json
from auditor.report.versus.told import filed, filed_against, question_of, sources_of


def service_json(declaration: Declaration) -> dict[str, Json]:
    """Give which service it is."""
    service = declaration.service
    return {"id": service.id, "name": service.name, "provider": service.provider}


def dossier_json(comparison: Comparison, one: Dossier) -> dict[str, Json]:
    """Give one service that others compiled: facts with their sources, and nothing else."""
    declaration = one.audit.declaration
    return {
        "service": service_json(declaration),
        "declaration": declaration_json(declaration),
        "as_of": one.as_of.isoformat(),
        "tool": {"name": "auditor", "version": one.version},
        "ruleset_sha256": one.audit.ruleset.sha256,
        "watermarks": list(one.audit.watermarks),
        "withheld": one.audit.withheld,
        "focus": [_fact(comparison, one, each) for each in one.focus],
        "facts": [_fact(comparison, one, each) for each in one.facts],
        "challenges": challenges_json(comparison, one),
        "reply": reply_json(declaration.reply),
    }


def _fact(comparison: Comparison, one: Dossier, fact: ReportedFact) -> dict[str, Json]:
    seen_at = fact.observation
    return {
        "fact": seen_at.fact,
        "question": question_of(comparison, seen_at.fact) or None,
        "state": fact.state.value,
        **_value(seen_at.seen, seen_at.unit),
        "sources": [_source(each) for each in sources_of(one, fact)],
        **_absence(fact.absence),
        "contested_by": [_challenge(each) for each in filed_against(one, seen_at.fact)],
        **place_json(seen_at.place),
        "length": length_json(seen_at.place),
    }


def challenges_json(comparison: Comparison, one: Standing | Dossier) -> list[Json]:
    """Give the challenges filed against a service, each beside what the file itself says of the fact."""
    return [
        {
            "fact": each.challenge.fact,
            "question": question_of(comparison, each.challenge.fact) or None,
            "file_says": _value(each.declared, each.unit),
            **_challenge(each),
            "open": each.challenge.can_reply(one.as_of),
            **place_json(each.place),
            "length": length_json(each.place),
        }
        for each in filed(one)
    ]


def _challenge(contested: Contested) -> dict[str, Json]:
    one = contested.challenge
    return {
        "says": _value(one.says, contested.unit),
        "filed_by": one.filed_by,
        "filed_on": one.on.isoformat(),
        "window": one.window.isoformat(),
        "evidence": [_counter(each) for each in one.evidence],
        "reply": reply_json(one.reply),
    }


def _counter(one: CounterEvidence) -> dict[str, Json]:
    return {"publisher": one.publisher, "title": one.title, "date": str(one.issued), "url": one.source or None}


def _source(one: Evidence) -> dict[str, Json]:
    return {
        "id": one.id,
        "publisher": one.issuer or None,
        "title": one.title,
        "date": None if one.issued is None else str(one.issued),
        "url": one.source or None,
        "checked": one.checked or None,
        "reply": reply_json(one.reply),
    }


def reply_json(one: Reply | None) -> Json:
    """Give what a service was asked and what it said; null where nobody asked it."""
    if one is None:
        return None
    return {
        "asked": one.asked.isoformat(),
        "deadline": one.deadline.isoformat(),
        "answered": day_json(one.answered),
        "text": one.text or None,
    }


def _absence(absence: Absence | None) -> dict[str, Json]:
    if absence is None:
        return {"absence": None, "asked": None}
    details: dict[str, Json] = {
        "by": absence.by or None,
        "on": absence.on or None,
        "source": absence.source or None,
    }
    return {"absence": absence.silence.value, "asked": details if any(details.values()) else None}


def _value(value: Value | None, unit: str | None) -> dict[str, Json]:
    return {"value": seen(value), "kind": kind(value), "unit": unit, "withheld": value is WITHHELD}
