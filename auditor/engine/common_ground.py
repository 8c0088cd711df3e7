"""What the scores of several services have in common: how much of each rests on what is asked of all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final

from auditor.engine.influence import influences
from auditor.model.ruleset import Requirement, Ruleset

LEAST_COMMON: Final = Fraction(1, 2)
Question = tuple[str, str, str]


class Ground:
    """The questions that count, or may count, for one service, each with its part of the score.

    What one clause asks in the same words is one question, however many requirements put it: an index that asks the
    same of every product of a company asks it of all companies, whether they have one product or six.
    """

    def __init__(self, ruleset: Ruleset, counting: Iterable[Requirement]) -> None:
        asked = {one.id: one for one in counting}
        self.parts: dict[Question, Fraction] = {}
        for id_, part in influences(ruleset, asked.values()).items():
            question = _question(asked[id_])
            self.parts[question] = self.parts.get(question, Fraction(0)) + part

    def on(self, shared: Iterable[Question]) -> Fraction:
        """Give the part of the score that rests on some questions."""
        return sum((self.parts[one] for one in shared if one in self.parts), Fraction(0))


def shared(grounds: Sequence[Ground]) -> frozenset[Question]:
    """Give the questions that are asked of all."""
    return frozenset(set.intersection(*(set(one.parts) for one in grounds))) if grounds else frozenset()


def alike(grounds: Sequence[Ground]) -> list[Ground]:
    """Leave out those with too little in common, until half of every score that is left rests on what all share.

    Whoever shares least with all the others together goes first, and of several who share equally little all go: so
    the order in which services are given means nothing.
    """
    kept = list(range(len(grounds)))
    if _is_common([grounds[one] for one in kept]):
        return list(grounds)
    near = [[_nearness(one, other) for other in grounds] for one in grounds]
    while kept and not _is_common([grounds[one] for one in kept]):
        sums = {one: sum((near[one][other] for other in kept if other != one), Fraction(0)) for one in kept}
        least = min(sums.values())
        kept = [one for one in kept if sums[one] > least]
    return [grounds[one] for one in kept]


def _is_common(grounds: Sequence[Ground]) -> bool:
    common = shared(grounds)
    return all(one.on(common) >= LEAST_COMMON for one in grounds)


def _nearness(one: Ground, other: Ground) -> Fraction:
    """Give the part of a score that two have in common, of the one that it is the lesser part of."""
    return min(one.on(other.parts), other.on(one.parts))


def _question(one: Requirement) -> Question:
    return one.source.document.id, one.source.clause, one.asks
