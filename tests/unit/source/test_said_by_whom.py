"""Who stands for a declaration, what it plans, and what it keeps confidential: as read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from auditor.model.dates import parse_date
from auditor.model.declaration import Attestation, Declaration
from auditor.model.diagnostic import InputError, Severity
from auditor.source.declarations import read_declaration
from auditor.source.vocabularies import read_vocabulary

VOCABULARY = read_vocabulary(Path(__file__).parent.parent.parent / "fixtures" / "vocabulary")
HEAD = "declaration: 1\nservice: {name: Pond}\n"
ATTESTED = "attestation: {name: A, role: B, date: 2026-01-01}\n"


def read(body: str) -> Declaration:
    return read_declaration((HEAD + body).encode(), "pond.yaml", None, VOCABULARY)[0]


def codes(body: str) -> list[str]:
    try:
        warnings = read_declaration((HEAD + body).encode(), "pond.yaml", None, VOCABULARY)[1]
    except InputError as error:
        return [one.code for one in error.diagnostics]
    assert all(one.severity is Severity.WARNING for one in warnings)
    return [one.code for one in warnings]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("", ["declaration.no-attestation"]),
        ("attestation: {name: A}\n", ["declaration.undated-attestation"]),
        ("attestation: {name: A, role: B}\n", ["declaration.undated-attestation"]),
        (ATTESTED, []),
        ("compiled_by: {name: A, on: 2026-01-01, method: m}\n", []),
    ],
)
def test_a_missing_or_undated_attestation_is_told(body: str, found: list[str]) -> None:
    assert codes(body) == found


def test_an_attestation_is_kept() -> None:
    assert read(ATTESTED).attestation == Attestation(name="A", role="B", date=date(2026, 1, 1))
    assert read("attestation: {name: A}\n").attestation == Attestation(name="A", role="", date=None)
    assert read("").attestation is None


def test_plans_are_kept_apart_from_facts() -> None:
    declaration = read(
        ATTESTED + "surfaces: {comments: {detection: false}}\n"
        "planned:\n"
        "  - {fact: surfaces.comments.detection, value: true, from: 2027-03}\n"
        "  - {fact: surfaces.direct_messages.review_time, value: none, from: 2027}\n"
        "  - {fact: risk.completed, value: 2027-01-01, from: 2027-01-01}\n"
    )
    assert declaration.facts.values == {"surfaces.comments.detection": False}
    first, second, third = declaration.planned
    assert (first.fact, first.values, first.start) == (
        "surfaces.comments.detection",
        {"surfaces.comments.detection": True},
        parse_date("2027-03"),
    )
    assert (first.place.line, second.start) == (6, parse_date("2027"))
    assert third.values == {"risk.completed": parse_date("2027-01-01")}


@pytest.mark.parametrize(
    ("plan", "found"),
    [
        ("{fact: users.children, value: false, from: 2027}", "declaration.not-plannable"),
        ("{fact: surfaces.comments.offered, value: false, from: 2027}", "declaration.not-plannable"),
        ("{fact: service.kinds, value: [forum], from: 2027}", "declaration.not-plannable"),
        ("{fact: surfaces.comments, value: {offered: true}, from: 2027}", "declaration.not-plannable"),
        ("{fact: surfaces.coments.detection, value: true, from: 2027}", "declaration.unknown-fact"),
        ("{fact: surfaces.*.detection, value: true, from: 2027}", "declaration.unknown-fact"),
        ("{fact: surfaces.comments.detection, value: soon, from: 2027}", "declaration.wrong-type"),
        ("{fact: surfaces.comments.detection, value: true, from: 2027-02-30}", "declaration.no-such-date"),
        ("{fact: surfaces.comments.detection, value: true}", "declaration.missing-key"),
        ("{fact: surfaces.comments.detection, value: null, from: 2027}", "declaration.plan-without-value"),
        (
            "{fact: surfaces.comments.detection, value: {declined: {asked_by: A, on: 2026}}, from: 2027}",
            "declaration.plan-without-value",
        ),
        ("{fact: risk.completed, value: 2027-02-30, from: 2027}", "declaration.no-such-date"),
    ],
)
def test_only_a_deed_can_be_planned(plan: str, found: str) -> None:
    assert codes(f"{ATTESTED}planned: [{plan}]\n") == [found]


def test_confidential_paths_are_facts() -> None:
    said = "confidential: [surfaces.*, users.monthly_active.GB, service.kinds.forum, defaults]\n"
    assert read(ATTESTED + said).confidential == (
        "surfaces",
        "users.monthly_active.GB",
        "service.kinds.forum",
        "defaults",
    )
    assert codes(ATTESTED + "confidential: [surfaces.comments.detektion]\n") == ["declaration.unknown-fact"]
    assert codes(ATTESTED + "confidential: [attestation.name]\n") == ["declaration.unknown-fact"]
