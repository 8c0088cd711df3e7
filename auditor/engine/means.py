"""Weighted means that some items may be left out of: their extremes, exact, in whole numbers.

(Language reference, section 12, which proves the scan for the extremes.) Sums of fractions cost twenty times as much
as sums of whole numbers, so a bag counts its values in a unit of its own, of which `unit` are one.
"""

from __future__ import annotations

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
    """What one mean is taken over: the sure items added up, the others as the weight that each value has.

    Items of one value go in together or not at all. Where the greatest mean is wanted every value is held negative,
    so that one order, and the least, serve both ends.
    """

    __slots__ = ("_maybe", "_sign", "_total", "_unit", "_weight")

    def __init__(self, total: int = 0, weight: int = 0, *, greatest: bool) -> None:
        """Begin with sure items of so much weight, whose values by their weights are so much in all."""
        self._sign = -1 if greatest else 1
        self._unit, self._total, self._weight = 1, self._sign * total, weight
        self._maybe: dict[int, int] = {}

    def take(self, other: Bag) -> None:
        """Put in all that another bag holds; in neither is a share that needed a finer unit."""
        self._total += other._total
        self._weight += other._weight
        for value, weight in other._maybe.items():
            self._maybe[value] = self._maybe.get(value, 0) + weight

    def add(self, value: int, weight: int, sure: bool) -> None:
        """Put in an item, its value in the bag's unit."""
        value *= self._sign
        if sure:
            self._total += weight * value
            self._weight += weight
        elif weight:
            self._maybe[value] = self._maybe.get(value, 0) + weight

    def put(self, weight: int, mean: Mean) -> None:
        """Put in a mean with its weight, and count everything in the unit that it needs."""
        above, below, sure = mean
        if self._unit % below:
            finer = below // gcd(below, self._unit)
            self._unit *= finer
            self._total *= finer
            self._maybe = {value * finer: each for value, each in self._maybe.items()}
        self.add(above * (self._unit // below), weight, sure)

    def _drop(self, share: Share) -> None:
        """Take out a share that is in the bag."""
        weight, mean = share
        value = self._sign * mean.above * (self._unit // mean.below)
        if mean.sure:
            self._total -= weight * value
            self._weight -= weight
        elif weight:
            self._maybe[value] -= weight
            if not self._maybe[value]:
                del self._maybe[value]

    def mean_with(self, gone: Iterable[Share], come: Iterable[Share]) -> Mean | None:
        """Give what the mean would be with some shares in place of others, which are among those in the bag."""
        changed = Bag(greatest=self._sign < 0)
        changed._unit, changed._total, changed._weight = self._unit, self._total, self._weight
        changed._maybe = self._maybe.copy()
        for share in gone:
            changed._drop(share)
        for share in come:
            changed.put(*share)
        return changed.mean()

    def mean(self) -> Mean | None:
        """Give the extreme over all ways to leave unsure items out; None where nothing has weight.

        With no sure item it is the extreme of the single values.
        """
        total, weight = self._total, self._weight
        if not weight and not self._maybe:
            return None
        for value, each in sorted(self._maybe.items()):
            # the value against the mean so far, without a division
            if weight > 0 and value * weight >= total:
                break
            total += each * value
            weight += each
        above, below = self._sign * total, weight * self._unit
        common = gcd(above, below)
        return Mean(above // common, below // common, self._weight > 0)


def extreme(items: Iterable[Item], *, greatest: bool) -> tuple[Fraction, bool] | None:
    """Give the greatest or least weighted mean over all ways to leave unsure items out, and whether any is sure.

    None where nothing has weight. With no sure item it is the extreme of the single values.
    """
    items = list(items)
    parts = lcm(*[item.weight.denominator for item in items])
    bag = Bag(greatest=greatest)
    for item in items:
        value = Mean(item.value.numerator, item.value.denominator, item.sure)
        bag.put(int(item.weight * parts), value)
    mean = bag.mean()
    return None if mean is None else (Fraction(mean.above, mean.below), mean.sure)
