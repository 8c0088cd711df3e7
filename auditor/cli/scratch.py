"""The private folder of a run: gone when the run ends, and where it was killed, when the next one begins.

A run holds a lock in its folder, which the system lets go of however the run ends. A folder is cleared away only
where that lock is there and free, and the folder is this user's own and closed to others; links are never followed.
"""

from __future__ import annotations

import os
import re
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from types import ModuleType
from typing import Final

from auditor.model.diagnostic import InputError
from auditor.register.faults import no_scratch

fcntl: ModuleType | None
try:
    import fcntl
except ImportError:  # a system without such locks: nothing is told from the living, and nothing is cleared away
    fcntl = None

PREFIX: Final = "auditor-batch-"
LOCK: Final = "lock"
_NAME: Final = re.compile(re.escape(PREFIX) + r"[a-z0-9_]+")
_PRIVATE: Final = 0o700


@contextmanager
def scratch() -> Iterator[Path]:
    """Give a new private folder, which is gone afterwards; raises InputError where there can be none."""
    try:
        _clear_away(Path(tempfile.gettempdir()))
        folder, lock = _made()
    except OSError as error:
        raise InputError((no_scratch(error.strerror or str(error)),)) from None
    try:
        yield folder
    finally:
        rmtree(folder, ignore_errors=True)
        os.close(lock)


def _made() -> tuple[Path, int]:
    """Make a folder and hold its lock; another one where somebody took it for a dead run's before it was held."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        if _is_ours(lock) and (folder / LOCK).exists():
            return folder, lock
        os.close(lock)


def _is_ours(lock: int) -> bool:
    """Take a lock unless somebody has it; where the file system knows no locks, nobody has."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _clear_away(home: Path) -> None:
    """Clear away the folders of runs that were killed; one that cannot be is left."""
    if fcntl is None or not hasattr(os, "O_NOFOLLOW"):
        return
    with suppress(OSError), os.scandir(home) as found:
        for name in sorted(one.name for one in found if _NAME.fullmatch(one.name)):
            with suppress(OSError):
                _clear(fcntl, home / name)


def _clear(locks: ModuleType, folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        status = os.fstat(opened)
        if status.st_uid != os.geteuid() or stat.S_IMODE(status.st_mode) != _PRIVATE:
            return
        lock = os.open(LOCK, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=opened)
        try:
            if stat.S_ISREG(os.fstat(lock).st_mode):
                locks.flock(lock, locks.LOCK_EX | locks.LOCK_NB)  # raises where its run lives
                rmtree(folder)
        finally:
            os.close(lock)
    finally:
        os.close(opened)
