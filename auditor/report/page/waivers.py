"""What is set aside for a time or by a decision: by whom and why, and what it would come to without."""

from __future__ import annotations

from auditor.model.decision import Reviewed
from auditor.model.finding import Finding
from auditor.model.result import Audit, Track
from auditor.model.scorecard import Scorecard, Tracks, Verdicts
from auditor.model.waiver import Waiver
from auditor.report.page.elements import Markup, Node, code, day, element, said, together
from auditor.report.page.pieces import heading, marked, place, table
from auditor.report.page.summary import points
from auditor.report.wording import VERDICTS, as_track, decision_text, ended, flat


def set_aside(audit: Audit, card: Scorecard, *, level: int, anchor: str) -> Markup | None:
    """Put verdict and score with and without waivers and decisions beside each other, and name each of them."""
    waived = [(one, one.waiver) for one in audit.findings if one.waiver is not None]
    decided = [(one, one.decision) for one in audit.findings if one.decision is not None]
    if not waived and not decided:
        return None
    without_waivers = _row("Without waivers", card.verdict_without_waivers, card.score_without_waivers)
    without_decisions = _row("Without decisions", card.verdict_without_decisions, card.score_without_decisions)
    return element(
        "section",
        heading(level, title(audit)),
        element(
            "p",
            "No status changes by it.",
            " A waived finding does not count for a time." if waived else None,
            " A finding whose alternative a reviewer accepted counts as met." if decided else None,
        ),
        table(
            "Verdict and score as they count, and without what is set aside.",
            ["Counted", *_heads()],
            _row("As it counts", card.verdict, card.score),
            without_waivers if waived else None,
            without_decisions if decided else None,
            class_="plain",
        ),
        element(
            "ul",
            [element("li", _waiver(finding, waiver)) for finding, waiver in waived],
            [element("li", _decision(finding, reviewed)) for finding, reviewed in decided],
        ),
        id=anchor,
    )


def title(audit: Audit) -> str:
    """Name what is set aside."""
    waived = any(one.waiver is not None for one in audit.findings)
    decided = any(one.decision is not None for one in audit.findings)
    if waived and decided:
        return "Waivers and decisions"
    return "Waivers" if waived else "Decisions"


def _heads() -> list[str]:
    return [f"{what} {as_track(track)}" for track in Track for what in ("Verdict", "Score")]


def _row(name: str, verdicts: Verdicts, scores: Tracks) -> Markup:
    cells: list[Node] = []
    for verdict, score in ((verdicts.declared, scores.declared), (verdicts.backed, scores.backed)):
        cells += [marked(VERDICTS[verdict], VERDICTS[verdict].label), points(score)]
    shown = [element("td", cell, data_label=head) for cell, head in zip(cells, _heads(), strict=True)]
    return element("tr", element("th", name, scope="row"), shown)


def _named(finding: Finding) -> Markup:
    return together(code(finding.requirement.id), " ", said(finding.requirement.title))


def _waiver(finding: Finding, waiver: Waiver) -> Markup:
    held = together(
        f", waived{' as backed' if finding.counts else ''} from ",
        day(waiver.granted),
        " until ",
        day(waiver.expires),
        ": ",
    )
    reason = said(ended(flat(waiver.reason)))
    return together(_named(finding), held, reason, " Approved by ", said(waiver.approver), ", ", place(waiver.place))


def _decision(finding: Finding, reviewed: Reviewed) -> Markup:
    decision = reviewed.decision
    told = together(", alternative ", said(decision_text(finding)), ": ", said(ended(flat(decision.because))))
    return together(_named(finding), told, " ", place(decision.place))
