"""Which characters no text may hold: each has its place, and how it is written instead."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from auditor.model.diagnostic import Diagnostic, Place
from auditor.model.patterns import pattern

SHOWN_FAULTS: Final = 20
# Lines as editors count them. The YAML parser ends one at four more signs, and those are refused.
LINE_END: Final = pattern("\r?\n")

# Bytes that are not UTF-8 arrive as U+DC80..DCFF (surrogateescape); real surrogates cannot be encoded. The marks
# U+200E, U+200F and U+061C turn nothing round by themselves, and names in Hebrew and Arabic need them.
_FORBIDDEN: Final = pattern(
    "[\udc80-\udcff]+|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_LONE_RETURN: Final = pattern("\r(?!\n)")
# A quick look at the bytes, many times faster than the pattern: ASCII that is refused, and what the first
# bytes of everything else that is refused look like.
_ASCII_FORBIDDEN: Final = bytes({*range(32), 127} - {9, 10, 13})
_SUSPICIOUS: Final = (b"\xc2", b"\xef\xbb\xbf", b"\xef\xbf")
_LINES_OR_ORDER: Final = pattern(rb"\xe2(?:\x80[\xa8-\xae]|\x81[\xa6-\xa9])")
_ORDERING: Final = frozenset((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_LINE_ENDS: Final = frozenset("\r\x85\u2028\u2029")
_SURROGATE: Final = pattern("[\ud800-\udfff]")
# Controls, formats and separators of lines. Letters of several scripts need joiners and marks between them, and what
# JSON puts on lines of its own ends them.
_HIDDEN: Final = frozenset(("Cc", "Cf", "Zl", "Zp"))
_OF_LETTERS: Final = frozenset("\n\u200c\u200d\u200e\u200f\u061c")
SAVE_AS_UTF8: Final = "save it as UTF-8 text; every editor can (often under `Save as`, `Encoding`)"


def holds_refused(body: bytes, text: str) -> bool:
    """Whether anything in a text is refused; its bytes tell that it is not, and soon."""
    if _is_suspicious(body) and _FORBIDDEN.search(text) is not None:
        return True
    return b"\r" in body and _LONE_RETURN.search(text) is not None


def _is_suspicious(body: bytes) -> bool:
    if len(body.translate(None, _ASCII_FORBIDDEN)) < len(body):
        return True
    return not body.isascii() and (
        any(start in body for start in _SUSPICIOUS) or _LINES_OR_ORDER.search(body) is not None
    )


def refused(text: str, shown: str) -> tuple[Diagnostic, ...]:
    """Give a diagnostic for each forbidden character, the first twenty with their places."""
    if (first := text.find("\x00")) >= 0:
        return (_nul(text, first, shown),)
    found: list[Diagnostic] = []
    line, start, stop, excerpt = 1, 0, -1, ""
    for match in islice(_found(text), SHOWN_FAULTS + 1):
        for line_end in LINE_END.finditer(text, start, match.start()):
            line, start = line + 1, line_end.end()
        place = Place(shown, line, match.start() - start + 1, len(match[0]))
        if len(found) == SHOWN_FAULTS:
            found.append(
                Diagnostic(
                    code="file.more-faults",
                    message="more characters of this sort follow from here on",
                    place=place,
                    help="is this a text file at all? " + SAVE_AS_UTF8,
                )
            )
            break
        if stop < match.start():
            end_of_line = LINE_END.search(text, match.start())
            stop = end_of_line.start() if end_of_line else len(text)
            excerpt = _SURROGATE.sub("\ufffd", text[start:stop])
        found.append(_forbidden(match[0], place, excerpt))
    return tuple(found)


def _found(text: str) -> Iterator[re.Match[str]]:
    """Give what is refused, by its place. Of returns that stand alone the first will do: all lines end in them."""
    alone = _LONE_RETURN.search(text)
    for match in _FORBIDDEN.finditer(text):
        if alone is not None and alone.start() < match.start():
            yield alone
            alone = None
        yield match
    if alone is not None:
        yield alone


def _nul(text: str, first: int, shown: str) -> Diagnostic:
    before = text[:first]
    breaks = list(LINE_END.finditer(before))
    wide = text.count("\x00") * 3 > len(text)
    return Diagnostic(
        code="file.encoding" if wide else "file.nul",
        message=f"`{shown}` looks like UTF-16 or UTF-32, not UTF-8"
        if wide
        else f"`{shown}` holds a NUL character: it is not a text file",
        place=Place(shown, len(breaks) + 1, first - (breaks[-1].end() if breaks else 0) + 1, 1),
        help=SAVE_AS_UTF8 if wide else "is this the right file? it must be plain text, saved as UTF-8",
    )


def _forbidden(found: str, place: Place, excerpt: str | None) -> Diagnostic:
    number = ord(found[0])
    if 0xDC80 <= number <= 0xDCFF:
        written = " ".join(f"{ord(one) - 0xDC00:02X}" for one in found[:8]) + (" …" if len(found) > 8 else "")
        noun = "byte" if len(found) == 1 else "bytes"
        return Diagnostic(
            code="file.not-utf8",
            message=f"the {noun} {written} {'is' if len(found) == 1 else 'are'} not valid UTF-8",
            place=place,
            excerpt=excerpt,
            why="a wrong guess at the encoding would change what the file says",
            help=SAVE_AS_UTF8,
        )
    if found in _LINE_ENDS:
        return Diagnostic(
            code="file.line-end",
            message=f"the line end U+{number:04X} is not allowed"
            if number != 0x0D
            else "a carriage return (U+000D) stands without a line feed",
            place=place,
            excerpt=excerpt,
            why="some programs end a line there and others do not, so what a person reads as a comment could count",
            help=f"end lines as editors do, in LF or CRLF; inside a text write `{_escape(number)}` between double "
            "quotes",
        )
    if number in _ORDERING:
        return Diagnostic(
            code="file.order",
            message=f"U+{number:04X}, which turns the order of what is shown round, is not allowed",
            place=place,
            excerpt=excerpt,
            why="it does not show in an editor, so what a person reads would not be what the file says",
            help=f"delete it; where a text really needs it, write `{_escape(number)}` between double quotes",
        )
    return Diagnostic(
        code="file.control-character",
        message="a byte order mark (U+FEFF) stands inside the text"
        if number == 0xFEFF
        else f"the control character U+{number:04X} is not allowed",
        place=place,
        excerpt=excerpt,
        why="it does not show in an editor, so what a person reads would not be what the file says",
        help="delete it; where it hides, delete the whole word and type it again",
    )


def _escape(number: int) -> str:
    return "\\r" if number == 0x0D else f"\\u{number:04x}"


def as_json(value: Any, *, indent: int | None = None) -> str:
    """Write a value as JSON, which YAML reads too, with an escape for what no text may hold and for what hides.

    Beyond U+FFFF nothing is escaped: JSON would write half pairs, which no YAML may hold.
    """
    written = json.dumps(value, ensure_ascii=False, indent=indent)
    return written if written.isprintable() else "".join(map(_shown, written))


def _shown(one: str) -> str:
    hides = unicodedata.category(one) in _HIDDEN or one in "\ufffe\uffff"
    return _escape(ord(one)) if hides and one not in _OF_LETTERS and one <= "\uffff" else one
