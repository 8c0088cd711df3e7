"""Scores as intervals and verdicts: a fold over findings, exact to the last fraction.

(Language reference, section 12, which proves the scan for the extremes of a weighted mean.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

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


@dataclass(frozen=True, slots=True)
class Item:
    """Something with a weight and a value in a weighted mean; one that is not sure may be left out."""

    weight: Fraction
    value: Fraction
    sure: bool


def extreme(items: Iterable[Item], *, greatest: bool) -> tuple[Fraction, bool] | None:
    """Give the greatest or least weighted mean over all ways to leave unsure items out, and whether any is sure.

    None where nothing has weight. With no sure item it is the extreme of the single values.
    """
    return _Bag.of(items, greatest=greatest).extreme()


@dataclass(frozen=True, slots=True)
class _Bag:
    """Items of one mean, the sure ones added up and the others in the order of the scan."""

    greatest: bool
    total: Fraction
    weight: Fraction
    maybe: tuple[Item, ...]

    @classmethod
    def of(cls, items: Iterable[Item], *, greatest: bool) -> _Bag:
        weighty = [item for item in items if item.weight > 0]
        sure = [item for item in weighty if item.sure]
        return cls(
            greatest=greatest,
            total=sum((item.weight * item.value for item in sure), Fraction(0)),
            weight=sum((item.weight for item in sure), Fraction(0)),
            maybe=tuple(
                sorted((item for item in weighty if not item.sure), key=lambda item: item.value, reverse=greatest)
            ),
        )

    def extreme(self) -> tuple[Fraction, bool] | None:
        if not self.weight and not self.maybe:
            return None
        total, weight = self.total, self.weight
        for item in self.maybe:
            if weight > 0:
                mean = total / weight
                if not (item.value > mean if self.greatest else item.value < mean):
                    break
            total += item.weight * item.value
            weight += item.weight
        return total / weight, self.weight > 0

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
        maybe.sort(key=lambda item: item.value, reverse=self.greatest)
        return replace(self, total=total, weight=weight, maybe=tuple(maybe))


class _Tree:
    """The areas and what stands directly in each, for one end of the interval."""

    def __init__(self, ruleset: Ruleset, items: Mapping[str, Sequence[Item]], *, greatest: bool) -> None:
        self._items, self._greatest = items, greatest
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
                items.append(Item(child.weight, *folded))
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
            weight = self._areas[home].weight
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


def _items(findings: Sequence[Finding], pick: Pick) -> tuple[dict[str, list[Item]], dict[str, list[Item]]]:
    low: dict[str, list[Item]] = {}
    high: dict[str, list[Item]] = {}
    for finding in findings:
        judgement = pick(finding)
        if judgement.status is Status.NOT_IN_FORCE or judgement.applies == F:
            continue
        requirement = finding.requirement
        sure = judgement.applies == T
        low.setdefault(requirement.area, []).append(Item(requirement.weight, judgement.credit.low, sure))
        # a claim to be out of scope can only cost: where it stands unbacked it is out of the best case
        if judgement.reason is not Reason.SCOPE_UNBACKED:
            high.setdefault(requirement.area, []).append(Item(requirement.weight, judgement.credit.high, sure))
    return low, high


class Scorer:
    """Scores of one set of findings on one track, for the whole and for each area."""

    def __init__(self, ruleset: Ruleset, findings: Sequence[Finding], pick: Pick) -> None:
        low, high = _items(findings, pick)
        self._low = _Tree(ruleset, low, greatest=False)
        self._high = _Tree(ruleset, high, greatest=True)
        self._pick = pick

    def score(self, area: str | None = None) -> Score | None:
        """Give the score of an area, or of the whole; None where nothing counts or may count."""
        low = self._low.fold(area)
        if low is None:
            return None
        # where nothing but unbacked exemptions is left there is no best case, and the least is all there is
        high = self._high.fold(area) or low
        return Score(interval=Interval(low[0] * _HUNDRED, high[0] * _HUNDRED), may_be_empty=not low[1])

    def if_met(self, finding: Finding) -> Interval | None:
        """Give the score of the whole as it would be if this finding, one of those scored, were surely met."""
        judgement, weight, area = self._pick(finding), finding.requirement.weight, finding.requirement.area
        counts = judgement.status is not Status.NOT_IN_FORCE and judgement.applies != F
        sure, met = judgement.applies == T, Item(weight, Fraction(1), True)
        low_end = Item(weight, judgement.credit.low, sure) if counts else None
        high_end = Item(weight, judgement.credit.high, sure) if counts else None
        unbacked = judgement.reason is Reason.SCOPE_UNBACKED
        low = self._low.fold_with(area, low_end, met)
        high = self._high.fold_with(area, None if unbacked else high_end, met)
        high = high or low
        return None if low is None or high is None else Interval(low[0] * _HUNDRED, high[0] * _HUNDRED)


def least(ruleset: Ruleset, findings: Sequence[Finding], pick: Pick) -> Fraction | None:
    """Give the least score of the whole alone; None where nothing counts or may count."""
    low, _high = _items(findings, pick)
    folded = _Tree(ruleset, low, greatest=False).fold(None)
    return None if folded is None else folded[0] * _HUNDRED


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
