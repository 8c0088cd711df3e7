"""Processes that audit: the usual executor of a batch. They end with it, whatever ends it."""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
import tempfile
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.process import BaseProcess
from typing import Any, Final, TypeVar

_MIB: Final = 1 << 20
_WORK: Final = "auditor.register.work"
_LONGEST: Final = 70
_Given = TypeVar("_Given")


class Processes(ProcessPoolExecutor):
    """An executor of so many processes, each with at most so much memory, that can be ended at once."""

    def __init__(self, workers: int, memory: int | None = None) -> None:
        served = "forkserver" in multiprocessing.get_all_start_methods() and _has_room_for_a_socket()
        context = multiprocessing.get_context("forkserver" if served else "spawn")
        if served:
            context.set_forkserver_preload([_WORK])
        super().__init__(workers, mp_context=context, initializer=_begin, initargs=(memory,))

    def submit(self, fn: Callable[..., _Given], /, *args: Any, **kwargs: Any) -> Future[_Given]:
        """Take work; raises BrokenExecutor where it takes none any more.

        Where it is just being ended over a process that died, the channels to a new one are closed already; and the
        server that makes new ones may have ended too.
        """
        try:
            return super().submit(fn, *args, **kwargs)
        except (ConnectionError, EOFError) as error:
            raise BrokenProcessPool("no new process can be had") from error
        except OSError as error:
            if error.errno not in (None, errno.EBADF):
                raise
            raise BrokenProcessPool("its channels are closed") from error

    def kill(self) -> None:
        """End every process now; what they were at is lost."""
        processes: Mapping[int, BaseProcess] = dict(self._processes or {})
        for process in processes.values():
            process.kill()
        # One that dies in the middle of an answer leaves half of it; as long as this process holds the other end open
        # itself, whoever reads would wait for the rest.
        answers: Any = self._result_queue
        if answers is not None:
            answers._writer.close()


def _has_room_for_a_socket() -> bool:
    """Whether the server of forks can be reached: no socket has a long name, and its folder is a temporary one."""
    return len(os.fsencode(tempfile.gettempdir())) <= _LONGEST


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
