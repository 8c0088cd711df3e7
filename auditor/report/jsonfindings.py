"""Findings, reported facts and places as JSON values: the inner part of `auditor.result/1`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from auditor.model.answers import Answer
from auditor.model.dates import DateSpan
from auditor.model.decision import Reviewed
from auditor.model.declaration import Declaration
from auditor.model.diagnostic import Place
from auditor.model.evidence import Evidence
from auditor.model.facts import Absence
from auditor.model.finding import (
    Finding,
    Interval,
    Judgement,
    Missing,
    Observation,
    SinceBaseline,
    Status,
    WouldBe,
)
from auditor.model.result import ReportedFact, ReportedRequirement
from auditor.model.ruleset import Requirement
from auditor.model.truth import TRUTH_NAMES
from auditor.model.values import WITHHELD, Bands, Items, NoneStated, Value, Withheld, WordSet
from auditor.model.waiver import Waiver
from auditor.report.jsontext import Json, number
from auditor.report.numbers import decimals, exact

_NO_CREDIT: Final = (Status.NOT_APPLICABLE, Status.NOT_IN_FORCE)
_IN_FORCE: Final = "yes"
_NO_POINTS: Final = Fraction(0)
_NOWHERE: Final = (None, 0, 0, 0)


def finding_json(finding: Finding) -> dict[str, Json]:
    """Give one finding, both tracks."""
    wanted, declared = finding.requirement, _judgement(finding.declared)
    return {
        **identity_json(wanted),
        "status": declared["status"],
        "reason": declared["reason"],
        "credit": declared["credit"],
        "weight": exact(wanted.weight),
        "backed": declared if finding.backed is finding.declared else _judgement(finding.backed),
        "in_force": _IN_FORCE if finding.in_force else declared["reason"],
        "would_be": _would_be(finding.would_be),
        "waiver": _waiver(finding.waiver),
        "alternative": finding.alternative,
        "fingerprint": finding.fingerprint,
        **_origin(wanted),
        "because": declared["because"],
        "missing": declared["missing"],
        "remedy": _remedy(wanted),
        "gives": None if finding.gives is None else exact_points_json(finding.gives),
        "since": day_json(finding.since),
        "asks": wanted.asks,
        "baseline": _since(finding.baseline),
        "decision": _decision(finding.decision),
    }


def _decision(reviewed: Reviewed | None) -> Json:
    if reviewed is None:
        return None
    decision = reviewed.decision
    return {
        "standing": reviewed.standing,
        "accepted": decision.accepted,
        "reviewer": decision.reviewer,
        "on": decision.on.isoformat(),
        "because": decision.because,
        "assurance": decision.assurance,
        "backs": reviewed.backs,
        "text_sha256": decision.text_sha256,
        "today_sha256": reviewed.today_sha256,
        **place_json(decision.place),
        "length": length_json(decision.place),
    }


def _since(since: SinceBaseline | None) -> Json:
    if since is None:
        return None
    return {
        "state": since.declared,
        "was": since.was,
        "backed": {
            "state": since.backed,
            "was": since.was_backed,
        },
        "lapsed": since.lapsed,
    }


def _waiver(waiver: Waiver | None) -> Json:
    if waiver is None:
        return None
    return {
        "reason": waiver.reason,
        "approver": waiver.approver,
        "granted": waiver.granted.isoformat(),
        "expires": waiver.expires.isoformat(),
        **place_json(waiver.place),
        "length": length_json(waiver.place),
    }


def identity_json(wanted: Requirement) -> dict[str, Json]:
    """Give what names a requirement, and how strongly it asks."""
    return {
        "requirement": wanted.id,
        "label": wanted.label,
        "title": wanted.title,
        "area": wanted.area,
        "obligation": wanted.obligation,
        "decisive": wanted.decisive,
        "themes": [*wanted.themes],
    }


def _origin(wanted: Requirement) -> dict[str, Json]:
    source = wanted.source
    return {
        "source": {"document": source.document.id, "clause": source.clause, "checked": source.checked},
        "rule": {
            "file": wanted.rule.file,
            "line": wanted.rule.line or None,
            "column": wanted.rule.column or None,
        },
    }


def _remedy(wanted: Requirement) -> Json:
    return None if wanted.remedy is None else {"do": wanted.remedy.do, "effort": wanted.remedy.effort}


def _judgement(judgement: Judgement) -> dict[str, Json]:
    return {
        "status": judgement.status,
        "reason": judgement.reason,
        "credit": None if judgement.status in _NO_CREDIT else exact_json(judgement.credit),
        "because": [observation_json(one) for one in judgement.because],
        "missing": [missing_json(one) for one in judgement.missing],
    }


def _would_be(would_be: WouldBe | None) -> Json:
    if would_be is None:
        return None
    declared = _judgement(would_be.declared)
    return {
        **{key: declared[key] for key in ("status", "reason", "credit")},
        "backed": _judgement(would_be.backed),
        "because": declared["because"],
        "missing": declared["missing"],
    }


def observation_json(observation: Observation) -> dict[str, Json]:
    """Give one comparison."""
    file, line, column, length = observation.place or _NOWHERE
    return {
        "fact": observation.fact,
        "file": file,
        "line": line or None,
        "column": column or None,
        "seen": seen(observation.seen),
        "wanted": observation.wanted,
        "truth": TRUTH_NAMES[observation.truth],
        "backed_by": list(observation.backed_by),
        "unit": observation.unit,
        "absence": observation.silence,
        "withheld": observation.seen is WITHHELD,
        "kind": kind(observation.seen),
        "length": length or None,
    }


def missing_json(missing: Missing) -> dict[str, Json]:
    """Give one fact that would settle something."""
    file, line, column, length = missing.place or _NOWHERE
    return {
        "fact": missing.fact,
        "role": missing.role,
        "question": missing.question,
        **_absence(missing.absence),
        "file": file,
        "line": line or None,
        "column": column or None,
        "accepts": missing.accepts,
        "length": length or None,
    }


def answer_json(answer: Answer) -> dict[str, Json]:
    """Give one fact to answer next, with what waits for it and what it is worth."""
    return {
        "fact": answer.fact,
        "question": answer.question,
        "accepts": answer.accepts,
        "role": answer.role,
        "requirements": list(answer.requirements),
        "decides": answer.decides,
        **_absence(answer.absence),
        **place_json(answer.place),
        "gain": exact_points_json(answer.gain),
        "together": exact_points_json(Interval(_NO_POINTS, answer.together)),
        "turns": [{"verdict": one.verdict, "settings": list(one.settings)} for one in answer.turns],
    }


def _absence(absence: Absence | None) -> dict[str, Json]:
    if absence is None:
        return {"absence": None, "asked": None}
    by, on, source = absence.by or None, absence.on or None, absence.source or None
    return {
        "absence": absence.silence,
        "asked": {"by": by, "on": on, "source": source} if by or on or source else None,
    }


def reported_json(reported: ReportedRequirement, declaration: Declaration) -> dict[str, Json]:
    """Give what was reported for one requirement of a service that is not judged."""
    wanted = reported.requirement
    return {
        **identity_json(wanted),
        **_origin(wanted),
        "facts": facts_json(reported.facts, declaration),
        "asks": wanted.asks,
        "remedy": _remedy(wanted),
        "weight": exact(wanted.weight),
    }


def facts_json(facts: Iterable[ReportedFact], declaration: Declaration) -> list[Json]:
    """Give reported facts with their sources."""
    sources = {one.id: one for one in declaration.evidence}
    return [_reported_fact(one, sources) for one in facts]


def _reported_fact(fact: ReportedFact, sources: Mapping[str, Evidence]) -> dict[str, Json]:
    observation = fact.observation
    return {
        "fact": observation.fact,
        "state": fact.state,
        **place_json(observation.place),
        "seen": seen(observation.seen),
        "unit": observation.unit,
        "withheld": observation.seen is WITHHELD,
        **_absence(fact.absence),
        "sources": [_source(sources[one]) for one in observation.backed_by if one in sources],
        "kind": kind(observation.seen),
        "length": length_json(observation.place),
    }


def _source(source: Evidence) -> dict[str, Json]:
    return {
        "id": source.id,
        "publisher": source.issuer,
        "title": source.title,
        "issued": None if source.issued is None else str(source.issued),
        "source": source.source,
        "checked": source.checked,
    }


def points_json(interval: Interval) -> dict[str, Json]:
    """Give points of a score, rounded to two places."""
    return {"low": decimals(interval.low, 2), "high": decimals(interval.high, 2)}


def exact_points_json(interval: Interval) -> dict[str, Json]:
    """Give points of a score, rounded to two places, and exact for whoever rounds to fewer."""
    return {**points_json(interval), "exact": exact_json(interval)}


def exact_json(interval: Interval) -> Json:
    """Give both ends exactly."""
    return {"low": exact(interval.low), "high": exact(interval.high)}


def place_json(place: Place | None) -> dict[str, Json]:
    """Give file, line and column; null for what is not known."""
    if place is None:
        return {"file": None, "line": None, "column": None}
    return {"file": place.file, "line": place.line or None, "column": place.column or None}


def length_json(place: Place | None) -> Json:
    """Give how long what stands at a place is, in characters on its line; null where that is not known."""
    return (place.length or None) if place is not None else None


def day_json(day: date | None) -> Json:
    """Give a day as ISO 8601 writes it."""
    return None if day is None else day.isoformat()


def seen(value: Value | None) -> Json:
    """Give a fact's value as JSON; None where it is not answered.

    A set is the list of its members, or, where it is not complete, an object of what is stated word by
    word. Lists, maps and age bands are the list of their keys.
    """
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal():
            return number(value)
        case NoneStated():
            return value.value
        case Withheld():
            return value.value
        case DateSpan():
            return str(value)
        case WordSet(is_whole=True):
            return list(value.members)
        case WordSet():
            return dict(value.stated)
        case Items():
            return list(value.keys)
        case Bands():
            return [band.key for band in value.bands]


def kind(value: Value | None) -> Json:
    """Name what sort of value was seen: in JSON a date, a word and `none` look alike, and three sorts of list."""
    match value:
        case None:
            return None
        case bool():
            return "yes-no"
        case int() | Decimal():
            return "number"
        case NoneStated():
            return "none"
        case Withheld():
            return "withheld"
        case DateSpan():
            return "date"
        case WordSet():
            return "set"
        case Items():
            return "items"
        case Bands():
            return "bands"
        case str():
            return "text"
