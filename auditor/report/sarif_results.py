"""SARIF's results, and what a run says of the whole audit beside them: verdicts, scores, what is no result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from auditor.model.decision import Decision
from auditor.model.diagnostic import Place
from auditor.model.finding import BaselineState, Finding, Judgement, SinceBaseline, Status
from auditor.model.result import Audit, ReportedRequirement, Result, Track
from auditor.model.scorecard import Tracks
from auditor.model.waiver import Waiver
from auditor.report.bearing import concerning, counted, facts_of
from auditor.report.challenges import all_replies, both_sides, finding_texts, reported_texts
from auditor.report.escape import visible
from auditor.report.jsonfindings import points_json
from auditor.report.jsontext import Json
from auditor.report.numbers import exact
from auditor.report.outcomes import Kind, Level, judged, outcome, word
from auditor.report.pointing import besides, deciding, place_of, reasons
from auditor.report.sarif_parts import location, message, rule_id
from auditor.report.wording import REPORTED, as_track, decision_text, flat, listed, seen_text, sentence

FINGERPRINT: Final = "auditorFinding/v1"
MOST_PLACES: Final = 50
_NO_CREDIT: Final = (Status.NOT_APPLICABLE, Status.NOT_IN_FORCE)
_LISTED: Final = (Kind.FAIL, Kind.OPEN)


def is_listed(finding: Finding, track: Track) -> bool:
    """Whether a finding is a result: it fails or is open, waived or not."""
    return outcome(finding, track).kind in _LISTED


def finding_result(audit: Audit, finding: Finding, index: int, track: Track) -> dict[str, Json]:
    """Give a finding with its places and both tracks."""
    row, requirement = outcome(finding, track), finding.requirement
    because = reasons(audit, finding, track)
    partly = " met" if judged(finding, track).status is Status.PARTLY_MET else ""
    head = f"{requirement.id} is {word(audit, finding, track)}{partly} {as_track(track)}"
    told = [
        f"{head}: {'; '.join(because)}" if because else head,
        *finding_texts(audit, finding),
        *besides(audit, finding, track),
    ]
    result: dict[str, Json] = {
        "ruleId": rule_id(audit, requirement),
        "ruleIndex": index,
        "kind": row.kind.value,
        "level": row.level.value,
        "message": message(" ".join(map(sentence, told))),
        "locations": [location(place_of(audit, finding, track))],
        **_related(audit, finding, track),
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
    }
    if row.suppressed and finding.waiver is not None:
        result["suppressions"] = [_suppression(finding.waiver)]
    elif row.accepted and finding.decision is not None:
        result["suppressions"] = [_acceptance(finding.decision.decision)]
    if finding.baseline is not None:
        result["baselineState"] = _baseline_state(finding.baseline, track)
    contested: list[Json] = [*facts_of(concerning(audit, finding))]
    return result | {"properties": _judgements(finding) | ({"contested": contested} if contested else {})}


def _baseline_state(since: SinceBaseline, track: Track) -> str:
    """Say what became of a result: in this log only what fails or is open is one, and was one in the baseline."""
    on_declared = track is Track.DECLARED
    was, state = (since.was, since.declared) if on_declared else (since.was_backed, since.backed)
    if was is None or was in (Status.MET, Status.NOT_APPLICABLE, Status.NOT_IN_FORCE):
        return "new"
    return "unchanged" if state is BaselineState.UNCHANGED and not since.lapsed else "updated"


def _related(audit: Audit, finding: Finding, track: Track) -> dict[str, Json]:
    """Give the other places that the status rests on, each with what is there."""
    first = place_of(audit, finding, track)
    told: dict[Place, str] = {}
    for one in deciding(finding, track):
        said = f"{one.fact} is {seen_text(one)}, wanted: {one.wanted}."
        if one.place is not None and one.place != first:
            told.setdefault(one.place, said)
    for asked in judged(finding, track).missing:
        if asked.place is not None and asked.place != first:
            told.setdefault(asked.place, f"{asked.fact}: {asked.question or 'no answer.'}")
    places: list[Json] = [
        {"id": number, **location(place), "message": message(said)}
        for number, (place, said) in enumerate(list(told.items())[:MOST_PLACES], start=1)
    ]
    return {"relatedLocations": places} if places else {}


def _suppression(waiver: Waiver) -> dict[str, Json]:
    """Give a waiver as SARIF has it; `expires` is the last day on which it holds."""
    days = {"granted": waiver.granted.isoformat(), "expires": waiver.expires.isoformat()}
    return _accepted(waiver.reason, waiver.place, {"approver": visible(flat(waiver.approver)), **days})


def _acceptance(decision: Decision) -> dict[str, Json]:
    """Give a decision that accepts an alternative: the result is as it was, and counts as met."""
    about = {"on": decision.on.isoformat(), "textSha256": decision.text_sha256}
    return _accepted(decision.because, decision.place, {"reviewer": visible(flat(decision.reviewer)), **about})


def _accepted(why: str, place: Place, properties: Mapping[str, str]) -> dict[str, Json]:
    return {
        "kind": "external",
        "status": "accepted",
        "justification": visible(flat(why)),
        "location": location(place),
        "properties": {**properties},
    }


def _judgements(finding: Finding) -> dict[str, Json]:
    """Give both tracks, and what the finding is worth."""
    said: dict[str, Json] = {track.value: _judgement(judged(finding, track)) for track in Track}
    said |= {"decisive": finding.requirement.decisive, "weight": exact(finding.requirement.weight)}
    if finding.gives is not None:
        said["gives"] = points_json(finding.gives)
    if finding.alternative:
        said["alternative"] = visible(flat(finding.alternative))
        said["decision"] = decision_text(finding) if finding.decision is not None else None
    return said


def _judgement(judgement: Judgement) -> dict[str, Json]:
    credit = judgement.credit
    return {
        "status": judgement.status.value,
        "reason": judgement.reason.value if judgement.reason else None,
        "credit": None if judgement.status in _NO_CREDIT else {"low": exact(credit.low), "high": exact(credit.high)},
    }


def reported_result(audit: Audit, reported: ReportedRequirement, index: int) -> dict[str, Json]:
    """Give what others reported on one requirement: something to know, and no judgement."""
    facts = list(_reported_facts(reported))
    said = f"{reported.requirement.id} is not judged: the facts were compiled by others than the service"
    places = dict.fromkeys(one.observation.place for one in reported.facts if one.observation.place is not None)
    first = next(iter(places), None)
    both = map(sentence, reported_texts(audit, reported))
    return {
        "ruleId": rule_id(audit, reported.requirement),
        "ruleIndex": index,
        "kind": Kind.INFORMATIONAL.value,
        "level": Level.NONE.value,
        "message": message(" ".join((f"{said}: {listed(facts)}." if facts else f"{said}.", *both))),
        "locations": [location(first, audit.declaration.file)],
    }


def _reported_facts(reported: ReportedRequirement) -> Iterator[str]:
    for one in reported.facts:
        value = "" if one.observation.seen is None else f", {seen_text(one.observation)}"
        yield f"{one.observation.fact}: {REPORTED[one.state]}{value}"


def run_properties(result: Result, audit: Audit) -> dict[str, Json]:
    """Give what the audit comes to as a whole."""
    declaration, edition, card = audit.declaration, audit.ruleset, audit.scorecard
    said: dict[str, Json] = {
        "asOf": result.as_of.isoformat(),
        "track": result.gate.track.value,
        "service": {"id": declaration.service.id, "name": visible(flat(declaration.service.name))},
        "declaration": {"file": declaration.file, "sha256": declaration.sha256},
        "ruleset": {
            "id": edition.id,
            "version": edition.version,
            "title": visible(flat(edition.title)),
            "status": edition.status.value,
            "sha256": edition.sha256,
        },
        "watermarks": [visible(flat(one)) for one in audit.watermarks],
    }
    if counted(audit):
        said["contested"] = [visible(flat(both_sides(declaration, one))) for one in counted(audit)]
    if audit.baseline is not None:
        said["baseline"] = {
            "file": audit.baseline.file,
            "sha256": audit.baseline.sha256,
            "asOf": audit.baseline.as_of.isoformat(),
            "incomparable": audit.baseline.incomparable or None,
            "absent": [
                rule_id(audit, one.requirement) for one in audit.findings if _is_absent(one, result.gate.track)
            ],
        }
    if card is None:
        by = declaration.compiled_by
        replied: list[Json] = [visible(flat(one)) for one in all_replies(audit)]
        return said | {"compiledBy": visible(flat(by.name)) if by is not None else None, "reply": replied}
    return said | {
        "verdict": {"declared": card.verdict.declared.value, "backed": card.verdict.backed.value},
        "score": _tracks(card.score),
        "withoutWaivers": {
            "verdict": {
                "declared": card.verdict_without_waivers.declared.value,
                "backed": card.verdict_without_waivers.backed.value,
            },
            "score": _tracks(card.score_without_waivers),
        },
        "withoutDecisions": {
            "verdict": {
                "declared": card.verdict_without_decisions.declared.value,
                "backed": card.verdict_without_decisions.backed.value,
            },
            "score": _tracks(card.score_without_decisions),
        },
        "counts": {status.value: card.counts.get(status, 0) for status in Status},
        "countsBacked": {status.value: card.counts_backed.get(status, 0) for status in Status},
        "leftOut": {why: audit.left_out[why] for why in sorted(audit.left_out)},
        "withoutResult": _settled(audit, result.gate.track),
    }


def _is_absent(finding: Finding, track: Track) -> bool:
    """Whether what was a result in the baseline is none any more: as a result it would raise an alert."""
    since = finding.baseline
    if since is None or is_listed(finding, track):
        return False
    was = since.was if track is Track.DECLARED else since.was_backed
    return was in (Status.NOT_MET, Status.PARTLY_MET, Status.UNDECIDED)


def _tracks(tracks: Tracks) -> dict[str, Json]:
    return {
        name: None if score is None else points_json(score.interval)
        for name, score in (("declared", tracks.declared), ("backed", tracks.backed))
    }


def _settled(audit: Audit, track: Track) -> dict[str, Json]:
    """Name the rules that have no result, by status, so that nothing is lost unsaid."""
    by_status: dict[str, list[Json]] = {}
    for one in audit.findings:
        if not is_listed(one, track):
            by_status.setdefault(judged(one, track).status.value, []).append(rule_id(audit, one.requirement))
    return {status.value: by_status[status.value] for status in Status if status.value in by_status}
