"""What findings come to on one track, added up in one pass: counts, a verdict, and what each area's mean is over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Final

from msgspec import Struct

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


class Sums(Struct, frozen=True, kw_only=True):
    """The sums of some findings, weights in the parts of their layout.

    `counted` is the weight that surely applies, `outside` what does not, and `unbacked` what is out of scope with
    nothing to back it. Of those that decide `surely` apply and `unsure` may; `failing` surely apply and cannot have
    full credit, `short` are not sure of it.
    """

    counts: dict[Status, int]
    decisive: dict[Status, int]
    surely: int
    unsure: int
    failing: int
    short: int
    counted: int
    outside: int
    unbacked: int

    @property
    def verdict(self) -> Verdict:
        """Give the verdict over those that decide."""
        return verdict_of(self.surely + self.unsure, self.surely, self.failing, self.short)


class Credits(Struct, frozen=True):
    """What the mean of each area is taken over, at either end, in parts of which `whole` are full credit."""

    whole: int
    low: Mapping[str, Bag]
    high: Mapping[str, Bag]

    def ends(self, credit: Interval) -> tuple[int, int]:
        """Give both ends of the credit of a judgement that is among these."""
        return _part(credit.low, self.whole), _part(credit.high, self.whole)


class _Own:
    """The weight that surely counts in one area, and how much of it has full credit at either end."""

    __slots__ = ("high", "low", "sure")

    def __init__(self) -> None:
        self.sure = self.low = self.high = 0


def added_up(placed: Sequence[Placed], judgements: Sequence[Judgement], whole: int = 1) -> tuple[Sums, Credits]:
    """Add findings up, credits in parts of `whole` or finer ones where they need them."""
    counts, decisive = _NONE.copy(), _NONE.copy()
    counted = outside = unbacked = surely = unsure = failing = short = 0
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
        counted += weight
        surely += decides
    credits = {id(one.credit): one.credit for _place, one in rest}
    whole = lcm(whole, *{end.denominator for one in credits.values() for end in (one.low, one.high)})
    ends = {key: (_part(one.low, whole), _part(one.high, whole)) for key, one in credits.items()}
    low = {area: Bag(one.low * whole, one.sure, greatest=False) for area, one in owns.items()}
    high = {area: Bag(-one.high * whole, one.sure, greatest=True) for area, one in owns.items()}
    for (area, weight, decides), one in rest:
        sure, (least, greatest) = one.applies == T, ends[id(one.credit)]
        low[area].add(least, weight, sure)
        # a claim to be out of scope can only cost: where it stands unbacked it is out of the best case
        if one.reason is _UNBACKED:
            unbacked += weight
        else:
            high[area].add(greatest, weight, sure)
        if sure:
            counted += weight
        if decides:
            short += not is_sure(one.credit)
            surely += sure
            unsure += not sure
            failing += sure and not is_possible(one.credit)
    sums = Sums(
        counts=counts,
        decisive=decisive,
        surely=surely,
        unsure=unsure,
        failing=failing,
        short=short,
        counted=counted,
        outside=outside,
        unbacked=unbacked,
    )
    return sums, Credits(whole, low, high)


def _part(credit: Fraction, whole: int) -> int:
    return credit.numerator * (whole // credit.denominator)
