"""Places in an order of intervals: which of them a service may have, whatever the open answers turn out to be."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from auditor.model.comparison import Ranks
from auditor.model.finding import Interval


def whole_points(points: Fraction) -> int:
    """Round half up to a whole point, as scores are shown to people."""
    return int((points * 2 + 1) // 2)


def ranks(scores: Sequence[Interval]) -> list[Ranks]:
    """Give the best and the worst place of each score among all of them, compared in whole points.

    A place is one more than the number of those above it, so that equals share one and the next is skipped.
    """
    ends = [(whole_points(one.low), whole_points(one.high)) for one in scores]
    found = []
    for number, (low, high) in enumerate(ends):
        others = [end for other, end in enumerate(ends) if other != number]
        above = sum(other_low > high for other_low, _high in others)
        perhaps = sum(other_high > low for _low, other_high in others)
        found.append(Ranks(best=1 + above, worst=1 + perhaps))
    return found
