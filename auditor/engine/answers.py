"""What to answer next: each open fact once, with what waits for it and what it is worth."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from msgspec.structs import replace

from auditor.engine.candidates import Answer as Candidate
from auditor.engine.candidates import Candidates
from auditor.engine.tally import Tally
from auditor.engine.trials import Trial
from auditor.model.answers import Answer, Turn
from auditor.model.finding import WHOLE, Finding, Interval, Missing, Role
from auditor.model.scorecard import Verdict
from auditor.model.truth import T

# What is missing, and for which findings, by the fact and by what it accepts.
_Asked = dict[tuple[str, str], list[tuple[Missing, Finding]]]
_NOTHING: Final = Fraction(0)
_OF_AGES: Final = ("age ", "ages ")


def answers(tally: Tally) -> tuple[Answer, ...]:
    """List what is missing on the declared track of some findings, the most telling answer first.

    Nothing is tried out: a gain is what the least score rises by if every requirement that waits for the
    answer came out met. First come those a decisive requirement waits for, then those worth more.
    """
    asked: _Asked = {}
    for finding in tally.findings:
        asks = finding.in_force and finding.counts and not finding.accepted
        for missing in finding.declared.missing if asks else ():
            asked.setdefault((missing.fact, missing.accepts), []).append((missing, finding))
    _ask_once(asked)
    numbers = {finding.requirement.id: number for number, finding in enumerate(tally.findings)}
    known: dict[tuple[str, ...], Fraction] = {}
    found = []
    for waiting in asked.values():
        ids = tuple(dict.fromkeys(finding.requirement.id for _missing, finding in waiting))
        if ids not in known:
            known[ids] = max(tally.gain([(numbers[one], T, WHOLE) for one in ids]), _NOTHING)
        found.append(_answer(waiting, ids, known[ids]))
    return in_order(found)


def _ask_once(asked: _Asked) -> None:
    """Leave out the question for a whole list of bands where some of its ages are asked for: one answers both."""
    of_ages = {fact: waiting for (fact, accepts), waiting in reversed(asked.items()) if accepts.startswith(_OF_AGES)}
    for fact, accepts in [one for one in asked if one[0] in of_ages and not one[1].startswith(_OF_AGES)]:
        of_ages[fact] += asked.pop((fact, accepts))


def ranked(found: Sequence[Answer], trial: Trial, candidates: Candidates) -> tuple[Answer, ...]:
    """Try out each answer alone, and put first those that can turn the verdict.

    Every candidate answer is judged anew; then come those a decisive requirement waits for, then the greatest
    gain.
    """
    return in_order([_tried(one, trial, candidates) for one in found])


def in_order(found: Sequence[Answer]) -> tuple[Answer, ...]:
    """Put what can turn the verdict first, then what a decisive requirement waits for, then what is worth more."""
    return tuple(
        sorted(
            found,
            key=lambda one: (not one.turns, not one.decides, -one.gain.high, -one.together, -len(one.requirements)),
        )
    )


def _tried(answer: Answer, trial: Trial, candidates: Candidates) -> Answer:
    turns: dict[Verdict, Candidate] = {}
    gains: list[Fraction] = []
    for candidate in candidates.distinct(answer.fact, answer.accepts):
        outcome = trial.answered(candidate)
        gains.append(outcome.gain)
        if outcome.verdict is not trial.now.verdict:
            turns.setdefault(outcome.verdict, candidate)
    if not gains:
        return answer
    return replace(
        answer,
        gain=Interval(min(gains), max(gains)),
        turns=tuple(
            Turn(verdict=verdict, settings=tuple(one.setting for one in candidate))
            for verdict, candidate in turns.items()
        ),
    )


def _answer(waiting: Sequence[tuple[Missing, Finding]], ids: tuple[str, ...], together: Fraction) -> Answer:
    first = waiting[0][0]
    scope = any(missing.role is Role.SCOPE for missing, _finding in waiting)
    return Answer(
        fact=first.fact,
        question=first.question,
        accepts=first.accepts,
        place=first.place,
        role=Role.SCOPE if scope else first.role,
        requirements=ids,
        decides=any(finding.requirement.decisive for _missing, finding in waiting),
        gain=Interval(_NOTHING, together),
        absence=first.absence,
        together=together,
    )
