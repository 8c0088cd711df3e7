"""What was given to a batch becomes inputs in a fixed order; nothing that was named is lost, and nothing blocks."""

from __future__ import annotations

import io
import os
import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from auditor.model.batch import Aside
from auditor.register.folders import Given
from auditor.register.intake import Intake
from auditor.source.archives import Extractor, Limits


def taken_in(folder: Path, *paths: str | Path, listed: bytes | None = None, null: bool = False) -> Intake:
    home = folder.parent / f"{folder.name}-home"
    home.mkdir(exist_ok=True)
    stream = None if listed is None else io.BytesIO(listed)
    return Intake([*map(str, paths)], home, listed=stream, null=null)


def shown(given: Sequence[Given]) -> list[str]:
    return [one.shown + ("" if one.path else f" {one.diagnostics[0].code}") for one in given]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with a little of everything."""
    folder = tmp_path / "sent"
    for name in (
        "b.yaml",
        "a/z.yml",
        "a/y.json",
        "a/evidence/e.pdf",
        "B.YAML",
        "a.yaml",
        "._a.yaml",
        "x.zip",
        "é.yaml",
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    (folder / "__MACOSX").mkdir()
    (folder / "__MACOSX" / "m.yaml").touch()
    return folder


@pytest.mark.parametrize("end", ["/", "/."])
def test_a_file_that_is_named_like_a_folder_is_that_file(folder: Path, end: str) -> None:
    given = list(taken_in(folder, f"{folder}/a.yaml{end}"))
    assert [(one.shown, one.path) for one in given] == [("a.yaml", str(folder / "a.yaml"))]


def test_a_folder_gives_its_declarations_by_name(folder: Path) -> None:
    intake = taken_in(folder, folder)
    assert shown(list(intake)) == ["B.YAML", "a/y.json", "a/z.yml", "a.yaml", "b.yaml", "é.yaml"]
    assert (intake.aside.files, intake.aside.archives) == (2, 1)
    assert [one.message for one in intake.notes()] == [
        "left aside: 2 other files",
        "left aside: 1 archive inside a folder or an archive: `x.zip`",
    ]


def test_a_relative_name_is_shown_as_given(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    assert shown(list(taken_in(folder, "sent/./a", "sent/a.yaml"))) == [
        "sent/a/y.json",
        "sent/a/z.yml",
        "sent/a.yaml",
    ]
    monkeypatch.chdir(folder)
    assert shown(list(taken_in(folder, ".")))[1] == "a/y.json"


def test_absolute_names_are_shown_from_the_folder_that_holds_them_all(folder: Path) -> None:
    assert shown(list(taken_in(folder, folder / "a", folder / "b.yaml"))) == ["a/y.json", "a/z.yml", "b.yaml"]
    assert shown(list(taken_in(folder, folder / "b.yaml"))) == ["b.yaml"]


def test_patterns_are_found_by_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert shown(list(taken_in(folder, "**/*.y*ml", "[x]*"))) == [
        *("__MACOSX/m.yaml", "a/z.yml", "a.yaml", "b.yaml", "é.yaml"),
        "x.zip archive.broken",
    ]
    assert shown(list(taken_in(folder, "*.toml"))) == ["*.toml batch.no-match"]
    (folder / "what?.yaml").touch()
    assert shown(list(taken_in(folder, "what?.yaml"))) == ["what?.yaml"]


def test_a_list_on_standard_input_is_read_as_it_stands(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    listed = b"b.yaml\r\n\na\nmissing[1].yaml\n\xff.yaml"
    assert shown(list(taken_in(folder, "a.yaml", "-", listed=listed))) == [
        *("a.yaml", "b.yaml", "a/y.json", "a/z.yml", "missing[1].yaml", "\\xff.yaml")
    ]
    nulls = b"b.yaml\0line\nend.yaml\0"
    assert shown(list(taken_in(folder, "-", listed=nulls, null=True))) == ["b.yaml", "line\nend.yaml"]


def test_a_list_can_be_long_and_its_lines_cannot(folder: Path) -> None:
    many = b"".join(b"%d.yaml\n" % number for number in range(30_000))
    assert len(list(taken_in(folder, "-", listed=many))) == 30_000
    from auditor.model.diagnostic import InputError

    with pytest.raises(InputError, match="longer than any path"):
        list(taken_in(folder, "-", listed=b"x" * 200_000))


def test_links_lead_nowhere_else(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").touch()
    (folder / "out.yaml").symlink_to(tmp_path / "secret.yaml")
    (folder / "outside").symlink_to(tmp_path)
    (folder / "in.yaml").symlink_to("a.yaml")
    (folder / "inside").symlink_to("a")
    (folder / "loop").symlink_to(".")
    (folder / "self.yaml").symlink_to("self.yaml")
    (folder / "broken.yaml").symlink_to("nowhere.yaml")
    (folder / "evidence.pdf").symlink_to(tmp_path / "secret.yaml")
    intake = taken_in(folder, folder)
    found = shown(list(intake))
    assert [one for one in found if " " in one] == ["out.yaml batch.link-outside", "outside batch.link-outside"]
    assert {"in.yaml", "self.yaml", "broken.yaml"} < set(found)
    assert len(found) == 11
    assert intake.aside.links == 2


def test_what_blocks_is_an_input_that_is_never_opened(folder: Path) -> None:
    os.mkfifo(folder / "pipe.yaml")
    os.mkfifo(folder / "pipe.zip")
    assert "pipe.yaml" in shown(list(taken_in(folder, folder)))
    assert shown(list(taken_in(folder, folder / "pipe.zip"))) == ["pipe.zip file.not-regular"]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to the system's owner")
def test_a_folder_that_is_closed_is_an_input_that_cannot_be_used(folder: Path) -> None:
    (folder / "a").chmod(0)
    try:
        assert "a batch.no-folder" in shown(list(taken_in(folder, folder)))
    finally:
        (folder / "a").chmod(0o700)


def test_a_folder_that_fails_is_an_input_that_cannot_be_used(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scandir = os.scandir

    def failing(path: str) -> object:
        if path.endswith("/a"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", failing)
    assert shown(list(taken_in(folder, folder)))[1] == "a batch.no-folder"


def test_names_that_are_not_utf8_are_inputs(folder: Path) -> None:
    (folder / os.fsdecode(b"\xff.yaml")).touch()
    given = list(taken_in(folder, folder))
    assert given[-1].shown == "\\xff.yaml"
    assert given[-1].path is not None
    assert Path(given[-1].path).exists()


def test_folders_of_any_depth_are_gone_through(tmp_path: Path) -> None:
    deep = tmp_path / "deep"
    path = deep
    for _ in range(400):
        path = path / "d"
    os.makedirs(path)  # noqa: PTH103  # Path's own way runs out of stack
    (path / "x.yaml").touch()
    assert len(list(taken_in(deep, deep))) == 1


def test_an_archive_gives_its_declarations_by_name(folder: Path) -> None:
    with zipfile.ZipFile(folder / "x.zip", "w") as archive:
        for name in ("b/2.yaml", "b/1.yaml", "__MACOSX/b/._1.yaml", "a.yml", "e.pdf", "more.zip"):
            archive.writestr(name, "x")
    intake = taken_in(folder, folder / "x.zip", folder / "a.yaml")
    given = list(intake)
    assert shown(given) == ["x.zip!/a.yml", "x.zip!/b/1.yaml", "x.zip!/b/2.yaml", "a.yaml"]
    assert (intake.aside.files, intake.aside.archives) == (1, 1)
    assert all(one.path is not None and Path(one.path).is_file() for one in given)


def test_an_archive_that_is_refused_is_one_input_and_leaves_nothing(folder: Path) -> None:
    with tarfile.open(folder / "x.tar", "w") as archive:
        for name in ("a.yaml", "../b.yaml"):
            archive.addfile(tarfile.TarInfo(name), io.BytesIO())
    intake = taken_in(folder, folder / "x.tar")
    assert shown(list(intake)) == ["x.tar archive.bad-name"]
    assert list(intake.home.iterdir()) == []


def test_what_comes_out_of_all_archives_is_bounded(folder: Path) -> None:
    for name in ("1.zip", "2.zip"):
        with zipfile.ZipFile(folder / name, "w") as archive:
            archive.writestr("a.yaml", "x" * 600)
    intake = taken_in(folder, folder / "1.zip", folder / "2.zip")
    intake.extractor = Extractor(Limits(total=1000))
    assert shown(list(intake)) == ["1.zip!/a.yaml", "2.zip archive.too-large"]


def test_an_empty_folder_gives_nothing_and_is_told(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    intake = taken_in(empty, empty)
    assert list(intake) == []
    assert [one.message for one in intake.notes()] == ["left aside: 1 folder with nothing in it: `.`"]


def test_of_very_many_archives_the_first_are_named(tmp_path: Path) -> None:
    aside = Aside()
    for number in range(1002):
        aside.archive(f"{number:04}.zip")
    assert (aside.archives, len(aside.archive_names), aside.archive_names[-1]) == (1002, 1000, "0999.zip")
    intake = taken_in(tmp_path, tmp_path)
    intake.aside = aside
    (note,) = intake.notes()
    assert note.message.endswith("`0008.zip`, `0009.zip` and 992 more")
    assert "the last line" in note.help


def test_the_register_of_the_run_is_no_input_whatever_it_is_called(folder: Path) -> None:
    home = folder.parent / "home"
    home.mkdir()
    (folder / "also.yaml").hardlink_to(folder / "b.yaml")
    given = [str(folder), str(folder / "b.yaml"), f"{folder}/b.y*"]
    intake = Intake(given, home, own=str(folder / "b.yaml"))
    assert shown(list(intake)) == ["B.YAML", "a/y.json", "a/z.yml", "a.yaml", "é.yaml"]
    assert intake.aside.own == 4
    assert intake.notes()[-1].message == "left aside: 1 register that this run writes to"
