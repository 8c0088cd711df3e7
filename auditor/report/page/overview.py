"""Several audits on one page: a row for each, and for services under one edition a matrix of their areas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from auditor.model.finding import Status
from auditor.model.result import Audit, Result
from auditor.model.ruleset import Area
from auditor.model.scorecard import AreaCard, Score, Verdict
from auditor.report.highlights import area_depths, failed, mark_of, unusable_text
from auditor.report.naming import service_names
from auditor.report.page.anchors import Anchors
from auditor.report.page.areas import DEEPEST, NONE
from auditor.report.page.charts import score_bar
from auditor.report.page.elements import Markup, Node, code, element, inside, said, together
from auditor.report.page.pieces import heading, mark, marked, quiet, table
from auditor.report.page.summary import STARRED, points, scores_shown
from auditor.report.several import outside_text, several_answer
from auditor.report.wording import BACKED_MEANS, STANDINGS, STATUSES, VERDICTS, any_starred, sentence

Numbered = Sequence[tuple[int, Audit]]
_HEADS: Final = (
    "Edition",
    "As declared",
    "As backed",
    "Score as declared",
    "Score as backed",
    "Not met",
    "Not answered",
    "Met",
    "Do not apply",
)
_TONES: Final = ("failed", "open", "met", "out")


def all_audits(result: Result, anchors: Anchors) -> Markup:
    """Write the answer over all, a row for each audit, the matrices, and what was not held against anything."""
    head, *rest = several_answer(result)
    rulesets: dict[str, list[tuple[int, Audit]]] = {}
    for number, audit in enumerate(result.audits):
        if audit.scorecard is not None:
            rulesets.setdefault(audit.ruleset.name, []).append((number, audit))
    return element(
        "section",
        heading(2, "All audits"),
        element("p", head, ".", class_="answer"),
        element("p", sentence("; ".join(rest))) if rest else None,
        _table(result, anchors),
        _outside(result),
        [_matrix(group, anchors) for group in rulesets.values() if len(group) > 1],
        quiet(
            "Counts are of decisive rules: not met or partly, not answered, met, and what does not apply. ",
            sentence(BACKED_MEANS),
            f" {STARRED}" if _any_starred(rulesets.values()) else None,
        ),
        element("p", unusable_text(result)) if result.inputs.unusable else None,
        id="audits",
    )


def _any_starred(groups: Iterable[Numbered]) -> bool:
    """Whether a score is starred, of an audit or, where there is a matrix, of an area."""
    return any(
        audit.scorecard is not None and any_starred(scores_shown(audit.scorecard, areas=len(group) > 1))
        for group in groups
        for _, audit in group
    )


def _table(result: Result, anchors: Anchors) -> Markup:
    services: dict[tuple[str, str], list[tuple[int, Audit]]] = {}
    for number, audit in enumerate(result.audits):
        declaration = audit.declaration
        services.setdefault((declaration.file, declaration.service.id), []).append((number, audit))
    return table(
        "Every audit: verdict and score on both tracks, and how what decides came out.",
        _HEADS,
        [_service(group, anchors) for group in services.values()],
        class_="audits",
    )


def _service(group: Numbered, anchors: Anchors) -> Markup:
    declaration = group[0][1].declaration
    name = together(said(declaration.service.name), " ", code(declaration.file))
    return element(
        "tbody",
        element("tr", element("th", name, colspan=len(_HEADS), scope="rowgroup"), class_="service"),
        [_audit(number, audit, anchors) for number, audit in group],
    )


def _audit(number: int, audit: Audit, anchors: Anchors) -> Markup:
    standing = STANDINGS[audit.ruleset.status].short
    edition = together(inside(anchors.audit(number), code(audit.ruleset.name)), " ", element("small", standing))
    head = element("th", edition, scope="row")
    card = audit.scorecard
    if card is None:
        none = element("td", "compiled by others: no verdict", colspan=len(_HEADS) - 1, class_="left")
        return element("tr", head, none)
    outside = sum(one.requirement.decisive and one.declared.status is Status.NOT_APPLICABLE for one in audit.findings)
    decisive = card.decisive
    counts = (failed(decisive), decisive.get(Status.UNDECIDED, 0), decisive.get(Status.MET, 0), outside)
    return element(
        "tr",
        head,
        _verdict(card.verdict.declared, _HEADS[1]),
        _verdict(card.verdict.backed, _HEADS[2]),
        _score(card.score.declared, _HEADS[3]),
        _score(card.score.backed, _HEADS[4]),
        [_count(*one) for one in zip(counts, _TONES, _HEADS[5:], strict=True)],
    )


def _verdict(verdict: Verdict, label: str) -> Markup:
    words = VERDICTS[verdict]
    inner = element("span", mark(words), " ", element("span", words.label), class_="hang")
    return element("td", inner, class_=f"verdict-cell tone-{words.style}", data_label=label)


def _score(score: Score | None, label: str) -> Markup:
    bar = score_bar(score) if score is not None else None
    return element("td", points(score, class_="points"), " ", bar, class_="score", data_label=label)


def _count(count: int, tone: str, label: str) -> Markup:
    shown = f"number tone-{tone}" if count else "number none"
    return element("td", count or NONE, class_=shown, data_label=label)


def _matrix(group: Numbered, anchors: Anchors) -> Markup:
    """Write the areas of one edition against the services that were held to it."""
    ruleset = group[0][1].ruleset
    depths = area_depths(ruleset.areas)
    cards = [{one.area.id: one for one in audit.scorecard.areas} for _, audit in group if audit.scorecard is not None]
    names = service_names([audit for _, audit in group])
    links = [inside(anchors.audit(number), said(name)) for (number, _), name in zip(group, names, strict=True)]
    shown = table(
        together("Areas of ", code(ruleset.name), ", score as declared above score as backed"),
        ["Area", *links],
        [_matrix_row(area, cards, names, depths[area.id]) for area in ruleset.areas],
        class_="matrix",
    )
    # Many services are wider than a window: then this part of the page scrolls, by the keyboard too.
    return element("div", shown, role="region", aria_label=f"Areas of {ruleset.name}", tabindex=0, class_="scroll")


def _matrix_row(area: Area, cards: Sequence[Mapping[str, AreaCard]], names: Sequence[str], depth: int) -> Markup:
    cells = [
        element("td", _matrix_cell(one.get(area.id)), data_label=name) for one, name in zip(cards, names, strict=True)
    ]
    head = element("span", said(area.title), class_=f"depth-{min(depth, DEEPEST)}")
    return element("tr", element("th", head, scope="row"), cells)


def _matrix_cell(card: AreaCard | None) -> Node:
    if card is None or card.score.declared is None:
        none = STATUSES[Status.NOT_APPLICABLE]
        return element("span", mark(none), " ", element("small", "no score"))
    words = mark_of(card)
    tracks = [
        _pair(label, score) for label, score in (("declared", card.score.declared), ("backed", card.score.backed))
    ]
    head = marked(words, words.label) if words is not None else element("small", "nothing decides")
    return together(head, tracks)


def _pair(label: str, score: Score | None) -> Markup:
    bar = score_bar(score) if score is not None else None
    return element("div", points(score, class_="points"), " ", element("small", label), " ", bar, class_="pair")


def _outside(result: Result) -> Markup | None:
    if not result.outside:
        return None
    return element("ul", [element("li", said(outside_text(one)), ".") for one in result.outside])
