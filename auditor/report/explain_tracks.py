"""Both tracks of one finding in words: how each came out, what decided it, and what would settle it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from msgspec.structs import replace

from auditor.model.evidence import Assurance, Evidence
from auditor.model.finding import Finding, Judgement, Missing, Observation, Reason, Role, Status
from auditor.model.result import Audit
from auditor.model.ruleset import Ruleset
from auditor.model.truth import F, T
from auditor.model.unbacked import Unbacked, Why
from auditor.report.failing import absence_text, put_place
from auditor.report.numbers import exact
from auditor.report.paper import Paper, Piece
from auditor.report.unbacked import unbacked_texts
from auditor.report.wording import REASONS, STATUSES, flat, seen_text, status_words

NOT_BACKED: Final = "not backed"
_Reasons = Callable[[str], Unbacked | None]


def status_text(ruleset: Ruleset, judgement: Judgement) -> str:
    """Name a status on its track; what only lacks backing is not called unanswered."""
    if judgement.reason in (Reason.EVIDENCE_MISSING, Reason.SCOPE_UNBACKED):
        return NOT_BACKED
    if judgement.status is Status.PARTLY_MET:
        return "partly met"
    return status_words(judgement.status, ruleset).label


def put_tracks(paper: Paper, audit: Audit, finding: Finding, why: Why | None, *, proved: bool) -> None:
    """Write both statuses and what would settle them; the tests that decided only where no proof follows."""
    judged, demand = finding.would_be or finding, finding.requirement.evidence
    declared, backed = judged.declared, judged.backed

    def reasons(fact: str) -> Unbacked | None:
        return None if why is None else why(fact, demand)

    if proved:
        declared, backed = replace(declared, because=()), replace(backed, because=())
    _put_track(paper, audit, "AS DECLARED", declared, reasons)
    if proved and declared == backed:
        _put_status(paper, audit, "AS BACKED", backed)
        return
    paper.blank()
    if (declared.status, declared.because, declared.missing) == (
        backed.status,
        backed.because,
        backed.missing,
    ):
        _put_status(paper, audit, "AS BACKED", backed)
        if not proved:
            paper.prose("Decided by the same tests.", lead="  ")
    else:
        _put_track(paper, audit, "AS BACKED", backed, reasons)


def _put_track(paper: Paper, audit: Audit, name: str, judgement: Judgement, reasons: _Reasons) -> None:
    paper.blank()
    _put_status(paper, audit, name, judgement)
    for observation in judgement.because:
        _put_observation(paper, audit, observation)
    for missing in judgement.missing:
        _put_missing(paper, missing, reasons(missing.fact) if missing.role is Role.EVIDENCE else None)


def _put_status(paper: Paper, audit: Audit, name: str, judgement: Judgement) -> None:
    words = STATUSES[judgement.status]
    said = status_text(audit.ruleset, judgement)
    if judgement.reason is not None:
        said += f": {REASONS[judgement.reason]}"
    if judgement.status not in (Status.NOT_APPLICABLE, Status.NOT_IN_FORCE):
        low, high = exact(judgement.credit.low), exact(judgement.credit.high)
        said += f"; credit {low if low == high else f'{low} to {high}'}"
    paper.prose(said, lead=Piece(f"{name:<12} {words.mark} ", words.style))


def _put_observation(paper: Paper, audit: Audit, observation: Observation) -> None:
    words = {
        T: STATUSES[Status.MET],
        F: STATUSES[Status.NOT_MET],
    }.get(observation.truth, STATUSES[Status.UNDECIDED])
    paper.prose(observation.fact, lead=Piece(f"  {words.mark} ", words.style))
    if observation.place is not None:
        put_place(paper, "    --> ", observation.place)
    paper.prose(seen_text(observation), lead="     = seen:   ")
    paper.prose(observation.wanted, lead="     = wanted: ")
    by_id = {one.id: one for one in audit.declaration.evidence}
    backers = [f"{one} ({told(by_id[one])})" if one in by_id else one for one in observation.backed_by]
    if backers:
        paper.prose(", ".join(backers), lead="     = backed: ")


def _put_missing(paper: Paper, missing: Missing, why: Unbacked | None) -> None:
    """Write what a judgement waits for; of what is stated and not backed also why it is not."""
    unbacked = missing.role is Role.EVIDENCE
    if why is not None and why.is_disputed:
        said = f"{missing.fact}: declared, and not known as backed"
    elif unbacked:
        said = f"evidence for {missing.fact}"
    else:
        said = f"{missing.fact}: {missing.accepts}" if missing.accepts else missing.fact
    paper.prose(said, lead=Piece("  ? ", "open"))
    if missing.place is not None:
        put_place(paper, "    near ", missing.place)
    if missing.question and not unbacked:
        paper.prose(missing.question, lead="     = asks:   ")
    if missing.role is Role.SCOPE:
        paper.prose("the answer says whether this applies", lead="     = note:   ")
    for text in unbacked_texts(why) if why is not None else ():
        paper.prose(text, lead="     = note:   ")
    silent = absence_text(missing.absence)
    if silent:
        paper.prose(silent, lead="     = note:   ")


def told(evidence: Evidence) -> str:
    """Name a document; that it is independent is what it says of itself."""
    says = f"; says: {evidence.assurance.value}" if evidence.assurance is Assurance.INDEPENDENT else ""
    return flat(evidence.title) + says
