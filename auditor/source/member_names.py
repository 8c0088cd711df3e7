"""What a member of an archive may be called, and what it may be: a file or a folder inside, and nothing else."""

from __future__ import annotations

import re
import stat
import tarfile
import zipfile
from typing import Final

from auditor.source.unpacking import Refused

# Deflate64, LZMA and others need memory that the archive chooses, or are not in every Python.
_METHODS: Final = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2}
_ENCRYPTED, _UTF8 = 0x1, 0x800
_DEEPEST: Final = 64
_LONGEST: Final = 200
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_DRIVE: Final = re.compile("[A-Za-z]:")


def parts_of(name: str) -> tuple[str, ...]:
    """Give the parts of a member's path, or refuse its name."""
    parts = tuple(one for one in name.split("/") if one not in ("", "."))
    if not name or _CONTROL.search(name):
        raise _bad_name(name, "is no file name in UTF-8")
    if name.startswith("/") or "\\" in name or _DRIVE.match(name) or ".." in parts:
        raise _bad_name(name, "leads out of the archive")
    if len(parts) > _DEEPEST:
        raise _bad_name(name, f"stands more than {_DEEPEST} folders deep")
    return parts


def _bad_name(name: str, what: str) -> Refused:
    help = "make the archive anew, with names below one folder, parted by `/`"
    return Refused("bad-name", f"the member `{cut(name)}` {what}", help)


def cut(text: str) -> str:
    """Cut what quotes an archive, and write what is no character as an escape."""
    text = text.encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= _LONGEST else text[: _LONGEST // 2] + " … " + text[-_LONGEST // 2 :]


def zip_name(info: zipfile.ZipInfo) -> str:
    """Give a member's name as it was written; the library cuts it at NUL, and takes old ones for those of DOS."""
    name = info.orig_filename
    if info.flag_bits & _UTF8 or name.isascii():
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        raise _bad_name(name, "is no file name in UTF-8") from None


def refuse_zip_member(info: zipfile.ZipInfo, name: str) -> None:
    """Refuse what cannot be read, or is no file."""
    if info.flag_bits & _ENCRYPTED:
        message = f"the member `{cut(name)}` is encrypted"
        raise Refused("encrypted", message, "decrypt it first, and give an archive without a password")
    sort = stat.S_IFMT(info.external_attr >> 16)
    if sort not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise _no_file(name, sort == stat.S_IFLNK)
    if info.compress_type not in _METHODS:
        message = f"the member `{cut(name)}` is packed in a way that is not read"
        raise Refused("method", message, "pack it with `deflate`, as every program can")


def refuse_tar_member(member: tarfile.TarInfo) -> None:
    """Refuse what is no file, or claims more than it holds."""
    if not (member.isreg() or member.isdir()):
        raise _no_file(member.name, member.issym() or member.islnk())
    if member.issparse() or member.size < 0:
        message = f"the member `{cut(member.name)}` is sparse: it claims more than it holds"
        raise Refused("sparse", message, "pack it without `--sparse`")


def _no_file(name: str, link: bool) -> Refused:
    what = "a link" if link else "a device or a pipe"
    return Refused(
        "no-file", f"the member `{cut(name)}` is {what}, not a file", "put the files themselves into the archive"
    )
