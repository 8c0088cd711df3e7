"""What tests of batches share: small filings, work that reads them, executors, and a register in memory.

A small filing is a file of one line: `service day words`, where the day is `-` for none. What else stands in `words`
decides how hard it is to work on; `name=X` gives the service a name of its own, and `unsaid` an id that the file does
not say. Everything here can be sent to another process.
"""

from __future__ import annotations

import os
import pickle
import signal
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import Executor, Future
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from auditor.model.batch import Filed, Judged, Latest, Other, Outcome, Recalled, State, Summary, Terms
from auditor.model.diagnostic import Diagnostic, InputError, Place
from auditor.model.finding import Status
from auditor.model.plaintext import called
from auditor.model.scorecard import Verdict
from auditor.register.folders import Given
from auditor.register.job import Job
from auditor.register.packing import packed
from auditor.register.run import Records, Way, run
from auditor.register.spool import Spool
from auditor.register.work import each

JOB = Job(editions=(), as_of=date(2026, 10, 1), version="0", seconds=1.0)
TERMS = Terms(as_of=JOB.as_of, rulesets=(("made@1.0.0", "0" * 64),), version="0")
NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def filed(item: tuple[str, str]) -> Filed:
    """Read a small filing; one that says `broken` cannot be used."""
    path, shown = item
    try:
        text = Path(path).read_text(encoding="utf-8")
    except OSError:
        raise InputError((Diagnostic(code="file.missing", message="gone", place=Place(shown)),)) from None
    service, day, words = text.split(" ", 2)
    if "broken" in words:
        raise InputError((Diagnostic(code="made.broken", message="broken", place=Place(shown)),))
    return Filed(
        sha256=digest(text),
        declaration=digest(text),
        evidence=digest(""),
        service=service,
        name=next((word.removeprefix("name=") for word in words.split() if word.startswith("name=")), service),
        provider=None,
        stated_on=None if day == "-" else date.fromisoformat(day),
        compiled="compiled" in words,
        id_declared="unsaid" not in words,
    )


def judged(item: tuple[str, str]) -> Judged:
    """Audit a small filing, or do what it says instead."""
    what = filed(item)
    words = Path(item[0]).read_text(encoding="utf-8")
    if "hangs" in words:
        while True:
            time.sleep(0.01)
    if "sleeps deeply" in words:  # so that no signal is heard
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
        time.sleep(600)
    if "eats" in words:
        raise MemoryError
    if "loses" in words:  # what the interpreter makes of it where there is no memory for the error itself
        raise SystemError("error return without exception set")
    if "gobbles" in words:
        bytearray(64 << 30)
    if "dies" in words:
        os._exit(1)
    if "killed" in words:
        os.kill(os.getpid(), 9)
    if "faulty" in words:
        raise ZeroDivisionError(item[1])
    summary = Summary(
        ruleset="made",
        version="1.0.0",
        ruleset_sha256="0" * 64,
        vocabulary_sha256="0" * 64,
        verdict=Verdict.COMPLIANT,
        verdict_backed=Verdict.CANNOT_TELL,
        score=("100.00", "100.00"),
        score_backed=("0.00", "100.00"),
        counts={Status.MET: 1},
    )
    result = b'{"of": "' + what.service.encode() + b'"}'
    return Judged(filed=what, result=result, summaries=(summary,), packed=packed(words.encode(), (), result))


def look_small(job: Job, items: Sequence[tuple[str, str]]) -> bytes:
    return each(job, items, filed)


def judge_small(job: Job, items: Sequence[tuple[str, str]]) -> bytes:
    return each(job, items, judged)


def judge_or_look_small(job: Job, items: Sequence[tuple[str, str]]) -> bytes:
    return each(job, items, judged, filed)


def judge_noting(notes: str, job: Job, items: Sequence[tuple[str, str]]) -> bytes:
    """Audit small filings, and leave a file for each that was taken up."""
    for path, _shown in items:
        (Path(notes) / Path(path).name).touch()
    return judge_small(job, items)


class AtOnce(Executor):
    """Does everything at once, in this process, and counts what nobody has taken yet."""

    def __init__(self) -> None:
        self.submitted = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.submitted += 1
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        return


