"""Read from the head of an edition what became of its text, and what the text leaves out."""

from __future__ import annotations

from typing import Any

from auditor.model.dates import parse_date
from auditor.model.ruleset import Exclusion, Milestone, Stage
from auditor.model.themes import Theme
from auditor.source.cursor import Cursor, Faults


def read_history(head: Cursor, faults: Faults) -> tuple[Milestone, ...]:
    """Read the steps in the life of the text; a day that no calendar has, and steps out of order, are faults."""
    found: list[Milestone] = []
    for at in (head.get("history") or head).items():
        raw: dict[str, Any] = at.value  # type: ignore[assignment]  # its shape has been checked
        span = parse_date(str(raw["on"]))
        if span is None:
            message = f"`{raw['on']}` is not a day of the calendar"
            faults.add(at.child("on"), "ruleset.no-such-day", message, help="write YYYY-MM-DD, YYYY-MM or YYYY")
            continue
        if found and span.last < found[-1].on.first:
            faults.add(
                at.child("on"),
                "ruleset.history-out-of-order",
                f"{span} stands after {found[-1].on}",
                help="list what happened first above what happened later",
            )
        found.append(Milestone(stage=Stage(raw["stage"]), on=span, note=raw.get("note", "")))
    return tuple(found)


def read_exclusions(head: Cursor) -> tuple[Exclusion, ...]:
    """Read what the text leaves out in so many words."""
    return tuple(
        Exclusion(
            themes=tuple(Theme(one) for one in raw["themes"]),
            clause=raw["clause"],
            because=raw["because"],
        )
        for raw in (at.value for at in (head.get("excludes") or head).items())
        if isinstance(raw, dict)
    )
