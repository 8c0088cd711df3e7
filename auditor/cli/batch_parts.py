"""What `auditor batch` is put together from: rules, register, where lines go, what is counted and told."""

from __future__ import annotations

import signal
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date
from pathlib import Path
from types import FrameType
from typing import IO, Final

import typer
from msgspec import Struct, field

from auditor import __version__
from auditor.cli.batch_fail import BatchFailOn, exits_of
from auditor.cli.loading import consistency, load_rules, spread, vocabulary_with
from auditor.cli.outputs import STDOUT, cannot_write, replacing
from auditor.cli.register_options import now as now
from auditor.cli.streams import say, show_diagnostics, silence
from auditor.engine.gate import Exit, worst
from auditor.model.batch import Outcome, State, Terms
from auditor.model.diagnostic import Diagnostic, InputError
from auditor.model.ruleset import Ruleset
from auditor.model.scorecard import Verdict
from auditor.register.faults import SAME_DAY, UNDATED
from auditor.register.job import Edition, Job, terms_of
from auditor.register.keeps import Keeps
from auditor.report.wording import VERDICTS, plural
from auditor.source.library import builtin_editions
from auditor.source.vocabularies import read_vocabulary

_IN_A_PARAGRAPH: Final = 3


class BatchRules(Struct, frozen=True, kw_only=True):
    """What every input is judged by, and the editions as they were `read`.

    `outside` are instruments with no edition in force, and why.
    """

    job: Job
    read: tuple[tuple[Edition, Ruleset], ...]
    terms: Terms
    outside: Mapping[str, str]


def rules_for(
    rulesets: Sequence[str] | None,
    day: date,
    *,
    respect_dates: bool,
    include_recalled: bool,
    results: bool,
    packed: bool,
    seconds: float,
) -> BatchRules:
    """Find and read the editions that are asked for, and name each so that the name means it on any day."""
    vocabulary = read_vocabulary()
    named, outside = spread(rulesets, day)
    loaded = load_rules(named, day, vocabulary, respect_dates=respect_dates)
    builtin = {one.folder: f"{one.id}@{one.number}" for one in builtin_editions()}
    editions = []
    for rules in loaded:
        folder = rules.folder
        editions.append(
            Edition(
                folder=str(folder.resolve()),
                sha256=rules.ruleset.sha256,
                asked=builtin.get(folder) or (folder.name if Path(rules.asked).is_absolute() else rules.asked),
                as_written=rules.as_written,
                watermarks=rules.watermarks,
            )
        )
    job = Job(
        editions=tuple(editions),
        as_of=day,
        version=__version__,
        include_recalled=include_recalled,
        respect_dates=respect_dates,
        results=results,
        packed=packed,
        seconds=seconds,
    )
    terms = terms_of(job, consistency().ruleset, vocabulary_with(loaded, vocabulary))
    return BatchRules(
        job=job,
        read=tuple((edition, rules.ruleset) for edition, rules in zip(editions, loaded, strict=True)),
        terms=terms,
        outside={one.id: one.why for one in outside},
    )


def opened(register: str | None) -> AbstractContextManager[Keeps | None]:
    """Open the register that was named, if any; ends with status 2 where what it needs is not installed."""
    if register is None:
        return nullcontext()
    try:
        from auditor.register.store import open_store
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "sqlalchemy":
            raise
        show_diagnostics([_no_database()])
        raise typer.Exit(2) from None
    return open_store(register, now())


def _no_database() -> Diagnostic:
    return Diagnostic(
        code="register.not-installed",
        message="a register needs SQLAlchemy, which is not installed",
        why="everything else works without it, so it is left out unless it is asked for",
        help="pip install 'auditor[register]'",
    )


class Stop(Struct):
    """Whether the run is to end."""

    wanted: bool = False


