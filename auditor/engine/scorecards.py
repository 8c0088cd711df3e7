"""One audit's totals: a fold over its findings, and the only place that adds them up."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from auditor.engine.score import Scorer
from auditor.engine.units import weights_in
from auditor.engine.verdicts import backed, count, declared, verdict, without_decisions
from auditor.model.finding import Finding, Reason, Status
from auditor.model.ruleset import Area, Ruleset
from auditor.model.scorecard import AreaCard, Scorecard, Tracks, Verdicts, Weights
from auditor.model.truth import T


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
    weights = weights_in(ruleset, findings)
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
