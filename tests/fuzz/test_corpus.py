"""What fuzzing found, and the seeds it starts from with bytes taken out and put in: none may end in a trace."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS

HERE = Path(__file__).parent
CORPUS = sorted((HERE / "corpus").glob("*.bin"))
EXAMPLES = sorted((HERE.parent.parent / "examples").glob("*.yaml"))


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_a_find_stays_mended(path: Path) -> None:
    TARGETS[path.stem.partition("-")[0]](path.read_bytes())


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_cut_anywhere(path: Path) -> None:
    data = path.read_bytes()
    for end in range(0, len(data), max(1, len(data) // 40)):
        TARGETS["declaration"](data[:end])
        TARGETS["yaml"](data[:end] + b"\xff" + data[end:])
        TARGETS["declaration"](data[:end] + b"null" + data[end + 4 :])
