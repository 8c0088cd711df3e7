"""The areas of one audit: both scores with their bars, and how what decides came out. Every area has its row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from auditor.model.finding import Status
from auditor.model.result import Audit
from auditor.model.ruleset import Area
from auditor.model.scorecard import AreaCard, Score, Scorecard
from auditor.report.highlights import area_depths, failed, has_decisive, mark_of, why_left
from auditor.report.page.charts import key, score_bar
from auditor.report.page.elements import Markup, Node, element, inside, said, together
from auditor.report.page.pieces import heading, mark, place, table
from auditor.report.page.summary import points
from auditor.report.wording import STATUSES, decisive_noun

NONE: Final = "·"
DEEPEST: Final = 4
_LABELS: Final = ("Not met", "Not answered", "Met", "Backed")
_COUNTS: Final = len(_LABELS)
_COLUMNS: Final = 2 + _COUNTS


def area_table(audit: Audit, card: Scorecard, anchors: Mapping[str, str], *, level: int, anchor: str) -> Markup:
    """Write the table of areas, in the order of the edition; `anchors` says where each one's findings stand."""
    noun = decisive_noun(audit.ruleset.decided_by)
    depths = area_depths(audit.ruleset.areas)
    heads = (
        "Area",
        "Score as declared",
        "Score as backed",
        f"{noun.capitalize()} not met",
        *_LABELS[1:],
    )
    total = _row("All areas", card.score.declared, card.score.backed, _counts(card.decisive, card.decisive_backed))
    return element(
        "section",
        heading(level, "Areas"),
        legend(),
        table(
            f"Both scores of each area, and how its {noun} came out.",
            heads,
            [_area(audit, one, anchors, depths[one.area.id]) for one in card.areas],
            class_="areas",
            foot=total,
        ),
        id=anchor,
    )


def legend() -> Markup:
    """Say what the parts of a bar mean."""
    parts = (("sure", "sure"), ("open", "still open"), ("lost", "lost"))
    items = [element("li", key(name), " ", words) for name, words in parts]
    return element("ul", items, class_="legend")


def _area(audit: Audit, card: AreaCard, anchors: Mapping[str, str], depth: int) -> Markup:
    title = inside(anchors[card.area.id], said(card.area.title)) if card.area.id in anchors else said(card.area.title)
    words = mark_of(card)
    name = together(mark(words), " ", title) if words else together(element("span", " ", class_="mark"), " ", title)
    if card.score.declared is None:
        out = together(mark(STATUSES[Status.NOT_APPLICABLE]), " ", title)
        return element(
            "tr", _head(out, depth), element("td", _left(audit, card.area), colspan=_COLUMNS, class_="left")
        )
    counts: Node = _counts(card.decisive, card.decisive_backed)
    if words is None:
        noun = decisive_noun(audit.ruleset.decided_by, 1)
        none = f"no {noun} applies" if has_decisive(audit, card.area) else f"no {noun}s here"
        counts = element("td", none, colspan=_COUNTS, class_="left")
    return _row(name, card.score.declared, card.score.backed, counts, depth)


def _row(name: Node, declared: Score | None, backed: Score | None, counts: Node, depth: int = 0) -> Markup:
    return element(
        "tr",
        _head(name, depth),
        _score(declared, "As declared"),
        _score(backed, "As backed"),
        counts,
    )


def _head(name: Node, depth: int) -> Markup:
    return element("th", element("span", name, class_=f"depth-{min(depth, DEEPEST)}"), scope="row")


def _score(score: Score | None, label: str) -> Markup:
    bar = score_bar(score) if score is not None else None
    return element("td", points(score, class_="points"), " ", bar, class_="score", data_label=label)


def _counts(declared: Mapping[Status, int], backed: Mapping[Status, int]) -> list[Markup]:
    met, sure = declared.get(Status.MET, 0), backed.get(Status.MET, 0)
    said_ = (
        _count(failed(declared)),
        _count(declared.get(Status.UNDECIDED, 0)),
        _count(met),
        f"{sure} of {met}" if met else NONE,
    )
    tones = ("failed", "open", "met", "plain")
    return [
        element("td", text, class_=f"number tone-{tone}" if text != NONE else "number none", data_label=label)
        for text, tone, label in zip(said_, tones, _LABELS, strict=True)
    ]


def _count(number: int) -> str:
    return str(number) if number else NONE


def _left(audit: Audit, area: Area) -> Markup:
    left = why_left(audit, area)
    unbacked = ", unbacked" if left.unbacked else ""
    if left.place is None:
        return together(left.words, unbacked)
    more = f" and {left.more} more" if left.more else ""
    return together(left.words, ": ", place(left.place), " says ", said(left.says), more, unbacked)
