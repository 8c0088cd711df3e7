"""JSON text in a fixed layout: keys as given, exact decimals, nothing that acts on a terminal."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Final

import msgspec

from auditor.model.patterns import pattern
from auditor.model.values import plain_number

Json = None | bool | int | Decimal | str | list["Json"] | dict[str, "Json"]

# What JSON allows unescaped and a terminal or an editor may act upon, what is no character, and halves of pairs,
# which no encoding can carry: as escapes they mean the same to every reader of JSON.
_ENCODER: Final = msgspec.json.Encoder(decimal_format="number")
_TOO_MUCH: Final = (UnicodeEncodeError, OverflowError)  # half a pair, or a number that fits in no register
_ACTS: Final = pattern(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# A line end in a layout stands between two parts, never in a text.
_LAYOUT: Final = pattern(rb"\n *")
# In what the encoder writes, a quotation mark before a colon ends a key; unless it has a backslash before it, or it
# begins a text whose first sign the colon is: such a text stands alone, or after one of the other four.
_NO_KEY: Final = pattern(rb'":(?<![^\\{\[,:]":)')


def dump(value: Json) -> str:
    """Write the value, with one newline at the end."""
    return _laid_out(value, 2)


def dump_line(value: Json) -> str:
    """Write the value on one line, with the newline that ends it."""
    return _laid_out(value, 0)


def dump_unbroken(value: Json) -> bytes:
    """Write the value as `dump` does, without the line ends and margins of its layout."""
    try:
        text = _encoded(value)
    except _TOO_MUCH:
        return unbroken(dump(value).encode())
    if _NO_KEY.search(text):
        return unbroken(msgspec.json.format(text, indent=2))
    return text.replace(b'":', b'": ')  # takes a third of the time


def unbroken(text: bytes) -> bytes:
    """Take the line ends and margins of its layout out of what `dump` wrote."""
    return _LAYOUT.sub(b"", text) if b"\n" in text else text


def number(value: int | Decimal) -> int | Decimal:
    """Give a number as it is to be written: without what its digits can do without."""
    return value if isinstance(value, int) else Decimal(plain_number(value))


def _laid_out(value: Json, indent: int) -> str:
    try:
        text = msgspec.json.format(_encoded(value), indent=indent)
    except _TOO_MUCH:
        return "".join(_parts(value, "\n" if indent else "")) + "\n"
    return text.decode() + "\n"


def _encoded(value: Json) -> bytes:
    """Write the value without any layout; raises one of those that say it is too much for the encoder."""
    text = _ENCODER.encode(value)
    return text if text.isascii() and b"\x7f" not in text else _ACTS.sub(_escape, text.decode()).encode()


def _parts(value: Json, margin: str) -> Iterator[str]:
    """Write what the encoder cannot, in the layout that it would have; without a margin on one line."""
    inner = margin + "  " if margin else ""
    between = "," + (inner or " ")
    if isinstance(value, dict) and value:
        for number, (key, one) in enumerate(value.items()):
            yield (between if number else "{" + inner) + quote(key) + ": "
            yield from _parts(one, inner)
        yield margin + "}"
    elif isinstance(value, list) and value:
        for number, one in enumerate(value):
            yield between if number else "[" + inner
            yield from _parts(one, inner)
        yield margin + "]"
    elif isinstance(value, Decimal):
        yield str(value)
    else:
        yield quote(value) if isinstance(value, str) else json.dumps(value)


def quote(text: str) -> str:
    """Write a string, with escapes for what must not act."""
    if text.isascii() and "\x7f" not in text:
        return encode_basestring(text)
    return _ACTS.sub(_escape, encode_basestring(text))


def _escape(match: re.Match[str]) -> str:
    return json.dumps(match.group())[1:-1]
