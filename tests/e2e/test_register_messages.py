"""What a batch and its register say of broken documents and contradictions, without any result being opened."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.running import EXAMPLES, auditor

AS_OF = ("--as-of", "2026-10-01")
CONTRARY = """\
declaration: 1
service: {id: contrary, name: Contrary, kinds: [messaging]}
stated_on: 2026-09-01
users: {children: {can_use: false, likely_access: true}}
"""
TOLD = "Documents missing, or not what they are said to be: in 1 filing. Contradictions: in 1 filing."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with filings: one whose documents are gone or changed, one that contradicts itself, one plain."""
    folder = tmp_path_factory.mktemp("messages")
    shutil.copy(EXAMPLES / "harbour.yaml", folder)
    shutil.copytree(EXAMPLES / "evidence", folder / "evidence")
    documents = sorted(one for one in (folder / "evidence").rglob("*") if one.is_file() and "harbour" in str(one))
    documents[0].unlink()
    documents[1].write_bytes(b"another document")
    (folder / "contrary.yaml").write_text(CONTRARY, encoding="utf-8")
    shutil.copy(EXAMPLES / "minimal.yaml", folder)
    return folder


def said_of(folder: Path, service: str) -> Counter[str]:
    """Count what a single audit says of a filing, by codes."""
    ran = auditor("audit", f"{service}.yaml", *AS_OF, "-f", "json", cwd=folder)
    return Counter(one["code"] for one in json.loads(ran.stdout)["diagnostics"])


def asked(folder: Path) -> dict[str, dict[str, int]]:
    """Give the messages of each filing, as the register has them."""
    sql = "select service, code, times from message"
    ran = auditor("register", "query", "reg.db", sql, "-f", "json", cwd=folder)
    assert ran.status == 0, ran.stderr
    found: dict[str, dict[str, int]] = {}
    for service, code, times in json.loads(ran.stdout)["rows"]:
        found.setdefault(service, {})[code] = times
    return found


def test_a_register_is_asked_what_single_audits_say(folder: Path) -> None:
    for held in (False, True):
        ran = auditor("batch", "*.yaml", "--register", "reg.db", *AS_OF, cwd=folder)
        assert ran.status == 0, ran.stderr
        assert TOLD in ran.stderr
        assert ("in the register already" in ran.stderr) is held
    wanted: Any = {one: said_of(folder, one) for one in ("harbour", "contrary", "minimal")}
    assert {"evidence.file-missing", "evidence.hash-differs"} <= set(wanted["harbour"])
    assert any(code.startswith("consistency.") for code in wanted["contrary"])
    assert asked(folder) == {service: said for service, said in wanted.items() if said}


def test_without_a_register_the_same_is_counted(folder: Path) -> None:
    for more in ((), ("--whole",)):
        ran = auditor("batch", "*.yaml", *AS_OF, *more, cwd=folder)
        assert TOLD in ran.stderr
    ran = auditor("batch", "minimal.yaml", *AS_OF, cwd=folder)
    assert "Documents" not in ran.stderr
    assert "Contradictions" not in ran.stderr


def test_a_register_of_an_earlier_schema_is_looked_through_once(folder: Path, tmp_path: Path) -> None:
    ran = auditor("batch", "*.yaml", "--register", str(tmp_path / "reg.db"), *AS_OF, "-q", cwd=folder)
    assert ran.status == 0, ran.stderr
    before = asked(tmp_path)
    plain = sqlite3.connect(tmp_path / "reg.db")
    plain.executescript(
        "DROP VIEW message; DROP VIEW audit; DROP VIEW run_input; DROP TABLE reg_message; DROP TABLE reg_doubt; "
        "ALTER TABLE reg_input DROP COLUMN of_sha256; DROP TRIGGER reg_migration_no_delete; "
        "DELETE FROM reg_migration WHERE id > 2; PRAGMA user_version = 2"
    )
    plain.close()
    assert asked(tmp_path) == before
    assert {"harbour", "contrary"} <= set(before)
