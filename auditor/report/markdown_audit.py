"""One audit in a comment: verdict, areas, what failed, what to answer, what stands beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from auditor.model.answers import Answer
from auditor.model.contested import Contested
from auditor.model.finding import Finding, Observation, Status
from auditor.model.result import Audit, ReportedRequirement, Result, Track
from auditor.model.scorecard import Scorecard
from auditor.report.bearing import counted
from auditor.report.challenges import contested_text, later_text, parts, publication, replies, source_reply
from auditor.report.commands import ask_command, explain_command, whole_command
from auditor.report.failing import absence_text, worth_text
from auditor.report.gfm import code, prose
from auditor.report.highlights import (
    coming,
    coming_counts,
    failures,
    later_words,
    other,
    telling,
    verdict_on,
)
from auditor.report.markdown_parts import Listing, Part, named
from auditor.report.markdown_summary import (
    about,
    areas_table,
    both_tracks,
    how_to_see,
    track_line,
)
from auditor.report.outcomes import Level, outcome, word, worst_first
from auditor.report.reported import NO_VERDICT, method_text, reported_counts
from auditor.report.since import baseline_text, since_text
from auditor.report.smallprint import (
    conditions_texts,
    decisions_text,
    left_out_text,
    numbers_text,
    withheld_text,
)
from auditor.report.wording import (
    REPORTED,
    VERDICTS,
    alternative_text,
    capital,
    citation,
    decisive_noun,
    listed,
    plural,
    points_text,
    score_said,
    seen_text,
    sentence,
    waived_text,
)

ANSWERS: Final = 3
OBSERVATIONS: Final = 3
NAMED: Final = 12


def audit_parts(result: Result, audit: Audit, *, most: int) -> Iterator[Part]:
    """Write one audit, with at most so many of its failures."""
    card, service = audit.scorecard, audit.declaration.service
    who = prose(named(service.name, service.id))
    if len(result.audits) > 1:
        who += f", {code(named(audit.ruleset.name, audit.ruleset.id))}"
    if card is None:
        yield f"### {who}: no verdict"
        yield about(result, audit)
        yield from _reported(result, audit)
        return
    track = result.gate.track
    words = VERDICTS[verdict_on(card, track)]
    yield f"### {words.mark} {who}: {both_tracks(card, track)}"
    yield about(result, audit)
    if audit.watermarks:
        yield Listing(
            head="",
            items=[f"> {prose(sentence(one))}" for one in audit.watermarks[:NAMED]],
            more=_more,
            of=len(audit.watermarks),
        )
    yield "\n".join(track_line(audit, card, one) for one in (track, other(track)))
    told = [*conditions_texts(result.gate, audit), baseline_text(audit, track)]
    yield Listing(head="", items=[f"- {prose(one)}" for one in told if one], more=_more)
    if len(result.audits) == 1:
        yield areas_table(result, audit, card)
    yield from _failures(result, audit, most)
    yield from _open(result, audit, card)
    yield from _contested(result, audit)
    yield from _beside(result, audit, card)


def _failures(result: Result, audit: Audit, most: int) -> Iterator[Part]:
    track = result.gate.track
    failing = worst_first(failures(audit, track), track)
    if failing:
        noun = decisive_noun(audit.ruleset.decided_by, len(failing))
        yield Listing(
            head=f"#### {len(failing)} {noun} not met\n",
            items=[_failure(result, audit, one) for one in failing[:most]],
            more=lambda count: how_to_see(f"And {count} more not met", whole_command(result, audit)),
            of=len(failing),
        )
    minor = [
        one
        for one in worst_first(audit.findings)
        if one.counts and not one.requirement.decisive and outcome(one).level is Level.WARNING
    ]
    if minor:
        named_ = [f"{code(one.requirement.id)} {word(audit, one)}" for one in minor]
        yield Listing(
            head="",
            items=[f"Not met and not decisive: {listed(named_, most=NAMED)}."],
            more=lambda _: how_to_see(
                f"And {plural(len(minor), 'rule')} not met that decide nothing", whole_command(result, audit)
            ),
        )


def _failure(result: Result, audit: Audit, finding: Finding) -> str:
    requirement, seen = finding.requirement, telling(finding)
    status = "partly met" if finding.declared.status is Status.PARTLY_MET else word(audit, finding)
    lines = [
        f"- **{code(requirement.id)} {prose(requirement.title)}** ({status}, {requirement.obligation.value})",
        *(_seen(one) for one in seen[:OBSERVATIONS]),
    ]
    if len(seen) > OBSERVATIONS:
        more = f"and {len(seen) - OBSERVATIONS} more"
        lines.append(how_to_see(more, explain_command(result, audit, requirement.id)))
    if finding.baseline is not None:
        lines.append(prose(since_text(finding, result.gate.track)))
    if finding.alternative:
        lines.append(prose(alternative_text(finding)))
    if requirement.remedy is not None:
        lines.append(f"**To do:** {prose(sentence(requirement.remedy.do))} It gives {points_text(finding.gives)}.")
    lines.append(f"source: {prose(citation(requirement))}")
    return "\n  - ".join(lines)


def _seen(observation: Observation) -> str:
    where = f"{code(str(observation.place))}: " if observation.place is not None else ""
    return f"{where}{code(observation.fact)} is {code(seen_text(observation))}, wanted: {prose(observation.wanted)}"


def _open(result: Result, audit: Audit, card: Scorecard) -> Iterator[Part]:
    """Write what to answer next; and on the backed track, what is answered and has no document."""
    if audit.answers:
        deciding = sum(one.decides for one in audit.answers)
        noun = decisive_noun(audit.ruleset.decided_by, 1)
        yield Listing(
            head=f"#### {plural(len(audit.answers), 'answer')} missing, {deciding or 'none'} of them "
            f"{'decides' if deciding == 1 else 'decide'} a {noun}\n",
            items=[_answer(one) for one in audit.answers[:ANSWERS]],
            more=lambda count: how_to_see(
                f"And {plural(count, 'more answer')}", explain_command(result, audit, "--unanswered")
            ),
            of=len(audit.answers),
        )
    if result.gate.track is Track.BACKED:
        lacking = card.decisive_backed.get(Status.UNDECIDED, 0) - card.decisive.get(Status.UNDECIDED, 0)
        if lacking > 0:
            noun = decisive_noun(audit.ruleset.decided_by, lacking)
            yield how_to_see(f"{lacking} {noun} answered and not backed", ask_command(result, audit))


def _answer(answer: Answer) -> str:
    asked = prose(answer.question) if answer.question else f"What is {code(answer.fact)}?"
    ids = listed([code(one) for one in answer.requirements], most=3)
    accepts = f"{code(answer.fact)}: {prose(answer.accepts)}" if answer.accepts else code(answer.fact)
    near = f", near {code(str(answer.place))}" if answer.place is not None else ""
    lines = [f"- **{asked}** ({worth_text(answer)}; for {ids})", f"write {accepts}{near}"]
    said = absence_text(answer.absence)
    return "\n  - ".join([*lines, *([prose(said)] if said else [])])


def _contested(result: Result, audit: Audit) -> Iterator[Part]:
    """Write both sides of every contested fact."""
    found = counted(audit)
    if found:
        yield Listing(
            head=f"#### {capital(contested_text(audit))}\n",
            items=[_sides(audit, one) for one in found[:NAMED]],
            more=lambda count: how_to_see(f"And {plural(count, 'more challenge')}", whole_command(result, audit)),
            of=len(found),
        )
    if later_text(audit):
        yield later_text(audit)


def _sides(audit: Audit, one: Contested) -> str:
    lines = [f"- {code(one.challenge.fact)}"]
    lines += [f"{name}: {prose(text)}" for name, text in parts(audit.declaration, one)]
    return "\n  - ".join(lines)


def _beside(result: Result, audit: Audit, card: Scorecard) -> Iterator[Part]:
    """Write what is waived, what is coming, and what a reader must know of the numbers."""
    waived = [one for one in audit.findings if one.waiver is not None]
    if waived:
        yield Listing(
            head="#### Waived\n",
            items=[_waived(audit, one) for one in waived[:NAMED]],
            more=lambda count: how_to_see(f"And {count} more waived", whole_command(result, audit)),
            of=len(waived),
        )
        without = VERDICTS[card.verdict_without_waivers.declared].label
        points = score_said(card.score_without_waivers.declared)
        yield f"Without waivers: {without} as declared, {points}."
    decided = decisions_text(audit, card)
    if decided:
        yield Listing(head="", items=[prose(decided)], more=lambda _: "Alternatives were accepted by decisions.")
    later = coming(audit)
    if later:
        yield f"{plural(len(later), 'rule')} {later_words(audit)}, and not counted: today {coming_counts(later)}."
    told = [text for text in (numbers_text(audit), left_out_text(audit), withheld_text(audit)) if text]
    if told:
        yield prose(" ".join(map(sentence, told)))


def _waived(audit: Audit, finding: Finding) -> str:
    waiver = finding.waiver
    assert waiver is not None
    return (
        f"- {code(finding.requirement.id)} {word(audit, finding)}, {waived_text(finding)} "
        f"by {prose(waiver.approver)}: {prose(waiver.reason)}"
    )


def _reported(result: Result, audit: Audit) -> Iterator[Part]:
    compiled_by = audit.declaration.compiled_by
    yield NO_VERDICT
    if compiled_by is not None:
        yield Listing(head="", items=[prose(sentence(method_text(compiled_by)))], more=_more)
    yield Listing(head="", items=[prose(one) for one in replies(audit)], more=lambda _: "It replied.")
    yield Listing(
        head="",
        items=[_reported_line(audit, one) for one in audit.reported[:NAMED]],
        more=lambda count: how_to_see(f"And {plural(count, 'more rule')}", whole_command(result, audit)),
        of=len(audit.reported),
    )
    yield from _contested(result, audit)
    answered = [(one, source_reply(audit, one)) for one in audit.declaration.evidence if one.reply is not None]
    yield Listing(
        head="",
        items=[f"- To {prose(publication(one))}: {prose(sentence(said))}" for one, said in answered[:NAMED]],
        more=lambda count: how_to_see(
            f"And {plural(count, 'more reply', 'more replies')}", whole_command(result, audit)
        ),
        of=len(answered),
    )
    yield prose(reported_counts(audit))


def _reported_line(audit: Audit, reported: ReportedRequirement) -> str:
    sources = {one.id: one for one in audit.declaration.evidence}
    said = [f"- {code(reported.requirement.id)} {prose(reported.requirement.title)}"]
    for one in reported.facts:
        seen = one.observation
        value = "" if seen.seen is None else f", {code(seen_text(seen))}"
        told = [f"{sources[by].issuer} {sources[by].issued or 'undated'}" for by in seen.backed_by if by in sources]
        by = f" ({prose(listed(told, most=3))})" if told else ""
        said.append(f"{code(seen.fact)}: {REPORTED[one.state]}{value}{by}")
    return "\n  - ".join(said)


def _more(count: int) -> str:
    return f"And {count} more."
