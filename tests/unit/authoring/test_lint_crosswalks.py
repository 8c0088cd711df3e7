"""Each check of crosswalks shows itself once: on a bad file exactly its code with a place, on a good one nothing."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest

from auditor.authoring import lint_crosswalks
from auditor.authoring.lint_crosswalks import CROSSWALK_CHECKS, CrosswalkCheck, lint_relations
from auditor.model.diagnostic import Severity
from auditor.source.crosswalks import Catalogue, crosswalk_files, read_crosswalk
from auditor.source.library import builtin_editions
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_vocabulary
from auditor.source.yamltree import read_yaml
from tests.support.crosswalks import crosswalk, editions, found, relation

CASES = Path(__file__).parents[2] / "cases" / "crosswalks"


def _case(code: str) -> Any:
    path = CASES / f"{code}.yaml"
    return read_yaml(path.read_bytes(), path.name).data


def test_every_check_has_both_examples_and_no_example_is_left_over() -> None:
    assert sorted(path.stem for path in CASES.glob("*.yaml")) == sorted(one.code for one in CROSSWALK_CHECKS)
    for check in CROSSWALK_CHECKS:
        assert set(_case(check.code)) == {"bad", "good", "at"}, check.code
        assert check.about.endswith("."), check.code
        assert check.about.count(". ") == 0, check.code


def test_every_code_in_the_source_is_in_the_table() -> None:
    tree = ast.parse(Path(lint_crosswalks.__file__).read_text(encoding="utf-8"))
    named = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"crosswalk\.[a-z-]+", node.value)
    }
    assert named == {one.code for one in CROSSWALK_CHECKS}


@pytest.mark.parametrize("check", CROSSWALK_CHECKS, ids=lambda one: one.code)
def test_the_bad_example_gives_the_code_at_its_place(check: CrosswalkCheck, tmp_path: Path) -> None:
    case = _case(check.code)
    path = crosswalk(editions(tmp_path), case["bad"])
    faults = found(path)
    assert {one.code for one in faults} == {check.code}, [f"{one.place} {one.code} {one.message}" for one in faults]
    (fault, *_) = faults
    assert fault.severity is check.severity
    assert fault.place is not None
    assert fault.place.file == str(path)
    near = path.read_text(encoding="utf-8").splitlines()[max(0, fault.place.line - 4) : fault.place.line + 1]
    assert case["at"] in "\n".join(near)


@pytest.mark.parametrize("check", CROSSWALK_CHECKS, ids=lambda one: one.code)
def test_the_good_example_gives_nothing(check: CrosswalkCheck, tmp_path: Path) -> None:
    assert found(crosswalk(editions(tmp_path), _case(check.code)["good"])) == ()


@pytest.mark.parametrize("word", ["equal", "intersects"])
def test_what_is_the_same_both_ways_may_be_written_either_way_once(word: str, tmp_path: Path) -> None:
    there = relation("sample@1.0.0/ONE-1", "other@1.0.0/ONE-1", word)
    back = relation("other@1.0.0/ONE-1", "sample@1.0.0/ONE-1", word)
    home = editions(tmp_path)
    assert found(crosswalk(home, {"relations": [back]})) == ()
    assert [one.code for one in found(crosswalk(home, {"relations": [there, back]}))] == ["crosswalk.repeated"]


def test_two_files_that_contradict_each_other_are_both_named(tmp_path: Path) -> None:
    home = editions(tmp_path)
    ends = ("sample@1.0.0/ONE-1", "other@1.0.1/ONE-1")
    first = crosswalk(home, {"relations": [relation(*ends, "equal")]}, "first")
    # a version of two numbers means the newest correction, so that this is the same pair
    other = crosswalk(home, {"relations": [relation(ends[0], "other@1.0/ONE-1", "superset")]}, "second")
    (fault,) = found(first, other)
    assert fault.code == "crosswalk.contradiction"
    assert fault.severity is Severity.ERROR
    assert fault.place is not None
    assert [fault.place.file, *(one.file for one in fault.also)] == [str(other), str(first)]


def test_an_unknown_edition_is_told_once_and_with_the_nearest(tmp_path: Path) -> None:
    home = editions(tmp_path)
    faults = found(crosswalk(home, {"relations": [relation("sampel@1.0.0/ONE-9", "other@1.0.0/ONE-1", "equal")]}))
    assert [one.code for one in faults] == ["crosswalk.unknown-edition"]
    assert faults[0].help == "did you mean `sample@1.0.0`?"


def test_what_comes_with_the_program_is_clean_together_with_what_requirements_carry() -> None:
    vocabulary = read_vocabulary()
    relations = [one for path in crosswalk_files() for one in read_crosswalk(path)]
    assert relations
    for edition in builtin_editions():
        for one in read_ruleset(edition.folder, vocabulary).requirements:
            relations.extend(one.crosswalk)
    faults = lint_relations(relations, Catalogue(builtin_editions()))
    assert not faults, [f"{one.place} {one.code} {one.message}" for one in faults]
