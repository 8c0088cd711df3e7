"""The verdict and the least score of an audit as declared, ready to be asked what they would be otherwise.

What changes is swapped in; the rest is never added up again. (Language reference, section 12.)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final

from auditor.engine.score import Scorer
from auditor.engine.verdicts import declared, is_possible, is_sure, verdict_of
from auditor.model.finding import WHOLE, Finding, Interval, Status
from auditor.model.ruleset import Ruleset
from auditor.model.scorecard import Verdict
from auditor.model.truth import F, T, Truth

# The number of a finding, whether its requirement applies, and its credit.
Change = tuple[int, Truth, Interval]
# What the verdict is taken of: how many decide, of these surely, and how many fail and fall short.
_Counts = tuple[int, int, int, int]
_NOTHING: Final = 0, 0, 0, 0


class Tally:
    """The sums of some findings on the declared track."""

    def __init__(self, ruleset: Ruleset, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        self._scorer = Scorer(ruleset, findings, declared)
        judged = map(declared, findings)
        self._adds = [
            _NOTHING if now.status is Status.NOT_IN_FORCE else _adds(one, now.applies, now.credit)
            for one, now in zip(findings, judged, strict=True)
        ]
        known, surely, failing, short = map(sum, zip(_NOTHING, *self._adds, strict=True))
        self._counts: _Counts = known, surely, failing, short

    def gain(self, changes: Iterable[Change]) -> Fraction:
        """Give what the least score of the whole rises by with some findings changed; nothing where none is left."""
        return self._scorer.gain_with(
            [(number, applies, self._credit(number, credit)) for number, applies, credit in changes]
        )

    def verdict(self, changes: Iterable[Change] = ()) -> Verdict:
        """Give the verdict with some findings, each of them in force, changed."""
        counts = self._counts
        for number, applies, credit in changes:
            was, now = self._adds[number], _adds(self.findings[number], applies, self._credit(number, credit))
            if was != now:
                known, surely, failing, short = map(_swapped, counts, was, now)
                counts = known, surely, failing, short
        return verdict_of(*counts)

    def _credit(self, number: int, credit: Interval) -> Interval:
        return WHOLE if self.findings[number].accepted else credit


def _swapped(count: int, was: int, now: int) -> int:
    return count - was + now


def _adds(finding: Finding, applies: Truth, credit: Interval) -> _Counts:
    """Give what a finding is to the verdict."""
    if applies == F or not finding.requirement.decisive:
        return _NOTHING
    sure = applies == T
    return 1, int(sure), int(sure and not is_possible(credit)), int(not is_sure(credit))
