"""What stands in a folder: nothing that cannot be looked at is taken for absent."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.model.diagnostic import InputError
from auditor.source.beside import is_file, is_folder, is_there, yaml_in
from auditor.source.headers import first_bytes


def test_the_files_of_a_folder_by_name(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.yaml", "c.yml", "d.yaml.txt"):
        (tmp_path / name).touch()
    assert yaml_in(tmp_path, "here") == [tmp_path / "a.yaml", tmp_path / "b.yaml"]
    assert yaml_in(tmp_path / "none", "here/none") == []


def test_what_is_no_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "away").symlink_to("nowhere")
    (tmp_path / "loop").symlink_to("loop")
    for name, code in (("file", "file.no-folder"), ("away", "file.missing"), ("loop", "file.unreadable")):
        with pytest.raises(InputError) as refused:
            yaml_in(tmp_path / name, f"here/{name}")
        (told,) = refused.value.diagnostics
        assert (told.code, told.place and told.place.file) == (code, f"here/{name}")
        assert told.help


def test_no_name_makes_a_question_fail(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    for name in ("none", "loop", "n" * 300, "/".join(["d" * 200] * 30)):
        path = tmp_path / name
        assert not is_file(path)
        assert not is_folder(path)
        assert is_there(path) == (name == "loop")
    assert is_folder(tmp_path)


def test_the_first_bytes_of_a_file_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"12345")
    (tmp_path / "loop").symlink_to("loop")
    assert first_bytes(tmp_path / "file", 3) == b"123"
    assert first_bytes(tmp_path / "none", 3) is None
    for name in ("loop", "n" * 300, ".", "a\0b"):
        with pytest.raises(InputError):
            first_bytes(tmp_path / name, 3)
