"""Weighted means that some items may be left out of: their extremes, exact, in whole numbers.

(Language reference, section 12, which proves the scan for the extremes.) Sums of fractions cost twenty times as much
as sums of whole numbers, so a bag counts its values in a unit of its own, of which `unit` are one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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


# A mean's part in another mean, after its weight there.
Share = tuple[int, Mean]


class Bag:
    """What one mean is taken over: the sure items added up, the others as the weight that each value has.

    Items of one value go in together or not at all. Where the greatest mean is wanted every value is held negative,
    so that one order, and the least, serve both ends.
    """

    __slots__ = ("_maybe", "_sign", "_total", "_unit", "_weight")

    def __init__(
        self, total: int = 0, weight: int = 0, unsure: Iterable[tuple[int, int]] = (), *, greatest: bool
    ) -> None:
        """Begin with sure items of so much weight, whose values by their weights are so much in all, and with others.

        Of these each value with its weight; for the greatest mean all values are negative.
        """
        self._sign = -1 if greatest else 1
        self._unit, self._total, self._weight = 1, total, weight
        self._maybe = dict(unsure)

    def amounts(self, values: Iterable[int]) -> list[int]:
        """Give the total as it is and the weight of what is sure, and of what is not the weight of each value."""
        return [self._sign * self._total, self._weight, *[self._maybe.get(one, 0) for one in values]]

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
        else:
            self._maybe[value] = self._maybe.get(value, 0) + weight

    def put(self, weight: int, mean: Mean) -> None:
        """Put in a mean with its weight, and count everything in the unit that it needs."""
        above, below, sure = mean
        if self._unit % below:
            self._count_in(lcm(self._unit, below))
        self.add(above * (self._unit // below), weight, sure)

    def put_all(self, shares: Sequence[Share]) -> None:
        """Put in means with their weights, and count everything anew but once."""
        self._count_in(lcm(self._unit, *[mean.below for _weight, mean in shares]))
        for weight, mean in shares:
            self.put(weight, mean)

    def _count_in(self, unit: int) -> None:
        finer = unit // self._unit
        self._unit = unit
        self._total *= finer
        self._maybe = {value * finer: each for value, each in self._maybe.items()}

    def mean_with(self, shares: Sequence[Share]) -> Mean | None:
        """Give what the mean would be with shares put in, and those of less than no weight taken out."""
        sign, unit = self._sign, lcm(self._unit, *[mean.below for _weight, mean in shares])
        finer = unit // self._unit
        total, weight = self._total * finer, self._weight
        maybe = {value * finer: each for value, each in self._maybe.items()} if self._maybe else {}
        for each, (above, below, sure) in shares:
            value = sign * above * (unit // below)
            if sure:
                total += each * value
                weight += each
            else:
                maybe[value] = maybe.get(value, 0) + each
        return _mean(total, weight, maybe, sign, unit)

    def mean(self) -> Mean | None:
        """Give the extreme over all ways to leave unsure items out; None where nothing has weight.

        With no sure item it is the extreme of the single values.
        """
        return _mean(self._total, self._weight, self._maybe, self._sign, self._unit)


def _mean(total: int, weight: int, maybe: Mapping[int, int], sign: int, unit: int) -> Mean | None:
    if not maybe:
        return _least_terms(sign * total, weight * unit, sure=True)
    values = sorted(maybe)
    return mean_of((sign * total, weight, *map(maybe.__getitem__, values)), 0, values, sign, unit)


def _least_terms(above: int, below: int, *, sure: bool) -> Mean | None:
    if not below:
        return None
    common = gcd(above, below)
    return Mean(above // common, below // common, sure)


def mean_of(amounts: Sequence[int], at: int, values: Iterable[int], sign: int, unit: int = 1) -> Mean | None:
    """Give the extreme of the bag whose amounts begin there, of values that are not sure the least first."""
    total, weight = sign * amounts[at], amounts[at + 1]
    sure = weight > 0
    at += 2
    for value in values:
        # the value against the mean so far, without a division
        if weight and value * weight >= total:
            break
        total += amounts[at] * value
        weight += amounts[at]
        at += 1
    return _least_terms(sign * total, weight * unit, sure=sure)


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
