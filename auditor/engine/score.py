"""Scores as intervals, exact to the last fraction: means over findings, and over the areas that they stand in.

(Language reference, section 12, which proves the scan for the extremes of a weighted mean.)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from auditor.engine.layout import At, Layout, layout_of
from auditor.engine.means import Bag, Mean, Share
from auditor.engine.sums import Credits, added_up
from auditor.engine.verdicts import Pick
from auditor.model.finding import Finding, Interval, Reason, Status
from auditor.model.ruleset import Ruleset
from auditor.model.scorecard import Score
from auditor.model.truth import F, T, Truth

Swap = tuple[list[Share], list[Share]]


class _Tree:
    """The areas and what stands directly in each, for one end of the interval."""

    def __init__(self, layout: Layout, own: Mapping[str, Bag], *, greatest: bool) -> None:
        self._layout, self._own, self._greatest = layout, own, greatest
        self._bags: dict[At, Bag] = {}
        self._folded: dict[At, Mean | None] = {}

    def fold(self, area: At) -> Mean | None:
        """Give the extreme of an area, or of the whole for None."""
        if area not in self._folded:
            self._folded[area] = self._bag(area).mean()
        return self._folded[area]

    def _bag(self, area: At) -> Bag:
        bag = self._bags.get(area)
        if bag is None:
            own, inside = self._layout.under[area]
            if not inside and len(own) == 1 and own[0] in self._own:
                return self._own[own[0]]
            bag = self._bags[area] = Bag(greatest=self._greatest)
            for one in own:
                if one in self._own:
                    bag.take(self._own[one])
            folded = [(weight, self.fold(child)) for child, weight in inside]
            bag.put_all([(weight, mean) for weight, mean in folded if mean is not None])
        return bag

    def fold_with(self, swaps: Mapping[str, Swap]) -> Mean | None:
        """Give the extreme of the whole with some items of areas in place of others: only what is above is looked at.

        Of each area those that go, which are in it, and those that come.
        """
        layout = self._layout
        waiting: dict[At, Swap] = {None: ([], [])}
        for area, (old, new) in swaps.items():
            gone, come = waiting.setdefault(layout.homes[area], ([], []))
            gone += old
            come += new
        for home in layout.upwards:
            if home not in waiting:
                continue
            old, new = waiting[home]
            bag, weight = self._bag(home), layout.weights[home]
            before, now = self.fold(home), bag.mean_with(old, new)
            gone, come = waiting.setdefault(layout.above[home], ([], []))
            if before is not None:
                gone.append((weight, before))
            if now is not None:
                come.append((weight, now))
        return self._bag(None).mean_with(*waiting[None])


class Scores:
    """Scores of what was added up, for the whole and for each area."""

    def __init__(self, layout: Layout, credits: Credits) -> None:
        self.credits = credits
        self.low = _Tree(layout, credits.low, greatest=False)
        self.high = _Tree(layout, credits.high, greatest=True)

    def score(self, area: str | None = None) -> Score | None:
        """Give the score of an area, or of the whole; None where nothing counts or may count."""
        return score_of(self.low.fold(area), self.high.fold(area), self.credits.whole)

    def points(self, mean: Mean) -> Fraction:
        """Give a mean of credits in points."""
        return _points(mean, self.credits.whole)


def score_of(low: Mean | None, high: Mean | None, whole: int) -> Score | None:
    """Give the score between two means of credits in parts of `whole`; None where nothing counts or may count."""
    if low is None:
        return None
    # where nothing but unbacked exemptions is left there is no best case, and the least is all there is
    interval = Interval(_points(low, whole), _points(high or low, whole))
    return Score(interval=interval, may_be_empty=not low.sure)


def _points(mean: Mean, whole: int) -> Fraction:
    return Fraction(mean.above * 100, mean.below * whole)


class Scorer:
    """Scores of one set of findings on one track, and what they would be with some of them otherwise."""

    def __init__(self, ruleset: Ruleset, findings: Sequence[Finding], pick: Pick) -> None:
        layout, placed = layout_of(ruleset, findings)
        _sums, self._credits = added_up(placed, list(map(pick, findings)))
        self._scores = Scores(layout, self._credits)
        self._layout, self._pick = layout, pick

    def score(self, area: str | None = None) -> Score | None:
        """Give the score of an area, or of the whole; None where nothing counts or may count."""
        return self._scores.score(area)

    def if_met(self, finding: Finding) -> Interval | None:
        """Give the score of the whole as it would be if this finding, one of those scored, were surely met."""
        area, weight, _decisive = self._layout.place(finding.requirement)
        met = [(weight, Mean(self._credits.whole, 1, True))]
        low_end, high_end = self._shares(finding, weight)
        low = self._scores.low.fold_with({area: (low_end, met)})
        high = self._scores.high.fold_with({area: (high_end, met)}) or low
        return None if low is None or high is None else Interval(self._scores.points(low), self._scores.points(high))

    def least_with(self, changes: Iterable[tuple[Finding, Truth, Interval]]) -> Fraction | None:
        """Give the least score of the whole with some of the findings scored applying, and credited, otherwise.

        None where nothing counts or may count.
        """
        swaps: dict[str, Swap] = {}
        for finding, applies, credit in changes:
            area, weight, _decisive = self._layout.place(finding.requirement)
            old, new = swaps.setdefault(area, ([], []))
            old += self._shares(finding, weight)[0]
            if applies != F:
                least = credit.low * self._credits.whole
                new.append((weight, Mean(least.numerator, least.denominator, applies == T)))
        low = self._scores.low.fold_with(swaps)
        return None if low is None else self._scores.points(low)

    def _shares(self, finding: Finding, weight: int) -> Swap:
        """Give what a finding is in its area at the low end and at the high one, where it is anything there."""
        judgement = self._pick(finding)
        if judgement.applies == F or judgement.status is Status.NOT_IN_FORCE:
            return [], []
        sure, (least, greatest) = judgement.applies == T, self._credits.ends(judgement.credit)
        high = [] if judgement.reason is Reason.SCOPE_UNBACKED else [(weight, Mean(greatest, 1, sure))]
        return [(weight, Mean(least, 1, sure))], high
