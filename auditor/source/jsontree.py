"""JSON text into plain data, strictly: the one reader of saved results, which are too large to be read as YAML.

Reading keeps no places: a file that is refused is gone through a second time, to find where the fault stands.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final, Never

from auditor.model.diagnostic import InputError, Place
from auditor.source.document import Document, Path, Tree
from auditor.source.jsonplaces import after_blank, entry, first_deeper, repeats
from auditor.source.text import decode

DEPTH_LIMIT: Final = 64
PART_LIMIT: Final = 4_000_000
DIGIT_LIMIT: Final = 1000
_EXCERPT_LIMIT: Final = 10_000


class JsonDocument(Document):
    """A JSON file's data; a place in it is looked for when it is asked for."""

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Give the place of a value, or of its key; of what it would be in, where there is none."""
        key_at, at = after_blank(self.text, 0), after_blank(self.text, 0)
        for step in path:
            found = entry(self.text, at, step)
            if found is None:
                break
            key_at, at = found
        return self.place_at(key_at if key else at)

    def line(self, number: int) -> str | None:
        """Give a line by its number from 1; None for a file that is all one line."""
        line = super().line(number)
        return line if line is None or len(line) <= _EXCERPT_LIMIT else None


def read_json(data: bytes, file: str) -> JsonDocument:
    """Read the bytes of a JSON file; raises InputError with the place where it cannot be used."""
    document = JsonDocument(file=file, text=decode(data, file))
    text = document.text
    if text.count(",") + text.count("[") + text.count("{") > PART_LIMIT:
        _refuse(
            document,
            "json.too-many-parts",
            f"the file holds more than {PART_LIMIT:,} values",
            Place(file),
            why="more would use up the machine's memory",
            help="audit fewer declarations at a time",
        )
    document.data = _parsed(document)
    return document


def pointer(path: Path) -> str:
    """Write a path as a JSON pointer (RFC 6901)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def differences(written: Tree, wanted: Tree, at: Path = ()) -> Iterator[tuple[Path, Tree, Tree]]:
    """Go through the places where data is not as wanted, with both; keys beyond those wanted are passed over."""
    if isinstance(wanted, dict) and isinstance(written, dict):
        for key, value in wanted.items():
            yield from differences(written.get(key), value, (*at, key))
    elif isinstance(wanted, list) and isinstance(written, list) and len(written) == len(wanted):
        for number, (one, value) in enumerate(zip(written, wanted, strict=True)):
            yield from differences(one, value, (*at, number))
    elif written != wanted:
        yield at, written, wanted


def _parsed(document: JsonDocument) -> Tree:
    repeated: list[str] = []

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            repeated.append(pairs[0][0])
        return found

    try:
        data: Tree = json.loads(
            document.text,
            object_pairs_hook=members,
            parse_int=_whole,
            parse_float=_decimal,
            parse_constant=_no_number,
        )
    except json.JSONDecodeError as error:
        what = "the file is empty" if not document.text.strip() else f"this is not JSON: {_in_words(error.msg)}"
        _refuse(document, "json.syntax", what, document.place_at(error.pos), help="give the file as it was written")
    except _NotANumber as error:
        at = next(one.start() for one in _either(error.written).finditer(document.text) if one[0] == error.written)
        _refuse(
            document,
            "json.number",
            f"`{error.written[:40]}` is not a number that a result can hold",
            document.place_at(at, len(error.written)),
            why="numbers are plain decimal digits, and never infinite",
        )
    except RecursionError:
        _refuse_depth(document)
    if _is_deep(data):
        _refuse_depth(document)
    if repeated:
        key, first, again = next(repeats(document.text))
        raise InputError(
            (
                document.diagnostic_at(
                    "json.duplicate-key",
                    f"`{key}` is written twice",
                    document.place_at(again),
                    why="readers differ in which of the two they believe",
                    help="give the file as it was written",
                    also=(document.place_at(first),),
                ),
            )
        )
    return data


def _refuse(document: Document, code: str, message: str, place: Place, *, why: str = "", help: str = "") -> Never:
    raise InputError((document.diagnostic_at(code, message, place, why=why, help=help),))


def _refuse_depth(document: JsonDocument) -> Never:
    _refuse(
        document,
        "json.too-deep",
        f"more than {DEPTH_LIMIT} levels stand inside one another",
        document.place_at(first_deeper(document.text, DEPTH_LIMIT)),
        why="no result needs that; it is a way to exhaust a machine",
    )


class _NotANumber(Exception):
    def __init__(self, written: str) -> None:
        super().__init__(written)
        self.written = written


def _either(written: str) -> re.Pattern[str]:
    """Give the pattern of a word outside texts: it finds whole texts too, so that nothing in them is taken for it."""
    return re.compile(rf'"(?:[^"\\]|\\.)*"|{re.escape(written)}')


def _no_number(written: str) -> Never:
    raise _NotANumber(written)


def _whole(written: str) -> int:
    if len(written) > DIGIT_LIMIT:
        _no_number(written)
    return int(written)


def _decimal(written: str) -> Decimal:
    # an exponent makes a few characters into millions of digits; the program writes none
    if len(written) > DIGIT_LIMIT or "e" in written or "E" in written:
        _no_number(written)
    return Decimal(written)


def _in_words(message: str) -> str:
    return message[:1].lower() + message[1:]


def _is_deep(data: Tree) -> bool:
    level: list[Any] = [data] if isinstance(data, dict | list) else []
    for _ in range(DEPTH_LIMIT):
        level = [
            inner
            for one in level
            for inner in (one.values() if one.__class__ is dict else one)
            if inner.__class__ is dict or inner.__class__ is list
        ]
        if not level:
            return False
    return True
