"""The result: everything a renderer may see, and nothing it would have to look up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from msgspec import Struct

from auditor.model.answers import Answer
from auditor.model.contested import Contested
from auditor.model.declaration import Declaration
from auditor.model.diagnostic import Diagnostic
from auditor.model.facts import Absence
from auditor.model.finding import Finding, Observation
from auditor.model.ruleset import Checked, Requirement, Ruleset, RulesetStatus
from auditor.model.scorecard import Scorecard

# The beginning of the watermark of facts that are younger than the day for which the rules are read.
LATER_FACTS: Final = "later facts on earlier rules"


class Track(StrEnum):
    """Which of the two tracks the gate and the order use."""

    DECLARED = "declared"
    BACKED = "backed"


class FailOn(StrEnum):
    """What fails the gate."""

    DECISIVE = "decisive"
    ANY = "any"
    NEVER = "never"


class UndecidedPolicy(StrEnum):
    """What the gate does when the answer is not known yet."""

    FAIL = "fail"
    PASS = "pass"
    TELL = "tell"


class Reported(StrEnum):
    """What a fact compiled from publications comes to.

    Where there is no value: somebody looked and did not find it (`not-found`), it is stated, or was declined, and no
    source of it is dated by the day (`no-dated-source`), or nobody is on record as having asked (`not-asked`).
    """

    YES = "reported-yes"
    NO = "reported-no"
    VALUE = "reported-value"
    CONTESTED = "contested"
    DECLINED = "declined"
    NOT_FOUND = "not-found"
    NO_SOURCE = "no-dated-source"
    NOT_ASKED = "not-asked"
    STALE = "stale"


class ReportedFact(Struct, frozen=True, kw_only=True):
    """One fact of a service compiled by others: what was reported, by which sources, dated.

    `observation.backed_by` names the sources (evidence ids of the declaration).
    """

    state: Reported
    observation: Observation
    absence: Absence | None = None


class ReportedRequirement(Struct, frozen=True, kw_only=True):
    """The facts that one requirement looks at, for a service that is not judged; scope facts stand apart."""

    requirement: Requirement
    facts: tuple[ReportedFact, ...]


class Baseline(Struct, frozen=True, kw_only=True):
    """The earlier result that an audit is held against: what it was, and whether the two can be compared at all.

    `file` and `sha256` are of the saved result, the rest is of the audit in it. `incomparable` says why nothing was
    compared; it is empty where findings carry their state. `gone` are requirements that only the baseline has.
    """

    file: str
    sha256: str
    as_of: date
    version: str
    ruleset_sha256: str
    incomparable: str = ""
    gone: tuple[str, ...] = ()


class Audit(Struct, frozen=True, kw_only=True):
    """One declaration against one edition.

    `scorecard` and `findings` are empty for a declaration compiled by others, which has `reported`
    instead. `left_out` counts requirements that were not evaluated, by why; `answers` lists what is missing,
    the most telling first. `withheld` counts the stated facts that a public report does not show; it is None
    in a report that shows everything. `asked` is the name by which the edition was asked for, empty where none was.
    `baseline` is the earlier audit that this one is held against. `contested` are the challenges to what is declared,
    those that do not count on the day among them.
    """

    declaration: Declaration
    ruleset: Ruleset
    watermarks: tuple[str, ...]
    scorecard: Scorecard | None
    findings: tuple[Finding, ...]
    reported: tuple[ReportedRequirement, ...] = ()
    reported_scope: tuple[ReportedFact, ...] = ()
    left_out: Mapping[str, int]
    checked: Mapping[Checked, int]
    answers: tuple[Answer, ...] = ()
    withheld: int | None = None
    asked: str = ""
    baseline: Baseline | None = None
    contested: tuple[Contested, ...] = ()


class Measured(StrEnum):
    """What a condition of the gate measures in an audit; the first two follow from `fail_on`."""

    DECISIVE = "decisive"
    ANY = "any"
    SCORE = "score"
    AREA = "area"
    UNDECIDED = "undecided"
    UNBACKED = "unbacked"

    @property
    def is_points(self) -> bool:
        """Whether points are asked for, at least so many; otherwise rules are counted, at most so many."""
        return self in (Measured.SCORE, Measured.AREA)


class GateCondition(Struct, frozen=True, kw_only=True):
    """One thing the gate asks of one audit, what was found, and whether it is so.

    `ruleset` is the edition, as id@version. `wanted` is a least score or a greatest number. `low` and `high` are None
    where nothing counts, which holds nothing up. `met` is None there, and where the answer lies between the two.
    """

    declaration: str
    service: str
    ruleset: str
    what: Measured
    area: str | None = None
    wanted: str
    low: str | None
    high: str | None
    met: bool | None


class Gate(Struct, frozen=True, kw_only=True):
    """The rule that turned a result into an exit status, and what it gave.

    `met` is None where it cannot be told, or where there was nothing the gate speaks of. `min_areas` are pairs of an
    area (`area` or `ruleset/area`) and its least score. `conditions` are all that was asked of each audit.
    """

    track: Track
    fail_on: FailOn
    min_score: str | None
    undecided: UndecidedPolicy
    met: bool | None
    exit: int
    why: str
    min_areas: tuple[tuple[str, str], ...] = ()
    max_undecided: int | None = None
    max_unbacked: int | None = None
    conditions: tuple[GateCondition, ...] = ()


class Inputs(Struct, frozen=True, kw_only=True):
    """How many declarations were given, audited, and unusable: the last two add up to the first."""

    given: int
    audited: int
    unusable: int


class Outside(Struct, frozen=True, kw_only=True):
    """A ruleset that was asked for and has no edition in force on the day: its telling edition, and why."""

    id: str
    version: str
    title: str
    status: RulesetStatus
    why: str


class Result(Struct, frozen=True, kw_only=True):
    """A whole run. `consistency` are the rules about contradictions that every declaration was held against.

    `outside` are the rulesets that nothing was held against, because none of their editions is in force. `config` is
    the file of settings that was named on the command line, for commands that a report suggests; it is not saved.
    """

    version: str
    as_of: date
    audits: tuple[Audit, ...]
    gate: Gate
    inputs: Inputs
    diagnostics: tuple[Diagnostic, ...] = ()
    consistency: Ruleset | None = None
    outside: tuple[Outside, ...] = ()
    config: str = ""
