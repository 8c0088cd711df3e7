"""What others reported on the matter in focus, in a box apart from those who filed: by label, with sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from auditor.model.comparison import Comparison, Dossier
from auditor.model.result import Reported, ReportedFact
from auditor.report.bearing import at
from auditor.report.page.elements import Markup, Node, element, inside, joined, said, together
from auditor.report.page.pieces import heading
from auditor.report.page.versus_ids import Ids
from auditor.report.versus.facts import NOT_ASKED, REPORTED_LABELS, SOUGHT, Source, Sources, fact_text, plain, told_of
from auditor.report.versus.words import COMPILED, capital
from auditor.report.wording import flat, plural

# What is neither yes nor no comes last here and is told further down: an amount or a list answers no such question.
_NAMED: Final = (REPORTED_LABELS[Reported.VALUE], REPORTED_LABELS[Reported.STALE])
_SILENT: Final = (NOT_ASKED, SOUGHT)
Told = tuple[Dossier, tuple[ReportedFact, ...]]


def box(comparison: Comparison, ids: Ids, sources: Sources) -> Markup | None:
    """Write it, or nothing where nobody was described by others."""
    if not comparison.dossiers:
        return None
    labels = sorted(told_of(comparison).items(), key=lambda one: one[0] in _NAMED)
    rows = [
        element("div", element("dt", capital(label)), element("dd", _told(comparison, label, found, ids, sources)))
        for label, found in labels
    ]
    return element("div", heading(2, COMPILED), element("dl", rows, class_="told"), class_="apart")


def _told(comparison: Comparison, label: str, found: Sequence[Told], ids: Ids, sources: Sources) -> Markup:
    if label in _SILENT:
        return _silent(found, ids)
    if label in _NAMED:
        return _by([(dossier, sources.of(dossier, facts), len(facts)) for dossier, facts in found], ids)
    by_fact: dict[str, list[tuple[Dossier, Sequence[Source], int]]] = {}
    for dossier, facts in found:
        for fact in facts:
            told = (dossier, sources.of(dossier, (fact,)), 0)
            by_fact.setdefault(_both_sides(comparison, dossier, fact), []).append(told)
    return element("ul", [element("li", said(fact), " ", _by(who, ids)) for fact, who in by_fact.items()])


def _both_sides(comparison: Comparison, dossier: Dossier, fact: ReportedFact) -> str:
    """Write a fact; where it is contested, with what others say against it."""
    contrary = [
        f"{flat(one.challenge.filed_by)} says {plain(one.challenge.says, one.unit)}"
        for one in at(dossier.audit, fact.observation.fact)
        if fact.state is Reported.CONTESTED
    ]
    return " ".join((fact_text(comparison, fact), *(f"({one})" for one in contrary)))


def _silent(found: Iterable[Told], ids: Ids) -> Markup:
    """Name those of whom nothing is known, by on how much."""
    groups: dict[str, list[Dossier]] = {}
    for dossier, facts in found:
        much = f"On {len(facts)} of {plural(len(dossier.focus), 'fact')}" if facts else "On anything"
        groups.setdefault(much, []).append(dossier)
    items = [
        element("li", f"{much}: ", joined([inside(ids.of(one), said(ids.name(one))) for one in who], ", "))
        for much, who in groups.items()
    ]
    return element("ul", items)


def _by(who: Sequence[tuple[Dossier, Sequence[Source], int]], ids: Ids) -> Markup:
    """Name services with their sources; a number says on how many facts, where it is not one that stands before."""
    named = [
        element(
            "span",
            inside(ids.of(dossier), said(ids.name(dossier))),
            f" on {plural(facts, 'fact')} " if facts else " ",
            numbers(found, ids),
            class_="named",
        )
        for dossier, found, facts in who
    ]
    return together(joined(named, ", "), _when([one for _, found, _ in who for one in found]))


def numbers(found: Sequence[Source], ids: Ids) -> Markup:
    """Write the numbers of sources, each a link to its source."""
    return element("small", [_number(one, ids) for one in found], class_="cited")


def _number(source: Source, ids: Ids) -> Markup:
    return inside(ids.source(source.number), f"[{source.number}]", aria_label=f"source {source.number}")


def cited(found: Sequence[Source], ids: Ids) -> Markup:
    """Write the numbers of sources with their dates, each a link to its source."""
    return element("small", joined([_cited(one, ids) for one in found], " "), _how(found), class_="cited")


def _cited(source: Source, ids: Ids) -> Node:
    return together(_number(source, ids), f" {source.evidence.issued or 'undated'}")


def _when(found: Sequence[Source]) -> Markup | None:
    """Say of which days the publications are, and whether they were read where the fact was first published."""
    days = sorted({(one.evidence.issued.first, str(one.evidence.issued)) for one in found if one.evidence.issued})
    if not days:
        return None
    first, last = days[0][1], days[-1][1]
    when = f"published {first}" if first == last else f"published {first} to {last}"
    return together(" ", element("small", f"({when}{_how(found)})"))


def _how(found: Sequence[Source]) -> str:
    second = {is_second_hand(one) for one in found}
    return "" if True not in second else ", in part second-hand" if False in second else ", second-hand"


def is_second_hand(source: Source) -> bool:
    """Whether the fact was read in somebody else's report of it."""
    return bool(source.evidence.checked) and source.evidence.checked != "read"
