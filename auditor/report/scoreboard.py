"""The grid of areas: bars, scores and decisive counts, every area on its own line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from auditor.model.finding import Status
from auditor.model.result import Audit
from auditor.model.scorecard import AreaCard, Score, Scorecard
from auditor.report.bars import bar, scale
from auditor.report.highlights import Left, area_depths, failed, has_decisive, mark_of, why_left
from auditor.report.paper import Paper, Piece
from auditor.report.wording import STATUSES, decisive_noun, score_text

BARS_FROM: Final = 60
_BACKED_FROM: Final = 70
_SCORE: Final = 8
_LONGEST_NAME: Final = 36
_LONGEST_BAR: Final = 50


class Columns(Struct, frozen=True):
    """Widths in cells; a bar of 0 and a backed of 0 are not shown."""

    name: int
    bar: int
    failed: int
    count: int
    backed: int
    noun: str

    @property
    def counts(self) -> int:
        """The three counts together."""
        return self.failed + 2 * self.count


def put_scoreboard(paper: Paper, audit: Audit, scorecard: Scorecard) -> None:
    """Write the grid: a header, every area in the ruleset's order, and the totals on both tracks."""
    depths = area_depths(audit.ruleset.areas)
    columns = _columns(paper, audit, scorecard, depths)
    _put_header(paper, columns)
    for card in scorecard.areas:
        name = "  " * depths[card.area.id] + card.area.title
        if card.score.declared is None:
            _put_left(paper, columns, name, why_left(audit, card.area))
        else:
            _put_area(paper, columns, audit, name, card)
    paper.put("  " + "─" * (paper.width - 2))
    total = "All, as " if columns.name >= len("All, as declared") else ""
    met = scorecard.decisive.get(Status.MET, 0)
    backed = scorecard.decisive_backed.get(Status.MET, 0)
    _put_row(
        paper,
        columns,
        Row(
            f"{total}declared",
            scorecard.score.declared,
            scorecard.decisive,
            f"{backed}/{met}" if met else "·",
        ),
    )
    _put_row(paper, columns, Row(f"{total}backed", scorecard.score.backed, scorecard.decisive_backed, ""))


class Row(Struct, frozen=True):
    """One line of the grid. `counts` is the text that stands in place of counts, or the counts."""

    name: str
    score: Score | None
    counts: Mapping[Status, int] | str
    backed: str
    mark: str = " "
    style: str = "plain"


def _put_area(paper: Paper, columns: Columns, audit: Audit, name: str, card: AreaCard) -> None:
    words = mark_of(card)
    mark, style = (words.mark, words.style) if words else (" ", "plain")
    counts: Mapping[Status, int] | str
    if words is None:
        noun = decisive_noun(audit.ruleset.decided_by, 1)
        counts = f"no {noun} applies" if has_decisive(audit, card.area) else f"no {noun}s here"
        backed = ""
    else:
        met = card.decisive.get(Status.MET, 0)
        counts = card.decisive
        backed = f"{card.decisive_backed.get(Status.MET, 0)}/{met}" if met else "·"
    _put_row(paper, columns, Row(name, card.score.declared, counts, backed, mark, style))


def _put_row(paper: Paper, columns: Columns, row: Row) -> None:
    score = score_text(row.score, to=paper.to)
    drawn = "" if row.score is None else bar(row.score, columns.bar)
    if isinstance(row.counts, str):
        room = columns.counts + columns.backed - 2
        words = row.counts if paper.cells(row.counts) <= room else "none decides"
        counts = "  " + paper.pad(words, room)
    else:
        numbers = (
            failed(row.counts),
            row.counts.get(Status.UNDECIDED, 0),
            row.counts.get(Status.MET, 0),
        )
        widths = (columns.failed, columns.count, columns.count)
        counts = "".join(
            paper.pad(str(number) if number else "·", cells, right=True)
            for number, cells in zip(numbers, widths, strict=True)
        )
    paper.put(
        Piece(row.mark, row.style),
        " " + paper.pad(row.name, columns.name) + " ",
        Piece(paper.pad(drawn, columns.bar), row.style),
        paper.pad(score, _SCORE, right=True),
        counts,
        "" if isinstance(row.counts, str) else paper.pad(row.backed, columns.backed, right=True),
    )


def _put_left(paper: Paper, columns: Columns, name: str, left: Left) -> None:
    head = f"{STATUSES[Status.NOT_APPLICABLE].mark} {paper.pad(name, columns.name)} "
    unbacked = ", unbacked" if left.unbacked else ""
    more = f" and {left.more} more" if left.more else ""
    if left.place is None:
        paper.put(Piece(f"{head}{left.words}{unbacked}", "out"))
        return
    where = f"{left.place} says {left.says}{more}{unbacked}"
    said = f"{left.words}: {where}"
    if paper.fits(f"{head}{said}"):
        paper.put(Piece(f"{head}{said}", "out"))
        return
    title = f"{STATUSES[Status.NOT_APPLICABLE].mark} {name}"
    if paper.fits(title, "  ", said):
        paper.put(Piece(title + " " * (paper.width - paper.cells(title, said)) + said, "out"))
        return
    paper.put(Piece(f"{head}{left.words}{unbacked}:", "out"))
    if paper.fits(f"    {left.place} says {left.says}{more}"):
        paper.put(Piece(f"    {left.place} says {left.says}{more}", "out"))
    else:
        paper.put(Piece(f"    {left.place}", "out", keep=True))


def _put_header(paper: Paper, columns: Columns) -> None:
    title = paper.pad(f"{columns.noun} ✗", columns.failed, right=True)
    paper.put(
        " " * (columns.name + 3),
        scale(columns.bar) if columns.bar else "",
        paper.pad("score", _SCORE, right=True),
        title,
        paper.pad("?", columns.count, right=True),
        paper.pad("✓", columns.count, right=True),
        paper.pad("backed", columns.backed, right=True) if columns.backed else "",
    )


def _columns(paper: Paper, audit: Audit, scorecard: Scorecard, depths: Mapping[str, int]) -> Columns:
    decided_by = audit.ruleset.decided_by
    noun = decisive_noun(decided_by) if len(decided_by) == 1 else "decisive"
    most = max((*scorecard.decisive.values(), *scorecard.decisive_backed.values()), default=0)
    count = max(3, len(str(most)) + 1)
    failing = len(noun) + 2 + max(2, len(str(most)))
    backed = max(9, 2 * len(str(most)) + 3) if paper.width >= _BACKED_FROM else 0
    room = paper.width - 3 - _SCORE - failing - 2 * count - backed
    if paper.width < BARS_FROM:
        return Columns(room, 0, failing, count, backed, noun)
    longest = max((paper.cells(card.area.title) + 2 * depths[card.area.id] for card in scorecard.areas), default=0)
    name = min(max(longest, len("All, as declared")), _LONGEST_NAME, room - 10)
    cells = min(_LONGEST_BAR, (room - name) // 10 * 10)
    return Columns(room - cells, cells, failing, count, backed, noun)
