"""What a compiled condition sees: one track's facts, the as-of date, and what backs what.

Both tracks use the same closures: the backed track is the same question put to fewer facts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, NamedTuple

from msgspec import Struct, field

from auditor.model.diagnostic import Place
from auditor.model.facts import UNANSWERED, Absence, Facts
from auditor.model.finding import Observation
from auditor.model.truth import Truth
from auditor.model.values import Value


class Item(NamedTuple):
    """The innermost item of a quantifier: its address, its key, and for a word of a set the word."""

    path: str
    key: str
    own: Value | None = None


def _nothing(_path: str) -> tuple[str, ...]:
    return ()


class Beside(NamedTuple):
    """What a declaration says of a fact beside its value: the nearest place, and what a silence would mean."""

    place: Place | None
    absence: Absence


_BESIDE_NOTHING: Final = Beside(None, UNANSWERED)


class View(Struct, frozen=True, kw_only=True):
    """One track. `values` is what counts on it; `facts` still knows every place.

    `known` is what the facts say beside values, as far as it was asked for: views of the same facts may share it.
    """

    values: Mapping[str, Value]
    facts: Facts
    as_of: date
    backers: Callable[[str], tuple[str, ...]] = field(default=_nothing)
    known: dict[str, Beside] = field(default_factory=dict)

    def beside(self, fact: str) -> Beside:
        """Give what is said of a fact beside its value, which many comparisons and both tracks ask for."""
        known = self.known.get(fact)
        if known is None:
            place, absence = self.facts.places.get(fact), self.facts.absences.get(fact)
            if place is None or absence is None:  # what stands above says it
                above, _, _ = fact.rpartition(".")
                said = self.beside(above) if above else _BESIDE_NOTHING
                place, absence = place or said.place, absence or said.absence
            known = self.known[fact] = Beside(place, absence)
        return known


class Reasons:
    """Observations in the order they were made, without repeats."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._found: dict[tuple[str, str], Observation] = {}

    def add(
        self, fact: str, wanted: str, truth: Truth, *, unit: str | None = None, seen: Value | None = None
    ) -> None:
        """Note one comparison; `seen` is looked up where it is not given."""
        if (fact, wanted) in self._found:
            return
        view = self._view
        value = view.values.get(fact) if seen is None else seen
        place, absence = view.known.get(fact) or view.beside(fact)
        self._found[fact, wanted] = Observation(
            fact=fact,
            place=place,
            seen=value,
            wanted=wanted,
            truth=truth,
            unit=unit,
            backed_by=view.backers(fact),
            silence=absence.silence if value is None else None,
        )

    @property
    def observations(self) -> tuple[Observation, ...]:
        """All that was noted."""
        return tuple(self._found.values())
