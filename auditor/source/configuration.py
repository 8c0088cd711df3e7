"""A product's own configuration: files that a declaration is bound to, and the values in them.

A file may lie anywhere in the repository that holds the declaration, and nowhere else. Configuration is as
hostile as any input: it is read strictly, with limits, and never followed anywhere.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from msgspec import Struct

from auditor.model.diagnostic import InputError, Place
from auditor.source.document import Document, Tree
from auditor.source.document import Path as At
from auditor.source.jsontree import read_json
from auditor.source.text import LIMIT, read_bytes, size_in_words
from auditor.source.tomltree import read_toml
from auditor.source.yamltree import read_yaml

TOTAL_LIMIT: Final = 32 * 1024 * 1024
_REPOSITORY: Final = ".git"


def _read_json(data: bytes, shown: str) -> Document:
    """Read JSON; a number with an exponent, which the reader of results refuses, is left to YAML."""
    try:
        return read_json(data, shown)
    except InputError as error:
        if error.diagnostics[0].code != "json.number":
            raise
        return read_yaml(data, shown)


_READERS: Final[dict[str, Callable[[bytes, str], Document]]] = {
    ".json": _read_json,
    ".toml": read_toml,
    ".yaml": read_yaml,
    ".yml": read_yaml,
}


class Fault(Struct, frozen=True):
    """Why a value could not be looked at: the end of its code, what is wrong, what to do, where besides."""

    code: str
    message: str
    help: str
    place: Place | None = None


class Found(Struct, frozen=True):
    """A value of a configuration file, and where it stands."""

    value: Tree
    place: Place


class Configuration:
    """Looks values up for one declaration. Each file is read once, and all of them to `TOTAL_LIMIT` bytes."""

    def __init__(self, shown: str, folder: Path | None) -> None:
        self._shown, self._folder = shown, folder
        self._files: dict[str, Document | Fault] = {}
        self._left = TOTAL_LIMIT

    def value(self, file: str, pointer: str) -> Found | Fault:
        """Give what stands at a JSON pointer (RFC 6901) of a file, or why there is nothing to look at."""
        if file not in self._files:
            self._files[file] = self._read(file)
        document = self._files[file]
        if isinstance(document, Fault):
            return document
        return _at(document, pointer, file)

    def _read(self, file: str) -> Document | Fault:
        reader = _READERS.get(Path(file).suffix.lower())
        if reader is None:
            return Fault(
                "not-configuration",
                f"`{file}` is not JSON, YAML or TOML by its name",
                "name a .json, .yaml, .yml or .toml file",
            )
        if self._folder is None:
            return Fault(
                "no-folder",
                f"`{file}` cannot be looked for: a declaration from standard input has no folder",
                "give the declaration as a file",
            )
        try:
            path = _inside(self._folder, file)
        except (FileNotFoundError, NotADirectoryError):
            return Fault("file-missing", f"there is no file `{file}`", "write its path from the declaration's folder")
        except (OSError, RuntimeError, ValueError):
            return Fault("unreadable", f"`{file}` cannot be read", "look at its permissions")
        if path is None:
            return Fault(
                "outside-repository",
                f"`{file}` does not lie in the repository of the declaration",
                "name a file of the same repository, by its path from the declaration's folder",
            )
        return self._parsed(path, file, reader)

    def _parsed(self, path: Path, file: str, reader: Callable[[bytes, str], Document]) -> Document | Fault:
        shown = Path(os.path.normpath(Path(self._shown).parent / file)).as_posix()
        if self._left <= 0:
            return Fault(
                "too-much-in-all",
                f"`{file}` is not read: the files before it come to more than {size_in_words(TOTAL_LIMIT)}",
                "bind to smaller files",
            )
        try:
            data = read_bytes(path, shown, limit=min(LIMIT, self._left))
            self._left -= len(data)
            return reader(data, shown)
        except InputError as error:
            first = error.diagnostics[0]
            return Fault(
                "unreadable", f"`{file}` cannot be read: {first.message}", first.help or "mend the file", first.place
            )


def _inside(folder: Path, file: str) -> Path | None:
    """Give the real path of a file of the declaration's repository; None for one that lies elsewhere."""
    parts = file.split("/")
    if "\\" in file or ":" in parts[0] or file.startswith("/") or "\0" in file:
        return None
    home = folder.resolve(strict=True)
    root = next((one for one in (home, *home.parents) if (one / _REPOSITORY).exists()), home)
    # Whether a file outside exists is nobody's business: the name is looked at before the disk is.
    if not _is_within(Path(os.path.normpath(home / file)), root):
        return None
    path = (home / file).resolve(strict=True)
    return path if _is_within(path, root) else None


def _is_within(path: Path, root: Path) -> bool:
    """Whether a path is of the repository's own files; what the version control keeps for itself is not."""
    return path.is_relative_to(root) and _REPOSITORY not in path.relative_to(root).parts


def steps(pointer: str) -> tuple[str, ...]:
    """Give the steps of a JSON pointer whose form is right."""
    return tuple(one.replace("~1", "/").replace("~0", "~") for one in pointer.split("/")[1:])


def _at(document: Document, pointer: str, file: str) -> Found | Fault:
    node: Tree = document.data
    path: At = ()
    for step in steps(pointer):
        inner: str | int | None = None
        if isinstance(node, dict) and step in node:
            inner = step
        elif isinstance(node, list) and step.isascii() and step.isdigit() and len(step) < 10:
            inner = int(step) if step == str(int(step)) and int(step) < len(node) else None
        if inner is None:
            place = document.place(path, key=True)
            above = "/".join(("", *map(_escaped, path)))
            held = "the file" if not path else f"`{above}`"
            return Fault(
                "pointer-missing",
                f"nothing stands at `{pointer}` of `{file}`: {held} holds no `{step}`",
                "write the JSON pointer of the value, as `/features/grooming/enabled`",
                place,
            )
        node, path = node[inner], (*path, inner)  # type: ignore[index]  # it has
    return Found(node, document.place(path))


def _escaped(step: str | int) -> str:
    return str(step).replace("~", "~0").replace("/", "~1")
