"""What fuzzing found and what it begins with, and examples with bytes taken out and put in: none may end in a trace.

atheris is not needed for this; `python -m tests.fuzz.fuzz` needs it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.fuzz import SEEDS
from tests.fuzz.targets import TARGETS

HERE = Path(__file__).parent
CORPUS = sorted((HERE / "corpus").glob("*.bin"))
EXAMPLES = sorted((HERE.parent.parent / "examples").glob("*.yaml"))
LARGEST = 300_000


@pytest.mark.parametrize("target", TARGETS)
def test_what_is_kept_ends_as_it_should(target: str) -> None:
    for path in CORPUS:
        if path.stem.partition("-")[0] == target:
            TARGETS[target](path.read_bytes())


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize(
    "data", [b"", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"{}", b"[]\n", b"a: 1\n", b"\x1b[2J"], ids=repr
)
def test_next_to_nothing_ends_as_it_should(target: str, data: bytes) -> None:
    TARGETS[target](data)


def test_every_target_has_something_to_begin_with_and_every_file_a_target() -> None:
    kept = {path.stem.partition("-")[0] for path in CORPUS}
    assert kept <= set(TARGETS)
    assert set(SEEDS) <= set(TARGETS)
    assert set(TARGETS) <= kept | set(SEEDS)


def test_the_corpus_stays_small() -> None:
    assert sum(path.stat().st_size for path in CORPUS) < LARGEST


def test_the_targets_are_told() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.fuzz", "--list"],
        cwd=HERE.parent.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.split() == list(TARGETS)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_cut_anywhere(path: Path) -> None:
    data = path.read_bytes()
    for end in range(0, len(data), max(1, len(data) // 40)):
        TARGETS["declaration"](data[:end])
        TARGETS["yaml"](data[:end] + b"\xff" + data[end:])
        TARGETS["declaration"](data[:end] + b"null" + data[end + 4 :])
