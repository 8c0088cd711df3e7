"""What a new edition does to all services of a register, on a terminal; and one sentence a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from auditor.model.impact import Cause
from auditor.model.wide_impact import Class, Named, WideImpact
from auditor.report.escape import visible
from auditor.report.impact import put_head
from auditor.report.impact_words import DATES_APPLIED, READ_AS_WRITTEN, cause_name, tally_text
from auditor.report.paper import Paper, Piece
from auditor.report.rulesetdiff_words import edition_text
from auditor.report.wide_impact_words import (
    answer_text,
    bounds_text,
    class_facts,
    class_text,
    closing_texts,
    flip_text,
    kind_text,
    track_name,
    tracks_of,
)
from auditor.report.wording import flat, sentence, to_ascii

_ARROW: Final = "→"
_CAUSES, _FLIPS, _NAMES = 12, 20, 10
_SEVERAL_KINDS: Final = "A service of several kinds counts in each of them."
_SCORES: Final = "Scores: the least that is certain, of the services that have one under both editions."


def render(impact: WideImpact, *, width: int, color: bool, ascii: bool, verbose: bool) -> str:
    """Draw all services, then each class, then what each change did; the last line is the answer."""
    paper = Paper(width=width, color=color, ascii=ascii)
    put_head(paper, impact)
    paper.blank()
    _put_class(paper, "ALL SERVICES", impact.whole)
    paper.prose(_SCORES, lead=" ", style="out")
    for title, note, classes, named in (
        ("BY SIZE", bounds_text(impact), impact.sizes, class_text),
        ("BY KIND", _SEVERAL_KINDS, impact.kinds, kind_text),
    ):
        paper.blank()
        paper.put(Piece(title, "head"))
        paper.prose(note, lead=" ", style="out")
        for one in classes:
            _put_class(paper, named(one.name), one, lead=" ")
    _put_changes(paper, impact, verbose=verbose)
    for title, services in _lists(impact):
        paper.blank()
        paper.put(Piece(f"{title}{paper.dot}{services.count:,}", "head"))
        paper.prose(_names(services, None if verbose else _NAMES), lead=" ")
    paper.blank()
    for text in closing_texts(impact):
        paper.prose(text)
    paper.prose(answer_text(impact), style="head")
    return paper.text()


def _put_class(paper: Paper, name: str, one: Class, *, lead: str = "") -> None:
    paper.sides([Piece(f"{lead}{name}", "head")], f"{one.services:,}")
    if not one.services:
        return
    paper.prose(class_facts(one), lead=f"{lead} ")
    for track, verdicts, moved in tracks_of(one, _ARROW):
        paper.prose(verdicts, lead=f"{lead} {track.value:9}")
        paper.prose(f"score {moved}", lead=f"{lead} {'':9}")


def _put_changes(paper: Paper, impact: WideImpact, *, verbose: bool) -> None:
    if not impact.tallies:
        return
    paper.blank()
    paper.put(Piece("WHAT EACH CHANGE DID", "head"))
    most = len(impact.tallies) if verbose else _CAUSES
    for tally in impact.tallies[:most]:
        paper.prose(f"{cause_name(tally.cause)}: {tally_text(tally)}", lead=" ")
    _put_rest(paper, len(impact.tallies) - most, "changes flip something")
    if not impact.flips:
        return
    paper.blank()
    paper.put(Piece("WHAT FLIPS", "head"))
    most, causes = len(impact.flips) if verbose else _FLIPS, _causes(impact)
    for flip in impact.flips[:most]:
        lead = Piece(f" {'*' if flip.flip.decisive else ' '} {flip.flip.requirement}  ", "head")
        paper.prose(flip_text(flip, causes.get(flip.flip.cause), _ARROW), lead=lead)
    _put_rest(paper, len(impact.flips) - most, "ways to flip")
    if any(flip.flip.decisive for flip in impact.flips):
        paper.prose("* decides the verdict.", lead=" ", style="out")


def _put_rest(paper: Paper, more: int, what: str) -> None:
    if more > 0:
        paper.prose(f"{more} more {what}; --verbose shows all", lead=" ")


def _causes(impact: WideImpact) -> dict[str, Cause]:
    return {one.cause.id: one.cause for one in impact.tallies}


def _lists(impact: WideImpact) -> Iterator[tuple[str, Named]]:
    for title, services in (
        ("SOMETHING APPLIES FOR THE FIRST TIME", impact.first),
        ("NOTHING APPLIES ANY MORE", impact.last),
        ("ANOTHER VERDICT", impact.turned),
        ("NOT KEPT, AND NOT JUDGED", impact.unkept),
    ):
        if services.count:
            yield title, services


def _names(services: Named, most: int | None) -> str:
    shown: Sequence[tuple[str, str]] = services.some[:most]
    more = services.count - len(shown)
    texts = [id if flat(name).casefold() == id.casefold() else f"{id} ({flat(name)})" for id, name in shown]
    return ", ".join(texts) + (f" and {more:,} more" if more else "")


def render_plain(impact: WideImpact, *, ascii: bool) -> str:
    """Say the same, one sentence a line; the answer is the last line."""
    text = "".join(f"{visible(flat(line))}\n" for line in _lines(impact))
    return to_ascii(text) if ascii else text


def _lines(impact: WideImpact) -> Iterator[str]:
    yield sentence(impact.diff.new.title)
    for edition in (impact.diff.old, impact.diff.new):
        yield f"{edition.name}: {edition_text(edition)}."
    yield READ_AS_WRITTEN if impact.as_written else DATES_APPLIED
    yield f"Read for {impact.as_of}."
    yield from _class_lines("All services", impact.whole)
    yield _SCORES
    yield bounds_text(impact)
    for one in impact.sizes:
        yield from _class_lines(f"Size, {class_text(one.name)}", one)
    yield _SEVERAL_KINDS
    for one in impact.kinds:
        yield from _class_lines(f"Kind, {kind_text(one.name)}", one)
    for tally in impact.tallies:
        yield f"{sentence(cause_name(tally.cause)).rstrip('.')}: {tally_text(tally)}."
    causes = _causes(impact)
    for flip in impact.flips:
        decides = ", decides the verdict" if flip.flip.decisive else ""
        yield f"{flip.flip.requirement}{decides}: {flip_text(flip, causes.get(flip.flip.cause), 'to')}."
    for title, services in _lists(impact):
        yield f"{title.capitalize()}: {_names(services, None)}."
    yield from closing_texts(impact)
    yield answer_text(impact)


def _class_lines(name: str, one: Class) -> Iterator[str]:
    yield f"{name}: {one.services:,} judged" + (f", {class_facts(one)}." if one.services else ".")
    if one.services:
        for track, verdicts, moved in tracks_of(one, "to"):
            yield f"{name}, verdicts {track_name(track)}: {verdicts}."
            yield f"{name}, score {track_name(track)}: {moved}."
