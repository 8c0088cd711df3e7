"""What was given to a batch, in a fixed order: files, folders, patterns, archives, and lists of paths.

Every name that was given becomes at least one input, so that none is lost: a name that leads nowhere is an input that
cannot be used. What stands in a folder and is no declaration by its name is counted and left aside.
"""

from __future__ import annotations

import glob
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from shutil import rmtree
from typing import BinaryIO, Final

from auditor.model.batch import Aside
from auditor.model.diagnostic import Diagnostic, InputError, Place, Severity
from auditor.register.faults import no_scratch
from auditor.register.folders import Given, declarations_in, is_same, unusable
from auditor.source.archives import Extractor, is_archive
from auditor.source.inputs import STDIN

INSIDE: Final = "!"
_PATTERN: Final = frozenset("*?[")
_LONGEST_LINE: Final = 1 << 16
_SHOWN: Final = 10


class Intake:
    """Gives the inputs one by one. Archives are taken apart below `home`, a private folder that outlives the run.

    `listed` is a stream of paths, one a line (or before each NUL), that stands where `-` was given. Absolute paths
    are shown from the nearest folder that holds all that was given. `own` is the register of the run, which is no
    input of it.
    """

    def __init__(
        self,
        paths: Sequence[str],
        home: Path,
        *,
        listed: BinaryIO | None = None,
        null: bool = False,
        extractor: Extractor | None = None,
        own: str | None = None,
    ) -> None:
        self.paths, self.home, self.null = list(paths), home, null
        self.listed = listed
        self.extractor = extractor or Extractor()
        self.aside = Aside()
        self._own = None if own is None else os.stat(own)  # noqa: PTH116  # a name as it was given
        self._archives = 0
        self._common: str | None = None

    def __iter__(self) -> Iterator[Given]:
        """Give every input once, in the order of what was given; inside a folder by name."""
        with self._listed() as kept:
            for path in self.paths:
                if path == STDIN:
                    kept.seek(0)
                    for line in _lines(kept, b"\0"):
                        yield from self._one(os.fsdecode(line))
                elif _PATTERN & set(path) and not os.path.lexists(path):
                    yield from self._matching(path)
                else:
                    yield from self._one(path)

    @contextmanager
    def _listed(self) -> Iterator[BinaryIO]:
        """Look at all that was given, and keep the list of standard input."""
        with ExitStack() as stack:
            try:
                kept = stack.enter_context(tempfile.TemporaryFile(dir=self.home))
                self._look_at_all(kept)
                kept.flush()
            except OSError as error:
                raise InputError((no_scratch(error.strerror or str(error)),)) from None
            yield kept

    def _look_at_all(self, kept: BinaryIO) -> None:
        """Find the folder that holds all that was given, and put the list aside: it can be read only once."""
        for path in self.paths:
            if path != STDIN:
                self._look_at(path)
        if STDIN in self.paths and self.listed is not None:
            for line in _lines(self.listed, b"\0" if self.null else b"\n"):
                self._look_at(os.fsdecode(line))
                kept.write(line + b"\0")

    def _look_at(self, path: str) -> None:
        folder = os.path.abspath(path)  # noqa: PTH100  # links stay as written
        if not _is_folder(path):
            folder = str(Path(folder).parent)
        self._common = folder if self._common is None else os.path.commonpath([self._common, folder])

    def shown(self, path: str) -> str:
        """Give a path's name in reports: as given, with forward slashes, without the folders of one machine."""
        name = os.path.normpath(path)
        if Path(name).is_absolute() and self._common is not None:
            name = os.path.relpath(name, self._common)
        return os.fsencode(Path(name).as_posix()).decode("utf-8", "backslashreplace")

    def _matching(self, pattern: str) -> Iterator[Given]:
        found = glob.glob(pattern, recursive=True)  # noqa: PTH207  # a pattern as people write it
        if not found:
            shown = self.shown(pattern)
            help = "patterns know *, ?, [abc] and, for folders below, **; put them in quotes"
            yield unusable(shown, "no-match", f"nothing matches `{shown}`", help=help)
        for path in sorted(found, key=lambda one: Path(one).parts):
            yield from self._one(path)

    def _one(self, path: str) -> Iterator[Given]:
        shown = self.shown(path)
        if _is_folder(path):
            before = self.aside.seen
            inputs = declarations_in(path, shown if shown != "." else "", self.aside, self._own)
            first = next(inputs, None)
            if first is None:
                if self.aside.seen == before:
                    self.aside.empty_folder(shown)
                return
            yield first
            yield from inputs
        elif self._own is not None and is_same(path, self._own):
            self.aside.own += 1
        elif is_archive(path):
            yield from self._archive(path, shown)
        else:
            yield Given(shown=shown, path=str(Path(path)))  # without a slash at its end, which only folders have

    def _archive(self, path: str, shown: str) -> Iterator[Given]:
        into = self.home / f"archive-{self._archives:06}"
        self._archives += 1
        try:
            into.mkdir(mode=0o700)
            self.extractor.extract(Path(path), shown, into)
        except OSError as error:
            raise InputError((no_scratch(error.strerror or str(error)),)) from None
        except InputError as error:
            rmtree(into, ignore_errors=True)
            yield Given(shown=shown, path=None, diagnostics=error.diagnostics)
            return
        yield from declarations_in(str(into), f"{shown}{INSIDE}", self.aside)

    def notes(self) -> tuple[Diagnostic, ...]:
        """Tell what was seen and is no input, once the last input was given."""
        aside = self.aside
        of_files = "only *.yaml, *.yml and *.json are inputs; evidence stays beside them"
        told = (
            (aside.files, "other file", (), of_files),
            (aside.archives, "archive inside a folder or an archive", aside.archive_names, _help(aside.archives)),
            (aside.links, "link to a folder inside", (), "what stands there is found where it stands"),
            (aside.empty, "folder with nothing in it", aside.empty_names, "check the name"),
            (min(aside.own, 1), "register that this run writes to", (), "it is no input, whatever it is called"),
        )
        return tuple(
            Diagnostic(
                code="batch.left-aside",
                message=f"left aside: {number:,} {noun if number == 1 else _several(noun)}{_named(names, number)}",
                help=help,
                severity=Severity.WARNING,
            )
            for number, noun, names, help in told
            if number
        )


