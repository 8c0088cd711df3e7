"""Sentences on single requirements: what a service's own filing says to them, and what it leaves open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from auditor.model.comparison import Answered, Stance, Standing
from auditor.model.facts import Silence
from auditor.model.finding import Finding, Missing, Observation, Status
from auditor.model.truth import F
from auditor.report.escape import quoted, visible
from auditor.report.versus.quotes import (
    LONGEST,
    Frame,
    applies,
    on_file,
    requirement_of,
    service_of,
    told_few,
    valued,
)
from auditor.report.versus.reports import asked_as, contested_text, who_and_when
from auditor.report.versus.told import filed_against
from auditor.report.versus.unbacked import NOBODY_CHECKED, as_backed, why_unbacked
from auditor.report.wording import SILENCES, flat, plural

_FAILED: Final = {Status.NOT_MET: "does not meet", Status.PARTLY_MET: "meets in part"}
_SILENCES: Final = (Silence.DECLINED, Silence.SOUGHT, Silence.NOT_ANSWERED)
_WANTED: Final[Mapping[str, str]] = {"true": "yes", "false": "no"}


def answers(frame: Frame, one: Standing) -> Iterator[str]:
    """Give the answers to the matter in focus: how many are met, then each that is not told elsewhere."""
    position, focus = one.position, frame.comparison.focus
    if position is None or focus is None:
        return
    matter = quoted(focus.title, most=LONGEST)
    noun = "decisive requirement" if focus.decisive else "requirement"
    weighed = [each.finding for each in position.answers if each.finding.requirement.decisive or not focus.decisive]
    found = Counter(each.declared.status for each in weighed)
    yield frame.sentence(
        f"on {matter}, by its own filing {_day(one)}, of {plural(len(weighed), noun)} {position.asked} "
        f"{applies(position.asked)} to {service_of(one)} as declared: it comes out as meeting {position.does}, "
        f"meeting {found[Status.PARTLY_MET]} in part, not meeting {found[Status.NOT_MET]} and leaving "
        f"{found[Status.UNDECIDED]} open, judged by {frame.judged(one)}",
        *as_backed(frame, weighed, means=True),
        "what is not answered is not a no" if found[Status.UNDECIDED] else "",
        notes=one.audit.watermarks,
    )
    told = {each.requirement.id for each in one.decisive_failures}
    for answer in position.answers:
        if answer.finding.requirement.id not in told and answer.stance is not Stance.NOT_IN_FORCE:
            yield _answer(frame, one, answer)


def failures(frame: Frame, one: Standing) -> Iterator[str]:
    """Give what decides and fails by the service's own filing, with the facts that decided it."""
    return (_failure(frame, one, each) for each in one.decisive_failures)


def _answer(frame: Frame, one: Standing, answer: Answered) -> str:
    finding = answer.finding
    wanted = requirement_of(finding.requirement)
    by = f"by its own filing {_day(one)}, {service_of(one)}"
    judged = f"judged by {frame.judged(one)}"
    match answer.stance:
        case Stance.DOES:
            found = f"a document was found for it, in date and with the right hash, and {NOBODY_CHECKED}"
            return frame.sentence(f"{by} declares what {wanted} asks, {judged}", found, notes=one.audit.watermarks)
        case Stance.SAYS_IT_DOES:
            return frame.sentence(
                f"{by} declares what {wanted} asks, {judged}",
                *why_unbacked(frame, one, finding),
                notes=one.audit.watermarks,
            )
        case Stance.CONTESTED:
            return frame.sentence(
                f"{by} declares what {wanted} asks, {judged}",
                *_contests(frame, one, finding.declared.because),
                notes=one.audit.watermarks,
            )
        case Stance.WILL_NOT_SAY:
            return frame.sentence(
                f"{by} leaves open whether it meets {wanted}, {judged}",
                *_silences(frame, finding),
                notes=one.audit.watermarks,
            )
        case Stance.NOT_ANSWERED:
            return frame.sentence(
                f"{by} leaves open whether it meets {wanted}, {judged}",
                *_silences(frame, finding),
                "what is not answered is not a no",
                notes=one.audit.watermarks,
            )
        case Stance.DOES_NOT_APPLY | Stance.SAYS_IT_DOES_NOT_APPLY | Stance.EXEMPTION_CONTESTED:
            return frame.sentence(
                f"by its own filing {_day(one)}, {wanted} does not apply to {service_of(one)}, {judged}",
                *_exemption(frame, one, answer),
                notes=one.audit.watermarks,
            )
        case _:
            return _failure(frame, one, finding)


