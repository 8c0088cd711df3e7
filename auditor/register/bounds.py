"""Numbers beside the bounds that they pass, from comparisons as a result tells them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from auditor.model.triage import Measured
from auditor.model.values import show

_BOUND: Final = re.compile(r"(?:at least|at most|above|below) (\d+(?:\.\d+)?)(?: ([a-z]+))?", re.ASCII)
# Lengths of time that are exact in one another, in seconds.
_SECONDS: Final = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
_WHOLE: Final = 100


def measured_in(observation: dict[str, Any]) -> Iterator[Measured]:
    """Give the number and its bound, in the fact's own unit; nothing where no bound is told, or none can be passed.

    A bound at the end of its scale (nothing, or all in a hundred) is none that a number could be close to by choice.
    """
    found = _BOUND.fullmatch(observation["wanted"])
    if found is None:
        return
    number, unit = Fraction(observation["seen"]), observation["unit"]
    bound = _converted(Fraction(Decimal(found[1])), found[2], unit)
    if bound is None or bound == 0 or (unit == "percent" and bound == _WHOLE):
        return
    yield Measured(
        fact=observation["fact"],
        number=number,
        bound=bound,
        seen=show(observation["seen"], unit),
        wanted=observation["wanted"],
    )


def _converted(bound: Fraction, written: str | None, unit: str | None) -> Fraction | None:
    """Give a bound in the unit of the fact; None where the two cannot be compared."""
    mine, its = (unit or "").removesuffix("s"), (written or "").removesuffix("s")
    if mine == its:
        return bound
    if mine in _SECONDS and its in _SECONDS:
        return bound * _SECONDS[its] / _SECONDS[mine]
    return None