def _help(archives: int) -> str:
    more = "; the last line that the batch writes names more of them" if archives > _SHOWN else ""
    return f"name {'it, and it is' if archives == 1 else 'them, and they are'} taken apart{more}"


def _named(names: Sequence[str], number: int) -> str:
    """Name the first of what is counted; empty where no name is kept."""
    first = [f"`{one}`" for one in names[:_SHOWN]]
    more = f" and {number - len(first):,} more" if number > len(first) else ""
    return f": {', '.join(first)}{more}" if first else ""


def _several(noun: str) -> str:
    first, space, rest = noun.partition(" ")
    return f"other {rest}s" if first == "other" else f"{first}s{space}{rest}"


def _is_folder(path: str) -> bool:
    return os.path.isdir(path)  # noqa: PTH112  # unlike Path's, it takes every name and every refusal for a no


def _lines(stream: BinaryIO, end: bytes) -> Iterator[bytes]:
    """Give the lines of a list, however long it is."""
    rest = b""
    while chunk := _read(stream):
        *lines, rest = (rest + chunk).split(end)
        if len(rest) > _LONGEST_LINE:
            message = "a line of the list of paths is longer than any path"
            help = "give one path a line; `--null` where a NUL ends each"
            raise InputError((Diagnostic(code="batch.list", message=message, place=Place("<stdin>"), help=help),))
        yield from filter(None, map(_path, lines))
    if _path(rest):
        yield _path(rest)


def _read(stream: BinaryIO) -> bytes:
    try:
        return stream.read(_LONGEST_LINE)
    except OSError as error:
        message = f"the list of paths cannot be read: {(error.strerror or 'the system gave no reason').lower()}"
        told = Diagnostic(
            code="batch.list", message=message, place=Place("<stdin>"), help="pipe it in, one path a line"
        )
        raise InputError((told,)) from None


def _path(line: bytes) -> bytes:
    return line.removesuffix(b"\r")
