"""What weights and credits are counted in, so that sums are of whole numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Final, NamedTuple

from auditor.model.finding import Finding, Interval, Judgement
from auditor.model.ruleset import Requirement, Ruleset


class OwnWeights(NamedTuple):
    """The weights of requirements, by the id of each, and of areas, in the least parts of any of them."""

    of: Mapping[int, int]
    areas: Mapping[str, int]
    parts: int


# Of the rulesets that were scored last; each is held here, so that no other object can have the id of what is in it.
_KNOWN: Final[dict[int, tuple[Ruleset, OwnWeights]]] = {}
_KEPT: Final = 16


def _weights_of(ruleset: Ruleset, requirements: Iterable[Requirement]) -> OwnWeights:
    weights = [*((id(one), one.weight) for one in requirements)]
    parts = lcm(*{one.denominator for _id, one in weights}, *{one.weight.denominator for one in ruleset.areas})
    return OwnWeights(
        of={id: one.numerator * (parts // one.denominator) for id, one in weights},
        areas={one.id: one.weight.numerator * (parts // one.weight.denominator) for one in ruleset.areas},
        parts=parts,
    )


def weights_in(ruleset: Ruleset, findings: Sequence[Finding]) -> OwnWeights:
    """Give the weights of an edition, worked out once; of findings that are not its own, anew."""
    known = _KNOWN.get(id(ruleset))
    if known is None:
        if len(_KNOWN) >= _KEPT:
            _KNOWN.clear()
        known = _KNOWN[id(ruleset)] = ruleset, _weights_of(ruleset, ruleset.requirements)
    own = known[1].of
    if all(id(finding.requirement) in own for finding in findings):
        return known[1]
    return _weights_of(ruleset, [finding.requirement for finding in findings])


class Unit:
    """What weights and credits are counted in, so that they are whole numbers: the least parts of any of them."""

    def __init__(self, weights: OwnWeights, judgements: Sequence[Judgement]) -> None:
        self._weights, self.areas = weights.of, weights.areas
        # Most credits are one of three intervals, each made once.
        credits = {id(one.credit): one.credit for one in judgements}
        ends = {end.denominator for one in credits.values() for end in (one.low, one.high)}
        self.whole = lcm(*ends)
        self._credits = {key: (self.credit(one.low), self.credit(one.high)) for key, one in credits.items()}
        self._held = credits  # no other object can get the id of one that is held

    def weight(self, requirement: Requirement) -> int:
        """Give the weight of a requirement that is scored, in its unit."""
        return self._weights[id(requirement)]

    def credit(self, credit: Fraction) -> int:
        """Give a credit in its unit, of which `whole` are full credit."""
        return credit.numerator * (self.whole // credit.denominator)

    def ends(self, credit: Interval) -> tuple[int, int]:
        """Give both ends of the credit of a judgement that is scored."""
        return self._credits[id(credit)]
