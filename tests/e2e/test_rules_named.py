"""Rules by their names: one edition under two names is one, and changed rules under an edition's name are told."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.e2e.running import AS_OF, EXAMPLES, ROOT, auditor

EDITION = "internet-safety-strategy@3.0.0"
FORMATS = ("terminal", "json", "html", "ndjson", "csv", "sarif", "junit", "github", "markdown")
# Some formats make a sentence of it.
MARK = "ot the internet-safety-strategy 3.0.0 that comes with the auditor"


@pytest.fixture(scope="module")
def lenient(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy an edition and let nothing about grooming decide any more."""
    folder = tmp_path_factory.mktemp("rules") / "mine"
    shutil.copytree(ROOT / "rulesets/internet-safety-strategy/3.0.0", folder)
    grooming = folder / "requirements/grooming.yaml"
    written = grooming.read_text(encoding="utf-8")
    assert "obligation: must" in written
    grooming.write_text(written.replace("obligation: must", "obligation: should"), encoding="utf-8")
    return folder


@pytest.mark.parametrize("format", FORMATS)
def test_changed_rules_under_an_editions_name_are_told_in_every_format(lenient: Path, format: str) -> None:
    ran = auditor("audit", EXAMPLES / "lantern.yaml", "-r", lenient, *AS_OF, "-f", format, "--width", "200")
    assert MARK in ran.text
    ran = auditor("audit", EXAMPLES / "lantern.yaml", "-r", EDITION, *AS_OF, "-f", format, "--width", "200")
    assert MARK not in ran.text


def test_they_are_told_in_a_comparison_and_when_a_result_is_made_again(lenient: Path, tmp_path: Path) -> None:
    ran = auditor("compare", EXAMPLES / "lantern.yaml", "-r", lenient, *AS_OF, "-f", "sentences")
    assert MARK in ran.text
    saved = tmp_path / "saved.json"
    auditor("audit", EXAMPLES / "lantern.yaml", "-r", lenient, *AS_OF, "-f", "json", "-o", saved)
    ran = auditor("replay", saved, "--declaration", EXAMPLES / "lantern.yaml", "-r", lenient)
    assert ran.status == 0, ran.text + ran.stderr


def test_one_edition_under_several_names_is_audited_once(tmp_path: Path) -> None:
    names = ("-r", "internet-safety-strategy", "-r", EDITION, "-r", ROOT / "rulesets/internet-safety-strategy/3.0.0")
    document = json.loads(auditor("audit", EXAMPLES / "minimal.yaml", *names, *AS_OF, "-f", "json", "-q").stdout)
    assert [one["ruleset"]["version"] for one in document["audits"]] == ["3.0.0"]
    register = tmp_path / "register.db"
    for _ in range(2):
        ran = auditor("batch", EXAMPLES / "minimal.yaml", "-r", "all", *names, *AS_OF, "--register", register)
        assert ran.status == 0, ran.stderr
        (line,) = [one for one in map(json.loads, ran.text.splitlines()) if one["kind"] == "input"]
        audited = [one["ruleset"] for one in line["audits"]]
        assert len(audited) == len(set(audited)) > 1


@pytest.mark.parametrize("number", ["nan", "inf"])
@pytest.mark.parametrize(
    "command",
    [
        ("compare", "examples/harbour.yaml", "--min-answered"),
        ("batch", "examples/minimal.yaml", "--time-limit"),
        ("ruleset", "mutate", "nspcc-asks@1.1.0", "--at-least"),
        ("register", "query", "none.db", "select 1", "--time-limit"),
    ],
    ids=" ".join,
)
def test_what_is_no_number_is_refused_before_anything_is_written(command: tuple[str, ...], number: str) -> None:
    ran = auditor(*command, number)
    assert (ran.status, ran.text) == (2, "")
    assert command[-1] in ran.stderr


def test_more_memory_than_there_is_anywhere_is_refused() -> None:
    ran = auditor("batch", "examples/minimal.yaml", "--memory-limit", "99999999999999999999")
    assert (ran.status, ran.text) == (2, "")
    assert "--memory-limit" in ran.stderr
