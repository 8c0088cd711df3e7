"""What a register knows of one submission beside its result: its audits, and the inputs that were it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from auditor.model.register import Entry, History
from auditor.model.result import LATER_FACTS
from auditor.report.escape import visible
from auditor.report.jsontext import dump
from auditor.report.paper import Paper, Piece
from auditor.report.register_words import (
    STATES,
    are_later,
    doubts,
    edition_of,
    entry_json,
    facts_text,
    gave_way,
    is_starred,
    mark_of,
    moment_json,
    moment_text,
    verdicts_text,
    who,
)
from auditor.report.triage_words import BESIDE, review_json, review_text
from auditor.report.wording import MAY_BE_EMPTY, flat, plural, sentence, to_ascii

SCHEMA: Final = "auditor.register-history/1"


def render(history: History, *, width: int, color: bool, ascii: bool) -> str:
    """Draw the history."""
    paper = Paper(width=width, color=color, ascii=ascii)
    first = history.entries[0]
    paper.sides([Piece(who(first, dot=paper.dot), "head")], facts_text(first))
    paper.put(Piece(f"submission {first.sha256}", "place", keep=True))
    for entry in history.entries:
        paper.blank()
        mark, style = mark_of(entry.verdict, entry.state)
        paper.prose(verdicts_text(entry, to=paper.to), lead=Piece(f"{mark} ", style), style=style)
        for line in doubts(entry):
            paper.prose(line, lead="  ", style="open")
        paper.prose(paper.dot.join(_audit(entry)), lead="  ", style="out")
    paper.blank()
    if any(map(is_starred, history.entries)):
        paper.prose(f"{MAY_BE_EMPTY}.")
    for text in (*_seen(history), *_reviews(history)):
        paper.prose(text)
    paper.blank()
    paper.prose(answer(history), style="head")
    return paper.text()


def _audit(entry: Entry) -> Iterator[str]:
    if entry.ruleset:
        yield f"{edition_of(entry)} as of {entry.as_of}"
        if are_later(entry.stated_on, entry.as_of):
            yield LATER_FACTS
        yield f"auditor {entry.tool}"
    yield f"known since {moment_text(entry.known_from)}"


def _seen(history: History) -> Iterator[str]:
    for one in history.seen:
        known = ", audited before" if one.known else ""
        place = f"input {one.position} of run {one.run} of {moment_text(one.started)}"
        yield f"Given as {flat(one.shown)}, {place}: {STATES[one.state][2]}{gave_way(one)}{known}."


def _reviews(history: History) -> Iterator[str]:
    """Say what reviewers decided: it stands beside the verdicts."""
    for one in history.reviews:
        yield sentence(f"Reviewer: {review_text(one, history.entries[0].sha256)}")
    if history.reviews:
        yield BESIDE


def render_plain(history: History, *, ascii: bool) -> str:
    """Write the history, one sentence a line."""
    first = history.entries[0]
    lines = [f"The filing of {who(first, dot=', ')}, {facts_text(first)}.", f"Submission {first.sha256}."]
    lines += [
        sentence("; ".join((verdicts_text(one, to=" to ", starred=False), *doubts(one), ", ".join(_audit(one)))))
        for one in history.entries
    ]
    text = "\n".join(visible(one) for one in [*lines, *_seen(history), *_reviews(history), answer(history)]) + "\n"
    return to_ascii(text) if ascii else text


def answer(history: History) -> str:
    """Count audits, inputs and other filings of the service."""
    audits = sum(bool(one.ruleset) for one in history.entries)
    others = f"; {plural(history.others, 'further filing')} of the service" if history.others else ""
    return f"{plural(audits, 'AUDIT', 'AUDITS')}, given {plural(len(history.seen), 'time')}{others}."


def render_json(history: History, version: str) -> str:
    """Write the history for programs."""
    return dump(
        {
            "schema": SCHEMA,
            "tool": {"name": "auditor", "version": version},
            "submission": history.entries[0].sha256,
            "audits": [entry_json(one) for one in history.entries],
            "inputs": [
                {
                    "run": one.run,
                    "started": moment_json(one.started),
                    "position": one.position,
                    "input": one.shown,
                    "state": one.state.value,
                    "known": one.known,
                    "of": one.of or None,
                    "of_submission": one.of_sha256 or None,
                }
                for one in history.seen
            ],
            "other_filings": history.others,
            "reviews": [review_json(one) for one in history.reviews],
        }
    )
