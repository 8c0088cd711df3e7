"""What is asked of a run: how many rounds, over how much, in which folder, against whom."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from benchmarks.speed import workload
from benchmarks.speed.peers import Peers


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The size of a run.

    `documents` are read and audited in this process, by others' engines too; over as many as `compared` these must
    say what ours says. `inputs` go through real batches, `files` through one that is held against peers, each of
    which is given `peer_files` of them; `most` declarations are held against `few` for memory. A cold process runs so
    many `times` in each turn. `beside` are rounds of what has no reach, and is measured to understand the rest.
    """

    home: Path
    peers: Peers
    rounds: int = 11
    times: int = 3
    beside: int = 3
    documents: int = 20
    compared: int = 100
    inputs: int = 2000
    files: int = 1000
    peer_files: int = 40
    few: int = 1000
    most: int = 100_000

    @cached_property
    def drawn(self) -> list[Path]:
        """The declarations of this process, each from its own seed."""
        return workload.write(self.home / "drawn", range(1, self.documents + 1))

    @cached_property
    def further(self) -> list[Path]:
        """More declarations, over which other engines' verdicts are compared with ours, and no time is taken."""
        return workload.write(self.home / "further", range(self.documents + 1, self.compared + 1))

    @cached_property
    def ruleset(self) -> Path:
        """The folder of the edition of 200 requirements."""
        return workload.ruleset(self.home / workload.RULESET)

    def many(self, count: int) -> Path:
        """Give a folder with so many declarations, each of a service of its own."""
        return workload.write_many(self.home / f"many-{count}", count)
