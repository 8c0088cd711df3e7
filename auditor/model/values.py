"""The typed values that facts can have, and how they are written for people.

Numbers are exact (int or Decimal, never float). A fact that is not stated has no value at all: it is
absent from the mapping that holds the others, so silence can never be mistaken for an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from typing import Final

from msgspec import Struct

from auditor.model.dates import DateSpan, Period
from auditor.model.truth import F, T, Truth, U

Number = int | Decimal


class NoneStated(Enum):
    """The word `none`: there is none, it never happened. An answer, unlike silence."""

    NONE = "none"


NONE: Final = NoneStated.NONE


class Withheld(Enum):
    """What stands in place of a value that a public report does not show."""

    WITHHELD = "withheld"


WITHHELD: Final = Withheld.WITHHELD


class WordSet(Struct, frozen=True):
    """A set, word by word: stated true, stated false, or (absent from `words`) not stated.

    A set written as a list is complete: words it leaves out are F.
    """

    words: Mapping[str, Truth]
    complete: bool

    def truth(self, word: str) -> Truth:
        """Say whether `word` is a member."""
        return self.words.get(word, F if self.complete else U)

    @property
    def members(self) -> tuple[str, ...]:
        """The words stated to be members, in the order declared."""
        return tuple(word for word, truth in self.words.items() if truth == T)

    @property
    def is_whole(self) -> bool:
        """Whether the members are all there are: no word is left open."""
        return self.complete and U not in self.words.values()

    @property
    def stated(self) -> Mapping[str, bool]:
        """Whether each word is a member, of which that is said word by word."""
        return {word: truth == T for word, truth in self.words.items() if truth != U}


class Items(Struct, frozen=True):
    """The members of a list or an open map: their keys, under which their own facts are filed.

    `more` means that only some are backed and others may exist (the backed track alone).
    """

    keys: tuple[str, ...]
    more: bool = False


class Band(Struct, frozen=True):
    """One age band of a list of bands; an end that is not stated is None. Both ends inside.

    `backed` is False for a band without evidence on the backed track; its ends are still read.
    """

    key: str
    start: int | None
    end: int | None
    backed: bool = True


class Bands(Struct, frozen=True):
    """A list of age bands, in the order declared; `more` as in `Items`."""

    bands: tuple[Band, ...]
    more: bool = False


Scalar = bool | int | Decimal | str | DateSpan | NoneStated
Value = Scalar | WordSet | Items | Bands | Withheld


class Quantity(Struct, frozen=True):
    """A number with the unit it is written in, as rules write it: `24 hours`."""

    number: Number
    unit: str

    def __str__(self) -> str:
        unit = self.unit.removesuffix("s") if self.number == 1 else self.unit
        return f"{plain_number(self.number)} {unit}"


def plain_number(number: Number) -> str:
    """Write a number in plain decimal digits, without exponent or trailing zeros."""
    if isinstance(number, int):
        return str(number)
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def show(value: Value | Quantity | Period | None, unit: str | None = None) -> str:
    """Write a value as people read it; None is `not answered`.

    A set is written as a declaration writes it, so that a part is never read as all there is: `[a]` is these and no
    others, `{a: true, b: false}` says nothing of the rest.
    """
    match value:
        case None:
            return "not answered"
        case bool():
            return "true" if value else "false"
        case int() | Decimal():
            return str(Quantity(value, unit)) if unit else plain_number(value)
        case NoneStated():
            return "none"
        case Withheld():
            return "withheld"
        case WordSet(is_whole=True):
            return "[" + ", ".join(value.members) + "]"
        case WordSet():
            stated = [f"{word}: {show(member)}" for word, member in value.stated.items()]
            return "{" + ", ".join(stated) + "}" if stated else show(None)
        case Items():
            return f"{len(value.keys)} listed" if value.keys else "none listed"
        case Bands():
            return ", ".join(band.key for band in value.bands) or "no bands"
        case _:
            return str(value)
