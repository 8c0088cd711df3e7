"""Read the cases of an edition: facts, and what each requirement is expected to come to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from auditor.model.dates import DateSpan
from auditor.model.declaration import Declaration
from auditor.model.diagnostic import Diagnostic, InputError, Place
from auditor.model.evidence import Assurance, Evidence
from auditor.model.vocabulary import Vocabulary
from auditor.source import ruleset_schema
from auditor.source.beside import yaml_in
from auditor.source.cursor import Cursor, Faults, day_at
from auditor.source.declarations import read_declaration
from auditor.source.extensions import with_own_facts
from auditor.source.places import shown_file, shown_folder
from auditor.source.schema import check_shape
from auditor.source.text import read_bytes
from auditor.source.yamltree import read_yaml


class Expectation(Struct, frozen=True, kw_only=True):
    """What one requirement should come to; what is None is not looked at."""

    requirement: str
    place: Place
    declared: str | None = None
    backed: str | None = None
    reason: str | None = None
    backed_reason: str | None = None
    credit: tuple[Decimal, Decimal] | None = None
    backed_credit: tuple[Decimal, Decimal] | None = None


class Case(Struct, frozen=True, kw_only=True):
    """One case: a declaration, a day, and what is expected."""

    title: str
    place: Place
    declaration: Declaration
    as_of: date | None
    expectations: tuple[Expectation, ...]
    verdict: str | None
    backed_verdict: str | None


def read_cases(folder: Path, vocabulary: Vocabulary, shown: str | None = None) -> tuple[Case, ...]:
    """Read every case of the edition in `folder`, its own facts included; raises InputError with every fault.

    `shown` is how messages name the folder, if not as it was given.
    """
    shown = shown_folder(folder) if shown is None else shown
    vocabulary = with_own_facts(vocabulary, folder, shown)
    cases: list[Case] = []
    faults: list[Diagnostic] = []
    for path in yaml_in(folder / "cases", shown_file(shown, "cases")):
        name = shown_file(shown, "cases", path.name)
        try:
            document = read_yaml(read_bytes(path, name), name)
            wrong = check_shape(document, ruleset_schema.CASES)
            if wrong:
                raise InputError(tuple(wrong))
        except InputError as error:
            faults.extend(error.diagnostics)
            continue
        for at in Cursor.top(document).child("cases").items():
            try:
                cases.append(_case(at, vocabulary))
            except InputError as error:
                faults.extend(error.diagnostics)
    if faults:
        raise InputError(tuple(faults))
    return tuple(cases)


def _case(at: Cursor, vocabulary: Vocabulary) -> Case:
    faults = Faults()
    dated = at.get("as_of")
    as_of = None if dated is None else day_at(dated, faults, "case")
    evidence = _evidence(at, faults)
    if faults.errors:
        raise InputError(tuple(faults.found))
    raw: dict[str, Any] = at.value  # type: ignore[assignment]  # its shape has been checked
    declares = dict(raw["declares"])
    service = {"id": "case", "name": "Case", **(declares.pop("service", None) or {})}
    content = json.dumps({"declaration": 1, "service": service, **declares}, default=float)
    try:
        declaration, _warnings = read_declaration(content.encode(), at.place.file, None, vocabulary)
    except InputError as error:
        raise InputError(tuple(_moved(error, at))) from None
    expect: Mapping[str, Any] = raw["expect"]
    return Case(
        title=raw["title"],
        place=at.place,
        declaration=replace(declaration, evidence=evidence),
        as_of=as_of,
        expectations=tuple(
            _expectation(name, one)
            for name, one in at.child("expect").entries()
            if name not in ("verdict", "backed_verdict")
        ),
        verdict=expect.get("verdict"),
        backed_verdict=expect.get("backed_verdict"),
    )


def _evidence(at: Cursor, faults: Faults) -> tuple[Evidence, ...]:
    holder = at.get("evidence")
    found = []
    for index, one in enumerate(holder.items() if holder is not None else ()):
        raw: dict[str, Any] = one.value  # type: ignore[assignment]  # its shape has been checked
        issued = day_at(one.child("issued"), faults, "case")
        if issued is None:
            continue
        found.append(
            Evidence(
                id=f"case-{index}",
                kind="other",
                title="as the case says",
                assurance=Assurance(raw["assurance"]),
                supports=tuple(str(path).removesuffix(".*") for path in raw["supports"]),
                place=one.place,
                issued=DateSpan(issued, issued),
            )
        )
    return tuple(found)


def _expectation(name: str, at: Cursor) -> Expectation:
    if isinstance(at.value, str):
        return Expectation(requirement=name, place=at.place, declared=at.value)
    raw: dict[str, Any] = dict(at.value)  # type: ignore[call-overload]  # its shape has been checked
    for key in ("credit", "backed_credit"):
        if key in raw:
            raw[key] = tuple(Decimal(one) for one in raw[key])
    return Expectation(requirement=name, place=at.place, **raw)


def _moved(error: InputError, at: Cursor) -> list[Diagnostic]:
    """Show a fault of a case's facts at the case: it was read apart from its file."""
    return [
        at.document.diagnostic(one.code, one.message, (*at.path, "declares"), key=True, why=one.why, help=one.help)
        for one in error.diagnostics
        if one.is_error
    ]
