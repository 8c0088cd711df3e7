"""Arguments into inputs: order, names that show no machine, and one service counted once."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.source.inputs import inputs_of


def shown(*arguments: str | Path) -> list[str]:
    return [one.shown for one in inputs_of(arguments)[0]]


def test_relative_names_are_normalised_and_keep_their_order() -> None:
    assert shown("b.yaml", "./a.yaml", "x/../y//c.yaml", "../d.yaml") == ["b.yaml", "a.yaml", "y/c.yaml", "../d.yaml"]


def test_standard_input_has_no_folder() -> None:
    (one,), _ = inputs_of(["-"])
    assert (one.shown, one.path, one.folder) == ("<stdin>", None, None)


def test_absolute_names_are_shown_from_the_nearest_folder_above_all(tmp_path: Path) -> None:
    assert shown(tmp_path / "a.yaml") == ["a.yaml"]
    assert shown(tmp_path / "x" / "a.yaml", tmp_path / "y" / "b.yaml") == ["x/a.yaml", "y/b.yaml"]
    assert shown(tmp_path / "x" / "a.yaml", tmp_path / "x" / "z" / "b.yaml") == ["a.yaml", "z/b.yaml"]


def test_absolute_and_relative_names_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert shown(tmp_path / "there" / "a.yaml", "b.yaml") == ["there/a.yaml", "b.yaml"]
    assert not any(str(tmp_path) in name for name in shown("b.yaml", tmp_path / "here" / "c.yaml"))


def test_a_file_named_twice_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.yaml").write_text("a: 1", encoding="utf-8")
    (tmp_path / "b.yaml").symlink_to("a.yaml")
    inputs, warnings = inputs_of(["a.yaml", "-", "./a.yaml", "b.yaml", "-"])
    assert [one.shown for one in inputs] == ["a.yaml", "<stdin>"]
    assert [one.code for one in warnings] == ["file.given-twice"] * 3
    assert "`b.yaml` is the same file as `a.yaml`" in [one.message for one in warnings]
    assert not any(one.is_error for one in warnings)
