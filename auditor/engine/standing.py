"""From the truths of a requirement's conditions to its judgement on each track, without the reasons.

(Language reference, sections 10 and 11.)
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final, NamedTuple

from msgspec import Struct

from auditor.model.finding import NOTHING, OPEN, WHOLE, Interval, Judgement, Reason, Status
from auditor.model.truth import F, T, Truth, U


class Truths(Struct, frozen=True):
    """How a requirement's conditions come out on one track, with the credit of each rung."""

    applies: Truth
    met: Truth
    rungs: tuple[Truth, ...] = ()
    credits: tuple[Fraction, ...] = ()

    def first_rung(self) -> int | None:
        """Give the number of the highest rung that holds."""
        return self.rungs.index(T) if T in self.rungs else None


class Outcome(NamedTuple):
    """How a requirement comes out: the truths of its conditions, and both judgements, without reasons."""

    declared: Truths
    backed: Truths
    judgements: tuple[Judgement, Judgement]


def outcome_of(declared: Truths, backed: Truths) -> Outcome:
    """Judge by what is declared, and beside it by what is backed."""
    return Outcome(declared, backed, (_judged(declared, declared), _judged(declared, backed)))


def _judged(declared: Truths, seen: Truths) -> Judgement:
    """Judge by what is seen on a track, beside what is declared: on the declared track the same."""
    if declared.applies == F and seen.applies == F:
        return _NOT_APPLICABLE
    credit = credit_of(seen, declared)
    if declared.applies == F:
        return _undecided(Reason.SCOPE_UNBACKED, credit)
    if declared.applies == U:
        return _undecided(Reason.SCOPE_UNKNOWN, credit)
    met = together(declared.met, seen.met)
    if met == U:
        return _undecided(Reason.FACTS_MISSING if declared.met == U else Reason.EVIDENCE_MISSING, credit)
    return _decided(met, seen, credit)


def together(declared: Truth, seen: Truth) -> Truth:
    """What helps must be backed; what hurts need not be."""
    return T if seen == T else F if declared == F else U


def credit_of(sure: Truths, possible: Truths) -> Interval:
    """Least credit from what is sure, greatest from what is not excluded."""
    if sure.met == T:
        return WHOLE
    if not sure.rungs:
        return OPEN if possible.met != F else NOTHING
    low = next((c for c, t in zip(sure.credits, sure.rungs, strict=True) if t == T), Fraction(0))
    if possible.met != F:
        return Interval(low, Fraction(1)) if low else OPEN
    high = next((c for c, t in zip(possible.credits, possible.rungs, strict=True) if t != F), Fraction(0))
    return Interval(low, high) if high else NOTHING


_NOT_APPLICABLE: Final = Judgement(status=Status.NOT_APPLICABLE, credit=NOTHING, applies=F)


def _undecided(reason: Reason, credit: Interval) -> Judgement:
    applies = T if reason in (Reason.FACTS_MISSING, Reason.EVIDENCE_MISSING) else U
    return Judgement(status=Status.UNDECIDED, credit=credit, applies=applies, reason=reason)


def _decided(met: Truth, seen: Truths, credit: Interval) -> Judgement:
    if met == T:
        return Judgement(status=Status.MET, credit=WHOLE, applies=T)
    status = Status.NOT_MET if seen.first_rung() is None else Status.PARTLY_MET
    return Judgement(status=status, credit=credit, applies=T)
