"""The words for what a new edition does to services."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from auditor.model.finding import Status
from auditor.model.impact import Cause, CauseTally, Flip, Impact, Outcome, ServiceImpact, Turn
from auditor.model.result import Track
from auditor.model.rulesetdiff import Change, ChangeKind
from auditor.model.scorecard import Score, Verdict
from auditor.report.rulesetdiff_words import change_text
from auditor.report.wording import STATUSES, VERDICTS, as_track, plural, score_said

READ_AS_WRITTEN = "Both editions are read as written: their dates are not applied."
DATES_APPLIED = "Both editions are read with their dates."


def outcome_text(one: Outcome | None) -> str:
    """Say how a requirement came out; on both tracks where they differ."""
    if one is None:
        return "not asked"
    declared, backed = STATUSES[one.declared].label, STATUSES[one.backed].label
    return declared if one.declared is one.backed else f"{declared} (backed: {backed})"


def cause_text(cause: Cause) -> str:
    """Name a cause: the change, or the changes that only together do it."""
    said = ", ".join(dict.fromkeys(map(_change_text, cause.changes)))
    if cause.several:
        return f"together: {said}"
    return cause.id if cause.id.startswith("parameter ") else said


def _change_text(change: Change) -> str:
    if change.kind in (ChangeKind.STATUS, ChangeKind.EDITION_DATES):
        return "the dates of the edition"
    if change.kind in (ChangeKind.ADDED, ChangeKind.REMOVED):
        return change.kind.value
    return change_text(change, "to")


def cause_name(cause: Cause) -> str:
    """Name a cause where its requirement is not at hand."""
    whose = cause.changes[0].requirement
    if whose is None or cause.id.startswith("parameter "):
        return cause_text(cause)
    return f"{whose} {cause_text(cause)}"


def verdicts_of(service: ServiceImpact, track: Track) -> tuple[Verdict, Verdict]:
    """Give the verdict under the old and the new edition."""
    assert service.old.scorecard is not None
    assert service.new.scorecard is not None
    before, after = service.old.scorecard.verdict, service.new.scorecard.verdict
    return (before.declared, after.declared) if track is Track.DECLARED else (before.backed, after.backed)


def scores_of(service: ServiceImpact, track: Track) -> tuple[Score | None, Score | None]:
    """Give the score under the old and the new edition."""
    assert service.old.scorecard is not None
    assert service.new.scorecard is not None
    before, after = service.old.scorecard.score, service.new.scorecard.score
    return (before.declared, after.declared) if track is Track.DECLARED else (before.backed, after.backed)


def verdict_text(service: ServiceImpact, track: Track, arrow: str) -> str:
    """Say a verdict before and after, once where it stays."""
    old, new = (VERDICTS[one].label for one in verdicts_of(service, track))
    return f"{new}, as before" if old == new else f"{old} {arrow} {new}"


def points_text(service: ServiceImpact, track: Track, arrow: str, to: str) -> str:
    """Say a score before and after, once where it stays."""
    old, new = (score_said(one, to=to) for one in scores_of(service, track))
    return f"{new}, as before" if old == new else f"{old} {arrow} {new}"


def turn_text(turn: Turn) -> str:
    """Say which change a turned verdict comes from."""
    if not turn.decisive:
        return f"the verdict {as_track(turn.track)} turns by several changes together: none alone decides"
    names = [cause_name(one) for one in turn.decisive]
    return f"the verdict {as_track(turn.track)} turns by {'; or by '.join(names)}"


_WORST: Final = (
    Status.NOT_MET,
    Status.PARTLY_MET,
    Status.UNDECIDED,
    None,
    Status.NOT_APPLICABLE,
    Status.NOT_IN_FORCE,
    Status.MET,
)


def worst_first(flips: Iterable[Flip]) -> list[Flip]:
    """Put what decides before what does not, and what is worse now before what is better."""

    def rank(flip: Flip) -> tuple[bool, int, int]:
        now = flip.new
        tracks = (None, None) if now is None else (now.declared, now.backed)
        return not flip.requirement.decisive, _WORST.index(tracks[0]), _WORST.index(tracks[1])

    return sorted(flips, key=rank)


def tally_text(tally: CauseTally) -> str:
    """Say what one cause did to all services."""
    flips = f"{plural(tally.flips, 'flip')} in {plural(tally.services, 'service')}"
    fail = f", {tally.failing} now {'fails' if tally.failing == 1 else 'fail'}" if tally.failing else ""
    turns = f", decides {plural(tally.turns, 'turned verdict')}" if tally.turns else ""
    return f"{flips}{fail}{turns}"


def answer_text(impact: Impact) -> str:
    """Give the whole in one sentence: what the last line says."""
    if not impact.services:
        return "NOTHING WAS JUDGED: there was no declaration that a service filed for itself."
    number = sum(len(one.flips) for one in impact.services)
    flipped = sum(bool(one.flips) for one in impact.services)
    turned = sum(bool(one.turns) for one in impact.services)
    services = plural(len(impact.services), "service")
    if not number and not turned:
        return f"NOTHING FLIPS in {services}."
    flips = f"{plural(number, 'flip')} in {plural(flipped, 'service')}"
    if not turned:
        return f"NO VERDICT TURNS in {services}: {flips}."
    return f"{turned} OF {services.upper()} {'GETS' if turned == 1 else 'GET'} ANOTHER VERDICT: {flips}."


def left_out_text(impact: Impact) -> str:
    """Say which declarations were not judged because others compiled them; empty where there are none."""
    if not impact.left_out:
        return ""
    names = ", ".join(f"{one.service.name} ({one.file})" for one in impact.left_out)
    return f"Left out, for others compiled them and they are never judged: {names}."


def unusable_text(impact: Impact) -> str:
    """Say how many inputs could not be used; empty where all could."""
    if not impact.unusable:
        return ""
    return f"{impact.unusable} of {plural(impact.given, 'input')} could not be used; the messages say why."
