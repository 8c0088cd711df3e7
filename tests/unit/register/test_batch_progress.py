"""What a terminal is told while a batch runs: how far, how fast, how long still; and nothing elsewhere."""

from __future__ import annotations

import io
import sys

import pytest

from auditor.cli.progress import Progress, is_wanted, words
from auditor.register.run import Stage


@pytest.mark.parametrize(
    ("stage", "done", "given", "seconds", "told"),
    [
        (Stage.LISTING, 1234, 0, 0.0, "listed 1,234"),
        (Stage.LISTING, 1234, 0, 2.0, "listed 1,234, 617 a second"),
        (Stage.READING, 50, 5000, 0.5, "read 50 of 5,000, 100 a second, 50 s to go"),
        (Stage.AUDITING, 10, 1000, 5.0, "audited 10 of 1,000, 2.0 a second, 8 min 15 s to go"),
        (Stage.AUDITING, 100, 100_000, 50.0, "audited 100 of 100,000, 2.0 a second, 13 h 52 min to go"),
        (Stage.AUDITING, 0, 100, 5.0, "audited 0 of 100"),
        (Stage.AUDITING, 100, 100, 5.0, "audited 100 of 100, 20 a second, 0 s to go"),
    ],
)
def test_progress_in_words(stage: Stage, done: int, given: int, seconds: float, told: str) -> None:
    assert words(stage, done, given, seconds) == told


def test_the_line_is_drawn_now_and_then_and_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    written, clock = io.StringIO(), iter([10.0, 10.1, 10.15, 10.5])
    monkeypatch.setattr(sys, "stderr", written)
    progress = Progress(shown=True, seconds=lambda: next(clock))
    for done in range(1, 5):
        progress(Stage.READING, done, 4)
    progress.clear()
    drawn = written.getvalue().split("\r\x1b[K")
    assert drawn == ["", "read 1 of 4", "read 4 of 4, 8.0 a second, 0 s to go", ""]


def test_nothing_is_drawn_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", Terminal())
    assert is_wanted(quiet=False, to_stdout=True)
    assert not is_wanted(quiet=True, to_stdout=True)
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert not is_wanted(quiet=False, to_stdout=True)
    assert is_wanted(quiet=False, to_stdout=False)
    monkeypatch.setenv("TERM", "dumb")
    assert not is_wanted(quiet=False, to_stdout=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert not is_wanted(quiet=False, to_stdout=False)
