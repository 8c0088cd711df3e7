"""Evidence entries, and the documents they name: found, whole, unchanged, or why not.

Files are looked at only inside the declaration's own folder. A document that does not count is never an
error: the entry keeps its fault, and a warning says what to do.
"""

from __future__ import annotations

import os
import stat
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from auditor.model.declaration import Service
from auditor.model.diagnostic import Diagnostic, Severity
from auditor.model.evidence import Assurance, Evidence
from auditor.model.plaintext import folded
from auditor.source.document import Document
from auditor.source.gathering import Gatherer, normalised
from auditor.source.replies import read_reply
from auditor.source.text import CHUNK, size_in_words

LIMIT: Final = 64 * 1024 * 1024
TOTAL_LIMIT: Final = 512 * 1024 * 1024
_OWN: Final = "internal"


class Fault(Struct, frozen=True):
    """Why an entry counts for nothing: the end of its code, a short phrase, and what to do."""

    code: str
    phrase: str
    help: str
    key: str = "file"


_NOT_A_FILE: Final = Fault("not-a-file", "what is named is not a file", "name a document, not a folder")
_NO_FOLDER: Final = Fault(
    "no-folder", "a declaration from standard input has no folder to look in", "give the declaration as a file"
)
_OUTSIDE: Final = Fault(
    "outside-folder",
    "the file is not inside the declaration's folder",
    "copy it there and name it without `..` and without a leading `/`",
)
_MISSING: Final = Fault("file-missing", "the file is not there", "check its name, or deliver it with the declaration")
_FLAGS: Final = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOFOLLOW", "O_BINARY", "O_NOCTTY", "O_CLOEXEC")
)


class EvidenceReader:
    """Reads the entries of one declaration. Each file is read once, however often it is named.

    Of all its files together at most `TOTAL_LIMIT` bytes are read, in the order of the entries.
    """

    def __init__(
        self,
        document: Document,
        entries: list[dict[str, Any]],
        folder: Path | None,
        service: Service,
        *,
        compiled: bool,
    ) -> None:
        self.document = document
        self.entries = entries
        self.folder = folder
        # Who issued nothing that can be read said nothing of who issued it.
        self.own = {
            folded(name) for name in ("", _OWN, service.provider, service.name, service.id) if name is not None
        }
        self.compiled = compiled
        # By the issuer as it is written: the issuer, and what a document of theirs is worth.
        self.issuers: dict[str, tuple[str, Assurance]] = {}
        self.hashes: dict[str, str | Fault] = {}
        self.left = TOTAL_LIMIT
        self.warnings: list[Diagnostic] = []

    def read(self, gatherer: Gatherer) -> tuple[Evidence, ...]:
        """Read every entry; their shape is right."""
        return tuple([self._entry(one, number, gatherer) for number, one in enumerate(self.entries)])

    def _entry(self, raw: dict[str, Any], number: int, gatherer: Gatherer) -> Evidence:
        document, get = self.document, raw.get
        issued = gatherer.date(raw["issued"], raw, "issued") if "issued" in raw else None
        file, declared, found = get("file"), get("sha256"), None
        # Nearly always the file was met before and is the one that was declared.
        if not self.compiled and (not (issued and file and declared) or self.hashes.get(file) != declared):
            found = self._fault(raw)
            if found is not None:
                self._warn(raw, number, found)
        written = get("issuer", "")
        issuer, assurance = self.issuers.get(written) or self._issuer(written)
        reply = None
        if "reply" in raw:
            reply = read_reply(document, raw["reply"], ("evidence", number, "reply"), gatherer.found)
        return Evidence(
            id=raw["id"],
            kind=get("kind", "other"),
            title=normalised(raw["title"]),
            assurance=assurance,
            supports=tuple([one.removesuffix(".*") for one in raw["supports"]]),
            place=document.place_in(self.entries, number),
            issuer=issuer,
            issued=issued,
            file=file,
            source=get("source", get("url", "")),
            checked=get("checked", ""),
            fault=found.phrase if found else "",
            reply=reply,
        )

    def _issuer(self, written: str) -> tuple[str, Assurance]:
        issuer = normalised(written)
        own = folded(issuer) in self.own
        found = self.issuers[written] = issuer, Assurance.DOCUMENTED if own else Assurance.INDEPENDENT
        return found

    def _warn(self, raw: dict[str, Any], number: int, found: Fault) -> None:
        self.warnings.append(
            self.document.diagnostic(
                f"evidence.{found.code}",
                f"the evidence `{raw['id']}` counts for nothing: {found.phrase}",
                ("evidence", number, found.key if found.key in raw else "id"),
                why="what it supports is taken as declared and not as backed",
                help=found.help,
                severity=Severity.WARNING,
            )
        )

    def _fault(self, raw: dict[str, Any]) -> Fault | None:
        name = raw.get("file")
        if name is None:
            return Fault(
                "no-file", "no file is named", "put the document beside the declaration and name it in `file`"
            )
        actual = self.hashes.get(name)
        if actual is None:
            actual = self.hashes[name] = self._hash(name)
        if isinstance(actual, Fault):
            return actual
        declared = raw.get("sha256")
        if declared is None:
            return Fault("no-hash", "its hash is not given", f"write `sha256: {actual}`")
        if declared != actual and declared.lower() != actual:
            return Fault(
                "hash-differs",
                "the file is not the one that was declared",
                f"where this file is the right one, write `sha256: {actual}`",
                key="sha256",
            )
        if "issued" not in raw:
            return Fault("undated", "it does not say when it was issued", "write `issued:` with a date")
        return None

    def _hash(self, name: str) -> str | Fault:
        """Give a file's SHA-256, or why it is not looked at."""
        if self.folder is None:
            return _NO_FOLDER
        parts = name.split("/")
        if "\\" in name or ":" in parts[0] or name.startswith("/") or ".." in parts or "\0" in name:
            return _OUTSIDE
        try:
            path = _plain_file(self.folder, parts)
            if path is None:
                home = self.folder.resolve(strict=True)
                resolved = (home / name).resolve(strict=True)
                if not resolved.is_relative_to(home):
                    return _OUTSIDE
                if not resolved.is_file():
                    return _NOT_A_FILE
                path = str(resolved)
            found, read = _hash_of(path, self.left)
            self.left -= read
            return found
        except (FileNotFoundError, NotADirectoryError):
            return _MISSING
        except (OSError, RuntimeError, ValueError):
            return Fault("unreadable", "the file cannot be read", "look at its permissions")


