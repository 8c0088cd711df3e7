"""A waiver: an accepted, justified exception that ends. It never changes a status, only whether a finding counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from auditor.model.diagnostic import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
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
        return self.granted <= as_of <= self.expires
