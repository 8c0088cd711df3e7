"""What a shell completes: commands, options, formats, rulesets and requirements, through the script it is given."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.running import ROOT, environment

BASH = shutil.which("bash")
# Typer looks at the processes above it to find out which shell asks; here the test says so.
TOLD = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1", "PYTHONPATH": str(ROOT)}


def run(*arguments: str, home: Path | None = None, **variables: str) -> str:
    more = {**TOLD, **variables, **({"HOME": str(home)} if home else {})}
    command = [sys.executable, "-m", "auditor", *arguments]
    ran = subprocess.run(command, cwd=ROOT, env=environment(more), capture_output=True, check=False, timeout=60)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.decode()


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the program on its path, and the script that bash is told to load."""
    folder = tmp_path_factory.mktemp("bash")
    program = folder / "auditor"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m auditor "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    (folder / "completion.sh").write_text(run("--show-completion", "bash"), encoding="utf-8")
    return folder


@pytest.mark.skipif(BASH is None, reason="bash is not installed")
@pytest.mark.parametrize(
    ("line", "among"),
    [
        ("auditor che", {"check"}),
        ("auditor ruleset te", {"test"}),
        ("auditor audit --fail-", {"--fail-on"}),
        ("auditor audit --fail-on d", {"decisive"}),
        ("auditor audit -f ", {"terminal", "json", "sarif", "junit"}),
        ("auditor audit -r internet-", {"internet-safety-strategy", "internet-safety-strategy@3.0.0"}),
        ("auditor audit -r al", {"all"}),
        ("auditor init --a", {"--ask", "--as-of"}),
        ("auditor schema dec", {"declaration"}),
        ("auditor explain examples/harbour.yaml GRM-0", {"GRM-01", "GRM-02"}),
        ("auditor explain -r nspcc-asks examples/harbour.yaml ", set()),
    ],
)
def test_bash_completes(line: str, among: set[str], script: Path) -> None:
    assert BASH is not None
    words = " ".join(f"'{one}'" for one in line.split(" "))
    asked = (
        f"source completion.sh; COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); "
        '_auditor_completion auditor; printf "%s\\n" "${COMPREPLY[@]}"'
    )
    path = f"{script}{os.pathsep}{os.environ['PATH']}"
    ran = subprocess.run(
        [BASH, "--norc", "-c", asked],
        cwd=script,
        env=environment({**TOLD, "PATH": path}),
        capture_output=True,
        check=False,
        timeout=60,
    )
    found = set(ran.stdout.decode().split())
    assert not ran.stderr
    assert found >= among
    typed = line.rpartition(" ")[2]
    assert found
    assert all(one.startswith(typed) for one in found)


def test_zsh_and_fish_are_told_the_same() -> None:
    line = "auditor audit -r ofcom-children"
    wanted = {"ofcom-children", "ofcom-children@1.0.0"}
    fish = run(_AUDITOR_COMPLETE="complete_fish", _TYPER_COMPLETE_ARGS=line, _TYPER_COMPLETE_FISH_ACTION="get-args")
    assert set(fish.split()) >= wanted
    zsh = run(_AUDITOR_COMPLETE="complete_zsh", _TYPER_COMPLETE_ARGS=line)
    assert all(f'"{one}"' in zsh for one in wanted)
    assert "consistency" not in zsh


@pytest.mark.parametrize(
    ("shell", "where"),
    [
        ("bash", ".bash_completions/auditor.sh"),
        ("zsh", ".zfunc/_auditor"),
        ("fish", ".config/fish/completions/auditor.fish"),
    ],
)
def test_it_can_be_shown_and_installed(shell: str, where: str, tmp_path: Path) -> None:
    shown = run("--show-completion", shell)
    assert "_AUDITOR_COMPLETE" in shown
    run("--install-completion", shell, home=tmp_path)
    assert (tmp_path / where).read_text(encoding="utf-8").strip() == shown.strip()