class Memory:
    """A register that forgets everything with its process."""

    def __init__(self) -> None:
        self.audits: dict[tuple[str, Terms], Recalled] = {}
        self.days: dict[str, list[Latest]] = {}
        self.filings: dict[str, list[Other]] = {}
        self.names: dict[str, set[str]] = {}
        self.runs: list[tuple[int, Mapping[State, int] | None]] = []
        self.kept: list[Outcome] = []

    def begin(self, terms: Terms, given: int, now: datetime) -> int:
        self.terms = terms
        self.runs.append((given, None))
        return len(self.runs) - 1

    def time(self, now: datetime) -> datetime:
        return now

    def held(self, sha256s: Collection[str], terms: Terms) -> frozenset[str]:
        return frozenset(one for one in sha256s if (one, terms) in self.audits)

    def recall(self, sha256s: Collection[str], terms: Terms, *, whole: bool) -> Mapping[str, Recalled]:
        found = {one: self.audits[one, terms] for one in sha256s}
        return {one: had if whole else replace(had, result=b"") for one, had in found.items()}

    def latest(self, services: Collection[str], known_at: datetime, as_of: date) -> Mapping[str, Latest]:
        days = {one: [had for had in self.days.get(one, ()) if had.day <= as_of] for one in services}
        return {one: max(found, key=lambda had: had.day) for one, found in days.items() if found}

    def others(self, services: Collection[str], known_at: datetime) -> Mapping[str, AbstractSet[Other]]:
        return {one: {*self.filings[one]} for one in services if one in self.filings}

    def called(self, services: Collection[str], known_at: datetime) -> Mapping[str, AbstractSet[str]]:
        return {one: self.names[one] for one in services if one in self.names}

    def keep(self, run: int, outcomes: Sequence[Outcome], now: datetime) -> None:
        self.kept.extend(outcomes)
        for one in outcomes:
            if one.filed is not None and one.filed.stated_on is not None and not one.filed.compiled:
                newest = Latest(day=one.filed.stated_on, sha256=one.filed.sha256)
                self.days.setdefault(one.filed.service, []).append(newest)
            if one.filed is not None:
                words = Other(
                    compiled=one.filed.compiled, stated_on=one.filed.stated_on, declaration=one.filed.declaration
                )
                self.filings.setdefault(one.filed.service, []).append(words)
                name = called(one.filed.name, one.filed.provider)
                self.names.setdefault(one.filed.service, set()).add(name)
            if one.judged is not None and not one.known:
                assert one.filed is not None
                had = one.judged
                self.audits[one.filed.sha256, self.terms] = Recalled(
                    summaries=had.summaries, result=had.result, messages=had.messages, contested=had.contested
                )

    def end(self, run: int, counts: Mapping[State, int], now: datetime) -> None:
        self.runs[run] = (self.runs[run][0], dict(counts))


def files(folder: Path, lines: Iterable[str]) -> list[Given]:
    """Write small filings, and give them as inputs in their order."""
    given = []
    for number, line in enumerate(lines):
        path = folder / f"{number:04}.yaml"
        path.write_text(line, encoding="utf-8")
        given.append(Given(shown=path.name, path=str(path)))
    return given


def ran(
    given: Iterable[Given],
    home: Path,
    factory: Callable[[], Executor] = AtOnce,
    *,
    memory: Memory | None = None,
    whole: bool = False,
    at_once: bool = False,
    **way: Any,
) -> list[Outcome]:
    """Run a batch over small filings; with `at_once` they are audited where they are read, as small results are."""
    records = None if memory is None else Records(store=memory, terms=TERMS, clock=lambda: NOW, whole=whole)
    home.mkdir(exist_ok=True)
    with Spool(home) as spool:
        works = {"look": look_small, "judge": judge_small, "judge_or_look": judge_or_look_small}
        chosen = Way(**{**works, "seconds": 1.0, **way})
        found = list(run(given, replace(JOB, results=not at_once), factory, spool, records=records, way=chosen))
    (home / "index.sqlite").unlink()
    return found


def states(outcomes: Iterable[Outcome]) -> list[str]:
    return [one.state.value for one in outcomes]


def codes(outcome: Outcome) -> list[str]:
    return [one.code for one in outcome.diagnostics]


def bytes_of(outcomes: Iterable[Outcome]) -> bytes:
    return pickle.dumps(
        [(one.position, one.shown, one.state, one.filed, one.of, one.of_sha256, one.diagnostics) for one in outcomes]
    )
