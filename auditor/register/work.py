"""What a worker does with a few inputs: look at them, or judge them. Answers are bytes, which any executor can carry.

Everything here can be sent to another process. A submission that takes too long or too much memory is answered for as
unusable, and the next one is taken.
"""

from __future__ import annotations

import pickle
import signal
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Any, Never

from auditor.model.batch import Filed, Judged
from auditor.model.diagnostic import ERROR_LOST, Diagnostic, InputError
from auditor.register.faults import too_long, too_much_memory
from auditor.register.job import Job, made_ready, rules_of
from auditor.register.judging import Item, filed, judged

Refusal = tuple[Diagnostic, ...]
Answer = Filed | Judged | Refusal


def look(job: Job, items: Sequence[Item]) -> bytes:
    """Read each input: what is filed there, or why it cannot be used."""
    return each(job, items, lambda item: filed(rules_of(job.editions), item))


def judge(job: Job, items: Sequence[Item]) -> bytes:
    """Audit each input, or say why it cannot be used."""
    rules = made_ready(job)
    return each(job, items, lambda item: judged(job, rules, item))


def judge_or_look(job: Job, items: Sequence[Item]) -> bytes:
    """Audit each input; of one whose audit goes beyond its bounds, say what is filed there."""
    rules = made_ready(job)
    return each(job, items, lambda item: judged(job, rules, item), lambda item: filed(rules, item))


def each(job: Job, items: Sequence[Item], *ways: Callable[[Item], Any]) -> bytes:
    """Do something with each input within its bounds, and give the answers as bytes.

    Where one way goes beyond them, the next one is tried.
    """
    rules_of(job.editions)  # before any submission's time begins
    answers = [_answer(job, item, ways) for item in items]
    # Results are long and repeat themselves: the one who waits for many of them at once holds a tenth of it. What is
    # packed is compressed already.
    return zlib.compress(pickle.dumps(answers, protocol=5), 0 if job.packed and not job.results else 1)


def _answer(job: Job, item: Item, ways: Sequence[Callable[[Item], Any]]) -> Any:
    refusal: Refusal = ()
    for do in ways:
        try:
            with _within(job.seconds):
                return do(item)
        except InputError as error:
            return error.diagnostics
        except MemoryError:
            refusal = (too_much_memory(item[1]),)
        except SystemError as fault:
            if ERROR_LOST not in str(fault):
                raise
            refusal = (too_much_memory(item[1]),)
        except _TooLong:
            refusal = (too_long(item[1], job.seconds),)
    return refusal


def opened(answers: bytes) -> list[Answer]:
    """Give what `each` was answered."""
    found: list[Answer] = pickle.loads(zlib.decompress(answers))
    return found


class _TooLong(BaseException):
    """The time for one submission is over. No error that anything on the way could take for its own."""


@contextmanager
def _within(seconds: float | None) -> Iterator[None]:
    """Stop what goes on inside after so many seconds, where the system can."""
    watched = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if seconds is None or not watched:
        yield
        return
    before = signal.signal(signal.SIGALRM, _stop)
    # Again every second: where an object is just being cleared away, an error goes unheard.
    signal.setitimer(signal.ITIMER_REAL, seconds, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _stop(_number: int, _frame: FrameType | None) -> Never:
    raise _TooLong
