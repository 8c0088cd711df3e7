"""A challenge: counter-evidence that somebody else filed against a declared fact, and the reply to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from auditor.model.dates import DateSpan
from auditor.model.diagnostic import Place
from auditor.model.values import Value


class Reply(Struct, frozen=True, kw_only=True):
    """That a service was asked for its side: when, until when it could answer, and what it said.

    `text` is empty where nothing came; `answered` is the day of the answer, where it is known.
    """

    asked: date
    deadline: date
    place: Place
    text: str = ""
    answered: date | None = None


class CounterEvidence(Struct, frozen=True, kw_only=True):
    """A publication that says otherwise: who published it, its title and its day, as exact as is known."""

    publisher: str
    title: str
    issued: DateSpan
    source: str = ""


class Challenge(Struct, frozen=True, kw_only=True):
    """One fact of one service, what the challenger says of it, and on what it rests.

    From the day `on` the fact is contested. `window` is the last day on which the service can reply; it says whether
    the service has had its say, and changes nothing else. `says` is a value of the fact's own type.
    """

    service: str
    fact: str
    says: Value
    filed_by: str
    on: date
    window: date
    evidence: tuple[CounterEvidence, ...]
    place: Place
    reply: Reply | None = None

    def filed(self, as_of: date) -> bool:
        """Whether it had been filed by that day."""
        return self.on <= as_of

    def can_reply(self, as_of: date) -> bool:
        """Whether the service can still reply on that day."""
        return as_of <= self.window


def against(challenges: Iterable[Challenge], path: str, as_of: date) -> tuple[Challenge, ...]:
    """Give the challenges filed by a day against the fact at `path`, or against one that it stands in."""
    return tuple(
        one for one in challenges if one.filed(as_of) and (path == one.fact or path.startswith(one.fact + "."))
    )
