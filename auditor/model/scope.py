"""What of an edition applies to a service: one audit seen as a question of applicability."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from msgspec import Struct

from auditor.model.dates import DateSpan
from auditor.model.declaration import Alternative, Measure
from auditor.model.diagnostic import Place
from auditor.model.facts import UNANSWERED, Absence
from auditor.model.finding import Finding, Judgement
from auditor.model.result import Audit


class Applicability(StrEnum):
    """Whether a requirement concerns a service, as declared."""

    APPLIES = "applies"
    DOES_NOT_APPLY = "does-not-apply"
    CANNOT_TELL = "cannot-tell"


class Told(Struct, frozen=True, kw_only=True):
    """A fact in words: what it is called, the keys that it stands under, and what is stated of it."""

    title: str
    keys: tuple[str, ...]
    value: str


class Since(Struct, frozen=True, kw_only=True):
    """A day from which a measure has been in place, and the fact that says so."""

    fact: str
    day: DateSpan
    place: Place | None


class Applied(Struct, frozen=True, kw_only=True):
    """One requirement with what can be told of its applicability.

    For one that is not in force it is what it would be. `backed` is False for an exemption that is only
    declared. `measures` and `alternative` are what the declaration says of the requirement by name; `since`
    are the facts that date what is in place.
    """

    finding: Finding
    applicability: Applicability
    backed: bool
    measures: tuple[Measure, ...] = ()
    alternative: Alternative | None = None
    since: tuple[Since, ...] = ()

    @property
    def judged(self) -> Judgement:
        """The judgement as declared: of a requirement that is not in force, what it would come to."""
        would_be = self.finding.would_be
        return self.finding.declared if would_be is None else would_be.declared

    @property
    def judged_backed(self) -> Judgement:
        """The judgement as backed, likewise."""
        would_be = self.finding.would_be
        return self.finding.backed if would_be is None else would_be.backed


class Question(Struct, frozen=True, kw_only=True):
    """One fact that says whether requirements apply, asked once.

    `settles` are the requirements of which this answer alone tells whether they apply, at the fewest and at the
    most, by what the answer is. `requirements` are all that wait for it, also those that need others beside it.
    """

    fact: str
    question: str
    accepts: str
    place: Place | None
    requirements: tuple[str, ...]
    settles: tuple[int, int]
    absence: Absence = UNANSWERED


class Scope(Struct, frozen=True, kw_only=True):
    """What of one edition applies to one service on a day.

    `requirements` are in the edition's order of areas; there are none for a declaration that others compiled, for
    nobody says of such a service that a requirement applies. `words` holds each fact that a finding rests on or
    waits for.
    """

    audit: Audit
    as_of: date
    requirements: tuple[Applied, ...] = ()
    questions: tuple[Question, ...] = ()
    words: Mapping[str, Told]

    @property
    def in_force(self) -> tuple[Applied, ...]:
        """The requirements that are law of the day."""
        return tuple(one for one in self.requirements if one.finding.in_force)

    def of(self, applicability: Applicability) -> tuple[Applied, ...]:
        """Give those of the requirements in force of which this is so."""
        return tuple(one for one in self.in_force if one.applicability is applicability)

    @property
    def is_told(self) -> bool:
        """Whether it can be told of every requirement in force if it applies, as declared."""
        return self.audit.scorecard is not None and not self.of(Applicability.CANNOT_TELL)
