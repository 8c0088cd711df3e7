"""How the requirements and areas of an edition add up, in whole numbers: worked out once for each edition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import lcm
from typing import Final, NamedTuple

from auditor.model.finding import Finding
from auditor.model.ruleset import Requirement, Ruleset, ScoringModel

# The id of an area; None is the whole.
At = str | None


class Placed(NamedTuple):
    """What a requirement is to the sums: its area, its weight in the layout's parts, and whether it decides."""

    area: str
    weight: int
    decisive: bool


class Under(NamedTuple):
    """What the mean of an area, or of the whole, is taken over.

    What stands in the areas of `own`, and the means of the areas `folded`, each with its weight.
    """

    own: tuple[str, ...] = ()
    folded: tuple[tuple[str, int], ...] = ()


class Layout:
    """Weights in the least `parts` of any of them, and where each of them counts."""

    def __init__(self, ruleset: Ruleset, requirements: Iterable[Requirement]) -> None:
        areas, held = ruleset.areas, tuple(requirements)
        weights = [*(one.weight for one in held), *(one.weight for one in areas)]
        parts = self.parts = lcm(*{one.denominator for one in weights})
        # By the requirement's id: each is held here, so that no other object can have it.
        self._held = held
        self._placed = {id(one): Placed(one.area, int(one.weight * parts), one.decisive) for one in held}
        self.weights = {one.id: int(one.weight * parts) for one in areas}
        # The area whose mean an item in an area counts in: its own, unless that hands its items on.
        self.homes: dict[At, At] = {None: None}
        for one in areas:
            folds = ruleset.scoring is ScoringModel.NESTED and not one.transparent
            self.homes[one.id] = one.id if folds else self.homes[one.parent]
        # Parents stand before their children, so that this way round every child comes first.
        self.upwards = tuple(one.id for one in reversed(areas))
        self.order = {one: number for number, one in enumerate(self.upwards)}
        self.above = {one.id: self.homes[one.parent] for one in areas}
        self.under: dict[At, Under] = {}
        for at in (*self.upwards, None):
            self.under[at] = self._under(at, [one.id for one in areas if one.parent == at])

    def _under(self, at: At, children: Iterable[str]) -> Under:
        own, folded = [] if at is None else [at], []
        for child in children:
            if self.homes[child] == child:
                folded.append((child, self.weights[child]))
            else:
                own += self.under[child].own
                folded += self.under[child].folded
        return Under(tuple(own), tuple(folded))

    def place(self, requirement: Requirement) -> Placed:
        """Give what a requirement of this layout is to the sums."""
        return self._placed[id(requirement)]

    def placed(self, findings: Sequence[Finding]) -> list[Placed] | None:
        """Give what each finding's requirement is to the sums; None where one is not of this layout."""
        placed = self._placed
        try:
            return [placed[id(finding.requirement)] for finding in findings]
        except KeyError:
            return None


# Of the editions that were scored last; each is held here, so that no other object can have the id of one.
_KNOWN: Final[dict[int, tuple[Ruleset, Layout]]] = {}
_KEPT: Final = 16


def layout_of(ruleset: Ruleset, findings: Sequence[Finding]) -> tuple[Layout, list[Placed]]:
    """Give the layout of an edition, and what each finding is in it; of findings that are not its own, one anew."""
    known = _KNOWN.get(id(ruleset))
    if known is None:
        if len(_KNOWN) >= _KEPT:
            _KNOWN.clear()
        known = _KNOWN[id(ruleset)] = ruleset, Layout(ruleset, ruleset.requirements)
    layout = known[1]
    placed = layout.placed(findings)
    if placed is None:
        layout = Layout(ruleset, [finding.requirement for finding in findings])
        placed = [layout.place(finding.requirement) for finding in findings]
    return layout, placed
