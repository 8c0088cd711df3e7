"""What the standard library's readers of archives lack: bounds on memory, and a certain end.

A tar is read forward only and never by more than is asked for; what its headers may hold is bounded, and so is what a
zip's list of members may be. An archive that stops before its end is told from one that is whole.
"""

from __future__ import annotations

import lzma
import struct
from collections.abc import Callable
from typing import BinaryIO, Final

_CHUNK: Final = 1 << 16
_BEHIND: Final = 1 << 10
_BLOCK: Final = 512
# Names and other particulars of one member; the tar format has no limit of its own.
_HEADERS: Final = 1 << 20
_XZ_MEMORY: Final = 256 << 20

_END, _END_SIZE = b"PK\x05\x06", 22
_END64_PLACE, _END64_PLACE_SIZE = b"PK\x06\x07", 20
_END64, _END64_SIZE = b"PK\x06\x06", 56
_COMMENT: Final = 1 << 16


class Refused(Exception):
    """An archive that is not taken: the end of its code, what is wrong, and what to do."""

    def __init__(self, code: str, message: str, help: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.help = code, message, help


class Forward:
    """A stream that is read forward, and remembers just enough to step back by a block.

    The reader of tar headers takes it for a file. Each byte is reported to `spend`, also where it is passed over.
    """

    def __init__(self, read: Callable[[int], bytes], spend: Callable[[int], None]) -> None:
        self._read, self._spend = read, spend
        self._chunk, self._start, self._at = b"", 0, 0
        self._headers = _HEADERS

    def new_header(self) -> None:
        """Let the next member's headers be read."""
        self._headers = _HEADERS

    def read(self, size: int) -> bytes:
        """Read what belongs to a header."""
        self._headers -= size
        if size < 0 or self._headers < 0:
            raise Refused("broken", "a member's header is larger than any is", "make the archive anew")
        return self.data(size)

    def data(self, size: int) -> bytes:
        """Read so many bytes, fewer only at the end."""
        parts = []
        while size > 0:
            offset = self._at - self._start
            part = self._chunk[offset : offset + size]
            if not part:
                if not self._more():
                    break
                continue
            parts.append(part)
            size -= len(part)
            self._at += len(part)
        return b"".join(parts)

    def _more(self) -> bool:
        data = self._read(_CHUNK)
        self._spend(len(data))
        kept = self._chunk[-_BEHIND:]
        self._start += len(self._chunk) - len(kept)
        self._chunk = kept + data
        return bool(data)

    def tell(self) -> int:
        """Give the position."""
        return self._at

    def seek(self, position: int) -> int:
        """Go forward to a position, or back by a little."""
        if position < self._start:
            raise Refused("broken", "the archive leads back to where it was", "make it anew")
        while position > self._start + len(self._chunk):
            if not self._more():
                raise EOFError("it ends inside a member")
        self._at = position
        return position

    def refuse_more(self, end: int) -> None:
        """Read to the last byte; raises where the archive has not ended there, or something follows its end."""
        self.seek(end)
        if self.data(_BLOCK) != bytes(_BLOCK):
            raise EOFError("it ends without the mark of an end")
        while chunk := self.data(_CHUNK):
            if chunk.strip(b"\0"):
                raise Refused("broken", "something follows the archive's end", "give each archive as a file")


class Xz:
    """A stream of xz data, read with bounded memory; several in a row are one."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._inner = _xz()
        self._fed = b""

    def read(self, size: int) -> bytes:
        """Read at least one byte and at most so many; nothing at the end."""
        while True:
            if self._inner.eof and not self._next():
                return b""
            fed, self._fed = self._fed, b""
            if self._inner.needs_input and not fed:
                fed = self._file.read(_CHUNK)
                if not fed:
                    raise EOFError("it ends too early")
            if data := self._inner.decompress(fed, size):
                return data

    def _next(self) -> bool:
        """Begin the next stream, after the zeros that may stand between two."""
        rest = self._inner.unused_data.lstrip(b"\0")
        while not rest:
            read = self._file.read(_CHUNK)
            if not read:
                return False
            rest = read.lstrip(b"\0")
        self._inner, self._fed = _xz(), rest
        return True


def _xz() -> lzma.LZMADecompressor:
    return lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)


def central_directory(file: BinaryIO, size: int) -> int:
    """Give the size of a zip's list of members, as any reader may find it: the greatest that its end tells.

    The library reads that list whole. Nothing that looks like an end gives 0: the library refuses it.
    """
    first = max(0, size - _COMMENT - _END_SIZE)
    file.seek(max(0, first - _END64_PLACE_SIZE))
    tail = file.read()
    greatest, at = 0, tail.rfind(_END)
    while at >= 0:
        if len(tail) - at >= _END_SIZE:
            (told,) = struct.unpack_from("<L", tail, at + 12)
            greatest = max(greatest, told, _central_directory64(file, tail, at, size))
        at = tail.rfind(_END, 0, at)
    file.seek(0)
    return greatest


def _central_directory64(file: BinaryIO, tail: bytes, at: int, size: int) -> int:
    """Give the size that the longer form of an end tells, which stands before it; 0 where there is none."""
    if at < _END64_PLACE_SIZE or tail[at - _END64_PLACE_SIZE : at - _END64_PLACE_SIZE + 4] != _END64_PLACE:
        return 0
    (told,) = struct.unpack_from("<Q", tail, at - _END64_PLACE_SIZE + 8)
    place = size - len(tail) + at - _END64_PLACE_SIZE - _END64_SIZE
    found = 0
    for one in {place, told}:
        if 0 <= one <= size - _END64_SIZE:
            file.seek(one)
            record = file.read(_END64_SIZE)
            if record.startswith(_END64):
                found = max(found, struct.unpack_from("<Q", record, 40)[0])
    return found
