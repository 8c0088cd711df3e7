"""Services side by side on a terminal: the question and its answer first, then figures, areas and what they rest on.

Knows words and paper; whose service stands where was decided before.
"""

from __future__ import annotations

from auditor.model.comparison import Comparison
from auditor.report.paper import Paper, Piece
from auditor.report.versus.apart import put_compiled, put_contested
from auditor.report.versus.areas import put_areas
from auditor.report.versus.conflicts import put_conflicts
from auditor.report.versus.facts import Sources
from auditor.report.versus.focus import put_answers, put_who
from auditor.report.versus.legend import legend
from auditor.report.versus.table import put_failures, put_table
from auditor.report.versus.trend import put_trends
from auditor.report.versus.words import (
    FILED,
    answer_parts,
    answer_text,
    edition_text,
    lens_text,
    question_text,
    standing_text,
    warnings,
)


def render(comparison: Comparison, *, width: int, color: bool, ascii: bool, verbose: bool = False) -> str:
    """Draw the page; the first screen answers the question, and so does the last line."""
    paper = Paper(width=width, color=color, ascii=ascii)
    sources = Sources(comparison)
    _put_head(paper, comparison)
    if comparison.focus is not None:
        paper.blank()
        put_who(paper, comparison, sources, verbose=verbose)
    if comparison.standings:
        paper.blank()
        paper.put(Piece(FILED, "head"))
    put_table(paper, comparison)
    put_failures(paper, comparison, verbose=verbose)
    put_areas(paper, comparison)
    put_answers(paper, comparison)
    put_trends(paper, comparison, verbose=verbose)
    put_contested(paper, comparison)
    put_conflicts(paper, comparison, verbose=verbose)
    put_compiled(paper, comparison, sources, verbose=verbose)
    paper.blank()
    for text in legend(comparison):
        paper.prose(text, style="out")
    paper.blank()
    answer = answer_text(comparison)
    for text in (answer,) if paper.fits(answer) else answer_parts(comparison):
        paper.prose(text, style="head")
    return paper.text()


def _put_head(paper: Paper, comparison: Comparison) -> None:
    question = Piece(question_text(comparison), "head")
    edition = f"{edition_text(comparison)}{paper.dot}{standing_text(comparison)}"
    if paper.fits(question, "  ", edition):
        paper.sides([question], edition)
    else:
        paper.prose(question.text, style=question.style)
        paper.prose(edition)
    marks = len(comparison.watermarks)
    texts = warnings(comparison)
    for number, text in enumerate(texts):
        style = "open" if number >= len(texts) - marks else "failed"
        paper.prose(text, lead=Piece("! ", style), style=style)
    if comparison.lens:
        paper.prose(lens_text(comparison))
