"""Run the installed program as its users do: a real process, with an environment of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = ROOT / "examples"
AS_OF = ("--as-of", "2026-10-01")
SCRUBBED = (
    *("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM", "CI", "AUDITOR_DEBUG", "LC_ALL", "LANG", "TZ"),
    "PYTHONDONTWRITEBYTECODE",  # a thousand starts would each compile the whole program anew
)
_READ_AT_START = ("PYTHON", "LC_", "LANG", "TZ")


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
    kept = {key: value for key, value in os.environ.items() if key not in SCRUBBED and not key.startswith("AUDITOR_")}
    return {**kept, "TERM": "xterm-256color", **(more or {})}


def auditor(
    *arguments: str | Path,
    cwd: Path = ROOT,
    stdin: bytes | None = None,
    env: Mapping[str, str] | None = None,
    timeout: float = 60,
    fresh: bool = False,
    faults: Mapping[str, Any] | None = None,
) -> Ran:
    """Run `auditor` with arguments in a process of its own; never a shell.

    `faults` is what the process has to live with, as `nursery.py` takes it. One that has not ended in time is killed,
    and its status is then that of the signal.

    Unless `fresh`, or where the environment says what only a starting interpreter reads, that process comes from one
    that has imported the program already.
    """
    if fresh or any(name.startswith(_READ_AT_START) for name in env or ()):
        return _started(arguments, cwd, stdin, env, timeout)
    with tempfile.TemporaryDirectory() as folder:
        streams = {name: Path(folder) / name for name in ("stdin", "stdout", "stderr")}
        for name, path in streams.items():
            path.write_bytes(stdin if name == "stdin" and stdin is not None else b"")
        asked: dict[str, Any] = {
            "arguments": [*map(str, arguments)],
            "cwd": str(cwd),
            "env": environment(env),
            "seconds": ceil(timeout),
            **{name: str(path) for name, path in streams.items()},
        }
        if stdin is None:
            asked["stdin"] = os.devnull
        asked |= faults or {}
        status = _nursery_says(json.dumps(asked))
        return Ran(status, streams["stdout"].read_bytes(), streams["stderr"].read_bytes().decode("utf-8", "replace"))


def _started(
    arguments: Sequence[str | Path], cwd: Path, stdin: bytes | None, env: Mapping[str, str] | None, timeout: float
) -> Ran:
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


@cache
def _nursery() -> subprocess.Popen[str]:
    """Start the process that others come from; it ends with its standard input, when the tests do."""
    command = [sys.executable, str(Path(__file__).with_name("nursery.py"))]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment({"PYTHONPATH": str(ROOT)}),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def _nursery_says(asked: str) -> int:
    nursery = _nursery()
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    nursery.stdin.write(asked + "\n")
    nursery.stdin.flush()
    return int(nursery.stdout.readline())
