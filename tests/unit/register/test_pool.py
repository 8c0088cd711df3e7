"""Processes that are ended at once: whatever they were saying, nobody waits for the rest of it."""

from __future__ import annotations

import os
import time
from multiprocessing import forkserver

import pytest

from auditor.model.diagnostic import InputError
from auditor.register.job import Edition, rules_of
from auditor.register.pool import Processes, get_ready
from auditor.source.library import newest
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_vocabulary

LONG = 64 * 1024 * 1024


def long_answer(seconds: float) -> bytes:
    time.sleep(seconds)
    return b"x" * LONG


def test_the_server_that_began_early_is_the_one_that_is_asked() -> None:
    get_ready()
    server = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]  # told nowhere else
    pool = Processes(1)
    assert server is not None
    assert pool.submit(os.getppid).result(timeout=60) == server
    pool.kill()


def bound_for(editions: tuple[Edition, ...]) -> list[str]:
    """Give what a process judges by: of each edition its first requirement."""
    return [ruleset.requirements[0].id for ruleset, _compiled in rules_of(editions).rulesets]


def test_editions_that_are_handed_over_are_not_read_again_and_others_are() -> None:
    named = newest("internet-safety-strategy")
    ruleset = read_ruleset(named.folder, read_vocabulary())
    there = Edition(folder=str(named.folder), sha256=ruleset.sha256, asked="there")
    gone = Edition(folder="/nowhere/to/be/read", sha256=ruleset.sha256, asked="gone")
    other = Edition(folder=str(named.folder), sha256="0" * 64, asked="other")
    first = ruleset.requirements[0].id
    pool = Processes(1, None, ((gone, ruleset), (other, ruleset)))
    assert pool.submit(bound_for, (there,)).result(timeout=60) == [first]
    assert pool.submit(bound_for, (gone, there)).result(timeout=60) == [first, first]
    with pytest.raises(InputError, match="is not what it was"):  # handed over or not, it is what the job says
        pool.submit(bound_for, (other,)).result(timeout=60)
    pool.kill()


def test_nothing_of_one_that_is_killed_is_at_work_afterwards() -> None:
    pool = Processes(2)
    assert pool.submit(len, b"a").result(timeout=60) == 1
    manager = pool._executor_manager_thread
    assert manager is not None
    pool.kill()
    assert not manager.is_alive()


@pytest.mark.parametrize("after", [0.0, 0.02, 0.05, 0.1])
def test_one_that_is_killed_in_the_middle_of_an_answer_keeps_nobody_waiting(after: float) -> None:
    pool = Processes(1)
    assert pool.submit(len, b"a").result(timeout=60) == 1  # it has begun
    pool.submit(long_answer, 0.2)
    time.sleep(0.2 + after)
    reading = pool._executor_manager_thread
    assert reading is not None
    pool.kill()
    pool.shutdown(wait=False, cancel_futures=True)
    reading.join(timeout=20)
    assert not reading.is_alive()
