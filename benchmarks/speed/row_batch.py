"""Real batches: one worker and two, one ruleset and five, a thousand declarations and a hundred thousand."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from benchmarks.big_run.process import Memory
from benchmarks.speed import workload
from benchmarks.speed.asked import Asked
from benchmarks.speed.goals import Goal, Row, shown
from benchmarks.speed.processes import batch, process, watched
from benchmarks.speed.ratios import Figure, Turn, interleaved, ratio

_FIVE = 5
_FEW_TIMES = 3
# How much more than its reach the machine must have had to give, for a row that misses it to say anything.
_TO_SPARE = 0.1
_COUNT = "for _ in range(20_000_000): pass"


def workers(goal: Goal, asked: Asked) -> Row:
    """Measure the same batch with one worker and with two.

    In the same rounds one process, and then two at once, do nothing but count: what they gain is what the machine has
    to give. Where that is too little for the reach, and it is missed, nothing was measured.
    """
    folder = asked.many(asked.inputs)
    turns = {
        str(number): process(batch(folder, [asked.ruleset], workers=number), folder.parent, statuses=(0,))
        for number in (1, 2)
    }
    took = interleaved({**turns, "one counts": _counting(1), "two count": _counting(2)}, asked.rounds)
    figure, free = ratio(took["1"], took["2"]), ratio([2 * one for one in took["one counts"]], took["two count"])
    rate = asked.inputs / min(took["2"])
    row = Row(
        goal=goal,
        note=f"{asked.inputs} declarations, starting included; at the quickest {rate:.0f} a second on two workers",
        beside=[("two processes that only count, as fast as one after the other", shown(free.median))],
    )
    return judged(row, figure, free.median)


def judged(row: Row, figure: Figure, free: float) -> Row:
    """Give the row its figure, unless it misses on a machine that had no two processors free."""
    if free < row.goal.reach + _TO_SPARE and not row.goal.holds(figure.median):
        row.why = (
            f"{shown(figure.median)}, where two processes that only count gained {shown(free)}: others were at work"
        )
    else:
        row.figure = figure
    return row


def _counting(number: int) -> Turn:
    def turn() -> float:
        began = time.perf_counter()
        for one in [subprocess.Popen([sys.executable, "-c", _COUNT]) for _ in range(number)]:
            one.wait()
        return time.perf_counter() - began

    return turn


def five(goal: Goal, asked: Asked) -> Row:
    """Measure a batch by one edition of 200 requirements, and by five of that size."""
    folder = asked.many(asked.inputs)
    more = [workload.ruleset(asked.home / f"{workload.RULESET}-{seed}", seed) for seed in range(2, _FIVE + 1)]
    editions = [asked.ruleset, *more]
    turns = {
        str(number): process(batch(folder, editions[:number], workers=2), folder.parent, statuses=(0,))
        for number in (1, _FIVE)
    }
    took = interleaved(turns, asked.rounds)
    return Row(
        goal=goal,
        figure=ratio(took[str(_FIVE)], took["1"]),
        note=f"{asked.inputs} declarations on two workers, starting included; 200 requirements each",
    )


def memory(goal: Goal, asked: Asked) -> Row:
    """Measure the most memory that a batch without a register holds: the parent and its greatest worker together."""
    process(batch(asked.drawn[0].parent, [asked.ruleset]), asked.home, statuses=(0,))()  # byte code is made, once
    few = [_peak(asked, asked.few)[0] for _ in range(_FEW_TIMES)]
    most, seconds = _peak(asked, asked.most)
    figure = Figure(tuple(_both(most) / _both(one) for one in few))
    note = f"{asked.most:,} declarations once, in {seconds:.0f} s, {asked.few:,} {_FEW_TIMES} times"
    row = Row(goal=goal, note=note)
    row.beside = [
        (f"MiB at {asked.most:,}, parent and greatest worker", _mib(most)),
        (f"MiB at {asked.few:,}", "; ".join(map(_mib, few))),
    ]
    if asked.most < 100 * asked.few:
        row.why = f"only {asked.most:,} against {asked.few:,} were asked for: {shown(figure.median)}"
    else:
        row.figure = figure
    return row


def _peak(asked: Asked, count: int) -> tuple[Memory, float]:
    folder: Path = asked.many(count)
    return watched(batch(folder, [asked.ruleset], workers=2), folder.parent, asked.home / f"out-{count}.ndjson")


def _both(one: Memory) -> int:
    return one.parent + one.worker


def _mib(one: Memory) -> str:
    return f"{one.parent / 1024:.1f} and {one.worker / 1024:.1f}"
