"""What the tests of faults share: a folder with a good file of every sort, faults to put in a file's place, and what
must hold whatever goes wrong.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from tests.e2e.nursery import CANNOT
from tests.e2e.running import AS_OF, EXAMPLES, Ran, auditor

SECONDS: Final = 20
OWN: Final = "own-code/1.0.0"
# The superuser passes by permissions, and tests run as the superuser in many places.
BOUND: Final[Mapping[str, Any]] = {"bound": True}
LONG_NAME: Final = "n" * 300 + ".yaml"
LONG_PATH: Final = "/".join(["d" * 200] * 30) + "/x.yaml"
_WAIVER: Final = (
    *("--requirement", "internet-safety-strategy/GRM-02", "--reason", "for a time"),
    *("--approver", "A. Example", "--expires", "2026-12-01", *AS_OF),
)
WAIVED: Final = ("waiver", "add", "{}", *_WAIVER, "--service", "harbour")
WAIVED_FOR: Final = ("waiver", "add", "new.yaml", *_WAIVER, "--for", "{}")


def good_folder(folder: Path) -> Path:
    """Make a folder with a good file of every sort that the program reads."""
    folder.mkdir()
    for name in ("harbour", "lantern", "megaphone", "minimal"):
        shutil.copy(EXAMPLES / f"{name}.yaml", folder)
    (folder / "challenges.yaml").write_text("challenges: []\n", encoding="utf-8")
    (folder / "decisions.yaml").write_text("decisions: []\n", encoding="utf-8")
    (folder / "docs").mkdir()
    made(folder, "audit", "harbour.yaml", *AS_OF, "-q", "-f", "json", "-o", "result.json")
    made(folder, *[one.replace("{}", "waivers.yaml") for one in WAIVED])
    made(folder, "ruleset", "new", "own-code", "--folder", ".")
    made(folder, "batch", "harbour.yaml", "--register", "reg.db", "-q", *AS_OF)
    return folder


def made(folder: Path, *arguments: str) -> None:
    ran = auditor(*arguments, cwd=folder)
    assert ran.status in (0, 1, 4), ran.stderr


def suffered(folder: Path, *arguments: str, stdin: bytes | None = None, **faults: Any) -> Ran:
    """Run the program with something to live with, within the time limit."""
    ran = auditor(*arguments, cwd=folder, stdin=stdin, timeout=SECONDS, faults=faults)
    if ran.status == CANNOT:
        pytest.skip("this system does not let a process give up the superuser's way round permissions")
    assert ran.status != -14, f"it hung: {arguments}"
    return ran


def told(ran: Ran, statuses: Collection[int] = (2, 3), *, quiet: bool = False) -> None:
    """Hold against a run that was refused what must hold for every one: what, where, how to mend it; no pass."""
    assert ran.status in statuses, (ran.status, ran.stderr)
    assert "Traceback" not in ran.stderr
    assert "fault of the program's own" not in ran.stderr
    assert not re.search(r"\bCOMPLIANT\b|✓", ran.text), ran.text
    if not quiet:
        assert "error[" in ran.stderr or "Usage:" in ran.stderr, ran.stderr
        assert "= help:" in ran.stderr or "Usage:" in ran.stderr, ran.stderr


def contents(folder: Path) -> dict[str, bytes | str]:
    """Give what is in a folder, whatever it is: a file that is there in part would show."""
    found: dict[str, bytes | str] = {}
    for path in sorted(folder.rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_symlink():
            found[name] = os.readlink(path)  # noqa: PTH115  # as it is written
        elif path.is_file() and not name.endswith(("-shm", "-wal")):  # what SQLite keeps beside a register
            found[name] = path.read_bytes()
        else:
            found[name] = "something"
    return {name: one for name, one in found.items() if not name.endswith(("-shm", "-wal"))}


def _folder(path: Path) -> str:
    path.mkdir()
    return path.name


def _pipe(path: Path) -> str:
    os.mkfifo(path)
    return path.name


def _loop(path: Path) -> str:
    path.symlink_to(path.name)
    return path.name


def _dangling(path: Path) -> str:
    path.symlink_to("nowhere/at/all")
    return path.name


def _closed(path: Path) -> str:
    path.write_bytes((path.parent / "harbour.yaml").read_bytes())
    path.chmod(0)
    return path.name


def _in_a_closed_folder(path: Path) -> str:
    path.mkdir()
    shutil.copy(path.parent / "harbour.yaml", path / "x.yaml")
    path.chmod(0)
    return f"{path.name}/x.yaml"


# What stands in the place of a file that is to be read: how it is made, in a name that is given as an argument.
FAULTS: Final[Mapping[str, Callable[[Path], str]]] = {
    "missing": lambda _path: "missing.yaml",
    "a folder": _folder,
    "a pipe": _pipe,
    "a device": lambda _path: "/dev/zero",
    "a link to itself": _loop,
    "a link to nowhere": _dangling,
    "a name too long": lambda _path: LONG_NAME,
    "a path too long": lambda _path: LONG_PATH,
    "below a file": lambda _path: "harbour.yaml/x.yaml",
    "no permission": _closed,
    "no permission on the folder": _in_a_closed_folder,
}


def taken_away(path: Path) -> None:
    """Remove what a fault put there."""
    if path.is_symlink() or not path.is_dir():
        path.unlink(missing_ok=True)
    else:
        path.chmod(0o700)
        shutil.rmtree(path)
