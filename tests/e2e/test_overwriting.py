"""No report destroys what its command reads, nor another report, and settings reach nothing beyond their folder."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from auditor.cli.app import app
from auditor.cli.overwriting import _FILES, _PATHS, _RULESETS
from tests.e2e.running import AS_OF, EXAMPLES, ROOT, auditor

READ = "is read by this command"
# What else options of such commands take.
NOT_READ = {
    "YYYY-MM-DD",
    "N",
    "AREA=N",
    "THEME|ID",
    "AREA,…",
    "PERCENT",
    "SECONDS",
    "MIB",
    "REQUIREMENT",
    "NAME",
    "TEXT",
    "SUBMISSION",
    "TIME",
}
OWN_FACTS = """
$schema: https://json-schema.org/draft/2020-12/schema
title: Facts of our own
description: What we ask besides.
properties:
  panel: {title: Panel, description: Whether there is one., question: Is there a panel?, type: boolean}
"""
BACKED = """
declaration: 1
service: {id: backed, name: Backed}
stated_on: 2026-09-01
surfaces: {group_messages: {grooming_detection: true}}
evidence:
  - {id: paper, title: A paper, file: folder/document.md, supports: [surfaces.group_messages.grooming_detection]}
bound:
  - {fact: surfaces.group_messages.grooming_detection, file: app.json, pointer: /scan}
