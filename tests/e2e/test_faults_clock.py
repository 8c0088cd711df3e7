"""A clock that jumps back and forth changes no verdict, makes no register forget, and draws no nonsense."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.cli.progress import Progress, words
from auditor.register.run import Stage
from tests.e2e.faulting import suffered
from tests.e2e.running import AS_OF, EXAMPLES, Ran
from tests.e2e.test_batch import filed, inputs, states

pytest.importorskip("sqlalchemy")
SHORT = ("-r", "uk-social-media-code@0.1.0", *AS_OF)
NOON = "2026-10-01T12:00:00+00:00"
YEARS_BEFORE, YEARS_AFTER = "2019-01-01T00:00:00+00:00", "2099-12-31T23:59:59+00:00"
JUMPS = {
    "back": [NOON, NOON, YEARS_BEFORE],
    "back and forth": [NOON, YEARS_BEFORE, YEARS_AFTER, NOON, YEARS_BEFORE],
}
# Sorts of seconds: what a clock gives that goes on, stops, or is set.
SECONDS = st.floats(min_value=-1e12, max_value=1e12, allow_nan=False)


def batch(folder: Path, *paths: str | Path, clock: list[str], **more: Any) -> Ran:
    ran = suffered(
        folder, "batch", *map(str, paths), *SHORT, "--register", "reg.db", "--workers", "1", clock=clock, **more
    )
    assert ran.status == 0, ran.stderr
    return ran


def listed(folder: Path, *more: str) -> list[str]:
    ran = suffered(folder, "register", "list", "reg.db", "--all", "--limit", "0", "-f", "json", *more)
    assert ran.status == 0, ran.stderr
    return [one["service"]["id"] for one in json.loads(ran.stdout)["entries"]]


@pytest.mark.parametrize("jump", JUMPS)
def test_the_words_are_the_same_and_the_registers_time_never_runs_backward(tmp_path: Path, jump: str) -> None:
    sent = filed(tmp_path / "in", 3)
    usual = suffered(tmp_path, "batch", str(sent), *SHORT)
    for clock in (JUMPS[jump], [YEARS_BEFORE]):
        assert batch(tmp_path, sent, clock=clock).stdout == usual.stdout
    base = sqlite3.connect(tmp_path / "reg.db")
    times = [at for (at,) in base.execute("SELECT at FROM reg_moment ORDER BY id")]
    base.close()
    assert len(times) >= 6
    assert times == sorted(times)


def test_a_clock_that_went_back_does_not_make_the_register_forget_the_newer_filing(tmp_path: Path) -> None:
    text = (EXAMPLES / "quiet-forum.yaml").read_text(encoding="utf-8")
    for name, day in (("newer", "2026-09-09"), ("older", "2020-01-01")):
        (tmp_path / f"{name}.yaml").write_text(re.sub(r"stated_on: \S+", f"stated_on: {day}", text), encoding="utf-8")
    assert states(batch(tmp_path, "newer.yaml", clock=[NOON])) == ["audited"]
    assert states(batch(tmp_path, "older.yaml", clock=[YEARS_BEFORE])) == ["superseded"]
    assert states(batch(tmp_path, "older.yaml", clock=[YEARS_AFTER, YEARS_BEFORE])) == ["superseded"]


def test_known_at_tells_what_came_before_a_jump_from_what_came_after(tmp_path: Path) -> None:
    sent = filed(tmp_path / "in", 3)
    for number, clock in enumerate(([NOON], [YEARS_AFTER], [YEARS_BEFORE])):
        found = batch(tmp_path, sent / f"{number:03}", clock=clock)
        assert [one["state"] for one in inputs(found)] == ["audited"]
    assert listed(tmp_path, "--known-at", "2018-01-01") == []
    assert len(listed(tmp_path, "--known-at", "2026-10-01")) == 1
    assert len(listed(tmp_path, "--known-at", "2099-12-30")) == 1
    assert len(listed(tmp_path, "--known-at", YEARS_AFTER)) == 3
    assert len(listed(tmp_path)) == 3


def test_two_runs_within_a_second_are_told_apart_and_a_second_means_its_end(tmp_path: Path) -> None:
    sent, second = filed(tmp_path / "in", 2), "2026-10-01T12:00:00"
    for number, part in enumerate(("250000", "750000")):
        batch(tmp_path, sent / f"{number:03}", clock=[f"{second}.{part}+00:00"])
    for moment, there in (("11:59:59Z", 0), ("12:00:00.249999Z", 0), ("12:00:00.25Z", 1), ("12:00:00Z", 2)):
        assert len(listed(tmp_path, "--known-at", f"2026-10-01T{moment}")) == there, moment
    assert len(listed(tmp_path, "--known-at", "2026-10-01T14:00+02:00")) == 2
    assert len(listed(tmp_path, "--known-at", "2026-10-01T14:59:59,5+03:00")) == 0


def test_a_store_tells_its_own_time(tmp_path: Path) -> None:
    from auditor.register.store import open_store
    from tests.support.registers import TERMS

    now = datetime(2026, 10, 1, tzinfo=UTC)
    with open_store(tmp_path / "reg.db", now) as store:
        assert store.time(now) == now
        store.begin(TERMS, 1, now)
        assert store.time(now - timedelta(days=900)) == now
        assert store.time(now + timedelta(days=900)) == now + timedelta(days=900)


@given(st.sampled_from(Stage), st.integers(0, 10**9), st.integers(0, 10**9), SECONDS)
def test_no_span_is_negative_and_nothing_is_divided_by_nothing(
    stage: Stage, done: int, given: int, gone: float
) -> None:
    told = words(stage, done, given, gone)
    assert not re.search(r"-\d|nan|inf", told)


@given(st.lists(SECONDS, min_size=1, max_size=12))
def test_the_line_is_drawn_whatever_the_clock_says(moments: list[float]) -> None:
    kept, sys.stderr = sys.stderr, io.StringIO()
    try:
        times = iter(moments)
        progress = Progress(shown=True, seconds=lambda: next(times))
        for number, _ in enumerate(moments):
            progress(Stage.READING, number, len(moments))
        progress.clear()
        drawn = sys.stderr.getvalue()
    finally:
        sys.stderr = kept
    assert not re.search(r"-\d|nan|inf", drawn)


def test_a_clock_that_is_set_back_does_not_stop_the_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    written, times = io.StringIO(), iter([1e6, 10.0, 11.0])
    monkeypatch.setattr(sys, "stderr", written)
    progress = Progress(shown=True, seconds=lambda: next(times))
    for done in range(1, 4):
        progress(Stage.AUDITING, done, 3)
    assert "audited 3 of 3" in written.getvalue()
