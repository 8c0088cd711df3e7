"""What failed, what to answer next, and what is coming: the part below the grid."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from auditor.model.answers import Answer, Turn
from auditor.model.diagnostic import Place
from auditor.model.facts import Absence, Silence
from auditor.model.finding import Finding, Interval, Observation, Role, Status
from auditor.model.result import Audit, Result, Track
from auditor.model.scorecard import Scorecard, Verdict
from auditor.report.commands import explain_command
from auditor.report.highlights import (
    coming,
    coming_counts,
    failed,
    failures,
    in_force_text,
    later_words,
    telling,
    verdict_on,
)
from auditor.report.paper import Paper, Piece
from auditor.report.since import since_text
from auditor.report.wording import (
    SILENCES,
    STATUSES,
    VERDICTS,
    alternative_text,
    citation,
    decisive_noun,
    flat,
    listed,
    plural,
    points_text,
    seen_text,
)

FAILURES: Final = 5
OBSERVATIONS: Final = 3
SEEN_LINES: Final = 3
ANSWERS: Final = 3
COMING: Final = 3


def put_failures(
    paper: Paper,
    result: Result,
    audit: Audit,
    *,
    most: int | None,
    verbose: bool = False,
    track: Track = Track.DECLARED,
) -> None:
    """Write the decisive failures, at most so many, then how many more there are."""
    failing = failures(audit, track)
    for finding in failing[:most]:
        paper.blank()
        put_finding(paper, result, audit, finding, total=len(failing), verbose=verbose)
    if most is not None and len(failing) > most:
        rest = [one.requirement.id for one in failing[most:]]
        paper.blank()
        paper.prose(f"{len(rest)} more: {listed(rest, most=12)}", lead=Piece("✗ ", "failed"))


def put_finding(
    paper: Paper, result: Result, audit: Audit, finding: Finding, *, total: int, verbose: bool = False
) -> None:
    """Write one failure: what is asked and where that stands, each line that fails it, what to do."""
    requirement = finding.requirement
    put_title(paper, finding)
    put_origin(paper, finding)
    because = finding.declared.because
    shown = because if verbose else telling(finding)[:OBSERVATIONS]
    for observation in shown:
        put_observation(paper, observation)
    if len(because) > len(shown):
        rest = f"   = and {len(because) - len(shown)} more"
        put_command(paper, rest, explain_command(result, audit, requirement.id))
    if finding.baseline is not None:
        paper.prose(since_text(finding, Track.DECLARED), lead="   = since:  ")
    if finding.alternative:
        paper.prose(alternative_text(finding), lead="   = also:   ")
    if requirement.remedy is not None:
        effort = f" (effort {requirement.remedy.effort})" if requirement.remedy.effort else ""
        paper.prose(f"{flat(requirement.remedy.do).rstrip('.')}{effort}", lead="   = do:     ")
    noun = decisive_noun(audit.ruleset.decided_by, total)
    closes = f"closes the only {noun} not met" if total == 1 else f"closes 1 of the {total} {noun} not met"
    paper.prose(f"{points_text(finding.gives)}; {closes}", lead="   = gives:  ")


def put_title(paper: Paper, finding: Finding) -> None:
    """Write the mark, the id (never cut) and the title of a requirement."""
    requirement = finding.requirement
    words = STATUSES[finding.declared.status]
    lead = Piece(f"{words.mark} {requirement.id}  ", words.style, keep=True)
    paper.prose(requirement.title, lead=lead)


def put_origin(paper: Paper, finding: Finding) -> None:
    """Write the obligation, the instrument's own label and the citation."""
    requirement = finding.requirement
    partly = "partly met" if finding.declared.status is Status.PARTLY_MET else ""
    parts = (requirement.obligation.value, partly, requirement.label or "", citation(requirement))
    paper.prose(paper.dot.join(part for part in parts if part), lead="  ")


def put_observation(paper: Paper, observation: Observation, *, most: int | None = SEEN_LINES) -> None:
    """Write where a fact stands, what was seen there and what is wanted."""
    if observation.place is not None:
        put_place(paper, "  --> ", observation.place)
    paper.prose(f"{observation.fact}: {seen_text(observation)}", lead="   = seen:   ", most=most)
    paper.prose(observation.wanted, lead="   = wanted: ", most=most)


def put_place(paper: Paper, lead: str, place: Place) -> None:
    """Write a place, whole: on the line of its lead, or else alone on the next."""
    where = Piece(str(place), "place", keep=True)
    if paper.fits(lead, where):
        paper.put(lead, where)
    else:
        paper.put(lead)
        paper.put(where)


def put_command(paper: Paper, lead: str, command: str) -> None:
    """Write a command ready to copy, on the line of its lead or else alone on the next; of none the lead alone."""
    if not command:
        paper.put(lead)
    elif paper.fits(lead, ": ", command):
        paper.put(lead, ": ", command)
    else:
        paper.put(f"{lead}:")
        paper.put(Piece(command, keep=True))


