"""Names of persons taken out of what is kept, and put back: the text around them stays where it stands.

Where a name stood, each of its characters is filled with one sign, so that every line and column after it stays; the
names themselves, with where they belong, are kept apart. Without them a text is still the YAML or JSON that it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from auditor.model.batch import Name
from auditor.source.characters import LINE_END

FILL: Final = "█"

Spot = tuple[str, int, int]

# Names in a result, as the program writes it. A quotation mark inside a text has a backslash before it, so that no
# text can look like these.
_TEXT: Final = rb'("(?:[^"\\]|\\.)*")'
_VALUE: Final = re.compile(rb": " + _TEXT)
_FIRST_OF: Final = {
    key: re.compile(rb": \{\s*" + first + rb": " + _TEXT)
    for key, first in ((b"attestation", b'"name"'), (b"compiled_by", b'"name"'), (b"asked", b'"by"'))
}
_KEYS: Final = {**dict.fromkeys((b"approver", b"reviewer", b"filed_by"), _VALUE), **_FIRST_OF}
_DIAGNOSTICS: Final = b'"diagnostics": ['
_MESSAGE: Final = re.compile(rb'"(?:message|why|help)": ' + _TEXT)
_MARGIN: Final = re.compile(r"[ \t]*")
_TRAIL: Final = re.compile(r"[ \t]*\Z")
_QUOTED: Final = re.compile("`[^`]*`")


def taken_out(text: bytes, spots: Iterable[Spot]) -> tuple[bytes, tuple[Name, ...]]:
    """Fill the places of names, and give the names that stood there. Places that overlap are filled once."""
    parts, names, done, at = [], [], 0, 0
    for field, first, last in sorted(spots, key=lambda one: one[1:]):
        if first < done or last <= first:
            continue
        written = text[first:last].decode("utf-8", "surrogateescape")
        filled = _filled(written).encode()
        parts += [text[done:first], filled]
        at += first - done
        names.append(Name(field, at, len(filled), written))
        at += len(filled)
        done = last
    return b"".join([*parts, text[done:]]), tuple(names)


def put_back(filled: bytes, names: Iterable[Name]) -> bytes:
    """Give the text with the names that are still known."""
    parts, done = [], 0
    for one in sorted(names, key=lambda name: name.at):
        parts += [filled[done : one.at], one.text.encode("utf-8", "surrogateescape")]
        done = one.at + one.length
    return b"".join([*parts, filled[done:]])


def _filled(written: str) -> str:
    """Fill a name as it is written: quotation marks, the head of a block, line ends and margins stay."""
    if len(written) > 1 and written[0] in "\"'" and written[-1] == written[0]:
        return written[0] + _lines_filled(written[1:-1]) + written[-1]
    if written[0] in "|>" and (end := LINE_END.search(written)) is not None:
        return written[: end.end()] + _lines_filled(written[end.end() :])
    return _lines_filled(written)


def _lines_filled(text: str) -> str:
    parts, done = [], 0
    for end in LINE_END.finditer(text):
        parts += [_line_filled(text[done : end.start()]), end.group()]
        done = end.end()
    return "".join([*parts, _line_filled(text[done:])])


def _line_filled(line: str) -> str:
    margin = _MARGIN.match(line)
    trail = _TRAIL.search(line, margin.end() if margin else 0)
    assert margin is not None, "an empty margin is a match"
    assert trail is not None, "an empty end is a match"
    return margin[0] + FILL * (trail.start() - margin.end()) + trail[0]


def names_in_result(result: bytes, known: Sequence[str] = ()) -> tuple[Spot, ...]:
    """Give the names in a saved result: in its own fields, and those same names where a message tells them.

    `known` are further names that messages may tell.
    """
    spots = [
        (key.decode(), *found.span(1))
        for key, what in _KEYS.items()
        for at in _places(result, b'"' + key + b'"')
        if (found := what.match(result, at)) is not None
    ]
    if (start := result.rfind(_DIAGNOSTICS)) >= 0:
        told = {result[first + 1 : last - 1] for _field, first, last in spots}
        spots += _told(result, start, told | {one.encode() for one in known})
    return tuple(sorted(spots, key=lambda one: one[1:]))


def _places(text: bytes, key: bytes) -> Iterator[int]:
    """Give where a key has ended, each time that it stands there."""
    at = text.find(key)
    while at >= 0:
        yield at + len(key)
        at = text.find(key, at + len(key))


def _told(result: bytes, start: int, names: Iterable[bytes]) -> list[Spot]:
    """Give where messages tell these names, all of them as JSON writes them."""
    longest_first = sorted((re.escape(one) for one in names if one.strip()), key=lambda one: (-len(one), one))
    if not longest_first:
        return []
    # An escape is passed over whole, so that no name is found in the middle of one.
    parts = re.compile(rb"(?<!\w)(" + b"|".join(longest_first) + rb")(?!\w)|\\u[0-9a-fA-F]{4}|\\.|[^\\]", re.DOTALL)
    return [
        ("diagnostics", *found.span(1))
        for message in _MESSAGE.finditer(result, start)
        for found in parts.finditer(result, message.start(1) + 1, message.end(1) - 1)
        if found[1] is not None
    ]


def quoted_in(code: str, message: str) -> tuple[Spot, ...]:
    """Give what a message about an unusable input quotes from it: it may be a name, nobody can tell.

    `message` is the text in JSON, quotation marks and all. Messages about challenges name who filed them, quoted or
    not; of these the whole is given.
    """
    if code.startswith("challenge."):
        return (("diagnostic", 0, len(message.encode())),)
    return tuple(
        ("diagnostic", len(message[: one.start() + 1].encode()), len(message[: one.end() - 1].encode()))
        for one in _QUOTED.finditer(message)
    )
