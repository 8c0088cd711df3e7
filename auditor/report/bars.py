"""A score as a bar: what is sure, what is still open, what is lost."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from auditor.model.finding import Interval
from auditor.model.scorecard import Score
from auditor.report.wording import whole

SURE: Final = "█"
OPEN: Final = "▒"
LOST: Final = "·"


def lengths(interval: Interval, cells: int) -> tuple[int, int, int]:
    """Share the cells out between sure, open and lost.

    Rounding never hides a part: only a full score fills the bar, only nothing leaves it empty, and an
    interval whose ends read differently has at least one open cell.
    """
    sure = _cell(interval.low, cells)
    end = max(sure, _cell(interval.high, cells))
    if sure == end and whole(interval.low) != whole(interval.high):
        if end < cells - 1 or (end < cells and interval.high == 100):
            end += 1
        else:
            sure -= 1
    return sure, end - sure, cells - end


def drawn(score: Score) -> Interval:
    """Give what to draw of a score: of one that may be none at all nothing is lost, for what counts is still open."""
    return Interval(score.interval.low, Fraction(100)) if score.may_be_empty else score.interval


def bar(score: Score, cells: int) -> str:
    """Draw a score."""
    sure, still_open, lost = lengths(drawn(score), cells)
    return SURE * sure + OPEN * still_open + LOST * lost


def scale(cells: int) -> str:
    """Write 0, 50 and 100 above a bar."""
    middle = cells // 2 - 1
    line = "0" + " " * (middle - 1) + "50"
    return line + "100".rjust(cells - len(line))


def _cell(points: Fraction, cells: int) -> int:
    if points <= 0 or points >= 100:
        return 0 if points <= 0 else cells
    return min(max(whole(points * cells / 100), 1), cells - 1)
