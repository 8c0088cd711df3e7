"""Two audits of one service against one instrument: each difference, put down to what made it.

The inputs of the old audit give way to those of the new one, one after the other, in the order of
`model.changes.ORDER`, and each time the audit is made anew: what comes out otherwise is what that input did. The
parts therefore add up, exactly. Where there is nothing to make an audit anew with, a single cause has it all, and
several have it together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from auditor.engine.audit import audit
from auditor.engine.consistency import contradicted, contradictions
from auditor.engine.edits import Side, bearing_on, edits_between
from auditor.engine.evaluate import Compiled
from auditor.model.changes import (
    ORDER,
    Cause,
    Change,
    Difference,
    Edit,
    Part,
    ScoreChange,
    Step,
    Turn,
    VerdictChange,
)
from auditor.model.finding import Finding, Interval, Outcome, outcome_of, silence_of
from auditor.model.result import Audit, Track
from auditor.model.scorecard import Scorecard
from auditor.model.vocabulary import Vocabulary


class _State(Struct, frozen=True):
    """An audit on the way from old to new, and what came in last."""

    causes: tuple[Cause, ...]
    audit: Audit


class Auditor:
    """Makes the audit of a side, with what does not change between sides."""

    def __init__(self, vocabulary: Vocabulary, consistency: Sequence[Compiled]) -> None:
        self.vocabulary, self._consistency = vocabulary, consistency

    def audit(self, side: Side) -> Audit:
        """Audit a side."""
        found = contradictions(side.declaration.facts, self._consistency, side.as_of)
        return audit(
            side.declaration,
            side.ruleset,
            side.compiled,
            vocabulary=self.vocabulary,
            as_of=side.as_of,
            as_written=side.as_written,
            include_recalled=side.include_recalled,
            watermarks=side.watermarks,
            contradicted=contradicted(found, side.declaration, side.as_of),
            waivers=side.waivers,
            decisions=side.decisions,
        )


def step_by_step(old: Side, new: Side, auditor: Auditor) -> Difference:
    """Tell what changed between two sides, each part put down to its own cause."""
    edits = edits_between(old, new)
    causes = tuple(one for one in ORDER if any(edit.cause is one for edit in edits))
    side, states = old, [_State((), auditor.audit(old))]
    for cause in causes:
        side = _with(side, new, cause)
        states.append(_State((cause,), auditor.audit(side)))
    last = auditor.audit(new)
    states = [*states[:-1], replace(states[-1], audit=last)] if causes else [*states, _State((), last)]
    return _difference(states, edits, causes, (old.as_of, new.as_of), separable=True)


def _with(side: Side, new: Side, cause: Cause) -> Side:
    """Give a side with one of its inputs from the new one."""
    match cause:
        case Cause.RULES:
            return replace(
                side,
                ruleset=new.ruleset,
                compiled=new.compiled,
                as_written=new.as_written,
                watermarks=new.watermarks,
                include_recalled=new.include_recalled,
            )
        case Cause.TIME:
            return replace(side, as_of=new.as_of, as_written=new.as_written, watermarks=new.watermarks)
        case Cause.EVIDENCE:
            files = new.declaration
            beside = replace(
                side.declaration, evidence=files.evidence, bound=files.bound, challenges=files.challenges
            )
            return replace(side, declaration=beside)
        case Cause.EDIT:
            return replace(side, declaration=new.declaration)
        case _:
            return replace(side, waivers=new.waivers, decisions=new.decisions)


def at_once(old: Audit, new: Audit, edits: Sequence[Edit], days: tuple[date, date]) -> Difference:
    """Tell what changed between two audits that cannot be made anew; all of it is put down to all causes together."""
    causes = tuple(one for one in Cause if any(edit.cause is one for edit in edits))
    states = [_State((), old), _State(causes, new)]
    return _difference(states, edits, causes, days, separable=len(causes) <= 1)


def _difference(
    states: Sequence[_State],
    edits: Sequence[Edit],
    causes: tuple[Cause, ...],
    days: tuple[date, date],
    *,
    separable: bool,
) -> Difference:
    old, new = states[0].audit, states[-1].audit
    return Difference(
        old=old,
        new=new,
        old_as_of=days[0],
        new_as_of=days[1],
        causes=causes,
        edits=tuple(edits),
        verdicts=tuple(_verdict(states, track) for track in Track),
        scores=tuple(_score(states, track) for track in Track),
        changes=tuple(_changes(states, edits)),
        separable=separable,
    )


def _verdict(states: Sequence[_State], track: Track) -> VerdictChange:
    cards = [_card(one) for one in states]
    found = [one.verdict.declared if track is Track.DECLARED else one.verdict.backed for one in cards]
    turns = tuple(
        Turn(causes=state.causes, before=before, after=after)
        for state, (before, after) in zip(states[1:], pairwise(found), strict=True)
        if before is not after
    )
    return VerdictChange(track=track, before=found[0], after=found[-1], turns=turns)


def _card(state: _State) -> Scorecard:
    assert state.audit.scorecard is not None, "what others compiled is never judged, and never compared"
    return state.audit.scorecard


def _score(states: Sequence[_State], track: Track) -> ScoreChange:
    tracks = [_card(one).score for one in states]
    scores = [one.declared if track is Track.DECLARED else one.backed for one in tracks]
    found = [None if one is None else one.interval for one in scores]
    parts = _parts(states, found) if found[0] and found[-1] else _beginnings(states, found)
    return ScoreChange(track=track, before=found[0], after=found[-1], parts=tuple(parts))


def _parts(states: Sequence[_State], found: Sequence[Interval | None]) -> Iterator[Part]:
    """Give what each step did. Through steps at which nothing counts there is one part, for all their causes."""
    before, causes = found[0], tuple[Cause, ...]()
    for state, after in zip(states[1:], found[1:], strict=True):
        causes = (*causes, *state.causes)
        if before is None or after is None:
            continue
        points = Interval(after.low - before.low, after.high - before.high)
        if points.low or points.high:
            yield Part(causes=causes, points=points)
        before, causes = after, ()


def _beginnings(states: Sequence[_State], found: Sequence[Interval | None]) -> Iterator[Part]:
    for state, (before, after) in zip(states[1:], pairwise(found), strict=True):
        if (before is None) is not (after is None):
            yield Part(causes=state.causes, points=None)


def _changes(states: Sequence[_State], edits: Sequence[Edit]) -> Iterator[Change]:
    names = _names(states[0].audit, states[-1].audit)
    found = [_by_name(one.audit, names) for one in states]
    for name in dict.fromkeys([*found[-1], *(name for one in found for name in one)]):
        findings = [one.get(name) for one in found]
        outcomes = [None if one is None else outcome_of(one) for one in findings]
        if all(before == after for before, after in pairwise(outcomes)):
            continue
        told = [None if one is None else _told(one) for one in findings]
        steps = tuple(
            Step(causes=state.causes, before=told[number], after=told[number + 1])
            for number, (state, (before, after)) in enumerate(zip(states[1:], pairwise(outcomes), strict=True))
            if before != after
        )
        there = [one for one in findings if one is not None]
        requirement = there[-1].requirement
        yield Change(
            requirement=requirement,
            formerly=name if name != requirement.id else None,
            before=told[0],
            after=told[-1],
            steps=steps,
            edits=bearing_on([one.requirement for one in there], edits),
        )


def _told(finding: Finding) -> Outcome:
    """Tell a refusal from what nobody asked, for those who read of the change."""
    return replace(outcome_of(finding), silence=silence_of(finding.declared))


def _names(old: Audit, new: Audit) -> Mapping[str, str]:
    """Give the old name of each requirement that the new edition calls otherwise."""
    before = {one.requirement.id for one in old.findings}
    return {
        one.requirement.id: one.requirement.formerly
        for one in new.findings
        if one.requirement.formerly in before and one.requirement.id not in before
    }


def _by_name(one: Audit, names: Mapping[str, str]) -> dict[str, Finding]:
    return {names.get(finding.requirement.id, finding.requirement.id): finding for finding in one.findings}
