"""What changed between two audits, on a terminal; and one sentence a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from auditor.model.changes import Diff, Difference
from auditor.model.result import Track
from auditor.report.changes_words import (
    CAUSES,
    answer_text,
    change_text,
    edit_text,
    head_text,
    how_text,
    part_text,
    score_text,
    steps_text,
    verdict_text,
    worst_first,
)
from auditor.report.escape import visible
from auditor.report.paper import Paper, Piece
from auditor.report.wording import STATUSES, VERDICTS, as_track, flat, plural, sentence, to_ascii

_MOST: Final = 8
_EDITS: Final = 8
_ARROW: Final = "→"


def render(diff: Diff, *, width: int, color: bool, ascii: bool, verbose: bool) -> str:
    """Draw each service against each instrument; the last line is the answer."""
    paper = Paper(width=width, color=color, ascii=ascii)
    paper.sides([Piece(diff.old.file), f" {_ARROW} ", Piece(diff.new.file)], "")
    for one in diff.differences:
        paper.blank()
        _put(paper, one, most=None if verbose else _MOST, edits=None if verbose else _EDITS)
    if diff.incomparable:
        paper.blank()
        paper.put(Piece("INCOMPARABLE", "head"))
    for other in diff.incomparable:
        paper.prose(f"{other.service} against {other.ruleset}: {other.why}", lead="- ")
    paper.blank()
    paper.prose(answer_text(diff), style="head")
    return paper.text()


def _put(paper: Paper, one: Difference, *, most: int | None, edits: int | None) -> None:
    service = one.new.declaration.service
    paper.sides([Piece(f"{service.name}{paper.dot}{head_text(one)}", "head")], _days(one, _ARROW))
    for mark in dict.fromkeys((*one.old.watermarks, *one.new.watermarks)):
        paper.prose(flat(mark), lead="! ", style="open")
    if not one.says_something:
        paper.put(" nothing changed")
        return
    for edit in one.edits[:edits]:
        paper.prose(edit_text(edit, _ARROW), lead=Piece(f" {CAUSES[edit.cause]:9} ", keep=True))
    if edits is not None and len(one.edits) > edits:
        paper.prose(f"{len(one.edits) - edits} more differ; --verbose shows all", lead=" " * 11)
    for verdict, score in zip(one.verdicts, one.scores, strict=True):
        paper.blank()
        style = "plain" if verdict.before is verdict.after else VERDICTS[verdict.after].style
        paper.prose(verdict_text(verdict, _ARROW), lead=f" {verdict.track.value:9} ", style=style)
        paper.prose(f"score {score_text(score, _ARROW, paper.to)}", lead=" " * 11)
        for part in score.parts:
            paper.prose(part_text(part), lead=" " * 13)
    found = worst_first(one.changes)
    if found:
        paper.blank()
    for change in found[:most]:
        requirement = change.requirement
        words = STATUSES[change.after.declared] if change.after else None
        mark = words.mark if words else "-"
        formerly = f" (formerly {change.formerly})" if change.formerly else ""
        lead = Piece(f" {mark} {requirement.id}{formerly}  ", words.style if words else "", keep=True)
        paper.prose(flat(requirement.title), lead=lead)
        paper.prose(change_text(change, _ARROW), lead="     ")
        paper.prose(steps_text(change, _ARROW), lead="     by: ")
    if most is not None and len(found) > most:
        paper.prose(f"{plural(len(found) - most, 'more rule')} changed; --verbose shows all", lead="   ")
    paper.blank()
    paper.prose(how_text(one))


def _days(one: Difference, arrow: str) -> str:
    if one.old_as_of == one.new_as_of:
        return f"read for {one.new_as_of}"
    return f"read for {one.old_as_of} {arrow} {one.new_as_of}"


def render_plain(diff: Diff, *, ascii: bool, verbose: bool) -> str:
    """Say the same, one sentence a line; the answer is the last line."""
    lines = [visible(flat(line)) for line in _lines(diff, verbose=verbose)]
    text = "\n".join(line for line in lines if line) + "\n"
    return to_ascii(text) if ascii else text


def _lines(diff: Diff, *, verbose: bool) -> Iterator[str]:
    yield f"From {diff.old.file} to {diff.new.file}."
    for one in diff.differences:
        yield from _said(one, most=None if verbose else _MOST)
    for other in diff.incomparable:
        yield sentence(f"Incomparable, {other.service} against {other.ruleset}: {other.why}")
    yield answer_text(diff)


def _said(one: Difference, *, most: int | None) -> Iterator[str]:
    yield f"{one.new.declaration.service.name}, {head_text(one)}, {_days(one, 'and then')}."
    yield from (sentence(mark) for mark in dict.fromkeys((*one.old.watermarks, *one.new.watermarks)))
    if not one.says_something:
        yield "Nothing changed."
        return
    for edit in one.edits:
        yield sentence(f"{CAUSES[edit.cause]}: {edit_text(edit, 'to')}")
    for track, verdict, score in zip(Track, one.verdicts, one.scores, strict=True):
        yield f"Verdict {as_track(track)}: {verdict_text(verdict, 'to')}."
        yield f"Score {as_track(track)}: {score_text(score, 'then', ' to ')}."
        yield from (f"Of that {part_text(part)}." for part in score.parts)
    found = worst_first(one.changes)
    for change in found[:most]:
        requirement = change.requirement
        decides = ", which decides" if requirement.decisive else ""
        yield sentence(f"{requirement.id}{decides}: {requirement.title}")
        yield f"{sentence(change_text(change, 'to'))[:-1]}, by {steps_text(change, 'to')}."
    if most is not None and len(found) > most:
        yield f"{plural(len(found) - most, 'more rule')} changed."
    yield how_text(one)
