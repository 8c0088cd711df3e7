"""What a declaration says is in place for a requirement: read as it stands, and withheld like all else."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from auditor.engine.withhold import withhold
from auditor.model.dates import parse_date
from auditor.model.declaration import Declaration
from auditor.model.diagnostic import InputError
from auditor.source.declarations import read_declaration
from auditor.source.vocabularies import read_vocabulary
from tests.support.results import SCENARIOS

HEAD = "declaration: 1\nservice: {name: Pond}\nattestation: {name: A, date: 2026-01-01}\n"


def read(measures: str) -> Declaration:
    return read_declaration(f"{HEAD}measures: {measures}\n".encode(), "pond.yaml", None, read_vocabulary())[0]


def test_a_measure_in_its_own_words() -> None:
    one, other = read(
        "[{requirement: a-code/AB-1.2, in_place: 'one\n  thing', since: 2025-03},"
        " {requirement: a-code/AB-2, in_place: x}]"
    ).measures
    assert (one.requirement, one.in_place, one.since) == ("a-code/AB-1.2", "one thing", parse_date("2025-03"))
    assert str(one.place) == "pond.yaml:4:12"
    assert other.since is None


@pytest.mark.parametrize(
    ("measures", "code"),
    [
        ("[{requirement: AB-1, in_place: x}]", "declaration.bad-form"),
        ("[{requirement: a/AB-1}]", "declaration.missing-key"),
        ("[{requirement: a/AB-1, in_place: x, why: y}]", "declaration.unknown-key"),
        ("[{requirement: a/AB-1, in_place: x, since: 2025-02-30}]", "declaration.no-such-date"),
        ("[{requirement: a/AB-1, in_place: 5}]", "declaration.wrong-type"),
    ],
)
def test_what_is_wrong_is_said(measures: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        read(measures)
    assert [one.code for one in caught.value.diagnostics] == [code]


def test_a_measure_that_quotes_a_secret_is_withheld() -> None:
    (audit,) = SCENARIOS["mixed"]().audits
    base = read_declaration(
        (
            f"{HEAD}governance: {{accountable_person: Zanzibar}}\nconfidential: [governance.accountable_person]\n"
            "measures: [{requirement: a/AB-1, in_place: Ask Zanzibar}, {requirement: a/AB-1, in_place: Ask}]\n"
        ).encode(),
        "pond.yaml",
        None,
        read_vocabulary(),
    )[0]
    public = withhold(replace(audit, declaration=base, findings=())).declaration
    assert [one.in_place for one in public.measures] == ["withheld", "Ask"]
