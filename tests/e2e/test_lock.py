"""What is pinned cannot move unseen: each part of a lock is changed in turn, and the run is refused with status 5."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.e2e.running import EXAMPLES, auditor

HARBOUR = EXAMPLES / "harbour.yaml"


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    ran = auditor("lock", HARBOUR, "-r", "internet-safety-strategy@3", "--as-of", "2026-10-01", cwd=tmp_path)
    assert ran.status == 0, ran.stderr
    assert ": program, vocabulary, 1 ruleset, 1 declaration and the day 2026-10-01 are pinned; " in ran.stderr
    assert ran.stdout == b""
    return tmp_path


def _change(folder: Path, change: Any) -> None:
    path = folder / "auditor.lock"
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content), encoding="utf-8")


def test_a_locked_run_is_the_run_itself(locked: Path) -> None:
    named = ("-r", "internet-safety-strategy@3", "--as-of", "2026-10-01")
    plain = auditor("audit", HARBOUR, *named, "-f", "json", "-q", cwd=locked)
    ran = auditor("audit", HARBOUR, "--locked", "-f", "json", "-q", cwd=locked)
    assert (ran.status, ran.stdout) == (plain.status, plain.stdout)


def test_the_lock_is_what_its_schema_says_and_the_same_bytes_again(locked: Path) -> None:
    content = json.loads((locked / "auditor.lock").read_text(encoding="utf-8"))
    jsonschema.validate(content, json.loads(auditor("schema", "lock").stdout))
    audit = json.loads(auditor("audit", HARBOUR, "--locked", "-f", "json", "-q", cwd=locked).stdout)["audits"][0]
    assert content["rulesets"][0]["sha256"] == audit["ruleset"]["sha256"]
    assert content["vocabulary"] == audit["ruleset"]["vocabulary_sha256"]
    assert content["declarations"] == {"harbour.yaml": audit["declaration"]["sha256"]}
    again = auditor("lock", HARBOUR, "-r", "internet-safety-strategy@3", "--as-of", "2026-10-01", "-o", "-")
    assert json.loads(again.stdout)["rulesets"] == content["rulesets"]


def _set(*way: str | int, value: object) -> Any:
    def change(content: Any) -> None:
        for step in way[:-1]:
            content = content[step]
        content[way[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_set("tool", value="0.0.1"), "the program is not as it was pinned"),
        (_set("vocabulary", value="0" * 64), "the vocabulary is not"),
        (_set("rulesets", 0, "sha256", value="0" * 64), "the content of internet-safety-strategy 3.0.0 is not"),
        (_set("rulesets", 0, "version", value="3.0.1"), "what `internet-safety-strategy@3` means is not"),
        (_set("consistency", "sha256", value="0" * 64), "the content of consistency 1.0.0 is not"),
        (_set("declarations", "harbour.yaml", value="0" * 64), "the declaration harbour.yaml is not"),
        (_set("declarations", value={"other.yaml": "0" * 64}), "the declaration harbour.yaml is not"),
    ],
)
def test_whatever_has_moved_refuses_the_run(locked: Path, change: Any, said: str) -> None:
    _change(locked, change)
    ran = auditor("audit", HARBOUR, "--locked", "-f", "json", cwd=locked)
    assert ran.status == 5
    assert ran.stdout == b""
    assert said in ran.stderr
    assert "nothing was audited" in ran.stderr


def test_another_day_and_another_ruleset_are_refused(locked: Path) -> None:
    ran = auditor("audit", HARBOUR, "--locked", "--as-of", "2026-10-02", cwd=locked)
    assert ran.status == 5
    assert "leave --as-of out or write --as-of 2026-10-01" in ran.stderr
    ran = auditor("audit", HARBOUR, "--locked", "-r", "internet-safety-strategy@2.0.0", cwd=locked)
    assert ran.status == 5
    assert "pinned: not at all" in ran.stderr


def test_what_a_name_means_may_not_change_with_the_day(tmp_path: Path) -> None:
    made = auditor("lock", "-r", "internet-safety-strategy", "--as-of", "2025-07-24", cwd=tmp_path)
    assert made.status == 0
    _change(tmp_path, lambda content: content.pop("as_of"))
    assert auditor("audit", HARBOUR, "--locked", "--as-of", "2025-07-24", "-q", cwd=tmp_path).status in (0, 1, 4)
    ran = auditor("audit", HARBOUR, "--locked", "--as-of", "2025-07-25", "-q", cwd=tmp_path)
    assert ran.status == 5
    assert "pinned: internet-safety-strategy 2.0.0; found: internet-safety-strategy 3.0.0" in ran.stderr


def test_without_a_day_or_declarations_neither_is_pinned(tmp_path: Path) -> None:
    assert auditor("lock", cwd=tmp_path).status == 0
    content = json.loads((tmp_path / "auditor.lock").read_text(encoding="utf-8"))
    assert "as_of" not in content
    assert "declarations" not in content
    assert auditor("audit", HARBOUR, "--locked", "--as-of", "2026-10-01", "-q", cwd=tmp_path).status == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "auditor.lock"),
        ("{", "auditor.lock:"),
        ("lock: 1\n", "lock."),
        ('{"lock": 1, "tool": "x", "as_of": "2026-02-30"}', "lock."),
    ],
)
def test_a_lock_that_cannot_be_used_is_told_and_nothing_is_audited(
    tmp_path: Path, text: str | None, said: str
) -> None:
    if text is not None:
        (tmp_path / "auditor.lock").write_text(text, encoding="utf-8")
    ran = auditor("audit", HARBOUR, "--locked", cwd=tmp_path)
    assert ran.status == 3
    assert ran.stdout == b""
    assert said in ran.stderr
