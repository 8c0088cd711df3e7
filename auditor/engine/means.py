"""Weighted means that some items may be left out of: their extremes, exact, in whole numbers.

(Language reference, section 12, which proves the scan for the extremes.) Sums of fractions cost twenty times as much
as sums of whole numbers, so a bag counts its values in a unit of its own, of which `unit` are one.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable
from fractions import Fraction
from math import gcd, lcm
from typing import NamedTuple


class Item(NamedTuple):
    """Something with a weight and a value in a weighted mean; one that is not sure may be left out."""

    weight: Fraction
    value: Fraction
    sure: bool


class Mean(NamedTuple):
    """A mean as `above` over `below`; not `sure` where all that it is taken over may be left out."""

    above: int
    below: int
    sure: bool


class Share(NamedTuple):
    """A mean's part in another mean, with its weight there."""

    weight: int
    mean: Mean


class Bag:
    """What one mean is taken over: the sure items added up, the others as pairs of value and weight."""

    __slots__ = ("_greatest", "_maybe", "_mean", "_total", "_unit", "_weight")

    def __init__(self, *, greatest: bool) -> None:
        self._greatest = greatest
        self._unit, self._total, self._weight = 1, 0, 0
        # Values of what may be left out are held negative where the greatest come first: one order serves both ends.
        self._maybe: list[tuple[int, int]] = []
        self._mean: tuple[Mean | None] | None = None

    def add(self, value: int, weight: int, *, sure: bool) -> None:
        """Put in an item with a whole value, before any share and before the mean is asked for."""
        if weight <= 0:
            return
        if sure:
            self._total += weight * value
            self._weight += weight
        else:
            self._maybe.append((-value if self._greatest else value, weight))

    def take(self, other: Bag) -> None:
        """Put in all that another bag of whole values holds."""
        self._total += other._total
        self._weight += other._weight
        self._maybe += other._maybe

    def close(self, shares: Iterable[Share]) -> None:
        """Put in the last things, which are means themselves, and count everything in the unit that they need."""
        shares = [share for share in shares if share.weight > 0]
        unit = self._unit = lcm(*[share.mean.below for share in shares])
        if unit != 1:
            self._total *= unit
            self._maybe = [(value * unit, weight) for value, weight in self._maybe]
        for weight, mean in shares:
            value = mean.above * (unit // mean.below)
            if mean.sure:
                self._total += weight * value
                self._weight += weight
            else:
                self._maybe.append((-value if self._greatest else value, weight))
        self._maybe.sort()

    def mean(self) -> Mean | None:
        """Give the extreme over all ways to leave unsure items out; None where nothing has weight.

        With no sure item it is the extreme of the single values.
        """
        if self._mean is None:
            self._mean = (self._extreme(self._total, self._weight, self._maybe, self._unit),)
        return self._mean[0]

    def mean_with(self, gone: Iterable[Share], come: Iterable[Share]) -> Mean | None:
        """Give what the mean would be with some shares in place of others, which are among those in the bag."""
        unit, total, weight = self._unit, self._total, self._weight
        maybe = self._maybe.copy()
        for share in gone:
            if share.weight <= 0:
                continue
            value = share.mean.above * (unit // share.mean.below)
            if share.mean.sure:
                total -= share.weight * value
                weight -= share.weight
            else:
                maybe.remove((-value if self._greatest else value, share.weight))
        for share in come:
            if share.weight <= 0:
                continue
            finer = share.mean.below // gcd(share.mean.below, unit)
            if finer != 1:
                unit *= finer
                total *= finer
                maybe = [(value * finer, each) for value, each in maybe]
            value = share.mean.above * (unit // share.mean.below)
            if share.mean.sure:
                total += share.weight * value
                weight += share.weight
            else:
                insort(maybe, (-value if self._greatest else value, share.weight))
        return self._extreme(total, weight, maybe, unit)

    def _extreme(self, total: int, weight: int, maybe: list[tuple[int, int]], unit: int) -> Mean | None:
        if not weight and not maybe:
            return None
        sign = -1 if self._greatest else 1
        sure = weight > 0
        signed = sign * total
        for value, each in maybe:
            # the item's value against the mean so far, without a division
            if weight > 0 and value * weight >= signed:
                break
            signed += each * value
            weight += each
        above, below = sign * signed, weight * unit
        common = gcd(above, below)
        return Mean(above // common, below // common, sure)


def extreme(items: Iterable[Item], *, greatest: bool) -> tuple[Fraction, bool] | None:
    """Give the greatest or least weighted mean over all ways to leave unsure items out, and whether any is sure.

    None where nothing has weight. With no sure item it is the extreme of the single values.
    """
    items = list(items)
    parts = lcm(*[item.weight.denominator for item in items])
    bag = Bag(greatest=greatest)
    bag.close(
        Share(int(item.weight * parts), Mean(item.value.numerator, item.value.denominator, item.sure))
        for item in items
    )
    mean = bag.mean()
    return None if mean is None else (Fraction(mean.above, mean.below), mean.sure)
