"""A score on both tracks as one bar: backed, declared beyond that, still open, lost."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Final

from auditor.model.scorecard import Tracks
from auditor.report.bars import LOST, OPEN, SURE, drawn
from auditor.report.wording import whole

DECLARED: Final = "▓"
LEGEND: Final = (f"{SURE} backed", f"{DECLARED} declared, not backed", f"{OPEN} open", f"{LOST} lost")


def bar(score: Tracks, cells: int) -> str:
    """Draw what is backed for certain, what is declared beyond it, and what may still come.

    Ends that read differently are apart by a cell at least, ends that read alike are not; only a full score fills the
    bar. Empty where nothing counts. Of a score that may be none at all nothing is lost: that is still open.
    """
    if score.declared is None:
        return ""
    low = score.backed.interval.low if score.backed is not None else Fraction(0)
    declared = drawn(score.declared)
    at = _cells((Fraction(0), low, declared.low, declared.high), cells)
    parts = zip((SURE, DECLARED, OPEN), pairwise(at), strict=True)
    return "".join(sign * (end - start) for sign, (start, end) in parts) + LOST * (cells - at[-1])


def _cells(ends: tuple[Fraction, ...], cells: int) -> list[int]:
    most = [cells if end >= 100 else cells - 1 for end in ends]
    at = [whole(end * cells / 100) for end in ends]
    for number in range(1, len(ends)):
        differs = _differs(ends[number - 1], ends[number])
        at[number] = max(at[number], at[number - 1] + 1) if differs else at[number - 1]
    at[-1] = min(at[-1], most[-1])
    for number in range(len(ends) - 2, 0, -1):
        room = at[number + 1] - _differs(ends[number], ends[number + 1])
        at[number] = max(0, min(at[number], most[number], room))
    return at


def _differs(one: Fraction, other: Fraction) -> int:
    return int(whole(one) != whole(other))
