"""What filings of a comparison say against themselves, service by service, each with every place that takes part."""

from __future__ import annotations

from auditor.model.comparison import Comparison, Conflict
from auditor.report.page.elements import Markup, element, inside, joined, said
from auditor.report.page.pieces import heading, place
from auditor.report.page.versus_ids import Ids
from auditor.report.versus.conflicts import conflict_text, conflicts_text, contradicting
from auditor.report.versus.told import places_of

MEANS = (
    "Facts that contradict each other, or the configuration of the product, cannot all be true. Which of them is "
    "wrong is not decided here, and none of them counts as backed."
)


def conflicts(comparison: Comparison, ids: Ids) -> Markup | None:
    """Write every contradiction; what others compiled is told as a fault of their record."""
    found = contradicting(comparison)
    if not found:
        return None
    shown = [
        (
            heading(3, inside(ids.of(one), said(conflicts_text(comparison, one)))),
            element("ul", [element("li", _conflict(each)) for each in one.conflicts]),
        )
        for one in found
    ]
    return element("section", heading(2, "Contradictions"), element("p", MEANS), shown, id="contradictions")


def _conflict(one: Conflict) -> list[Markup]:
    where = element("p", joined([place(each) for each in places_of(one)], ", "), class_="where")
    return [element("p", said(conflict_text(one))), where]
