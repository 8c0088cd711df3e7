"""What findings add up to: verdicts, scores as intervals, counts. Filled by folds, never by hand."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction

from msgspec import Struct

from auditor.model.finding import Interval, Status
from auditor.model.ruleset import Area


class Verdict(StrEnum):
    """What the decisive requirements come to."""

    COMPLIANT = "compliant"
    NOT_COMPLIANT = "not-compliant"
    CANNOT_TELL = "cannot-tell"
    NOTHING_APPLIES = "nothing-applies"


class Score(Struct, frozen=True, kw_only=True):
    """Points out of 100, exact; `may_be_empty` where nothing is sure to count."""

    interval: Interval
    may_be_empty: bool = False


class Tracks(Struct, frozen=True, kw_only=True):
    """The score on both tracks; None where nothing counts."""

    declared: Score | None
    backed: Score | None


class Verdicts(Struct, frozen=True, kw_only=True):
    """The verdict on both tracks."""

    declared: Verdict
    backed: Verdict


class AreaCard(Struct, frozen=True, kw_only=True):
    """One area's line: its own score, and counts of what stands in it (deeper areas included).

    `decisive` counts decisive findings on the declared track, `decisive_backed` on the backed one.
    """

    area: Area
    score: Tracks
    counts: Mapping[Status, int]
    decisive: Mapping[Status, int]
    decisive_backed: Mapping[Status, int]


class Weights(Struct, frozen=True, kw_only=True):
    """Weight that counts for sure, that does not apply, and that is out of scope without backing."""

    counted: Fraction
    not_applicable: Fraction
    on_unbacked_scope: Fraction


class Scorecard(Struct, frozen=True, kw_only=True):
    """One audit's totals.

    `verdict`, `score`, `decisive` and the areas look at findings that count, an accepted alternative as met;
    `counts` and `weights` look at all, by status. Without waivers everything counts; without decisions no alternative
    does, and waivers hold.
    """

    verdict: Verdicts
    score: Tracks
    score_without_waivers: Tracks
    verdict_without_waivers: Verdicts
    score_without_decisions: Tracks
    verdict_without_decisions: Verdicts
    counts: Mapping[Status, int]
    counts_backed: Mapping[Status, int]
    decisive: Mapping[Status, int]
    decisive_backed: Mapping[Status, int]
    areas: tuple[AreaCard, ...]
    weights: Weights
