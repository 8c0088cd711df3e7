"""The charts of a comparison as inline SVG: what is backed, declared beyond that, open and lost; and that over time.

Only a service that filed for itself is ever drawn. Every chart has its figures in words beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Final

from msgspec import Struct

from auditor.model.finding import Interval
from auditor.model.scorecard import Score, Tracks
from auditor.report.bars import drawn
from auditor.report.numbers import decimals
from auditor.report.page.charts import drawing, key, rect
from auditor.report.page.elements import Markup, Node, element, together
from auditor.report.wording import score_said

PARTS: Final = (
    ("sure", "backed for certain"),
    ("told", "declared, not backed"),
    ("open", "open: not answered"),
    ("lost", "lost: not met as declared"),
)
_WIDE, _HIGH, _LEFT, _RIGHT, _TOP, _BASE = 360, 150, 30, 350, 10, 122


def legend() -> Markup:
    """Say what the parts of a bar mean."""
    return element("ul", [element("li", key(name), " ", words) for name, words in PARTS], class_="legend")


def both_bar(score: Tracks, *, label: str = "") -> Markup | None:
    """Draw both tracks from 0 to 100 in one bar; None where nothing counts."""
    declared, backed = score.declared, score.backed
    if declared is None or backed is None:
        return None
    sure = min(backed.interval.low, declared.interval.low)
    ends = (("sure", sure), ("told", declared.interval.low), ("open", drawn(declared).high))
    parts, at = [rect("lost", Fraction(0), Fraction(100))], Fraction(0)
    for name, end in ends:
        if end > at:
            parts.append(rect(name, at, end))
            at = end
    words = f"{label}: {score_words(score)}" if label else ""
    return drawing("bar", parts, words)


def score_words(score: Tracks) -> str:
    """Say both scores in words."""
    return f"backed {_words(score.backed)}, declared {_words(score.declared)}, of 100"


def _words(score: Score | None) -> str:
    return score_said(score, to=" to ")


class Point(Struct, frozen=True):
    """A filing on the chart over time: from which day on it holds, and its score."""

    on: date
    score: Tracks


def trend_chart(points: Sequence[Point], until: date, *, label: str) -> Markup:
    """Draw both tracks as steps over time: a line at what is sure, a band up to what is possible."""
    first = min(one.on for one in points)
    last = max(until, *(one.on for one in points))
    days = max((last - first).days, 1)
    starts = [_LEFT + Fraction((one.on - first).days * (_RIGHT - _LEFT), days) for one in points]
    ends = [*starts[1:], Fraction(_RIGHT)]
    backed = [None if one.score.backed is None else one.score.backed.interval for one in points]
    declared = [None if one.score.declared is None else one.score.declared.interval for one in points]
    children: list[Node] = [_grid()]
    for name, steps in (("declared", declared), ("backed", backed)):
        children.append(element("path", d=_band(steps, starts, ends), class_=f"band-{name}"))
    for name, steps in (("declared", declared), ("backed", backed)):
        children.append(element("path", d=_line(steps, starts, ends), class_=f"line-{name}"))
    children += [
        element("text", number, x=_number(start), y=_BASE + 18, text_anchor="middle")
        for number, start in enumerate(starts, start=1)
    ]
    return element(
        "svg",
        together(*children),
        class_="trend",
        viewBox=f"0 0 {_WIDE} {_HIGH}",
        focusable="false",
        role="img",
        aria_label=label,
    )


def _grid() -> Markup:
    lines = "".join(f"M{_LEFT} {_number(_at(Fraction(level)))}H{_RIGHT}" for level in (0, 50, 100))
    scale = [
        element("text", level, x=_LEFT - 6, y=_number(_at(Fraction(level)) + 4), text_anchor="end")
        for level in (0, 50, 100)
    ]
    return together(element("path", d=lines, class_="grid"), scale)


def _band(steps: Sequence[Interval | None], starts: Sequence[Fraction], ends: Sequence[Fraction]) -> str:
    """Give a box for each filing: from what is sure up to what is possible."""
    return "".join(
        f"M{_number(start)} {_number(_at(step.low))}V{_number(_at(step.high))}H{_number(end)}"
        f"V{_number(_at(step.low))}Z"
        for step, start, end in zip(steps, starts, ends, strict=True)
        if step is not None
    )


def _line(steps: Sequence[Interval | None], starts: Sequence[Fraction], ends: Sequence[Fraction]) -> str:
    """Give the steps of what is sure; nothing is drawn where there is no score."""
    written, unbroken = "", False
    for step, start, end in zip(steps, starts, ends, strict=True):
        if step is None:
            unbroken = False
            continue
        height = _number(_at(step.low))
        written += f"V{height}H{_number(end)}" if unbroken else f"M{_number(start)} {height}H{_number(end)}"
        unbroken = True
    return written


def _at(points: Fraction) -> Fraction:
    return _BASE - points * (_BASE - _TOP) / 100


def _number(value: Fraction | int) -> str:
    return decimals(Fraction(value), 2)
