"""The verdict and the least score of an audit as declared, ready to be asked what they would be otherwise.

What changes is swapped in; the rest is never added up again. (Language reference, section 12.)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final

from msgspec import Struct

from auditor.engine.score import Scorer
from auditor.engine.verdicts import declared, is_possible, is_sure, verdict_of
from auditor.model.finding import NOTHING, WHOLE, Finding, Interval, Judgement, Status
from auditor.model.ruleset import Ruleset
from auditor.model.scorecard import Verdict
from auditor.model.truth import F, T, Truth

# The number of a finding, whether its requirement applies, and its credit.
Change = tuple[int, Truth, Interval]
# What the verdict is taken of: how many decide, of these surely, and how many fail and fall short.
_Counts = tuple[int, int, int, int]
_NOTHING: Final = 0, 0, 0, 0
_ASIDE: Final = Judgement(status=Status.NOT_APPLICABLE, credit=NOTHING, applies=F)


class Standby(Struct, frozen=True):
    """The ids of requirements that a waiver or an accepted alternative stands by for, should they not be met.

    Beside those whose findings have it already: what is met needs neither, and carries neither.
    """

    waived: frozenset[str] = frozenset()
    accepted: frozenset[str] = frozenset()


NONE_STANDS_BY: Final = Standby()


class Tally:
    """The sums of an audit's findings on the declared track; a waived one is added up once it comes out met."""

    def __init__(self, ruleset: Ruleset, findings: Sequence[Finding], standby: Standby = NONE_STANDS_BY) -> None:
        self.findings = tuple(findings)
        # By number, whether it is an alternative or else a waiver that takes the place of what is not met.
        self.aside: dict[int, bool] = {}
        for number, one in enumerate(findings):
            accepted = one.accepted or one.requirement.id in standby.accepted
            if accepted or one.waiver is not None or one.requirement.id in standby.waived:
                self.aside[number] = accepted
        # The judgements as they count.
        self.judged = [declared(one) if one.counts else _ASIDE for one in findings]
        now_judged = {id(one): now for one, now in zip(findings, self.judged, strict=True)}
        self._scorer = Scorer(ruleset, findings, lambda one: now_judged[id(one)])
        self._adds = [
            _NOTHING if now.status is Status.NOT_IN_FORCE else _adds(one, now.applies, now.credit)
            for one, now in zip(findings, self.judged, strict=True)
        ]
        known, surely, failing, short = map(sum, zip(_NOTHING, *self._adds, strict=True))
        self._counts: _Counts = known, surely, failing, short

    def counted(self, number: int, applies: Truth, credit: Interval) -> tuple[Truth, Interval]:
        """Give what a finding that is aside counts for, if it comes out so."""
        if applies == F or (applies == T and is_sure(credit)):
            return applies, credit
        return (applies, WHOLE) if self.aside[number] else (F, NOTHING)

    def gain(self, changes: Iterable[Change]) -> Fraction:
        """Give what the least score of the whole rises by with some findings changed; nothing where none is left."""
        return self._scorer.gain_with(changes)

    def verdict(self, changes: Iterable[Change] = ()) -> Verdict:
        """Give the verdict with some findings, each of them in force, changed."""
        counts = self._counts
        for number, applies, credit in changes:
            was, now = self._adds[number], _adds(self.findings[number], applies, credit)
            if was != now:
                known, surely, failing, short = map(_swapped, counts, was, now)
                counts = known, surely, failing, short
        return verdict_of(*counts)


def _swapped(count: int, was: int, now: int) -> int:
    return count - was + now


def _adds(finding: Finding, applies: Truth, credit: Interval) -> _Counts:
    """Give what a finding is to the verdict."""
    if applies == F or not finding.requirement.decisive:
        return _NOTHING
    sure = applies == T
    return 1, int(sure), int(sure and not is_possible(credit)), int(not is_sure(credit))
