"""One audit's totals: a fold over its findings, and the only place that adds them up."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from auditor.engine.layout import Layout, layout_of
from auditor.engine.score import Scores
from auditor.engine.sums import Sums, added_up
from auditor.engine.verdicts import backed, count, declared, without_decisions
from auditor.model.finding import Finding, Judgement
from auditor.model.ruleset import Area, Ruleset
from auditor.model.scorecard import AreaCard, Scorecard, Tracks, Verdicts, Weights


def scorecard(ruleset: Ruleset, findings: Sequence[Finding]) -> Scorecard:
    """Add the findings up; waived ones count in the figures without waivers alone, decisions in all but their own."""
    counting = _Counting(findings, findings)
    judged = _Scored(ruleset, counting, [one.declared for one in findings], [one.backed for one in findings])
    with_waivers = counted = bare = judged
    if len([one for one in findings if one.waiver is None and one.decision is None]) < len(findings):
        with_waivers, counting = _picked(ruleset, counting), _counting(findings)
        counted = _picked(ruleset, counting)
        bare = _picked(ruleset, _counting(without_decisions(findings)))
    cards = tuple(_area_card(area, ruleset, counting, counted) for area in ruleset.areas)
    return card_of(judged.totals, counted.totals, with_waivers.totals, bare.totals, cards)


def card_of(
    judged: Totals, counted: Totals, with_waivers: Totals, bare: Totals, areas: tuple[AreaCard, ...] = ()
) -> Scorecard:
    """Put together what was added up: all as judged, what counts, waived ones too, and without decisions."""
    return Scorecard(
        verdict=counted.verdicts,
        score=counted.score,
        score_without_waivers=with_waivers.score,
        verdict_without_waivers=with_waivers.verdicts,
        score_without_decisions=bare.score,
        verdict_without_decisions=bare.verdicts,
        counts=judged.declared.counts,
        counts_backed=judged.backed.counts,
        decisive=counted.declared.decisive,
        decisive_backed=counted.backed.decisive,
        areas=areas,
        weights=judged.weights(),
    )


class Totals:
    """What some findings come to on both tracks."""

    def __init__(self, layout: Layout, declared: Sums, backed: Sums, score: Tracks) -> None:
        self.declared, self.backed, self.score = declared, backed, score
        self.verdicts = Verdicts(declared=declared.verdict, backed=backed.verdict)
        self._parts = layout.parts

    def weights(self) -> Weights:
        parts = self._parts
        return Weights(
            counted=Fraction(self.declared.counted, parts),
            not_applicable=Fraction(self.declared.outside, parts),
            on_unbacked_scope=Fraction(self.backed.unbacked, parts),
        )


class _Counting(NamedTuple):
    """The findings that count as declared, and those that count as backed: a waiver may hold on one track alone."""

    declared: Sequence[Finding]
    backed: Sequence[Finding]


def _counting(findings: Sequence[Finding]) -> _Counting:
    return _Counting([one for one in findings if one.counts], [one for one in findings if one.counts_backed])


class _Scored:
    """The totals of some findings, and the score of any area."""

    def __init__(
        self,
        ruleset: Ruleset,
        findings: _Counting,
        on_declared: Sequence[Judgement],
        on_backed: Sequence[Judgement],
    ) -> None:
        layout, placed = layout_of(ruleset, findings.declared)
        (declared, credits), in_backed = added_up(placed, on_declared), (layout, placed)
        if findings.backed is not findings.declared:
            in_backed = layout_of(ruleset, findings.backed)
        backed, credits_backed = added_up(in_backed[1], on_backed)
        self._scores = Scores(layout, credits), Scores(in_backed[0], credits_backed)
        self.totals = Totals(layout, declared, backed, self.score_of(None))

    def score_of(self, area: str | None) -> Tracks:
        """Give the score of an area, or of the whole."""
        return Tracks(declared=self._scores[0].score(area), backed=self._scores[1].score(area))


def _picked(ruleset: Ruleset, findings: _Counting) -> _Scored:
    """Add findings up as they count, accepted alternatives as met."""
    return _Scored(ruleset, findings, [*map(declared, findings.declared)], [*map(backed, findings.backed)])


def _area_card(area: Area, ruleset: Ruleset, findings: _Counting, scored: _Scored) -> AreaCard:
    inside = _with_descendants(area.id, ruleset)
    here, here_backed = ([one for one in each if one.requirement.area in inside] for each in findings)
    return AreaCard(
        area=area,
        score=scored.score_of(area.id),
        counts=count(without_decisions(here), declared),
        decisive=count([one for one in here if one.requirement.decisive], declared),
        decisive_backed=count([one for one in here_backed if one.requirement.decisive], backed),
    )


def _with_descendants(area: str, ruleset: Ruleset) -> frozenset[str]:
    inside = {area}
    # parents stand before their children, so one pass in order finds every depth
    for one in ruleset.areas:
        if one.parent in inside:
            inside.add(one.id)
    return frozenset(inside)
