"""Archives of submissions, taken apart into a private folder: zip, and tar with gzip, bzip2 or xz.

An archive is taken whole or not at all: what leads out of the folder, stands for something else than a file, comes
twice, or is too much, refuses it with the name of its member. Nothing in an archive is ever opened, run or followed,
and its own sizes are not believed: what comes out is counted.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from msgspec import Struct

from auditor.model.diagnostic import Diagnostic, InputError, Place
from auditor.source.evidence import LIMIT as EVIDENCE_LIMIT
from auditor.source.member_names import cut, parts_of, refuse_tar_member, refuse_zip_member, zip_name
from auditor.source.text import open_regular, size_in_words
from auditor.source.unpacking import Forward, Refused, Xz, central_directory

MEMBERS: Final = 100_000
TOTAL: Final = 4 << 30
RATIO: Final = 200
# So much may come out of any archive, however small it is: filings that resemble each other pack very well.
HARMLESS: Final = 64 << 20
NAMES: Final = 64 << 20

_ZIP: Final = (".zip",)
_TAR: Final = {
    ".tar": "",
    ".tar.gz": "gz",
    ".tgz": "gz",
    ".tar.bz2": "bz2",
    ".tbz2": "bz2",
    ".tar.xz": "xz",
    ".txz": "xz",
}
_CHUNK: Final = 1 << 16
_AGAIN: Final = "make it anew, or ask for it again"
_BROKEN: Final = (
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, struct.error, EOFError),
    *(NotImplementedError, RuntimeError, UnicodeError, ValueError, OverflowError, IndexError, KeyError),
)


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def is_archive(name: str) -> bool:
    """Whether a file is an archive, by its name."""
    return name.lower().endswith((*_ZIP, *_TAR))


class Limits(Struct, frozen=True, kw_only=True):
    """What archives may hold: members of each, bytes of all together, and bytes for each byte of an archive."""

    members: int = MEMBERS
    total: int = TOTAL
    ratio: int = RATIO
    harmless: int = HARMLESS


class Extractor:
    """Takes archives apart, one after another; `left` is how many bytes may still come out of them."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.left = self.limits.total

    def extract(self, path: Path, shown: str, into: Path) -> None:
        """Put the files of one archive into a folder that is empty; raises InputError where it is refused."""
        with os.fdopen(open_regular(path, shown), "rb") as file:
            try:
                _Extraction(self, file, into).all(path.name.lower())
            except Refused as refused:
                raise InputError((_refusal(shown, refused),)) from None
            except _BROKEN as error:
                broken = f"the archive is broken: {cut(str(error) or 'it ends too early')}"
                raise InputError((_refusal(shown, Refused("broken", broken, _AGAIN)),)) from None
            except OSError as error:
                reason = (error.strerror or str(error) or "the system gave no reason").lower()
                help = "make room in the temporary folder, or name another one in the variable TMPDIR"
                failed = Refused("cannot-extract", f"the archive cannot be taken apart: {cut(reason)}", help)
                raise InputError((_refusal(shown, failed),)) from None


def _refusal(shown: str, refused: Refused) -> Diagnostic:
    return Diagnostic(
        code=f"archive.{refused.code}",
        message=refused.message,
        place=Place(shown),
        why="an archive is taken whole or not at all, so that none of its submissions can be lost unseen",
        help=refused.help,
    )


