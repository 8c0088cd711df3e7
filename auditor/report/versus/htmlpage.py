"""A comparison as one HTML page that holds all it needs: it reads without scripts, printed, in the dark, on a phone.

Nothing is fetched. The policy in its head allows its own style sheet and one script that sorts a table, each by its
hash; without scripts the page says all that it has to say.
"""

from __future__ import annotations

from pkgutil import get_data
from typing import Final

from auditor.model.comparison import Comparison
from auditor.report.page import (
    versus_answer,
    versus_areas,
    versus_compiled,
    versus_conflicts,
    versus_contested,
    versus_failures,
    versus_focus,
    versus_notes,
    versus_services,
    versus_trend,
)
from auditor.report.page.charts import patterns
from auditor.report.page.elements import Markup, code, document, element, inside, joined, said, together
from auditor.report.page.head import head
from auditor.report.page.pieces import heading
from auditor.report.page.versus_ids import Ids
from auditor.report.versus.facts import Sources
from auditor.report.versus.words import answer_text, days_text, edition_text, question_text, standing_text
from auditor.report.wording import flat

STYLES: Final = ("assets/page.css", "assets/versus.css")
SCRIPT: Final = "assets/versus.js"
_MAIN: Final = "main"
_SINGLE: Final = 3


def render(comparison: Comparison) -> str:
    """Write the page. The same comparison always gives the same bytes."""
    style = "".join(map(_asset, STYLES))
    script = _asset(SCRIPT) if len(comparison.standings) > 1 else ""
    ids, sources = Ids(comparison), Sources(comparison)
    title = f"{question_text(comparison)}: {edition_text(comparison)}"
    first = head(title, read_for=days_text(comparison), version=comparison.version, style=style, script=script)
    return document(first, _body(comparison, ids, sources), style=style, script=script)


def _asset(name: str) -> str:
    return (get_data("auditor.report", name) or b"").decode("utf-8")


def _body(comparison: Comparison, ids: Ids, sources: Sources) -> Markup:
    parts: list[tuple[str, str, Markup | None]] = [
        ("answer", "The answer", versus_answer.answer(comparison, ids, sources)),
        ("services", "Side by side", versus_services.services(comparison, ids)),
        ("areas", "By area", versus_areas.areas(comparison, ids)),
        ("focus", "Who says what", versus_focus.focus(comparison, ids)),
        ("failures", "Not met", versus_failures.failures(comparison, ids)),
        ("contested", "Contested facts", versus_contested.contested(comparison, ids)),
        ("contradictions", "Contradictions", versus_conflicts.conflicts(comparison, ids)),
        ("trend", "Over time", versus_trend.trend(comparison, ids)),
        ("compiled", "Compiled by others", versus_compiled.compiled(comparison, ids, sources)),
        ("sources", "Sources", versus_compiled.source_list(sources, ids)),
        ("reading", "How to read this page", versus_notes.reading(comparison)),
        ("compared", "What was compared", versus_notes.compared(comparison, ids)),
        ("messages", "Messages", versus_notes.messages(comparison)),
    ]
    shown = [(anchor, title, part) for anchor, title, part in parts if part is not None]
    contents = [element("li", inside(anchor, title)) for anchor, title, _ in shown if anchor != "answer"]
    first = [part for anchor, _, part in shown if anchor == "answer"]
    rest = [part for anchor, _, part in shown if anchor != "answer"]
    quoted = element("p", said(answer_text(comparison)), class_="answer") if comparison.focus is None else None
    return element(
        "body",
        inside(_MAIN, "Skip to the content", class_="skip"),
        patterns(),
        element(
            "header",
            versus_answer.banner(comparison),
            heading(1, said(question_text(comparison))),
            _single(comparison),
            element("p", code(edition_text(comparison)), ", ", standing_text(comparison), class_="provider"),
            class_="masthead",
        ),
        element(
            "main",
            quoted,
            first,
            element("nav", element("ul", contents), aria_label="On this page", class_="contents"),
            rest,
            id=_MAIN,
        ),
        versus_notes.colophon(comparison),
        class_=_kind(comparison),
    )


def _kind(comparison: Comparison) -> str:
    """Say what the head of every printed page has to tell."""
    if comparison.obstacles:
        return "versus forced-page"
    return "versus marked-page" if comparison.watermarks else "versus"


def _single(comparison: Comparison) -> Markup | None:
    """Give the titles of requirements that are asked for by their ids, which say nothing to a reader."""
    focus = comparison.focus
    if focus is None or focus.theme is not None or len(focus.requirements) > _SINGLE:
        return None
    titles = [together(code(one.id), " ", said(flat(one.title))) for one in focus.requirements]
    return element("p", joined(titles, "; "), class_="asked-for")
