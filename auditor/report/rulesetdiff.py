"""The changes between two editions on a terminal, the worst for a platform first; and one sentence a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from auditor.model.diagnostic import Place
from auditor.model.rulesetdiff import OF_THE_EDITION, Change, ChangeKind, Effect, RulesetDiff
from auditor.report.escape import visible
from auditor.report.paper import Paper, Piece
from auditor.report.rulesetdiff_words import (
    answer_text,
    change_text,
    edition_text,
    places,
    through_text,
    told_apart,
    version_text,
)
from auditor.report.wording import flat, listed, plural, sentence, to_ascii

_MOST: Final = 4
_READERS: Final = 12
_MANY: Final = 4
_GROUPS: Final = (
    (Effect.ASKS_MORE, "ASKS MORE", "failed"),
    (Effect.UNORDERED, "CANNOT BE ORDERED", "open"),
    (Effect.ASKS_LESS, "ASKS LESS", "met"),
    (Effect.SAME, "ASKS THE SAME", "head"),
)
_ARROW: Final = "→"


def grouped(diff: RulesetDiff) -> Iterator[tuple[str, str, list[Change]]]:
    """Give each group that is not empty: title, style, changes; in each those of the edition itself stand last."""
    for effect, title, style in _GROUPS:
        found = [one for one in diff.changes if one.effect is effect]
        if found:
            yield title, style, sorted(found, key=_is_of_the_edition)


def _is_of_the_edition(change: Change) -> bool:
    return change.kind in OF_THE_EDITION


def render(diff: RulesetDiff, *, width: int, color: bool, ascii: bool, verbose: bool) -> str:
    """Draw the changes; the last line is the answer."""
    paper = Paper(width=width, color=color, ascii=ascii)
    paper.prose(diff.new.title, style="head")
    paper.put(f"{diff.new.id}: {diff.old.version} against {diff.new.version}")
    versions = (diff.new,) if diff.identical else (diff.old, diff.new)
    longest = max(len(one.version) for one in versions)
    for edition in versions:
        paper.prose(edition_text(edition), lead=f"  {edition.version.ljust(longest)}  ")
    for title, style, changes in grouped(diff):
        paper.blank()
        paper.put(Piece(f"{title}{paper.dot}{len(changes)}", style))
        own = [one for one in changes if _is_of_the_edition(one)]
        _put_of_requirements(paper, diff, changes[: len(changes) - len(own)], verbose=verbose)
        _put_of_the_edition(paper, diff, own, verbose=verbose)
    paper.blank()
    for text in _closing(diff):
        paper.prose(text)
    paper.blank()
    paper.prose(answer_text(diff), style="head")
    return paper.text()


def _put_of_requirements(paper: Paper, diff: RulesetDiff, changes: Sequence[Change], *, verbose: bool) -> None:
    repeated = {} if verbose else _repeated(changes)
    for text, whose in repeated.values():
        ids = listed([one.requirement or "" for one in whose], most=_READERS)
        paper.prose(f"{text}, in {len(whose)} requirements: {ids}", lead=" ")
    for block in _blocks([one for one in changes if _alike(one) not in repeated]):
        _put_block(paper, diff, block, most=None if verbose else _MOST)


def _put_of_the_edition(paper: Paper, diff: RulesetDiff, changes: Sequence[Change], *, verbose: bool) -> None:
    """Write what changed of the edition itself, which counts like any other change."""
    if not changes:
        return
    paper.put(Piece(f" the edition itself{paper.dot}{len(changes)}", "head"))
    reasons = [] if verbose else [one for one in changes if _only_reasons(one)]
    if reasons:
        noun = "parameter" if len(reasons) == 1 else "parameters"
        paper.prose(f"reasons or readings of {noun} {', '.join(one.subject for one in reasons)}", lead="   ")
    for block in _blocks([one for one in changes if one not in reasons]):
        _put_block(paper, diff, block, most=None if verbose else _MOST)


def _closing(diff: RulesetDiff) -> Iterator[str]:
    if any(one.kind is not ChangeKind.ADDED and one.effect is not Effect.SAME for one in diff.changes):
        yield (
            "Stronger and weaker are said only where that is so for every declaration; all else cannot be ordered."
        )
    if not diff.changes and not diff.identical:
        yield "The files differ only in how the same thing is written."
    yield version_text(diff)


def _alike(change: Change) -> tuple[str, ...]:
    return change.name, change.subject, change.old, change.new


def _only_reasons(change: Change) -> bool:
    return change.kind is ChangeKind.PARAMETER and not (change.old or change.new)


def _repeated(changes: Sequence[Change]) -> dict[tuple[str, ...], tuple[str, list[Change]]]:
    """Give what changed in the same way in many requirements, and asks the same: one line tells it."""
    found: dict[tuple[str, ...], list[Change]] = {}
    for one in changes:
        if one.requirement is not None and one.effect is Effect.SAME and not told_apart(one) and (one.old or one.new):
            found.setdefault(_alike(one), []).append(one)
    return {key: (change_text(many[0], _ARROW), many) for key, many in found.items() if len(many) >= _MANY}


def _blocks(changes: Sequence[Change]) -> Iterator[list[Change]]:
    """Put the changes of one requirement together, where its first one stands."""
    order = list(dict.fromkeys(_about(one) for one in changes))
    ranked = sorted(changes, key=lambda one: order.index(_about(one)))
    for _, block in groupby(ranked, key=_about):
        yield list(block)


def _about(change: Change) -> tuple[str, str]:
    subject = change.subject if change.kind in (ChangeKind.PARAMETER, ChangeKind.OWN_FACTS) else ""
    return change.requirement or "", subject


def _put_block(paper: Paper, diff: RulesetDiff, block: Sequence[Change], *, most: int | None) -> None:
    first, margin = block[0], "   "
    if first.requirement is not None:
        formerly = f" (formerly {first.formerly})" if first.formerly and first.kind is not ChangeKind.ADDED else ""
        paper.prose(first.title, lead=Piece(f" {first.requirement}{formerly}  ", "head", keep=True))
    for change in block:
        paper.prose(change_text(change, _ARROW), lead=margin)
        for line in _details(change, diff, most=most):
            paper.prose(line, lead=margin + "  ")
    for version, place in _places(block, diff):
        paper.put(Piece(f"{margin}{version}  ", keep=True), Piece(str(place), "place", keep=True))


def _places(block: Sequence[Change], diff: RulesetDiff) -> list[tuple[str, Place]]:
    """Give one place in each edition for all the changes of a block: the first one's own."""
    found: dict[str, Place] = {}
    for change in block:
        for number, (version, place) in enumerate(places(change, diff)):
            old = number == 0 and change.old_place is not None
            found.setdefault(f"{'old' if old else 'new'} {version}", place)
    return [(key.partition(" ")[2], found[key]) for key in sorted(found, key=lambda one: one.startswith("new"))]


