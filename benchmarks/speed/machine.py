"""On what it was measured: a figure without its machine says little."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

import yaml

from auditor import __version__
from benchmarks.speed.peers import PINNED, Peers

_OURS: Final = ("typer", "PyYAML", "jsonschema-rs", "rich")


def machine(peers: Peers) -> dict[str, str]:
    """Describe the machine, the interpreter, and what is compared."""
    system = f"{platform.system()} {platform.release()}"
    there = [f"{name} {number}" for name, number in PINNED.items() if name not in peers.missing]
    return {
        "machine": f"{os.cpu_count()} processors ({_processor()}), {_memory()}, {system}",
        "load": " ".join(f"{one:.1f}" for one in os.getloadavg()),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "auditor": f"{__version__}, {_commit()}",
        "with": ", ".join([*(f"{name} {_version(name)}" for name in _OURS), f"libyaml {_libyaml()}"]),
        "peers": ", ".join(there) or "none",
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    return next((one.partition(":")[2].strip() for one in lines if one.startswith("model name")), platform.machine())


def _memory() -> str:
    try:
        return f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 2**30:.0f} GiB"
    except (ValueError, OSError):
        return "memory unknown"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


def _libyaml() -> str:
    from yaml import _yaml

    return str(_yaml.get_version_string()) if yaml.__with_libyaml__ else "missing"


def _commit() -> str:
    root = Path(__file__).parent.parent.parent
    command = ["git", "-C", str(root), "describe", "--always", "--dirty"]
    try:
        return subprocess.run(command, capture_output=True, check=True, text=True).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return "no checkout"
