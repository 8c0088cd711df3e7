"""Contested facts drawn for a terminal: both sides, one below the other."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.model.contested import Contested
from auditor.model.result import Audit
from auditor.report.bearing import counted
from auditor.report.challenges import contested_text, parts
from auditor.report.failing import put_place
from auditor.report.paper import Paper, Piece
from auditor.report.wording import sentence

_LEAD = "CONTESTED     "
_NAME = 11


def put_contested(paper: Paper, audit: Audit) -> None:
    """Write what others contest in a declaration, if anything."""
    found = counted(audit)
    if not found:
        return
    paper.blank()
    paper.prose(sentence(contested_text(audit)), lead=Piece(_LEAD, "head"))
    put_sides(paper, audit, found)


def put_sides(paper: Paper, audit: Audit, found: Sequence[Contested]) -> None:
    """Write each contested fact with its place and both sides."""
    for one in found:
        paper.prose(one.challenge.fact, lead="   ")
        if one.place is not None:
            put_place(paper, "   --> ", one.place)
        put_parts(paper, audit, one)


def put_parts(paper: Paper, audit: Audit, one: Contested, *, indent: int = 3) -> None:
    """Write both sides of one contested fact, a part a line; where the fact itself stands is written above."""
    for name, text in parts(audit.declaration, one):
        paper.prose(text, lead=f"{' ' * indent}= {name + ':':<{_NAME}}")
