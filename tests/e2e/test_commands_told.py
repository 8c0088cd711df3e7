"""The commands that reports print: each is run as it is printed, from the same folder, and tells the same story."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import zipfile
from pathlib import Path

import pytest

from tests.e2e.running import AS_OF, EXAMPLES, Ran, auditor
from tests.e2e.test_decisions import entry
from tests.support.challenges import written

NAMES = ("harbour", "lantern", "megaphone", "quiet-forum")
SAID = re.compile(r"^(.+?)(?: as declared.*)?: ([A-Z]+(?:-[A-Z0-9.]+)+)\.$", re.MULTILINE)
LATER = ("--as-of", "2028-10-01")
WORDS = {
    "met": "MET",
    "partly-met": "PARTLY MET",
    "not-met": "NOT MET",
    "undecided": "NOT ANSWERED",
    "not-applicable": "DOES NOT APPLY",
    "not-in-force": "NOT IN FORCE",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with declarations, their evidence, and files of their own."""
    shutil.copytree(EXAMPLES / "evidence", tmp_path / "evidence")
    for name in NAMES:
        shutil.copy(EXAMPLES / f"{name}.yaml", tmp_path / f"{name}.yaml")
    shutil.copy(tmp_path / "harbour.yaml", tmp_path / "-our harbour's.yaml")
    (tmp_path / "challenges.yaml").write_text(written(), encoding="utf-8")
    (tmp_path / "decisions.yaml").write_text("decisions:\n" + entry(), encoding="utf-8")
    (tmp_path / "settings.toml").write_text('ruleset = ["au-bose"]\ninclude_recalled = true\n', encoding="utf-8")
    return tmp_path


def commands(text: str) -> list[list[str]]:
    """Take the commands out of a report, whatever stands before them; what only names one has no file after it."""
    found = re.findall(r"(?:^|: |`)(auditor (?:--\S+ \S+ )?\w+ [^`\n]+)", text, re.MULTILINE)
    return [shlex.split(one) for one in dict.fromkeys(found)]


def run(words: list[str], folder: Path) -> Ran:
    assert words[0] == "auditor"
    return auditor(*words[1:], cwd=folder)


CASES = [
    ("harbour.yaml", *AS_OF),
    ("lantern.yaml", *LATER),
    ("./-our harbour's.yaml", *AS_OF),
    ("harbour.yaml", "-r", "au-bose", "--include-recalled", *LATER),
    ("harbour.yaml", "-r", "au-bose@1.0.0", "--respect-dates", "--as-of", "2019-01-01"),
    ("harbour.yaml", "-r", "au-bose@1.0.0", "--as-of", "2019-01-01"),
    ("harbour.yaml", "--challenges", "challenges.yaml", *AS_OF),
    ("megaphone.yaml", "-r", "ofcom-illegal-content@1.1", "--decisions", "decisions.yaml", *AS_OF),
    ("quiet-forum.yaml", "--track", "backed", "--max-undecided", "0", *AS_OF),
]


@pytest.mark.parametrize("case", CASES, ids=" ".join)
def test_each_is_run_as_printed_and_tells_the_same(case: tuple[str, ...], folder: Path) -> None:
    saved = auditor("audit", *case, "-f", "json", "-q", cwd=folder)
    (audit,) = json.loads(saved.stdout)["audits"]
    declared = {one["requirement"]: one["status"] for one in audit["findings"]}
    told = 0
    for form in ("terminal", "markdown"):
        ran = auditor("audit", *case, "-f", form, "-q", cwd=folder)
        for words in commands(ran.text):
            told += 1
            again = run(words, folder)
            if words[1] == "audit":
                assert (again.status, again.text.splitlines()[-1]) == (
                    saved.status,
                    auditor("audit", *case, "-v", "-q", cwd=folder).text.splitlines()[-1],
                )
                continue
            assert again.status == 0, again.stderr
            assert f"{audit['ruleset']['id']} {audit['ruleset']['version']}" in again.text
            for said, requirement in SAID.findall(again.text):
                assert said == WORDS[declared[requirement]], requirement
            if "--unanswered" in words:
                assert f"{len(audit['answers'])} ANSWERS MISSING" in again.text
    assert told


def test_settings_that_were_named_are_named_again(folder: Path) -> None:
    (folder / "auditor.toml").write_text('ruleset = ["au-bose"]\ninclude_recalled = true\n', encoding="utf-8")
    for config in ("none", "settings.toml"):
        ran = auditor("--config", config, "audit", "harbour.yaml", *AS_OF, "-q", cwd=folder)
        (words,) = (one for one in commands(ran.text) if one == commands(ran.text)[-1])
        assert words[:3] == ["auditor", "--config", config]
        first = run(words, folder).text.splitlines()[0]
        assert ("au-bose" in first) == (config == "settings.toml")
        saved = folder / "result.json"
        auditor("--config", config, "audit", "harbour.yaml", *AS_OF, "-q", "-f", "json", "-o", saved, cwd=folder)
        assert auditor("--config", config, "report", saved, cwd=folder).stdout == ran.stdout


def test_what_cannot_be_named_in_a_command_is_in_none(folder: Path) -> None:
    text = (folder / "harbour.yaml").read_bytes()
    piped = auditor("audit", "-", *AS_OF, "-q", stdin=text, cwd=folder)
    assert commands(piped.text) == []
    assert "   = and 14 more\n" in piped.text
    assert piped.text.splitlines()[-1].startswith("NOT COMPLIANT: ")
    markdown = auditor("audit", "-", *AS_OF, "-q", "-f", "markdown", stdin=text, cwd=folder)
    assert commands(markdown.text) == []


def test_a_register_prints_a_command_for_a_file_and_none_for_what_lay_in_an_archive(folder: Path) -> None:
    (folder / "auditor.toml").write_text('ruleset = ["au-bose"]\n', encoding="utf-8")
    with zipfile.ZipFile(folder / "sent.zip", "w") as archive:
        archive.write(folder / "lantern.yaml", "lantern.yaml")
    ran = auditor("batch", "sent.zip", "harbour.yaml", "--register", "r.db", *LATER, "-q", "-o", "lines", cwd=folder)
    assert ran.status == 0, ran.stderr
    inside = auditor("register", "show", "r.db", "lantern", cwd=folder).text
    assert commands(inside) == []
    assert inside.splitlines()[-1].startswith("NOT COMPLIANT")
    beside = commands(auditor("register", "show", "r.db", "harbour", cwd=folder).text)
    for words in beside:
        assert words[:3] == ["auditor", "--config", "none"]
        assert {"-r", "--as-of", "2028-10-01"} <= set(words)
        assert "internet-safety-strategy" in run(words, folder).text.splitlines()[0]
    assert beside
