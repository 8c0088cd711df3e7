"""Processes that audit: the usual executor of a batch. They end with it, whatever ends it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.process import BaseProcess
from typing import Final

_MIB: Final = 1 << 20
_WORK: Final = "auditor.register.work"


class Processes(ProcessPoolExecutor):
    """An executor of so many processes, each with at most so much memory, that can be ended at once."""

    def __init__(self, workers: int, memory: int | None = None) -> None:
        methods = multiprocessing.get_all_start_methods()
        context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        if "forkserver" in methods:
            context.set_forkserver_preload([_WORK])
        super().__init__(workers, mp_context=context, initializer=_begin, initargs=(memory,))

    def kill(self) -> None:
        """End every process now; what they were at is lost."""
        processes: Mapping[int, BaseProcess] = dict(self._processes or {})
        for process in processes.values():
            process.kill()


def _begin(memory: int | None) -> None:
    """Make a new process fit for work: bounded, deaf to Ctrl-C, and gone when its parent is."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    if memory is not None:
        _bound(memory)


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def _bound(memory: int) -> None:
    try:
        import resource
    except ImportError:  # a system without such bounds
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    wanted = memory * _MIB if hard == resource.RLIM_INFINITY else min(memory * _MIB, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