def _plain_file(folder: Path, parts: list[str]) -> str | None:
    """Give the path to a file beneath a folder where no link is on the way; None where that must be looked into."""
    path = str(folder)
    mode = 0
    for part in parts:
        if part in ("", "."):
            return None
        path = f"{path}/{part}"
        mode = os.lstat(path).st_mode
        if stat.S_ISLNK(mode):
            return None
    return path if stat.S_ISREG(mode) else None


def _hash_of(path: str, left: int) -> tuple[str | Fault, int]:
    """Give a file's SHA-256 or what is wrong with it, and how much of it was read; at most `left` is.

    It was looked at before, and is again once it is open: neither a pipe nor a device is ever waited for.
    """
    descriptor = os.open(path, _FLAGS)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return _NOT_A_FILE, 0
        size, hasher = 0, sha256()
        too_much = _too_much(status.st_size, left)
        while too_much is None and (chunk := os.read(descriptor, CHUNK)):
            hasher.update(chunk)
            size += len(chunk)
            too_much = _too_much(size, left)
        if too_much is not None:
            return too_much, size
        if not size:
            return Fault("empty-file", "the file is empty", "deliver the document itself"), 0
        return hasher.hexdigest(), size
    finally:
        os.close(descriptor)


def _too_much(size: int, left: int) -> Fault | None:
    """Say why so many bytes are not read; a file may grow while it is."""
    if size > LIMIT:
        return Fault("too-large", f"the file is larger than {size_in_words(LIMIT)}", "deliver a smaller one")
    if size > left:
        return Fault(
            "too-much-in-all",
            f"the files before it and this one come to more than {size_in_words(TOTAL_LIMIT)}",
            "deliver smaller documents, what matters most first",
        )
    return None
