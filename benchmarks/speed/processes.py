"""Whole processes: how long one takes from its start until all it said is read, and how much memory it held."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final

from benchmarks.big_run.process import ROOT, Memory
from benchmarks.speed.ratios import Turn
from benchmarks.speed.workload import AS_OF

# Statuses that say what was found and not that anything went wrong.
FOUND: Final = (0, 1, 4)
_OFTEN: Final = 0.05
# What would make one machine's processes do other work than another's.
_LEFT_OUT: Final = (
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONOPTIMIZE",
    "PYTHONPROFILEIMPORTTIME",
    "PYTHONSTARTUP",
    "COLUMNS",
)


def environment() -> dict[str, str]:
    """Give the environment of what is measured: this checkout first, and byte code kept."""
    kept = {name: value for name, value in os.environ.items() if name not in _LEFT_OUT}
    return {**kept, "PYTHONPATH": str(ROOT)}


def auditor(*arguments: str) -> list[str]:
    """Give the command of our program: the interpreter itself and the installed script, where there is one."""
    script = Path(sys.executable).parent / "auditor"
    start = [str(script)] if script.exists() else ["-m", "auditor"]
    return [sys.executable, *start, *arguments]


def batch(folder: Path, rulesets: Sequence[Path], *, workers: int | None = None) -> list[str]:
    """Give the command of a batch over a folder, by so many workers; left out, as many as the program takes."""
    asked = [word for one in rulesets for word in ("--ruleset", str(one))]
    number = ["--workers", str(workers)] if workers else []
    return auditor("batch", str(folder), "--as-of", AS_OF.isoformat(), "--quiet", *asked, *number)


def process(command: Sequence[str], folder: Path, *, statuses: Collection[int] = FOUND, times: int = 1) -> Turn:
    """Give a turn that runs a process so many times, one after the other; raises where one goes wrong."""

    def turn() -> float:
        return sum(_seconds(command, folder, statuses) for _ in range(times)) / times

    return turn


def _seconds(command: Sequence[str], folder: Path, statuses: Collection[int]) -> float:
    began = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=environment(), stdin=subprocess.DEVNULL, capture_output=True)
    took = time.perf_counter() - began
    if done.returncode not in statuses:
        said = (done.stderr or done.stdout).decode(errors="replace")[-2000:]
        raise RuntimeError(f"{' '.join(command[:6])} … ended with status {done.returncode}:\n{said}")
    return took


def watched(command: Sequence[str], folder: Path, out: Path) -> tuple[Memory, float]:
    """Run a process in a group of its own; give the most memory that it and its largest child held, and its time."""
    memory, began = Memory(), time.monotonic()
    with out.open("wb") as stdout, out.with_suffix(".stderr").open("wb") as stderr:
        started = subprocess.Popen(
            command,
            cwd=folder,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            start_new_session=True,
        )
        while started.poll() is None:
            memory.look(started.pid)
            time.sleep(_OFTEN)
    if started.returncode != 0:
        raise RuntimeError(out.with_suffix(".stderr").read_text(encoding="utf-8")[-2000:])
    return memory, time.monotonic() - began
