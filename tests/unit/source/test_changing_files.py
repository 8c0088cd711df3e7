"""Files that somebody writes to, takes away or replaces while they are read: refused, or read whole."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from auditor.model.diagnostic import InputError
from auditor.source import text
from auditor.source.text import read_bytes


def meanwhile(monkeypatch: pytest.MonkeyPatch, name: str, do: Callable[[], object]) -> None:
    """Do something right before the reader's next call of the system."""
    real, done = getattr(os, name), []

    def call(*given: object, **more: object) -> object:
        if not done:
            done.append(do())
        return real(*given, **more)

    monkeypatch.setattr(text.os, name, call)


def refused(path: Path, **more: int) -> str:
    with pytest.raises(InputError) as found:
        read_bytes(path, path.name, **more)
    (diagnostic,) = found.value.diagnostics
    assert diagnostic.help
    return diagnostic.code


def test_a_file_that_changes_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "d.yaml"

    def grow() -> None:
        with path.open("ab") as file:
            file.write(b"more\n")

    def replace() -> None:
        path.write_bytes(b"other words.")
        os.utime(path, (1, 1))

    for change in (grow, lambda: os.truncate(path, 3), replace):
        path.write_bytes(b"words, whole")
        meanwhile(monkeypatch, "read", change)
        assert refused(path) == "file.changed"
        monkeypatch.undo()
    meanwhile(monkeypatch, "read", lambda: path.write_bytes(b"x" * 2000))
    assert refused(path, limit=1000) == "file.too-large"
    monkeypatch.undo()
    meanwhile(monkeypatch, "read", path.unlink)
    assert read_bytes(path, "d.yaml") == b"x" * 2000  # whoever has it open still reads it whole


def test_a_file_that_vanishes_or_is_replaced_before_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "d.yaml"
    (elsewhere := tmp_path / "pipe").mkdir()
    os.mkfifo(elsewhere / "pipe")
    for change, code in (
        (path.unlink, "file.missing"),
        (lambda: (elsewhere / "pipe").rename(path), "file.not-regular"),
        (lambda: (path.unlink(), path.mkdir()), "file.directory"),
    ):
        if not path.exists():
            path.write_bytes(b"words")
        meanwhile(monkeypatch, "open", change)
        assert refused(path) == code
        monkeypatch.undo()
        if code == "file.not-regular":
            path.unlink()
            path.write_bytes(b"words")
