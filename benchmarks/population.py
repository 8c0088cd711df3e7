"""Make a register of invented submissions: `python benchmarks/population.py OUT --size N --faults K --seed S`.

The same numbers give the same bytes on every machine. What is planted, and what must come of it, stands in
OUT/key.json; the submissions are in OUT/filings, and with --archives in OUT/archives too. No service in it exists.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from auditor.source.vocabularies import read_vocabulary
from benchmarks.filings.planting import FILINGS
from benchmarks.filings.population import Population

KEY = "key.json"


def write(population: Population, out: Path) -> None:
    """Write a population into a folder that is not there yet, or empty."""
    out.mkdir(parents=True, exist_ok=True)
    if any(out.iterdir()):
        raise SystemExit(f"{out} is not empty")
    (out / FILINGS).mkdir()
    for name, data in population.files():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    for _fault, planted in population.planted.values():
        for name, target in planted.links.items():
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            (out / name).symlink_to(target)
        for name in planted.pipes:
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            os.mkfifo(out / name)
        for name in planted.closed:
            (out / name).chmod(0)
    (out / KEY).write_text(json.dumps(population.key(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Read the command line, and write the population that it asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, metavar="OUT", help="a folder that is not there yet, or empty")
    parser.add_argument("--size", type=int, default=1000, help="inputs in all (1000)")
    parser.add_argument("--faults", type=int, default=30, help="planted ones among them (30)")
    parser.add_argument("--seed", type=int, default=1, help="another number, another population (1)")
    parser.add_argument("--archives", action="store_true", help="some services send archives, some of them bad")
    asked = parser.parse_args()
    population = Population(read_vocabulary().shared, asked.size, asked.faults, asked.seed, archives=asked.archives)
    write(population, asked.out)
    told = ", ".join(f"{count} {state}" for state, count in population.key()["states"].items())
    print(f"{asked.size} inputs in {asked.out}; {told}, if all goes as it must")


if __name__ == "__main__":
    main()