class _Extraction:
    """One archive on its way out."""

    def __init__(self, extractor: Extractor, file: BinaryIO, into: Path) -> None:
        self.extractor, self.limits = extractor, extractor.limits
        self.file, self.into = file, into
        self.size = os.fstat(file.fileno()).st_size
        self.out = 0
        self.names: set[str] = set()

    def all(self, name: str) -> None:
        """Take out every member."""
        if name.endswith(_ZIP):
            self._zip()
        else:
            self._tar(next(kind for suffix, kind in reversed(_TAR.items()) if name.endswith(suffix)))

    def spend(self, size: int) -> None:
        """Count bytes that came out, those that are only passed over among them."""
        self.out += size
        self.extractor.left -= size
        if self.extractor.left < 0:
            total = size_in_words(self.limits.total)
            raise Refused("too-large", f"more than {total} come out of the archives of this run", "split them")
        if self.out > self.limits.harmless and self.out > self.size * self.limits.ratio:
            raise Refused(
                "bomb",
                f"more than {self.limits.ratio} bytes come out of each byte of the archive",
                "give the files in a folder, or in an archive that is packed less tightly",
            )

    def _zip(self) -> None:
        if central_directory(self.file, self.size) > NAMES:
            raise Refused("too-many", "the archive's list of members is too long", "split it")
        with zipfile.ZipFile(self.file) as archive:
            for info in archive.infolist():
                name = zip_name(info)
                path = self._path(name)
                refuse_zip_member(info, name)
                if info.is_dir():
                    path.mkdir(parents=True, exist_ok=True)
                    continue
                before = self.out
                with archive.open(info) as member:
                    self._write(path, _counted(member, self.spend), name)
                if self.out - before != info.file_size:
                    raise Refused("broken", f"the member `{cut(name)}` is not as long as it is said to be", _AGAIN)

    def _tar(self, kind: str) -> None:
        raw: _Readable
        match kind:
            case "gz":
                raw = gzip.GzipFile(fileobj=self.file)
            case "bz2":
                raw = bz2.BZ2File(self.file)
            case "xz":
                raw = Xz(self.file)
            case _:
                raw = self.file
        reader = Forward(raw.read, self.spend)
        with tarfile.open(fileobj=reader, mode="r:", encoding="utf-8", errors="surrogateescape") as archive:  # type: ignore[call-overload]  # it reads, seeks and tells
            for member in _members(archive, reader):
                path = self._path(member.name)
                refuse_tar_member(member)
                if member.isdir():
                    path.mkdir(parents=True, exist_ok=True)
                    continue
                reader.seek(member.offset_data)
                self._write(path, _part(reader, member.size), member.name)
            reader.refuse_more(archive.offset)

    def _path(self, name: str) -> Path:
        """Give the place of a member, or refuse its name."""
        if len(self.names) >= self.limits.members:
            raise Refused("too-many", f"the archive has more than {self.limits.members:,} members", "split it")
        parts = parts_of(name)
        whole = "/".join(parts)
        if whole and whole in self.names:
            raise Refused("twice", f"the member `{cut(name)}` is in the archive twice", "make it anew")
        self.names.add(whole)
        return self.into.joinpath(*parts)

    def _write(self, path: Path, chunks: Iterator[bytes], name: str) -> None:
        """Write a member; of what is larger than any document may be, only so much that its reader refuses it."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        except (FileExistsError, NotADirectoryError):
            message = f"the member `{cut(name)}` stands where another one does"
            raise Refused("twice", message, "make it anew") from None
        with os.fdopen(descriptor, "wb") as file:
            left = EVIDENCE_LIMIT + 1
            for chunk in chunks:
                file.write(chunk[:left])
                left -= min(left, len(chunk))


def _counted(member: _Readable, spend: Callable[[int], None]) -> Iterator[bytes]:
    while chunk := member.read(_CHUNK):
        spend(len(chunk))
        yield chunk


def _part(reader: Forward, size: int) -> Iterator[bytes]:
    while size > 0:
        chunk = reader.data(min(size, _CHUNK))
        if not chunk:
            raise EOFError("it ends inside a member")
        size -= len(chunk)
        yield chunk


def _members(archive: tarfile.TarFile, reader: Forward) -> Iterator[tarfile.TarInfo]:
    while True:
        reader.new_header()
        member = archive.next()
        if member is None:
            return
        archive.members = []  # type: ignore[attr-defined]  # it would keep them all
        yield member
