"""Charts as inline SVG: drawn from the same fractions as the text beside them, which says all that they show."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from auditor.model.finding import Interval, Status
from auditor.model.ruleset import Ruleset
from auditor.model.scorecard import Score
from auditor.report.bars import drawn
from auditor.report.numbers import decimals
from auditor.report.page.elements import Markup, element, together
from auditor.report.wording import STATUSES, score_said, score_text, status_words

HATCH: Final = "hatch"
_SHOWN: Final = tuple(STATUSES)
_LEAST: Final = Fraction(12, 10)


def patterns() -> Markup:
    """Give what the charts of a page share: the hatching of what is still open."""
    lines = element("path", d="M0 0V6", class_="hatching")
    pattern = element(
        "pattern", lines, id=HATCH, width=6, height=6, patternUnits="userSpaceOnUse", patternTransform="rotate(45)"
    )
    return element("svg", element("defs", pattern), width=0, height=0, aria_hidden="true", focusable="false")


def score_bar(score: Score, *, label: str = "") -> Markup:
    """Draw a score from 0 to 100: sure, still open, lost. Without a label it only repeats the text beside it."""
    low, high = _ends(drawn(score))
    parts = [rect("lost", Fraction(0), Fraction(100)), rect("sure", Fraction(0), low)]
    if high > low:
        parts.append(rect("open", low, high))
    return drawing("bar", parts, f"{label}: {score_said(score, of=' of 100', to=' to ')}" if label else "")


def status_bar(counts: Mapping[Status, int], ruleset: Ruleset, *, label: str) -> Markup:
    """Draw how all requirements came out, in the order of the table beside it."""
    total = sum(counts.get(status, 0) for status in _SHOWN)
    parts, at = [], Fraction(0)
    for status in _SHOWN:
        count = counts.get(status, 0)
        if count:
            end = at + Fraction(count * 100, total)
            parts.append(rect(f"is-{status.value}", at, end))
            at = end
    shown = [one for one in _SHOWN if counts.get(one, 0)]
    said = ", ".join(f"{counts[one]} {status_words(one, ruleset).after(counts[one])}" for one in shown)
    return drawing("stack", parts, f"{label}: {said or 'nothing'}")


def key(name: str) -> Markup:
    """Draw a swatch of what a chart shows."""
    return drawing("key", [rect(name, Fraction(0), Fraction(100))], "")


def drawing(name: str, parts: list[Markup], said: str) -> Markup:
    """Draw parts in a row; without words for it, it only repeats the text beside it."""
    told = {"role": "img", "aria_label": said} if said else {"aria_hidden": "true"}
    return element(
        "svg",
        together(*parts),
        class_=name,
        width="100%" if name != "key" else 16,
        height=10,
        focusable="false",
        **told,
    )


def rect(name: str, start: Fraction, end: Fraction) -> Markup:
    """Draw a part of a bar, from and to so many hundredths of it."""
    return element("rect", class_=name, x=_share(start), width=_share(end - start), height="100%")


def _ends(interval: Interval) -> tuple[Fraction, Fraction]:
    """Give the ends as drawn: rounding and thin lines never hide that something is open, or lost."""
    low, high = interval.low, interval.high
    if 0 < low < _LEAST:
        low = _LEAST
    if score_text(Score(interval=interval)).isdigit():
        return low, low
    return low, max(high, low + _LEAST)


def _share(value: Fraction) -> str:
    return f"{decimals(value, 2).rstrip('0').rstrip('.')}%"
