"""Contested facts, both sides: what the service says, what somebody else filed against it, and what was replied."""

from __future__ import annotations

from typing import Final

from auditor.model.challenge import Challenge, CounterEvidence
from auditor.model.comparison import Comparison, Dossier, Standing
from auditor.model.contested import Contested
from auditor.report.bearing import counted
from auditor.report.page.elements import Markup, Node, code, day, element, inside, joined, outside, said, together
from auditor.report.page.pieces import heading, pairs, place
from auditor.report.page.versus_ids import Ids
from auditor.report.replies import reply_text
from auditor.report.versus.facts import plain, question_of
from auditor.report.wording import flat, sentence

MEANS: Final = (
    "A contested fact counts as not known in the backed track where it would help. Filing against a fact does not "
    "make it false, and a reply does not make it true: both sides are shown, and nothing is decided here."
)


def contested(comparison: Comparison, ids: Ids) -> Markup | None:
    """Write every challenge that had been filed by the day against a service that filed for itself."""
    shown = [
        together(
            heading(3, inside(ids.of(one), said(ids.name(one)))),
            [challenge(comparison, ids, one, each) for each in counted(one.audit)],
        )
        for one in comparison.standings
        if counted(one.audit)
    ]
    if not shown:
        return None
    return element("section", heading(2, "Contested facts"), element("p", MEANS), shown, id="contested")


def challenge(comparison: Comparison, ids: Ids, one: Standing | Dossier, contested: Contested) -> Markup:
    """Write one contested fact: both sides one above the other, what the other rests on, and the reply."""
    against, unit, where = contested.challenge, contested.unit, contested.place
    question = question_of(comparison, against.fact)
    verb = " says" if isinstance(one, Standing) else ", as reported"
    rows: list[tuple[Node, Node]] = [
        (
            together(said(ids.name(one)), verb),
            together(
                said(plain(contested.declared, unit)), together(", ", place(where)) if where is not None else None
            ),
        ),
        (
            together(said(flat(against.filed_by)), " says"),
            together(said(plain(against.says, unit)), ", filed on ", day(against.on), ", ", place(against.place)),
        ),
        ("Resting on", element("ul", [element("li", _evidence(each)) for each in against.evidence])),
        (
            "Reply",
            together(said(sentence(reply_text(ids.name(one), against.reply))), _window(ids, one, against)),
        ),
    ]
    asked = together(said(question), " ", code(against.fact)) if question != against.fact else code(against.fact)
    return element("div", element("p", asked, class_="question"), pairs(rows, class_="sides"), class_="disputed")


def _window(ids: Ids, one: Standing | Dossier, against: Challenge) -> Markup | None:
    """Say until when a service that has not replied can do so."""
    if against.reply is not None and against.reply.text:
        return None
    if against.can_reply(one.as_of):
        return together(" ", said(ids.name(one)), " can reply until ", day(against.window), ".")
    return together(" The time to reply ended on ", day(against.window), ".")


def _evidence(one: CounterEvidence) -> Markup:
    parts: list[Node] = [said(flat(part)) for part in (one.publisher, one.title) if part]
    parts.append(str(one.issued))
    parts += [outside(flat(one.source))] if one.source else []
    return joined(parts, ", ")
