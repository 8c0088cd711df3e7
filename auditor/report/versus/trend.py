"""What the filings of one service came to, one after another, and what changed between them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from auditor.model.changes import Cause, Difference
from auditor.model.comparison import Comparison, Standing
from auditor.model.scorecard import Tracks
from auditor.report.changes_words import CAUSES, change_text, steps_text, worst_first
from auditor.report.paper import Paper, Piece
from auditor.report.versus.words import name_of
from auditor.report.wording import listed, plural, score_text

_FEW: Final = 3
_ARROW: Final = "→"


def put_trends(paper: Paper, comparison: Comparison, *, verbose: bool) -> None:
    """Write a line for each filing of the services that filed before, and beneath it what had changed.

    With `verbose` every requirement that came out otherwise has its line.
    """
    found = [one for one in comparison.standings if one.earlier]
    if not found:
        return
    paper.blank()
    paper.put(Piece("Over time: each filing judged for its own day", "head"))
    for one in found:
        paper.put(name_of(one, comparison))
        for day, score, change in steps(one):
            backed, declared = (score_text(each, to=paper.to) for each in (score.backed, score.declared))
            paper.put(f"  {day.ljust(10)}  backed {paper.pad(backed, 8)}  declared {declared}")
            for text in change_texts(change, most=_FEW) if change is not None else ():
                paper.prose(text, lead="    ")
            if verbose and change is not None:
                for each in worst_first(one for one in change.changes if one.remains):
                    told = f"{change_text(each, _ARROW)}, by {steps_text(each, _ARROW)}"
                    paper.prose(told, lead=Piece(f"      {each.requirement.id}  ", keep=True))


def steps(one: Standing) -> Iterator[tuple[str, Tracks, Difference | None]]:
    """Give each filing of a service from the oldest to the newest: its day, its scores, what changed since."""
    for filing in one.earlier:
        yield filing.as_of.isoformat(), filing.score, filing.change
    stated_on = one.audit.declaration.stated_on
    yield (stated_on or one.as_of).isoformat(), one.score, one.change


def change_texts(change: Difference, *, most: int) -> tuple[str, ...]:
    """Say how many requirements came out otherwise and which, what that is put down to, and what was edited."""
    remaining = [one for one in change.changes if one.remains]
    moved = [one.requirement.id for one in remaining]
    if not moved and not change.edits:
        return ("nothing changed",)
    acting = {cause for one in remaining for step in one.steps for cause in step.causes}
    causes = listed([words for cause, words in CAUSES.items() if cause in acting])
    why = f", put down to {causes}" if causes else ""
    rules = plural(len(moved), "requirement")
    came = f"{rules} came out otherwise{why}: {listed(moved, most=most)}"
    said = [came if moved else f"no requirement came out otherwise{why}"]
    addresses = list(dict.fromkeys(one.address for one in change.edits if one.cause is Cause.EDIT))
    if addresses:
        said.append(
            f"{plural(len(addresses), 'fact or entry', 'facts or entries')} edited: {listed(addresses, most=most)}"
        )
    return tuple(said)
