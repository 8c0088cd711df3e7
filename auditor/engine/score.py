"""Scores as intervals and verdicts: a fold over findings, exact to the last fraction.

(Language reference, section 12, which proves the scan for the extremes of a weighted mean.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from auditor.model.finding import WHOLE, Finding, Interval, Judgement, Reason, Status
from auditor.model.ruleset import Area, Ruleset, ScoringModel
from auditor.model.scorecard import (
    AreaCard,
    Score,
    Scorecard,
    Tracks,
    Verdict,
    Verdicts,
    Weights,
)
from auditor.model.truth import F, T

_HUNDRED = Fraction(100)
Pick = Callable[[Finding], Judgement]
# Whole numbers wherever a common denominator makes them so: sums of fractions are twenty times slower.
_Exact = int | Fraction


class Item(NamedTuple):
    """Something with a weight and a value in a weighted mean; one that is not sure may be left out."""

    weight: _Exact
    value: _Exact
    sure: bool


def extreme(items: Iterable[Item], *, greatest: bool) -> tuple[Fraction, bool] | None:
    """Give the greatest or least weighted mean over all ways to leave unsure items out, and whether any is sure.

    None where nothing has weight. With no sure item it is the extreme of the single values.
    """
    return _Bag.of(items, greatest=greatest).extreme()


class _Bag(NamedTuple):
    """Items of one mean, the sure ones added up and the others in the order of the scan."""

    greatest: bool
    total: _Exact
    weight: _Exact
    maybe: tuple[Item, ...]

    @classmethod
    def of(cls, items: Iterable[Item], *, greatest: bool) -> _Bag:
        total: _Exact = 0
        weight: _Exact = 0
        maybe = []
        for item in items:
            if item.weight <= 0:
                continue
            if item.sure:
                total += item.weight * item.value
                weight += item.weight
            else:
                maybe.append(item)
        maybe.sort(key=_value, reverse=greatest)
        return cls(greatest, total, weight, tuple(maybe))

    def extreme(self) -> tuple[Fraction, bool] | None:
        if not self.weight and not self.maybe:
            return None
        total, weight = self.total, self.weight
        for item in self.maybe:
            # the item's value against the mean so far, without a division
            ahead = item.value * weight - total
            if weight > 0 and not (ahead > 0 if self.greatest else ahead < 0):
                break
            total += item.weight * item.value
            weight += item.weight
        return Fraction(total) / weight, self.weight > 0

    def swapped(self, old: Item | None, new: Item | None) -> _Bag:
        """Give the bag with one item in another's place, without adding everything up again."""
        total, weight, maybe = self.total, self.weight, list(self.maybe)
        for item, sign in ((old, -1), (new, 1)):
            if item is None or item.weight <= 0:
                continue
            if item.sure:
                total += sign * item.weight * item.value
                weight += sign * item.weight
            elif sign < 0:
                maybe.remove(item)
            else:
                maybe.append(item)
        maybe.sort(key=_value, reverse=self.greatest)
        return _Bag(self.greatest, total, weight, tuple(maybe))


def _value(item: Item) -> _Exact:
    return item.value


class _Tree:
    """The areas and what stands directly in each, for one end of the interval."""

    def __init__(self, ruleset: Ruleset, items: Mapping[str, Sequence[Item]], unit: _Unit, *, greatest: bool) -> None:
        self._items, self._greatest, self._unit = items, greatest, unit
        self._nested = ruleset.scoring is ScoringModel.NESTED
        self._children: dict[str | None, list[Area]] = {}
        self._areas = {area.id: area for area in ruleset.areas}
        self._bags: dict[str | None, _Bag] = {}
        for area in ruleset.areas:
            self._children.setdefault(area.parent, []).append(area)

    def inside(self, area: str | None) -> list[Item]:
        """Give what an area's mean is taken over: its findings and, folded, the areas in it."""
        items = list(self._items.get(area, ())) if area is not None else []
        for child in self._children.get(area, ()):
            if not self._nested or child.transparent:
                items += self.inside(child.id)
                continue
            folded = self.fold(child.id)
            if folded is not None:
                items.append(Item(self._unit.weight(child.weight), *folded))
        return items

    def fold(self, area: str | None) -> tuple[Fraction, bool] | None:
        """Give the extreme of an area, or of the whole for None."""
        return self._bag(area).extreme()

    def _bag(self, area: str | None) -> _Bag:
        if area not in self._bags:
            self._bags[area] = _Bag.of(self.inside(area), greatest=self._greatest)
        return self._bags[area]

    def fold_with(self, area: str, old: Item | None, new: Item) -> tuple[Fraction, bool] | None:
        """Give the extreme of the whole with one item in another's place: only what is above it is looked at."""
        home = self._home(area)
        bag = self._bag(home)
        changed: Item | None = new
        while home is not None:
            before, now = bag.extreme(), bag.swapped(old, changed).extreme()
            weight = self._unit.weight(self._areas[home].weight)
            old = None if before is None else Item(weight, *before)
            changed = None if now is None else Item(weight, *now)
            home = self._home(self._areas[home].parent)
            bag = self._bag(home)
        return bag.swapped(old, changed).extreme()

    def _home(self, area: str | None) -> str | None:
        """Give the area whose mean an item in `area` counts in; None for the whole."""
        while area is not None and (not self._nested or self._areas[area].transparent):
            area = self._areas[area].parent
        return area


