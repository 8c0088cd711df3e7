"""One more entry at the end of a file's list, with everything else left as a person wrote it.

Where and how it may be written is guessed from what is there; the guess is then read back, and only a text that says
exactly what the old one said, and the entry, is given. Nothing is ever reformatted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from auditor.model.diagnostic import Diagnostic, InputError, Place
from auditor.source.characters import LINE_END, as_json
from auditor.source.document import Document, Tree
from auditor.source.scalars import reads_as_text
from auditor.source.yamltree import read_yaml

_BOM: Final = b"\xef\xbb\xbf"
_INDENT: Final = 2
_BRACKETS: Final = 3
_PLAIN: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ._/()'-]*[A-Za-z0-9.)'])?", re.ASCII)
_DASH: Final = re.compile(r"([ ]*)-([ ]+)")
_IDLE_LINE: Final = re.compile(r"[ \t]*(#.*)?")
_EMPTY: Final = re.compile(r"[ \t]*(\[[ \t]*\]|null|~)(?=[ \t]*(#|$))")

Entry = Mapping[str, str | bool]


def with_entry(data: bytes | None, file: str, key: str, entry: Entry) -> bytes:
    """Give a file's bytes with one more entry in the list under `key`; None is a file that is not there yet.

    Raises InputError where there is no safe place for it, or where a text of it cannot be written.
    """
    if data is None or not _says_anything(data):
        head = b"" if not data else data if data.endswith(b"\n") else data + b"\n"
        made = head + _text([f"{key}:", *_block(entry, " " * _INDENT)], "\n").encode("utf-8", "surrogatepass")
        read_yaml(made, file)
        return made
    document = read_yaml(data, file)
    assert isinstance(document.data, dict)
    listed = document.data.get(key)
    old = listed if isinstance(listed, list) else []
    expected: Tree = {**document.data, key: [*old, dict(entry)]}
    for text in _texts(document, key, old, entry):
        made = (_BOM if data.startswith(_BOM) else b"") + text.encode("utf-8", "surrogatepass")
        try:
            if read_yaml(made, file).data == expected:
                return made
        except InputError:
            continue
    raise InputError((_no_place(file, key),))


def _says_anything(data: bytes) -> bool:
    text = data.removeprefix(_BOM).decode("utf-8", "replace")
    return any(_IDLE_LINE.fullmatch(line) is None for line in LINE_END.split(text))


def _no_place(file: str, key: str) -> Diagnostic:
    return Diagnostic(
        code="file.no-place",
        message=f"there is no place for one more entry under `{key}` that leaves the rest of the file as it is",
        place=Place(file),
        why="what a person wrote is never rewritten",
        help="write the entry into the file yourself",
    )


def _texts(document: Document, key: str, old: list[Tree], entry: Entry) -> Iterator[str]:
    """Go through the texts that could be meant, the best first."""
    text = document.text
    ends = LINE_END.findall(text)
    newline = ends[0] if ends else "\n"
    lines = LINE_END.split(text)
    if old:
        yield from _after_the_last(document, key, lines, newline, entry)
    else:
        yield from _as_the_first(document, key, lines, newline, entry)
    yield from _within_brackets(text, newline, entry)


def _after_the_last(document: Document, key: str, lines: list[str], newline: str, entry: Entry) -> Iterator[str]:
    listed = document.value((key,))
    assert isinstance(listed, list)
    starts = [document.place((key, number)).line - 1 for number in range(len(listed))]
    dash = _DASH.match(lines[starts[-1]])
    margin, gap = (dash[1], dash[2]) if dash is not None else (" " * _INDENT, " ")
    in_braces = dash is not None and lines[starts[-1]][dash.end() :].startswith("{")
    written = [f"{margin}-{gap}{_flow(entry)}"] if in_braces else _block(entry, margin, gap)
    apart = [""] if len(starts) > 1 and any(not one.strip() for one in lines[starts[-2] : starts[-1]]) else []
    last = max((number for number, one in enumerate(lines) if _IDLE_LINE.fullmatch(one) is None), default=-1)
    # comments at the end of the file stay above the new entry; where they cannot, it goes before them
    for end in (len(lines) - 1 if not lines[-1].strip() else len(lines), last + 1, last):
        above = lines[:end]
        while apart and above and not above[-1].strip():
            above = above[:-1]
        below = lines[end:] or [""]
        yield newline.join([*above, *apart, *written, *below])


def _as_the_first(document: Document, key: str, lines: list[str], newline: str, entry: Entry) -> Iterator[str]:
    """Put the first entry beneath the key, in the place of nothing or of an empty list."""
    at = next((number for number, one in enumerate(lines) if one.startswith(f"{key}:")), None)
    if at is None:
        return
    head, rest = lines[at][: len(key) + 1], lines[at][len(key) + 1 :]
    above = [*lines[:at], head + _EMPTY.sub("", rest, count=1)]
    yield newline.join([*above, *_block(entry, " " * _INDENT), *(lines[at + 1 :] or [""])])


def _within_brackets(text: str, newline: str, entry: Entry) -> Iterator[str]:
    """Put the entry before the last bracket that closes a list written on its own lines or on one."""
    quoted = text.lstrip("\ufeff \t\r\n").startswith("{")
    close = len(text)
    for _ in range(_BRACKETS):
        close = text.rfind("]", 0, close)
        if close < 0:
            return
        head = text[:close].rstrip(" \t\r\n")
        space = text[len(head) : close]
        line = head[head.rfind("\n") + 1 :]
        margin = line[: len(line) - len(line.lstrip())]
        between = newline + margin if "\n" in space or "\r" in space else " "
        for comma in (",", ""):
            lead = "" if head.endswith("[") else comma + between
            yield head + lead + _flow(entry, quoted=quoted) + space + text[close:]


def _block(entry: Entry, margin: str, gap: str = " ") -> list[str]:
    under = margin + " " * (1 + len(gap))
    lines = [f"{key}: {_scalar(value)}" for key, value in entry.items()]
    return [f"{margin}-{gap}{lines[0]}", *(under + one for one in lines[1:])]


def _flow(entry: Entry, *, quoted: bool = False) -> str:
    if quoted:
        return as_json(dict(entry))
    return "{" + ", ".join(f"{key}: {_scalar(value)}" for key, value in entry.items()) + "}"


def _scalar(value: str | bool) -> str:
    """Write a value: as it is where that reads back as the same text, otherwise in quotes."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if _PLAIN.fullmatch(value) and reads_as_text(value):
        return value
    return as_json(value)


def _text(lines: list[str], newline: str) -> str:
    return newline.join(lines) + newline
