"""Programs and libraries of others that do the nearest job, in a virtual environment of their own."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PINNED: Final[Mapping[str, str]] = {
    "celine-regorus": "0.9.1",
    "cel-expr-python": "0.1.3",
    "check-jsonschema": "0.39.0",
    "yamllint": "1.38.0",
    "cfn-lint": "1.58.0",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Peers:
    """Where they are; `missing` says of those that cannot be had why."""

    home: Path
    missing: Mapping[str, str]

    def program(self, name: str) -> str:
        """Give the path of a program."""
        return str(self.home / "bin" / name)

    @property
    def python(self) -> str:
        """The interpreter that runs them."""
        return self.program("python")

    @property
    def packages(self) -> Path:
        """Where their packages are, for those that are measured in this process."""
        major, minor = sys.version_info[:2]
        return self.home / "lib" / f"python{major}.{minor}" / "site-packages"


def cache() -> Path:
    """Give the folder in which environments are kept from run to run, where none is named."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "auditor-benchmarks"


def peers_in(folder: Path, names: Collection[str]) -> Peers:
    """Give peers that are kept in a folder; those that are not there yet are installed from their packages."""
    said = "\n".join([sys.version, sys.executable, *map("==".join, PINNED.items())])
    home = folder / f"peers-{hashlib.sha256(said.encode()).hexdigest()[:12]}"
    missing = {name: "not asked for" for name in PINNED if name not in names}
    try:
        if not home.exists():
            _run(sys.executable, "-m", "venv", str(home))
    except (OSError, subprocess.SubprocessError) as error:
        shutil.rmtree(home, ignore_errors=True)
        return Peers(home=home, missing=dict.fromkeys(PINNED, f"no virtual environment: {_last(error)}"))
    why = {name: _installed(home, name) for name in PINNED if name in names}
    return Peers(home=home, missing=missing | {name: one for name, one in why.items() if one})


def none(why: str) -> Peers:
    """Give peers none of which is there."""
    return Peers(home=Path(), missing=dict.fromkeys(PINNED, why))


def _installed(home: Path, name: str) -> str:
    """Install a package unless it is there; say why it cannot be had, or nothing."""
    mark, number = home / f"{name}.installed", PINNED[name]
    if mark.exists():
        return ""
    pip = [str(home / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    try:
        _run(*pip, f"{name}=={number}")
    except (OSError, subprocess.SubprocessError) as error:
        return f"{name} {number} cannot be installed: {_last(error)}"
    mark.touch()
    return ""


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True, timeout=900)


def _last(error: Exception) -> str:
    said = error.stderr if isinstance(error, subprocess.CalledProcessError) else ""
    return (said or str(error)).strip().splitlines()[-1]