def _exemption(frame: Frame, one: Standing, answer: Answered) -> list[str]:
    """Say what becomes of a service's word that a requirement does not apply to it: as much as of any other word."""
    finding = answer.finding
    if answer.stance is Stance.DOES_NOT_APPLY:
        return [f"a document was found for that, in date and with the right hash, and {NOBODY_CHECKED}"]
    told = dict.fromkeys((*_contests(frame, one, finding.declared.because), *why_unbacked(frame, one, finding)))
    is_open = finding.backed.status is not Status.NOT_APPLICABLE
    return [*told, *(["so it is open as backed whether it applies"] if is_open else [])]


def _contests(frame: Frame, one: Standing, facts: Sequence[Observation]) -> list[str]:
    """Tell what others filed against some facts, each once."""
    return list(
        dict.fromkeys(contested_text(frame, one, each) for seen in facts for each in filed_against(one, seen.fact))
    )


def _failure(frame: Frame, one: Standing, finding: Finding) -> str:
    seen = finding.declared.because
    because = [each for each in seen if each.truth == F] or list(seen)
    told = list(dict.fromkeys(_declared(frame, each) for each in because))
    return frame.sentence(
        f"by its own filing {_day(one)}, {service_of(one)} {_FAILED[finding.declared.status]} "
        f"{requirement_of(finding.requirement)}, judged by {frame.judged(one)}",
        f"it declares {told_few(told)}" if told else "",
        *_contests(frame, one, because),
        notes=one.audit.watermarks,
    )


def _declared(frame: Frame, seen: Observation) -> str:
    where = f"; declared at {visible(str(seen.place))}" if seen.place is not None else ""
    said = "no answer" if seen.seen is None else valued(seen.seen, seen.unit)
    if seen.seen is None and seen.silence is not None:
        said = SILENCES[seen.silence]
    return f"{said} to {asked_as(frame, seen.fact)} (what is asked: {_wanted(seen.wanted)}{where})"


def _wanted(text: str) -> str:
    return _WANTED.get(text, visible(flat(text)))


def refusals(frame: Frame, one: Standing) -> Iterator[str]:
    """Give each fact that somebody asked the service for and was refused, once."""
    found: dict[str, Missing] = {}
    for finding in one.audit.findings:
        for missing in finding.declared.missing:
            if missing.absence.silence is Silence.DECLINED:
                found.setdefault(missing.fact, missing)
    for fact in sorted(found):
        missing = found[fact]
        yield frame.sentence(
            f"{service_of(one)} was asked{who_and_when(missing.absence)}, and did not say, what the answer is to "
            f"{_question(frame, missing)}, as its own filing {_day(one)} records, read against {frame.judged(one)}",
            notes=one.audit.watermarks,
        )


def _open(finding: Finding) -> list[Missing]:
    return list({each.fact: each for each in finding.declared.missing}.values())


def _silences(frame: Frame, finding: Finding) -> Iterator[str]:
    """Say what is open in three ways that are never taken for one another: asked for, looked for, or neither."""
    found: dict[tuple[Silence, str], list[Missing]] = {}
    for each in _open(finding):
        by = "" if each.absence.silence is Silence.NOT_ANSWERED else who_and_when(each.absence)
        found.setdefault((each.absence.silence, by), []).append(each)
    for (silence, by), these in sorted(found.items(), key=lambda one: _SILENCES.index(one[0][0])):
        questions = _questions(frame, these)
        match silence:
            case Silence.DECLINED:
                yield f"it was asked{by}, and did not say: {questions}"
            case Silence.SOUGHT:
                yield f"looked for{by}, and not found: {questions}"
            case Silence.NOT_ANSWERED:
                yield f"not answered: {questions}"


def _questions(frame: Frame, these: Sequence[Missing]) -> str:
    return told_few([_question(frame, each) for each in these])


def _question(frame: Frame, missing: Missing) -> str:
    return asked_as(frame, missing.fact, missing.question)


def _day(one: Standing) -> str:
    return on_file(one.audit.declaration.stated_on)