def put_answers(
    paper: Paper, result: Result, audit: Audit, scorecard: Scorecard, *, track: Track, most: int | None
) -> None:
    """Write what to answer next, at most so many, and whether answers can turn the verdict."""
    open_facts = audit.answers
    if not open_facts:
        return
    paper.blank()
    deciding = sum(one.decides for one in open_facts)
    noun = decisive_noun(audit.ruleset.decided_by, 1)
    head = "ANSWER NEXT   "
    paper.prose(
        f"{plural(len(open_facts), 'answer')} missing, {deciding or 'none'} of them "
        f"{'decides' if deciding == 1 else 'decide'} a {noun}.",
        lead=Piece(head, "head"),
    )
    turning = sum(bool(one.turns) for one in open_facts)
    if turning:
        paper.prose(f"{plural(turning, 'answer')} can turn the verdict as declared alone.", lead=" " * len(head))
    elif verdict_on(scorecard, track) is Verdict.NOT_COMPLIANT:
        count = failed(scorecard.decisive)
        noun = decisive_noun(audit.ruleset.decided_by, count)
        paper.prose(
            f"No answer turns the verdict: {count} {noun} {'has' if count == 1 else 'have'} to be met first.",
            lead=" " * len(head),
        )
    for number, answer in enumerate(open_facts[:most], start=1):
        put_answer(paper, answer, number)
    if most is not None and len(open_facts) > most:
        lead = f"   and {len(open_facts) - most} more"
        put_command(paper, lead, explain_command(result, audit, "--unanswered"))


def put_answer(paper: Paper, answer: Answer, number: int, *, all_ids: bool = False) -> None:
    """Write one question: who waits for it, what it asks, what it accepts, where it goes."""
    ids = answer.requirements
    more = f" +{len(ids) - 1}" if len(ids) > 1 and not all_ids else ""
    worth = worth_text(answer)
    lead = f"{number:2} {ids[0]}{more}  "
    indent = " " * paper.cells(lead)
    question = flat(answer.question) or f"What is {answer.fact}?"
    accepts = f"{answer.fact}: {answer.accepts}" if answer.accepts else answer.fact
    near = f"near {answer.place}" if answer.place else ""
    beside = [text for text in (worth, near) if text]
    if paper.fits(lead, question, "  ", worth):
        paper.sides([Piece(lead, keep=True), question], beside.pop(0))
    else:
        paper.prose(question, lead=Piece(lead, keep=True))
    if beside and paper.fits(indent, accepts, "  ", beside[0]):
        paper.sides([indent, accepts], beside.pop(0))
    else:
        paper.prose(accepts, lead=indent, most=SEEN_LINES)
    for text in beside:
        paper.put(indent if paper.fits(indent, text) else "", Piece(text, keep=True))
    if all_ids and len(ids) > 1:
        paper.prose(f"also for {', '.join(ids[1:])}", lead=indent)
    if all_ids and answer.turns:
        paper.prose("; ".join(turn_text(one) for one in answer.turns), lead=indent)
        paper.prose(_with_others(answer) or f"worth {points_text(answer.gain)}", lead=indent)
    said = absence_text(answer.absence)
    if said:
        paper.prose(said, lead=indent)


def turn_text(turn: Turn) -> str:
    """Say what brings another verdict."""
    return f"{VERDICTS[turn.verdict].label} with {' '.join(turn.settings)}"


def worth_text(answer: Answer) -> str:
    """Say what an answer is worth: alone, or else together with the others that are missing."""
    if answer.turns:
        return "turns the verdict"
    if answer.role is Role.SCOPE:
        return "says if it applies"
    return _with_others(answer) or points_text(answer.gain, up_to=True)


def _with_others(answer: Answer) -> str:
    """Say what an answer that is worth nothing alone is worth beside others; empty where it is worth something."""
    if answer.gain.high <= 0 < answer.together:
        return f"with others {points_text(Interval(Fraction(0), answer.together), up_to=True)}"
    return ""


def absence_text(absence: Absence) -> str:
    """Say who asked for an answer, or looked for one, in vain; empty where nobody did."""
    if absence.silence is Silence.NOT_ANSWERED:
        return ""
    details = ", ".join(part for part in (absence.by, absence.on, absence.source) if part)
    word = SILENCES[absence.silence]
    return f"{word} ({details})" if details else word


def put_coming(paper: Paper, audit: Audit, *, most: int | None) -> None:
    """Write what will be in force, and how it would come out today."""
    later = coming(audit)
    if not later:
        return
    paper.blank()
    counted = "it" if len(later) == 1 else "them"
    said = f"{plural(len(later), 'rule')} {later_words(audit)}: nothing above counts {counted}."
    paper.prose(f"{said} Today: {coming_counts(later)}.", lead=Piece("COMING        ", "head"))
    for finding in later[:most]:
        would_be = finding.would_be
        today = f"today {STATUSES[would_be.declared.status].label}" if would_be else ""
        words = paper.dot.join(part for part in (in_force_text(audit, finding), today) if part)
        paper.prose(
            f"{words}: {flat(finding.requirement.title)}",
            lead=Piece(f"   {finding.requirement.id}  ", keep=True),
        )
    if most is not None and len(later) > most:
        paper.put(f"   and {len(later) - most} more")
