"""Triage for people: who to look at first, with every term of the order, and the signals beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from auditor.model.triage import Ranked, Triage
from auditor.report.jsontext import Json, dump
from auditor.report.paper import Paper, Piece
from auditor.report.register_list import draw_head
from auditor.report.register_words import entry_json, mark_of, moment_json, moment_text, verdicts_text
from auditor.report.triage_plain import render_plain
from auditor.report.triage_words import (
    BESIDE,
    BUT,
    FORMULA,
    NO_FINDING,
    ORDER,
    OURS,
    SHORT_NAMES,
    apart_lines,
    editions_text,
    ends_json,
    filings_text,
    interval_text,
    review_json,
    review_text,
    short_json,
    short_lines,
    signal_text,
    term_text,
)
from auditor.report.wording import plural

__all__ = ("answer", "render", "render_json", "render_plain")

SCHEMA: Final = "auditor.triage/1"
_EVIDENCE: Final = 3
_APART: Final = 10


def render(triage: Triage, *, width: int, color: bool, ascii: bool) -> str:
    """Draw the first of the order, and how it was made."""
    paper = Paper(width=width, color=color, ascii=ascii)
    paper.prose(f"Who to look at first, by {editions_text(triage.editions)}", style="head")
    paper.prose(ORDER[triage.by])
    for one in triage.shown:
        paper.blank()
        _draw(paper, one)
    paper.blank()
    for line in apart_lines(triage.compiled, triage.unaudited, triage.ruleset, most=_APART):
        paper.prose(line)
    paper.blank()
    paper.prose(FORMULA, style="head")
    paper.prose(OURS)
    for line in triage.numbers:
        paper.prose(line, lead="  ", style="out")
    paper.prose(NO_FINDING)
    paper.prose(BESIDE)
    paper.blank()
    paper.prose(answer(triage), style="head")
    return paper.text()


def _draw(paper: Paper, one: Ranked) -> None:
    entry = one.entry
    draw_head(paper, Piece(f"{one.place:>3}  ", "out"), entry)
    lead = " " * 5
    paper.prose(f"priority {interval_text(one.priority, to=paper.to)}", lead=lead, style="head")
    for number, term in enumerate(one.terms):
        paper.prose(term_text(term, to=paper.to), lead=lead + ("× " if number else "= "), style="out")
    mark, style = mark_of(entry.verdict, entry.state)
    paper.prose(verdicts_text(entry, to=paper.to), lead=Piece(f"{lead}{mark} ", style), style=style)
    for line in short_lines(one):
        paper.prose(line, lead=lead)
    for signal in one.signals:
        paper.prose(signal_text(signal), lead=Piece(f"{lead}look: ", "open"))
        for line in _first(signal.evidence):
            paper.prose(line, lead=lead + "      ", style="out")
    for review in one.reviews:
        paper.prose(review_text(review, entry.sha256), lead=f"{lead}reviewer: ")


def _first(evidence: tuple[str, ...]) -> Iterator[str]:
    yield from evidence[:_EVIDENCE]
    if len(evidence) > _EVIDENCE:
        yield f"and {len(evidence) - _EVIDENCE} more"


def answer(triage: Triage) -> str:
    """Say how many filings are in order, how many are shown, and how many carry signals."""
    shown = len(triage.shown)
    more = f", {shown} shown" if shown < len(triage.ranked) else ""
    signals = plural(sum(bool(one.signals) for one in triage.ranked), "filing")
    then = f"; as the register knew it on {moment_text(triage.known_at)}" if triage.known_at else ""
    return f"{filings_text(len(triage.ranked))} in order{more}; {signals} with signals{then}."


def render_json(triage: Triage, version: str) -> str:
    """Write the order for programs."""
    return dump(
        {
            "schema": SCHEMA,
            "tool": {"name": "auditor", "version": version},
            "known_at": moment_json(triage.known_at),
            "ruleset": triage.ruleset or None,
            "editions": [*triage.editions],
            "ordered_by": triage.by.value,
            "formula": FORMULA,
            "numbers": {"origin": "design", "meaning": OURS, "are": [*triage.numbers]},
            "signals_are": NO_FINDING,
            "decisions_are": BESIDE,
            "found": len(triage.ranked),
            "filings": [_ranked_json(one) for one in triage.shown],
            "compiled": [short_json(one) for one in triage.compiled],
            "not_audited": [short_json(one) for one in triage.unaudited],
        }
    )


def _ranked_json(one: Ranked) -> Json:
    return {
        "place": one.place,
        **entry_json(one.entry),
        "kinds": [*one.kinds],
        "priority": ends_json(one.priority),
        "terms": [
            {"name": term.name.value, "value": ends_json(term.value), "assumed": term.assumed, "rests_on": term.said}
            for term in one.terms
        ],
        **{f"{name}_as_backed": [*one.short.get(status, ())] for status, name in SHORT_NAMES.items()},
        "signals": [
            {
                "kind": signal.kind.value,
                "says": signal.said,
                "evidence": [*signal.evidence],
                "but": BUT[signal.kind],
                "is": "a reason to look, not a finding",
            }
            for signal in one.signals
        ],
        "reviews": [review_json(review) for review in one.reviews],
    }
