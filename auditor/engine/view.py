"""What a compiled condition sees: one track's facts, the as-of date, and what backs what.

Both tracks use the same closures: the backed track is the same question put to fewer facts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from msgspec import Struct, field

from auditor.model.facts import Facts
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


class View(Struct, frozen=True, kw_only=True):
    """One track. `values` is what counts on it; `facts` still knows every place."""

    values: Mapping[str, Value]
    facts: Facts
    as_of: date
    backers: Callable[[str], tuple[str, ...]] = field(default=_nothing)


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
        self._found[fact, wanted] = Observation(
            fact=fact,
            place=view.facts.nearest_place(fact),
            seen=value,
            wanted=wanted,
            truth=truth,
            unit=unit,
            backed_by=view.backers(fact),
            silence=view.facts.absence(fact).silence if value is None else None,
        )

    @property
    def observations(self) -> tuple[Observation, ...]:
        """All that was noted."""
        return tuple(self._found.values())
