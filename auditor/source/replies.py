"""Replies: that a service was asked for its side, and what it said. Days that are real, and in their order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from auditor.model.challenge import Reply
from auditor.model.diagnostic import Diagnostic
from auditor.source.document import Document, Path
from auditor.source.gathering import normalised


def read_day(document: Document, written: str, at: Path, code: str, found: list[Diagnostic]) -> date | None:
    """Read a day whose form is right; one that no calendar has is noted under `code`."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        message = f"`{written}` is not a day of the calendar"
        found.append(document.diagnostic(f"{code}.no-such-day", message, at, help="write YYYY-MM-DD"))
        return None


def read_reply(document: Document, raw: Mapping[str, str], at: Path, found: list[Diagnostic]) -> Reply | None:
    """Read one reply whose shape is right; None where a day of it is none, and faults are added to `found`."""
    days = {
        key: read_day(document, raw[key], (*at, key), "reply", found)
        for key in ("asked", "deadline", "answered")
        if key in raw
    }
    asked, deadline, answered = (days.get(key) for key in ("asked", "deadline", "answered"))
    if asked is None or deadline is None:
        return None
    if deadline < asked:
        message = f"the deadline is {deadline}, before it was asked on {asked}"
        found.append(document.diagnostic("reply.deadline-before-asked", message, (*at, "deadline")))
    if answered is not None and answered < asked:
        message = f"it answered on {answered}, before it was asked on {asked}"
        found.append(document.diagnostic("reply.answered-before-asked", message, (*at, "answered")))
    return Reply(
        asked=asked,
        deadline=deadline,
        place=document.place(at, key=True),
        text=normalised(raw.get("text", "")),
        answered=answered,
    )
