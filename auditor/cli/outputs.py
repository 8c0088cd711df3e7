"""Files that reports go to: there whole or not at all, and until then what stood there stays as it was."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from auditor.model.diagnostic import Diagnostic, InputError, Place

STDOUT: Final = "<stdout>"
_PREFIX: Final = ".auditor-"
_PERMISSIONS: Final = "its permissions keep this user out: change them, or name another file"
_ROOM: Final = "make room on its disk, or name a file on another one"
_HELP: Final = {
    errno.EACCES: _PERMISSIONS,
    errno.EPERM: _PERMISSIONS,
    errno.EROFS: "its disk can only be read: name a file on another one",
    errno.ENOSPC: _ROOM,
    errno.EDQUOT: _ROOM,
    errno.EFBIG: _ROOM,
    errno.EISDIR: "name a file inside it",
    errno.ENXIO: "begin what reads from it first, or name a file",
    errno.ENAMETOOLONG: "give it a shorter name",
    errno.ELOOP: "the link leads back to itself: name a file",
}


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all; raises InputError where it cannot be written."""
    with replacing(path) as file, told(path):
        file.write(data)


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Give a file to write to, which takes the place of the one that is meant once it is whole.

    Links are followed, and a file that was there keeps its permissions. A device, or a pipe that somebody reads, has
    nothing to keep: it is written to as it is. Raises InputError where that cannot be done; what else is raised
    meanwhile leaves what stood there as it was. Whoever writes has its own faults `told`.
    """
    with told(path):
        standing = _standing(path)
        neighbour = None
        if standing is not None and not stat.S_ISREG(standing.st_mode):
            file = _as_it_is(path, standing.st_mode)
        else:
            target = path.resolve()
            neighbour, file = _beside(target, standing)
    try:
        yield file
        with told(path):
            file.close()
            if neighbour is not None:
                neighbour.replace(target)
    finally:
        with suppress(OSError):
            file.close()
        if neighbour is not None:
            with suppress(OSError):
                neighbour.unlink(missing_ok=True)


@contextmanager
def making(folder: Path) -> Iterator[Path]:
    """Give a folder to fill, which is there under its name once it is whole; raises InputError where it cannot be."""
    import tempfile
    from shutil import rmtree

    with told(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=folder.parent))
    try:
        with told(folder):
            yield beside
            beside.chmod(0o777 & ~_umask())
            beside.rename(folder)
    finally:
        rmtree(beside, ignore_errors=True)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what the system refuses over an output into an InputError."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise cannot_write(str(path), error) from None


def cannot_write(shown: str, error: Exception) -> InputError:
    """Make the error for something that a report should go to."""
    number = getattr(error, "errno", None) or 0
    reason = getattr(error, "strerror", None) or "its name is not a file name"
    return InputError(
        (
            Diagnostic(
                code="output.cannot-write",
                message=f"`{shown}` could not be written: {reason.lower()}",
                place=Place(shown),
                why="a file is written whole or not at all: what stood there is unchanged" if _is_kept(shown) else "",
                help="free what it goes to, or name a file with `--output`"
                if shown == STDOUT
                else _HELP.get(number, "name a file in a folder that exists and can be written to"),
            ),
        )
    )


def _is_kept(shown: str) -> bool:
    """Whether something is put in the place of what stands there: all but standard output, devices and pipes."""
    if shown == STDOUT:
        return False
    with suppress(OSError, ValueError):
        mode = Path(shown).stat().st_mode
        return not (stat.S_ISCHR(mode) or stat.S_ISFIFO(mode))
    return True


def _standing(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _as_it_is(path: Path, mode: int) -> IO[bytes]:
    """Open what is no regular file, and is never replaced: a pipe without a reader is not waited for."""
    if stat.S_ISDIR(mode):
        raise _system(errno.EISDIR)
    if not (stat.S_ISCHR(mode) or stat.S_ISFIFO(mode)):
        raise _system(errno.ENXIO)
    flags = os.O_WRONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_CLOEXEC", 0)
    descriptor = os.open(path, flags)
    os.set_blocking(descriptor, True)
    return os.fdopen(descriptor, "wb")


def _beside(target: Path, standing: os.stat_result | None) -> tuple[Path, IO[bytes]]:
    """Make a neighbour of a file, with its permissions, or with those that a new file is given."""
    import tempfile

    if standing is not None and not os.access(target, os.W_OK):
        raise _system(errno.EACCES)
    handle, name = tempfile.mkstemp(prefix=_PREFIX, dir=target.parent)
    neighbour = Path(name)
    try:
        neighbour.chmod(0o666 & ~_umask() if standing is None else stat.S_IMODE(standing.st_mode) & 0o777)
        return neighbour, os.fdopen(handle, "wb")
    except OSError:
        os.close(handle)
        neighbour.unlink()
        raise


def _system(number: int) -> OSError:
    return OSError(number, os.strerror(number))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
