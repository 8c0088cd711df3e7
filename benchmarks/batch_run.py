"""The big run: a register is made, audited, killed and resumed, and everything that must hold of it is looked at.

`python benchmarks/batch_run.py --size 10000 --faults 300 --seed 7` is the real one; a small one is among the tests.
Ends with status 1 and says what is wrong where anything is.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).parent.parent))

from auditor.source.vocabularies import read_vocabulary
from benchmarks.big_run.answers import Answers, wrong_with_register, wrong_with_results
from benchmarks.big_run.expected import Line, inputs_of, lines_of, wrong_with
from benchmarks.big_run.naive import Naive
from benchmarks.big_run.process import Batch, Kill
from benchmarks.filings.draw import Draw
from benchmarks.filings.population import Population
from benchmarks.population import write

AS_OF: Final = date(2026, 10, 1)
RULESET: Final = "internet-safety-strategy@3.0.0"
# Results that are compared byte for byte with those of single audits, each a process of its own.
_WHOLE: Final = 20
_TRIES: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of a big run. With `straight` a run that is never killed is made too, and must say the same."""

    size: int
    faults: int
    seed: int
    kills: int = 3
    workers: int = 2
    straight: bool = False
    whole: int = _WHOLE


@dataclass(slots=True, kw_only=True)
class Told:
    """What a big run found: everything that is wrong, and its figures."""

    wrong: list[str] = field(default_factory=list)
    figures: dict[str, str] = field(default_factory=dict)


def big_run(asked: Asked, home: Path) -> Told:
    """Do it all below a folder that is empty."""
    folder, register, told = home / "population", home / "register.db", Told()
    population = Population(read_vocabulary().shared, asked.size, asked.faults, asked.seed, archives=True)
    began = time.monotonic()
    write(population, folder)
    told.figures["making the population"] = f"{time.monotonic() - began:.0f} s"
    key = population.key()
    batch = _batch(asked, folder, key, register)
    seconds = _killed_and_resumed(asked, batch, home, told)
    lines = lines_of(home / "last.ndjson")
    told.wrong += wrong_with(lines, key)
    told.wrong += _wrong_again(batch, home)
    if asked.straight:
        told.wrong += _wrong_straight(asked, batch, home)
    if not told.wrong:
        told.wrong += _wrong_answers(asked, home, folder, register, key, lines)
    _figures(told, batch, register, key, seconds)
    return told


def _batch(asked: Asked, folder: Path, key: dict[str, Any], register: Path | None) -> Batch:
    return Batch(
        folder=folder,
        given=key["given"],
        register=register,
        as_of=AS_OF.isoformat(),
        workers=asked.workers,
        rulesets=[RULESET],
    )


def _killed_and_resumed(asked: Asked, batch: Batch, home: Path, told: Told) -> float:
    """Run until the end, killed on the way; what was told before must be told again, word for word.

    Where a run ends before its moment comes, all of it is done anew with earlier moments.
    """
    for earlier in range(_TRIES):
        seconds = _killed(asked, batch, home, told, earlier)
        if seconds is not None:
            break
    else:
        told.wrong.append("the run always ended before it could be killed")
        seconds = 0.0
    seconds += batch.run(home / "last.ndjson")[1]
    last = (home / "last.ndjson").read_bytes()
    for number in range(asked.kills):
        said = (home / f"killed-{number}.ndjson").read_bytes()
        if not last.startswith(said[: said.rfind(b"\n") + 1]):
            told.wrong.append(f"the run killed as number {number + 1} had told something else")
    return seconds


def _killed(asked: Asked, batch: Batch, home: Path, told: Told, earlier: int) -> float | None:
    """Kill as many runs as is asked, each a resumption of the one before; None where one ended too soon."""
    for file in home.glob("register.db*"):
        file.unlink()
    draw = Draw(asked.seed, "kills", asked.size, earlier)
    seconds = 0.0
    for number in range(asked.kills):
        # Somewhere in the first, the second, … part of what is to be told, the last lines left out.
        lines = int((number + draw.share()) * asked.size * 0.9 / asked.kills) >> earlier
        out = home / f"killed-{number}.ndjson"
        killed, took = batch.run(out, Kill(lines=lines, seconds=draw.share() * asked.size / 10_000))
        if not killed:
            return None
        seconds += took
        told.figures[f"kill {number + 1}"] = f"after {len(lines_of(out))} lines, {took:.0f} s"
    return seconds


