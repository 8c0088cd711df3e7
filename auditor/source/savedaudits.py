"""Declarations and totals of a saved result: one declaration against one edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from auditor.model.contested import Contested
from auditor.model.declaration import Attestation, CompiledBy, Declaration, Service
from auditor.model.evidence import Assurance, Evidence
from auditor.model.facts import Facts
from auditor.model.finding import Status
from auditor.model.result import Audit, Baseline
from auditor.model.ruleset import Area, Checked, Ruleset
from auditor.model.scorecard import AreaCard, Score, Scorecard, Tracks, Verdict, Verdicts, Weights
from auditor.source.document import Path
from auditor.source.savedchallenges import contested_of, reply_of
from auditor.source.savededitions import documents_of, edition_of
from auditor.source.savedfindings import answer_of, finding_of, reported_fact, reported_of
from auditor.source.savedparts import Raw, Saved, sure_place

_MOST_REQUIREMENTS: Final = 1000
_DECISIVE: Final = (Status.MET, Status.PARTLY_MET, Status.NOT_MET, Status.UNDECIDED)
_TOTALS: Final = ("counts", "counts_backed", "decisive", "decisive_backed", "weight")


def audit_of(saved: Saved, raw: Raw, at: Path) -> Audit:
    """Read one audit."""
    for name, most in (("findings", _MOST_REQUIREMENTS), ("reported", _MOST_REQUIREMENTS)):
        if len(raw[name]) > most:
            saved.refuse((*at, name, most), "too-many", f"no edition has more than {most:,} of these")
    documents = documents_of(saved, raw["ruleset"], (*at, "ruleset"))
    ruleset, service = raw["ruleset"]["id"], raw["service"]["id"]
    findings = tuple(
        finding_of(saved, one, documents, (*at, "findings", number), ruleset=ruleset, service=service)
        for number, one in enumerate(raw["findings"])
    )
    reported = tuple(
        reported_of(saved, one, documents, (*at, "reported", number)) for number, one in enumerate(raw["reported"])
    )
    about = [*(one.requirement for one in findings), *(one.requirement for one in reported)]
    edition = edition_of(saved, raw["ruleset"], documents, about, (*at, "ruleset"))
    _refuse_strays(saved, edition, (*at, "findings" if findings else "reported"))
    contested = tuple(
        contested_of(saved, one, (*at, "declaration", "challenges", number), service=service)
        for number, one in enumerate(raw["declaration"]["challenges"])
    )
    return Audit(
        declaration=_declaration(saved, raw, at, contested),
        ruleset=edition,
        watermarks=tuple(raw["watermarks"]),
        scorecard=_scorecard(saved, raw, edition, at),
        findings=findings,
        reported=reported,
        reported_scope=tuple(
            reported_fact(saved, one, (*at, "reported_scope", number))
            for number, one in enumerate(raw["reported_scope"])
        ),
        left_out={why: int(count) for why, count in raw["left_out"].items()},
        checked={Checked(how): int(count) for how, count in raw["checked"].items()},
        answers=tuple(answer_of(saved, one, (*at, "answers", number)) for number, one in enumerate(raw["answers"])),
        withheld=None if raw["withheld"] is None else int(raw["withheld"]),
        asked=raw["asked"] or "",
        baseline=raw["baseline"] and _baseline(saved, raw["baseline"], (*at, "baseline")),
        contested=contested,
    )


def _baseline(saved: Saved, raw: Raw, at: Path) -> Baseline:
    return Baseline(
        file=raw["file"],
        sha256=raw["sha256"],
        as_of=saved.day(raw["as_of"], (*at, "as_of")),
        version=raw["version"],
        ruleset_sha256=raw["ruleset_sha256"],
        incomparable=raw["incomparable"] or "",
        gone=tuple(raw["gone"]),
    )


def _refuse_strays(saved: Saved, ruleset: Ruleset, at: Path) -> None:
    """Refuse requirements that stand twice, or in an area that there is not."""
    areas = {one.id for one in ruleset.areas}
    seen = set()
    for number, one in enumerate(ruleset.requirements):
        if one.id in seen:
            saved.refuse((*at, number, "requirement"), "repeated", f"`{one.id}` stands here a second time")
        if one.area not in areas:
            saved.refuse((*at, number, "area"), "unknown-name", f"the ruleset has no area `{one.area}`")
        seen.add(one.id)


def _declaration(saved: Saved, raw: Raw, at: Path, contested: Sequence[Contested]) -> Declaration:
    told, service = raw["declaration"], raw["service"]
    at = (*at, "declaration")
    compiled, attested = told["compiled_by"], told["attestation"]
    return Declaration(
        file=told["file"],
        sha256=told["sha256"],
        service=Service(id=service["id"], name=service["name"], provider=service["provider"]),
        facts=Facts(values={}, places={}),
        stated_on=saved.day_or_none(told["stated_on"], (*at, "stated_on")),
        compiled_by=compiled
        and CompiledBy(
            name=compiled["name"],
            on=saved.day(compiled["on"], (*at, "compiled_by", "on")),
            method=compiled["method"],
        ),
        evidence=tuple(
            _evidence(saved, one, (*at[:-1], "evidence", number)) for number, one in enumerate(raw["evidence"])
        ),
        attestation=attested
        and Attestation(
            name=attested["name"],
            role=attested["role"] or "",
            date=saved.day_or_none(attested["date"], (*at, "attestation", "date")),
        ),
        challenges=tuple(one.challenge for one in contested),
        reply=reply_of(saved, told["reply"], (*at, "reply")),
    )


def _evidence(saved: Saved, raw: Raw, at: Path) -> Evidence:
    return Evidence(
        id=raw["id"],
        kind=raw["kind"],
        title=raw["title"],
        assurance=Assurance(raw["assurance"]),
        supports=tuple(raw["supports"]),
        place=sure_place(raw),
        issuer=raw["issuer"] or "",
        issued=saved.span(raw["issued"], (*at, "issued")),
        file=raw["document"],
        source=raw["source"] or "",
        checked=raw["checked"] or "",
        fault=raw["fault"] or "",
        reply=reply_of(saved, raw["reply"], (*at, "reply")),
    )


def _scorecard(saved: Saved, raw: Raw, ruleset: Ruleset, at: Path) -> Scorecard | None:
    """Read the totals as they stand; None for a service that is not judged."""
    if raw["verdict"]["declared"] is None:
        return None
    for name in _TOTALS:
        if raw[name] is None:
            saved.refuse((*at, name), "no-totals", "there is a verdict, and this is missing")
    for name in ("verdict", "verdict_without_waivers", "verdict_without_decisions"):
        if None in raw[name].values():
            saved.refuse((*at, name), "no-totals", "there is a verdict on one track alone")
    if [one["id"] for one in raw["areas"]] != [one.id for one in ruleset.areas]:
        saved.refuse((*at, "areas"), "unknown-name", "these are not the areas of the ruleset")
    weight = raw["weight"]
    return Scorecard(
        verdict=_verdicts(raw["verdict"]),
        score=_tracks(saved, raw["score"], (*at, "score")),
        score_without_waivers=_tracks(saved, raw["score"]["without_waivers"], (*at, "score", "without_waivers")),
        verdict_without_waivers=_verdicts(raw["verdict_without_waivers"]),
        score_without_decisions=_tracks(
            saved, raw["score"]["without_decisions"], (*at, "score", "without_decisions")
        ),
        verdict_without_decisions=_verdicts(raw["verdict_without_decisions"]),
        counts=_counts(raw["counts"]),
        counts_backed=_counts(raw["counts_backed"]),
        decisive=_decisive(raw["decisive"]),
        decisive_backed=_decisive(raw["decisive_backed"]),
        areas=tuple(
            _area_card(saved, one, area, (*at, "areas", number))
            for number, (one, area) in enumerate(zip(raw["areas"], ruleset.areas, strict=True))
        ),
        weights=Weights(
            counted=saved.number(weight["counted"], (*at, "weight", "counted")),
            not_applicable=saved.number(weight["not_applicable"], (*at, "weight", "not_applicable")),
            on_unbacked_scope=saved.number(weight["on_unbacked_scope"], (*at, "weight", "on_unbacked_scope")),
        ),
    )


def _area_card(saved: Saved, raw: Raw, area: Area, at: Path) -> AreaCard:
    return AreaCard(
        area=area,
        score=_tracks(saved, raw["score"], (*at, "score")),
        counts=_counts(raw["counts"]),
        decisive=_decisive(raw["decisive"]),
        decisive_backed=_decisive(raw["decisive_backed"]),
    )


def _verdicts(raw: Raw) -> Verdicts:
    return Verdicts(declared=Verdict(raw["declared"]), backed=Verdict(raw["backed"]))


def _tracks(saved: Saved, raw: Raw, at: Path) -> Tracks:
    return Tracks(
        declared=_score(saved, raw["declared"], (*at, "declared")),
        backed=_score(saved, raw["backed"], (*at, "backed")),
    )


def _score(saved: Saved, raw: Raw, at: Path) -> Score | None:
    if raw is None:
        return None
    return Score(interval=saved.interval(raw["exact"], (*at, "exact")), may_be_empty=raw["may_be_empty"])


def _counts(raw: Mapping[str, int]) -> dict[Status, int]:
    return {status: int(raw[status.value]) for status in Status}


def _decisive(raw: Mapping[str, int]) -> dict[Status, int]:
    return {status: int(raw[status.value]) for status in _DECISIVE}
