"""One cold audit: a process that starts, audits one file and ends, against a process that only imports."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import Final

from benchmarks.speed.asked import Asked
from benchmarks.speed.goals import Goal, Row, shown
from benchmarks.speed.processes import auditor, process
from benchmarks.speed.ratios import Turn, interleaved, ratio
from benchmarks.speed.workload import AS_OF

Seconds = dict[str, list[float]]
_IMPORTS: Final = {
    "cold-json": "import typer, yaml",
    "cold-terminal": "import typer, yaml, rich.console, rich.table",
}


def cold(goal: Goal, asked: Asked) -> Row:
    """Measure one of the cold rows: by the edition that is taken where none is named, and beside it by 200 rules."""
    file, format = asked.drawn[0], goal.key.removeprefix("cold-")
    audit = auditor("audit", file.name, "--as-of", AS_OF.isoformat(), "-f", format)
    imports = [sys.executable, "-c", _IMPORTS[goal.key]]
    took, spent = _took(asked, {"imports": imports, "audit": audit}, asked.rounds)
    row = Row(
        goal=goal,
        figure=ratio(took["audit"], took["imports"]),
        note=f"at the quickest {min(took['audit']) * 1000:.0f} ms, the imports {min(took['imports']) * 1000:.0f} ms",
        beside=[("the same by the processor's time", shown(ratio(spent["audit"], spent["imports"]).median))],
    )
    if asked.beside:
        larger = [*audit, "--ruleset", str(asked.ruleset)]
        nothing = [sys.executable, "-c", "pass"]
        other, _ = _took(asked, {"imports": imports, "200": larger, "nothing": nothing}, asked.beside)
        row.beside += [
            ("the same by the 200 rules", shown(ratio(other["200"], other["imports"]).median)),
            ("the imports, against `python -c pass`", shown(ratio(other["imports"], other["nothing"]).median)),
        ]
    return row


def _took(asked: Asked, commands: Mapping[str, Sequence[str]], rounds: int) -> tuple[Seconds, Seconds]:
    """Give the seconds of each, by the clock and by the processor."""
    folder = asked.drawn[0].parent
    spent: Seconds = {name: [] for name in commands}

    def turn(name: str, run: Turn) -> Turn:
        def both() -> float:
            before = os.times()
            took = run()
            after = os.times()
            own = after.children_user - before.children_user + after.children_system - before.children_system
            spent[name].append(own / asked.times)
            return took

        return both

    runs = {name: turn(name, process(command, folder, times=asked.times)) for name, command in commands.items()}
    took = interleaved(runs, rounds, warm=1)
    return took, {name: seconds[1:] for name, seconds in spent.items()}  # the first warmed up
