"""Findings: the failures that decide, whole, and then every finding in its area."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from auditor.model.finding import Finding, Judgement, Missing, Status
from auditor.model.result import Audit, Track
from auditor.model.ruleset import Area, Requirement
from auditor.report.failing import absence_text
from auditor.report.highlights import failures, in_force_text, telling
from auditor.report.page.contested import mark as mark_contested
from auditor.report.page.elements import Markup, Node, code, element, inside, joined, said, together
from auditor.report.page.pieces import (
    briefly,
    folded,
    heading,
    is_failure,
    looked_at,
    mark,
    name,
    origin,
    pairs,
    place,
    tracks,
)
from auditor.report.since import since_text
from auditor.report.wording import (
    STATUSES,
    decision_text,
    decisive_noun,
    flat,
    plural,
    points_text,
    sentence,
    status_words,
    waived_text,
)

ALL_OPEN: Final = 12


def failing(audit: Audit, anchors: Mapping[str, str], *, level: int, anchor: str) -> Markup | None:
    """Write every decisive failure whole: the lines that fail it, what is wanted, what to do, what that gives."""
    found = failures(audit)
    if not found:
        return None
    noun = decisive_noun(audit.ruleset.decided_by, len(found))
    return element(
        "section",
        heading(level, f"{len(found)} {noun} not met"),
        [_failure(audit, one, anchors[one.requirement.id], total=len(found), level=level + 1) for one in found],
        id=anchor,
    )


def _failure(audit: Audit, finding: Finding, anchor: str, *, total: int, level: int) -> Markup:
    requirement = finding.requirement
    aside = ["partly met"] if finding.declared.status is Status.PARTLY_MET else []
    aside += [since_text(finding, Track.DECLARED)] if finding.baseline is not None else []
    noun = decisive_noun(audit.ruleset.decided_by, total)
    closes = f"closes the only {noun} not met" if total == 1 else f"closes 1 of the {total} {noun} not met"
    rows = [*_to_do(finding), ("Gives", f"{points_text(finding.gives)}; {closes}"), ("Rule", _rule(requirement))]
    return element(
        "article",
        heading(level, mark(STATUSES[finding.declared.status]), " ", name(requirement, anchor)),
        origin(requirement, *aside),
        mark_contested(audit, finding),
        element("p", said(sentence(flat(requirement.asks))), class_="asks"),
        looked_at(telling(finding), finding.declared.because),
        pairs(rows, class_="todo"),
        class_="failure",
        id=anchor,
    )


def _rule(requirement: Requirement) -> Markup:
    """Write where the rule itself stands."""
    where = requirement.rule
    return code(f"{where.file}:{where.line}" if where.line else where.file, class_="place")


def _to_do(finding: Finding) -> list[tuple[Node, Node]]:
    requirement = finding.requirement
    rows: list[tuple[Node, Node]] = []
    if finding.alternative:
        rows.append(
            ("Alternative", together("declared, ", said(decision_text(finding)), ": ", said(finding.alternative)))
        )
    if requirement.remedy is not None:
        effort = f" (effort {requirement.remedy.effort})" if requirement.remedy.effort else ""
        rows.append(("Do", together(said(flat(requirement.remedy.do).rstrip(".")), effort)))
    return rows


def every(
    audit: Audit, anchors: Mapping[str, str], areas: Mapping[str, str], *, level: int, anchor: str
) -> Markup | None:
    """Write all findings in the order of the edition, area by area, each area to be opened."""
    if not audit.findings:
        return None
    above = {one.requirement.id for one in failures(audit)}
    groups = [
        (area, [one for one in audit.findings if one.requirement.area == area.id]) for area in audit.ruleset.areas
    ]
    open_ = len(audit.findings) <= ALL_OPEN
    return element(
        "section",
        heading(level, "Every finding"),
        element("p", "Each area opens; each id is a link to its finding."),
        [
            _area(audit, area, found, above, anchors, areas[area.id], level=level + 1, open=open_)
            for area, found in groups
            if found
        ],
        id=anchor,
    )


def _area(
    audit: Audit,
    area: Area,
    found: Sequence[Finding],
    above: set[str],
    anchors: Mapping[str, str],
    anchor: str,
    *,
    level: int,
    open: bool,
) -> Markup:
    counts = [(one, sum(finding.declared.status is one for finding in found)) for one in STATUSES]
    words = {one: status_words(one, audit.ruleset) for one in STATUSES}
    told = [together(mark(words[one]), f" {count} {words[one].after(count)}") for one, count in counts if count]
    summary = together(heading(level, said(area.title)), " ", element("span", joined(told), class_="tally"))
    items = [
        _above(one, anchors[one.requirement.id])
        if one.requirement.id in above
        else _finding(audit, one, anchors[one.requirement.id], level=level + 1)
        for one in found
    ]
    # The id stands inside: a link to it opens the area.
    return folded(summary, element("div", items, id=anchor, class_="inside"), open=open, class_="area")


def _above(finding: Finding, anchor: str) -> Markup:
    """Point at a failure that stands above, whole."""
    requirement = finding.requirement
    return element(
        "p",
        mark(STATUSES[finding.declared.status]), " ",
        inside(anchor, code(requirement.id), " ", said(requirement.title)), ", shown above",
        class_="finding see",
    )  # fmt: skip


def _finding(audit: Audit, finding: Finding, anchor: str, *, level: int) -> Markup:
    requirement = finding.requirement
    shown = finding.declared
    would_be = finding.would_be
    decides = "decides the verdict" if requirement.decisive else "does not decide the verdict"
    when = [in_force_text(audit, finding)] if not finding.in_force else []
    if would_be is not None:
        shown = would_be.declared
        when.append(f"today {STATUSES[shown.status].label}")
    if finding.baseline is not None:
        when.append(since_text(finding, Track.DECLARED))
    if finding.waiver is not None:
        when.append(waived_text(finding))
    return element(
        "article",
        heading(level, mark(STATUSES[finding.declared.status]), " ", name(requirement, anchor)),
        tracks(audit, finding),
        origin(requirement, decides, *when),
        mark_contested(audit, finding),
        looked_at(telling(finding), shown.because) if is_failure(shown) else _witness(shown),
        missing(_open(finding)),
        pairs(rows, class_="todo") if (rows := _ends(finding)) else None,
        class_="finding",
        id=anchor,
    )


def _witness(judgement: Judgement) -> Markup | None:
    """Write what a finding that did not fail rests on: a pass has a witness too."""
    return briefly(judgement.because) if judgement.because else None


def _ends(finding: Finding) -> list[tuple[Node, Node]]:
    if not is_failure(finding.declared):
        return [row for row in _to_do(finding) if row[0] == "Alternative"]
    return [*_to_do(finding), ("Gives", points_text(finding.gives))]


def _open(finding: Finding) -> Sequence[Missing]:
    """Give what is not known: as declared, or else what keeps it from being backed."""
    judgements: tuple[Judgement, ...] = (finding.declared, finding.backed)
    return next((one.missing for one in judgements if one.missing), ())


def missing(facts: Sequence[Missing]) -> Markup | None:
    """Write which facts would settle it, or have to be backed."""
    if not facts:
        return None
    items = [
        element("li", said(flat(one.question) or one.fact), " ", code(one.fact), _absence(one), _near(one))
        for one in facts
    ]
    return folded(f"{plural(len(facts), 'fact')} would settle it", element("ul", items), class_="more")


def _absence(one: Missing) -> Node:
    text = absence_text(one.absence)
    return together(", ", said(text)) if text else None


def _near(one: Missing) -> Node:
    return together(", near ", place(one.place)) if one.place is not None else None
