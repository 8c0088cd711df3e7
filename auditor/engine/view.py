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
from auditor.model.truth import F, T, Truth, U, negate
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


class Weighed(View, frozen=True, kw_only=True):
    """The backed track as section 11 of the language reference weighs it, to say what is open on it.

    What `helps` must be backed and what hurts need not be: what is open as backed, and as declared comes out as it
    hurts, is settled, and no document could turn it. Inside something that as declared comes out as it helps
    (`firm`), what does not do so itself is settled too: the rest is enough, once it is backed. Under a negation
    help and hurt change places. Only explanations are put to it; truths are asked of the two tracks it is made of.
    """

    backed: View
    declared: View
    helps: bool
    firm: bool = False

    @property
    def wanted(self) -> Truth:
        """How a condition has to come out to help."""
        return T if self.helps else F

    def settled(self, backed: Truth, declared: Callable[[], Truth]) -> Truth:
        """Give how something comes out, by its truths on the two tracks: U only where to back it could help."""
        if backed != U:
            return backed
        got, hurting = declared(), negate(self.wanted)
        return hurting if got == hurting or (self.firm and got == U) else U


def weighed(declared: View, backed: View, *, helps: bool, firm: bool = False) -> View:
    """Put the backed track beside the declared one; where they are one, there is nothing to weigh."""
    if backed is declared:
        return backed
    return Weighed(
        values=backed.values,
        facts=backed.facts,
        as_of=backed.as_of,
        backers=backed.backers,
        known=backed.known,
        backed=backed,
        declared=declared,
        helps=helps,
        firm=firm,
    )


def turned(view: View) -> View:
    """Give the view as what stands under a negation is weighed."""
    if not isinstance(view, Weighed):
        return view
    return weighed(view.declared, view.backed, helps=not view.helps, firm=view.firm)


def unweighed(view: View) -> View:
    """Give the track alone, for what can help and hurt at once."""
    return view.backed if isinstance(view, Weighed) else view


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
