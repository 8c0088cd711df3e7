"""Findings, reported facts and open answers of a saved result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from auditor.model.answers import Answer, Turn
from auditor.model.condition import UNREAD, Always
from auditor.model.decision import Decision, Reviewed, Standing
from auditor.model.evidence import Assurance
from auditor.model.facts import UNANSWERED, Silence
from auditor.model.finding import (
    NOTHING,
    BaselineState,
    Finding,
    Judgement,
    Missing,
    Observation,
    Reason,
    Role,
    SinceBaseline,
    Status,
    WouldBe,
)
from auditor.model.result import Reported, ReportedFact, ReportedRequirement
from auditor.model.ruleset import (
    Checked,
    Citation,
    EvidenceDemand,
    Obligation,
    Remedy,
    Requirement,
    SourceDocument,
)
from auditor.model.scorecard import Verdict
from auditor.model.themes import Theme
from auditor.model.truth import TRUTH_NAMES, F, T, Truth, U
from auditor.model.waiver import Waiver
from auditor.source.document import Path
from auditor.source.savedparts import Raw, Saved, absence_of, place_of, sure_place

_OUTSIDE: Final = (Status.NOT_APPLICABLE, Status.NOT_IN_FORCE)
_SCOPE_OPEN: Final = (Reason.SCOPE_UNKNOWN, Reason.SCOPE_UNBACKED)
_THEMES: Final = {one.value: one for one in Theme}
_TRUTHS: Final[Mapping[str, Truth]] = {name: truth for truth, name in enumerate(TRUTH_NAMES)}

Documents = Mapping[str, SourceDocument]


def finding_of(saved: Saved, raw: Raw, documents: Documents, at: Path, *, ruleset: str, service: str) -> Finding:
    """Read one finding, both tracks."""
    requirement = requirement_of(saved, raw, documents, at)
    would_be = raw["would_be"]
    gives = raw["gives"]
    return Finding(
        requirement=requirement,
        declared=_judgement(saved, raw, at),
        backed=_judgement(saved, raw["backed"], (*at, "backed")),
        fingerprint=raw["fingerprint"],
        would_be=would_be
        and WouldBe(
            declared=_judgement(saved, would_be, (*at, "would_be")),
            backed=_judgement(saved, would_be["backed"], (*at, "would_be", "backed")),
        ),
        since=saved.day_or_none(raw["since"], (*at, "since")),
        alternative=raw["alternative"],
        gives=gives and saved.interval(gives["exact"], (*at, "gives", "exact")),
        waiver=raw["waiver"]
        and _waiver(saved, raw["waiver"], (*at, "waiver"), f"{ruleset}/{requirement.id}", service),
        baseline=raw["baseline"] and _since(raw["baseline"]),
        decision=raw["decision"]
        and _decision(saved, raw["decision"], (*at, "decision"), f"{ruleset}/{requirement.id}", service),
    )


def _decision(saved: Saved, raw: Raw, at: Path, requirement: str, service: str) -> Reviewed:
    decision = Decision(
        requirement=requirement,
        service=service,
        accepted=raw["accepted"],
        reviewer=raw["reviewer"],
        on=saved.day(raw["on"], (*at, "on")),
        because=raw["because"],
        assurance=Assurance(raw["assurance"]),
        text_sha256=raw["text_sha256"],
        place=sure_place(raw),
    )
    return Reviewed(
        decision=decision,
        standing=Standing(raw["standing"]),
        today_sha256=raw["today_sha256"],
        backs=raw["backs"],
    )


def _since(raw: Raw) -> SinceBaseline:
    was, was_backed = (None if one["was"] is None else Status(one["was"]) for one in (raw, raw["backed"]))
    return SinceBaseline(
        declared=BaselineState(raw["state"]),
        backed=BaselineState(raw["backed"]["state"]),
        was=was,
        was_backed=was_backed,
        lapsed=raw["lapsed"],
    )


def requirement_of(saved: Saved, raw: Raw, documents: Documents, at: Path) -> Requirement:
    """Read what is shown of a requirement; what it tests is in no result."""
    source, rule, remedy = raw["source"], raw["rule"], raw["remedy"]
    document = documents.get(source["document"])
    if document is None:
        message = f"the ruleset names no document `{source['document']}`"
        saved.refuse((*at, "source", "document"), "unknown-name", message)
    for number, theme in enumerate(raw["themes"]):
        if theme not in _THEMES:
            saved.refuse((*at, "themes", number), "unknown-name", f"there is no theme `{theme}`")
    return Requirement(
        id=raw["requirement"],
        title=raw["title"],
        asks=raw["asks"],
        obligation=Obligation(raw["obligation"]),
        area=raw["area"],
        source=Citation(document=document, clause=source["clause"], checked=Checked(source["checked"])),
        applies_when=Always(),
        met_when=UNREAD,
        evidence=EvidenceDemand(assurance=Assurance.ASSERTED),
        place=sure_place(rule),
        rule=sure_place(rule),
        themes=tuple(_THEMES[one] for one in raw["themes"]),
        label=raw["label"],
        remedy=remedy and Remedy(do=remedy["do"], effort=remedy["effort"] and int(remedy["effort"])),
        weight=saved.plain(raw["weight"], (*at, "weight")),
        decisive=raw["decisive"],
    )


def _waiver(saved: Saved, raw: Raw, at: Path, requirement: str, service: str) -> Waiver:
    return Waiver(
        requirement=requirement,
        service=service,
        reason=raw["reason"],
        approver=raw["approver"],
        granted=saved.day(raw["granted"], (*at, "granted")),
        expires=saved.day(raw["expires"], (*at, "expires")),
        place=sure_place(raw),
    )


def _judgement(saved: Saved, raw: Raw, at: Path) -> Judgement:
    status = Status(raw["status"])
    reason = None if raw["reason"] is None else Reason(raw["reason"])
    credit = raw["credit"]
    return Judgement(
        status=status,
        credit=NOTHING if credit is None else saved.credit(credit, (*at, "credit")),
        applies=applies(status, reason),
        reason=reason,
        because=tuple(
            _observation(saved, one, (*at, "because", number)) for number, one in enumerate(raw["because"])
        ),
        missing=tuple(map(_missing, raw["missing"])),
    )


def applies(status: Status, reason: Reason | None) -> Truth:
    """Say whether a requirement applies: it follows from how it came out."""
    if status in _OUTSIDE:
        return F
    return U if reason in _SCOPE_OPEN else T


def _observation(saved: Saved, raw: Raw, at: Path) -> Observation:
    return Observation(
        fact=raw["fact"],
        place=place_of(raw),
        seen=saved.value(raw["seen"], raw["kind"], (*at, "seen")),
        wanted=raw["wanted"],
        truth=_TRUTHS[raw["truth"]],
        unit=raw["unit"],
        backed_by=tuple(raw["backed_by"]),
        silence=None if raw["absence"] is None else Silence(raw["absence"]),
    )


def _missing(raw: Raw) -> Missing:
    return Missing(
        fact=raw["fact"],
        role=Role(raw["role"]),
        question=raw["question"],
        absence=absence_of(raw) or UNANSWERED,
        place=place_of(raw),
        accepts=raw["accepts"],
    )


def answer_of(saved: Saved, raw: Raw, at: Path) -> Answer:
    """Read one fact to answer next."""
    return Answer(
        fact=raw["fact"],
        question=raw["question"],
        accepts=raw["accepts"],
        place=place_of(raw),
        role=Role(raw["role"]),
        requirements=tuple(raw["requirements"]),
        decides=raw["decides"],
        gain=saved.interval(raw["gain"]["exact"], (*at, "gain", "exact")),
        absence=absence_of(raw) or UNANSWERED,
        turns=tuple(Turn(verdict=Verdict(one["verdict"]), settings=tuple(one["settings"])) for one in raw["turns"]),
        together=saved.interval(raw["together"]["exact"], (*at, "together", "exact")).high,
    )


def reported_of(saved: Saved, raw: Raw, documents: Documents, at: Path) -> ReportedRequirement:
    """Read what was reported for one requirement of a service that is not judged."""
    return ReportedRequirement(
        requirement=requirement_of(saved, raw, documents, at),
        facts=tuple(reported_fact(saved, one, (*at, "facts", number)) for number, one in enumerate(raw["facts"])),
    )


def reported_fact(saved: Saved, raw: Raw, at: Path) -> ReportedFact:
    """Read one reported fact; its sources are those of the declaration that have these ids."""
    return ReportedFact(
        state=Reported(raw["state"]),
        observation=Observation(
            fact=raw["fact"],
            place=place_of(raw),
            seen=saved.value(raw["seen"], raw["kind"], (*at, "seen")),
            wanted="",
            truth=U,
            unit=raw["unit"],
            backed_by=tuple(one["id"] for one in raw["sources"]),
        ),
        absence=absence_of(raw),
    )
