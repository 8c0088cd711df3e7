"""What is compared takes turns, round by round, and only what happened in the same round is divided by each other."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Final

from auditor.register.pool import SELDOM

# Does its work once, and says how many seconds it took (or how many KiB, where memory is compared).
Turn = Callable[[], float]
_MOST: Final = 20
# Seconds; below it nothing is told apart.
_LEAST: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Figure:
    """Ratios, one of each round."""

    ratios: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle one, which a round that was disturbed does not move."""
        return median(self.ratios)

    @property
    def quartiles(self) -> tuple[float, float]:
        """Where the middle half of the rounds lies."""
        if len(self.ratios) < 2:
            return self.ratios[0], self.ratios[0]
        low, _middle, high = quantiles(self.ratios, n=4, method="inclusive")
        return low, high


def ratio(above: Sequence[float], below: Sequence[float]) -> Figure:
    """Divide round by round."""
    return Figure(tuple(one / other for one, other in zip(above, below, strict=True)))


def interleaved(turns: Mapping[str, Turn], rounds: int, *, warm: int = 0) -> dict[str, list[float]]:
    """Let everybody have a turn in each round, in the other order in every second one; warming up does not count."""
    for _ in range(warm):
        for turn in turns.values():
            turn()
    found: dict[str, list[float]] = {name: [] for name in turns}
    for number in range(rounds):
        names = list(turns)[:: -1 if number % 2 else 1]
        for name in names:
            gc.collect()
            found[name].append(turns[name]())
    return found


def passes(work: Callable[[], object], *, times: int = 1) -> Turn:
    """Give a turn that does some work in this process so many times, and says how long one time took.

    It is the processor's time, so that what else goes on beside it on the machine is not counted.
    """

    def turn() -> float:
        began = time.process_time()
        for _ in range(times):
            work()
        return (time.process_time() - began) / times

    return turn


def balanced(works: Mapping[str, Callable[[], object]]) -> dict[str, Turn]:
    """Give turns of about the same length: what is fast is done more often in its turn, twenty times at most."""
    took = {name: max(min(passes(work)() for _ in range(2)), _LEAST) for name, work in works.items()}
    longest = max(took.values())
    return {name: passes(work, times=max(1, min(_MOST, round(longest / took[name])))) for name, work in works.items()}


@contextmanager
def as_in_a_worker() -> Iterator[None]:
    """Look for cycles as seldom as a batch's worker does, whoever works in the meantime."""
    before = gc.get_threshold()
    gc.set_threshold(SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def over(items: Iterable[object], work: Callable[..., object]) -> Callable[[], None]:
    """Give the work of doing something with each of some items."""
    kept = list(items)

    def each() -> None:
        for one in kept:
            work(one)

    return each
