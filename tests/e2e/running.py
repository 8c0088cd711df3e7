"""Run the installed program as its users do: a real process, with an environment of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = ROOT / "examples"
AS_OF = ("--as-of", "2026-10-01")
SCRUBBED = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM", "CI", "AUDITOR_DEBUG", "LC_ALL", "LANG", "TZ")


@dataclass(frozen=True)
class Ran:
    """What a run gave."""

    status: int
    stdout: bytes
    stderr: str

    @property
    def text(self) -> str:
        """Standard output as text."""
        return self.stdout.decode()


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Give this process's environment without what changes how things are drawn."""
    kept = {key: value for key, value in os.environ.items() if key not in SCRUBBED}
    return {**kept, "TERM": "xterm-256color", **(more or {})}


def auditor(
    *arguments: str | Path,
    cwd: Path = ROOT,
    stdin: bytes | None = None,
    env: Mapping[str, str] | None = None,
    timeout: float = 60,
) -> Ran:
    """Run `auditor` with arguments; never a shell."""
    ran = subprocess.run(
        [sys.executable, "-m", "auditor", *map(str, arguments)],
        cwd=cwd,
        input=stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True,
        env=environment(env),
        timeout=timeout,
        check=False,
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr.decode("utf-8", "replace"))
