"""Archives: services that send everything at once, and archives that must be refused.

Nothing is packed that different libraries would pack differently: members are stored, or are zeros under bzip2, whose
format and program have not changed in years.
"""

from __future__ import annotations

import bz2
import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from benchmarks.filings.draw import Draw
from benchmarks.filings.planting import ARCHIVES, Ground, Plant, Planted

Member = tuple[str, bytes]
_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
_BOMB: Final = 80 << 20


def as_zip(members: Iterable[Member], *, link: str = "") -> bytes:
    """Make a zip with stored members; `link` is the name of one that is a link."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_STORED) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, _LONG_AGO)
            info.create_system = 3
            info.external_attr = (0o120777 if name == link else 0o100644) << 16
            archive.writestr(info, data)
    return kept.getvalue()


def as_tar(members: Iterable[Member], *, link: str = "") -> bytes:
    """Make a tar; `link` is the name of a member that is a link to what it holds."""
    kept = io.BytesIO()
    with tarfile.open(fileobj=kept, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            if name == link:
                info.type, info.linkname, data = tarfile.SYMTYPE, data.decode(), b""
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return kept.getvalue()


def as_tar_gz(members: Iterable[Member]) -> bytes:
    """Make a tar behind gzip, without its time and without squeezing it."""
    return gzip.compress(as_tar(members), compresslevel=0, mtime=0)


def _cut(data: bytes) -> bytes:
    return data[: len(data) * 2 // 3]


def _bomb(member: Member) -> bytes:
    name, _ = member
    header = as_tar([(name, b"")])[:512]
    info = tarfile.TarInfo.frombuf(header, "utf-8", "strict")
    info.size = _BOMB
    return bz2.compress(info.tobuf() + bytes(_BOMB) + bytes(1024))


_REFUSED: Final[tuple[tuple[str, str, str, Callable[[Member], bytes]], ...]] = (
    ("archive-bomb", "bomb.tar.bz2", "archive.bomb", _bomb),
    ("zip-slip", "slip.zip", "archive.bad-name", lambda one: as_zip([one, (f"../../{one[0]}", one[1])])),
    ("archive-cut-off", "cut.zip", "archive.broken", lambda one: _cut(as_zip([one, ("a.yaml", one[1])]))),
    (
        "archive-link",
        "link.tar",
        "archive.no-file",
        lambda one: as_tar([one, ("x.yaml", b"/etc/passwd")], link="x.yaml"),
    ),
    ("archive-absolute", "absolute.tar", "archive.bad-name", lambda one: as_tar([("/" + one[0], one[1])])),
    ("archive-cut-off-tar", "cut.tar.gz", "archive.broken", lambda one: _cut(as_tar_gz([one]))),
    ("archive-twice", "twice.tar", "archive.twice", lambda one: as_tar([one, one])),
    ("archive-zip-link", "link.zip", "archive.no-file", lambda one: as_zip([(one[0], b"/etc/passwd")], link=one[0])),
    ("no-archive", "text.zip", "archive.broken", lambda one: one[1]),
)


def _plant(name: str, code: str, make: Callable[[Member], bytes]) -> Plant:
    def plant(ground: Ground, _draw: Draw) -> Planted:
        filing = ground.fresh()
        path = f"{ARCHIVES}/{filing.service.id}-{name}"
        data = make((filing.path, filing.text.encode()))
        return Planted(path=path, state="unusable", codes=(code,), files={path: data})

    return plant


BUNDLES: Final[Mapping[str, Plant]] = {fault: _plant(name, code, make) for fault, name, code, make in _REFUSED}