def _wrong_again(batch: Batch, home: Path) -> Iterator[str]:
    """Run once more over the finished register: the same words, and nothing is audited."""
    again = home / "again.ndjson"
    batch.run(again)
    if again.read_bytes() != (home / "last.ndjson").read_bytes():
        yield "one more run over the same register says something else"


def _wrong_straight(asked: Asked, batch: Batch, home: Path) -> Iterator[str]:
    """Run with a register of its own, and never kill: the same words."""
    straight = home / "straight.ndjson"
    other = Batch(
        folder=batch.folder,
        given=batch.given,
        register=home / "straight.db",
        as_of=batch.as_of,
        workers=1 if asked.workers > 1 else 2,
        rulesets=batch.rulesets,
    )
    other.run(straight)
    if straight.read_bytes() != (home / "last.ndjson").read_bytes():
        yield "a run that was never killed, with another number of workers, says something else"


def _wrong_answers(
    asked: Asked, home: Path, folder: Path, register: Path, key: dict[str, Any], lines: Sequence[Line]
) -> list[str]:
    naive = Naive(folder, home / "taken-apart", RULESET, AS_OF)
    answers = Answers(register)
    inputs = inputs_of(lines)
    audited = [name for name, line in inputs.items() if line["state"] == "audited" and "!" not in name]
    whole = audited[:: max(len(audited) // asked.whole, 1)][: asked.whole] if asked.whole else []
    try:
        return [
            *wrong_with_register(answers, naive, lines),
            *wrong_with_results(answers, naive, key, inputs, RULESET, whole),
        ]
    finally:
        answers.close()


def _figures(told: Told, batch: Batch, register: Path, key: dict[str, Any], seconds: float) -> None:
    answers = Answers(register)
    submissions = answers.submissions()
    answers.close()
    size = sum(path.stat().st_size for path in register.parent.glob(f"{register.name}*"))
    told.figures |= {
        "inputs": f"{key['size']}, {key['faults']} of them planted; {key['states']['audited']} to be audited",
        "all runs until the end": f"{seconds:.0f} s, {key['size'] / seconds:.1f} inputs a second",
        "peak memory, parent": f"{batch.memory.parent / 1024:.0f} MiB",
        "peak memory, greatest worker": f"{batch.memory.worker / 1024:.0f} MiB",
        "register": f"{size / 2**20:.1f} MiB, {size // max(submissions, 1)} bytes a submission",
        "load of the machine at the end": f"{os.getloadavg()[0]:.1f}",
    }


def main() -> None:
    """Read the command line, run, and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=10_000, help="inputs in all (10000)")
    parser.add_argument("--faults", type=int, default=300, help="planted ones among them (300)")
    parser.add_argument("--seed", type=int, default=7, help="another number, another population (7)")
    parser.add_argument("--kills", type=int, default=3, help="how often the run is killed (3)")
    parser.add_argument("--workers", type=int, default=2, help="processes that audit (2)")
    parser.add_argument("--straight", action="store_true", help="compare with a run that is never killed")
    parser.add_argument(
        "--home", type=Path, help="an empty folder to work in, and to keep; left out, a temporary one"
    )
    read = parser.parse_args()
    asked = Asked(
        size=read.size,
        faults=read.faults,
        seed=read.seed,
        kills=read.kills,
        workers=read.workers,
        straight=read.straight,
    )
    with tempfile.TemporaryDirectory(prefix="big-run-") as temporary:
        home = (read.home or Path(temporary)).resolve()
        home.mkdir(parents=True, exist_ok=True)
        told = big_run(asked, home)
    for name, figure in told.figures.items():
        print(f"{name}: {figure}")
    for wrong in told.wrong[:50]:
        print(f"wrong: {wrong[:2000]}", file=sys.stderr)
    if told.wrong:
        raise SystemExit(f"{len(told.wrong)} things are wrong")
    print("everything holds")


if __name__ == "__main__":
    main()
