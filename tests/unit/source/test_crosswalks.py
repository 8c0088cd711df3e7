"""Relations as they are read, from files and from requirements, and the editions that they mean."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from auditor.model.correspondence import Reference, Relation
from auditor.model.diagnostic import InputError, Place
from auditor.source.crosswalks import CROSSWALK, Catalogue, crosswalk_files, read_crosswalk
from auditor.source.rulesets import read_ruleset
from auditor.source.schema import accepts
from tests.support.crosswalks import crosswalk, editions, relation
from tests.support.linting import FLAGGED, written

EXAMPLE = {"to": "other@1.0.0/ONE-1", "relation": "subset", "because": "It asks for part of it."}


def reference(text: str) -> Reference:
    edition, _, requirement = text.partition("/")
    ruleset, _, version = edition.partition("@")
    place = Place("made.yaml")
    return Reference(
        ruleset=ruleset, version=tuple(map(int, version.split("."))), requirement=requirement, place=place
    )


def test_a_file_gives_each_relation_with_the_places_of_its_parts(tmp_path: Path) -> None:
    path = crosswalk(editions(tmp_path), {"relations": [relation("sample@1.0/ONE-1", "other@1.0.1/ONE-3", "subset")]})
    (one,) = read_crosswalk(path)
    assert (str(one.source), str(one.target)) == ("sample@1.0/ONE-1", "other@1.0.1/ONE-3")
    assert (one.relation, one.because) == (Relation.SUBSET, "Both ask for chat.")
    lines = path.read_text(encoding="utf-8").splitlines()
    for place, text in ((one.source.place, "from"), (one.target.place, "to"), (one.place, "relation")):
        assert f'"{text}"' in lines[place.line - 1]


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("other@1.0/ONE-1", "other@1.0.1/ONE-1"),
        ("other@1.0.0/ONE-1", "other@1.0.0/ONE-1"),
        ("sample@1.0/ONE-1", "sample@1.0.0/ONE-1"),
        ("sample@1.2/ONE-1", None),
        ("nobody@1.0.0/ONE-1", None),
        ("internet-safety-strategy@3.0/GRM-01", "internet-safety-strategy@3.0.0/GRM-01"),
    ],
)
def test_a_version_of_two_numbers_is_the_newest_correction(text: str, means: str | None, tmp_path: Path) -> None:
    found = Catalogue.around([editions(tmp_path)]).resolve(reference(text))
    assert (None if found is None else str(found)) == means


@pytest.mark.parametrize(
    "to", ["other/ONE-1", "other@1/ONE-1", "other@1.0.0", "other@01.0.0/ONE-1", "Other@1.0.0/ONE-1"]
)
def test_an_end_without_version_or_requirement_is_refused(to: str, tmp_path: Path) -> None:
    path = crosswalk(editions(tmp_path), {"relations": [relation("sample@1.0.0/ONE-1", to, "equal")]})
    with pytest.raises(InputError) as refused:
        read_crosswalk(path)
    assert [one.code for one in refused.value.diagnostics] == ["crosswalk.bad-form"]


def test_what_comes_with_the_program_fits_the_schema_that_is_printed() -> None:
    assert crosswalk_files()
    assert json.dumps(CROSSWALK)
    for path in crosswalk_files():
        assert read_crosswalk(path)
    assert not accepts(CROSSWALK, {"relations": [{**EXAMPLE, "from": "sample@1.0.0/ONE-1", "note": "more"}]})


def test_a_requirement_carries_its_own_relations(tmp_path: Path) -> None:
    ruleset = read_ruleset(written(tmp_path, {"one": {"crosswalk": [EXAMPLE]}}), FLAGGED)
    one, two = ruleset.requirements
    (carried,) = one.crosswalk
    assert (str(carried.source), str(carried.target)) == ("sample@1.0.0/ONE-1", "other@1.0.0/ONE-1")
    assert carried.relation is Relation.SUBSET
    assert carried.place.line > 0
    assert two.crosswalk == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"to": "other/ONE-1"}, "ruleset.bad-form"),
        ({"relation": "same"}, "ruleset.unknown-word"),
        ({"from": "sample@1.0.0/ONE-1"}, "ruleset.unknown-key"),
        ({"because": ""}, "ruleset.empty"),
    ],
)
def test_a_relation_of_a_requirement_is_checked_as_it_is_read(
    change: dict[str, str], code: str, tmp_path: Path
) -> None:
    home = written(tmp_path, {"one": {"crosswalk": [{**EXAMPLE, **change}]}})
    with pytest.raises(InputError) as refused:
        read_ruleset(home, FLAGGED)
    assert [one.code for one in refused.value.diagnostics] == [code]


def test_a_part_read_backwards_is_more_and_the_others_read_alike() -> None:
    assert {one: one.reversed for one in Relation} == {
        Relation.EQUAL: Relation.EQUAL,
        Relation.SUBSET: Relation.SUPERSET,
        Relation.SUPERSET: Relation.SUBSET,
        Relation.INTERSECTS: Relation.INTERSECTS,
    }
