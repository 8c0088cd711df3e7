"""What a short report says of one finding: where to look, what was seen there, what is wanted, what to do.

For the formats that give a finding a few lines: annotations, test reports, tables. Their escaping is their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from auditor.model.diagnostic import Place
from auditor.model.finding import Finding, Missing, Observation, Role, Status
from auditor.model.result import Audit, Track
from auditor.report.highlights import FAILED, in_force_text, telling, verdict_on
from auditor.report.outcomes import NOT_BACKED, judged, word
from auditor.report.since import since_text
from auditor.report.wording import (
    SILENCES,
    STATUSES,
    VERDICTS,
    alternative_text,
    citation,
    flat,
    seen_text,
    sentence,
    waived_text,
)

MOST: Final = 5


def deciding(finding: Finding, track: Track) -> Sequence[Observation]:
    """Give the comparisons that a status rests on; for a failure those to mend it at."""
    judgement = judged(finding, track)
    return telling(finding) if judgement.status in FAILED else judgement.because


def place_of(audit: Audit, finding: Finding, track: Track) -> Place:
    """Give the place in the declaration to look at first; the file as a whole where nothing is written yet."""
    asked = [one.place for one in judged(finding, track).missing]
    seen = [one.place for one in deciding(finding, track)]
    return next((one for one in (*asked, *seen) if one is not None), Place(audit.declaration.file))


def reasons(audit: Audit, finding: Finding, track: Track, *, most: int = MOST) -> list[str]:
    """Say why a finding came out as it did, a line for each fact, at most so many."""
    judgement = judged(finding, track)
    if judgement.status is Status.NOT_IN_FORCE:
        return [_later(audit, finding)]
    if judgement.status is Status.UNDECIDED and judgement.missing:
        lines = [_missing(one) for one in judgement.missing]
    elif judgement.status is Status.NOT_APPLICABLE:
        lines = [_seen(one) for one in deciding(finding, track)]
    else:
        lines = [_wanted(one) for one in deciding(finding, track)]
    return lines[:most] + ([f"and {len(lines) - most} more"] if len(lines) > most else [])


def _wanted(observation: Observation) -> str:
    return f"{_seen(observation)}, wanted: {flat(observation.wanted)}"


def _seen(observation: Observation) -> str:
    where = f"{observation.place}: " if observation.place is not None else ""
    return flat(f"{where}{observation.fact} is {seen_text(observation)}")


def _missing(missing: Missing) -> str:
    where = f"{missing.place}: " if missing.place is not None else ""
    if missing.role is Role.EVIDENCE:
        return flat(f"{where}{missing.fact} is {NOT_BACKED}")
    return flat(f"{where}{missing.fact} is {SILENCES[missing.absence.silence]}: {missing.question}")


def _later(audit: Audit, finding: Finding) -> str:
    when = in_force_text(audit, finding)
    if finding.would_be is None:
        return when
    return f"{when}; today it would come to: {STATUSES[finding.would_be.declared.status].label}"


def besides(audit: Audit, finding: Finding, track: Track) -> list[str]:
    """Say what stands beside the status: waiver, alternative, the other track, what to do, the source."""
    requirement, status = finding.requirement, judged(finding, track).status
    said = []
    if finding.waiver is not None:
        said.append(f"{waived_text(finding)} by {finding.waiver.approver}: {finding.waiver.reason}")
    if finding.baseline is not None:
        said.append(since_text(finding, track))
    if finding.alternative:
        said.append(alternative_text(finding))
    if finding.backed.status is not finding.declared.status:
        said.append(
            f"as declared: {word(audit, finding, Track.DECLARED)}; as backed: {word(audit, finding, Track.BACKED)}"
        )
    if requirement.remedy is not None and status in (*FAILED, Status.UNDECIDED):
        said.append(f"do: {sentence(requirement.remedy.do)}")
    decides = "" if requirement.decisive else ", which decides nothing"
    said.append(f"{requirement.obligation.value}{decides}: {citation(requirement)}")
    return [flat(one) for one in said]


def verdict_words(audit: Audit) -> str:
    """Say the verdict on both tracks, or why there is none."""
    card = audit.scorecard
    if card is None:
        return "compiled by others, so there is no verdict"
    declared, backed = (VERDICTS[verdict_on(card, one)].label for one in Track)
    return f"{declared} as declared, {backed} as backed"