@contextmanager
def ending_in_order() -> Iterator[Stop]:
    """Take the first Ctrl-C or SIGTERM for a wish to end in order, and the second for an order to end now."""
    stop = Stop()

    def asked(_number: int, _frame: FrameType | None) -> None:
        if stop.wanted:
            raise SystemExit(int(Exit.INTERRUPTED))
        stop.wanted = True

    before = {one: signal.signal(one, asked) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


class Sink:
    """Where the lines go. Once the reader has left, lines are dropped, and `left` says so."""

    def __init__(self, file: IO[bytes], shown: str = STDOUT) -> None:
        self._file, self._shown = file, shown
        self.left = False

    def write(self, line: bytes) -> None:
        """Write a line, so that whoever reads has it at once; raises InputError where it cannot be written."""
        if self.left:
            return
        try:
            self._file.write(line)
            if self._shown == STDOUT:
                self._file.flush()
        except OSError as error:
            if self._shown == STDOUT:
                silence(sys.stdout)
            if not isinstance(error, BrokenPipeError):
                raise cannot_write(self._shown, error) from None
            self.left = True


@contextmanager
def sink_for(output: str) -> Iterator[Sink]:
    """Open standard output, or a file that is there once all is written."""
    if output == "-":
        sys.stdout.flush()
        yield Sink(sys.stdout.buffer)
        return
    with replacing(Path(output)) as file:
        yield Sink(file, output)


class Tally(Struct):
    """What became of the inputs, counted as they come."""

    counts: Counter[State] = field(default_factory=Counter)
    known: int = 0
    compiled: int = 0
    broken: int = 0
    contrary: int = 0
    contested: int = 0
    same_day: int = 0
    undated: int = 0
    verdicts: dict[str, Counter[Verdict]] = field(default_factory=dict)
    exits: set[tuple[BatchFailOn, Exit]] = field(default_factory=set)

    @property
    def interrupted(self) -> int:
        """How many were not reached, or not finished."""
        return self.counts[State.INTERRUPTED]

    def add(self, outcome: Outcome) -> None:
        """Count one more."""
        self.counts[outcome.state] += 1
        self.known += outcome.known
        self.exits.update(exits_of(outcome))
        for one in outcome.judged.summaries if outcome.judged is not None else ():
            found = self.verdicts.setdefault(f"{one.ruleset}@{one.version}", Counter())
            if one.verdict is not None:
                found[one.verdict] += 1
        if (judged := outcome.judged) is not None:
            self.compiled += judged.filed.compiled
            self.broken += judged.breaks
            self.contrary += judged.contradicts
            self.contested += bool(judged.contested)
        codes = {one.code for one in outcome.diagnostics}
        self.same_day += SAME_DAY in codes
        self.undated += UNDATED in codes

    def status(self, given: int, fail_on: BatchFailOn) -> Exit:
        """Give the exit status of a run that came to its end."""
        if not given:
            return Exit.UNUSABLE
        asked = list(BatchFailOn)[: list(BatchFailOn).index(fail_on) + 1]
        return worst([Exit.MET, *(exit_ for least, exit_ in self.exits if least in asked)])


@contextmanager
def ending_early(tally: Tally) -> Iterator[None]:
    """Where a run cannot go on, say how far it came."""
    try:
        yield
    except InputError as error:
        done = sum(tally.counts.values())
        if not done:
            raise
        show_diagnostics(error.diagnostics, done=f"the run ended early, after {done:,} inputs")
        raise typer.Exit(Exit.UNUSABLE) from None


def tell(tally: Tally, given: int, notes: Sequence[Diagnostic], *, quiet: bool) -> None:
    """Say on standard error what came of the run, by each edition; and what is no input, unless quiet."""
    if notes and not quiet:
        show_diagnostics(notes)
    if not given:
        show_diagnostics([_nothing_given()], done="nothing was audited")
        return
    states = ", ".join(f"{tally.counts[state]:,} {state.value}" for state in State if tally.counts[state])
    sentences = [f"{given:,} {'input' if given == 1 else 'inputs'}: {states}."]
    if tally.known:
        held = "1 audit was" if tally.known == 1 else f"{tally.known:,} audits were"
        sentences.append(f"{held} in the register already.")
    if tally.compiled:
        sentences.append(f"Compiled by others, and not judged: {tally.compiled:,}.")
    if tally.broken:
        sentences.append(f"Documents missing, or not what they are said to be: in {plural(tally.broken, 'filing')}.")
    if tally.contrary:
        sentences.append(f"Contradictions: in {plural(tally.contrary, 'filing')}.")
    if tally.contested:
        sentences.append(f"Facts contested by others: in {plural(tally.contested, 'filing')}.")
    if tally.same_day:
        filings = plural(tally.same_day, "filing")
        sentences.append(f"Another filing of the service says something else of the same day: beside {filings}.")
    if tally.undated:
        filings = plural(tally.undated, "filing")
        sentences.append(f"No day stated, and not the only filing of the service: {filings}.")
    verdicts = []
    for edition, found in tally.verdicts.items():
        counted = ", ".join(f"{found[one]:,} {VERDICTS[one].label}" for one in Verdict if found[one])
        verdicts += [f"{edition}, as declared: {counted}."] if counted else []
    # Of few editions the verdicts stand in the paragraph, of many on a line each.
    few = len(verdicts) <= _IN_A_PARAGRAPH
    for line in [" ".join([*sentences, *verdicts])] if few else [" ".join(sentences), *verdicts]:
        say(line)


def _nothing_given() -> Diagnostic:
    return Diagnostic(
        code="batch.nothing-given",
        message="there was no input",
        why="a batch over nothing accounts for nothing",
        help="name declarations, folders, archives or patterns in quotes; - is a list of paths on standard input",
    )
