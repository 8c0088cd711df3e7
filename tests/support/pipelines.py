"""What a pipeline does with what docs/ci.md says: the snippets as they stand, and a runner for composite actions.

The runner knows what action.yml needs and no more: steps of bash with `env`, and the expressions `inputs.NAME` and
`steps.ID.outputs.NAME`. It starts bash as GitHub does, and stops at the first step that fails.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.e2e.running import ROOT, environment

INSTALLED = ("auditor", "rulesets", "pyproject.toml", "README.md", "LICENSE", "action.yml", ".pre-commit-hooks.yaml")
EXPRESSION = re.compile(r"\$\{\{\s*([\w.-]+)\s*\}\}")
OURS = ("AUDITOR_", "GIT_", "GITHUB_", "INPUT_", "PRE_COMMIT", "PYTHON", "RUNNER_", "VIRTUAL_ENV")


def snippet(name: str) -> str:
    """Give a snippet of docs/ci.md by its name."""
    text = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
    found = re.search(rf"<!-- snippet: {re.escape(name)} -->\n```\w+\n(.*?)```", text, re.DOTALL)
    assert found is not None, name
    return found[1]


def copy_of_this_repository(folder: Path) -> Path:
    """Copy what an installation is made from."""
    folder.mkdir(parents=True)
    for name in INSTALLED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(ROOT / name, folder / name)
    return folder


def bare_environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Give this process's environment without what steers the programs here; its Python is the first on PATH."""
    kept = {key: value for key, value in environment().items() if not key.startswith(OURS)}
    return kept | {"PATH": f"{Path(sys.executable).parent}:{kept['PATH']}"} | dict(more or {})


@dataclass(slots=True)
class ActionRun:
    """What a composite action left behind."""

    status: int = 0
    log: str = ""
    summary: str = ""
    outputs: dict[str, str] = field(default_factory=dict)

    def commands(self, level: str) -> list[str]:
        """Give the annotations of a level, as the runner reads them: none between two stop-commands."""
        found, stopped = [], ""
        for line in map(str.strip, self.log.splitlines()):
            if stopped:
                stopped = "" if line == f"::{stopped}::" else stopped
            elif line.startswith("::stop-commands::"):
                stopped = line.removeprefix("::stop-commands::")
            elif line.startswith(f"::{level} "):
                found.append(line)
        return found


@dataclass(frozen=True, slots=True)
class Action:
    """A composite action in a folder, and a runner's folder for one job."""

    folder: Path
    temporary: Path

    @property
    def written(self) -> dict[str, Any]:
        """What action.yml says."""
        document: dict[str, Any] = yaml.safe_load((self.folder / "action.yml").read_text(encoding="utf-8"))
        return document

    def run(
        self, workspace: Path, inputs: Mapping[str, str], env: Mapping[str, str] | None = None, *, steps: int = 99
    ) -> ActionRun:
        """Run the steps, as GitHub would, in a workspace."""
        written, ran = self.written, ActionRun()
        assert set(inputs) <= set(written["inputs"]), "an input that the action does not have"
        known = {f"inputs.{name}": str(one.get("default", "")) for name, one in written["inputs"].items()}
        known |= {f"inputs.{name}": value for name, value in inputs.items()}
        summary = self.temporary / "summary"
        summary.write_text("", encoding="utf-8")
        for step in written["runs"]["steps"][:steps]:
            assert set(step) <= {"id", "name", "shell", "env", "run"}
            assert step["shell"] == "bash"
            assert not EXPRESSION.search(step["run"]), "an expression in a script can be made to run what it holds"
            output = self.temporary / "output"
            output.write_text("", encoding="utf-8")
            script = self.temporary / "script.sh"
            script.write_text(step["run"], encoding="utf-8")
            given = {key: _filled(value, known) for key, value in step.get("env", {}).items()}
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", script],
                cwd=workspace,
                env=bare_environment(env)
                | given
                | {
                    "GITHUB_ACTION_PATH": str(self.folder),
                    "GITHUB_OUTPUT": str(output),
                    "GITHUB_STEP_SUMMARY": str(summary),
                    "GITHUB_WORKSPACE": str(workspace),
                    "RUNNER_TEMP": str(self.temporary),
                },
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                check=False,
                timeout=600,
            )
            ran.log += done.stdout.decode()
            lines = output.read_text(encoding="utf-8").splitlines()
            known |= {f"steps.{step.get('id')}.outputs.{name}": value for name, _, value in map(_parted, lines)}
            ran.status = done.returncode
            if ran.status:
                break
        ran.summary = summary.read_text(encoding="utf-8")
        ran.outputs = {name: _filled(one["value"], known) for name, one in written["outputs"].items()}
        return ran


def _filled(text: str, known: Mapping[str, str]) -> str:
    """Fill in the expressions; what is not known is empty, as on GitHub."""
    return EXPRESSION.sub(lambda found: known.get(found[1], ""), str(text))


def _parted(line: str) -> tuple[str, str, str]:
    assert "=" in line
    return line.partition("=")