"""
SIGNED = ("--accept", "--reviewer", "R", "--because", "B")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    for name in ("d.yaml", "w.yaml", "result.json", "auditor.lock", "folder/d.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(EXAMPLES / "minimal.yaml", tmp_path / name)
    shutil.copytree(ROOT / "rulesets" / "nspcc-asks" / "1.1.0", tmp_path / "rules")
    (tmp_path / "rules" / "vocabulary.yaml").write_text(OWN_FACTS, encoding="utf-8")
    (tmp_path / "folder" / "document.md").write_text("what we found", encoding="utf-8")
    (tmp_path / "app.json").write_text('{"scan": true}', encoding="utf-8")
    (tmp_path / "backed.yaml").write_text(BACKED, encoding="utf-8")
    (tmp_path / "auditor.toml").write_text("width = 90\n", encoding="utf-8")
    (tmp_path / "link.yaml").symlink_to("d.yaml")
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(one.relative_to(folder)): one.read_bytes()
        for one in sorted(folder.rglob("*"))
        if one.is_file() and "__pycache__" not in one.parts
    }


@pytest.mark.parametrize(
    "command",
    [
        ("audit", "d.yaml", "-o", "d.yaml"),
        ("audit", "d.yaml", "-o", "./folder/../d.yaml"),
        ("audit", "link.yaml", "-o", "d.yaml"),
        ("audit", "d.yaml", "-o", "link.yaml"),
        ("audit", "d.yaml", "-f", "json", "-o", "new.json", "-f", "csv", "-o", "d.yaml"),
        ("audit", "d.yaml", "--waivers", "w.yaml", "-o", "w.yaml"),
        ("audit", "d.yaml", "--decisions", "w.yaml", "-o", "w.yaml"),
        ("audit", "d.yaml", "--challenges", "w.yaml", "-o", "w.yaml"),
        ("audit", "d.yaml", "--baseline", "result.json", "-f", "json", "-o", "result.json"),
        ("audit", "d.yaml", "-r", "./rules", "-o", "rules/ruleset.yaml"),
        ("audit", "d.yaml", "-r", "./rules", "-o", "rules/vocabulary.yaml"),
        ("audit", "d.yaml", "backed.yaml", "-f", "json", "-o", "./folder/document.md"),
        ("audit", "backed.yaml", "-f", "json", "-o", "app.json"),
        ("compare", "d.yaml", "backed.yaml", "-f", "json", "-o", "app.json"),
        ("ask", "backed.yaml", "-o", "folder/document.md"),
        ("audit", "d.yaml", "--locked", "-o", "auditor.lock"),
        ("audit", "d.yaml", "-o", "auditor.toml"),
        ("compare", "d.yaml", "folder/d.yaml", "-o", "folder/d.yaml"),
        ("report", "result.json", "-f", "html", "-o", "result.json"),
        ("ask", "d.yaml", "-o", "d.yaml"),
        ("lock", "d.yaml", "-o", "d.yaml"),
        ("ruleset", "scope", "./rules", "--for", "d.yaml", "-o", "d.yaml"),
        ("decision", "add", "d.yaml", "GRM-02", *SIGNED, "-o", "d.yaml"),
        ("batch", "d.yaml", "-o", "d.yaml"),
        ("batch", "folder", "-o", "folder/d.yaml"),
        ("batch", "fold*/*.yaml", "-o", "folder/d.yaml"),
        ("batch", "d.yaml", "--register", "new.db", "-o", "new.db"),
    ],
    ids=" ".join,
)
def test_an_input_is_never_written_over(here: Path, command: tuple[str, ...]) -> None:
    before = contents(here)
    ran = auditor(*command, cwd=here)
    assert (ran.status, ran.stdout) == (2, b"")
    assert READ in " ".join(ran.stderr.replace("│", " ").split())
    assert contents(here) == before


@pytest.mark.parametrize("second", ["a.json", "./a.json", "folder/../a.json", "linked/a.json"])
def test_two_reports_never_go_to_one_place(here: Path, second: str) -> None:
    (here / "linked").symlink_to(".")
    before = contents(here)
    for command in (("audit", "d.yaml"), ("compare", "d.yaml", "folder/d.yaml")):
        ran = auditor(*command, *AS_OF, "-f", "json", "-o", "a.json", "-f", "html", "-o", second, cwd=here)
        assert ran.status == 2
        assert "two reports would go to one place" in ran.stderr
        assert contents(here) == before


def test_what_is_not_read_is_written(here: Path) -> None:
    for command in (
        ("audit", "d.yaml", *AS_OF, "-f", "json", "-o", "result.json"),
        ("audit", "d.yaml", *AS_OF, "-o", "folder/report.txt"),
        ("audit", "d.yaml", *AS_OF, "-r", "./rules", "-f", "json", "-o", "rules/report.json"),
        ("batch", "folder", *AS_OF, "-o", "folder/lines.ndjson"),
        ("audit", "d.yaml", *AS_OF, "-o", "auditor.lock"),
        ("lock", "d.yaml"),
    ):
        for _again in range(2):
            assert auditor(*command, cwd=here).status in (0, 1, 4), command


def test_an_output_that_a_flag_leaves_out_stands_in_no_way(here: Path) -> None:
    (here / "auditor.toml").write_text('format = ["json"]\noutput = ["saved.json"]\n', encoding="utf-8")
    assert auditor("audit", "d.yaml", *AS_OF, cwd=here).status in (1, 4)
    again = ("audit", "d.yaml", *AS_OF, "--baseline", "saved.json")
    assert READ in " ".join(auditor(*again, cwd=here).stderr.replace("│", " ").split())
    assert auditor(*again, "-f", "csv", cwd=here).status in (0, 1, 4)


def test_every_option_of_a_command_with_an_output_is_known_to_be_read_or_not() -> None:
    def leaves(command: Any) -> list[Any]:
        below = getattr(command, "commands", {})
        return [each for name in below for each in leaves(below[name])] if below else [command]

    writing = [one for one in leaves(get_command(app)) if any("--output" in param.opts for param in one.params)]
    assert len(writing) >= 10
    for command in writing:
        for param in command.params:
            assert param.metavar is None or param.metavar in {*_FILES, *_RULESETS, _PATHS, *NOT_READ}, param.name


@pytest.mark.parametrize(
    ("output", "made"),
    [
        ("report.json", lambda sub: (sub / "report.json").symlink_to("../victim/notes.txt")),
        ("report.json", lambda sub: (sub / "report.json").symlink_to("../victim/new.txt")),
        ("out/notes.txt", lambda sub: (sub / "out").symlink_to("../victim")),
        ("here/report.json", lambda sub: (sub / "here").symlink_to(".")),
    ],
)
def test_settings_write_through_no_link(tmp_path: Path, output: str, made: Any) -> None:
    for name in ("victim", "sub/.git"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "victim" / "notes.txt").write_text("precious", encoding="utf-8")
    shutil.copy(EXAMPLES / "minimal.yaml", tmp_path / "sub")
    (tmp_path / "sub" / "auditor.toml").write_text(f'format = ["json"]\noutput = ["{output}"]\n', encoding="utf-8")
    made(tmp_path / "sub")
    before = contents(tmp_path)
    ran = auditor("audit", "minimal.yaml", *AS_OF, "-q", cwd=tmp_path / "sub")
    assert ran.status == 2
    assert f"`output`: `{output}` is a link, or leads through one\n  --> auditor.toml:2:11" in ran.stderr
    assert contents(tmp_path) == before


def test_a_folder_of_settings_may_itself_be_reached_by_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "way").symlink_to("real")
    shutil.copy(EXAMPLES / "minimal.yaml", tmp_path / "real")
    (tmp_path / "real" / "auditor.toml").write_text('format = ["json"]\noutput = ["a.json"]\n', encoding="utf-8")
    for command in (("audit", "minimal.yaml"), ("--config", "../way/auditor.toml", "audit", "minimal.yaml")):
        assert auditor(*command, *AS_OF, "-q", cwd=tmp_path / "way").status in (1, 4)
        assert (tmp_path / "real" / "a.json").is_file()
        (tmp_path / "real" / "a.json").unlink()
