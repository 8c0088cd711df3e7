"""A declaration's facts, flat: one entry per address, so that a test is one look-up.

Addresses are dotted (`grooming.alerts.child`); an item of a list is filed under its id, an age band
under `13-15`, any other item under its number from 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from msgspec import Struct, field

from auditor.model.diagnostic import Place
from auditor.model.values import Value


class Silence(StrEnum):
    """Why a fact has no value. All three evaluate as unknown; only the second is `will not say`."""

    NOT_ANSWERED = "not-answered"
    DECLINED = "declined"
    SOUGHT = "sought"


class Absence(Struct, frozen=True, kw_only=True):
    """A fact without a value: why, where that is written (if anywhere), and by whom it was asked."""

    silence: Silence
    place: Place | None = None
    by: str = ""
    on: str = ""
    source: str = ""


UNANSWERED: Final = Absence(silence=Silence.NOT_ANSWERED)


class Fact(Struct, frozen=True, kw_only=True):
    """A stated fact: its value and where it stands."""

    path: str
    value: Value
    place: Place


class Facts(Struct, frozen=True, kw_only=True):
    """What a declaration states. `places` also holds the collections and groups that facts stand in.

    `nearest_place` answers where a fact that is not stated would go: the nearest thing above it.
    """

    values: Mapping[str, Value]
    places: Mapping[str, Place]
    absences: Mapping[str, Absence] = field(default_factory=dict)

    def lookup(self, path: str) -> Fact | Absence:
        """Give the fact at `path`, or why there is none."""
        value = self.values.get(path)
        if value is None:
            return self.absence(path)
        return Fact(path=path, value=value, place=self.places[path])

    def absence(self, path: str) -> Absence:
        """Say why `path` has no value: its own mark, or that of what it stands in."""
        absences = self.absences
        while path and absences:
            if path in absences:
                return absences[path]
            path = path.rpartition(".")[0]
        return UNANSWERED

    def nearest_place(self, path: str) -> Place | None:
        """Give the place of `path`, or of the nearest thing above it that is written down."""
        places = self.places
        while path:
            place = places.get(path)
            if place is not None:
                return place
            path = path.rpartition(".")[0]
        return None
