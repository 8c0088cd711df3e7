"""What a batch and its register say beside verdicts: filings that contradict each other, and facts others contest."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.running import EXAMPLES, auditor
from tests.support.challenges import DM

AS_OF = ("--as-of", "2026-10-01")
BOLT = """\
declaration: 1
service: {{id: bolt, name: Bolt, kinds: [messaging]}}
stated_on: 2026-09-01
users: {{minimum_age: {age}}}
"""
CONTESTED = f"""
challenges:
  - {{service: harbour, fact: {DM}, says: false, filed_by: Example Charity, date: 2026-09-20,
     window: 2026-10-04, evidence: [{{publisher: The Times, title: "Unread", date: 2026-09-18}}]}}
"""
SAME_DAY = "another filing of the service states the same day and says something else"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with two filings of one day, given one after the other, and one that others contest."""
    folder = tmp_path_factory.mktemp("beside")
    (folder / "contested.yaml").write_text((EXAMPLES / "harbour.yaml").read_text(encoding="utf-8") + CONTESTED)
    for age in (13, 16):
        (folder / f"bolt-{age}.yaml").write_text(BOLT.format(age=age))
    return folder


def batch(folder: Path, *more: str) -> tuple[list[dict[str, Any]], str]:
    """Give the lines of a batch, and what it says on standard error."""
    ran = auditor("batch", *more, *AS_OF, cwd=folder)
    assert ran.status == 0, ran.stderr
    return [json.loads(one) for one in ran.text.splitlines()], ran.stderr


def test_filings_of_one_day_are_told_wherever_one_is_shown_as_the_newest(folder: Path) -> None:
    first, quiet = batch(folder, "bolt-13.yaml", "--register", "one.db")
    second, told = batch(folder, "bolt-16.yaml", "--register", "one.db")
    assert [[each["code"] for each in one[1]["diagnostics"]] for one in (first, second)] == [[], ["batch.same-day"]]
    assert "of the same day" not in quiet
    assert "Another filing of the service says something else of the same day: beside 1 filing." in told
    assert SAME_DAY in " ".join(auditor("register", "list", "one.db", cwd=folder).text.split())
    shown = auditor("register", "show", "one.db", "bolt", cwd=folder)
    assert f"note: {SAME_DAY}" in shown.stderr
    assert "which filing of the service is the newest" in auditor("triage", "--register", "one.db", cwd=folder).text
    rows = auditor("register", "query", "one.db", "select same_day from submission", "-f", "json", cwd=folder)
    assert json.loads(rows.stdout)["rows"] == [[1], [1]]


def test_contested_facts_are_counted_and_shown_and_found_in_older_registers(folder: Path) -> None:
    small, told = batch(folder, "contested.yaml", "bolt-13.yaml")
    kept, _told = batch(folder, "contested.yaml", "bolt-13.yaml", "--register", "two.db")
    again, _told = batch(folder, "contested.yaml", "bolt-13.yaml", "--register", "two.db")
    assert small == kept == again
    assert [one["contested"] for one in small[1:3]] == [1, 0]
    assert "Facts contested by others: in 1 filing." in told
    for _earlier in (False, True):
        (signal,) = (
            each
            for one in json.loads(auditor("triage", "--register", "two.db", "-f", "json", cwd=folder).stdout)[
                "filings"
            ]
            for each in one["signals"]
            if each["kind"] == "contested"
        )
        assert signal["evidence"] == [f"{DM}: declared true; filed against it on 2026-09-20: false"]
        listed = json.loads(auditor("register", "list", "two.db", "-f", "json", cwd=folder).stdout)["entries"]
        assert [(one["contested"], one["score"]["backed"]["may_be_empty"]) for one in listed] == [
            (0, small[2]["audits"][0]["score"]["backed"]["may_be_empty"]),
            (1, False),
        ]
        plain = sqlite3.connect(folder / "two.db")
        plain.executescript(
            "DROP VIEW audit; DROP VIEW run_input; DROP TABLE IF EXISTS reg_doubt; "
            "ALTER TABLE reg_input DROP COLUMN of_sha256; DROP TRIGGER IF EXISTS reg_migration_no_delete; "
            "DELETE FROM reg_migration WHERE id = 4; PRAGMA user_version = 3"
        )
        plain.close()


def test_what_has_no_line_is_named_and_the_register_is_no_submission(folder: Path) -> None:
    sent = folder / "sent"
    sent.mkdir()
    (sent / "bolt.yaml").write_text(BOLT.format(age=13))
    with zipfile.ZipFile(sent / "a\x1b[2J.zip", "w") as archive:
        archive.writestr("more.yaml", BOLT.format(age=16))
    for _again in (False, True):
        found, told = batch(folder, "sent", "--register", "sent/register.yaml")
        assert found[-1]["given"] == 1
        assert found[-1]["left_aside"]["archive_names"] == ["sent/a\x1b[2J.zip"]
        assert "1 archive inside a folder or an archive: `sent/a\\x1b[2J.zip`" in told
        assert "left aside: 1 register that this run writes to" in told
        assert "\x1b[2J" not in told
