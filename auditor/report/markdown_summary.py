"""The top of one audit in a comment: what was held against what, scores, areas; and what leads to more."""

from __future__ import annotations

from typing import Final

from auditor.model.finding import Status
from auditor.model.result import Audit, Result, Track
from auditor.model.scorecard import AreaCard, Scorecard
from auditor.report.commands import whole_command
from auditor.report.gfm import cell, code
from auditor.report.highlights import (
    decisive_phrases,
    failed,
    mark_of,
    other,
    verdict_on,
    why_left,
)
from auditor.report.markdown_parts import Listing, named, size
from auditor.report.smallprint import (
    standing_text,
)
from auditor.report.wording import (
    VERDICTS,
    as_track,
    plural,
    score_said,
)

AREAS: Final = 15
LONGEST_COMMAND: Final = 600


def about(result: Result, audit: Audit) -> str:
    """Say what was held against which edition, of which days."""
    declaration, (standing, read_for) = audit.declaration, standing_text(audit, result.as_of)
    stated = f"facts of {declaration.stated_on.isoformat()}" if declaration.stated_on else "facts undated"
    edition = code(named(audit.ruleset.name, audit.ruleset.id))
    return f"{code(named(declaration.file))}, {stated}, held against {edition} ({standing}), {read_for}."


def both_tracks(card: Scorecard, track: Track) -> str:
    """Say the verdict on both tracks, the gate's first."""
    here, there = (VERDICTS[verdict_on(card, one)].label for one in (track, other(track)))
    if here == there:
        return f"{here}, as declared and as backed"
    return f"{here} {as_track(track)}, {there} {as_track(other(track))}"


def track_line(audit: Audit, card: Scorecard, track: Track) -> str:
    """Say score and decisive counts on a track."""
    score = card.score.declared if track is Track.DECLARED else card.score.backed
    points = "no score" if score is None else score_said(score, of=" of 100 points")
    return f"- **{as_track(track).capitalize()}:** {points}; {', '.join(decisive_phrases(audit, card, track))}."


def areas_table(result: Result, audit: Audit, card: Scorecard) -> Listing:
    """Write the areas at the top in a table; deeper ones are counted in them."""
    top = [one for one in card.areas if one.area.parent is None]
    return Listing(
        head="| | Area | As declared | As backed | Not met | Not answered | Met | Backed |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
        items=[_area(audit, one) for one in top[:AREAS]],
        more=lambda count: how_to_see(f"And {plural(count, 'more area')}", whole_command(result, audit)),
        of=len(top),
    )


def _area(audit: Audit, card: AreaCard) -> str:
    title = cell(named(card.area.title, card.area.id))
    if card.score.declared is None:
        left = why_left(audit, card.area)
        where = f": {cell(named(str(left.place)))}" if left.place is not None else ""
        return f"| – | {title} | {cell(left.words)}{', unbacked' if left.unbacked else ''}{where} | | | | | |"
    mark, decisive = mark_of(card), card.decisive
    counts = (
        failed(decisive),
        decisive.get(Status.UNDECIDED, 0),
        decisive.get(Status.MET, 0),
        card.decisive_backed.get(Status.MET, 0),
    )
    cells = (
        mark.mark if mark is not None else "–",
        title,
        score_said(card.score.declared),
        score_said(card.score.backed),
        *(str(count) if count else "·" for count in counts),
    )
    return f"| {' | '.join(cells)} |"


def how_to_see(text: str, command: str) -> str:
    """Say what is not shown here, and give the command that shows it; of none, and of a very long one, nothing."""
    return f"{text}: {code(command)}" if command and size(command) <= LONGEST_COMMAND else f"{text}."
