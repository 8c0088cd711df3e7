"""What a platform says about one service, as read: facts, evidence and who says it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from auditor.model.challenge import Challenge, Reply
from auditor.model.dates import DateSpan
from auditor.model.diagnostic import Place
from auditor.model.evidence import Evidence
from auditor.model.facts import Facts
from auditor.model.plaintext import called
from auditor.model.values import Value


class Service(Struct, frozen=True, kw_only=True):
    """The service a declaration is about. `id` is the identity, `name` is for display.

    An id that is not declared is the file's name, which is no identity: other services' files may have it too. So
    nothing is put to it by that id alone. A saved result does not tell, and its ids count as declared.
    """

    id: str
    name: str
    provider: str | None = None
    id_declared: bool = True

    def is_meant_by(self, id: str) -> bool:
        """Whether what somebody wrote about the service of an id, in another file, is about this one."""
        return self.id_declared and self.id == id

    def is_called(self, other: Service) -> bool:
        """Whether name and provider agree with another's."""
        return called(self.name, self.provider) == called(other.name, other.provider)


class CompiledBy(Struct, frozen=True, kw_only=True):
    """Who wrote a declaration from published facts, when and how; such a one is never judged."""

    name: str
    on: date
    method: str


class Alternative(Struct, frozen=True, kw_only=True):
    """A measure of the platform's own in place of a requirement, as declared; `sha256` digests measure and why."""

    requirement: str
    measure: str
    why: str
    place: Place
    sha256: str = ""


class Measure(Struct, frozen=True, kw_only=True):
    """What is in place for a requirement, in the platform's own words, and since when; no finding looks at it."""

    requirement: str
    in_place: str
    since: DateSpan | None
    place: Place


class Plan(Struct, frozen=True, kw_only=True):
    """A deed that is announced and not in place; no finding looks at it.

    `values` holds what will be stated at `fact` and beneath it, flat as in `Facts`.
    """

    fact: str
    values: Mapping[str, Value]
    start: DateSpan
    place: Place


class Bound(Struct, frozen=True, kw_only=True):
    """A declared fact tied to a value of the product's own configuration, and why the two do not hold together.

    A fault never changes what is declared; the fact then counts as not backed.
    """

    fact: str
    file: str
    pointer: str
    place: Place
    fault: str = ""


class Attestation(Struct, frozen=True, kw_only=True):
    """Who stands for the declaration, and since when."""

    name: str
    role: str
    date: date | None


class Declaration(Struct, frozen=True, kw_only=True):
    """One declaration. `file` is the name shown in reports; `sha256` digests the canonical content.

    `challenges` are what others filed against its facts, in this file or beside it; they are no part of the digest
    where they came in another file. `reply` is what the service said of a file that others compiled.
    """

    file: str
    sha256: str
    service: Service
    facts: Facts
    stated_on: date | None = None
    compiled_by: CompiledBy | None = None
    evidence: tuple[Evidence, ...] = ()
    planned: tuple[Plan, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    measures: tuple[Measure, ...] = ()
    attestation: Attestation | None = None
    confidential: tuple[str, ...] = ()
    bound: tuple[Bound, ...] = ()
    challenges: tuple[Challenge, ...] = ()
    reply: Reply | None = None

    @property
    def unbound(self) -> frozenset[str]:
        """The facts that do not hold together with the product's own configuration."""
        return frozenset(one.fact for one in self.bound if one.fault)
