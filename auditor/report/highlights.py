"""What every format for people picks out of an audit: failures, open answers, areas left out, the answer.

Reads the result and judges nothing: counts come from the scorecard.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from msgspec import Struct

from auditor.model.diagnostic import Place
from auditor.model.finding import Finding, Observation, Reason, Status
from auditor.model.result import Audit, Result, Track
from auditor.model.ruleset import Area
from auditor.model.scorecard import AreaCard, Scorecard, Verdict
from auditor.model.standing import holding, none_holds, waiting_text
from auditor.model.truth import F
from auditor.model.values import WITHHELD
from auditor.report.wording import (
    STATUSES,
    VERDICTS,
    Words,
    as_track,
    decisive_noun,
    listed,
    plural,
    seen_text,
    sentence,
)

FAILED: Final = (Status.NOT_MET, Status.PARTLY_MET)
_FURTHEST_FIRST: Final = (
    Status.NOT_MET,
    Status.PARTLY_MET,
    Status.UNDECIDED,
    Status.MET,
    Status.NOT_APPLICABLE,
    Status.NOT_IN_FORCE,
)
_OUT: Final = (Status.NOT_APPLICABLE, Status.NOT_IN_FORCE)


def failed(counts: Mapping[Status, int]) -> int:
    """Count what fails a verdict: not met, and met in part only."""
    return sum(counts.get(status, 0) for status in FAILED)


def failures(audit: Audit, track: Track = Track.DECLARED) -> tuple[Finding, ...]:
    """Give the decisive findings that failed, in the ruleset's order.

    They are the same on both tracks, for a failure needs no backing, but for alternatives that are accepted on one
    only. A waived one does not count.
    """
    return tuple(
        one
        for one in audit.findings
        if one.requirement.decisive
        and counts_on(one, track)
        and one.declared.status in FAILED
        and not is_accepted(one, track)
    )


def counts_on(finding: Finding, track: Track) -> bool:
    """Whether the finding is looked at by verdict and score on a track."""
    return finding.counts if track is Track.DECLARED else finding.counts_backed


def is_accepted(finding: Finding, track: Track) -> bool:
    """Whether the finding counts as met on a track because a reviewer accepted its alternative."""
    return finding.accepted if track is Track.DECLARED else finding.accepted_backed


def telling(finding: Finding) -> tuple[Observation, ...]:
    """Give the comparisons that a failure is to be mended at: those that came out false, or all where none did.

    Those that are withheld are among them: which of them came out false is not to be seen.
    """
    because = tuple(finding.declared.because)
    return tuple(one for one in because if one.truth == F or one.seen is WITHHELD) or because


class Left(Struct, frozen=True, kw_only=True):
    """Why a whole area is outside the score: in words, and the line that says so."""

    words: str
    place: Place | None = None
    says: str = ""
    unbacked: bool = False
    more: int = 0


def findings_in(audit: Audit, area: Area) -> tuple[Finding, ...]:
    """Give the findings of an area and of the areas inside it."""
    inside = {area.id}
    parents = {one.id: one.parent for one in audit.ruleset.areas}
    for one in parents:
        above: str | None = one
        while above is not None and above not in inside:
            above = parents.get(above)
        if above is not None:
            inside.add(one)
    return tuple(one for one in audit.findings if one.requirement.area in inside)


def area_depths(areas: Sequence[Area]) -> Mapping[str, int]:
    """Say how deep each area lies, by id."""
    parents = {one.id: one.parent for one in areas}
    depths = {}
    for one in parents:
        depth, above = 0, parents[one]
        while above is not None and depth < len(parents):
            depth, above = depth + 1, parents.get(above)
        depths[one] = depth
    return depths


def why_left(audit: Audit, area: Area) -> Left:
    """Say why an area has no score."""
    findings = findings_in(audit, area)
    if not findings:
        return Left(words="no rule of it was evaluated")
    statuses = {one.declared.status for one in findings}
    if not statuses <= set(_OUT):
        return Left(words="nothing in it counts")
    if statuses == {Status.NOT_IN_FORCE}:
        reasons = {in_force_text(audit, one) for one in findings}
        return Left(words=reasons.pop() if len(reasons) == 1 else none_holds(audit.ruleset.status))
    outside = [one for one in findings if one.declared.status is Status.NOT_APPLICABLE]
    seen = {
        observation.fact: observation
        for one in outside
        for observation in one.declared.because
        if observation.place is not None
    }
    unbacked = any(one.backed.reason is Reason.SCOPE_UNBACKED for one in outside)
    waits = none_holds(audit.ruleset.status)
    words = "does not apply" if len(statuses) == 1 else f"does not apply, or is {waits}"
    if not seen:
        return Left(words=words, unbacked=unbacked)
    first = next(iter(seen.values()))
    return Left(
        words=words,
        place=first.place,
        says=seen_text(first),
        unbacked=unbacked,
        more=len(seen) - 1,
    )


def in_force_text(audit: Audit, finding: Finding) -> str:
    """Say when a requirement that is not in force was, or will be."""
    return waiting_text(audit.ruleset, finding.declared.reason, finding.since)


def mark_of(card: AreaCard) -> Words | None:
    """Give the words and mark of the worst decisive status in an area; None where nothing decides."""
    decisive = card.decisive
    if failed(decisive):
        return STATUSES[Status.NOT_MET]
    for status in (Status.UNDECIDED, Status.MET):
        if decisive.get(status, 0):
            return STATUSES[status]
    return None


def has_decisive(audit: Audit, area: Area) -> bool:
    """Whether anything in the area could decide the verdict at all."""
    return any(one.requirement.decisive for one in findings_in(audit, area))


def verdict_on(scorecard: Scorecard, track: Track) -> Verdict:
    """Give the verdict on a track."""
    return scorecard.verdict.declared if track is Track.DECLARED else scorecard.verdict.backed


def other(track: Track) -> Track:
    """Give the other track."""
    return Track.BACKED if track is Track.DECLARED else Track.DECLARED


def decisive_phrases(audit: Audit, scorecard: Scorecard, track: Track) -> list[str]:
    """Write the decisive counts as short phrases, the noun in the first: `3 musts not met`, `4 met`."""
    backed = track is Track.BACKED
    counts = scorecard.decisive_backed if backed else scorecard.decisive
    met = counts.get(Status.MET, 0)
    sure = scorecard.decisive_backed.get(Status.MET, 0)
    partly = counts.get(Status.PARTLY_MET, 0)
    counted = [
        (failed(counts), f"not met ({partly} partly)" if partly else "not met"),
        (counts.get(Status.UNDECIDED, 0), "not backed or not answered" if backed else "not answered"),
        (met, "met" if backed or not met else f"met, {'all' if sure == met else sure or 'none'} backed"),
    ]
    said = [(count, words) for count, words in counted if count]
    if not said:
        deciding = [one for one in audit.findings if one.requirement.decisive]
        waits = bool(deciding) and not any(one.in_force for one in deciding)
        holds = f"is {holding(audit.ruleset.status)}"
        return [f"no {decisive_noun(audit.ruleset.decided_by, 1)} {holds if waits else 'applies'}"]
    noun = decisive_noun(audit.ruleset.decided_by, said[0][0])
    return [
        f"{count} {noun} {words}" if number == 0 else f"{count} {words}" for number, (count, words) in enumerate(said)
    ]


def answer_lines(audit: Audit, scorecard: Scorecard, track: Track) -> tuple[str, ...]:
    """Write the answer of one audit, fullest first and shortest last, for the first that fits.

    Each starts with the verdict in capitals; where the tracks differ, each names the track.
    """
    verdict, against = verdict_on(scorecard, track), verdict_on(scorecard, other(track))
    head, opposite = VERDICTS[verdict].label.upper(), VERDICTS[against].label
    if verdict is Verdict.NOT_COMPLIANT:
        ids = [one.requirement.id for one in failures(audit, track)]
        lines = [f"{head}: {listed(ids, most=most)}." for most in range(min(len(ids), 8), 0, -1)]
        return (*lines, f"{head}.")
    said = ", ".join(decisive_phrases(audit, scorecard, track))
    if verdict is against:
        return (f"{head}: {said}.", f"{head}.")
    here, there = f"{head} {as_track(track)}", as_track(other(track))
    return (
        f"{here}: {said}. {sentence(f'{there}: {opposite}')}",
        f"{here}, {opposite} {there}.",
        f"{here}.",
    )


def coming(audit: Audit) -> tuple[Finding, ...]:
    """Give the requirements that will be in force, soonest first, and of one day what is furthest from being met."""
    later = [
        one
        for one in audit.findings
        if not one.in_force and one.declared.reason in (Reason.NOT_YET, Reason.TRANSITION)
    ]
    return tuple(sorted(later, key=lambda one: (one.since or date.max, _FURTHEST_FIRST.index(_today(one)))))


def later_words(audit: Audit) -> str:
    """Say of requirements that will be in force that they are not yet."""
    return f"{none_holds(audit.ruleset.status)} yet"


def coming_counts(later: Sequence[Finding]) -> str:
    """Say how what is coming would come out today: `2 not met, 3 met`."""
    counts = Counter(map(_today, later))
    said = [
        f"{counts[status]} {STATUSES[status].after(counts[status])}" for status in _FURTHEST_FIRST if counts[status]
    ]
    return listed(said)


def _today(finding: Finding) -> Status:
    return finding.would_be.declared.status if finding.would_be is not None else Status.NOT_IN_FORCE


def unusable_text(result: Result) -> str:
    """Say how many inputs could not be used; empty where all could."""
    inputs = result.inputs
    if not inputs.unusable:
        return ""
    was = "was" if inputs.unusable == 1 else "were"
    return (
        f"{inputs.unusable} of {plural(inputs.given, 'declaration')} could not be used "
        f"and {was} not audited: the messages beside this report say why."
    )
