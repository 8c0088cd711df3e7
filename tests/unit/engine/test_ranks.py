"""Ranks against every way in which open scores can come out, and the rounding they are compared in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import product
from random import Random

import pytest

from auditor.engine.ranks import ranks, whole_points
from auditor.model.comparison import Ranks
from auditor.model.finding import Interval

STEP = Fraction(1, 4)
MOST = 3  # the grid has to be small: every completion is tried


def between(low: float, high: float) -> Interval:
    return Interval(Fraction(low), Fraction(high))


def surely(points: float) -> Interval:
    return between(points, points)


def _places(scores: Sequence[Fraction]) -> list[int]:
    """Give places in an order as an index prints them: one more than the number of those with more points."""
    points = [int(Decimal(float(one)).quantize(Decimal(1), ROUND_HALF_UP)) for one in scores]
    return [1 + sum(other > mine for other in points) for mine in points]


def _completions(intervals: Sequence[Interval], step: Fraction) -> Iterator[list[Fraction]]:
    grids = [[one.low + step * n for n in range(int((one.high - one.low) / step) + 1)] for one in intervals]
    yield from map(list, product(*grids))


def _reached(intervals: Sequence[Interval], step: Fraction) -> list[Ranks]:
    places = [_places(one) for one in _completions(intervals, step)]
    return [Ranks(best=min(one), worst=max(one)) for one in zip(*places, strict=True)]


@pytest.mark.parametrize("seed", range(150))
def test_both_ends_are_reached_and_never_passed(seed: int) -> None:
    chooser = Random(seed)
    intervals = []
    for _ in range(chooser.randint(1, 4)):
        low = STEP * chooser.randint(0, MOST * 4)
        intervals.append(Interval(low, low + STEP * chooser.choice([0, 0, 1, 2, 3, 5])))
    assert ranks(intervals) == _reached(intervals, STEP)


def test_every_pair_on_a_grid_of_whole_points() -> None:
    ends = [between(low, high) for low in range(4) for high in range(low, 4)]
    for pair in product(ends, repeat=2):
        assert ranks(pair) == _reached(pair, Fraction(1))


@pytest.mark.parametrize(
    ("scores", "places"),
    [
        ([], []),
        ([surely(0)], [(1, 1)]),
        ([surely(70), surely(70), surely(60)], [(1, 1), (1, 1), (3, 3)]),
        ([surely(70), surely(60), surely(60), surely(50)], [(1, 1), (2, 2), (2, 2), (4, 4)]),
        ([between(20, 100), surely(60), surely(40)], [(1, 3), (1, 2), (2, 3)]),
        ([between(0, 100), between(0, 100), between(0, 100)], [(1, 3), (1, 3), (1, 3)]),
        ([between(40, 60), between(60, 80)], [(1, 2), (1, 1)]),
        ([between(40, 59), between(60, 80)], [(2, 2), (1, 1)]),
    ],
    ids=["nobody", "one", "two-first", "two-second", "one-open", "all-open", "may-meet", "apart"],
)
def test_worked_examples(scores: list[Interval], places: list[tuple[int, int]]) -> None:
    assert [(one.best, one.worst) for one in ranks(scores)] == places


def test_scores_that_show_the_same_figure_share_a_place() -> None:
    shown_as_44 = [Fraction("43.90"), Fraction("43.93"), Fraction("44.49"), Fraction("43.5")]
    found = ranks([Interval(one, one) for one in (*shown_as_44, Fraction("43.49"), Fraction("44.5"))])
    assert [(one.best, one.worst) for one in found] == [(2, 2)] * 4 + [(6, 6), (1, 1)]


@pytest.mark.parametrize("hundredths", [0, 1, 49, 50, 51, 99, 149, 150, 4349, 4350, 9949, 9950, 9999, 10000])
def test_points_are_rounded_half_up(hundredths: int) -> None:
    expected = (Decimal(hundredths) / 100).quantize(Decimal(1), ROUND_HALF_UP)
    assert whole_points(Fraction(hundredths, 100)) == int(expected)


def test_just_below_a_half_is_not_a_half() -> None:
    assert whole_points(Fraction(1, 2) - Fraction(1, 10**30)) == 0
    assert whole_points(Fraction(1, 2)) == 1


def test_the_order_of_services_means_nothing() -> None:
    scores = [between(20, 100), surely(60), surely(40), between(40, 60), surely(60)]
    assert ranks(scores[::-1]) == ranks(scores)[::-1]
