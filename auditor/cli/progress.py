"""How far a batch has come, on one line of a terminal that is gone before anything else is written there."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Final

from auditor.register.run import Stage

_EVERY: Final = 0.2
_LEAST: Final = 0.001
_WORDS: Final = {Stage.LISTING: "listed", Stage.READING: "read", Stage.AUDITING: "audited"}
_CLEAR: Final = "\r\x1b[K"


class Progress:
    """Draws how many inputs are done, how fast, and how long the rest will take; nothing unless `shown`.

    `seconds` gives the time that went by, from any start.
    """

    def __init__(self, *, shown: bool, seconds: Callable[[], float]) -> None:
        self._shown, self._seconds = shown, seconds
        self._stage: Stage | None = None
        self._began = 0.0
        self._drawn: float | None = None

    def __call__(self, stage: Stage, done: int, given: int) -> None:
        """Tell how far a stage has come."""
        if not self._shown:
            return
        now = self._seconds()
        if stage is not self._stage or (self._drawn is not None and now < self._drawn):  # a clock that was set back
            self._stage, self._began, self._drawn = stage, now, None
        if self._drawn is None or now - self._drawn >= _EVERY:
            self._drawn = now
            _write(_CLEAR + words(stage, done, given, now - self._began))

    def clear(self) -> None:
        """Take the line away."""
        if self._shown and self._drawn is not None:
            _write(_CLEAR)


def words(stage: Stage, done: int, given: int, seconds: float) -> str:
    """Say how far a stage has come, at what rate, and how long the rest takes at that rate."""
    told = f"{_WORDS[stage]} {done:,}" + (f" of {given:,}" if given else "")
    rate = done / seconds if seconds >= _LEAST else 0
    if rate < 0.05:
        return told
    told += f", {rate:,.0f} a second" if rate >= 10 else f", {rate:.1f} a second"
    return told if not given else f"{told}, {_span((given - done) / rate)} to go"


def _span(seconds: float) -> str:
    left = max(0, round(seconds))
    if left < 60:
        return f"{left} s"
    if left < 3600:
        return f"{left // 60} min {left % 60:02} s"
    return f"{left // 3600} h {left % 3600 // 60:02} min"


def is_wanted(*, quiet: bool, to_stdout: bool) -> bool:
    """Whether there is a terminal to draw on, which the lines themselves do not go to."""
    if quiet or os.environ.get("TERM") == "dumb" or not sys.stderr.isatty():
        return False
    return not (to_stdout and sys.stdout.isatty())


def _write(text: str) -> None:
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        return
