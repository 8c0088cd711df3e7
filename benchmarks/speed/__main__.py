"""How fast the program is, as ratios: `python -m benchmarks.speed`.

Each row of the table takes turns with its yardstick, round by round; what counts is the median of the rounds' ratios.
Ends with status 1 where a row that was measured misses its reach, or something went wrong in one.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import traceback
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from benchmarks.speed.asked import Asked
from benchmarks.speed.goals import GOALS, Goal, Row, as_data, as_markdown, as_text, goals
from benchmarks.speed.machine import machine
from benchmarks.speed.peers import Peers, cache, none, peers_in
from benchmarks.speed.row_batch import five, memory, workers
from benchmarks.speed.row_cold import cold
from benchmarks.speed.row_files import files
from benchmarks.speed.row_reading import audit, read
from benchmarks.speed.row_rules import rules

ROWS: Final[Mapping[str, Callable[[Goal, Asked], Row]]] = {
    "cold-json": cold,
    "cold-terminal": cold,
    "read": read,
    "audit": audit,
    "rules": rules,
    "workers": workers,
    "five": five,
    "memory": memory,
    "files-check-jsonschema": files,
    "files-yamllint": files,
    "files-cfn-lint": files,
}
# Rows that a quick run leaves out, because they say nothing unless they take long.
_SLOW: Final = ("memory", "files-")
_PEERS: Final[Mapping[str, tuple[str, ...]]] = {
    "rules": ("celine-regorus", "cel-expr-python"),
    "files-check-jsonschema": ("check-jsonschema",),
    "files-yamllint": ("yamllint",),
    "files-cfn-lint": ("cfn-lint",),
}


def run(
    wanted: list[Goal], asked: Asked, told: Callable[[Row], None], *, quick: bool, slack: float = 0, again: int = 0
) -> list[Row]:
    """Measure what is wanted, and tell of each row once it is there.

    One that misses is measured again, so many times at most: what a busy machine spoils comes out otherwise the next
    time, and what has become slower does not.
    """
    rows = []
    for goal in wanted:
        row = _measured(goal, asked, quick=quick)
        told(row)
        for _ in range(again):
            if row.state(slack) != "misses":
                break
            row = _measured(goal, asked, quick=quick)
            told(row)
        rows.append(row)
    return rows


def _measured(goal: Goal, asked: Asked, *, quick: bool) -> Row:
    """Measure one row; what goes wrong in it does not take the others along."""
    if quick and goal.key.startswith(_SLOW):
        return Row(goal=goal, why="left out by --quick")
    try:
        return ROWS[goal.key](goal, asked)
    except Exception as error:
        print(traceback.format_exc(), file=sys.stderr, flush=True)
        return Row(goal=goal, why=f"{type(error).__name__}: {str(error).partition(chr(10))[0]}", failed=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.speed", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    keys = ", ".join(one.key for one in GOALS)
    parser.add_argument("--only", nargs="+", default=[], metavar="ROW", help=f"rows whose names begin so, of {keys}")
    parser.add_argument(
        "--quick", action="store_true", help="a smoke: fewer rounds over less, and the slow rows left out"
    )
    parser.add_argument("--rounds", type=int, help="rounds of each row (11; quick: 5)")
    parser.add_argument("--inputs", type=int, default=2000, metavar="N", help="inputs of workers and five (2000)")
    parser.add_argument("--files", type=int, default=1000, metavar="N", help="files of the rows that say so (1000)")
    parser.add_argument("--memory", type=int, default=100_000, metavar="N", help="declarations of memory (100000)")
    parser.add_argument("--peer-files", type=int, default=40, metavar="N", help="files that peers are given (40)")
    parser.add_argument("--peers", type=Path, metavar="DIR", help=f"where peers are installed ({cache()})")
    parser.add_argument("--no-peers", action="store_true", help="leave out all that needs them")
    parser.add_argument("--home", type=Path, metavar="DIR", help="a folder to work in, and to keep")
    parser.add_argument(
        "--slack", type=float, default=0, metavar="PCT", help="how much worse a row may be than its reach"
    )
    parser.add_argument(
        "--again", type=int, default=0, metavar="N", help="times that a row which misses is remeasured"
    )
    parser.add_argument("--no-gate", action="store_true", help="end with status 0 also where rows miss")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all ratios there")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the table there")
    return parser


def _peers(wanted: list[Goal], read: argparse.Namespace) -> Peers:
    """Have the peers installed that some row needs."""
    measured = [one.key for one in wanted if not (read.quick and one.key.startswith(_SLOW))]
    needed = [name for key in measured for name in _PEERS.get(key, ())]
    if read.no_peers or not needed:
        return none("left out by --no-peers" if read.no_peers else "not asked for")
    return peers_in((read.peers or cache()).resolve(), needed)


def main() -> None:
    """Read the command line, measure, and tell."""
    read = _parser().parse_args()
    wanted = goals(read.only)
    if not wanted:
        raise SystemExit(f"no row begins with {' or '.join(read.only)}")
    peers = _peers(wanted, read)
    with tempfile.TemporaryDirectory(prefix="speed-") as temporary:
        home = (read.home or Path(temporary)).resolve()
        home.mkdir(parents=True, exist_ok=True)
        rounds = read.rounds or (5 if read.quick else 11)
        asked = Asked(home=home, peers=peers, rounds=rounds, inputs=read.inputs, files=read.files, most=read.memory)
        asked = replace(asked, peer_files=min(max(read.peer_files, 2), read.files))
        if read.quick:
            asked = replace(asked, documents=5, inputs=min(read.inputs, 400), times=2, beside=0)
        about = machine(peers)
        for name, value in about.items():
            print(f"{name:10} {value}")
        rows = run(
            wanted,
            asked,
            lambda row: print(as_text(row, read.slack), flush=True),
            quick=read.quick,
            slack=read.slack,
            again=read.again,
        )
    data = {"about": about, "rounds": rounds, "slack": read.slack, "rows": [as_data(row, read.slack) for row in rows]}
    if read.json:
        read.json.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if read.markdown:
        read.markdown.write_text(as_markdown(rows, about), encoding="utf-8")
    states = ("failed",) if read.no_gate else ("failed", "misses")
    wrong = [f"{row.goal.key} {row.state(read.slack)}" for row in rows if row.state(read.slack) in states]
    if wrong:
        raise SystemExit(", ".join(wrong))


if __name__ == "__main__":
    main()
