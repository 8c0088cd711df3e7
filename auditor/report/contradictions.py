"""What one declaration says against itself, or against its product, for people: what, where, and what it does."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from auditor.model.diagnostic import Diagnostic, is_contradiction
from auditor.model.result import Audit, Result
from auditor.report.failing import put_place
from auditor.report.paper import Paper, Piece
from auditor.report.wording import flat, plural, sentence

_FEW: Final = 3
_LEAD: Final = "CONTRADICTIONS  "
_EFFECT: Final = "in the declaration: none of the facts that take part counts as backed"


def contradictions_of(result: Result, audit: Audit) -> tuple[Diagnostic, ...]:
    """Give what the declaration of an audit says against itself; of several audits of it, with the first alone.

    It stands whatever the declaration is held against.
    """
    file = audit.declaration.file
    if any(one.declaration.file == file for one in takewhile(lambda one: one is not audit, result.audits)):
        return ()
    return tuple(
        one
        for one in result.diagnostics
        if is_contradiction(one) and one.place is not None and one.place.file == file
    )


def head_text(found: Sequence[Diagnostic]) -> str:
    """Say how many there are, and what that does."""
    return f"{plural(len(found), 'contradiction')} {_EFFECT}"


def contradiction_text(one: Diagnostic) -> str:
    """Say what contradicts what."""
    return sentence(flat(one.message))


def put_contradictions(paper: Paper, found: Sequence[Diagnostic], *, verbose: bool) -> None:
    """Write the first few, each with its first place; with `verbose` all of them."""
    if not found:
        return
    paper.blank()
    paper.prose(sentence(f"{len(found)} {_EFFECT}"), lead=Piece(_LEAD, "head"))
    shown = found if verbose else found[:_FEW]
    for one in shown:
        paper.prose(contradiction_text(one), lead="   ")
        if one.place is not None:
            put_place(paper, "   --> ", one.place)
    if len(found) > len(shown):
        paper.prose(f"and {len(found) - len(shown)} more: --verbose shows them", lead="   ")
