"""The least score and the verdict of an audit as declared, ready to be asked what they would be otherwise.

What changes is swapped in; the rest is never added up again. (Language reference, section 12.)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from auditor.engine.score import Scorer
from auditor.engine.verdicts import declared, is_possible, is_sure, verdict_of
from auditor.model.finding import WHOLE, Finding, Interval, Status
from auditor.model.ruleset import Ruleset
from auditor.model.scorecard import Verdict
from auditor.model.truth import F, T, Truth

# The number of a finding, whether its requirement applies, and its credit.
Change = tuple[int, Truth, Interval]
_Counts = tuple[int, int, int, int]


class Tally:
    """The sums of some findings on the declared track."""

    def __init__(self, ruleset: Ruleset, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        self._scorer = Scorer(ruleset, findings, declared)
        self._counts: _Counts = (0, 0, 0, 0)
        for finding in findings:
            judgement = declared(finding)
            if judgement.status is not Status.NOT_IN_FORCE:
                self._counts = _with(self._counts, finding, judgement.applies, judgement.credit, 1)

    def least(self, changes: Iterable[Change] = ()) -> Fraction | None:
        """Give the least score of the whole with some findings changed; None where nothing counts or may count."""
        swaps = [
            (self.findings[number], applies, self._credit(number, credit)) for number, applies, credit in changes
        ]
        return self._scorer.least_with(swaps)

    def verdict(self, changes: Iterable[Change] = ()) -> Verdict:
        """Give the verdict with some findings, each of them in force, changed."""
        counts = self._counts
        for number, applies, credit in changes:
            finding = self.findings[number]
            judgement = declared(finding)
            counts = _with(counts, finding, judgement.applies, judgement.credit, -1)
            counts = _with(counts, finding, applies, self._credit(number, credit), 1)
        return verdict_of(*counts)

    def _credit(self, number: int, credit: Interval) -> Interval:
        return WHOLE if self.findings[number].accepted else credit


def _with(counts: _Counts, finding: Finding, applies: Truth, credit: Interval, sign: int) -> _Counts:
    """Add what a finding is to the verdict, or take it away."""
    if applies == F or not finding.requirement.decisive:
        return counts
    known, surely, failing, short = counts
    sure = applies == T
    return (
        known + sign,
        surely + sign * sure,
        failing + sign * (sure and not is_possible(credit)),
        short + sign * (not is_sure(credit)),
    )
