"""A list of decisions on alternatives: for people, a sentence a line, and for programs as `auditor.decisions/1`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from auditor.model.decision import Decision
from auditor.report.escape import visible
from auditor.report.jsonfindings import length_json, place_json
from auditor.report.jsontext import dump
from auditor.report.paper import Paper, Piece
from auditor.report.wording import flat, plural, to_ascii

SCHEMA: Final = "auditor.decisions/1"


def state_text(decision: Decision, as_of: date) -> str:
    """Say what was decided, by whom and when."""
    later = ", after this day" if decision.on > as_of else ""
    word = "accepted" if decision.accepted else "refused"
    return f"{word} by {flat(decision.reviewer)} ({decision.assurance.value}) on {decision.on}{later}"


def render(decisions: Sequence[Decision], as_of: date, *, width: int, color: bool, ascii: bool) -> str:
    """Draw the list."""
    paper = Paper(width=width, color=color, ascii=ascii)
    for one in decisions:
        mark, style = ("✓", "met") if one.accepted else ("✗", "failed")
        paper.put(Piece(f"{mark} {one.requirement}", "out" if one.on > as_of else style, keep=True))
        paper.prose(f"{state_text(one, as_of)}{paper.dot}{one.service}", lead="  ")
        paper.prose(flat(one.because), lead="  ")
        paper.put(f"  text {one.text_sha256}")
        paper.put("  --> ", Piece(str(one.place), "place", keep=True))
        paper.blank()
    paper.put(Piece(answer(decisions, as_of), "head"))
    return paper.text()


def render_plain(decisions: Sequence[Decision], as_of: date, *, ascii: bool) -> str:
    """Write the list, one sentence a line."""
    lines = [
        f"The alternative to {one.requirement} of {one.service}: {state_text(one, as_of)}: {flat(one.because)}"
        for one in decisions
    ]
    text = "\n".join(visible(one) for one in [*lines, answer(decisions, as_of)]) + "\n"
    return to_ascii(text) if ascii else text


def answer(decisions: Sequence[Decision], as_of: date) -> str:
    """Count the decisions."""
    accepted = sum(one.accepted for one in decisions)
    said = f": {accepted} accepted, {len(decisions) - accepted} refused" if decisions else ""
    return f"{plural(len(decisions), 'DECISION', 'DECISIONS')} ON {as_of}{said}."


def render_json(decisions: Sequence[Decision], as_of: date, version: str) -> str:
    """Write the list for programs."""
    return dump(
        {
            "schema": SCHEMA,
            "tool": {"name": "auditor", "version": version},
            "as_of": as_of.isoformat(),
            "decisions": [
                {
                    "requirement": one.requirement,
                    "service": one.service,
                    "accepted": one.accepted,
                    "reviewer": one.reviewer,
                    "on": one.on.isoformat(),
                    "because": one.because,
                    "assurance": one.assurance.value,
                    "text_sha256": one.text_sha256,
                    **place_json(one.place),
                    "length": length_json(one.place),
                }
                for one in decisions
            ],
        }
    )
