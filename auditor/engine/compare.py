"""Services side by side, from audits: an order that open answers and documents cannot overturn unseen.

Pure: it takes audits and gives a comparison. Waivers and decisions, which are somebody's word on one service, are set
aside before anything is compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from auditor.engine.common_ground import Ground, alike, shared
from auditor.engine.influence import influences
from auditor.engine.position import position, reported_at_all, reported_on
from auditor.engine.ranks import ranks, whole_points
from auditor.engine.scorecards import scorecard
from auditor.engine.verdicts import backed, declared, verdict
from auditor.model.changes import Difference
from auditor.model.comparison import Conflict, Dossier, Filing, Focus, Shares, Standing, Unranked
from auditor.model.finding import Finding, Interval, Status
from auditor.model.result import Audit
from auditor.model.ruleset import Area, Requirement, Ruleset
from auditor.model.scorecard import Score, Scorecard, Tracks, Verdicts
from auditor.model.truth import F

FAILED: Final = (Status.NOT_MET, Status.PARTLY_MET)


class Judged(Struct, frozen=True, kw_only=True):
    """One audit to compare: for which day and by which version of the program it was made.

    `change` is what differs from the filing before it, for one that has such.
    """

    audit: Audit
    as_of: date
    version: str
    change: Difference | None = None
    conflicts: tuple[Conflict, ...] = ()


class Line(Struct, frozen=True, kw_only=True):
    """One service that filed for itself: its newest filing, and those before it, oldest first."""

    newest: Judged
    earlier: tuple[Judged, ...] = ()


class Terms(Struct, frozen=True, kw_only=True):
    """What is looked at: areas (empty for all) with what stands in them, the matter in focus, what a rank takes."""

    lens: tuple[str, ...]
    focus: Focus | None
    least_answered: Fraction
    forced: bool = False


def standings(lines: Sequence[Line], terms: Terms) -> tuple[Standing, ...]:
    """Put the services that filed for themselves in order, each with the places it may have."""
    found = with_scope([_standing(one, terms) for one in lines], terms)
    ranked = [one for one in found if one.unranked is None]
    scores = [one.score.backed.interval for one in ranked if one.score.backed is not None]
    places = dict(zip((id(one) for one in ranked), ranks(scores), strict=True))
    return tuple(sorted((replace(one, ranks=places.get(id(one))) for one in found), key=_order))


def dossiers(compiled: Iterable[Judged], focus: Focus | None) -> tuple[Dossier, ...]:
    """Put what others compiled in order of name: facts, and nothing that could be taken for a judgement."""
    found = [
        Dossier(
            audit=one.audit,
            as_of=one.as_of,
            version=one.version,
            focus=reported_on(focus, one.audit),
            facts=reported_at_all(one.audit),
            conflicts=one.conflicts,
        )
        for one in compiled
    ]
    return tuple(sorted(found, key=lambda one: _name(one.audit)))


def _standing(line: Line, terms: Terms) -> Standing:
    newest = line.newest
    audit = newest.audit
    findings = bare(audit.findings)
    looked_at = _within(terms.lens, audit.ruleset, findings)
    card = scorecard(audit.ruleset, looked_at)
    shares = _shares(audit.ruleset, looked_at, card)
    return Standing(
        audit=audit,
        as_of=newest.as_of,
        version=newest.version,
        score=card.score,
        verdict=Verdicts(declared=verdict(findings, declared), backed=verdict(findings, backed)),
        counts=card.counts,
        counts_backed=card.counts_backed,
        decisive=card.decisive,
        decisive_backed=card.decisive_backed,
        decisive_failures=tuple(
            one for one in looked_at if one.requirement.decisive and one.declared.status in FAILED
        ),
        areas=tuple(one for one in card.areas if _is_seen(one.area, terms.lens, audit.ruleset)),
        shares=shares,
        ranks=None,
        unranked=_unranked(card.score, shares, terms),
        position=position(terms.focus, findings, audit.contested) if terms.focus else None,
        earlier=tuple(_filing(one, terms.lens) for one in line.earlier),
        change=newest.change,
        set_aside=sum(one.waiver is not None or one.decision is not None for one in audit.findings),
        conflicts=newest.conflicts,
    )


def _filing(one: Judged, lens: Sequence[str]) -> Filing:
    looked_at = _within(lens, one.audit.ruleset, bare(one.audit.findings))
    score = scorecard(one.audit.ruleset, looked_at).score
    return Filing(audit=one.audit, as_of=one.as_of, score=score, change=one.change)


def bare(findings: Iterable[Finding]) -> list[Finding]:
    """Give findings as the rules judge them, without what anybody accepted."""
    return [replace(one, waiver=None, decision=None) for one in findings]


def inside(lens: Sequence[str], ruleset: Ruleset) -> frozenset[str]:
    """Give the areas looked at with all that stand in them; all of them where none is named."""
    if not lens:
        return frozenset(one.id for one in ruleset.areas)
    found = set(lens)
    for area in ruleset.areas:  # parents stand before their children
        if area.parent in found:
            found.add(area.id)
    return frozenset(found)


def _within(lens: Sequence[str], ruleset: Ruleset, findings: Iterable[Finding]) -> list[Finding]:
    areas = inside(lens, ruleset)
    return [one for one in findings if one.requirement.area in areas]


def _is_seen(area: Area, lens: Sequence[str], ruleset: Ruleset) -> bool:
    return area.id in inside(lens, ruleset)


def counting(audit: Audit, lens: Sequence[str]) -> list[Requirement]:
    """Give the requirements that count, or may count, in the score as backed: a bare claim takes none out."""
    return [
        one.requirement
        for one in _within(lens, audit.ruleset, audit.findings)
        if one.in_force and one.backed.applies != F
    ]


def with_scope(found: Sequence[Standing], terms: Terms) -> list[Standing]:
    """Say how much of each score rests on what is asked of all; those who share too little have no rank."""
    ground = [Ground(one.audit.ruleset, counting(one.audit, terms.lens)) for one in found]
    fit = [one for one, standing in zip(ground, found, strict=True) if standing.unranked is None]
    kept = alike(fit)
    common, stays = shared(kept or fit), {id(one) for one in kept}
    return [
        replace(
            standing,
            shares=replace(standing.shares, common=one.on(common) if one.parts else None),
            unranked=Unranked.OTHER_SCOPE
            if standing.unranked is None and id(one) not in stays and not terms.forced
            else standing.unranked,
        )
        for one, standing in zip(ground, found, strict=True)
    ]


def _shares(ruleset: Ruleset, findings: Sequence[Finding], card: Scorecard) -> Shares:
    in_force = [one for one in findings if one.in_force]
    weight = sum((one.requirement.weight for one in in_force), Fraction(0))
    parts = influences(ruleset, [one.requirement for one in in_force if one.declared.applies != F])
    undecided = (one.requirement.id for one in in_force if one.declared.status is Status.UNDECIDED)
    return Shares(
        unanswered=sum((parts.get(one, Fraction(0)) for one in undecided), Fraction(0)) if parts else None,
        not_applicable=card.weights.not_applicable / weight if weight else None,
        on_unbacked_scope=card.weights.on_unbacked_scope / weight if weight else None,
        common=None,
    )


def _unranked(score: Tracks, shares: Shares, terms: Terms) -> Unranked | None:
    if score.backed is None or score.declared is None:
        return Unranked.NOTHING_COUNTS
    if too_little(shares, terms.least_answered) and not terms.forced:
        return Unranked.TOO_LITTLE_ANSWERED
    return None


def too_little(shares: Shares, least_answered: Fraction) -> bool:
    """Whether less of the score is answered than a rank takes."""
    return shares.unanswered is not None and 1 - shares.unanswered < least_answered


def _order(one: Standing) -> tuple[object, ...]:
    """By what is backed for certain; the figure that people see decides, and equals stand by name.

    Those without a rank come last, by how much is answered: what may yet be backed is most for whoever says nothing.
    """
    if one.ranks is None:
        return True, -_answered(one.shares), 0, *_name(one.audit)
    low, high = _ends(one.score.backed)
    return False, -low, -high, *_name(one.audit)


def _answered(shares: Shares) -> int:
    """Give how much is answered in whole percent, less than nothing where nothing counts.

    A part is never rounded away, nor to the whole.
    """
    if shares.unanswered is None:
        return -1
    answered = 1 - shares.unanswered
    return whole_points(answered * 100) if answered in (0, 1) else min(max(whole_points(answered * 100), 1), 99)


def _ends(score: Score | None) -> tuple[int, int]:
    ends = Interval(Fraction(-1), Fraction(-1)) if score is None else score.interval
    return whole_points(ends.low), whole_points(ends.high)


def _name(audit: Audit) -> tuple[str, str, str]:
    declaration = audit.declaration
    return declaration.service.name.casefold(), declaration.service.id, declaration.sha256
