"""How much of a score each requirement is: its weight, carried up through the areas it stands in."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from auditor.model.ruleset import Area, Requirement, Ruleset, ScoringModel


def influences(ruleset: Ruleset, counting: Iterable[Requirement]) -> dict[str, Fraction]:
    """Give each requirement's part of the score, the parts adding up to 1; empty where none has weight.

    `counting` are those that count or may count. What is in no other score of its area has all of that area.
    """
    here: dict[str | None, list[Requirement]] = {}
    for requirement in counting:
        if requirement.weight > 0:
            here.setdefault(requirement.area, []).append(requirement)
    tree = _Tree(ruleset, here)
    found: dict[str, Fraction] = {}
    tree.spread(None, Fraction(1), found)
    return found


class _Tree:
    """The areas that something with weight stands in."""

    def __init__(self, ruleset: Ruleset, here: dict[str | None, list[Requirement]]) -> None:
        self._here, self._nested = here, ruleset.scoring is ScoringModel.NESTED
        self._children: dict[str | None, list[Area]] = {}
        for area in ruleset.areas:
            self._children.setdefault(area.parent, []).append(area)

    def _inside(self, area: str | None) -> list[tuple[Fraction, Requirement | Area]]:
        """Give what an area's mean is taken over, as scores do: its requirements, and the areas in it that count."""
        found: list[tuple[Fraction, Requirement | Area]] = [(one.weight, one) for one in self._here.get(area, ())]
        for child in self._children.get(area, ()):
            inside = self._inside(child.id)
            if not self._nested or child.transparent:
                found += inside
            elif inside and child.weight > 0:
                found.append((child.weight, child))
        return found

    def spread(self, area: str | None, share: Fraction, found: dict[str, Fraction]) -> None:
        """Hand an area's share on to what stands in it."""
        inside = self._inside(area)
        whole = sum((weight for weight, _one in inside), Fraction(0))
        for weight, one in inside:
            part = share * weight / whole
            if isinstance(one, Area):
                self.spread(one.id, part, found)
            else:
                found[one.id] = part
