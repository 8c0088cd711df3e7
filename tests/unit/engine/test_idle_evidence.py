"""A document that cannot count where it is looked for is told, with why."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from auditor.engine.evaluate import compile_ruleset
from auditor.engine.idle_evidence import idle_evidence
from auditor.model.dates import DateSpan
from auditor.model.declaration import Declaration
from auditor.model.diagnostic import Place
from auditor.model.evidence import Assurance, Evidence
from auditor.source.declarations import read_declaration
from auditor.source.library import find
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_vocabulary

AS_OF = date(2026, 10, 1)
VOCABULARY = read_vocabulary()
RULESET = read_ruleset(find("internet-safety-strategy@3.0.0", AS_OF).edition.folder, VOCABULARY)
COMPILED = compile_ruleset(RULESET)


def told(issued: date, supports: str = "grooming", fault: str = "") -> list[str]:
    bare, _ = read_declaration(b"declaration: 1\nservice: {name: A}\n", "a.yaml", None, VOCABULARY)
    entry = Evidence(
        id="e",
        kind="policy",
        title="A policy",
        assurance=Assurance.DOCUMENTED,
        supports=(supports,),
        place=Place("a.yaml", 1, 1),
        issued=DateSpan(issued, issued),
        fault=fault,
    )
    declaration: Declaration = replace(bare, evidence=(entry,))
    return [one.code for one in idle_evidence(declaration, RULESET, COMPILED, AS_OF)]


@pytest.mark.parametrize(
    ("issued", "codes"),
    [
        (date(2026, 9, 30), []),
        (date(2025, 10, 1), []),
        (date(2025, 9, 30), ["evidence.stale"]),
        (date(2026, 10, 1), []),
        (date(2026, 10, 2), ["evidence.future"]),
    ],
)
def test_a_document_is_told_at_its_age(issued: date, codes: list[str]) -> None:
    assert told(issued) == codes


def test_a_document_nobody_looks_for_or_that_has_a_fault_already_is_not_told_again() -> None:
    assert told(date(2020, 1, 1), supports="collaboration.nothing_of_the_kind") == []
    assert told(date(2020, 1, 1), fault="file-missing") == []
