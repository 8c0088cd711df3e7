"""Chance that is the same on every machine.

Only `Random.random` and seeding by text are used, which Python keeps the same from version to version, and only
arithmetic that every machine does alike. What is drawn has a seed of its own, by its name, so that one more
question in one place changes nothing anywhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Draw:
    """A stream of chance of its own, by a name such as `7/service/12`."""

    def __init__(self, *name: object) -> None:
        self._random = Random("/".join(map(str, name)))

    def share(self) -> float:
        """Give a number from 0 up to, and without, 1."""
        return self._random.random()

    def chance(self, likely: float) -> bool:
        """Say yes as often as `likely`, a share of 1, says."""
        return self.share() < likely

    def below(self, limit: int) -> int:
        """Give a whole number from 0 up to, and without, the limit."""
        return int(self.share() * limit)

    def between(self, low: int, high: int) -> int:
        """Give a whole number; both ends are inside."""
        return low + self.below(high - low + 1)

    def pick(self, among: Sequence[T]) -> T:
        """Give one of them, each as likely."""
        return among[self.below(len(among))]

    def some(self, among: Sequence[T], likely: float) -> list[T]:
        """Give each of them as often as `likely` says, in their order."""
        return [one for one in among if self.chance(likely)]

    def weighted(self, among: Sequence[tuple[T, float]]) -> T:
        """Give one of them, as likely as its weight is of all weights."""
        left = self.share() * sum(weight for _, weight in among)
        for one, weight in among:
            left -= weight
            if left < 0:
                return one
        return among[-1][0]

    def low(self, skill: float) -> float:
        """Give a number from 0 to 1 that is the smaller, the greater the skill (0 to 1) is."""
        return min(self.share() for _ in range(1 + int(skill * 3.5)))

    def day(self, first: date, last: date) -> date:
        """Give a day; both ends are inside, and the first stands where they are the wrong way round."""
        return first + timedelta(days=self.below(max((last - first).days, 0) + 1))
