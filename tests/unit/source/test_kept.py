"""What was read is taken again only while no byte has changed, and is never needed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from auditor.model.diagnostic import InputError
from auditor.source import kept as keeping
from auditor.source.builtin import builtin_vocabulary, edition
from auditor.source.kept import kept
from auditor.source.library import builtin_editions, find
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_builtin


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(keeping, "cache_from_source", lambda _: str(tmp_path / "kept" / "one.pyc"))
    (path := tmp_path / "rules.yaml").write_bytes(b"first")
    return path


def reading(path: Path) -> tuple[Callable[[], bytes], list[bytes]]:
    """Give a reader of a file, and what it has read so far."""
    seen: list[bytes] = []

    def read() -> bytes:
        seen.append(path.read_bytes())
        return seen[-1]

    return read, seen


def place(path: Path) -> Path:
    (found,) = (path.parent / "kept").glob("rules.*.kept")
    return found


def test_a_file_is_read_once_until_it_changes(file: Path) -> None:
    read, seen = reading(file)
    assert [kept("rules", lambda: [str(file)], read) for _ in range(3)] == [b"first"] * 3
    assert seen == [b"first"]
    changed = file.stat()
    file.write_bytes(b"other")
    os.utime(file, ns=(changed.st_atime_ns, changed.st_mtime_ns))  # the same size and the same time
    assert kept("rules", lambda: [str(file)], read) == b"other"
    assert seen == [b"first", b"other"]


def test_what_else_it_depends_on_and_the_readers_count_too(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read, seen = reading(file)
    kept("rules", lambda: [str(file)], read, under="a")
    kept("rules", lambda: [str(file)], read, under="b")
    assert len(seen) == 2
    monkeypatch.setattr(keeping, "_RUNNING", b"another state of the code")
    for _ in range(2):  # what lies there now is not the code that runs, and may read otherwise
        kept("rules", lambda: [str(file)], read, under="b")
    assert len(seen) == 4


def test_a_file_that_changes_while_it_is_read_is_not_kept(file: Path) -> None:
    def read() -> bytes:
        data = file.read_bytes()
        file.write_bytes(b"changed by another")
        return data

    assert kept("rules", lambda: [str(file)], read) == b"first"
    assert not (file.parent / "kept").exists()


SPOILING = [lambda data: data[:-1], lambda data: data[:-1] + b"x", lambda data: b"", bytes.upper]


@pytest.mark.parametrize("spoil", SPOILING)
def test_what_is_not_whole_is_not_taken(file: Path, spoil: Callable[[bytes], bytes]) -> None:
    read, seen = reading(file)
    kept("rules", lambda: [str(file)], read)
    place(file).write_bytes(spoil(place(file).read_bytes()))
    assert kept("rules", lambda: [str(file)], read) == b"first"
    assert len(seen) == 2
    assert kept("rules", lambda: [str(file)], read) == b"first"
    assert len(seen) == 2


def test_nothing_is_kept_where_it_cannot_be(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read, seen = reading(file)
    (file.parent / "kept").write_bytes(b"a file where the folder would be")
    assert kept("rules", lambda: [str(file)], read) == kept("rules", lambda: [str(file)], read) == b"first"
    (file.parent / "kept").unlink()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert kept("rules", lambda: [str(file)], read) == b"first"
    assert len(seen) == 3
    assert not (file.parent / "kept").exists()


def test_faults_are_not_kept(file: Path) -> None:
    def fails() -> bytes:
        raise InputError(())

    for _ in range(2):
        with pytest.raises(InputError):
            kept("rules", lambda: [str(file)], fails)
    assert not (file.parent / "kept").exists()


def test_what_is_kept_equals_what_is_read(file: Path) -> None:
    del file  # the folder beside it is where things are kept
    read = read_builtin()
    for _ in range(2):
        builtin_vocabulary.cache_clear()
        vocabulary = builtin_vocabulary()
        assert vocabulary.sha256 == read.sha256
        assert vocabulary.groups == read.groups
        for one in builtin_editions():
            assert edition(one.folder, vocabulary) == read_ruleset(one.folder, read)
    found = find("internet-safety-strategy@3", date(2026, 10, 1)).edition
    again = edition(found.folder, vocabulary)
    assert repr(again) == repr(read_ruleset(found.folder, read))  # fields that take no part in comparing too
