"""Contested facts on the page: both sides beside each other, and nothing that says who is right."""

from __future__ import annotations

from auditor.model.challenge import CounterEvidence
from auditor.model.contested import Contested
from auditor.model.finding import Finding
from auditor.model.result import Audit
from auditor.report.bearing import at, concerning, counted, facts_of
from auditor.report.challenges import HEAD, MEANS, contested_text, later_text, parts
from auditor.report.page.elements import Markup, Node, code, element, joined, outside, said, together
from auditor.report.page.pieces import heading, pairs, place, quiet
from auditor.report.wording import flat, sentence


def contested(audit: Audit, *, level: int, anchor: str) -> Markup | None:
    """Write every challenge that counts on the day, and how many were filed later."""
    found, later = counted(audit), later_text(audit)
    if not found and not later:
        return None
    return element(
        "section",
        heading(level, HEAD),
        element("p", said(sentence(contested_text(audit)))) if found else None,
        element("ul", [element("li", _one(audit, one)) for one in found]) if found else None,
        quiet(later) if later else None,
        quiet(sentence(MEANS)) if found else None,
        id=anchor,
    )


def _one(audit: Audit, one: Contested) -> Markup:
    where = together(" at ", place(one.place)) if one.place is not None else None
    return together(element("p", code(one.challenge.fact), where), _sides(audit, one))


def _sides(audit: Audit, one: Contested) -> Markup:
    first, filed, *_evidence, reply = parts(audit.declaration, one)
    rows: list[tuple[Node, Node]] = [(name.capitalize(), said(text)) for name, text in (first, filed)]
    # one row: a list of terms may not hold the same term twice
    rows.append(("Evidence", joined([_publication(each) for each in one.challenge.evidence], "; ")))
    return pairs([*rows, (reply[0].capitalize(), said(reply[1]))], class_="todo")


def _publication(one: CounterEvidence) -> Markup:
    named = [said(flat(one.publisher)), said(flat(one.title)), said(str(one.issued))]
    return joined([*named, *([outside(flat(one.source))] if one.source else [])], ", ")


def both_sides(audit: Audit, fact: str) -> list[Markup]:
    """Write both sides of one fact that others reported."""
    return [_sides(audit, one) for one in at(audit, fact)]


def mark(audit: Audit, finding: Finding) -> Markup | None:
    """Name the contested facts that a finding is about; both sides stand in a part of their own."""
    facts = facts_of(concerning(audit, finding))
    if not facts:
        return None
    return element("p", HEAD, ": ", joined([code(one) for one in facts], ", "), class_="origin")
