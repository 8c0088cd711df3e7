"""What the gate asks beside the findings, as items of their own: scores, areas and budgets.

Formats that are made of items show them beside the findings: otherwise a run would be red, and nothing in its report
would have failed. What the verdict decides is told by the findings, and is no item.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from auditor.model.result import Audit, FailOn, Gate, GateCondition, Measured, Result, UndecidedPolicy
from auditor.model.scorecard import Verdict
from auditor.report.highlights import verdict_on
from auditor.report.outcomes import Annotation, Kind, Level, Test
from auditor.report.smallprint import asked_and_found, asks_beside_findings, is_of
from auditor.report.wording import listed

GATE: Final = "gate"


class GateItem(Struct, frozen=True, kw_only=True):
    """One thing that is asked of one audit: its name, which stays when the number is changed, and how it ended."""

    condition: GateCondition
    name: str
    ended: Test
    said: str

    @property
    def rule(self) -> str:
        """What is asked, as the rule of a linter: the same for all areas."""
        return f"{GATE}/{self.condition.what.value}"

    @property
    def annotation(self) -> Annotation:
        """The command by which GitHub is told."""
        return _ANNOTATIONS.get(self.ended, Annotation.NONE)

    @property
    def sarif(self) -> tuple[Kind, Level] | None:
        """SARIF's kind and level; None where it is no result."""
        return _SARIF.get(self.ended)


_ANNOTATIONS: Final[Mapping[Test, Annotation]] = {
    Test.FAILURE: Annotation.ERROR,
    Test.ERROR: Annotation.WARNING,
}
_SARIF: Final[Mapping[Test, tuple[Kind, Level]]] = {
    Test.FAILURE: (Kind.FAIL, Level.ERROR),
    Test.ERROR: (Kind.OPEN, Level.NONE),
}
_OPEN: Final[Mapping[UndecidedPolicy, Test]] = {
    UndecidedPolicy.FAIL: Test.FAILURE,
    UndecidedPolicy.PASS: Test.SKIPPED,
    UndecidedPolicy.TELL: Test.ERROR,
}
_NAMES: Final = {
    Measured.SCORE: "score",
    Measured.AREA: "area",
    Measured.UNDECIDED: "decisive rules undecided",
    Measured.UNBACKED: "decisive rules not backed",
    Measured.ANY: "rules of any kind",
}


def gate_items(gate: Gate, audit: Audit) -> tuple[GateItem, ...]:
    """Give what is asked of an audit beside its findings, no two named alike."""
    items: list[GateItem] = []
    taken: Counter[str] = Counter()
    for one in gate.conditions:
        if not is_of(one, audit) or not asks_beside_findings(one):
            continue
        name = f"{GATE}: {_NAMES[one.what]}{f' {one.area}' if one.area else ''}"
        taken[name] += 1
        again = f" ({taken[name]})" if taken[name] > 1 else ""
        items.append(
            GateItem(condition=one, name=name + again, ended=_ended(one, gate.undecided), said=asked_and_found(one))
        )
    return tuple(items)


def _ended(one: GateCondition, undecided: UndecidedPolicy) -> Test:
    if one.met is not None:
        return Test.PASSED if one.met else Test.FAILURE
    # as the gate has it: an area over nothing holds nothing up
    return Test.SKIPPED if one.low is None and one.what is Measured.AREA else _OPEN[undecided]


def gate_answer(result: Result) -> tuple[str, ...]:
    """Say why the gate is not met where no verdict says so, fullest first; empty where one does."""
    gate = result.gate
    verdicts = [verdict_on(one.scorecard, gate.track) for one in result.audits if one.scorecard is not None]
    if gate.met is not False or Verdict.NOT_COMPLIANT in verdicts:
        return ()
    head = "GATE NOT MET"
    failed = [one for audit in result.audits for one in gate_items(gate, audit) if one.ended is Test.FAILURE]
    if failed:
        said = [one.said for one in failed]
        return (f"{head}: {listed(said, most=1)}.", f"{head}: {said[0]}.", f"{head}.")
    if gate.fail_on is FailOn.ANY and any(one.what is Measured.ANY and one.met is False for one in gate.conditions):
        return (f"{head}: rules that decide no verdict fail it too.", f"{head}.")
    return (f"{head}: what is open fails it.", f"{head}.")
