"""What to answer next: each open fact once, with what waits for it and what it is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from auditor.engine.score import Scorer, declared
from auditor.model.answers import Answer
from auditor.model.finding import WHOLE, Finding, Interval, Missing, Role
from auditor.model.ruleset import Ruleset
from auditor.model.truth import T


def answers(findings: Sequence[Finding], ruleset: Ruleset) -> tuple[Answer, ...]:
    """List what is missing on the declared track, the most telling answer first.

    An answer's gain is what the least score rises by at most: if every requirement that waits for it came
    out met. First come those a decisive requirement waits for, then those worth more.
    """
    asked: dict[tuple[str, str], list[tuple[Missing, Finding]]] = {}
    for finding in findings:
        for missing in finding.declared.missing if finding.in_force else ():
            asked.setdefault((missing.fact, missing.accepts), []).append((missing, finding))
    now = _least(findings, ruleset)
    found = [_answer(waiting, findings, ruleset, now) for waiting in asked.values()]
    return tuple(sorted(found, key=lambda one: (not one.decides, -one.gain.high, -len(one.requirements))))


def _answer(
    waiting: Sequence[tuple[Missing, Finding]], findings: Sequence[Finding], ruleset: Ruleset, now: Fraction
) -> Answer:
    first = waiting[0][0]
    ids = dict.fromkeys(finding.requirement.id for _missing, finding in waiting)
    met = [
        replace(one, declared=replace(one.declared, credit=WHOLE, applies=T)) if one.requirement.id in ids else one
        for one in findings
    ]
    scope = any(missing.role is Role.SCOPE for missing, _finding in waiting)
    return Answer(
        fact=first.fact,
        question=first.question,
        accepts=first.accepts,
        place=first.place,
        role=Role.SCOPE if scope else first.role,
        requirements=tuple(ids),
        decides=any(finding.requirement.decisive for _missing, finding in waiting),
        gain=Interval(Fraction(0), max(_least(met, ruleset) - now, Fraction(0))),
        absence=first.absence,
    )


def _least(findings: Sequence[Finding], ruleset: Ruleset) -> Fraction:
    score = Scorer(ruleset, findings, declared).score()
    return Fraction(0) if score is None else score.interval.low
