"""Bars never hide a part."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.model.finding import Interval
from auditor.model.scorecard import Score
from auditor.report.bars import bar, lengths, scale
from auditor.report.wording import whole


def score(low: int, high: int, *, may_be_empty: bool = False) -> Score:
    return Score(interval=Interval(Fraction(low), Fraction(high)), may_be_empty=may_be_empty)


points = st.fractions(min_value=0, max_value=100, max_denominator=1000)


@pytest.mark.parametrize(
    ("low", "high", "drawn"),
    [
        (0, 0, "··········"),
        (100, 100, "██████████"),
        (0, 100, "▒▒▒▒▒▒▒▒▒▒"),
        (52, 69, "█████▒▒···"),
        (99, 99, "█████████·"),
        (1, 1, "█·········"),
        (99, 100, "█████████▒"),
        (98, 99, "████████▒·"),
        (0, 1, "▒·········"),
    ],
)
def test_drawn(low: int, high: int, drawn: str) -> None:
    assert bar(score(low, high), 10) == drawn


def test_nothing_is_lost_of_a_score_that_may_be_none_at_all() -> None:
    assert bar(score(0, 0, may_be_empty=True), 10) == "▒▒▒▒▒▒▒▒▒▒"
    assert bar(score(40, 60, may_be_empty=True), 10) == "████▒▒▒▒▒▒"


@given(points, points, st.sampled_from([10, 20, 30, 40, 50]))
def test_every_part_that_is_there_shows(one: Fraction, two: Fraction, cells: int) -> None:
    low, high = min(one, two), max(one, two)
    sure, still_open, lost = lengths(Interval(low, high), cells)
    assert sure + still_open + lost == cells
    assert min(sure, still_open, lost) >= 0
    assert (sure == cells) == (low == 100)
    assert (lost == 0) == (high == 100)
    if whole(low) != whole(high):
        assert still_open > 0
    if low == high:
        assert still_open == 0


@pytest.mark.parametrize("cells", [10, 20, 30, 40, 50])
def test_scale_is_as_long_as_the_bar(cells: int) -> None:
    assert len(scale(cells)) == cells
    assert scale(cells).split() == ["0", "50", "100"]
