"""Scores as intervals and verdicts: a fold over findings, exact to the last fraction.

(Language reference, section 12, which proves the scan for the extremes of a weighted mean.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Final, NamedTuple

from msgspec.structs import replace

from auditor.engine.means import Bag, Mean, Share
from auditor.model.finding import OPEN, WHOLE, Finding, Interval, Judgement, Reason, Status
from auditor.model.ruleset import Area, Requirement, Ruleset, ScoringModel
from auditor.model.scorecard import (
    AreaCard,
    Score,
    Scorecard,
    Tracks,
    Verdict,
    Verdicts,
    Weights,
)
from auditor.model.truth import F, T, Truth

Pick = Callable[[Finding], Judgement]


class _Weights(NamedTuple):
    """The weights of requirements, by the id of each, and of areas, in the least parts of any of them."""

    of: Mapping[int, int]
    areas: Mapping[str, int]
    parts: int


# Of the rulesets that were scored last; each is held here, so that no other object can have the id of what is in it.
_KNOWN: Final[dict[int, tuple[Ruleset, _Weights]]] = {}
_KEPT: Final = 16


def _weights_of(ruleset: Ruleset, requirements: Iterable[Requirement]) -> _Weights:
    weights = [*((id(one), one.weight) for one in requirements)]
    parts = lcm(*{one.denominator for _id, one in weights}, *{one.weight.denominator for one in ruleset.areas})
    return _Weights(
        of={id: one.numerator * (parts // one.denominator) for id, one in weights},
        areas={one.id: one.weight.numerator * (parts // one.weight.denominator) for one in ruleset.areas},
        parts=parts,
    )


def _weights_in(ruleset: Ruleset, findings: Sequence[Finding]) -> _Weights:
    """Give the weights of an edition, worked out once; of findings that are not its own, anew."""
    known = _KNOWN.get(id(ruleset))
    if known is None:
        if len(_KNOWN) >= _KEPT:
            _KNOWN.clear()
        known = _KNOWN[id(ruleset)] = ruleset, _weights_of(ruleset, ruleset.requirements)
    own = known[1].of
    if all(id(finding.requirement) in own for finding in findings):
        return known[1]
    return _weights_of(ruleset, [finding.requirement for finding in findings])


class _Unit:
    """What weights and credits are counted in, so that they are whole numbers: the least parts of any of them."""

    def __init__(self, weights: _Weights, judgements: Sequence[Judgement]) -> None:
        self._weights, self.areas = weights.of, weights.areas
        # Most credits are one of three intervals, each made once.
        credits = {id(one.credit): one.credit for one in judgements}
        ends = {end.denominator for one in credits.values() for end in (one.low, one.high)}
        self.whole = lcm(*ends)
        self._credits = {key: (self.credit(one.low), self.credit(one.high)) for key, one in credits.items()}
        self._held = credits  # no other object can get the id of one that is held

    def weight(self, requirement: Requirement) -> int:
        """Give the weight of a requirement that is scored, in its unit."""
        return self._weights[id(requirement)]

    def credit(self, credit: Fraction) -> int:
        """Give a credit in its unit, of which `whole` are full credit."""
        return credit.numerator * (self.whole // credit.denominator)

    def ends(self, credit: Interval) -> tuple[int, int]:
        """Give both ends of the credit of a judgement that is scored."""
        return self._credits[id(credit)]


class _Tree:
    """The areas and what stands directly in each, for one end of the interval."""

    def __init__(self, ruleset: Ruleset, own: Mapping[str, Bag], unit: _Unit, *, greatest: bool) -> None:
        self._own, self._greatest = own, greatest
        self._nested = ruleset.scoring is ScoringModel.NESTED
        self._children: dict[str | None, list[Area]] = {}
        self._areas = {area.id: area for area in ruleset.areas}
        self._weights = unit.areas
        self._bags: dict[str | None, Bag] = {}
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
        return self._bag(area).mean()

    def _bag(self, area: str | None) -> Bag:
        bag = self._bags.get(area)
        if bag is None:
            bag = self._bags[area] = Bag(greatest=self._greatest)
            bag.close(list(self._gather(area, bag)))
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
            before, now = bag.mean(), bag.mean_with(old, new)
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
    findings: Sequence[Finding], judgements: Sequence[Judgement], unit: _Unit
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
        unit = self._unit = _Unit(_weights_in(ruleset, findings), judgements)
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


def _points(mean: Mean, unit: _Unit) -> Fraction:
    return Fraction(mean.above * 100, mean.below * unit.whole)


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
    known = surely = failing = short = 0
    for finding in findings:
        if not finding.requirement.decisive:
            continue
        judgement = pick(finding)
        if judgement.applies == F or judgement.status is Status.NOT_IN_FORCE:
            continue
        known += 1
        short += not is_sure(judgement.credit)
        if judgement.applies == T:
            surely += 1
            failing += not is_possible(judgement.credit)
    return verdict_of(known, surely, failing, short)


def verdict_of(known: int, surely: int, failing: int, short: int) -> Verdict:
    """Give the verdict over so many decisive requirements that apply or may apply.

    `surely` of them apply, `failing` of these cannot have full credit; `short` of all are not sure of it.
    """
    if failing:
        return Verdict.NOT_COMPLIANT
    if surely and not short:
        return Verdict.COMPLIANT
    return Verdict.CANNOT_TELL if known else Verdict.NOTHING_APPLIES


def is_sure(credit: Interval) -> bool:
    """Whether full credit is sure."""
    return credit is WHOLE or credit.low == 1


def is_possible(credit: Interval) -> bool:
    """Whether full credit is not excluded."""
    return credit is WHOLE or credit is OPEN or credit.high == 1


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


def scorecard(ruleset: Ruleset, findings: Sequence[Finding], areas: Sequence[Area] | None = None) -> Scorecard:
    """Add the findings up; waived ones count in the figures without waivers alone, decisions in all but their own.

    With `areas` these alone get figures of their own.
    """
    counting = [finding for finding in findings if finding.counts]
    scorers = Scorer(ruleset, counting, declared), Scorer(ruleset, counting, backed)
    score = Tracks(declared=scorers[0].score(), backed=scorers[1].score())
    decisive = [finding for finding in counting if finding.requirement.decisive]
    verdicts = _verdicts(counting)
    waived = len(counting) < len(findings)
    as_judged, bare = without_decisions(findings), without_decisions(counting)
    accepted = bare is not counting
    return Scorecard(
        verdict=verdicts,
        score=score,
        score_without_waivers=_tracks(ruleset, findings) if waived else score,
        verdict_without_waivers=_verdicts(findings) if waived else verdicts,
        score_without_decisions=_tracks(ruleset, bare) if accepted else score,
        verdict_without_decisions=_verdicts(bare) if accepted else verdicts,
        counts=count(as_judged, declared),
        counts_backed=count(as_judged, backed),
        decisive=count(decisive, declared),
        decisive_backed=count(decisive, backed),
        areas=tuple(
            _area_card(area, ruleset, counting, scorers) for area in (ruleset.areas if areas is None else areas)
        ),
        weights=_weights(ruleset, findings),
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


def _weights(ruleset: Ruleset, findings: Sequence[Finding]) -> Weights:
    counted = not_applicable = unbacked = 0
    weights = _weights_in(ruleset, findings)
    for finding in findings:
        weight = weights.of[id(finding.requirement)]
        if finding.declared.status is Status.NOT_APPLICABLE:
            not_applicable += weight
        elif finding.declared.applies == T and finding.in_force:
            counted += weight
        if finding.backed.reason is Reason.SCOPE_UNBACKED:
            unbacked += weight
    parts = weights.parts
    return Weights(
        counted=Fraction(counted, parts),
        not_applicable=Fraction(not_applicable, parts),
        on_unbacked_scope=Fraction(unbacked, parts),
    )
