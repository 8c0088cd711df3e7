"""Decisive failures by service: what is asked, where that comes from, and the line of the filing that admits it."""

from __future__ import annotations

from auditor.model.comparison import Comparison, Standing
from auditor.model.finding import Finding, Status
from auditor.report.highlights import telling
from auditor.report.page.elements import Markup, code, element, inside, said, together
from auditor.report.page.pieces import briefly, folded, heading, mark, origin
from auditor.report.page.versus_ids import Ids
from auditor.report.versus.words import facts_of
from auditor.report.wording import STATUSES, decisive_noun, flat


def failures(comparison: Comparison, ids: Ids) -> Markup | None:
    """Write the failures of each service; those that have none are named."""
    if not comparison.standings:
        return None
    noun = decisive_noun(comparison.ruleset.decided_by)
    return element(
        "section",
        heading(2, f"{noun.capitalize()} not met"),
        element(
            "p",
            "By the services' own words: each line is what a service filed of itself. "
            "What is not answered is not among them.",
        ),
        [_of(comparison, one, ids) for one in comparison.standings],
        id="failures",
    )


def _of(comparison: Comparison, one: Standing, ids: Ids) -> Markup:
    found, anchor = one.decisive_failures, ids.part(one, "failures")
    count = f"{len(found)} {decisive_noun(comparison.ruleset.decided_by, len(found))} not met"
    if not found:
        none = f"none not met, facts of {facts_of(one)}"
        return element("p", inside(ids.of(one), said(ids.name(one))), ": ", none, id=anchor, class_="clean")
    summary = together(
        heading(3, said(ids.name(one))), " ", element("span", f"{count}, facts of {facts_of(one)}", class_="tally")
    )
    items = element("ul", [element("li", _failure(each)) for each in found], class_="admitted")
    return element("div", folded(summary, items, class_="area"), id=anchor, class_="of")


def _failure(finding: Finding) -> Markup:
    requirement = finding.requirement
    partly = ("met in part",) if finding.declared.status is Status.PARTLY_MET else ()
    return together(
        element(
            "p",
            mark(STATUSES[finding.declared.status]), " ", code(requirement.id), " ", said(flat(requirement.title)),
            class_="asked",
        ),
        origin(requirement, *partly),
        briefly(telling(finding)),
    )  # fmt: skip
