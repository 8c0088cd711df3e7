"""The big run in small: a register killed and resumed says what single audits say, and no fault is lost."""

from __future__ import annotations

from pathlib import Path

from benchmarks.batch_run import Asked, big_run


def test_a_register_killed_and_resumed_says_what_single_audits_say(tmp_path: Path) -> None:
    told = big_run(Asked(size=40, faults=16, seed=7, kills=1, straight=True, whole=2), tmp_path)
    assert told.wrong == []
    assert told.figures["inputs"].startswith("40, 16 of them planted")
