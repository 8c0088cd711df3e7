"""Numbers as every format writes them, rounded once, at the very end."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Final

# A result says the same hundred numbers over and over: most of them are 0 and 1.
_KEPT: Final = 1000


def decimals(number: Fraction, places: int) -> str:
    """Write a number with so many decimals, rounded half up (away from zero)."""
    return _decimals(*number.as_integer_ratio(), places)


def exact(number: Fraction) -> str:
    """Write a number exactly: in plain decimals where they end, otherwise as a fraction."""
    return _exact(*number.as_integer_ratio())


@lru_cache(_KEPT)
def _decimals(above: int, below: int, places: int) -> str:
    units = (2 * abs(above) * 10**places + below) // (2 * below)
    head, tail = divmod(units, 10**places)
    sign = "-" if above < 0 and units else ""
    return f"{sign}{head}.{tail:0{places}d}" if places else f"{sign}{head}"


@lru_cache(_KEPT)
def _exact(above: int, below: int) -> str:
    rest, places = below, 0
    for prime in (2, 5):
        times = 0
        while rest % prime == 0:
            rest //= prime
            times += 1
        places = max(places, times)
    return _decimals(above, below, places) if rest == 1 else f"{above}/{below}"
