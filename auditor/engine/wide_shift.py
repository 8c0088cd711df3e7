"""What one service comes to under a new edition, as it is counted: its size and kinds, verdicts, scores and flips."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Final, TypeGuard

from auditor.engine.impact import ASKS_NOTHING
from auditor.engine.rulesetdiff_changes import Pair
from auditor.model.condition import FactSubject, Literal, Test
from auditor.model.facts import Facts
from auditor.model.finding import Finding
from auditor.model.impact import Flip, ServiceImpact
from auditor.model.ruleset import Ruleset
from auditor.model.scorecard import Score
from auditor.model.truth import T
from auditor.model.values import WordSet
from auditor.model.wide_impact import BOUNDS, NO_KIND, Flipped, Large, Points, Shifted, Size

MONTHLY: Final = "users.monthly_active"
KINDS: Final = "service.kinds"
_OPERATORS: Final = {"above": True, "at_least": False}


def large_by(*editions: Ruleset) -> Large | None:
    """Give what the first of the editions that says so calls a large service: a definition `large` by users."""
    for one in editions:
        test = one.definitions.get("large")
        if not isinstance(test, Test) or not isinstance(test.subject, FactSubject):
            continue
        operand, path = test.operand, test.subject.path
        if test.operator in _OPERATORS and path.startswith(f"{MONTHLY}.") and isinstance(operand, Literal):
            value = operand.value
            if isinstance(value, int) and not isinstance(value, bool):
                return Large(fact=path, least=value, more_than=_OPERATORS[test.operator], parameter=operand.parameter)
    return None


def size_of(facts: Facts, large: Large | None) -> Size:
    """Give the class of a service: large where the ruleset says so, else by its users in all countries stated."""
    if large is not None:
        there = facts.values.get(large.fact)
        if _is_number(there) and (there > large.least if large.more_than else there >= large.least):
            return Size.LARGE
    stated = [value for path, value in facts.values.items() if path.startswith(f"{MONTHLY}.") and _is_number(value)]
    if not stated:
        # An empty list of countries says that there are no users at all.
        empty = MONTHLY in facts.values and not any(path.startswith(f"{MONTHLY}.") for path in facts.absences)
        return Size.UNDER_10_THOUSAND if empty else Size.NOT_STATED
    users = sum(map(Fraction, stated))
    return next((size for size, bound in BOUNDS if users < bound), Size.FROM_7_MILLION)


def _is_number(value: object) -> TypeGuard[int | Decimal]:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def kinds_of(facts: Facts) -> tuple[str, ...]:
    """Give the kinds that a service says it is of, each of which it counts in."""
    stated = facts.values.get(KINDS)
    words = sorted(word for word, truth in stated.words.items() if truth == T) if isinstance(stated, WordSet) else []
    return tuple(words) or (NO_KIND,)


def shifted(impact: ServiceImpact, pairs: Iterable[Pair], large: Large | None) -> Shifted:
    """Give what is counted of one service; `pairs` say which requirement of one edition is which of the other."""
    old, new, facts = impact.old, impact.new, impact.declaration.facts
    assert old.scorecard is not None
    assert new.scorecard is not None
    was, is_ = old.scorecard, new.scorecard
    before, after = _asking(old.findings), _asking(new.findings)
    began = {one.new.id for one in pairs if one.new is not None and (one.old is None or one.old.id not in before)}
    return Shifted(
        service=impact.declaration.service.id,
        name=impact.declaration.service.name,
        size=size_of(facts, large),
        kinds=kinds_of(facts),
        verdicts=(
            (was.verdict.declared, is_.verdict.declared),
            (was.verdict.backed, is_.verdict.backed),
        ),
        scores=(
            (points(was.score.declared), points(is_.score.declared)),
            (points(was.score.backed), points(is_.score.backed)),
        ),
        flips=tuple(map(_flipped, impact.flips)),
        turned=tuple((one.track, tuple(cause.id for cause in one.decisive)) for one in impact.turns),
        first=bool(after and not before),
        last=bool(before and not after),
        asked=tuple(sorted(after & began)),
    )


def _asking(findings: Iterable[Finding]) -> set[str]:
    """Give the requirements that ask something of a service, as declared."""
    return {one.requirement.id for one in findings if one.declared.status not in ASKS_NOTHING}


def _flipped(flip: Flip) -> Flipped:
    return Flipped(
        requirement=flip.requirement.id,
        formerly=flip.formerly,
        decisive=flip.requirement.decisive,
        old=flip.old,
        new=flip.new,
        cause=flip.cause.id,
    )


def points(score: Score | None) -> Points | None:
    """Give both ends of a score in hundredths of a point, rounded half up; None where nothing counts."""
    return None if score is None else (_hundredths(score.interval.low), _hundredths(score.interval.high))


def _hundredths(value: Fraction) -> int:
    return floor(value * 100 + Fraction(1, 2))
