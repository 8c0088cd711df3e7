"""The result for screen readers and simple terminals: one sentence a line, no columns, bars or rules."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.model.finding import Finding, Observation, Status
from auditor.model.result import Audit, Reported, ReportedFact, Result, Track
from auditor.model.scorecard import AreaCard, Scorecard, Verdict
from auditor.model.values import show
from auditor.report.bearing import at, concerning, counted
from auditor.report.challenges import both_sides, contested_text, later_text, replies, source_reply
from auditor.report.commands import more_command
from auditor.report.contradictions import contradiction_text, contradictions_of, head_text
from auditor.report.escape import visible
from auditor.report.failing import ANSWERS, COMING, FAILURES, absence_text
from auditor.report.gate_items import gate_answer
from auditor.report.highlights import (
    answer_lines,
    coming,
    coming_counts,
    decisive_phrases,
    failed,
    failures,
    in_force_text,
    later_words,
    other,
    telling,
    unusable_text,
    verdict_on,
    why_left,
)
from auditor.report.reported import (
    NO_VERDICT,
    SCOPE_HEAD,
    asked_text,
    method_text,
    reported_answer,
    reported_counts,
    source_numbers,
    source_text,
)
from auditor.report.several import outside_text, several_answer
from auditor.report.since import since_text
from auditor.report.smallprint import (
    counts_text,
    left_out_text,
    numbers_text,
    standing_text,
    trust_texts,
    warnings_text,
    withheld_text,
)
from auditor.report.wording import (
    REPORTED,
    VERDICTS,
    alternative_text,
    as_track,
    citation,
    decisive_noun,
    flat,
    listed,
    plural,
    points_text,
    score_said,
    seen_text,
    sentence,
    status_words,
    to_ascii,
)


def render(result: Result, *, ascii: bool = False, verbose: bool = False) -> str:
    """Say the result, one sentence a line; the answer is the last line."""
    lines = [visible(flat(line)).rstrip() for line in _lines(result, verbose=verbose)]
    text = "\n".join(line for line in lines if line) + "\n"
    return to_ascii(text) if ascii else text


def _lines(result: Result, *, verbose: bool) -> Iterator[str]:
    yield from _told(result, verbose=verbose)
    yield next(iter(gate_answer(result)), "")


def _told(result: Result, *, verbose: bool) -> Iterator[str]:
    if not result.audits:
        yield unusable_text(result) or "There was no declaration to audit."
        yield "NOTHING WAS AUDITED: there is no verdict and no score."
        return
    for audit in result.audits:
        yield from _header(result, audit)
        if audit.scorecard is None:
            yield from reported_lines(audit)
            yield from _contradictions(result, audit)
            yield withheld_text(audit) if len(result.audits) > 1 else ""
        else:
            yield from _audit(result, audit, audit.scorecard, verbose=verbose)
    yield unusable_text(result)
    if len(result.audits) > 1 or result.outside:
        yield from (sentence(outside_text(one)) for one in result.outside)
        head, *rest = several_answer(result)
        yield from (sentence(part) for part in rest)
        yield head + "."
        return
    (audit,) = result.audits
    if audit.scorecard is None:
        yield withheld_text(audit)
        yield warnings_text(result)
        yield reported_answer(audit)
        return
    command = more_command(result, audit)
    yield f"More: {command}" if command else ""
    yield answer_lines(audit, audit.scorecard, result.gate.track)[0]


def _header(result: Result, audit: Audit) -> Iterator[str]:
    declaration = audit.declaration
    standing, read_for = standing_text(audit, result.as_of)
    yield sentence(", ".join(part for part in (declaration.service.name, declaration.service.provider) if part))
    stated = f"facts of {declaration.stated_on.isoformat()}" if declaration.stated_on else "facts undated"
    yield f"File {declaration.file}, {stated}, {read_for}."
    yield f"Ruleset {audit.ruleset.name}: {standing}."
    yield from (sentence(mark) for mark in audit.watermarks)


def _audit(result: Result, audit: Audit, card: Scorecard, *, verbose: bool) -> Iterator[str]:
    for track in (result.gate.track, other(result.gate.track)):
        verdict = VERDICTS[verdict_on(card, track)].label
        said = ", ".join(decisive_phrases(audit, card, track))
        yield f"Verdict {as_track(track)}: {verdict}; {said}."
    for track, score in ((Track.DECLARED, card.score.declared), (Track.BACKED, card.score.backed)):
        yield f"Score {as_track(track)}: {score_said(score, to=' to ')}."
    yield from (sentence(text) for text in (numbers_text(audit), left_out_text(audit)) if text)
    head, *counts = counts_text(audit, card)
    yield f"{head} {listed(counts)}."
    for area in card.areas:
        yield _area(audit, area)
    failing = failures(audit, result.gate.track)
    most = None if verbose else FAILURES
    for finding in failing[:most]:
        yield from _failure(audit, finding)
    if most is not None and len(failing) > most:
        rest = [one.requirement.id for one in failing[most:]]
        yield f"{len(rest)} more not met: {listed(rest, most=12)}."
    yield from _answers(audit, card, result.gate.track, most=None if verbose else ANSWERS)
    yield sentence(contested_text(audit)) if counted(audit) else ""
    yield from (sentence(both_sides(audit.declaration, one)) for one in counted(audit))
    yield from _contradictions(result, audit)
    later = coming(audit)
    if later:
        waiting = f"{plural(len(later), 'rule')} {later_words(audit)}"
        yield f"{waiting}, and not counted above; today: {coming_counts(later)}."
    for finding in later[: None if verbose else COMING]:
        requirement = finding.requirement
        yield sentence(f"Coming: {requirement.id}, {in_force_text(audit, finding)}: {requirement.title}")
    if verbose:
        for finding in audit.findings:
            words = status_words(finding.declared.status, audit.ruleset).label
            contested = ", contested" if concerning(audit, finding) else ""
            yield sentence(f"{finding.requirement.id} is {words}{contested}: {finding.requirement.title}")
    yield from (sentence(text) for text in trust_texts(result, audit, card))


def _contradictions(result: Result, audit: Audit) -> Iterator[str]:
    found = contradictions_of(result, audit)
    if found:
        yield sentence(head_text(found))
        yield from (contradiction_text(one) + (f" At {one.place}." if one.place else "") for one in found)


def _area(audit: Audit, card: AreaCard) -> str:
    if card.score.declared is None:
        left = why_left(audit, card.area)
        unbacked = ", unbacked" if left.unbacked else ""
        more = f" and {left.more} more" if left.more else ""
        where = f": {left.place} says {left.says}{more}" if left.place else ""
        return f"{card.area.title}: {left.words}{unbacked}{where}."
    decisive = card.decisive
    met = decisive.get(Status.MET, 0)
    parts = [
        (failed(decisive), "not met"),
        (decisive.get(Status.UNDECIDED, 0), "not answered"),
        (met, "met"),
    ]
    said = [f"{count} {words}" for count, words in parts if count]
    if met:
        said.append(f"{card.decisive_backed.get(Status.MET, 0) or 'none'} of them backed")
    noun = decisive_noun(audit.ruleset.decided_by).capitalize()
    return f"{card.area.title}: {score_said(card.score.declared, to=' to ')}. {noun}: {listed(said) or 'none'}."


def _failure(audit: Audit, finding: Finding) -> Iterator[str]:
    requirement = finding.requirement
    words = "partly met" if finding.declared.status is Status.PARTLY_MET else "not met"
    yield sentence(f"{words}: {requirement.id}, {requirement.title}")
    label = f"{requirement.label}, " if requirement.label else ""
    yield f"It is a {requirement.obligation.value} of {label}{citation(requirement)}."
    for observation in telling(finding):
        yield observation_text(observation)
    if finding.baseline is not None:
        yield sentence(since_text(finding, Track.DECLARED))
    if finding.alternative:
        yield sentence(alternative_text(finding))
    if requirement.remedy is not None:
        yield sentence(f"To do: {requirement.remedy.do}")
    yield f"Meeting it gives {points_text(finding.gives)}."


def observation_text(observation: Observation) -> str:
    """Say in one sentence where a fact stands, what was seen and what is wanted."""
    where = f"{observation.place}: " if observation.place else ""
    return f"{where}{observation.fact} is {seen_text(observation)}; wanted: {observation.wanted}."


def _answers(audit: Audit, card: Scorecard, track: Track, *, most: int | None) -> Iterator[str]:
    open_facts = audit.answers
    if not open_facts:
        return
    deciding = sum(one.decides for one in open_facts)
    noun = decisive_noun(audit.ruleset.decided_by, 1)
    verb = "decides" if deciding == 1 else "decide"
    yield f"{plural(len(open_facts), 'answer')} missing, {deciding or 'none'} of them {verb} a {noun}."
    turning = sum(bool(one.turns) for one in open_facts)
    if turning:
        yield f"{plural(turning, 'answer')} can turn the verdict as declared alone."
    elif verdict_on(card, track) is Verdict.NOT_COMPLIANT:
        yield "No answer turns the verdict: what is not met has to be met first."
    for answer in open_facts[:most]:
        where = f", near {answer.place}" if answer.place else ""
        yield f"Answer next, for {listed(answer.requirements, most=3)}: {answer.question or answer.fact}"
        yield f"Write {answer.fact}: {answer.accepts or 'a value'}{where}."
        said = absence_text(answer.absence)
        yield sentence(said) if said else ""


def reported_lines(audit: Audit) -> Iterator[str]:
    """Say what others reported of a service that is not judged."""
    compiled_by = audit.declaration.compiled_by
    yield NO_VERDICT
    if compiled_by is not None:
        yield sentence(method_text(compiled_by))
    yield from replies(audit)
    numbers = source_numbers(audit)
    if audit.reported_scope:
        yield f"{SCOPE_HEAD}."
    for fact in audit.reported_scope:
        yield from _reported_fact(audit, fact, numbers)
    for one in audit.reported:
        yield sentence(f"{one.requirement.id}, {one.requirement.title}")
        for fact in one.facts:
            yield from _reported_fact(audit, fact, numbers)
    by_id = {one.id: one for one in audit.declaration.evidence}
    for source, number in numbers.items():
        yield sentence(f"Source {number}: {source_text(by_id[source])}")
        reply = source_reply(audit, by_id[source])
        yield sentence(f"To source {number}: {reply}") if reply else ""
    yield later_text(audit)
    yield reported_counts(audit)


def _reported_fact(audit: Audit, fact: ReportedFact, numbers: dict[str, int]) -> Iterator[str]:
    observation = fact.observation
    sources = [str(numbers[one]) for one in observation.backed_by if one in numbers]
    noun = "source" if len(sources) == 1 else "sources"
    cited = f", {noun} {listed(sources)}" if sources else ""
    value = ""
    if observation.seen is not None and fact.state not in (Reported.YES, Reported.NO):
        value = f" {show(observation.seen, observation.unit)}"
    asked = f", {asked_text(fact)}" if asked_text(fact) else ""
    yield f"{observation.fact}: {REPORTED[fact.state]}{value}{asked}{cited}."
    if fact.state is Reported.CONTESTED:
        yield from (sentence(both_sides(audit.declaration, one)) for one in at(audit, observation.fact))
