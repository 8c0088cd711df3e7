"""The declarations in a folder, by name: never through a link that leads out, and never round in a circle."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from auditor.model.batch import Aside
from auditor.model.diagnostic import Diagnostic, Place
from auditor.source.archives import is_archive

DECLARATIONS: Final = (".yaml", ".yml", ".json")
# Files that macOS puts beside others, with their names behind these two characters, and its folder of them.
_FORKS: Final = ("._", "__MACOSX")


class Given(Struct, frozen=True, kw_only=True):
    """One input: its name in reports and its path; without a path it cannot be used, and says why."""

    shown: str
    path: str | None
    diagnostics: tuple[Diagnostic, ...] = ()


def unusable(shown: str, code: str, message: str, *, why: str = "", help: str = "") -> Given:
    """Make an input that cannot be used, and say why."""
    diagnostic = Diagnostic(code=f"batch.{code}", message=message, place=Place(shown), why=why, help=help)
    return Given(shown=shown, path=None, diagnostics=(diagnostic,))


def declarations_in(folder: str, shown: str, aside: Aside, own: os.stat_result | None = None) -> Iterator[Given]:
    """Give the declarations in a folder, by name, each folder's content where the folder's name stands.

    `own` is the register of the run, which is none of them whatever it is called.
    """
    root = os.path.realpath(folder)
    waiting = [iter(Entry.all_in(folder, shown))]
    while waiting:
        entry = next(waiting[-1], None)
        if entry is None:
            waiting.pop()
        elif entry.failed:
            yield unusable(
                entry.shown,
                "no-folder",
                f"the folder `{entry.shown or '.'}` cannot be looked into: {entry.failed}",
                help="its permissions keep this user out: change them, or leave the folder out",
            )
        elif entry.is_link and not _inside(entry.path, root):
            yield from _leading_out(entry, aside)
        elif entry.is_folder and not entry.is_link:
            waiting.append(iter(Entry.all_in(entry.path, entry.shown)))
        elif entry.is_folder:
            aside.links += 1
        elif own is not None and is_same(entry.path, own):
            aside.own += 1
        elif entry.is_declaration:
            yield Given(shown=entry.shown, path=entry.path)
        else:
            _aside(entry, aside)


def is_same(path: str, own: os.stat_result) -> bool:
    """Whether a file is the one that stands there by another name."""
    try:
        return os.path.samestat(os.stat(path), own)  # noqa: PTH116  # a name need not be a path of this system
    except (OSError, ValueError):
        return False


def _aside(entry: Entry, aside: Aside) -> None:
    if is_archive(entry.path):
        aside.archive(entry.shown)
    else:
        aside.files += 1


def _leading_out(entry: Entry, aside: Aside) -> Iterator[Given]:
    if not (entry.is_declaration or entry.is_folder):
        _aside(entry, aside)
        return
    yield unusable(
        entry.shown,
        "link-outside",
        f"`{entry.shown}` is a link that leads out of the folder that was given",
        why="what is sent in must not decide which files of this machine are read",
        help="put the file itself there, or name it",
    )


class Entry(Struct, frozen=True, kw_only=True):
    """Something in a folder; `failed` says why the folder itself could not be looked into."""

    path: str
    shown: str
    is_link: bool = False
    is_folder: bool = False
    failed: str = ""

    @property
    def is_declaration(self) -> bool:
        """Whether it is an input, by its name."""
        name = os.path.basename(self.path)  # noqa: PTH119  # a name need not be a path of this system
        return name.lower().endswith(DECLARATIONS) and not name.startswith(_FORKS)

    @classmethod
    def all_in(cls, folder: str, shown: str) -> list[Entry]:
        """Give what stands in a folder, by name; folders of macOS that repeat others are left out."""
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda one: one.name)
        except OSError as error:
            return [cls(path=folder, shown=shown, failed=(error.strerror or "no reason given").lower())]
        return [
            cls(
                path=one.path,
                shown=f"{shown}/{name}" if shown else name,
                is_link=one.is_symlink(),
                is_folder=_is_folder(one),
            )
            for one in entries
            if (name := os.fsencode(one.name).decode("utf-8", "backslashreplace")) != _FORKS[1]
        ]


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _inside(path: str, root: str) -> bool:
    real = os.path.realpath(path)
    return real == root or real.startswith(root.rstrip(os.sep) + os.sep)
