"""The documents that evidence names: what is read of them, and what is never waited for."""

from __future__ import annotations

import json
import os
from hashlib import sha256
from pathlib import Path

import pytest

from auditor.model.declaration import Declaration
from auditor.source import evidence
from auditor.source.declarations import read_declaration
from auditor.source.vocabularies import read_vocabulary

VOCABULARY = read_vocabulary(Path(__file__).parent.parent.parent / "fixtures" / "vocabulary")


def read(folder: Path, *entries: dict[str, str]) -> tuple[Declaration, list[str]]:
    listed = [
        {"id": f"e{number}", "title": "T", "issued": "2026", "supports": ["users.children"], **entry}
        for number, entry in enumerate(entries)
    ]
    data = {
        "declaration": 1,
        "service": {"name": "Pond"},
        "attestation": {"name": "A", "date": "2026-01-01"},
        "users": {"children": True},
        "evidence": listed,
    }
    declaration, warnings = read_declaration(json.dumps(data).encode(), "pond.json", folder, VOCABULARY)
    return declaration, [one.code for one in warnings]


def hashed(content: bytes) -> str:
    return sha256(content).hexdigest()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "to-pipe").symlink_to("pipe")
    _, codes = read(tmp_path, {"file": "pipe"}, {"file": "to-pipe"})
    assert codes == ["evidence.not-a-file"] * 2


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no such device")
def test_a_device_is_outside_and_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "zero").symlink_to("/dev/zero")
    _, codes = read(tmp_path, {"file": "zero"}, {"file": "/dev/zero"})
    assert codes == ["evidence.outside-folder"] * 2


def test_an_empty_document_shows_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    declaration, codes = read(tmp_path, {"file": "empty", "sha256": hashed(b"")})
    assert codes == ["evidence.empty-file"]
    assert declaration.evidence[0].fault == "the file is empty"


def test_of_all_files_together_only_so_much_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "TOTAL_LIMIT", 10)
    for name in "abc":
        (tmp_path / name).write_bytes(name.encode() * 4)
    named = [{"file": name, "sha256": hashed(name.encode() * 4)} for name in "abac"]
    declaration, codes = read(tmp_path, *named)
    assert [bool(one.fault) for one in declaration.evidence] == [False, False, False, True]
    assert codes == ["evidence.too-much-in-all"]


def test_a_file_that_is_too_large_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "LIMIT", 10)
    monkeypatch.setattr(evidence, "TOTAL_LIMIT", 15)
    for name, size in (("a", 9), ("b", 5), ("large", 1000)):
        (tmp_path / name).write_bytes(b"x" * size)
    _, codes = read(tmp_path, {"file": "large"}, {"file": "a"}, {"file": "b"})
    assert codes == ["evidence.too-large", "evidence.no-hash", "evidence.no-hash"]


def test_a_file_without_an_end_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that says that it is small and gives ever more, as files of some systems do."""
    monkeypatch.setattr(evidence, "LIMIT", 100)
    (tmp_path / "a").write_bytes(b"x")
    monkeypatch.setattr(os, "read", lambda _descriptor, _size: b"x" * 60)
    _, codes = read(tmp_path, {"file": "a"})
    assert codes == ["evidence.too-large"]