def _details(change: Change, diff: RulesetDiff, *, most: int | None) -> Iterator[str]:
    through = through_text(change)
    if through:
        yield through
    if told_apart(change):
        for lead, text in (("was: ", change.old), ("now: ", change.new)):
            yield f"{lead}{text or 'nothing'}"
    for lead, several in (("was: ", change.gone), ("now: ", change.came)):
        for line in several[:most]:
            yield f"{lead}{line}"
        if most is not None and len(several) > most:
            yield f"{lead}{plural(len(several) - most, 'more comparison')}; --verbose shows all"
    compared = change.kind in (ChangeKind.SCOPE, ChangeKind.TEST, ChangeKind.PARTIAL)
    if compared and not (change.gone or change.came):
        yield "the same comparisons, put together otherwise"
    if change.readers and change.effect is not Effect.SAME:
        yield f"read by {listed(change.readers, most=most and _READERS)}"


def render_plain(diff: RulesetDiff, *, ascii: bool) -> str:
    """Say the changes, one sentence a line; the answer is the last line."""
    lines = [visible(flat(line)) for line in _lines(diff)]
    text = "\n".join(line for line in lines if line) + "\n"
    return to_ascii(text) if ascii else text


def _lines(diff: RulesetDiff) -> Iterator[str]:
    yield sentence(diff.new.title)
    for edition in (diff.old, diff.new):
        yield f"{edition.name}: {edition_text(edition)}."
    for title, _style, changes in grouped(diff):
        yield sentence(f"{title.lower()}: {plural(len(changes), 'change')}")
        for change in changes:
            formerly = (
                f", formerly {change.formerly}" if change.formerly and change.kind is not ChangeKind.ADDED else ""
            )
            whose = f"{change.requirement}{formerly}, {change.title}" if change.requirement else "the edition itself"
            yield sentence(f"{whose}: {change_text(change, 'became')}")
            yield from map(sentence, _details(change, diff, most=None))
            yield from (f"In {version}: {place}" for version, place in places(change, diff))
    yield from _closing(diff)
    yield answer_text(diff)
