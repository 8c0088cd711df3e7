"""Editions read aloud: no rule is said to ask more or less than it does, and no name is broken."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from auditor.authoring.conditions_aloud import in_one_sentence, said
from auditor.authoring.reading import read_aloud
from auditor.engine.proof_parts import over_in_words
from auditor.model.condition import Over
from auditor.model.evidence import Assurance
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_vocabulary
from tests.support.rules import read, requirement, ruleset

OFFERED = {"its.offered": True}
HIDDEN = {"its.hidden": True}


def over(kind: str, **more: Any) -> dict[str, Any]:
    return {kind: {"of": "surfaces", "among": "all", "satisfies": OFFERED, **more}}


def ages(kind: str, **more: Any) -> dict[str, Any]:
    return {kind: {"of": "defaults", "ages": {"from": 13, "to": 17}, "satisfies": HIDDEN, **more}}


@pytest.mark.parametrize(
    ("condition", "lines"),
    [
        (ages("every"), ["defaults, at every age from 13 to 17,", "satisfies", "  its.hidden is true"]),
        (ages("some"), ["defaults, at one age at least from 13 to 17,", "satisfies", "  its.hidden is true"]),
        (ages("count", at_least=3), ["defaults, at 3 ages at least from 13 to 17,", "satisfies"]),
        (ages("count", at_most=1), ["defaults, at 1 age at most from 13 to 17,", "satisfies"]),
        (ages("count", exactly=2), ["defaults, at exactly 2 ages from 13 to 17,", "satisfies"]),
        (over("count", at_least=2), ["at least 2 members of surfaces", "satisfy", "  its.offered is true"]),
        (over("count", at_least=1), ["at least 1 member of surfaces", "satisfies", "  its.offered is true"]),
        (over("some", among=["dm", "live"]), ["some member of surfaces among dm, live", "satisfies"]),
        ({"some": {"of": "app.contact"}}, ["there is some member of app.contact"]),
        ({"count": {"of": "app.contact", "at_least": 2}}, ["there are at least 2 members of app.contact"]),
        (
            {"total": {"of": "risk.cases", "among": ["north", "south"], "at_least": 40}},
            ["the total of risk.cases among north, south is at least 40"],
        ),
        ({"if": {"app.chat": True}, "then": {"app.calls": True}}, ["if", "  app.chat is true", "then"]),
        ({"app.review": {"below": "1 weeks"}}, ["app.review is below 1 week"]),
    ],
)
def test_a_condition_is_read_as_it_is_judged(condition: dict[str, Any], lines: list[str]) -> None:
    assert [*said(read(condition), 0, 200)][: len(lines)] == lines


def test_one_sentence_holds_a_whole_condition() -> None:
    reached = over("every", where={"its.reach": True}, if_none=False)
    assert in_one_sentence(read({"any": [{"app.chat": True}, reached]})) == (
        "one of (app.chat is true; every member of surfaces where (its.reach is true) "
        "satisfies (its.offered is true), where there is none: not held)"
    )


def test_names_are_not_broken_at_their_hyphens_and_plain_is_one_sentence_a_line() -> None:
    long = "extensions.a-ruleset-of-its-own.with_a_long_name"
    one = replace(requirement(met=read({"app.chat": True})), asks=f"Declare {long}. " * 4)
    edition = ruleset([one])
    drawn = read_aloud(edition, None, width=60)
    assert drawn.count(long) == 4
    plain = read_aloud(edition, None, width=60, plain=True).splitlines()
    assert "Met where: app.chat is true." in plain
    assert all(line == line.strip() and line[-1] in ".?!:" for line in plain)
    assert any(line.count(long) == 4 for line in plain)


def test_no_evidence_is_asked_where_the_word_is_enough() -> None:
    for assurance, wanted in (
        (Assurance.ASSERTED, "Backed by what is declared, with no evidence asked."),
        (Assurance.DOCUMENTED, "Backed by evidence that is documented."),
    ):
        edition = ruleset([requirement(met=read({"app.chat": True}), assurance=assurance)])
        assert wanted in read_aloud(edition, None, width=100)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (
            {"total": {"of": "risk.cases", "among": ["north", "south"], "at_least": 40}},
            "the total of risk.cases among north, south is at least 40",
        ),
        ({"total": {"of": "risk.cases", "among": "all", "at_least": 40}}, "the total of risk.cases is at least 40"),
        (over("some", among=["dm"]), "at least one of surfaces among dm"),
        (over("count", among=["dm", "live"], exactly=2), "exactly 2 of surfaces among dm, live"),
    ],
)
def test_a_proof_names_those_among_whom_it_counts(condition: dict[str, Any], words: str) -> None:
    one = read(condition)
    assert isinstance(one, Over)
    assert over_in_words(one) == words


HEAD = """\
ruleset: 1
id: sample
version: 1.0.0
title: Sample
summary: An edition for tests.
status: model
published: 2026-01-01
decided_by: [must]
scoring: {model: flat}
origins: {weights: source, credits: source, efforts: design}
documents: [{id: doc, title: Document}]
areas: [{id: one, title: One}]
parameters: {limit: {value: 24 hours, origin: source, because: A test.}}
"""
RULE = """\
- id: ONE-1
  title: Signs are reviewed
  asks: Review signs.
  obligation: must
  area: one
  source: {document: doc, clause: "1", checked: read}
  applies_when: always
  met_when: [{grooming.review_time: {at_most: {parameter: limit}}}, {users.minimum_age: {at_least: 13 years}}]
  partly_met_when: {credit: 0.5, when: {grooming.review_time: {at_most: 2 days}}}
  evidence: {assurance: documented, not_older_than: 6 months}
  remedy: {do: Review them., effort: 3}
"""


def test_a_number_without_an_origin_counts_as_ours_and_an_effort_as_none(tmp_path: Path) -> None:
    (tmp_path / "requirements").mkdir()
    (tmp_path / "ruleset.yaml").write_text(HEAD, encoding="utf-8")
    (tmp_path / "requirements" / "one.yaml").write_text(RULE, encoding="utf-8")
    edition = read_ruleset(tmp_path, read_vocabulary())
    # the source's: the limit and the credit; ours, for nobody says otherwise: 13 years, 2 days and 6 months
    assert edition.numbers == (3, 5)
    assert edition.requirements[0].rungs[0].credit == Fraction(1, 2)
