"""The repository about itself: rulesets, vocabulary, changelog, README."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from auditor.authoring.cases import run_cases
from auditor.authoring.lint import lint
from auditor.model.ruleset import NEVER_IN_FORCE
from auditor.source.case_files import read_cases
from auditor.source.library import Edition, builtin_editions
from auditor.source.released import read_released
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_vocabulary

ROOT = Path(__file__).parent.parent
EDITIONS = builtin_editions()


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda one: f"{one.id}-{one.number}")
def test_an_edition_lints_clean(edition: Edition) -> None:
    assert lint(read_ruleset(edition.folder, read_vocabulary()), edition.folder) == ()


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda one: f"{one.id}-{one.number}")
def test_every_case_comes_out_and_every_outcome_has_a_case(edition: Edition) -> None:
    vocabulary = read_vocabulary()
    ruleset = read_ruleset(edition.folder, vocabulary)
    run = run_cases(ruleset, vocabulary, read_cases(edition.folder, vocabulary, edition.number))
    assert run.cases > 0
    assert run.mismatches == ()
    assert run.unreached == ()


def test_every_edition_that_is_no_draft_is_released_and_is_what_it_was() -> None:
    vocabulary = read_vocabulary()
    found = {
        (one.id, one.number): read_ruleset(one.folder, vocabulary).sha256
        for one in EDITIONS
        if one.status not in NEVER_IN_FORCE
    }
    assert read_released(ROOT / "rulesets") == found


def test_every_fact_has_words_for_people() -> None:
    facts = list(read_vocabulary().facts())
    assert len(facts) >= 60
    for fact in facts:
        assert fact.question.endswith("?"), fact.path
        assert fact.description.endswith("."), fact.path
        assert not fact.title.endswith("."), fact.path


def test_the_changelog_has_an_unreleased_heading() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## Unreleased$", text, re.MULTILINE)


def test_no_tracked_file_names_a_folder_of_one_machine() -> None:
    ran = subprocess.run(
        ["git", "grep", "-nIE", r"(^|[^A-Za-z0-9_.])/(work|home|root)/"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout.replace(Path(__file__).name, "") == "" or all(
        "tests/test_project.py" in line for line in ran.stdout.splitlines()
    )
