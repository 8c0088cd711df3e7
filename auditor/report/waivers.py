"""A list of waivers: for people, a sentence a line, and for programs as `auditor.waivers/1`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Final

from auditor.model.waiver import State, Waiver
from auditor.report.escape import visible
from auditor.report.jsonfindings import length_json, place_json
from auditor.report.jsontext import dump
from auditor.report.paper import Paper, Piece
from auditor.report.wording import flat, listed, plural, sentence, to_ascii

SCHEMA: Final = "auditor.waivers/1"
SOON: Final = 30
_MARKS: Final = {State.IN_TIME: ("✓", "met"), State.NOT_YET: ("·", "out"), State.EXPIRED: ("✗", "failed")}
_COUNTED: Final = {State.IN_TIME: "in time", State.NOT_YET: "not yet", State.EXPIRED: "expired"}

# Each waiver with why nothing can be waived under its name; empty where something can.
Rows = Sequence[tuple[Waiver, str]]


def state_text(waiver: Waiver, as_of: date) -> str:
    """Say how a waiver stands on a day."""
    left = waiver.days_left(as_of)
    match waiver.state(as_of):
        case State.EXPIRED:
            return f"expired, ended {waiver.expires}"
        case State.NOT_YET:
            return f"not yet, from {waiver.granted} to {waiver.expires}"
        case State.IN_TIME if left <= SOON:
            when = f"in {plural(left, 'day')}" if left else "today"
            return f"expires {when}, on {waiver.expires}"
        case State.IN_TIME:
            return f"in time until {waiver.expires}"


def render(rows: Rows, as_of: date, *, width: int, color: bool, ascii: bool) -> str:
    """Draw the list."""
    paper = Paper(width=width, color=color, ascii=ascii)
    for waiver, unknown in rows:
        mark, style = _MARKS[waiver.state(as_of)]
        soon = waiver.in_time(as_of) and waiver.days_left(as_of) <= SOON
        paper.put(Piece(f"{mark} {waiver.requirement}", "open" if soon else style, keep=True))
        paper.prose(f"{state_text(waiver, as_of)}{paper.dot}{waiver.service}", lead="  ")
        paper.prose(flat(waiver.reason), lead="  ")
        paper.prose(f"approved by {flat(waiver.approver)}, {waiver.granted}", lead="  ")
        paper.put("  --> ", Piece(str(waiver.place), "place", keep=True))
        if unknown:
            paper.prose(unknown, lead=Piece("  ! ", "failed"))
        paper.blank()
    paper.put(Piece(answer(rows, as_of), "head"))
    return paper.text()


def render_plain(rows: Rows, as_of: date, *, ascii: bool) -> str:
    """Write the list, one sentence a line."""
    lines = []
    for waiver, unknown in rows:
        lines.append(
            sentence(f"the waiver for {waiver.requirement} of {waiver.service}: {state_text(waiver, as_of)}")
        )
        lines.append(f"Approved by {flat(waiver.approver)} on {waiver.granted}: {flat(waiver.reason)}")
        lines += [sentence(unknown)] if unknown else []
    lines.append(answer(rows, as_of))
    text = "\n".join(visible(one) for one in lines) + "\n"
    return to_ascii(text) if ascii else text


def answer(rows: Rows, as_of: date) -> str:
    """Count the waivers by their state."""
    states = Counter(waiver.state(as_of) for waiver, _unknown in rows)
    said = [f"{states[one]} {_COUNTED[one]}" for one in State if states[one]]
    unknown = sum(bool(why) for _waiver, why in rows)
    said += [f"{unknown} about nothing that is known"] if unknown else []
    counted = f": {listed(said)}" if said else ""
    return f"{plural(len(rows), 'WAIVER', 'WAIVERS')} ON {as_of}{counted}."


def render_json(rows: Rows, as_of: date, version: str) -> str:
    """Write the list for programs."""
    return dump(
        {
            "schema": SCHEMA,
            "tool": {"name": "auditor", "version": version},
            "as_of": as_of.isoformat(),
            "waivers": [
                {
                    "requirement": waiver.requirement,
                    "service": waiver.service,
                    "state": waiver.state(as_of).value,
                    "days_left": waiver.days_left(as_of),
                    "reason": waiver.reason,
                    "approver": waiver.approver,
                    "granted": waiver.granted.isoformat(),
                    "expires": waiver.expires.isoformat(),
                    "unknown": unknown or None,
                    **place_json(waiver.place),
                    "length": length_json(waiver.place),
                }
                for waiver, unknown in rows
            ],
        }
    )
