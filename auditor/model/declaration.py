"""What a platform says about one service, as read: facts, evidence and who says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from auditor.model.dates import DateSpan
from auditor.model.diagnostic import Place
from auditor.model.evidence import Evidence
from auditor.model.facts import Facts
from auditor.model.values import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """The service a declaration is about. `id` is the identity, `name` is for display."""

    id: str
    name: str
    provider: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledBy:
    """Who wrote a declaration from published facts, when and how; such a one is never judged."""

    name: str
    on: date
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """A measure of the platform's own in place of a requirement, as declared."""

    requirement: str
    measure: str
    why: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A deed that is announced and not in place; no finding looks at it.

    `values` holds what will be stated at `fact` and beneath it, flat as in `Facts`.
    """

    fact: str
    values: Mapping[str, Value]
    start: DateSpan
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """Who stands for the declaration, and since when."""

    name: str
    role: str
    date: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """One declaration. `file` is the name shown in reports; `sha256` digests the canonical content."""

    file: str
    sha256: str
    service: Service
    facts: Facts
    stated_on: date | None = None
    compiled_by: CompiledBy | None = None
    evidence: tuple[Evidence, ...] = ()
    planned: tuple[Plan, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    attestation: Attestation | None = None
    confidential: tuple[str, ...] = ()
