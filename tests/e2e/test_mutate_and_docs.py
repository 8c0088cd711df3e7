"""`auditor ruleset mutate` and `auditor ruleset docs` as their users run them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.e2e.running import ROOT, auditor

RULESET = """\
ruleset: 1
id: sample
version: 1.0.0
title: Sample
summary: An edition for tests.
status: model
published: 2026-01-01
in_force_from: 2026-01-01
decided_by: [must]
scoring: {model: flat}
origins: {weights: design, credits: design, efforts: design}
documents: [{id: doc, title: Document}]
areas: [{id: one, title: One}]
parameters:
  limit: {value: 24 hours, origin: design, because: A test.}
"""
REQUIREMENTS = """\
- id: ONE-1
  title: Signs are reviewed within a day
  asks: Review signs of grooming within a day.
  obligation: must
  area: one
  source: {document: doc, clause: "1", checked: read}
  applies_when: always
  met_when: {grooming.review_time: {at_most: {parameter: limit}}}
  evidence: {assurance: asserted}
"""
CASES = """\
cases:
  - {title: quick, declares: {grooming: {review_time: 1}}, expect: {ONE-1: met}}
  - {title: slow, declares: {grooming: {review_time: 99}}, expect: {ONE-1: not-met}}
"""


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    folder = tmp_path / "sample" / "1.0.0"
    for name, text in {
        "ruleset.yaml": RULESET,
        "requirements/one.yaml": REQUIREMENTS,
        "cases/one.yaml": CASES,
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_what_no_case_notices_is_listed_with_one_that_would(sample: Path) -> None:
    ran = auditor("ruleset", "mutate", sample)
    assert ran.status == 1
    assert f"survived ONE-1/met/below\n  --> {sample}/requirements/one.yaml:8:46" in ran.text
    assert "`grooming.review_time is at most 24 hours` became `grooming.review_time is below 24 hours`" in ran.text
    assert "would be noticed by a case where `grooming.review_time` is exactly 24 hours" in ran.text
    assert (
        ran.text.splitlines()[-1] == "sample/1.0.0: 1 of 6 changes noticed (16.6 %), 5 not, 0 of them with a reason"
    )


def test_the_share_that_is_asked_for_decides(sample: Path) -> None:
    assert auditor("ruleset", "mutate", sample, "--at-least", "16").status == 0
    assert auditor("ruleset", "mutate", sample, "--at-least", "16.7").status == 1
    with (sample / "cases/one.yaml").open("a", encoding="utf-8") as cases:
        cases.write(
            "  - {title: a day, declares: {grooming: {review_time: 24}}, expect: {ONE-1: {backed: met}}}\n"
            "  - {title: more, declares: {grooming: {review_time: 25}}, expect: {ONE-1: not-met}}\n"
            "  - {title: then, as_of: 2026-01-01, declares: {grooming: {review_time: 1}}, expect: {ONE-1: met}}\n"
            "  - {title: before, as_of: 2025-12-31, declares: {}, expect: {ONE-1: not-in-force}}\n"
        )
    ran = auditor("ruleset", "mutate", sample)
    assert (ran.status, ran.text) == (0, "sample/1.0.0: 6 of 6 changes noticed (100.0 %), 0 not\n")


def test_a_reason_that_nothing_needs_is_a_fault(sample: Path) -> None:
    listed = "mutants:\n  - {mutant: ONE-1/met/below, reason: Nobody measures so finely.}\n"
    (sample / "mutants.yaml").write_text(listed, encoding="utf-8")
    ran = auditor("ruleset", "mutate", sample, "--at-least", "0")
    assert (ran.status, ran.stderr) == (0, "")
    assert "accepted ONE-1/met/below" in ran.text
    assert "because Nobody measures so finely." in ran.text
    (sample / "mutants.yaml").write_text(listed.replace("below", "gone"), encoding="utf-8")
    ran = auditor("ruleset", "mutate", sample, "--at-least", "0")
    assert ran.status == 1
    assert "mutants.idle-reason" in ran.stderr
    assert "sample/1.0.0/mutants.yaml:2" in ran.stderr


def test_nothing_is_changed_under_cases_that_do_not_come_out(sample: Path) -> None:
    (sample / "cases/one.yaml").write_text(CASES.replace("ONE-1: met", "ONE-1: not-met"), encoding="utf-8")
    ran = auditor("ruleset", "mutate", sample, "--at-least", "0")
    assert ran.status == 1
    assert ran.text.endswith("for these cases do not come out as they are: quick\n")


def test_the_pages_are_written_and_held_against_what_stands(tmp_path: Path) -> None:
    first = auditor("ruleset", "docs", "--folder", tmp_path)
    assert first.status == 0
    assert auditor("ruleset", "docs", "--folder", tmp_path, "--check").status == 0
    page = tmp_path / "rulesets" / "internet-safety-strategy-3.0.0.md"
    page.write_text("old", encoding="utf-8")
    shutil.copyfile(ROOT / "docs/language.md", tmp_path / "rulesets" / "gone-1.0.0.md")
    ran = auditor("ruleset", "docs", "--folder", tmp_path, "--check")
    assert ran.status == 1
    assert ran.text.splitlines()[:2] == [
        f"{page}: not current",
        f"{tmp_path / 'rulesets' / 'gone-1.0.0.md'}: belongs to no edition",
    ]
    assert page.read_text(encoding="utf-8") == "old"
    assert auditor("ruleset", "docs", "--folder", tmp_path / "missing").status == 2


def test_the_page_of_an_edition_of_ones_own_holds_its_own_facts(tmp_path: Path) -> None:
    edition = ROOT / "tests/fixtures/index-2022/index-2022/2022.1.0"
    ran = auditor("ruleset", "docs", edition, "--folder", tmp_path)
    page = tmp_path / "rulesets" / "index-2022-2022.1.0.md"
    assert (ran.status, ran.text) == (0, f"{page}: written\n1 page, 1 written\n")
    assert [one.name for one in tmp_path.rglob("*.md")] == [page.name]
    text = page.read_text(encoding="utf-8")
    assert "\n## Facts of its own\n" in text
    assert "| `extensions.index-2022.levels.*.asked` |" in text
    assert auditor("ruleset", "docs", edition, "--folder", tmp_path, "--check").status == 0
    page.write_text("old", encoding="utf-8")
    assert auditor("ruleset", "docs", edition, "--folder", tmp_path, "--check").status == 1
