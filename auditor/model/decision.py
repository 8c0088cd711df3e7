"""A reviewer's decision on what a provider declares in place of a requirement. It never changes a status."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from msgspec import Struct

from auditor.model.diagnostic import Place
from auditor.model.evidence import Assurance


class Decision(Struct, frozen=True, kw_only=True):
    """One decision. `requirement` is `<ruleset-id>/<requirement-id>`, `text_sha256` digests the text it is on."""

    requirement: str
    service: str
    accepted: bool
    reviewer: str
    on: date
    because: str
    assurance: Assurance
    text_sha256: str
    place: Place

    @property
    def about(self) -> tuple[str, str]:
        """The requirement and the service that it is on."""
        return self.requirement, self.service


class Standing(StrEnum):
    """What a decision comes to on a day: only one that is `accepted` changes a verdict or a score."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    CHANGED = "text-changed"
    LATER = "not-yet"


class Reviewed(Struct, frozen=True, kw_only=True):
    """A decision beside the alternative that it is on.

    `today_sha256` digests the text as it is declared today. `backs` says that the decision's own assurance is what
    the requirement asks of evidence: only then does it count on the backed track too.
    """

    decision: Decision
    standing: Standing
    today_sha256: str
    backs: bool

    @property
    def accepted(self) -> bool:
        """Whether the finding counts as met as declared."""
        return self.standing is Standing.ACCEPTED

    @property
    def accepted_backed(self) -> bool:
        """Whether it counts as met as backed."""
        return self.accepted and self.backs


def standing(decision: Decision, today_sha256: str, as_of: date) -> Standing:
    """Say what a decision comes to on a day, for the text that is declared."""
    if decision.on > as_of:
        return Standing.LATER
    if decision.text_sha256 != today_sha256:
        return Standing.CHANGED
    return Standing.ACCEPTED if decision.accepted else Standing.REFUSED