class _Unit:
    """What weights and credits are counted in, so that they are whole numbers: the least parts of any of them."""

    def __init__(self, ruleset: Ruleset, findings: Sequence[Finding], pick: Pick) -> None:
        weights = [*(one.requirement.weight for one in findings), *(area.weight for area in ruleset.areas)]
        self._weights = lcm(*{one.denominator for one in weights})
        credits = [pick(one).credit for one in findings]
        self.whole = lcm(*{one.low.denominator for one in credits}, *{one.high.denominator for one in credits})

    def weight(self, weight: Fraction) -> int:
        """Give a weight in its unit."""
        return weight.numerator * (self._weights // weight.denominator)

    def credit(self, credit: Fraction) -> int:
        """Give a credit in its unit, of which `whole` are full credit."""
        return credit.numerator * (self.whole // credit.denominator)


def _items(findings: Sequence[Finding], pick: Pick, unit: _Unit, *, greatest: bool) -> dict[str, list[Item]]:
    """Give what counts, or may count, in each area at one end of the interval."""
    found: dict[str, list[Item]] = {}
    for finding in findings:
        judgement = pick(finding)
        if judgement.status is Status.NOT_IN_FORCE or judgement.applies == F:
            continue
        # a claim to be out of scope can only cost: where it stands unbacked it is out of the best case
        if greatest and judgement.reason is Reason.SCOPE_UNBACKED:
            continue
        requirement = finding.requirement
        credit = unit.credit(judgement.credit.high if greatest else judgement.credit.low)
        item = Item(unit.weight(requirement.weight), credit, judgement.applies == T)
        found.setdefault(requirement.area, []).append(item)
    return found


class Scorer:
    """Scores of one set of findings on one track, for the whole and for each area."""

    def __init__(self, ruleset: Ruleset, findings: Sequence[Finding], pick: Pick) -> None:
        self._unit = _Unit(ruleset, findings, pick)
        unit = self._unit
        self._low = _Tree(ruleset, _items(findings, pick, unit, greatest=False), unit, greatest=False)
        self._high = _Tree(ruleset, _items(findings, pick, unit, greatest=True), unit, greatest=True)
        self._pick, self._points = pick, _HUNDRED / self._unit.whole

    def score(self, area: str | None = None) -> Score | None:
        """Give the score of an area, or of the whole; None where nothing counts or may count."""
        low = self._low.fold(area)
        if low is None:
            return None
        # where nothing but unbacked exemptions is left there is no best case, and the least is all there is
        high = self._high.fold(area) or low
        return Score(interval=Interval(low[0] * self._points, high[0] * self._points), may_be_empty=not low[1])

    def if_met(self, finding: Finding) -> Interval | None:
        """Give the score of the whole as it would be if this finding, one of those scored, were surely met."""
        judgement, area = self._pick(finding), finding.requirement.area
        weight, credit = self._unit.weight(finding.requirement.weight), self._unit.credit
        counts = judgement.status is not Status.NOT_IN_FORCE and judgement.applies != F
        sure, met = judgement.applies == T, Item(weight, self._unit.whole, True)
        low_end = Item(weight, credit(judgement.credit.low), sure) if counts else None
        high_end = Item(weight, credit(judgement.credit.high), sure) if counts else None
        unbacked = judgement.reason is Reason.SCOPE_UNBACKED
        low = self._low.fold_with(area, low_end, met)
        high = self._high.fold_with(area, None if unbacked else high_end, met)
        high = high or low
        return None if low is None or high is None else Interval(low[0] * self._points, high[0] * self._points)


def least(ruleset: Ruleset, findings: Sequence[Finding], pick: Pick) -> Fraction | None:
    """Give the least score of the whole alone; None where nothing counts or may count."""
    unit = _Unit(ruleset, findings, pick)
    folded = _Tree(ruleset, _items(findings, pick, unit, greatest=False), unit, greatest=False).fold(None)
    return None if folded is None else folded[0] * _HUNDRED / unit.whole


def declared(finding: Finding) -> Judgement:
    """Pick the declared track as it counts: as met where an alternative is accepted."""
    return _accepted(finding.declared) if finding.accepted else finding.declared


def backed(finding: Finding) -> Judgement:
    """Pick the backed track as it counts."""
    return _accepted(finding.backed) if finding.accepted_backed else finding.backed


def _accepted(judgement: Judgement) -> Judgement:
    """Give full credit; whether the requirement applies stays as open as it was."""
    if judgement.applies != T:
        return replace(judgement, credit=WHOLE)
    return replace(judgement, status=Status.MET, credit=WHOLE, reason=None)


def verdict(findings: Iterable[Finding], pick: Pick) -> Verdict:
    """Give the verdict over the decisive findings that count."""
    judgements = [
        judgement
        for finding in findings
        if finding.requirement.decisive
        and (judgement := pick(finding)).status is not Status.NOT_IN_FORCE
        and judgement.applies != F
    ]
    surely = [one for one in judgements if one.applies == T]
    if any(one.credit.high < 1 for one in surely):
        return Verdict.NOT_COMPLIANT
    if surely and all(one.credit.low == 1 for one in judgements):
        return Verdict.COMPLIANT
    return Verdict.CANNOT_TELL if judgements else Verdict.NOTHING_APPLIES


def count(findings: Iterable[Finding], pick: Pick) -> dict[Status, int]:
    """Count findings by status."""
    counts = dict.fromkeys(Status, 0)
    for finding in findings:
        counts[pick(finding).status] += 1
    return counts


def without_decisions(findings: Sequence[Finding]) -> Sequence[Finding]:
    """Give the findings as they are judged, no alternative counted as met."""
    if not any(finding.accepted for finding in findings):
        return findings
    return [replace(finding, decision=None) for finding in findings]


def scorecard(ruleset: Ruleset, findings: Sequence[Finding]) -> Scorecard:
    """Add the findings up; waived ones count in the figures without waivers alone, decisions in all but their own."""
    counting = [finding for finding in findings if finding.counts]
    scorers = Scorer(ruleset, counting, declared), Scorer(ruleset, counting, backed)
    score = Tracks(declared=scorers[0].score(), backed=scorers[1].score())
    decisive = [finding for finding in counting if finding.requirement.decisive]
    verdicts = _verdicts(counting)
    waived = len(counting) < len(findings)
    bare = without_decisions(counting)
    accepted = any(finding.accepted for finding in counting)
    return Scorecard(
        verdict=verdicts,
        score=score,
        score_without_waivers=_tracks(ruleset, findings) if waived else score,
        verdict_without_waivers=_verdicts(findings) if waived else verdicts,
        score_without_decisions=_tracks(ruleset, bare) if accepted else score,
        verdict_without_decisions=_verdicts(bare) if accepted else verdicts,
        counts=count(without_decisions(findings), declared),
        counts_backed=count(without_decisions(findings), backed),
        decisive=count(decisive, declared),
        decisive_backed=count(decisive, backed),
        areas=tuple(_area_card(area, ruleset, counting, scorers) for area in ruleset.areas),
        weights=_weights(findings),
    )


def _tracks(ruleset: Ruleset, findings: Sequence[Finding]) -> Tracks:
    return Tracks(
        declared=Scorer(ruleset, findings, declared).score(), backed=Scorer(ruleset, findings, backed).score()
    )


def _verdicts(findings: Sequence[Finding]) -> Verdicts:
    return Verdicts(declared=verdict(findings, declared), backed=verdict(findings, backed))


def _area_card(area: Area, ruleset: Ruleset, findings: Sequence[Finding], scorers: tuple[Scorer, Scorer]) -> AreaCard:
    inside = _with_descendants(area.id, ruleset)
    here = [finding for finding in findings if finding.requirement.area in inside]
    decisive = [finding for finding in here if finding.requirement.decisive]
    return AreaCard(
        area=area,
        score=Tracks(declared=scorers[0].score(area.id), backed=scorers[1].score(area.id)),
        counts=count(without_decisions(here), declared),
        decisive=count(decisive, declared),
        decisive_backed=count(decisive, backed),
    )


def _with_descendants(area: str, ruleset: Ruleset) -> frozenset[str]:
    inside = {area}
    # parents stand before their children, so one pass in order finds every depth
    for one in ruleset.areas:
        if one.parent in inside:
            inside.add(one.id)
    return frozenset(inside)


def _weights(findings: Iterable[Finding]) -> Weights:
    counted = not_applicable = unbacked = Fraction(0)
    for finding in findings:
        weight = finding.requirement.weight
        if finding.declared.status is Status.NOT_APPLICABLE:
            not_applicable += weight
        elif finding.declared.applies == T and finding.in_force:
            counted += weight
        if finding.backed.reason is Reason.SCOPE_UNBACKED:
            unbacked += weight
    return Weights(counted=counted, not_applicable=not_applicable, on_unbacked_scope=unbacked)
