"""A service described by others: facts by requirement with their sources. Never a verdict, a score or a rank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from auditor.model.declaration import CompiledBy
from auditor.model.result import Audit, Reported, ReportedFact, ReportedRequirement
from auditor.model.values import show
from auditor.report.challenges import later_text, replies, source_reply
from auditor.report.page.anchors import Anchors
from auditor.report.page.contested import both_sides
from auditor.report.page.elements import Markup, Node, code, element, inside, joined, outside, said, together
from auditor.report.page.pieces import heading, name, origin, quiet
from auditor.report.page.trust import digests, texts_of
from auditor.report.reported import (
    ABSENT,
    NO_VERDICT,
    SCOPE_HEAD,
    absent_in,
    asked_text,
    method_text,
    reported_answer,
    reported_counts,
    source_numbers,
)
from auditor.report.smallprint import withheld_text
from auditor.report.wording import REPORTED, flat, sentence


class Sources:
    """The sources that are cited, each with its number and its id on the page."""

    def __init__(self, audit: Audit, anchors: Anchors, number: int) -> None:
        """Number them in the order of the facts."""
        self.audit = audit
        self.file = audit.declaration.file
        self.numbers = source_numbers(audit)
        self.entries = {one.id: one for one in audit.declaration.evidence}
        self._anchors = {one: anchors.part(number, "source", str(count)) for one, count in self.numbers.items()}

    def anchor(self, source: str) -> str:
        """Give the id of a source."""
        return self._anchors[source]

    def cited(self, ids: Sequence[str]) -> Markup:
        """Write the numbers with their dates, each a link to its source."""
        known = [one for one in ids if one in self.numbers]
        return joined(
            [
                together(
                    inside(self.anchor(one), f"[{self.numbers[one]}]", aria_label=f"source {self.numbers[one]}"),
                    f" {self.entries[one].issued or 'undated'}",
                )
                for one in known
            ],
            ", ",
        )


def no_verdict(audit: Audit, compiled_by: CompiledBy) -> Markup:
    """Say that there is no verdict, who compiled the facts and how, and what they come to in number."""
    return together(
        element("p", said(reported_answer(audit)), class_="no-verdict"),
        element("p", NO_VERDICT),
        element("p", said(sentence(method_text(compiled_by)))),
        [element("p", said(one)) for one in replies(audit)],
        element("p", reported_counts(audit)),
        [quiet(text) for text in (later_text(audit), withheld_text(audit)) if text],
    )


def facts(audit: Audit, anchors: Mapping[str, str], sources: Sources, *, level: int, anchor: str) -> Markup:
    """Write the facts, area by area and requirement by requirement."""
    titles = {area.id: area.title for area in audit.ruleset.areas}
    scope = (
        together(heading(level + 1, SCOPE_HEAD), _facts(audit.reported_scope, sources))
        if audit.reported_scope
        else None
    )
    areas = [
        together(
            heading(level + 1, said(titles.get(area, area))),
            [_requirement(one, anchors[one.requirement.id], sources, level=level + 2) for one in found],
        )
        for area, found in groupby(audit.reported, key=lambda one: one.requirement.area)
    ]
    return element("section", heading(level, "What was reported"), scope, areas, id=anchor, class_="reported")


def _requirement(one: ReportedRequirement, anchor: str, sources: Sources, *, level: int) -> Markup:
    return element(
        "article",
        heading(level, name(one.requirement, anchor)),
        origin(one.requirement),
        _facts(one.facts, sources),
        class_="finding",
        id=anchor,
    )


def _facts(found: Sequence[ReportedFact], sources: Sources) -> Markup:
    items = [_fact(one, sources) for one in found if one.state not in ABSENT]
    for state, asked, named in absent_in(found):
        by = together(", ", said(asked)) if asked else None
        items.append(_item(state, joined([code(one) for one in named], ", "), by))
    return element("ul", items, class_="facts") if items else element("p", "It looks at no fact.")


def _fact(reported: ReportedFact, sources: Sources) -> Markup:
    observation = reported.observation
    value = ""
    if observation.seen is not None and reported.state not in (Reported.YES, Reported.NO):
        value = f": {show(observation.seen, observation.unit)}"
    asked = asked_text(reported) if reported.state is Reported.DECLINED else ""
    cited, where = sources.cited(observation.backed_by), observation.place
    line = None
    if where is not None:
        line = f", line {where.line}" if where.line and where.file == sources.file else f", {where}"
    return _item(
        reported.state,
        code(f"{observation.fact}{value}"),
        together(", ", said(asked)) if asked else None,
        element("span", together(" ", cited) if cited.html else None, line, class_="cited"),
        sides=both_sides(sources.audit, observation.fact) if reported.state is Reported.CONTESTED else (),
    )


def _item(state: Reported, *children: Node, sides: Sequence[Markup] = ()) -> Markup:
    told = element("span", *children)
    return element("li", _state(state), " ", element("div", told, sides) if sides else told)


def _state(state: Reported) -> Markup:
    return element("span", REPORTED[state], class_=f"state state-{state.value}")


def source_list(audit: Audit, sources: Sources, *, level: int, anchor: str) -> Markup | None:
    """Write the sources with publisher, title, date and address, by the numbers used above."""
    if not sources.numbers:
        return None
    return element(
        "section",
        heading(level, "Sources"),
        element("ol", [_source(one, sources) for one in sources.numbers], class_="sources"),
        id=anchor,
    )


def _source(id: str, sources: Sources) -> Markup:
    source = sources.entries[id]
    checked = "" if source.checked == "read" else "second-hand" if source.checked else ""
    parts: list[Node] = [said(flat(part)) for part in (source.issuer, source.title) if part]
    parts.append(str(source.issued) if source.issued is not None else "undated")
    parts += [outside(flat(source.source))] if source.source else []
    parts += [checked] if checked else []
    reply = source_reply(sources.audit, source)
    replied = element("p", said(sentence(reply))) if reply else None
    return element("li", joined(parts, ", "), replied, id=sources.anchor(id))


def edition(audit: Audit, *, level: int, anchor: str) -> Markup:
    """Write which edition lent its requirements, and the digests."""
    return element(
        "section", heading(level, "What this rests on"), texts_of(audit.ruleset), digests(audit), id=anchor
    )
