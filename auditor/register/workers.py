"""Work in chunks over any executor: answers in the order of the questions, whatever becomes of the workers.

At most a window of chunks is under way, so that memory stays flat and the first answer comes early. Where a worker
dies or hangs, nobody can say over which submission: every chunk that was under way is tried again, alone and in the
end one by one, until the culprit is found; it is answered for as unusable, and all others are answered as if nothing
had been.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, wait
from contextlib import suppress
from math import ceil
from typing import Any, Final, Generic, TypeVar

from msgspec import Struct, field

from auditor.model.diagnostic import InputError
from auditor.register.faults import died, own_fault, too_long
from auditor.register.job import Job
from auditor.register.judging import Item
from auditor.register.work import Answer, opened

Work = Callable[[Job, Sequence[Item]], bytes]
Token = TypeVar("Token")

_TICK: Final = 0.25
# A worker keeps to the time limit by itself, unless what it does never comes back to ask.
_GRACE: Final = 5.0


class _Lost(Exception):
    """The workers ended, or hang, before they answered."""

    def __init__(self, *, hung: bool) -> None:
        super().__init__()
        self.hung = hung


class _Stopped(Exception):
    """The run is to end."""


class _Task(Struct, Generic[Token]):
    token: Token
    items: Sequence[Item]
    first: Work
    future: Future[bytes] | None = None
    answers: list[Answer] = field(default_factory=list)
    done: bool = False


class Workers:
    """Gives work to an executor, and makes a new one where it broke. A context manager.

    `stopped` is asked several times a second: once it says yes, nothing more is waited for.
    """

    def __init__(
        self,
        factory: Callable[[], Executor],
        job: Job,
        *,
        window: int,
        seconds: float | None,
        stopped: Callable[[], bool],
    ) -> None:
        self._factory, self._job, self._window, self._stopped = factory, job, window, stopped
        self._seconds = seconds
        self._patience = None if seconds is None else ceil((seconds + _GRACE) / _TICK)
        self._pool: Executor | None = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self._end(at_once=True)

    def answers(
        self,
        work: Work,
        questions: Iterable[tuple[Token, Sequence[Item]]],
        *,
        first: Callable[[], Work] | None = None,
    ) -> Iterator[tuple[Token, list[Answer] | None]]:
        """Give each token with the answers to its items; with None where the run ended before they were there.

        `first` gives what is tried before `work`, asked anew for each question; where it does not come to its end,
        nobody is blamed, and it is as if it had never been.
        """
        waiting: deque[_Task[Token]] = deque()
        for token, items in questions:
            waiting.append(self._begun(_Task(token, items, work if first is None else first())))
            while waiting and (len(waiting) > self._window or _is_there(waiting[0])):
                yield self._first(work, waiting)
        while waiting:
            yield self._first(work, waiting)

    def _begun(self, task: _Task[Token]) -> _Task[Token]:
        if not task.items:
            task.done = True
        else:
            self._submit(task)
        return task

    def _submit(self, task: _Task[Any]) -> None:
        """Begin a task; where the executor is broken, that is noticed when the task's turn comes."""
        task.future = None
        with suppress(BrokenExecutor, _Stopped):
            task.future = self._submitted(task.first, task.items)

    def _submitted(self, work: Work, items: Sequence[Item]) -> Future[bytes]:
        if self._stopped():
            raise _Stopped
        if self._pool is None:
            self._pool = self._factory()
        return self._pool.submit(work, self._job, items)

    def _first(self, work: Work, waiting: deque[_Task[Token]]) -> tuple[Token, list[Answer] | None]:
        """Wait for the first task, and give what came of it."""
        task = waiting[0]
        try:
            if not task.done:
                self._finish(work, waiting)
        except _Stopped:
            waiting.popleft()
            return task.token, None
        waiting.popleft()
        return task.token, task.answers

    def _finish(self, work: Work, waiting: deque[_Task[Token]]) -> None:
        task = waiting[0]
        while not task.done:
            try:
                task.answers = self._answer(work, task, [one.future for one in waiting if one.future is not None])
                task.done = True
            except _Lost as lost:
                self._recover(work, waiting, hung=lost.hung)

    def _answer(self, work: Work, task: _Task[Token], others: Sequence[Future[bytes]]) -> list[Answer]:
        """Wait for one task; a fault of our own over a chunk that is alone is looked for in its members."""
        if task.future is None:
            if self._stopped():
                raise _Stopped
            raise _Lost(hung=False)
        self._wait(task.future, others)
        try:
            fault = task.future.exception()
        except CancelledError as error:
            fault = error
        if fault is None:
            return opened(task.future.result())
        if isinstance(fault, InputError):
            raise fault
        if isinstance(fault, BrokenExecutor | CancelledError):
            raise _Lost(hung=False)
        if others:  # with nothing beside it, so that no other's fault is taken for its own
            raise _Lost(hung=False)
        if len(task.items) == 1:
            return [(own_fault(task.items[0][1], fault),)]
        return [self._single(work, item) for item in task.items]

    def _wait(self, future: Future[bytes], others: Sequence[Future[bytes]]) -> None:
        """Wait for an answer as long as any of the others comes in; raises where all seem to hang."""
        idle, before = 0, -1
        while not future.done():
            if self._stopped():
                raise _Stopped
            wait([future], timeout=_TICK)
            there = sum(one.done() for one in others)
            idle, before = (idle + 1, before) if there == before else (0, there)
            if self._patience is not None and idle >= self._patience and self._can_kill():
                raise _Lost(hung=True)

    def _recover(self, work: Work, waiting: deque[_Task[Token]], *, hung: bool) -> None:
        """Find the culprit among the tasks that were under way, from the first; then let the others go on."""
        self._end(at_once=True)
        found = False
        for task in waiting:
            if task.done or (task.future is not None and _is_there(task)):
                continue
            if found:
                self._submit(task)
                continue
            task.answers, found = self._alone(work, task.items)
            task.done = True

    def _alone(self, work: Work, items: Sequence[Item]) -> tuple[list[Answer], bool]:
        """Try a chunk with nothing beside it, and its members one by one where that fails too."""
        try:
            task = _Task(None, items, work)
            self._submit(task)
            if task.future is None:  # an idle worker died since: that is nobody's fault
                self._end(at_once=True)
                self._submit(task)
            return self._answer(work, task, []), False
        except _Lost as lost:
            self._end(at_once=True)
            if len(items) == 1:
                return [self._blamed(items[0], lost)], True
        answers = [self._single(work, item) for item in items]
        return answers, True

    def _single(self, work: Work, item: Item) -> Answer:
        return self._alone(work, [item])[0][0]

    def _blamed(self, item: Item, lost: _Lost) -> Answer:
        return (too_long(item[1], self._seconds) if lost.hung else died(item[1]),)

    def _can_kill(self) -> bool:
        return hasattr(self._pool, "kill")

    def _end(self, *, at_once: bool) -> None:
        """End the executor; processes are not waited for where they may hang."""
        pool: Any = self._pool
        self._pool = None
        if pool is None:
            return
        if at_once and hasattr(pool, "kill"):
            pool.kill()
        pool.shutdown(wait=False, cancel_futures=True)


def _is_there(task: _Task[Any]) -> bool:
    """Whether a task has its answers already."""
    if task.done:
        return True
    future = task.future
    return future is not None and future.done() and not future.cancelled() and future.exception() is None
