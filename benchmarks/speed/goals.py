"""What is to be reached, what was measured, and whether it was reached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from benchmarks.speed.ratios import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """One row: a ratio that stays under its reach, or (with `least`) gets at least there.

    `today` is what it comes to where the reach is not reached yet: with slack a row is held to that, so that nothing
    gets slower unseen. It is never taken for the reach itself.
    """

    key: str
    what: str
    yardstick: str
    reach: float
    least: bool = False
    today: float | None = None

    def holds(self, median: float, slack: float = 0) -> bool:
        """Whether a ratio reaches it, or is worse by at most so many percent."""
        return self._within(self.reach, median, slack)

    def kept(self, median: float, slack: float) -> bool:
        """Whether a ratio that misses the reach is no worse than today's, but for so many percent."""
        return bool(slack) and self.today is not None and self._within(self.today, median, slack)

    def _within(self, bound: float, median: float, slack: float) -> bool:
        worse = 1 + slack / 100
        return median >= bound / worse if self.least else median <= bound * worse

    @property
    def sign(self) -> str:
        """The reach as it is written."""
        return f"{'≥' if self.least else '≤'} {self.reach:g}"


GOALS: Final = (
    Goal(
        key="cold-json",
        what="one cold audit, `-f json`",
        yardstick="importing typer and yaml",
        reach=1.35,
        today=2.1,
    ),
    Goal(
        key="cold-terminal",
        what="one cold audit, `-f terminal`",
        yardstick="importing typer, yaml, rich.console, rich.table",
        reach=1.35,
        today=1.8,
    ),
    Goal(key="read", what="read with places and all refusals", yardstick="raw", reach=6.5),
    Goal(
        key="audit",
        what="whole audit in a batch: read, accept, 200 rules with reasons, encode",
        yardstick="raw",
        reach=10,
        today=41,
    ),
    Goal(
        key="rules",
        what="200 rules with three-valued logic on both tracks",
        yardstick="times as fast as regorus, same verdicts",
        reach=20,
        least=True,
    ),
    Goal(key="workers", what="two workers", yardstick="times as fast as one", reach=1.6, least=True),
    Goal(key="five", what="five rulesets in one pass", yardstick="one", reach=1.8),
    Goal(key="memory", what="peak memory at 100,000 declarations", yardstick="at 1,000", reach=1.05),
    Goal(
        key="files-check-jsonschema",
        what="1,000 files",
        yardstick="times as fast as check-jsonschema",
        reach=30,
        least=True,
    ),
    Goal(
        key="files-yamllint",
        what="1,000 files",
        yardstick="times as fast as yamllint",
        reach=30,
        least=True,
    ),
    Goal(
        key="files-cfn-lint",
        what="1,000 files",
        yardstick="times as fast as cfn-lint",
        reach=30,
        least=True,
    ),
)


@dataclass(slots=True, kw_only=True)
class Row:
    """What came of a goal: a figure, or why there is none. `beside` are figures that no reach is set for.

    With `failed`, there is none because something went wrong, and not because something could not be had.
    """

    goal: Goal
    figure: Figure | None = None
    why: str = ""
    failed: bool = False
    note: str = ""
    beside: list[tuple[str, str]] = field(default_factory=list)

    def state(self, slack: float = 0) -> str:
        """Say `holds`, `kept`, `misses`, `failed` or `not measured`; what was not measured never holds.

        With slack, `kept` is what misses its reach and is no worse than it was.
        """
        if self.figure is None:
            return "failed" if self.failed else "not measured"
        if self.goal.holds(self.figure.median, slack):
            return "holds"
        return "kept" if self.goal.kept(self.figure.median, slack) else "misses"


def goals(only: Iterable[str] = ()) -> list[Goal]:
    """Give the goals whose keys begin so; all where nothing is asked for."""
    wanted = tuple(only)
    return [one for one in GOALS if not wanted or one.key.startswith(wanted)]


def shown(number: float) -> str:
    """Write a ratio with as many digits as say something."""
    return f"{number:.2f}" if number < 10 else f"{number:.1f}" if number < 100 else f"{number:.0f}"


def _cells(row: Row, slack: float) -> list[str]:
    goal, figure = row.goal, row.figure
    if figure is None:
        return [goal.key, goal.what, goal.yardstick, goal.sign, "–", "–", f"{row.state()}: {row.why}"]
    low, high = figure.quartiles
    spread = f"{shown(low)} to {shown(high)}, {len(figure.ratios)} rounds"
    return [goal.key, goal.what, goal.yardstick, goal.sign, shown(figure.median), spread, row.state(slack)]


def as_text(row: Row, slack: float = 0) -> str:
    """Write a row for people who watch, with what was measured beside it."""
    key, what, yardstick, sign, median, spread, state = _cells(row, slack)
    lines = [f"{key:24} {median:>6}  (reach {sign}; {spread})  {state}", f"{'':26}{what}: {yardstick}"]
    lines += [f"{'':26}{row.note}"] if row.note else []
    lines += [f"{'':26}{name}: {value}" for name, value in row.beside]
    return "\n".join(lines)


def as_markdown(rows: Sequence[Row], about: Mapping[str, str]) -> str:
    """Write the table of the README, and below it on what it was measured, and what else was."""
    lines = ["| what | against | reach | median | middle half | |", "|---|---|---:|---:|---|---|"]
    lines += ["| " + " | ".join(_cells(row, 0)[1:]) + " |" for row in rows]
    lines += ["", *(f"- {name}: {value}" for name, value in about.items())]
    for row in rows:
        told = [row.note] if row.note else []
        told += [f"{name}: {value}" for name, value in row.beside]
        lines += [f"- `{row.goal.key}`: {'; '.join(told)}"] if told else []
    return "\n".join(lines) + "\n"


def as_data(row: Row, slack: float) -> dict[str, Any]:
    """Give a row as data."""
    goal, figure = row.goal, row.figure
    return {
        "key": goal.key,
        "what": goal.what,
        "yardstick": goal.yardstick,
        "reach": goal.sign,
        "state": row.state(slack),
        "median": None if figure is None else round(figure.median, 4),
        "ratios": [] if figure is None else [round(one, 4) for one in figure.ratios],
        "why": row.why,
        "note": row.note,
        "beside": dict(row.beside),
    }
