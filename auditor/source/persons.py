"""Where the names of persons stand in a declaration: who stands for it, who compiled it, who challenged it.

A place is a run of bytes of the file: the name as it is written, with the quotation marks round it. Names of services
and of those who provide or publish are not looked for; neither are names inside running text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from auditor.source.characters import LINE_END
from auditor.source.document import Document, Path, Tree

Spot = tuple[str, int, int]

_BOM: Final = b"\xef\xbb\xbf"
_QUOTED: Final = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\']|\'\')*\'', re.DOTALL)
_BLANKS: Final = "[ \t\r\n\x85\u2028\u2029]+"
_SPLIT: Final = re.compile(_BLANKS)
_INDENT: Final = re.compile(" *")
_NUMBER: Final = re.compile(r"[|>][-+]?([1-9])")
# Who was asked or looked, in an answer that was declined or not found: `declined: {asked_by: …}`, `sought: {by: …}`.
_TOLD: Final = {"declined": "asked_by", "sought": "by"}


def persons_in(document: Document, data: bytes) -> tuple[Spot, ...]:
    """Give each name as the field it stands in and its first and last byte in `data`; the last is outside.

    `data` are the bytes that `document` was read from. In the order of the file.
    """
    starts = [0, *(end.end() for end in LINE_END.finditer(document.text))]
    skipped = len(_BOM) if data.startswith(_BOM) else 0
    found = []
    for field, path in _fields(document.data):
        first, last = _extent(document, starts, path)
        before = skipped + len(document.text[:first].encode())
        found.append((field, before, before + len(document.text[first:last].encode())))
    return tuple(sorted(found, key=lambda one: one[1]))


def _fields(data: Tree) -> Iterator[tuple[str, Path]]:
    """Give the places of all names that are texts, each with the field it is known by."""
    if not isinstance(data, dict):
        return
    for head in ("attestation", "compiled_by"):
        part = data.get(head)
        if isinstance(part, dict) and isinstance(part.get("name"), str):
            yield f"{head}.name", (head, "name")
    challenges = data.get("challenges")
    for number, one in enumerate(challenges if isinstance(challenges, list) else ()):
        if isinstance(one, dict) and isinstance(one.get("filed_by"), str):
            yield "challenges.filed_by", ("challenges", number, "filed_by")
    yield from _told(data, ())


def _told(node: Tree, at: Path) -> Iterator[tuple[str, Path]]:
    if isinstance(node, list):
        for number, one in enumerate(node):
            if isinstance(one, dict | list):
                yield from _told(one, (*at, number))
        return
    if not isinstance(node, dict):
        return
    for key, value in node.items():
        if isinstance(value, dict):
            by = _TOLD.get(key)
            if by is not None and isinstance(value.get(by), str):
                yield f"{key}.{by}", (*at, key, by)
            yield from _told(value, (*at, key))
        elif isinstance(value, list):
            yield from _told(value, (*at, key))


def _extent(document: Document, starts: list[int], path: Path) -> tuple[int, int]:
    """Give the first and last character of a text as it is written; the last is outside."""
    text, place = document.text, document.place(path)
    first = starts[place.line - 1] + place.column - 1
    quoted = _QUOTED.match(text, first)
    if quoted is not None:
        return first, quoted.end()
    if text[first : first + 1] in ("|", ">"):
        return first, _block_end(text, first, document.place(path, key=True).column - 1)
    value = document.value(path)
    assert isinstance(value, str), "only texts are looked for"
    # A plain text has no escapes: its words stand there as they were read, and lines may be folded between them.
    plain = re.compile(_BLANKS.join(map(re.escape, _SPLIT.split(value)))).match(text, first)
    assert plain is not None, "a plain text stands where it was read"
    return first, plain.end()


def _block_end(text: str, first: int, margin: int) -> int:
    """Give the end of a block of lines: before the next line that is not empty and stands further out than its first.

    `margin` is the column of its key: a number in the block's head says how much further in its lines stand.
    """
    end = LINE_END.search(text, first)
    last = end.start() if end else len(text)
    told = _NUMBER.search(text, first, last)
    inner = margin + int(told[1]) if told else None
    while end is not None:
        begins = end.end()
        end = LINE_END.search(text, begins)
        stop = end.start() if end else len(text)
        indent = _INDENT.match(text, begins)
        assert indent is not None, "no space at all is a match"
        if indent.end() < stop:
            spaces = indent.end() - begins
            if spaces <= margin or (inner is not None and spaces < inner):
                break
            inner = inner or spaces
            last = stop
    return last
