"""Bytes from files and from standard input, and the text in them.

Never blocks on a pipe or a device, never reads more than it is allowed to, and refuses what is not plain
UTF-8 text, with the place of each fault. Knows nothing of YAML.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final

from auditor.model.diagnostic import Diagnostic, InputError, Place
from auditor.source.characters import SAVE_AS_UTF8, holds_refused, refused

LIMIT: Final = 8 * 1024 * 1024
# So much is read at once. Room is made for all of it each time, and small files are most.
CHUNK: Final = 1 << 16

_BOM: Final = b"\xef\xbb\xbf"
# UTF-32 before UTF-16: the little-endian marks start alike.
_FOREIGN_MARKS: Final = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_SORTS: Final = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
_HELP: Final = {
    errno.ENAMETOOLONG: "name it in fewer characters: no file has so long a name",
    errno.ELOOP: "the link leads back to itself: name the file that is meant",
}


def fault(code: str, message: str, shown: str, *, why: str = "", help: str = "") -> InputError:
    """Make the error for a file that cannot be used at all."""
    return InputError((Diagnostic(code=code, message=message, place=Place(shown), why=why, help=help),))


def read_bytes(path: Path | str, shown: str, *, limit: int = LIMIT) -> bytes:
    """Read a regular file whole, at most `limit` bytes of it; `shown` is its name in messages.

    The kind of file is looked at before it is opened and again after, so that a pipe, a socket or a
    device put in its place neither blocks nor is read. One that is written to meanwhile is refused.
    """
    descriptor = open_regular(path, shown)
    try:
        before = _state(descriptor)
        data = _read(lambda size: os.read(descriptor, size), shown, limit)
        if _state(descriptor) != before:
            raise _changed(shown)
        return data
    except (OSError, ValueError) as error:
        raise unreadable(error, shown) from None
    finally:
        os.close(descriptor)


def _state(descriptor: int) -> tuple[int, int]:
    status = os.fstat(descriptor)
    return status.st_size, status.st_mtime_ns


def _changed(shown: str) -> InputError:
    return fault(
        "file.changed",
        f"`{shown}` was written to while it was being read",
        shown,
        why="half of what it said before and half of what it says now is what nobody ever said",
        help="run it again once whoever writes the file is done",
    )


def open_regular(path: Path | str, shown: str) -> int:
    """Open a regular file to be read, and give its descriptor; raises InputError for anything else."""
    try:
        _refuse_odd_files(os.stat(path).st_mode, shown)  # noqa: PTH116  # a path or its name
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
        descriptor = os.open(path, flags | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0))
        try:
            _refuse_odd_files(os.fstat(descriptor).st_mode, shown)
        except InputError:
            os.close(descriptor)
            raise
    except (OSError, ValueError) as error:
        raise unreadable(error, shown) from None
    return descriptor


def read_stream(stream: BinaryIO, shown: str = "<stdin>", *, limit: int = LIMIT) -> bytes:
    """Read a stream to its end, at most `limit` bytes of it."""
    try:
        return _read(stream.read, shown, limit)
    except (OSError, ValueError) as error:
        raise unreadable(error, shown) from None


def _read(read: Callable[[int], bytes | None], shown: str, limit: int) -> bytes:
    chunks: list[bytes] = []
    left = limit + 1
    while left > 0 and (chunk := read(min(left, CHUNK))):
        chunks.append(chunk)
        left -= len(chunk)
    if left <= 0:
        raise fault(
            "file.too-large",
            f"`{shown}` is larger than {size_in_words(limit)}",
            shown,
            why="larger files are refused unread, so that nobody can use up the machine's memory",
            help="split it: one file holds one service",
        )
    return b"".join(chunks)


def size_in_words(size: int) -> str:
    """Write a number of bytes for people: `8 MiB`."""
    for unit, name in ((1 << 20, "MiB"), (1 << 10, "KiB")):
        if size >= unit and size % unit == 0:
            return f"{size // unit} {name}"
    return f"{size} bytes"


def _refuse_odd_files(mode: int, shown: str) -> None:
    if stat.S_ISREG(mode):
        return
    sort = next((words for test, words in _SORTS if test(mode)), "no regular file")
    if sort == "a folder":
        raise fault("file.directory", f"`{shown}` is a folder", shown, help="name a file inside it")
    raise fault(
        "file.not-regular",
        f"`{shown}` is {sort}, not a file",
        shown,
        why="only regular files are read: anything else could block or never end",
        help="copy its content into a file, or give `-` and pipe it in",
    )


def unreadable(error: Exception, shown: str) -> InputError:
    """Make the error for a file that the system does not let be read."""
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return fault("file.missing", f"there is no file `{shown}`", shown, help="check the name and folder")
        case PermissionError():
            return fault(
                "file.no-permission",
                f"`{shown}` may not be read",
                shown,
                help="its permissions keep this user out: change them, or copy the file",
            )
        case OSError(errno=number, strerror=str(reason)):
            help = _HELP.get(number or 0, "look at its disk, or copy the file to another one")
            return fault("file.unreadable", f"`{shown}` cannot be read: {reason.lower()}", shown, help=help)
        case _:
            message = f"`{shown}` cannot be read: its name is not a file name"
            return fault("file.unreadable", message, shown, help="check the name")


def decode(data: bytes, shown: str) -> str:
    """Give the text of UTF-8 bytes without their byte order mark, or every fault in it with its place."""
    for mark, encoding in _FOREIGN_MARKS:
        if data.startswith(mark):
            raise fault(
                "file.encoding",
                f"`{shown}` is written in {encoding}, not in UTF-8",
                shown,
                help=SAVE_AS_UTF8,
            )
    body = data.removeprefix(_BOM)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise InputError(refused(body.decode("utf-8", "surrogateescape"), shown)) from None
    if holds_refused(body, text):
        raise InputError(refused(text, shown))
    return text
