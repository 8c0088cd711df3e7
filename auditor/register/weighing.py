"""Every service of a register under two editions: read again from what is kept, and judged by both.

What a service filed is kept as text, and what was found of its documents in its result: the backed track comes out as
it did when the documents were at hand. Workers read the register for themselves; what they give back is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from datetime import datetime
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import Any, Final, cast

from msgspec import Struct

from auditor.engine.audit import audit
from auditor.engine.consistency import contradicted
from auditor.engine.impact import Setting, impact_on
from auditor.engine.impact_undo import Undoing
from auditor.engine.rulesetdiff import diff
from auditor.engine.wide_impact import Counting
from auditor.engine.wide_shift import large_by, shifted
from auditor.model.declaration import Declaration
from auditor.model.diagnostic import Diagnostic
from auditor.model.result import Audit
from auditor.model.wide_impact import Large, Shifted, WideImpact
from auditor.register.connect import engine_of
from auditor.register.job import Edition, Job, Rules, contradictions_in, rules_of
from auditor.register.judging import Item
from auditor.register.newest import newest
from auditor.register.reading import Register
from auditor.register.work import each
from auditor.register.workers import Workers
from auditor.source.asfound import found_in, read_as_found

_CHUNK: Final = 16


class WideJob(Job, frozen=True, kw_only=True):
    """What is to be done with every filing: two editions, the old one first, and the register they are in."""

    register: str


class Pairing(Struct, frozen=True, kw_only=True):
    """Two editions, what can be taken back between them, and what they call a large service."""

    undoing: Undoing
    large: Large | None


@cache
def pairing(editions: tuple[Edition, ...]) -> Pairing:
    """Hold two editions against each other, once in each process."""
    old, new = (ruleset for ruleset, _compiled in rules_of(editions).rulesets)
    return Pairing(undoing=Undoing(diff(old, new), as_written=editions[1].as_written), large=large_by(new, old))


def weigh(job: Job, items: Sequence[Item]) -> bytes:
    """Judge filings, each named by the number of its result, and give what is counted of them as bytes."""
    assert isinstance(job, WideJob), "the job names a register"
    with _reading(Path(job.register)) as register:
        return each(job, items, partial(_weighed, job, register))


@contextmanager
def _reading(path: Path) -> Iterator[Register]:
    connection = engine_of(path, write=False).connect()
    try:
        yield Register(connection, path)
    finally:
        connection.close()


def _weighed(job: WideJob, register: Register, item: Item) -> Any:
    number, rules, both = int(item[0]), rules_of(job.editions), pairing(job.editions)
    found = found_in(register.result(number))
    declaration, _warnings = read_as_found(register.content(number), found, rules.vocabulary)
    said = contradicted(contradictions_in(job, declaration.facts), declaration, job.as_of)
    old, new = (_audit(job, rules, declaration, at, said) for at in (0, 1))
    setting = Setting(
        vocabulary=rules.vocabulary,
        as_of=job.as_of,
        as_written=job.editions[1].as_written,
        include_recalled=job.include_recalled,
        contradicted=said,
    )
    return shifted(impact_on(both.undoing, old, new, setting), both.undoing.pairs, both.large)


def _audit(job: Job, rules: Rules, declaration: Declaration, at: int, said: frozenset[str]) -> Audit:
    ruleset, compiled = rules.rulesets[at]
    return audit(
        declaration,
        ruleset,
        compiled,
        vocabulary=rules.vocabulary,
        as_of=job.as_of,
        as_written=job.editions[at].as_written,
        include_recalled=job.include_recalled,
        watermarks=(),
        contradicted=said,
    )


def wide_impact(
    register: Register,
    job: WideJob,
    factory: Callable[[], Executor],
    *,
    known_at: datetime | None,
    window: int,
    stopped: Callable[[], bool] = lambda: False,
) -> WideImpact:
    """Count what the new edition does to the newest filing of each service that the register knew.

    Of a run that is stopped, what was counted until then is not given: raises KeyboardInterrupt.
    """
    both = pairing(job.editions)
    counting = Counting(both.undoing, both.large)
    wrong: list[Diagnostic] = []
    with Workers(factory, job, window=window, seconds=job.seconds, stopped=stopped) as workers:
        items = _items(register, known_at, counting)
        questions = ((None, chunk) for chunk in iter(lambda: list(islice(items, _CHUNK)), []))
        for _token, answers in workers.answers(weigh, questions):
            if answers is None:
                raise KeyboardInterrupt
            for one in cast("Iterable[Shifted | tuple[Diagnostic, ...]]", answers):
                if isinstance(one, Shifted):
                    counting.add(one)
                else:
                    counting.refuse()
                    wrong.extend(one)
    return counting.impact(
        as_of=job.as_of, as_written=job.editions[1].as_written, known_at=known_at, diagnostics=wrong
    )


def _items(register: Register, known_at: datetime | None, counting: Counting) -> Iterator[Item]:
    """Give the filings that can be judged, and count the others."""
    for one in newest(register, known_at):
        if one.compiled:
            counting.leave_out()
        elif one.result is None:
            counting.miss(one.service, one.name)
        else:
            yield str(one.result), one.service
