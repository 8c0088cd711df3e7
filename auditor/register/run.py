"""A batch: what becomes of each input, in the order of what was given, in the same words for any number of workers.

Every input is listed, then read; only then is it known which say the same, and which filing of a service is the
newest. What is small is audited where it is read, the rest afterwards; and nothing is told before all were read, and
before the register, where there is one, has it for good. So a run that was ended at any moment can be run again: what
it had reported is not audited twice, and the words are the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from datetime import datetime
from enum import StrEnum
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from auditor.model.batch import Judged, Latest, Other, Outcome, State, Terms
from auditor.model.diagnostic import Diagnostic
from auditor.register.faults import changed, twins, undated
from auditor.register.folders import Given
from auditor.register.job import Job
from auditor.register.keeps import Keeps as Keeps
from auditor.register.spool import Row, Spool
from auditor.register.work import Answer, judge, judge_or_look, look
from auditor.register.workers import Work, Workers


class Stage(StrEnum):
    """How far a run has come."""

    LISTING = "listing"
    READING = "reading"
    AUDITING = "auditing"


Told = Callable[[Stage, int, int], None]

# To judge takes up to twice as long as to read: as long as no more than one audit in three is made in vain, auditing
# inputs where they are read takes no longer than reading again those that have to be audited.
_IN_VAIN: Final = 3


def _never() -> bool:
    return False


def _untold(_stage: Stage, _done: int, _given: int) -> None:
    return


class Way(Struct, frozen=True, kw_only=True):
    """How the work is done; none of it changes what comes out.

    `chunk` inputs go to a worker at a time, at most `window` chunks are under way. `seconds` is the time limit of one
    submission. `stopped` is asked whether the run is to end, `told` is told how far it has come. Inputs are audited
    where they are read by `judge_or_look`, else by `judge`.
    """

    chunk: int = 16
    window: int = 6
    seconds: float | None = None
    stopped: Callable[[], bool] = _never
    told: Told = _untold
    look: Work = look
    judge: Work = judge
    judge_or_look: Work = judge_or_look


class Records(Struct, frozen=True, kw_only=True):
    """Where outcomes are kept, by which terms they are found again, and what the time is.

    With `whole`, results that are held are given back with what is held of them.
    """

    store: Keeps
    terms: Terms
    clock: Callable[[], datetime]
    whole: bool = False


def run(
    given: Iterable[Given],
    job: Job,
    factory: Callable[[], Executor],
    spool: Spool,
    *,
    records: Records | None = None,
    way: Way | None = None,
) -> Iterator[Outcome]:
    """Give what becomes of each input, in their order; each is kept before it is given.

    Raises InputError where the inputs cannot be listed, or the rules are not what they were.
    """
    way = way or Way()
    with Workers(factory, job, window=way.window, seconds=way.seconds, stopped=way.stopped) as workers:
        for one in given:
            if way.stopped():
                spool.cut = True
                break
            spool.add(one)
            way.told(Stage.LISTING, spool.given, 0)
        _read(workers, spool, way, at_once=records is None and not (job.results or job.packed))
        spool.compare(job.as_of)
        yield from _kept(workers, spool, records, way)


def _read(workers: Workers, spool: Spool, way: Way, *, at_once: bool) -> None:
    """Read every input, and take down what it is.

    With `at_once` inputs are audited too, so that they need not be read again, as long as few of them turn out to be
    duplicates or superseded. Whole results cost too much for that, to make in vain and to put by.
    """

    def first() -> Work:
        return way.judge_or_look if spool.shared * _IN_VAIN <= spool.usable else way.look

    questions = (
        (tuple(position for position, _path, _shown in rows), [(path, shown) for _position, path, shown in rows])
        for rows in spool.unread(_chunk(spool, way))
    )
    done = 0
    for positions, answers in workers.answers(way.look, questions, first=first if at_once else None):
        if answers is not None:
            spool.read(zip(positions, answers, strict=True))
        done += len(positions)
        way.told(Stage.READING, done, spool.given)


def _chunk(spool: Spool, way: Way) -> int:
    """Give how many inputs go to a worker at a time: fewer where there are few, so that every worker has some."""
    return max(1, min(way.chunk, spool.given // way.window))


def _kept(workers: Workers, spool: Spool, records: Records | None, way: Way) -> Iterator[Outcome]:
    """Give the outcomes once they are kept."""
    if records is None:
        spool.set_apart(lambda _services: {})
        for outcomes in _outcomes(workers, spool, None, way):
            yield from outcomes
        return
    store, clock = records.store, records.clock
    known_at = store.time(clock())
    number = store.begin(records.terms, spool.given, known_at)
    counts = Counter(dict.fromkeys(State, 0))
    spool.set_apart(lambda services: store.called(services, known_at))
    for outcomes in _outcomes(workers, spool, _Memory(records, known_at), way):
        store.keep(number, outcomes, clock())
        counts.update(one.state for one in outcomes)
        yield from outcomes
    store.end(number, counts, clock())


class _Memory:
    """What the register knew when the run began."""

    def __init__(self, records: Records, known_at: datetime) -> None:
        self._records, self._known_at = records, known_at

    def beside(self, rows: Sequence[Row]) -> Sequence[Row]:
        """Give the rows again, each with what else the register has of its service."""
        services = {row.filed.service for row in rows if row.filed is not None}
        others = self._records.store.others(services, self._known_at) if services else {}
        return [_beside(row, others) for row in rows] if others else rows

    def latest(self, rows: Sequence[Row]) -> Mapping[str, Latest]:
        """Give the newest filing, by the day of the run, that the register has of the services of these rows."""
        services = {row.filed.service for row in rows if row.filed is not None and not row.filed.compiled}
        store, as_of = self._records.store, self._records.terms.as_of
        return store.latest(services, self._known_at, as_of) if services else {}

    def held(self, rows: Sequence[Row]) -> Iterator[Outcome]:
        """Give the outcomes of those rows whose audits are held."""
        store, terms = self._records.store, self._records.terms
        wanted = {row.filed.sha256 for row in rows if row.filed is not None}
        held = store.held(wanted, terms) if wanted else frozenset()
        recalled = store.recall(held, terms, whole=self._records.whole) if held else {}
        for row in rows:
            if row.filed is not None and row.filed.sha256 in recalled:
                had = recalled[row.filed.sha256]
                judged = Judged(
                    filed=row.filed,
                    result=had.result,
                    summaries=had.summaries,
                    messages=had.messages,
                    contested=had.contested,
                )
                yield _audited(row, judged, known=True)


def _beside(row: Row, others: Mapping[str, Collection[Other]]) -> Row:
    """Say of an input that its service filed other words before, be it of the same day or at all."""
    filed = row.filed
    if filed is None:
        return row
    rivals = [
        one
        for one in others.get(filed.service, ())
        if one.compiled is filed.compiled and one.declaration != filed.declaration
    ]
    twins = any(one.stated_on == filed.stated_on for one in rivals)
    return replace(row, twins=row.twins or twins, several=row.several or bool(rivals))


class _Plan(Struct, frozen=True, kw_only=True):
    """A chunk of inputs: what is decided already, by position, and the rows that are to be audited."""

    rows: Sequence[Row]
    decided: Mapping[int, Outcome]
    open: Sequence[Row]


def _outcomes(workers: Workers, spool: Spool, memory: _Memory | None, way: Way) -> Iterator[list[Outcome]]:
    """Decide and audit, a chunk at a time."""
    plans = (_planned(rows, memory, way) for rows in spool.rows(_chunk(spool, way)))
    questions = ((plan, [(row.path, row.shown) for row in plan.open]) for plan in plans)
    done = 0
    for plan, answers in workers.answers(way.judge, questions):
        outcomes = dict(plan.decided)
        for number, row in enumerate(plan.open):
            outcomes[row.position] = _interrupted(row) if answers is None else _answered(row, answers[number])
        done += len(plan.rows)
        way.told(Stage.AUDITING, done, spool.given)
        yield [outcomes[row.position] for row in plan.rows]


def _planned(rows: Sequence[Row], memory: _Memory | None, way: Way) -> _Plan:
    latest = memory.latest(rows) if memory is not None else {}
    rows = memory.beside(rows) if memory is not None else rows
    # Of a run that is to end nothing more is told as audited: what was not read might have been the newer filing.
    stopped = way.stopped()
    decided = {row.position: one for row in rows if (one := _decided(row, latest, stopped=stopped)) is not None}
    if memory is not None:
        held = memory.held([row for row in rows if row.position not in decided])
        decided.update((one.position, one) for one in held)
    return _Plan(rows=rows, decided=decided, open=[row for row in rows if row.position not in decided])


def _decided(row: Row, latest: Mapping[str, Latest], *, stopped: bool) -> Outcome | None:
    """Say what becomes of an input that need not be audited, or was audited when it was read."""
    if row.filed is None:
        state = State.UNUSABLE if row.diagnostics else State.INTERRUPTED
        return Outcome(position=row.position, shown=row.shown, state=state, diagnostics=row.diagnostics)
    if row.first:
        return _of(row, State.DUPLICATE, row.first, row.of_sha256)
    if row.newer:
        return _of(row, State.SUPERSEDED, row.newer, row.of_sha256)
    stated, newest = row.filed.stated_on, latest.get(row.filed.service)
    if stated is not None and newest is not None and stated < newest.day and not row.filed.compiled:
        return _of(row, State.SUPERSEDED, "", newest.sha256)
    return None if row.judged is None or stopped else _audited(row, row.judged)


def _of(row: Row, state: State, other: str, sha256: str) -> Outcome:
    return Outcome(position=row.position, shown=row.shown, state=state, filed=row.filed, of=other, of_sha256=sha256)


def _audited(row: Row, judged: Judged, *, known: bool = False) -> Outcome:
    return Outcome(
        position=row.position,
        shown=row.shown,
        state=State.AUDITED,
        filed=judged.filed,
        judged=judged,
        known=known,
        diagnostics=_warnings(row),
    )


def _warnings(row: Row) -> tuple[Diagnostic, ...]:
    filed = row.filed
    if filed is None or not row.several:
        return ()
    if filed.stated_on is None:
        return (undated(row.shown, filed.service),)
    return (twins(row.shown, filed.service, filed.stated_on),) if row.twins else ()


def _answered(row: Row, answer: Answer) -> Outcome:
    if isinstance(answer, Judged):
        if row.filed is not None and answer.filed.sha256 == row.filed.sha256:
            return _audited(row, answer)
        answer = (changed(row.shown),)
    diagnostics = answer if isinstance(answer, tuple) else (changed(row.shown),)
    return Outcome(position=row.position, shown=row.shown, state=State.UNUSABLE, diagnostics=diagnostics)


def _interrupted(row: Row) -> Outcome:
    return Outcome(position=row.position, shown=row.shown, state=State.INTERRUPTED, filed=row.filed)
