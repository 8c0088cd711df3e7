"""Cases of an edition: on which day and under which dates each is run, and how what came out otherwise is counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.authoring.cases import CaseRun, run_cases
from auditor.source.case_files import read_cases
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_vocabulary

HEAD = """\
ruleset: 1
id: sample
version: 1.0.0
title: Sample
summary: An edition for tests.
published: 2026-01-01
decided_by: [must]
scoring: {model: flat}
origins: {weights: source, credits: source, efforts: design}
documents: [{id: doc, title: Document}]
areas: [{id: one, title: One}]
"""
RULE = """\
- id: ONE-1
  title: The review is of this year
  asks: Review every year.
  obligation: must
  area: one
  source: {document: doc, clause: "1", checked: read}
  applies_when: always
  met_when: {governance.annual_review: {within: 12 months}}
  evidence: {assurance: documented}
"""
FACTS = "declares: {governance: {annual_review: 2026-01-01}}"
STATES = {
    "a draft": "status: draft\n",
    "not yet": "status: statutory_code\nin_force_from: 2028-01-01\n",
    "no longer": "status: statutory_code\nin_force_from: 2020-01-01\nin_force_until: 2020-12-31\n",
}


def ran(folder: Path, state: str, *cases: str) -> CaseRun:
    for name in ("requirements", "cases"):
        (folder / name).mkdir()
    (folder / "ruleset.yaml").write_text(HEAD + state, encoding="utf-8")
    (folder / "requirements" / "one.yaml").write_text(RULE, encoding="utf-8")
    text = "cases:\n" + "".join(f"  - {{title: case {number}, {one}}}\n" for number, one in enumerate(cases))
    (folder / "cases" / "one.yaml").write_text(text, encoding="utf-8")
    vocabulary = read_vocabulary()
    return run_cases(read_ruleset(folder, vocabulary), vocabulary, read_cases(folder, vocabulary))


@pytest.mark.parametrize("state", STATES)
def test_periods_can_be_tested_on_any_day_and_dates_too(tmp_path: Path, state: str) -> None:
    run = ran(
        tmp_path,
        STATES[state],
        f"as_of: 2026-12-31, {FACTS}, expect: {{verdict: compliant, ONE-1: met}}",
        f"as_of: 2027-01-02, {FACTS}, expect: {{ONE-1: not-met}}",
        f"as_of: 2026-12-31, {FACTS}, expect: {{ONE-1: not-in-force}}",
    )
    assert run.mismatches == ()
    assert (run.cases, run.expectations, run.failed) == (3, 4, 0)


def test_what_came_out_otherwise_is_counted_as_what_is_expected_is(tmp_path: Path) -> None:
    run = ran(
        tmp_path,
        STATES["a draft"],
        f"as_of: 2027-01-02, {FACTS}, expect: {{verdict: compliant, ONE-1: {{declared: met, credit: [1, 1]}}}}",
        f"as_of: 2026-12-31, {FACTS}, expect: {{ONE-1: met}}",
    )
    assert [one.subject for one in run.mismatches] == ["ONE-1 declared", "ONE-1 credit", "verdict"]
    assert (run.cases, run.expectations, run.failed) == (2, 3, 2)


def test_a_case_that_tests_dates_says_why_nothing_else_comes_out(tmp_path: Path) -> None:
    run = ran(
        tmp_path,
        STATES["not yet"],
        f"as_of: 2026-12-31, {FACTS}, expect: {{ONE-1: {{declared: not-in-force, credit: [1, 1]}}}}",
    )
    (wrong,) = run.mismatches
    assert (wrong.subject, wrong.why) == (
        "ONE-1 credit",
        "the edition is not in force on 2026-12-31, and the case expects so of another rule: make it two cases",
    )
