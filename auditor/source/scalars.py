"""What a plain (unquoted) YAML scalar means: the YAML 1.2 core schema, decimal numbers only.

`yes`, `on`, `NO`, `12:30`, `0777`, `0x1F`, `1_000`, `.inf` and dates are text.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from auditor.model.patterns import pattern
from auditor.source.canonical import is_short

DIGIT_LIMIT: Final = 15
_MEMO_SIZE: Final = 20_000
_MEMO_LENGTH: Final = 40

_NUMBER: Final = pattern(
    r"[-+]?(?:(?P<whole>0|[1-9][0-9]*)|(?:0|[1-9][0-9]*)?\.[0-9]+|(?:0|[1-9][0-9]*)\.?)(?:[eE](?P<exponent>[-+]?[0-9]+))?",
)
_WORDS: Final[dict[str, bool | None]] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_FIRST_OF_NUMBER: Final = frozenset("-+.0123456789")
# Control characters and the like. None stands in a text that was decoded: only an escape can put one there.
HIDDEN: Final = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")

Plain = bool | int | Decimal | str | None


class NumberTooLong(ValueError):
    """A number with more digits than can be kept exactly everywhere."""


class RareNumber(ValueError):
    """A number that canonical JSON writes in another form."""

    def __init__(self, value: int | Decimal) -> None:
        super().__init__()
        self.value = value


def number_of(text: str) -> int | Decimal | None:
    """Give the number a text writes, an int where it is whole; None where it is no number."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    exponent = match["exponent"] or "0"
    digits = text.lower().partition("e")[0].lstrip("+-").replace(".", "").lstrip("0")
    after_point = len(text.lower().partition("e")[0].partition(".")[2])
    if max(len(digits), after_point) > DIGIT_LIMIT or len(exponent) > 4 or abs(int(exponent)) > DIGIT_LIMIT:
        raise NumberTooLong
    if match["whole"] and match["exponent"] is None:
        return int(text)
    number = Decimal(text)
    return int(number) if number == number.to_integral_value() else number.normalize()


def plain_value(text: str) -> Plain:
    """Give what a plain scalar means."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in _FIRST_OF_NUMBER:
        number = number_of(text)
        if number is not None:
            return number
    return text


def reads_as_text(text: str) -> bool:
    """Whether a text would still be text without quotes."""
    try:
        return isinstance(plain_value(text), str)
    except NumberTooLong:
        return False


class _Memo(dict[str, Plain]):
    """Meanings already worked out; small texts only, and not without end. Raises `RareNumber` for such ones."""

    def __init__(self) -> None:
        super().__init__()
        self.rare: dict[str, int | Decimal] = {}

    def __missing__(self, text: str) -> Plain:
        if text in self.rare:
            raise RareNumber(self.rare[text])
        value = plain_value(text)
        if isinstance(value, int | Decimal) and not is_short(value):
            if len(text) < _MEMO_LENGTH and len(self.rare) < _MEMO_SIZE:
                self.rare[text] = value
            raise RareNumber(value)
        if len(text) < _MEMO_LENGTH and len(self) < _MEMO_SIZE:
            self[text] = value
        return value


class _Keys(dict[str, str | None]):
    """Keys seen before, each as itself; None for those that want a closer look, with quotes or without."""

    def __missing__(self, text: str) -> str | None:
        is_odd = text == "<<" or not reads_as_text(text) or (not text.isprintable() and HIDDEN.search(text))
        key = None if is_odd else text
        if len(text) < _MEMO_LENGTH and len(self) < _MEMO_SIZE:
            self[text] = key
        return key


PLAIN: Final = _Memo()
KEYS: Final = _Keys()
