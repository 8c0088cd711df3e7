"""A process that keeps chunks in a register until it is killed: `python -m tests.support.keeping_on FILE MARK`.

It writes the number of each chunk when that is committed, as a batch prints its lines.
"""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from auditor.model.batch import Outcome
from auditor.register.store import open_store
from tests.support.registers import NOW, TERMS, audited, filed

CHUNK = 20


def chunk(mark: str, number: int) -> list[Outcome]:
    """Give the inputs of one chunk."""
    return [audited(number * CHUNK + at, filed(f"{mark}-{number}", at, mark=mark), rules=30) for at in range(CHUNK)]


if __name__ == "__main__":
    with open_store(Path(sys.argv[1]), NOW) as store:
        run = store.begin(TERMS, 10**6, NOW)
        sys.stdout.write("begun\n")
        sys.stdout.flush()
        for number in count():
            store.keep(run, chunk(sys.argv[2], number), NOW)
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()
