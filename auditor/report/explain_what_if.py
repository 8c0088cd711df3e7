"""What would come of other answers: before, after, and every requirement that comes out otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from auditor.model.finding import Finding, Judgement, Status
from auditor.model.result import Audit
from auditor.model.ruleset import Ruleset
from auditor.model.scorecard import Score, Verdict
from auditor.model.standing import none_holds
from auditor.report.explain import put_head
from auditor.report.explain_tracks import status_text
from auditor.report.paper import Paper, Piece
from auditor.report.reported import NO_VERDICT
from auditor.report.wording import MAY_BE_EMPTY, STATUSES, VERDICTS, any_starred, flat, plural, score_text

_NAME: Final = 22
_CELL: Final = 18


def render_what_if(
    before: Audit, after: Audit, settings: Sequence[str], *, width: int, color: bool, ascii: bool
) -> str:
    """Show an audit beside what it would be, and what flips, on both tracks."""
    paper = Paper(width=width, color=color, ascii=ascii)
    put_head(paper, before)
    for setting in settings:
        paper.prose(setting, lead="what if ")
    paper.blank()
    if before.scorecard is None or after.scorecard is None:
        paper.prose(NO_VERDICT)
        return paper.text()
    old, new = before.scorecard, after.scorecard
    paper.put(_row(paper, "", "before", "after"))
    _put_verdict(paper, "verdict, declared", old.verdict.declared, new.verdict.declared)
    _put_verdict(paper, "verdict, backed", old.verdict.backed, new.verdict.backed)
    _put_score(paper, "score, declared", old.score.declared, new.score.declared)
    _put_score(paper, "score, backed", old.score.backed, new.score.backed)
    if any_starred((old.score, new.score)):
        paper.put(f" {MAY_BE_EMPTY}")
    flips = [(one, other) for one, other in zip(before.findings, after.findings, strict=True) if _differ(one, other)]
    for title, deciding in (("WHAT FLIPS, AND DECIDES", True), ("WHAT FLIPS BESIDES", False)):
        chosen = [pair for pair in flips if pair[0].requirement.decisive is deciding]
        if chosen:
            paper.blank()
            paper.put(Piece(title, "head"))
            for one, other in chosen:
                _put_flip(paper, before.ruleset, one, other)
    paper.blank()
    paper.prose(
        "What is set here is backed by nothing: on the backed track it counts where it hurts, not where it helps."
    )
    paper.blank()
    paper.prose(_answer(old.verdict.declared, new.verdict.declared, len(flips)), style="head")
    return paper.text()


def _row(paper: Paper, name: str, before: str, after: str) -> str:
    return f" {paper.pad(name, _NAME)}{paper.pad(before, _CELL)}{after}"


def _put_verdict(paper: Paper, name: str, before: Verdict, after: Verdict) -> None:
    words = VERDICTS[after]
    paper.put(
        Piece(_row(paper, name, VERDICTS[before].label, words.label), "plain" if before is after else words.style)
    )


def _put_score(paper: Paper, name: str, before: Score | None, after: Score | None) -> None:
    paper.put(_row(paper, name, score_text(before, to=paper.to), score_text(after, to=paper.to)))


def _differ(before: Finding, after: Finding) -> bool:
    return _outcomes(before) != _outcomes(after)


def _outcomes(finding: Finding) -> tuple[object, ...]:
    judged = _judged(finding)
    return tuple((one.status, one.credit, one.reason) for one in judged)


def _judged(finding: Finding) -> tuple[Judgement, Judgement]:
    """Give both judgements; of what is not in force those it would have."""
    if finding.would_be is not None:
        return finding.would_be.declared, finding.would_be.backed
    return finding.declared, finding.backed


def _put_flip(paper: Paper, ruleset: Ruleset, before: Finding, after: Finding) -> None:
    declared, backed = _judged(after)
    words = STATUSES[declared.status]
    paper.prose(flat(before.requirement.title), lead=Piece(f"{words.mark} {before.requirement.id}  ", words.style))
    was = _judged(before)
    coming = f" ({none_holds(ruleset.status)})" if before.would_be is not None else ""
    paper.prose(f"{_change(ruleset, was[0], declared)}{coming}", lead="    as declared: ")
    paper.prose(f"{_change(ruleset, was[1], backed)}{coming}", lead="    as backed:   ")


def _change(ruleset: Ruleset, before: Judgement, after: Judgement) -> str:
    old, new = _said(ruleset, before), _said(ruleset, after)
    return f"{new}, as before" if old == new else f"{old}, then {new}"


def _said(ruleset: Ruleset, judgement: Judgement) -> str:
    said = status_text(ruleset, judgement)
    if judgement.status in (Status.PARTLY_MET, Status.UNDECIDED):
        low, high = judgement.credit.low, judgement.credit.high
        return f"{said} ({low})" if low == high else f"{said} ({low} to {high})"
    return said


def _answer(before: Verdict, after: Verdict, flips: int) -> str:
    if before is after:
        return f"{VERDICTS[after].label.upper()} as declared, as before: {plural(flips, 'requirement')} would flip."
    return (
        f"{VERDICTS[after].label.upper()} as declared instead of {VERDICTS[before].label}: "
        f"{plural(flips, 'requirement')} would flip."
    )
