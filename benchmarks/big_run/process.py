"""`auditor batch` as a process in a group of its own: watched for memory, and killed at a given moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent.parent
# Seconds from one look to the next: at what was told, and at the memory.
_OFTEN: Final = 0.02
_SELDOM: Final = 0.5
_SECONDS_TO_DIE: Final = 20


@dataclass(slots=True)
class Memory:
    """The most memory that single processes held, in KiB: the one that was started, and the largest of the others."""

    parent: int = 0
    worker: int = 0

    def look(self, group: int) -> None:
        """Look at every process of a group."""
        for process in _members(group):
            peak = _peak(process)
            if process == group:
                self.parent = max(self.parent, peak)
            else:
                self.worker = max(self.worker, peak)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """When a run is killed: so many seconds after it has told of so many inputs."""

    lines: int
    seconds: float


@dataclass(slots=True, kw_only=True)
class Batch:
    """How a run is started: in which folder, over what, by which rules, into which register."""

    folder: Path
    given: Sequence[str]
    register: Path | None
    as_of: str
    workers: int = 2
    rulesets: Sequence[str] = ()
    memory: Memory = field(default_factory=Memory)

    def run(self, out: Path, kill: Kill | None = None) -> tuple[bool, float]:
        """Run until it ends, or is killed with all its processes; say whether it was, and how many seconds it took.

        Its standard output goes to `out`, what it says beside that to a neighbour of it.
        """
        began = time.monotonic()
        with out.open("wb") as stdout, out.with_suffix(".stderr").open("wb") as stderr:
            process = subprocess.Popen(
                self._command(),
                cwd=self.folder,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
                start_new_session=True,
            )
            try:
                killed = self._watch(process, out, kill)
            finally:
                _end(process)
        if not killed and process.returncode != 0:
            said = out.with_suffix(".stderr").read_text(encoding="utf-8")
            raise RuntimeError(f"the run ended with status {process.returncode}:\n{said}")
        return killed, time.monotonic() - began

    def _command(self) -> list[str]:
        command = [sys.executable, "-m", "auditor", "batch", *self.given]
        command += ["--as-of", self.as_of, "--workers", str(self.workers), "--quiet"]
        for ruleset in self.rulesets:
            command += ["--ruleset", ruleset]
        return command if self.register is None else [*command, "--register", str(self.register)]

    def _watch(self, process: subprocess.Popen[bytes], out: Path, kill: Kill | None) -> bool:
        """Look at the memory until it ends; at the moment that is asked for, kill all its processes."""
        moment: float | None = None
        with out.open("rb") as told:
            lines, look = 0, 0.0
            while process.poll() is None:
                if time.monotonic() >= look:
                    self.memory.look(process.pid)
                    look = time.monotonic() + _SELDOM
                lines += told.read().count(b"\n")
                if kill is not None and moment is None and lines >= kill.lines:
                    moment = time.monotonic() + kill.seconds
                if moment is not None and time.monotonic() >= moment:
                    os.killpg(process.pid, signal.SIGKILL)
                    return True
                time.sleep(_OFTEN)
        return False


def _end(process: subprocess.Popen[bytes]) -> None:
    """Wait until no process of the group is left, whatever became of the run."""
    ends = time.monotonic() + _SECONDS_TO_DIE
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    while _members(process.pid):
        if time.monotonic() > ends:
            raise RuntimeError("processes of the run outlive it")
        time.sleep(_OFTEN)


def _members(group: int) -> list[int]:
    """Give the processes of a group that still run."""
    return [process for process, of, state in _processes() if of == group and state not in "ZX"]


def _processes() -> Iterator[tuple[int, int, str]]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                # The name may hold anything, a bracket and blanks too.
                fields = (folder / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            except OSError:
                continue
            yield int(folder.name), int(fields[2]), fields[0]


def _peak(process: int) -> int:
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")), 0)
