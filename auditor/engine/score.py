"""Scores as intervals, exact to the last fraction: means over findings, and over the areas that they stand in.

(Language reference, section 12, which proves the scan for the extremes of a weighted mean.)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from auditor.engine.means import Bag, Mean, Share
from auditor.engine.units import Unit, weights_in
from auditor.engine.verdicts import Pick
from auditor.model.finding import Finding, Interval, Judgement, Reason, Status
from auditor.model.ruleset import Area, Ruleset, ScoringModel
from auditor.model.scorecard import Score
from auditor.model.truth import F, T, Truth


class _Tree:
    """The areas and what stands directly in each, for one end of the interval."""

    def __init__(self, ruleset: Ruleset, own: Mapping[str, Bag], unit: Unit, *, greatest: bool) -> None:
        self._own, self._greatest = own, greatest
        self._nested = ruleset.scoring is ScoringModel.NESTED
        self._children: dict[str | None, list[Area]] = {}
        self._areas = {area.id: area for area in ruleset.areas}
        self._weights = unit.areas
        self._bags: dict[str | None, Bag] = {}
        self._folded: dict[str | None, Mean | None] = {}
        for area in ruleset.areas:
            self._children.setdefault(area.parent, []).append(area)
        # Parents stand before their children, so that this way round every child comes first.
        self._upwards = [area.id for area in reversed(ruleset.areas)]

    def _gather(self, area: str | None, bag: Bag) -> Iterator[Share]:
        """Put into a bag what an area's mean is taken over: its findings; and give the areas in it, folded."""
        own = None if area is None else self._own.get(area)
        if own is not None:
            bag.take(own)
        for child in self._children.get(area, ()):
            if not self._nested or child.transparent:
                yield from self._gather(child.id, bag)
                continue
            folded = self.fold(child.id)
            if folded is not None:
                yield Share(self._weights[child.id], folded)

    def fold(self, area: str | None) -> Mean | None:
        """Give the extreme of an area, or of the whole for None."""
        if area not in self._folded:
            self._folded[area] = self._bag(area).mean()
        return self._folded[area]

    def _bag(self, area: str | None) -> Bag:
        bag = self._bags.get(area)
        if bag is None:
            bag = self._bags[area] = Bag(greatest=self._greatest)
            for share in list(self._gather(area, bag)):
                bag.put(share)
        return bag

    def fold_with(self, swaps: Mapping[str, tuple[list[Share], list[Share]]]) -> Mean | None:
        """Give the extreme of the whole with some items of areas in place of others: only what is above is looked at.

        Of each area those that go, which are in it, and those that come.
        """
        waiting: dict[str | None, tuple[list[Share], list[Share]]] = {None: ([], [])}
        for area, (old, new) in swaps.items():
            gone, come = waiting.setdefault(self._home(area), ([], []))
            gone += old
            come += new
        for home in self._upwards:
            if home not in waiting:
                continue
            old, new = waiting[home]
            bag, weight = self._bag(home), self._weights[home]
            before, now = self.fold(home), bag.mean_with(old, new)
            gone, come = waiting.setdefault(self._home(self._areas[home].parent), ([], []))
            if before is not None:
                gone.append(Share(weight, before))
            if now is not None:
                come.append(Share(weight, now))
        return self._bag(None).mean_with(*waiting[None])

    def _home(self, area: str | None) -> str | None:
        """Give the area whose mean an item in `area` counts in; None for the whole."""
        while area is not None and (not self._nested or self._areas[area].transparent):
            area = self._areas[area].parent
        return area


def _own(
    findings: Sequence[Finding], judgements: Sequence[Judgement], unit: Unit
) -> tuple[dict[str, Bag], dict[str, Bag]]:
    """Give what counts, or may count, in each area at the low end of the interval and at the high one."""
    low: dict[str, Bag] = {}
    high: dict[str, Bag] = {}
    for finding, judgement in zip(findings, judgements, strict=True):
        applies = judgement.applies
        if applies == F or judgement.status is Status.NOT_IN_FORCE:
            continue
        requirement = finding.requirement
        area, weight, sure = requirement.area, unit.weight(requirement), applies == T
        least, greatest = unit.ends(judgement.credit)
        if area not in low:
            low[area], high[area] = Bag(greatest=False), Bag(greatest=True)
        low[area].add(least, weight, sure=sure)
        # a claim to be out of scope can only cost: where it stands unbacked it is out of the best case
        if judgement.reason is not Reason.SCOPE_UNBACKED:
            high[area].add(greatest, weight, sure=sure)
    return low, high


class Scorer:
    """Scores of one set of findings on one track, for the whole and for each area."""

    def __init__(self, ruleset: Ruleset, findings: Sequence[Finding], pick: Pick) -> None:
        judgements = list(map(pick, findings))
        unit = self._unit = Unit(weights_in(ruleset, findings), judgements)
        low, high = _own(findings, judgements, unit)
        self._low = _Tree(ruleset, low, unit, greatest=False)
        self._high = _Tree(ruleset, high, unit, greatest=True)
        self._pick = pick

    def score(self, area: str | None = None) -> Score | None:
        """Give the score of an area, or of the whole; None where nothing counts or may count."""
        low = self._low.fold(area)
        if low is None:
            return None
        # where nothing but unbacked exemptions is left there is no best case, and the least is all there is
        high = self._high.fold(area) or low
        return Score(interval=self._points(low, high), may_be_empty=not low.sure)

    def if_met(self, finding: Finding) -> Interval | None:
        """Give the score of the whole as it would be if this finding, one of those scored, were surely met."""
        judgement, area = self._pick(finding), finding.requirement.area
        weight = self._unit.weight(finding.requirement)
        met = Share(weight, Mean(self._unit.whole, 1, True))
        low_end = high_end = None
        if judgement.status is not Status.NOT_IN_FORCE and judgement.applies != F:
            sure = judgement.applies == T
            least, greatest = self._unit.ends(judgement.credit)
            low_end = Share(weight, Mean(least, 1, sure))
            if judgement.reason is not Reason.SCOPE_UNBACKED:
                high_end = Share(weight, Mean(greatest, 1, sure))
        low = self._low.fold_with({area: ([] if low_end is None else [low_end], [met])})
        high = self._high.fold_with({area: ([] if high_end is None else [high_end], [met])}) or low
        return None if low is None or high is None else self._points(low, high)

    def least_with(self, changes: Iterable[tuple[Finding, Truth, Interval]]) -> Fraction | None:
        """Give the least score of the whole with some of the findings scored applying, and credited, otherwise.

        None where nothing counts or may count.
        """
        swaps: dict[str, tuple[list[Share], list[Share]]] = {}
        for finding, applies, credit in changes:
            requirement = finding.requirement
            weight = self._unit.weight(requirement)
            old, new = swaps.setdefault(requirement.area, ([], []))
            judgement = self._pick(finding)
            if judgement.status is not Status.NOT_IN_FORCE and judgement.applies != F:
                old.append(Share(weight, Mean(self._unit.ends(judgement.credit)[0], 1, judgement.applies == T)))
            if applies != F:
                least = credit.low * self._unit.whole
                new.append(Share(weight, Mean(least.numerator, least.denominator, applies == T)))
        low = self._low.fold_with(swaps)
        return None if low is None else _points(low, self._unit)

    def _points(self, low: Mean, high: Mean) -> Interval:
        return Interval(_points(low, self._unit), _points(high, self._unit))


def _points(mean: Mean, unit: Unit) -> Fraction:
    return Fraction(mean.above * 100, mean.below * unit.whole)
