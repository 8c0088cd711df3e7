"""What a verdict rests on: each declared fact that would turn it if it were not so, and what backs it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.model.answers import Rest
from auditor.model.result import Audit
from auditor.model.unbacked import Why
from auditor.report.explain import put_head
from auditor.report.explain_tracks import told
from auditor.report.failing import put_place, turn_text
from auditor.report.paper import Paper, Piece
from auditor.report.reported import NO_VERDICT
from auditor.report.unbacked import unbacked_texts
from auditor.report.wording import VERDICTS, listed, plural

_NAMED = 8


def render_rests(audit: Audit, rests: Sequence[Rest], why: Why, *, width: int, color: bool, ascii: bool) -> str:
    """List the facts that the verdict as declared rests on, those that nothing backs first."""
    paper = Paper(width=width, color=color, ascii=ascii)
    put_head(paper, audit)
    if audit.scorecard is None:
        paper.prose(NO_VERDICT)
        return paper.text()
    verdict = VERDICTS[audit.scorecard.verdict.declared]
    for number, one in enumerate(rests, start=1):
        _put(paper, audit, one, why, number)
    paper.blank()
    paper.prose(
        "Each fact is tried alone: another answer in its place, the rest as declared. Evidence backs a fact here "
        "where it is good enough for every requirement that the fact turns."
    )
    paper.blank()
    bare = sum(not one.backed_by for one in rests)
    if rests:
        told_bare = f"nothing backs {bare} of them" if bare else "all of them backed"
        line = f"{verdict.label.upper()} as declared rests on {plural(len(rests), 'fact')}: {told_bare}."
    else:
        line = f"{verdict.label.upper()} as declared rests on no single fact."
    paper.put(Piece(line, "head"))
    return paper.text()


def _put(paper: Paper, audit: Audit, rest: Rest, why: Why, number: int) -> None:
    style = "met" if rest.backed_by else "open"
    lead = f"{number:2} "
    paper.prose(f"{rest.fact}: {rest.seen}", lead=Piece(lead, style))
    indent = " " * len(lead)
    if rest.place is not None:
        put_place(paper, f"{indent}--> ", rest.place)
    ids = [one.requirement.id for one in rest.requirements]
    paper.prose(listed(ids, most=_NAMED), lead=f"{indent}= for:    ")
    paper.prose("; ".join(turn_text(one) for one in rest.turns), lead=f"{indent}= else:   ")
    by_id = {one.id: one for one in audit.declaration.evidence}
    if rest.backed_by:
        paper.prose(", ".join(f"{one} ({told(by_id[one])})" for one in rest.backed_by), lead=f"{indent}= backed: ")
    else:
        paper.prose("nothing backs it", lead=f"{indent}= backed: ")
    for text in _reasons(rest, why) if not rest.backed_by else ():
        paper.prose(text, lead=f"{indent}= note:   ")


def _reasons(rest: Rest, why: Why) -> Iterator[str]:
    """Give each reason why nothing backs a fact well enough for all that it turns, once; none where none is named."""
    demands = dict.fromkeys(one.requirement.evidence for one in rest.requirements)
    found = [one for each in demands if (one := why(rest.fact, each)).is_disputed or one.short]
    yield from dict.fromkeys(text for one in found for text in unbacked_texts(one))
