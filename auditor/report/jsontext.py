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
_ACTS: Final = pattern(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def dump(value: Json) -> str:
    """Write the value, with one newline at the end."""
    return _laid_out(value, 2)


def dump_line(value: Json) -> str:
    """Write the value on one line, with the newline that ends it."""
    return _laid_out(value, 0)


def number(value: int | Decimal) -> int | Decimal:
    """Give a number as it is to be written: without what its digits can do without."""
    return value if isinstance(value, int) else Decimal(plain_number(value))


def _laid_out(value: Json, indent: int) -> str:
    try:
        text = msgspec.json.format(_ENCODER.encode(value), indent=indent).decode()
    except (UnicodeEncodeError, OverflowError):  # half a pair, or a number that fits in no register
        return "".join(_parts(value, "\n" if indent else "")) + "\n"
    if not text.isascii() or "\x7f" in text:
        text = _ACTS.sub(_escape, text)
    return text + "\n"


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
