"""Numbers as every format writes them, rounded once, at the very end."""

from __future__ import annotations

from fractions import Fraction


def decimals(number: Fraction, places: int) -> str:
    """Write a number with so many decimals, rounded half up (away from zero)."""
    above, below = number.numerator, number.denominator
    units = (2 * abs(above) * 10**places + below) // (2 * below)
    head, tail = divmod(units, 10**places)
    sign = "-" if above < 0 and units else ""
    return f"{sign}{head}.{tail:0{places}d}" if places else f"{sign}{head}"


def exact(number: Fraction) -> str:
    """Write a number exactly: in plain decimals where they end, otherwise as a fraction."""
    above, rest = number.numerator, number.denominator
    if rest == 1:
        return str(above)
    places = 0
    for prime in (2, 5):
        times = 0
        while rest % prime == 0:
            rest //= prime
            times += 1
        places = max(places, times)
    return decimals(number, places) if rest == 1 else f"{above}/{number.denominator}"
