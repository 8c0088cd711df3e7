"""The vocabulary's types, and addresses in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.model.diagnostic import InputError
from auditor.model.vocabulary import Kind, Vocabulary
from auditor.source.names import nearest
from auditor.source.paths import known_paths, type_at
from auditor.source.vocabularies import read_vocabulary

FOLDER = Path(__file__).parent.parent.parent / "fixtures" / "vocabulary"


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return read_vocabulary(FOLDER)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("service", Kind.GROUP),
        ("service.kinds", Kind.SET),
        ("service.kinds.forum", Kind.SET),
        ("service.launched_on", Kind.DATE),
        ("users.monthly_active", Kind.OPEN_MAP),
        ("users.monthly_active.GB", Kind.NUMBER),
        ("surfaces", Kind.CLOSED_MAP),
        ("surfaces.comments", Kind.RECORD),
        ("surfaces.comments.offered", Kind.YES_NO),
        ("risk.levels.fraud", Kind.LADDER),
        ("defaults", Kind.BANDS),
        ("defaults.13-15", Kind.RECORD),
        ("defaults.13-15.messages_from", Kind.WORD),
        ("teams", Kind.LIST),
        ("teams.night.size", Kind.NUMBER),
        ("teams.night.languages.0", Kind.TEXT),
        ("contact", Kind.TEXT),
    ],
)
def test_an_address_has_a_type(vocabulary: Vocabulary, path: str, kind: Kind) -> None:
    type_ = type_at(vocabulary, path)
    assert type_ is not None
    assert type_.kind is kind


@pytest.mark.parametrize(
    "path",
    ["", "nothing", "service.name", "service.kinds.dating", "service.kinds.forum.x", "users.monthly_active.gb",
     "surfaces.chat", "surfaces.comments.x", "risk.levels.x", "teams.night.x", "contact.x", "*"],
)  # fmt: skip
def test_what_is_not_there_has_none(vocabulary: Vocabulary, path: str) -> None:
    assert type_at(vocabulary, path) is None


def test_details_are_read(vocabulary: Vocabulary) -> None:
    age = type_at(vocabulary, "users.minimum_age")
    assert age is not None
    assert (age.integer, age.minimum, age.maximum, age.unit, age.or_none, age.scope) == (
        True,
        0,
        120,
        "years",
        True,
        True,
    )
    level = type_at(vocabulary, "risk.levels.fraud")
    assert level is not None
    assert level.words == ("low", "medium", "high")
    assert level.path == "risk.levels.*"
    assert list(vocabulary.groups) == ["service", "users", "contact", "defaults", "risk", "surfaces", "teams"]


def test_known_paths_spell_out_the_keys_of_closed_maps(vocabulary: Vocabulary) -> None:
    paths = known_paths(vocabulary)
    assert "surfaces.comments.review_time" in paths
    assert "users.monthly_active.*" in paths
    assert "defaults.*.messages_from" in paths


def test_a_folder_without_a_vocabulary(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_vocabulary(tmp_path)
    assert [one.code for one in caught.value.diagnostics] == ["vocabulary.missing"]


def test_faults_of_all_files_are_shown_together(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text("x: 1\nx: 2\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_vocabulary(tmp_path)
    files = [one.place.file for one in caught.value.diagnostics if one.place]
    assert [name.rpartition("/")[2] for name in files] == ["a.yaml", "b.yaml"]


def test_a_group_stands_in_one_file_only(tmp_path: Path) -> None:
    text = (FOLDER / "pond.yaml").read_text(encoding="utf-8")
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_vocabulary(tmp_path)
    assert len(caught.value.diagnostics) == 2


def test_the_vocabulary_that_comes_with_the_program_is_read_once() -> None:
    assert read_vocabulary() is read_vocabulary()


@pytest.mark.parametrize(
    ("word", "near"),
    [("age_asurance", "age_assurance"), ("Age-Assurance", "age_assurance"), ("fish", None), ("", None)],
)
def test_the_nearest_name(word: str, near: str | None) -> None:
    assert nearest(word, ["grooming", "age_assurance", "surfaces"]) == near
