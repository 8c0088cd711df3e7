"""What a new edition does to services, on a terminal; and one sentence a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from auditor.model.impact import Flip, Impact, ServiceImpact
from auditor.model.result import Track
from auditor.model.wide_impact import WideImpact
from auditor.report.escape import visible
from auditor.report.impact_words import (
    DATES_APPLIED,
    READ_AS_WRITTEN,
    answer_text,
    cause_name,
    cause_text,
    left_out_text,
    outcome_text,
    points_text,
    tally_text,
    turn_text,
    unusable_text,
    verdict_text,
    verdicts_of,
    worst_first,
)
from auditor.report.paper import Paper, Piece
from auditor.report.rulesetdiff_words import edition_text, version_text
from auditor.report.wording import VERDICTS, flat, sentence, to_ascii

_ARROW: Final = "→"
_MOST: Final = 8
_CAUSES: Final = 12
_TRACKS: Final = (Track.DECLARED, Track.BACKED)


def render(impact: Impact, *, width: int, color: bool, ascii: bool, verbose: bool) -> str:
    """Draw each service, then what each change did to all of them; the last line is the answer."""
    paper = Paper(width=width, color=color, ascii=ascii)
    put_head(paper, impact)
    for service in impact.services:
        paper.blank()
        _put_service(paper, service, most=None if verbose else _MOST)
    if impact.tallies:
        paper.blank()
        paper.put(Piece("WHAT EACH CHANGE DID", "head"))
        most = len(impact.tallies) if verbose else _CAUSES
        for tally in impact.tallies[:most]:
            paper.prose(f"{cause_name(tally.cause)}: {tally_text(tally)}", lead=" ")
        if len(impact.tallies) > most:
            paper.prose(f"{len(impact.tallies) - most} more changes flip something; --verbose shows all", lead=" ")
    paper.blank()
    for text in _closing(impact):
        paper.prose(text)
    paper.blank()
    paper.prose(answer_text(impact), style="head")
    return paper.text()


def put_head(paper: Paper, impact: Impact | WideImpact) -> None:
    """Write which two editions are held against each other, of which kinds, for which day, and how they are read."""
    new = impact.diff.new
    paper.prose(new.title, style="head")
    paper.sides([f"{new.id}: {impact.diff.old.version} against {new.version}"], f"read for {impact.as_of}")
    for edition in (impact.diff.old, new):
        paper.prose(edition_text(edition), lead=f"  {edition.version}  ")
    paper.prose(READ_AS_WRITTEN if impact.as_written else DATES_APPLIED, lead="! ")


def _put_service(paper: Paper, service: ServiceImpact, *, most: int | None) -> None:
    declaration = service.declaration
    paper.put(Piece(f"{declaration.service.name}{paper.dot}{declaration.file}", "head"))
    for track in _TRACKS:
        old, new = verdicts_of(service, track)
        style = "plain" if old is new else VERDICTS[new].style
        score = points_text(service, track, _ARROW, paper.to)
        paper.prose(f"{verdict_text(service, track, _ARROW)}; score {score}", lead=f" {track.value:9}", style=style)
    for turn in service.turns:
        paper.prose(turn_text(turn), lead=" ")
    for flip in worst_first(service.flips)[:most]:
        mark = "*" if flip.requirement.decisive else " "
        paper.prose(flat(flip.requirement.title), lead=Piece(f" {mark} {_name(flip)}  ", "head"))
        paper.prose(f"{outcome_text(flip.old)} {_ARROW} {outcome_text(flip.new)}", lead="     ")
        paper.prose(cause_text(flip.cause), lead="     by: ")
    if most is not None and len(service.flips) > most:
        paper.prose(f"{len(service.flips) - most} more flip; --verbose shows all", lead="   ")
    if not service.flips:
        paper.put(" nothing flips")


def _name(flip: Flip) -> str:
    formerly = f" (formerly {flip.formerly})" if flip.formerly else ""
    return f"{flip.requirement.id}{formerly}"


def _closing(impact: Impact) -> Iterator[str]:
    if any(one.requirement.decisive for service in impact.services for one in service.flips):
        yield "* decides the verdict. A cause decides a turn that would not be there if that cause alone were undone."
    yield from (text for text in (left_out_text(impact), unusable_text(impact)) if text)
    if not impact.diff.version.enough:
        yield version_text(impact.diff)


def render_plain(impact: Impact, *, ascii: bool) -> str:
    """Say the same, one sentence a line; the answer is the last line."""
    lines = [visible(flat(line)) for line in _lines(impact)]
    text = "\n".join(line for line in lines if line) + "\n"
    return to_ascii(text) if ascii else text


def _lines(impact: Impact) -> Iterator[str]:
    yield sentence(impact.diff.new.title)
    for edition in (impact.diff.old, impact.diff.new):
        yield f"{edition.name}: {edition_text(edition)}."
    yield READ_AS_WRITTEN if impact.as_written else DATES_APPLIED
    yield f"Read for {impact.as_of}."
    for service in impact.services:
        yield sentence(f"{service.declaration.service.name}, file {service.declaration.file}")
        for track in _TRACKS:
            yield f"Verdict as {track.value}: {verdict_text(service, track, 'to')}."
            yield f"Score as {track.value}: {points_text(service, track, 'then', ' to ')}."
        yield from (sentence(turn_text(one)) for one in service.turns)
        for flip in worst_first(service.flips):
            decides = ", decides the verdict" if flip.requirement.decisive else ""
            yield sentence(f"{_name(flip)}{decides}: {flip.requirement.title}")
            yield f"Before: {outcome_text(flip.old)}; now: {outcome_text(flip.new)}; by: {cause_text(flip.cause)}."
        if not service.flips:
            yield "Nothing flips."
    for tally in impact.tallies:
        yield f"{sentence(cause_name(tally.cause)).rstrip('.')}: {tally_text(tally)}."
    yield from (text for text in (left_out_text(impact), unusable_text(impact)) if text)
    yield "" if impact.diff.version.enough else version_text(impact.diff)
    yield answer_text(impact)
