"""Scores as intervals, exact to the last fraction: means over findings, and over the areas that they stand in.

(Language reference, section 12, which proves the scan for the extremes of a weighted mean.)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import gcd
from typing import Final

from auditor.engine.layout import At, Layout, layout_of
from auditor.engine.means import Bag, Mean, Share
from auditor.engine.sums import Credits, added_up
from auditor.engine.verdicts import Pick
from auditor.model.finding import NOTHING, OPEN, WHOLE, Finding, Interval, Judgement, Reason, Status
from auditor.model.ruleset import Ruleset
from auditor.model.scorecard import Score
from auditor.model.truth import F, T, Truth

# A share that is put into an area; one of less than no weight is taken out.
Put = tuple[str, Share]

_NONE: Final = Mean(0, 1, False)
# To look a member up in its enumeration takes longer than all that is done with it here.
_NOT_IN_FORCE: Final = Status.NOT_IN_FORCE
_UNBACKED: Final = Reason.SCOPE_UNBACKED


class _Tree:
    """The areas and what stands directly in each, for one end of the interval."""

    def __init__(self, layout: Layout, own: Mapping[str, Bag], *, greatest: bool) -> None:
        self._layout, self._own, self._greatest = layout, own, greatest
        self._bags: dict[At, Bag] = {}
        self._folded: dict[At, Mean | None] = {}
        self._with: dict[tuple[Put, ...], Mean | None] = {}

    def fold(self, area: At) -> Mean | None:
        """Give the extreme of an area, or of the whole for None."""
        if area not in self._folded:
            self._folded[area] = self._bag(area).mean()
        return self._folded[area]

    def _bag(self, area: At) -> Bag:
        bag = self._bags.get(area)
        if bag is None:
            bag = self._bags[area] = self._filled(area)
        return bag

    def _filled(self, area: At) -> Bag:
        own, inside = self._layout.under[area]
        if not inside and len(own) == 1 and own[0] in self._own:
            return self._own[own[0]]
        bag = Bag(greatest=self._greatest)
        for one in own:
            if one in self._own:
                bag.take(self._own[one])
        folded = [(weight, self.fold(child)) for child, weight in inside]
        bag.put_all([(weight, mean) for weight, mean in folded if mean is not None])
        return bag

    def fold_with(self, put: tuple[Put, ...]) -> Mean | None:
        """Give the extreme of the whole with some shares put in and some taken out: only what is above is looked at.

        It is worked out once for all that change the same, whichever requirements these are.
        """
        if put not in self._with:
            self._with[put] = self._fold_with(put)
        return self._with[put]

    def _fold_with(self, put: Iterable[Put]) -> Mean | None:
        layout = self._layout
        waiting: dict[At, list[Share]] = {None: []}
        for area, share in put:
            waiting.setdefault(layout.homes[area], []).append(share)
        while len(waiting) > 1:
            home = min(filter(None, waiting), key=layout.order.__getitem__)
            before, now = self.fold(home), self._bag(home).mean_with(waiting.pop(home))
            shares = waiting.setdefault(layout.above[home], [])
            weight = layout.weights[home]
            if before is not None:
                shares.append((-weight, before))
            if now is not None:
                shares.append((weight, now))
        return self._bag(None).mean_with(waiting[None])


class Scores:
    """Scores of what was added up, for the whole and for each area."""

    def __init__(self, layout: Layout, credits: Credits) -> None:
        self.credits = credits
        self.low = _Tree(layout, credits.low, greatest=False)
        self.high = _Tree(layout, credits.high, greatest=True)

    def score(self, area: str | None = None) -> Score | None:
        """Give the score of an area, or of the whole; None where nothing counts or may count."""
        return score_of(self.low.fold(area), self.high.fold(area), self.credits.whole)


def score_of(low: Mean | None, high: Mean | None, whole: int) -> Score | None:
    """Give the score between two means of credits in parts of `whole`; None where nothing counts or may count."""
    if low is None:
        return None
    # where nothing but unbacked exemptions is left there is no best case, and the least is all there is
    interval = Interval(_points(low, whole), _points(high or low, whole))
    return Score(interval=interval, may_be_empty=not low.sure)


def _points(mean: Mean, whole: int) -> Fraction:
    return Fraction(mean.above * 100, mean.below * whole)


# What a finding is to the scores: its area, its weight, and its credit at the low end and at the high one, if any.
_Held = tuple[str, int, Mean | None, Mean | None]


class Scorer:
    """Scores of one set of findings on one track, and what they would be with some of them otherwise."""

    def __init__(self, ruleset: Ruleset, findings: Sequence[Finding], pick: Pick) -> None:
        layout, placed = layout_of(ruleset, findings)
        judgements = list(map(pick, findings))
        _sums, self._credits = added_up(placed, judgements)
        self._scores = Scores(layout, self._credits)
        self._full, none = Mean(self._credits.whole, 1, True), Mean(0, 1, True)
        # Of the credits that nearly all have.
        self._usual = {id(WHOLE): (self._full, self._full), id(OPEN): (none, self._full), id(NOTHING): (none, none)}
        self._held: list[_Held] = [
            (place.area, place.weight, *self._ends(one)) for place, one in zip(placed, judgements, strict=True)
        ]
        self._gains: dict[_Held, Interval | None] = {}
        self._rises: dict[Mean, Fraction] = {}

    def score(self, area: str | None = None) -> Score | None:
        """Give the score of an area, or of the whole; None where nothing counts or may count."""
        return self._scores.score(area)

    def gain_if_met(self, number: int) -> Interval | None:
        """Give what the finding of that number would add to the score of the whole if it were surely met.

        None where nothing counts or may count. It is worked out once for all of which the same is changed.
        """
        held = self._held[number]
        if held not in self._gains:
            self._gains[held] = self._gain_if_met(*held)
        return self._gains[held]

    def _gain_if_met(self, area: str, weight: int, low_end: Mean | None, high_end: Mean | None) -> Interval | None:
        lows, highs = self._scores.low, self._scores.high
        low_now, low = lows.fold(None), lows.fold_with(_in_place_of(low_end, self._full, area, weight))
        if low_now is None or low is None:
            return None
        high_now, high = highs.fold(None), highs.fold_with(_in_place_of(high_end, self._full, area, weight))
        return Interval(self._rise(low_now, low), self._rise(high_now or low_now, high or low))

    def gain_with(self, changes: Iterable[tuple[int, Truth, Interval]]) -> Fraction:
        """Give what the least score of the whole rises by where findings of these numbers come out otherwise.

        Nothing where nothing counts or may count then.
        """
        put: list[Put] = []
        for number, applies, credit in changes:
            area, weight, low_end, _high_end = self._held[number]
            least = None if applies == F else self._least(credit, sure=applies == T)
            put += _in_place_of(low_end, least, area, weight)
        low = self._scores.low.fold_with(tuple(put))
        if low is None:
            return Fraction(0)
        if low not in self._rises:
            self._rises[low] = self._rise(self._scores.low.fold(None) or _NONE, low)
        return self._rises[low]

    def _rise(self, before: Mean, after: Mean) -> Fraction:
        """Give the difference of two means of credits in points."""
        above = after.above * before.below - before.above * after.below
        return Fraction(100 * above, after.below * before.below * self._credits.whole)

    def _least(self, credit: Interval, *, sure: bool) -> Mean:
        """Give the least of a credit, which may be none of those that were added up, in parts of them."""
        usual = self._usual.get(id(credit)) if sure else None
        if usual is not None:
            return usual[0]
        (above, below), whole = credit.low.as_integer_ratio(), self._credits.whole
        common = gcd(whole, below)
        return Mean(above * (whole // common), below // common, sure)

    def _ends(self, judgement: Judgement) -> tuple[Mean | None, Mean | None]:
        """Give the credit of a finding at the low end and at the high one, where it is anything there."""
        if judgement.applies == F or judgement.status is _NOT_IN_FORCE:
            return None, None
        sure, unbacked = judgement.applies == T, judgement.reason is _UNBACKED
        usual = self._usual.get(id(judgement.credit)) if sure and not unbacked else None
        if usual is not None:
            return usual
        least, greatest = self._credits.ends(judgement.credit)
        return Mean(least, 1, sure), None if unbacked else Mean(greatest, 1, sure)


def _in_place_of(old: Mean | None, new: Mean | None, area: str, weight: int) -> tuple[Put, ...]:
    """Take out what there is of a finding in its area, and put in what comes instead."""
    if old == new:
        return ()
    going: tuple[Put, ...] = () if old is None else ((area, (-weight, old)),)
    return going if new is None else (*going, (area, (weight, new)))
