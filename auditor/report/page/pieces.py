"""Small things that every part of the page is made of: marks, tracks, places, lines that were looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from auditor.model.diagnostic import Place
from auditor.model.finding import Finding, Judgement, Observation, Reason, Status
from auditor.model.result import Audit, Track
from auditor.model.ruleset import Requirement
from auditor.report.outcomes import NOT_BACKED, judged, word
from auditor.report.page.elements import Markup, Node, code, element, inside, joined, said, together
from auditor.report.wording import (
    REASONS,
    STATUSES,
    Words,
    as_track,
    citation,
    plural,
    seen_text,
)

LINES: Final = 3


def heading(level: int, *children: Node, **attributes: str) -> Markup:
    """Write a heading; a page has no seventh level."""
    return element(f"h{min(level, 6)}", *children, **attributes)


def mark(words: Words) -> Markup:
    """Write the sign of a status or verdict. Words stand beside it, so that it is not read out."""
    return element("span", words.mark, class_=f"mark tone-{words.style}", aria_hidden="true")


def marked(words: Words, *children: Node) -> Markup:
    """Write a sign with its words."""
    return element("span", mark(words), " ", *children, class_="marked")


def quiet(*children: Node) -> Markup:
    """Write a paragraph of small print."""
    return element("p", *children, class_="quiet")


def place(where: Place) -> Markup:
    """Write a place whole: file, line and column."""
    return code(str(where), class_="place")


def folded(summary: Node, *children: Node, open: bool = False, **attributes: str) -> Markup:
    """Write something that opens; print shows it open."""
    return element("details", element("summary", summary), *children, open=open, **attributes)


def pairs(rows: Iterable[tuple[Node, Node]], *, class_: str) -> Markup:
    """Write names with what stands against them."""
    return element(
        "dl", [element("div", element("dt", name), element("dd", value)) for name, value in rows], class_=class_
    )


def table(caption: Node, heads: Sequence[Node], *rows: Node, class_: str, foot: Node = None) -> Markup:
    """Write a table with its caption; `rows` are those of the body, or several bodies."""
    bodies = together(*rows)
    body = bodies if bodies.html.startswith("<tbody") else element("tbody", bodies)
    return element(
        "table",
        element("caption", caption),
        element("thead", element("tr", [element("th", head, scope="col") for head in heads])),
        body,
        element("tfoot", foot) if foot is not None else None,
        class_=class_,
    )


def judgement(audit: Audit, finding: Finding, track: Track) -> Markup:
    """Write what a finding came to on a track, with the reason where it is open."""
    one = judged(finding, track)
    text = "partly met" if one.status is Status.PARTLY_MET else word(audit, finding, track)
    told = one.reason is None or one.reason is Reason.FACTS_MISSING or text == NOT_BACKED
    reason = "" if one.reason is None or told else f", {REASONS[one.reason]}"
    return marked(STATUSES[one.status], text, reason)


def tracks(audit: Audit, finding: Finding) -> Markup:
    """Write what a finding came to on both tracks, each named."""
    return element(
        "p",
        joined(
            [
                together(
                    element("span", as_track(track).capitalize(), class_="track"),
                    ": ",
                    judgement(audit, finding, track),
                )
                for track in Track
            ]
        ),
        class_="tracks",
    )


def origin(requirement: Requirement, *parts: str) -> Markup:
    """Write how strongly a requirement asks, and where it comes from."""
    texts = (requirement.obligation.value, *parts, requirement.label or "", citation(requirement))
    return element("p", joined([said(text) for text in texts if text]), class_="origin")


def name(requirement: Requirement, anchor: str) -> Markup:
    """Write the id and title of a requirement; the id leads to itself, so that it can be copied as a link."""
    return together(inside(anchor, code(requirement.id), class_="self"), " ", said(requirement.title))


def looked_at(observations: Sequence[Observation], others: Sequence[Observation] = ()) -> Markup | None:
    """Write the lines that were looked at, whole; those beyond the first few, and others that bear on it, open."""
    if not observations:
        return None
    rest = [*observations[LINES:], *(one for one in others if one not in observations)]
    more = folded(f"and {plural(len(rest), 'more line')} looked at", briefly(rest), class_="more") if rest else None
    return together(
        element("ul", [element("li", _whole(one)) for one in observations[:LINES]], class_="lines"),
        more,
    )


def briefly(observations: Iterable[Observation]) -> Markup:
    """Write lines that were looked at, each in a row: place, fact, what was seen, what is wanted."""
    items = [
        element(
            "li",
            together(place(one.place), " ") if one.place is not None else None,
            code(f"{one.fact}: {seen_text(one)}"),
            ", ",
            _wanted(one, "span"),
        )
        for one in observations
    ]
    return element("ul", items, class_="brief")


def _whole(observation: Observation) -> Markup:
    where = observation.place
    number = str(where.line) if where is not None and where.line else ""
    at = together(" at ", place(where)) if where is not None else None
    return together(
        element("div", element("span", "seen", class_="track"), at, class_="where"),
        element(
            "div",
            element("span", number, " ", class_="gutter", aria_hidden="true") if number else None,
            code(f"{observation.fact}: {seen_text(observation)}"),
            class_="excerpt",
        ),
        _wanted(observation, "div"),
    )


def _wanted(observation: Observation, name: str) -> Markup:
    return element(name, element("span", "wanted", class_="track"), " ", code(observation.wanted), class_="wanted")


def is_failure(judged_: Judgement) -> bool:
    """Whether a status fails."""
    return judged_.status in (Status.NOT_MET, Status.PARTLY_MET)
