"""Rules that somebody edited never pass for the edition whose name they kept."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from auditor.source.builtin import edition
from auditor.source.library import newest
from auditor.source.namesakes import namesake
from auditor.source.vocabularies import read_vocabulary

BUILTIN = newest("internet-safety-strategy")


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return shutil.copytree(BUILTIN.folder, tmp_path / "mine")


def _changed(folder: Path, old: str, new: str) -> Path:
    head = folder / "ruleset.yaml"
    written = head.read_text(encoding="utf-8")
    assert old in written
    head.write_text(written.replace(old, new, 1), encoding="utf-8")
    return folder


def _mark(folder: Path) -> str:
    vocabulary = read_vocabulary()
    return namesake(edition(folder, vocabulary), folder, vocabulary)


def test_a_built_in_edition_and_a_copy_of_it_are_what_they_are_called(copied: Path) -> None:
    assert _mark(BUILTIN.folder) == ""
    assert _mark(copied) == ""
    assert _mark(_changed(copied, "ruleset: 1\n", "# of no matter\nruleset: 1\n")) == ""


def test_changed_rules_under_the_same_name(copied: Path) -> None:
    said = _mark(_changed(copied, "title: ", "title: My "))
    name = f"internet-safety-strategy {BUILTIN.number}"
    digest = edition(copied, read_vocabulary()).sha256[:12]
    changed = f"the digest {digest} is of rules that somebody changed"
    assert said == f"not the {name} that comes with the auditor: {changed}"


def test_an_edition_that_never_was(copied: Path) -> None:
    said = _mark(_changed(copied, f"version: {BUILTIN.number}", "version: 3.9.0"))
    assert said.startswith("no internet-safety-strategy 3.9.0 comes with the auditor: ")


def test_a_ruleset_of_ones_own_under_a_name_of_ones_own(copied: Path) -> None:
    assert _mark(_changed(copied, "id: internet-safety-strategy", "id: my-own")) == ""
