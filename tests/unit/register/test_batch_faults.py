"""Submissions that exhaust, hang or kill whoever works on them: each is accounted for, and the rest goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import pytest

from auditor.model.diagnostic import InputError
from auditor.register import workers as module
from auditor.register.job import Edition
from auditor.register.pool import Processes
from tests.support.batches import (
    AtOnce,
    Memory,
    bytes_of,
    codes,
    files,
    judge_or_look_small,
    judge_small,
    ran,
    states,
)

ROOT = Path(__file__).parent.parent.parent.parent


def among_others(*hard: str, every: int = 5) -> list[str]:
    """Put hard filings among easy ones."""
    lines = []
    for number, words in enumerate(hard):
        lines += [f"easy{number}x{one} - easy" for one in range(every)] + [f"hard{number} - {words}"]
    return [*lines, "last - easy"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("hangs", "batch.too-long"),
        ("eats", "batch.too-much-memory"),
        ("gobbles", "batch.too-much-memory"),
        ("loses", "batch.too-much-memory"),
        ("dies", "batch.worker-died"),
        ("killed", "batch.worker-died"),
        ("faulty", "batch.own-fault"),
    ],
)
@pytest.mark.parametrize("at_once", [False, True])
def test_the_culprit_is_told_and_the_others_are_audited(tmp_path: Path, words: str, code: str, at_once: bool) -> None:
    given = files(tmp_path, among_others(words, words))
    processes = partial(Processes, 2, 1024)
    found = ran(given, tmp_path / "home", processes, chunk=4, window=3, seconds=60.0, at_once=at_once)
    told = {one.shown: codes(one) for one in found if one.state != "audited"}
    assert told == {"0005.yaml": [code], "0011.yaml": [code]}
    assert len(found) == 13


def test_a_process_may_begin_while_another_is_being_buried(monkeypatch: pytest.MonkeyPatch) -> None:
    usual, wrong = BaseProcess.is_alive, list[Any]()
    with Processes(1) as pool:
        assert pool.submit(os.getpid).result()

        def is_alive(process: BaseProcess) -> bool:
            number = len(pool._processes or {})
            if number < 3:  # as a task does that is handed in at this moment
                pool._processes[-number] = process  # type: ignore[index]
            return usual(process)

        monkeypatch.setattr(BaseProcess, "is_alive", is_alive)
        monkeypatch.setattr(threading, "excepthook", wrong.append)
        with pytest.raises(BrokenExecutor):
            pool.submit(os._exit, 1).result()
    assert wrong == []


@pytest.mark.parametrize("at_once", [False, True])
def test_what_never_asks_again_is_ended_from_outside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: bool
) -> None:
    monkeypatch.setattr(module, "_GRACE", 1.0)
    given = files(tmp_path, among_others("sleeps deeply"))
    found = ran(given, tmp_path / "home", partial(Processes, 2), chunk=3, window=3, seconds=1.0, at_once=at_once)
    assert states(found).count("audited") == 6
    assert codes(found[5]) == ["batch.too-long"]


def test_every_sort_at_once_comes_out_the_same_whatever_the_chunks(tmp_path: Path) -> None:
    given = files(tmp_path, among_others("dies", "hangs", "killed", "eats", "faulty", "broken"))
    memory = Memory()
    usual = ran(given, tmp_path / "home", partial(Processes, 2), chunk=32, seconds=60.0, memory=memory)
    assert states(usual).count("unusable") == 6
    for at_once in (False, True):
        found = ran(given, tmp_path / "home", partial(Processes, 1), chunk=2, seconds=60.0, at_once=at_once)
        assert bytes_of(found) == bytes_of(usual)
    assert [one.position for one in memory.kept] == list(range(len(given)))


def test_work_in_this_process_keeps_its_bounds_too(tmp_path: Path) -> None:
    found = ran(files(tmp_path, among_others("hangs", "eats", "faulty")), tmp_path / "home", AtOnce)
    assert [codes(one) for one in found if one.state == "unusable"] == [
        ["batch.too-long"],
        ["batch.too-much-memory"],
        ["batch.own-fault"],
    ]


def test_rules_that_changed_end_the_run(tmp_path: Path) -> None:
    from msgspec.structs import replace

    from auditor.register.run import run
    from auditor.register.spool import Spool
    from tests.support.batches import JOB

    edition = Edition(folder=str(ROOT / "rulesets/internet-safety-strategy/3.0.0"), sha256="0" * 64, asked="x@1.0.0")
    with Spool(tmp_path) as spool, pytest.raises(InputError, match="not what it was"):
        list(run(files(tmp_path, ["a - x"]), replace(JOB, editions=(edition,)), AtOnce, spool))


_PARENT = """
import os, sys, time
from auditor.register.pool import Processes

if __name__ == "__main__":
    pool = Processes(1)
    print(pool.submit(os.getpid).result(), flush=True)
    time.sleep(60)
"""


def test_processes_end_with_the_one_that_began_them(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(_PARENT, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, str(script)], cwd=ROOT, stdout=subprocess.PIPE, env={"PYTHONPATH": str(ROOT)}
    ) as parent:
        assert parent.stdout is not None
        worker = Path("/proc") / parent.stdout.readline().decode().strip()
        if not worker.parent.is_dir():
            pytest.skip("no /proc on this system")
        assert worker.is_dir()
        parent.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 20
    while worker.is_dir() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not worker.is_dir()


class _Brittle(AtOnce):
    """Breaks at a filing that kills, and takes nothing more from then on: as early as any executor can."""

    broken = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if self.broken:
            raise BrokenExecutor("broken before")
        items = args[-1]
        if fn in (judge_small, judge_or_look_small) and any(
            "dies" in Path(path).read_text(encoding="utf-8") for path, _shown in items
        ):
            self.broken = True
            future: Future[Any] = Future()
            future.set_exception(BrokenExecutor("broken now"))
            return future
        return super().submit(fn, *args, **kwargs)


@pytest.mark.parametrize("chunk", [1, 3, 32])
@pytest.mark.parametrize("window", [1, 2, 5])
@pytest.mark.parametrize("at_once", [False, True])
def test_an_executor_that_takes_nothing_more_is_replaced(
    tmp_path: Path, chunk: int, window: int, at_once: bool
) -> None:
    given = files(tmp_path, among_others("dies", "dies", "dies", every=3))
    found = ran(given, tmp_path / "home", _Brittle, chunk=chunk, window=window, at_once=at_once)
    assert states(found).count("audited") == 10
    assert [codes(one) for one in found if one.state != "audited"] == [["batch.worker-died"]] * 3
