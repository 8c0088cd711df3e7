"""TOML into plain data, with the places of its keys and values found afterwards.

The standard library's parser keeps no places. What it took is known to be TOML, so the text is gone through a
second time, loosely, only to see where each key and value stands.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final, Never

from auditor.model.diagnostic import InputError, Place
from auditor.source.document import Document, Path, Tree
from auditor.source.text import decode

DEPTH_LIMIT: Final = 64
_AT_LINE: Final = re.compile(r" \(at line (\d+), column (\d+)\)$")
_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_BLANK: Final = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*+")
_SPACE: Final = re.compile(r"[ \t]*")
_TEXT: Final = re.compile(r"\"\"\"(?:[^\\]|\\.)*?\"{3,5}|'''.*?'{3,5}|\"(?:[^\"\\\n]|\\.)*+\"|'[^'\n]*'", re.DOTALL)
_WORD: Final = re.compile(r"[^,\]}#\r\n]+")
# The parser copies a key for each of its parts, so that a key of a million parts would take hours.
_LONG_KEY: Final = re.compile(r"(?<![\w-])(?:(?:[\w-]++|\"[^\"\n]*+\"|'[^'\n]*+')[ \t]*+\.[ \t]*+){64}", re.ASCII)


class TomlDocument(Document):
    """A TOML file's data; places are found when the first is asked for."""

    def __init__(self, *, file: str, text: str) -> None:
        super().__init__(file=file, text=text)
        self._found: dict[Path, tuple[int, int, int]] | None = None

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Give the place of a value, or of its key; of what it would be in, where there is none."""
        if self._found is None:
            self._found = _Scanner(self.text).places()
        while path and path not in self._found:
            path, key = path[:-1], True
        if not path:
            return Place(self.file, 1, 1)
        key_at, value_at, length = self._found[path]
        return self.place_at(key_at) if key else self.place_at(value_at, length)


def read_toml(data: bytes, file: str) -> TomlDocument:
    """Read the bytes of a TOML file; dates become text. Raises InputError where it cannot be used."""
    document = TomlDocument(file=file, text=decode(data, file))
    long = _LONG_KEY.search(document.text)
    if long is not None:
        _refuse_depth(document, document.place_at(long.start()))
    try:
        read = tomllib.loads(document.text, parse_float=Decimal)
    except ValueError as error:
        _refuse_syntax(document, str(error))
    except RecursionError:
        _refuse_depth(document, Place(file))
    document.data = _plain(document, read, 1)
    return document


def _refuse_syntax(document: TomlDocument, told: str) -> Never:
    at = _AT_LINE.search(told)
    said = _AT_LINE.sub("", told)
    place = Place(document.file, int(at[1]), int(at[2])) if at else Place(document.file)
    message = f"this is not TOML: {said[:1].lower()}{said[1:]}"
    raise InputError((document.diagnostic_at("toml.syntax", message, place),))


def _refuse_depth(document: TomlDocument, place: Place) -> Never:
    message = f"more than {DEPTH_LIMIT} levels stand inside one another"
    why = "no configuration needs that; it is a way to exhaust a machine"
    raise InputError((document.diagnostic_at("toml.too-deep", message, place, why=why),))


def _plain(document: TomlDocument, value: Any, depth: int) -> Tree:
    if depth > DEPTH_LIMIT:
        _refuse_depth(document, Place(document.file))
    match value:
        case dict():
            return {key: _plain(document, one, depth + 1) for key, one in value.items()}
        case list():
            return [_plain(document, one, depth + 1) for one in value]
        case datetime() | date() | time():
            return value.isoformat()
        case Decimal() if not value.is_finite():
            return str(value)
        case _:
            plain: Tree = value
            return plain


class _Scanner:
    """One pass over a text that is known to be TOML: where the key and the value at each path begin."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[Path, tuple[int, int, int]] = {}
        self.numbers: dict[Path, int] = {}

    def places(self) -> dict[Path, tuple[int, int, int]]:
        """Give, for each path, where its key stands, where its value does, and how long that is on its line."""
        table: Path = ()
        self._skip(_BLANK)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip(_BLANK)
        return self.found

    def _skip(self, what: re.Pattern[str]) -> None:
        found = what.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def _header(self) -> Path:
        many = self.text.startswith("[[", self.at)
        start = self.at
        self.at += 2 if many else 1
        path: Path = ()
        parts = self._key()
        for number, (name, key_at) in enumerate(parts):
            path = (*path, name)
            self.found.setdefault(path, (key_at, start, 0))
            last = number + 1 == len(parts)
            if last and many:
                self.numbers[path] = self.numbers.get(path, -1) + 1
            if path in self.numbers:
                path = (*path, self.numbers[path])
                self.found.setdefault(path, (start, start, 0))
        self.at += 2 if many else 1
        return path

    def _key(self) -> list[tuple[str, int]]:
        """Read a dotted key, with where each of its parts stands."""
        parts: list[tuple[str, int]] = []
        while True:
            self._skip(_SPACE)
            start = self.at
            bare = _BARE.match(self.text, start)
            quoted = None if bare else _TEXT.match(self.text, start)
            if bare is not None:
                name = bare[0]
            else:
                assert quoted is not None
                name = next(iter(tomllib.loads(f"{quoted[0]} = 0")))
            self.at = (bare or quoted or _TEXT.match(self.text, start)).end()  # type: ignore[union-attr]
            parts.append((name, start))
            self._skip(_SPACE)
            if self.text[self.at] != ".":
                return parts
            self.at += 1

    def _pair(self, table: Path) -> None:
        path = table
        parts = self._key()
        self.at += 1  # the equals sign
        self._skip(_SPACE)
        for name, key_at in parts:
            path = (*path, name)
            self.found.setdefault(path, (key_at, self.at, 0))
        self._value(path, parts[-1][1])

    def _value(self, path: Path, key_at: int) -> None:
        start = self.at
        opening = self.text[start]
        if opening in "[{":
            self.at += 1
            self._members(path, listed=opening == "[")
            length = 0
        else:
            text = _TEXT.match(self.text, start) if opening in "\"'" else None
            word = text or _WORD.match(self.text, start)
            assert word is not None
            self.at = word.end()
            written = word[0].rstrip()
            length = 0 if "\n" in written else len(written)
        self.found[path] = (key_at, start, length)

    def _members(self, path: Path, *, listed: bool) -> None:
        number = 0
        while True:
            self._skip(_BLANK)
            if self.text[self.at] in "]}":
                self.at += 1
                return
            if listed:
                self._value((*path, number), self.at)
                number += 1
            else:
                self._pair(path)
            self._skip(_BLANK)
            if self.text[self.at] == ",":
                self.at += 1
