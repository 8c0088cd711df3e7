"""Services that others compiled from published facts: what was reported, by whom and when, and what was replied.

Facts with their sources and nothing else: nothing here is drawn, counted up, ordered or coloured as a judgement.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from auditor.model.comparison import Comparison, Dossier
from auditor.model.result import ReportedFact
from auditor.report.bearing import counted
from auditor.report.page.elements import Markup, Node, code, element, joined, outside, said, together
from auditor.report.page.pieces import folded, heading, quiet
from auditor.report.page.versus_box import cited, is_second_hand
from auditor.report.page.versus_contested import challenge
from auditor.report.page.versus_ids import Ids
from auditor.report.reported import method_text
from auditor.report.smallprint import withheld_text
from auditor.report.versus.facts import (
    NOT_ASKED,
    SOUGHT,
    Source,
    Sources,
    by_label,
    fact_text,
    question_of,
    replies,
)
from auditor.report.versus.legend import NOT_ASKED_MEANS, NOT_COMPARED, SOUGHT_MEANS, STALE_MEANS
from auditor.report.versus.words import COMPILED, capital
from auditor.report.wording import flat, plural, sentence

CONTESTED_MEANS: Final = "Contested = somebody filed evidence to the contrary; both sides are shown."
SECOND_HAND: Final = "second-hand"


def compiled(comparison: Comparison, ids: Ids, sources: Sources) -> Markup | None:
    """Write each service in order of name, apart from those that filed for themselves."""
    if not comparison.dossiers:
        return None
    return element(
        "section",
        heading(2, COMPILED),
        element("p", NOT_COMPARED),
        quiet(f"{NOT_ASKED_MEANS} {SOUGHT_MEANS} {STALE_MEANS} {CONTESTED_MEANS}"),
        [_dossier(comparison, one, ids, sources) for one in comparison.dossiers],
        id="compiled",
        class_="apart",
    )


def _dossier(comparison: Comparison, one: Dossier, ids: Ids, sources: Sources) -> Markup:
    service, by = one.audit.declaration.service, one.audit.declaration.compiled_by
    provider = together(", ", said(service.provider)) if service.provider else None
    in_focus = {fact.observation.fact for fact in one.focus}
    others = [fact for fact in one.facts if fact.observation.fact not in in_focus]
    rest = None
    if others:
        rest = folded(
            f"{plural(len(others), 'other fact')} reported",
            _facts(comparison, one, others, ids, sources),
            class_="more",
        )
    return element(
        "article",
        heading(3, said(ids.name(one)), provider),
        quiet(said(sentence(method_text(by)))) if by is not None else None,
        [element("p", said(sentence(text)), class_="reply") for text in replies(comparison, one)],
        _facts(comparison, one, one.focus, ids, sources) if one.focus else None,
        [challenge(comparison, ids, one, each) for each in counted(one.audit)],
        rest,
        quiet(withheld_text(one.audit)) if withheld_text(one.audit) else None,
        class_="dossier",
        id=ids.of(one),
    )


def _facts(comparison: Comparison, one: Dossier, facts: Sequence[ReportedFact], ids: Ids, sources: Sources) -> Markup:
    rows = [
        element(
            "div",
            element("dt", capital(label)),
            element("dd", _listed(comparison, label, found, one, ids, sources)),
        )
        for label, found in by_label(facts).items()
    ]
    return element("dl", rows, class_="reported-as")


def _listed(
    comparison: Comparison, label: str, found: Sequence[ReportedFact], one: Dossier, ids: Ids, sources: Sources
) -> Markup:
    """Write facts with their sources; a long list of what nobody asked is folded."""
    items = element("ul", [element("li", _fact(comparison, fact, one, ids, sources)) for fact in found])
    if label in (NOT_ASKED, SOUGHT) and len(found) > 1:
        return folded(plural(len(found), "fact"), items, class_="more")
    return items


def _fact(comparison: Comparison, fact: ReportedFact, one: Dossier, ids: Ids, sources: Sources) -> Markup:
    address, where = fact.observation.fact, fact.observation.place
    shown = fact_text(comparison, fact)
    asked = question_of(comparison, address) != address
    mentioned = together(" ", code(address)) if asked else None
    line = together(" ", code(f"{where.file}:{where.line}" if where.line else where.file)) if where else None
    found = sources.of(one, (fact,))
    return together(said(shown), mentioned, together(" ", cited(found, ids)) if found else None, line)


def source_list(sources: Sources, ids: Ids) -> Markup | None:
    """Write the sources by the numbers used above: publisher, title, date, address, and whether it was read."""
    if not sources.all:
        return None
    return element(
        "section",
        heading(2, "Sources"),
        element(
            "ol", [element("li", _source(one), id=ids.source(one.number)) for one in sources.all], class_="sources"
        ),
        id="sources",
    )


def _source(one: Source) -> Markup:
    evidence = one.evidence
    parts: list[Node] = [said(flat(part)) for part in (evidence.issuer, evidence.title) if part]
    parts.append(str(evidence.issued) if evidence.issued is not None else "undated")
    parts += [outside(flat(evidence.source))] if evidence.source else []
    parts += [SECOND_HAND] if is_second_hand(one) else []
    return joined(parts, ", ")
