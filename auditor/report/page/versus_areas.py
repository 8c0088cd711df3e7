"""The areas of a comparison: a table as a heat map, with its figures in words, and a small chart for each area."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from auditor.model.comparison import Comparison, Standing
from auditor.model.ruleset import Area
from auditor.model.scorecard import AreaCard
from auditor.report.highlights import area_depths
from auditor.report.page.areas import DEEPEST
from auditor.report.page.elements import Markup, Node, element, inside, said, together
from auditor.report.page.pieces import heading, quiet
from auditor.report.page.summary import points
from auditor.report.page.versus_charts import both_bar, legend
from auditor.report.page.versus_ids import Ids
from auditor.report.wording import MAY_BE_EMPTY, any_starred, sentence, whole

# Five steps of what is backed for certain, each twenty points wide: more could not be told apart.
STEPS: Final = ("0–19", "20–39", "40–59", "60–79", "80–100")
_STEP: Final = 20
_OPEN: Final = 50
Cards = Mapping[str, AreaCard]


def areas(comparison: Comparison, ids: Ids) -> Markup | None:
    """Write the heat map, and the charts beneath it, in the order of the edition."""
    standings = comparison.standings
    if not standings:
        return None
    cards = [{one.area.id: one for one in standing.areas} for standing in standings]
    shown = [area for area in comparison.ruleset.areas if any(area.id in one for one in cards)]
    depths = area_depths(comparison.ruleset.areas)
    heat = element(
        "table",
        element(
            "caption",
            "Scores by area: as backed, and beneath as declared. Shaded by what is backed for certain.",
        ),
        element("thead", element("tr", element("th", "Area", scope="col"), _names(standings, ids))),
        element("tbody", [_row(area, cards, depths[area.id]) for area in shown]),
        class_="heat",
    )
    return element(
        "section",
        heading(2, "By area"),
        _key(),
        element("div", heat, role="region", aria_label="Scores by area", tabindex=0, class_="scroll"),
        heading(3, "Area by area, drawn", class_="drawn-head"),
        legend(),
        element(
            "div", [_chart(area, cards, standings, ids) for area in shown if _counts(area, cards)], class_="charts"
        ),
        quiet(
            "Services stand in the same order in every chart. An area in which nothing counts for anybody has none.",
            f" {sentence(MAY_BE_EMPTY)}"
            if any_starred(card.score for one in cards for card in one.values())
            else None,
        ),
        id="areas",
    )


def _names(standings: Sequence[Standing], ids: Ids) -> list[Markup]:
    return [element("th", inside(ids.of(one), said(ids.name(one))), scope="col") for one in standings]


def _key() -> Markup:
    steps = [element("li", element("span", text, class_=f"heat-{step}")) for step, text in enumerate(STEPS)]
    open_ = element("span", "hatched", class_="heat-0 heat-open")
    return element(
        "ul",
        steps,
        element("li", "backed for certain, of 100"),
        element("li", open_, " half of it or more is open, not lost"),
        class_="legend steps",
    )


def _row(area: Area, cards: Sequence[Cards], depth: int) -> Markup:
    head = element("span", said(area.title), class_=f"depth-{min(depth, DEEPEST)}")
    return element("tr", element("th", head, scope="row"), [_cell(one.get(area.id)) for one in cards])


def _cell(card: AreaCard | None) -> Markup:
    if card is None or card.score.backed is None:
        why = "not in its edition" if card is None else "no score"
        return element("td", element("small", why), class_="heat-none")
    declared = card.score.declared
    return element(
        "td",
        element("span", points(card.score.backed), class_="backed"),
        " ",
        element("small", points(declared) if declared is not None else "no score", " declared"),
        class_=f"heat-{step_of(card)} heat-open" if _is_open(card) else f"heat-{step_of(card)}",
    )


def _is_open(card: AreaCard) -> bool:
    """Whether so much is open that the shading alone would take it for lost."""
    score = card.score.backed
    return score is not None and (score.may_be_empty or score.interval.high - score.interval.low >= _OPEN)


def step_of(card: AreaCard) -> int:
    """Give the step of the shading, from 0: of what is backed for certain, in the whole points that are shown."""
    low = whole(card.score.backed.interval.low) if card.score.backed is not None else 0
    return min(low // _STEP, len(STEPS) - 1)


def _counts(area: Area, cards: Sequence[Cards]) -> bool:
    return any(area.id in one and one[area.id].score.backed is not None for one in cards)


def _chart(area: Area, cards: Sequence[Cards], standings: Sequence[Standing], ids: Ids) -> Markup:
    rows = [_bar(one.get(area.id), ids.name(standing)) for one, standing in zip(cards, standings, strict=True)]
    return element("figure", heading(4, said(area.title)), element("ul", rows, class_="bars"))


def _bar(card: AreaCard | None, name: str) -> Markup:
    shown: Node = element("small", "no score", class_="value")
    if card is not None and card.score.backed is not None:
        shown = together(both_bar(card.score), element("small", points(card.score.backed), " backed", class_="value"))
    return element("li", element("span", said(name), class_="name"), " ", shown)
