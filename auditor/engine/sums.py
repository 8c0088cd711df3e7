"""What findings come to on one track, added up in one pass: counts, a verdict, and what each area's mean is over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import Final

from auditor.engine.layout import Placed
from auditor.engine.means import Bag
from auditor.engine.verdicts import is_possible, is_sure, verdict_of
from auditor.model.finding import NOTHING, OPEN, WHOLE, Interval, Judgement, Reason, Status
from auditor.model.scorecard import Verdict
from auditor.model.truth import F, T

_NONE: Final = dict.fromkeys(Status, 0)
# To look a member up in its enumeration takes longer than all that is done with it here.
_NOT_IN_FORCE: Final = Status.NOT_IN_FORCE
_NOT_APPLICABLE: Final = Status.NOT_APPLICABLE
_UNBACKED: Final = Reason.SCOPE_UNBACKED


class _Own:
    """The weight that surely counts in one area, and how much of it has full credit at either end."""

    __slots__ = ("high", "low", "sure")

    def __init__(self) -> None:
        self.sure = self.low = self.high = 0


class Sums:
    """The sums of some findings: weights in the parts of their layout, credits in parts of which `whole` are full.

    `counted` is the weight that surely applies, `outside` what does not, and `unbacked` what is out of scope with
    nothing to back it. `low` and `high` hold what the mean of each area is taken over, where anything stands in it.
    """

    def __init__(self, placed: Sequence[Placed], judgements: Sequence[Judgement]) -> None:
        counts, decisive = self.counts, self.decisive = _NONE.copy(), _NONE.copy()
        outside = surely = failing = short = 0
        owns: dict[str, _Own] = defaultdict(_Own)
        rest: list[tuple[Placed, Judgement]] = []
        for place, one in zip(placed, judgements, strict=True):
            area, weight, decides = place
            status, applies, credit = one.status, one.applies, one.credit
            counts[status] += 1
            if decides:
                decisive[status] += 1
            if applies == F or status is _NOT_IN_FORCE:
                if status is _NOT_APPLICABLE:
                    outside += weight
                continue
            own = owns[area]
            # Nearly all that surely applies has one of three credits, each made once.
            if applies != T or one.reason is _UNBACKED:
                rest.append((place, one))
                continue
            if credit is WHOLE:
                own.low += weight
                own.high += weight
            elif credit is OPEN:
                own.high += weight
                short += decides
            elif credit is NOTHING:
                short += decides
                failing += decides
            else:
                rest.append((place, one))
                continue
            own.sure += weight
            surely += decides
        self.outside, self.counted, self.unbacked = outside, sum([one.sure for one in owns.values()]), 0
        self._surely, self._failing, self._short, self._unsure = surely, failing, short, 0
        credits = {id(one.credit): one.credit for _place, one in rest}.values()
        self.whole = lcm(*{end.denominator for one in credits for end in (one.low, one.high)})
        self.low = {area: Bag(one.low * self.whole, one.sure, greatest=False) for area, one in owns.items()}
        self.high = {area: Bag(one.high * self.whole, one.sure, greatest=True) for area, one in owns.items()}
        ends = {id(one): self.ends(one) for one in credits}
        for place, one in rest:
            self._add(place, one, *ends[id(one.credit)])

    def _add(self, place: Placed, one: Judgement, least: int, greatest: int) -> None:
        area, weight, decides = place
        sure = one.applies == T
        self.low[area].add(least, weight, sure)
        # a claim to be out of scope can only cost: where it stands unbacked it is out of the best case
        if one.reason is _UNBACKED:
            self.unbacked += weight
        else:
            self.high[area].add(greatest, weight, sure)
        if sure:
            self.counted += weight
        if decides:
            self._short += not is_sure(one.credit)
            if sure:
                self._surely += 1
                self._failing += not is_possible(one.credit)
            else:
                self._unsure += 1

    def part(self, credit: Fraction) -> int:
        """Give a credit in the parts that it is counted in here."""
        return credit.numerator * (self.whole // credit.denominator)

    def ends(self, credit: Interval) -> tuple[int, int]:
        """Give both ends of the credit of a judgement that is among these."""
        return self.part(credit.low), self.part(credit.high)

    @property
    def verdict(self) -> Verdict:
        """Give the verdict over those that decide."""
        return verdict_of(self._surely + self._unsure, self._surely, self._failing, self._short)
