"""What a finding comes to in the terms of every format: the one status table that feeds them all.

The words, marks and colour roles are those of `wording`. A format asks here and decides nothing itself, so that no
two formats can tell of one finding differently. What the gate fails on plays no part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from auditor.model.finding import BaselineState, Finding, Judgement, Status
from auditor.model.result import Audit, Track
from auditor.report.highlights import counts_on, is_accepted
from auditor.report.wording import STATUSES, Words, status_words


class Kind(StrEnum):
    """SARIF's `kind`."""

    PASS = "pass"
    FAIL = "fail"
    OPEN = "open"
    NOT_APPLICABLE = "notApplicable"
    INFORMATIONAL = "informational"


class Level(StrEnum):
    """SARIF's `level`; it must be `none` for every kind but `fail`."""

    ERROR = "error"
    WARNING = "warning"
    NONE = "none"


class Test(StrEnum):
    """How a JUnit test case ends. An error is a test that could not tell."""

    __test__ = False  # pytest: this is a word of JUnit's, not a test

    PASSED = "passed"
    FAILURE = "failure"
    ERROR = "error"
    SKIPPED = "skipped"


class Annotation(StrEnum):
    """The command by which GitHub is told, and whether at all."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"
    NONE = "none"


class Outcome(Struct, frozen=True, kw_only=True):
    """One row of the table. `rank` orders what people should look at first: 0 is the worst.

    `suppressed` is what a waiver sets aside, `excused` what is no worse than a baseline has it, `accepted` what
    counts as met because a reviewer accepted an alternative.
    """

    rank: int
    words: Words
    kind: Kind
    level: Level
    test: Test
    annotation: Annotation
    suppressed: bool = False
    excused: bool = False
    accepted: bool = False


def _row(rank: int, status: Status, kind: Kind, level: Level, test: Test, annotation: Annotation) -> Outcome:
    return Outcome(rank=rank, words=STATUSES[status], kind=kind, level=level, test=test, annotation=annotation)


_MET: Final = _row(9, Status.MET, Kind.PASS, Level.NONE, Test.PASSED, Annotation.NONE)
_OUT: Final = _row(8, Status.NOT_APPLICABLE, Kind.NOT_APPLICABLE, Level.NONE, Test.SKIPPED, Annotation.NONE)
_LATER: Final = _row(7, Status.NOT_IN_FORCE, Kind.INFORMATIONAL, Level.NONE, Test.SKIPPED, Annotation.NONE)

# By status, and by whether the requirement decides the verdict.
OUTCOMES: Final[Mapping[tuple[Status, bool], Outcome]] = {
    (Status.NOT_MET, True): _row(0, Status.NOT_MET, Kind.FAIL, Level.ERROR, Test.FAILURE, Annotation.ERROR),
    (Status.PARTLY_MET, True): _row(1, Status.PARTLY_MET, Kind.FAIL, Level.ERROR, Test.FAILURE, Annotation.ERROR),
    (Status.UNDECIDED, True): _row(2, Status.UNDECIDED, Kind.OPEN, Level.NONE, Test.ERROR, Annotation.WARNING),
    (Status.NOT_MET, False): _row(3, Status.NOT_MET, Kind.FAIL, Level.WARNING, Test.FAILURE, Annotation.WARNING),
    (Status.PARTLY_MET, False): _row(
        4, Status.PARTLY_MET, Kind.FAIL, Level.WARNING, Test.FAILURE, Annotation.WARNING
    ),
    (Status.UNDECIDED, False): _row(5, Status.UNDECIDED, Kind.OPEN, Level.NONE, Test.SKIPPED, Annotation.NOTICE),
    (Status.NOT_IN_FORCE, True): _LATER,
    (Status.NOT_IN_FORCE, False): _LATER,
    (Status.NOT_APPLICABLE, True): _OUT,
    (Status.NOT_APPLICABLE, False): _OUT,
    (Status.MET, True): _MET,
    (Status.MET, False): _MET,
}
_ASIDE: Final = 6
NOT_BACKED: Final = "not backed"


def judged(finding: Finding, track: Track) -> Judgement:
    """Give a finding's judgement on a track."""
    return finding.declared if track is Track.DECLARED else finding.backed


def outcome(finding: Finding, track: Track = Track.DECLARED) -> Outcome:
    """Give what a finding comes to on a track.

    A waived finding keeps its status, kind and level, and is suppressed: a test that is skipped, and nothing that
    GitHub is told. One that is no worse than in the baseline is skipped too, and a notice: only what got worse fails.
    So is one whose alternative was accepted.
    What is met, or out of scope or out of time, needs neither.
    """
    row = OUTCOMES[judged(finding, track).status, finding.requirement.decisive]
    if row.rank > _ASIDE:
        return row
    if not counts_on(finding, track):
        return replace(row, rank=_ASIDE, test=Test.SKIPPED, annotation=Annotation.NONE, suppressed=True)
    if is_accepted(finding, track):
        return replace(row, rank=_ASIDE, test=Test.SKIPPED, annotation=Annotation.NOTICE, accepted=True)
    if _is_excused(finding, track):
        return replace(row, rank=_ASIDE, test=Test.SKIPPED, annotation=Annotation.NOTICE, excused=True)
    return row


def _is_excused(finding: Finding, track: Track) -> bool:
    since = finding.baseline
    if since is None or since.lapsed:
        return False
    state = since.declared if track is Track.DECLARED else since.backed
    return state in (BaselineState.UNCHANGED, BaselineState.BETTER)


def word(audit: Audit, finding: Finding, track: Track = Track.DECLARED) -> str:
    """Name a finding's status on a track; what is answered and only lacks backing is `not backed`."""
    status = judged(finding, track).status
    if status is Status.UNDECIDED and finding.declared.status is not Status.UNDECIDED:
        return NOT_BACKED
    return status_words(status, audit.ruleset).label


def worst_first(findings: Iterable[Finding], track: Track = Track.DECLARED) -> tuple[Finding, ...]:
    """Put findings in the order to look at them; of one rank they stay as they were, which is the edition's order."""
    return tuple(sorted(findings, key=lambda one: outcome(one, track).rank))
