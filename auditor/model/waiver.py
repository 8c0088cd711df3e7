"""A waiver: an accepted, justified exception that ends. It never changes a status, only whether a finding counts."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from msgspec import Struct

from auditor.model.diagnostic import Place


class State(StrEnum):
    """Where a day lies beside a waiver's own two."""

    IN_TIME = "in-time"
    NOT_YET = "not-yet"
    EXPIRED = "expired"


class Waiver(Struct, frozen=True, kw_only=True):
    """One waiver; all of it is required. `requirement` is `<ruleset-id>/<requirement-id>`, both days are inside."""

    requirement: str
    service: str
    reason: str
    approver: str
    granted: date
    expires: date
    place: Place

    def in_time(self, as_of: date) -> bool:
        """Whether it holds on a day."""
        return self.state(as_of) is State.IN_TIME

    def state(self, as_of: date) -> State:
        """Say whether it holds on a day, has ended, or has not begun."""
        if as_of > self.expires:
            return State.EXPIRED
        return State.NOT_YET if as_of < self.granted else State.IN_TIME

    def days_left(self, as_of: date) -> int:
        """Count the days until its last one; less than nothing where that is past."""
        return (self.expires - as_of).days
