"""The README is true: its commands run, its screens are what the program prints, its tables are whole."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.running import ROOT, auditor, environment

README = ROOT / "README.md"
TEXT = README.read_text(encoding="utf-8")
OUTPUT = re.compile(r"(<!-- first (\d+) lines: auditor (.+?) -->\n```\n)(.*?)```\n", re.DOTALL)
SHELL = re.compile(r"```sh\n(.*?)```", re.DOTALL)


def command(name: str) -> str:
    """Give one of the two commands that do everything."""
    found = re.search(rf"<!-- command: {name} -->\n```sh\n(.*?)\n```", TEXT)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("arguments", [one[3] for one in OUTPUT.finditer(TEXT)])
def test_a_screen_is_what_the_program_prints(arguments: str, update: bool) -> None:
    shown = next(one for one in OUTPUT.finditer(TEXT) if one[3] == arguments)
    printed = auditor(*shlex.split(arguments)).text
    screen = "".join(printed.splitlines(keepends=True)[: int(shown[2])])
    if update:
        text = README.read_text(encoding="utf-8")
        README.write_text(text.replace(shown[0], f"{shown[1]}{screen}```\n"), encoding="utf-8")
        return
    assert shown[4] == screen


def shell_lines() -> list[tuple[str, int]]:
    """Give every line of the README that calls the auditor, with the status that its comment says, or 0."""
    lines = [line.strip().partition(" #") for block in SHELL.findall(TEXT) for line in block.splitlines()]
    told = ((line.strip(), re.match(r" status (\d)", said)) for line, _, said in lines)
    return [(line, 0 if status is None else int(status[1])) for line, status in told if line.startswith("auditor ")]


def test_every_command_line_runs(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    shutil.copytree(ROOT / "rulesets", tmp_path / "rulesets")
    lines = shell_lines()
    assert len(lines) == 14
    for line, status in lines:
        asks = "--ask" in line
        if "init" in line and not asks:
            (tmp_path / "declaration.yaml").unlink(missing_ok=True)
        ran = auditor(*shlex.split(line)[1:], cwd=tmp_path, stdin=b"q\n" if asks else None)
        assert ran.status == status, (line, ran.stderr)


def test_the_first_command_does_everything_on_a_fresh_machine(tmp_path: Path) -> None:
    """A clean copy of what is tracked, a fresh virtual environment, the command as it is written."""
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    checkout = tmp_path / "checkout"
    for name in filter(None, tracked.decode().split("\0")):
        if (ROOT / name).is_file():
            (checkout / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, checkout / name)
    asked = command("try").replace("python3", shlex.quote(sys.executable), 1)
    ran = subprocess.run(
        ["bash", "-c", asked], cwd=checkout, env=environment(), capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1, ran.stderr
    assert ran.stdout.splitlines()[-1].startswith("NOT COMPLIANT")
    installed = checkout / ".venv/bin/auditor"
    elsewhere = subprocess.run(
        [installed, "audit", checkout / "examples/lantern.yaml", "--as-of", "2026-10-01"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert elsewhere.returncode == 0, elsewhere.stderr


def test_the_test_command_is_the_one_ci_runs() -> None:
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert "readme_command test" in script
    assert command("test").endswith(".venv/bin/pytest")


def commands() -> list[tuple[str, str]]:
    """Give every command's name and the text of its help."""
    from typer.main import get_command

    from auditor.cli.app import app

    found: list[tuple[str, str]] = []

    def walk(prefix: str, group: object) -> None:
        for name, one in getattr(group, "commands", {}).items():
            if hasattr(one, "commands"):
                walk(f"{prefix} {name}", one)
            else:
                found.append((f"{prefix} {name}", one.help or ""))

    walk("auditor", get_command(app))
    return found


@pytest.mark.parametrize(("name", "help"), commands(), ids=lambda value: value.split("\n")[0])
def test_every_command_is_in_the_readme_and_has_help_with_an_example(name: str, help: str) -> None:
    assert f"| `{name}" in TEXT
    first = help.splitlines()[0]
    assert len(first) < 60
    assert first.endswith(".")
    assert f"Example: {name}" in help


def test_every_format_and_exit_status_is_in_the_readme() -> None:
    from auditor.engine.gate import Exit
    from auditor.report.registry import FORMATS

    for format in FORMATS:
        assert f"| `{format.value}` |" in TEXT
    for status in Exit:
        if status is not Exit.INTEGRITY:
            assert re.search(rf"^\| [\d, ]*\b{int(status)}\b", TEXT, re.MULTILINE), status


def test_every_local_link_leads_somewhere() -> None:
    for page in (README, ROOT / "ARCHITECTURE.md", ROOT / "docs/language.md"):
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), (page.name, target)
