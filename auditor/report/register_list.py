"""A register's list of submissions: for people, a sentence a line, and for programs as `auditor.register-list/1`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from auditor.model.register import Entry, Listing
from auditor.report.escape import visible
from auditor.report.jsontext import dump
from auditor.report.paper import Paper, Piece
from auditor.report.register_words import (
    SHORT,
    STATES,
    dated_text,
    doubts,
    edition_of,
    entry_json,
    is_starred,
    mark_of,
    moment_json,
    moment_text,
    verdicts_text,
    who,
)
from auditor.report.triage_words import apart_lines, short_json
from auditor.report.wording import MAY_BE_EMPTY, listed, plural, to_ascii

SCHEMA: Final = "auditor.register-list/1"
_APART: Final = 10


def render(listing: Listing, *, width: int, color: bool, ascii: bool) -> str:
    """Draw the list."""
    paper = Paper(width=width, color=color, ascii=ascii)
    for entry in listing.entries:
        mark, style = mark_of(entry.verdict, entry.state)
        draw_head(paper, Piece(f"{mark} ", style), entry)
        paper.prose(verdicts_text(entry, to=paper.to), lead="  ", style=style)
        for line in doubts(entry):
            paper.prose(line, lead="  ", style="open")
        paper.prose(paper.dot.join(_rest(entry)), lead="  ", style="out")
        paper.blank()
    if any(map(is_starred, listing.entries)):
        paper.prose(f"{MAY_BE_EMPTY}.")
        paper.blank()
    for line in _apart(listing):
        paper.prose(line)
        paper.blank()
    paper.prose(answer(listing), style="head")
    return paper.text()


def _apart(listing: Listing) -> list[str]:
    """Name the newest filings that are left out because the ruleset that was asked for was not held against them."""
    return apart_lines((), listing.unaudited, listing.ruleset, most=_APART, of="list")


def draw_head(paper: Paper, lead: Piece, entry: Entry) -> None:
    """Name a filing, with its digest at the right, or beneath where the name takes the line; nothing is cut."""
    name, digest = who(entry, dot=paper.dot), entry.sha256[:SHORT]
    if paper.fits(lead, name, "  ", digest):
        paper.sides([lead, Piece(name, "head")], digest)
        return
    paper.prose(name, lead=lead, style="head")
    if digest:
        paper.put(" " * paper.cells(lead), digest)


def _rest(entry: Entry) -> Iterator[str]:
    if entry.ruleset:
        yield f"{edition_of(entry)} as of {entry.as_of}"
    if entry.service:
        yield dated_text(entry)
    if entry.shown:
        yield f"input {entry.shown} of run {entry.run}" if entry.service else f"run {entry.run}"
    if entry.codes:
        yield listed(entry.codes)
    yield f"known since {moment_text(entry.known_from)}"


def render_plain(listing: Listing, *, ascii: bool) -> str:
    """Write the list, one sentence a line."""
    lines = []
    for entry in listing.entries:
        known = f"known since {moment_text(entry.known_from)}"
        said = ", ".join(one for one in _rest(entry) if not one.startswith("known since"))
        digest = f", submission {entry.sha256[:SHORT]}" if entry.sha256 else ""
        beside = "".join(f"; {one}" for one in doubts(entry))
        about = f"The {'filing of' if entry.service else 'input'} {who(entry, dot=', ')}"
        lines.append(f"{about}: {verdicts_text(entry, to=' to ', starred=False)}; {said}{digest}{beside}; {known}.")
    text = "\n".join(visible(one) for one in [*lines, *_apart(listing), answer(listing)]) + "\n"
    return to_ascii(text) if ascii else text


def answer(listing: Listing) -> str:
    """Say how many there are, how many of them are shown, and of which moment that is."""
    shown = len(listing.entries)
    more = f", {shown} shown" if shown < listing.found else ""
    then = f", as the register knew it on {moment_text(listing.known_at)}" if listing.known_at else ""
    services = len({one.service for one in listing.entries if one.service})
    of = f" of {plural(services, 'service')}" if services and not more else ""
    states = sorted({STATES[one.state][2] for one in listing.entries})
    how = f", {states[0]}" if len(states) == 1 and states[0] != "audited" else ""
    return f"{plural(listing.found, 'ENTRY', 'ENTRIES')}{of}{how}{more}{then}."


def render_json(listing: Listing, version: str) -> str:
    """Write the list for programs."""
    return dump(
        {
            "schema": SCHEMA,
            "tool": {"name": "auditor", "version": version},
            "known_at": moment_json(listing.known_at),
            "found": listing.found,
            "entries": [entry_json(one) for one in listing.entries],
            "not_audited": [short_json(one) for one in listing.unaudited],
        }
    )
