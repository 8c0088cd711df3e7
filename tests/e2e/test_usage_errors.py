"""What is wrong in the usage is told with the words that were given, and those words act on no terminal."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.e2e.running import EXAMPLES, auditor

HOSTILE = "x\x1b[31m\u202e.yaml"
SHOWN = "x\\x1b[31m\\u202e.yaml"


@pytest.mark.parametrize(
    "command",
    [
        (HOSTILE,),
        ("audit", f"--{HOSTILE}"),
        ("audit", "a.yaml", "--as-of", HOSTILE),
        ("audit", "a.yaml", "-f", HOSTILE),
        ("audit", "a.yaml", "--min-area", f"x={HOSTILE}"),
        ("explain", "a.yaml", HOSTILE),
        ("init", "-o", HOSTILE),
        ("register", HOSTILE),
        ("ruleset", "find", HOSTILE),
        ("ruleset", "new", HOSTILE),
        ("ruleset", "docs", "--folder", HOSTILE),
    ],
    ids=lambda one: " ".join(one).replace(HOSTILE, "…"),
)
def test_words_that_act_are_made_visible(tmp_path: Path, command: tuple[str, ...]) -> None:
    for name in ("a.yaml", HOSTILE):
        shutil.copy(EXAMPLES / "minimal.yaml", tmp_path / name)
    ran = auditor(*command, cwd=tmp_path)
    assert ran.status == 2
    assert all(one.isprintable() for one in ran.stderr.split("\n"))
    assert SHOWN in "".join(ran.stderr.replace("│", "").split())


def test_a_note_about_a_name_makes_it_visible(tmp_path: Path) -> None:
    shutil.copy(EXAMPLES / "minimal.yaml", tmp_path / "a.yaml")
    ran = auditor("audit", "a.yaml", "-f", "csv", "-o", "x\x1b[31m.json", cwd=tmp_path)
    assert "note: x\\x1b[31m.json holds the format csv" in ran.stderr


def test_what_the_program_itself_lists_keeps_its_lines() -> None:
    ran = auditor("schema")
    assert ran.status == 2
    assert "Choose from:" in ran.stderr
    assert "\\x0a" not in ran.stderr
