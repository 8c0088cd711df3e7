"""What a run asks of its workers: by which rules, on which day. Each process reads them once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from msgspec import Struct

from auditor.engine.bare import BareAudits
from auditor.engine.breakable import Breakable
from auditor.engine.consistency import Contradiction, contradictions
from auditor.engine.evaluate import Compiled, compile_ruleset
from auditor.engine.outcomes import Outcomes
from auditor.engine.reads import Reads
from auditor.model.batch import Terms
from auditor.model.diagnostic import Diagnostic, InputError, Place
from auditor.model.facts import Facts
from auditor.model.ruleset import Ruleset
from auditor.model.vocabulary import Vocabulary
from auditor.source.builtin import edition
from auditor.source.extensions import extended
from auditor.source.library import newest
from auditor.source.vocabularies import read_vocabulary


class Edition(Struct, frozen=True, kw_only=True):
    """An edition to audit against: where it stands, what it must be, and how it is read and named."""

    folder: str
    sha256: str
    asked: str
    as_written: bool = False
    watermarks: tuple[str, ...] = ()


class Job(Struct, frozen=True, kw_only=True):
    """What is to be done with every input.

    Without `results` no result is sent back; with `packed`, result and content are, as a register keeps them.

    `seconds` is the time that one submission may take; None where it is not watched from inside.
    """

    editions: tuple[Edition, ...]
    as_of: date
    version: str
    include_recalled: bool = False
    respect_dates: bool = False
    results: bool = True
    packed: bool = False
    seconds: float | None = None


class Rules(Struct, frozen=True, kw_only=True):
    """The rules of a job, read and compiled, with what their requirements look at."""

    rulesets: tuple[tuple[Ruleset, tuple[Compiled, ...]], ...]
    reads: tuple[Reads, ...]
    consistency: Ruleset
    contrary: tuple[Compiled, ...]
    vocabulary: Vocabulary


# Editions as the process read them that this one works for: a handful, for as long as it lives.
_READ: Final[dict[Edition, Ruleset]] = {}


def take_over(read: Iterable[tuple[Edition, Ruleset]]) -> None:
    """Take editions as another process read them, which takes a tenth of reading them again."""
    _READ.update(read)


@cache
def rules_of(editions: tuple[Edition, ...]) -> Rules:
    """Read and compile rules, once in each process; raises InputError where one is not what it was."""
    vocabulary = read_vocabulary()
    read = [_READ.get(one) or edition(Path(one.folder), vocabulary) for one in editions]
    for one, ruleset in zip(editions, read, strict=True):
        if one.sha256 != ruleset.sha256:
            raise InputError((_changed(one),))
    consistency = edition(newest("consistency").folder, vocabulary)
    rulesets = tuple((one, compile_ruleset(one)) for one in read)
    return Rules(
        rulesets=rulesets,
        reads=tuple(Reads(compiled) for _ruleset, compiled in rulesets),
        consistency=consistency,
        contrary=compile_ruleset(consistency),
        vocabulary=extended(vocabulary, read),
    )


@cache
def outcomes_of(editions: tuple[Edition, ...], as_of: date) -> tuple[Outcomes, ...]:
    """Make each edition's outcomes rememberable, once in each process."""
    return tuple(Outcomes(compiled, as_of) for _ruleset, compiled in rules_of(editions).rulesets)


@cache
def bare_of(editions: tuple[Edition, ...], as_of: date, *, include_recalled: bool) -> tuple[BareAudits, ...]:
    """Make each edition ready for audits of which the sums alone are kept, once in each process."""
    return tuple(
        BareAudits(ruleset, compiled, as_of=as_of, as_written=one.as_written, include_recalled=include_recalled)
        for one, (ruleset, compiled) in zip(editions, rules_of(editions).rulesets, strict=True)
    )


def made_ready(job: Job) -> Rules:
    """Give the rules, with all made that audits of a batch need: none of it is any submission's time."""
    rules = rules_of(job.editions)
    _breakable(job.editions, job.as_of)
    if job.results or job.packed:
        outcomes_of(job.editions, job.as_of)
    else:
        bare_of(job.editions, job.as_of, include_recalled=job.include_recalled)
    return rules


def contradictions_in(job: Job, facts: Facts) -> tuple[Contradiction, ...]:
    """Find what one declaration of many says against itself, as `contradictions` does of a single one."""
    return contradictions(facts, _breakable(job.editions, job.as_of).by(facts), job.as_of)


@cache
def _breakable(editions: tuple[Edition, ...], as_of: date) -> Breakable:
    """Make the rules about contradictions ready for many declarations, once in each process."""
    return Breakable(rules_of(editions).contrary, as_of)


def terms_of(job: Job, consistency: Ruleset, vocabulary: Vocabulary) -> Terms:
    """Give what an audit stands on beside the submission: every rule and the words, by their digests."""
    return Terms(
        as_of=job.as_of,
        rulesets=(
            *((one.asked, one.sha256) for one in job.editions),
            (f"{consistency.id}@{consistency.version}", consistency.sha256),
            ("vocabulary", vocabulary.sha256),
        ),
        version=job.version,
        include_recalled=job.include_recalled,
        respect_dates=job.respect_dates,
    )


def _changed(edition: Edition) -> Diagnostic:
    return Diagnostic(
        code="ruleset.changed",
        message=f"the ruleset `{edition.asked}` is not what it was when the run began",
        place=Place("--ruleset"),
        why="one run judges every input by the same rules",
        help="run again",
    )
