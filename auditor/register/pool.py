"""Processes that audit: the usual executor of a batch. They end with it, whatever ends it."""

from __future__ import annotations

import errno
import gc
import multiprocessing
import os
import signal
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing.context import BaseContext, Process
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from auditor.model.ruleset import Ruleset
    from auditor.register.job import Edition

_MIB: Final = 1 << 20
_WORK: Final = "auditor.register.work"
_LONGEST: Final = 70
# An audit makes many objects that live for a moment, and hardly a cycle of them: to look for cycles as often as usual
# takes a fifth of its time. A few MiB of them would still be found.
SELDOM: Final = 20_000
_CLEARED: Final = 1.0
_Given = TypeVar("_Given")


def get_ready() -> None:
    """Let the server of processes begin: it reads its modules while the one that will ask for them reads others."""
    with suppress(OSError):  # where it cannot begin, that is told when it is needed
        if _served() is not None:
            from multiprocessing import forkserver  # not every system has one

            forkserver.ensure_running()


def _served() -> BaseContext | None:
    """Give the way of processes that a server forks, where there can be one."""
    if "forkserver" not in multiprocessing.get_all_start_methods() or not _has_room_for_a_socket():
        return None
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_WORK])
    return context


class _Started(dict[int, Process]):
    """The processes of an executor, by their numbers, as they are at the moment of asking.

    Its own thread goes through them when one has died, while the one that hands in work may be starting another: over
    a plain dictionary that ends with an error in a thread, which nobody catches.
    """

    def values(self) -> list[Process]:  # type: ignore[override]  # what goes through them needs no more
        return list(super().values())


class Processes(ProcessPoolExecutor):
    """An executor of so many processes, each with at most so much memory, that can be ended at once.

    They need not read the editions that are handed to them as they were `read`.
    """

    def __init__(self, workers: int, memory: int | None = None, read: Sequence[tuple[Edition, Ruleset]] = ()) -> None:
        super().__init__(
            workers,
            mp_context=_served() or multiprocessing.get_context("spawn"),
            initializer=_begin,
            initargs=(memory, read),
        )
        self._processes = _Started()

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
        # It clears away what was between it and the processes; whoever ends meanwhile would find that half gone.
        manager: Any = self._executor_manager_thread
        if manager is not None:
            manager.join(_CLEARED)


def _has_room_for_a_socket() -> bool:
    """Whether the server of forks can be reached: no socket has a long name, and its folder is a temporary one."""
    return len(os.fsencode(tempfile.gettempdir())) <= _LONGEST


def _begin(memory: int | None, read: Sequence[tuple[Edition, Ruleset]]) -> None:
    """Make a new process fit for work: bounded, deaf to Ctrl-C, and gone when its parent is."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(SELDOM)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    if memory is not None:
        _bound(memory)
    if read:
        from auditor.register.job import take_over

        take_over(read)


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
