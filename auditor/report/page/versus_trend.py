"""A service over time: each of its filings as a step on a chart, and what changed and why from one to the next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from msgspec import Struct

from auditor.model.changes import Difference
from auditor.model.comparison import Comparison, Standing
from auditor.model.result import Audit
from auditor.model.scorecard import Tracks
from auditor.report.changes_words import (
    CAUSES,
    change_text,
    edit_text,
    how_text,
    part_text,
    score_text,
    steps_text,
    verdict_text,
    worst_first,
)
from auditor.report.page.elements import Markup, code, day, element, inside, said, together
from auditor.report.page.pieces import folded, heading, quiet, table
from auditor.report.page.summary import points
from auditor.report.page.versus_charts import Point, score_words, trend_chart
from auditor.report.page.versus_ids import Ids
from auditor.report.wording import as_track, flat, plural

_ARROW: Final = "→"
_LINES: Final = (("line-backed", "backed for certain"), ("line-declared", "declared for certain"))


class _Step(Struct, frozen=True):
    number: int
    audit: Audit
    as_of: date
    score: Tracks
    change: Difference | None


def trend(comparison: Comparison, ids: Ids) -> Markup | None:
    """Write each service that has filed before."""
    found = [one for one in comparison.standings if one.earlier]
    if not found:
        return None
    return element(
        "section",
        heading(2, "Over time"),
        element(
            "p",
            "Every filing is judged by the same edition, the earlier ones each for the day on which it was stated. "
            "Lines show what is sure, shaded bands what open answers and missing documents could still bring.",
        ),
        [_service(one, comparison, ids) for one in found],
        id="trend",
    )


def _service(one: Standing, comparison: Comparison, ids: Ids) -> Markup:
    steps = list(_steps(one))
    starts = [Point(step.audit.declaration.stated_on or step.as_of, step.score) for step in steps]
    told = "; ".join(f"{point.on.isoformat()} {score_words(point.score)}" for point in starts)
    return element(
        "article",
        heading(3, inside(ids.of(one), said(ids.name(one)))),
        element(
            "figure",
            trend_chart(starts, comparison.as_of, label=f"{ids.name(one)} over time: {told}"),
            element("ul", [_line(name, words) for name, words in _LINES], class_="legend"),
        ),
        table(
            "Filings, oldest first; numbers are those beneath the chart.",
            ("Filing", "Stated on", "Read for", "Backed", "Declared", "File"),
            [_row(step) for step in steps],
            class_="plain",
        ),
        [_change(step) for step in steps if step.change is not None],
        class_="over-time",
        id=ids.part(one, "trend"),
    )


def _steps(one: Standing) -> Iterator[_Step]:
    for number, filing in enumerate(one.earlier, start=1):
        yield _Step(number, filing.audit, filing.as_of, filing.score, filing.change)
    yield _Step(len(one.earlier) + 1, one.audit, one.as_of, one.score, one.change)


def _line(name: str, words: str) -> Markup:
    drawn = element("path", d="M0 5H16", class_=name)
    sample = element("svg", drawn, class_="key", width=16, height=10, aria_hidden="true", focusable="false")
    return element("li", sample, " ", words)


def _row(step: _Step) -> Markup:
    stated = step.audit.declaration.stated_on
    return element(
        "tr",
        element("th", step.number, scope="row"),
        element("td", day(stated) if stated is not None else "undated", data_label="Stated on"),
        element("td", day(step.as_of), data_label="Read for"),
        element("td", points(step.score.backed), data_label="Backed"),
        element("td", points(step.score.declared), data_label="Declared"),
        element("td", code(step.audit.declaration.file), data_label="File"),
    )


def _change(step: _Step) -> Markup | None:
    """Write what changed with a filing: verdicts, scores by cause, then each requirement and each edit."""
    change = step.change
    if change is None:
        return None
    if not change.says_something:
        return element("p", f"From filing {step.number - 1} to {step.number} nothing changed.")
    return together(
        heading(4, f"From filing {step.number - 1} to {step.number}"),
        element("ul", [element("li", *_track(change, at)) for at in range(len(change.verdicts))], class_="turns"),
        _requirements(change),
        _edits(change),
        quiet(how_text(change)),
    )


def _track(change: Difference, at: int) -> tuple[Markup | str | None, ...]:
    verdict, score = change.verdicts[at], change.scores[at]
    parts = [element("li", part_text(one)) for one in score.parts]
    return (
        element("span", as_track(verdict.track).capitalize(), class_="track"),
        f": {verdict_text(verdict, _ARROW)}. Score {score_text(score, _ARROW, '–')}.",
        element("ul", parts) if parts else None,
    )


def _requirements(change: Difference) -> Markup | None:
    found = worst_first(change.changes)
    if not found:
        return None
    items = [
        element(
            "li",
            code(one.requirement.id), " ", said(flat(one.requirement.title)), ": ", change_text(one, _ARROW), ", by ",
            said(steps_text(one, _ARROW)),
        )
        for one in found
    ]  # fmt: skip
    told = f"{plural(len(found), 'requirement')} came out otherwise"
    return folded(told, element("ul", items), class_="more")


def _edits(change: Difference) -> Markup | None:
    if not change.edits:
        return None
    items = [element("li", CAUSES[one.cause], ": ", said(edit_text(one, _ARROW))) for one in change.edits]
    return folded(f"{plural(len(items), 'thing')} differ in what was given", element("ul", items), class_="more")
