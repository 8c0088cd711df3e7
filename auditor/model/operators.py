"""The operators of the condition language: which facts each may stand on, and how it reads aloud.

The reader checks rules against this table and the engine holds one function for each row; a test keeps
the two, the published schema and the truth-table files in step. Language reference, section 5.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from msgspec import Struct

from auditor.model.vocabulary import SCALARS, Kind


class Takes(StrEnum):
    """What sort of operand an operator takes."""

    SAME = "a value of the fact's own type"
    LIST = "a list of values, a list parameter, or a set fact"
    DAY = "a date, a date fact, or as_of"
    PERIOD = "a period such as 12 months"
    WORD = "one word"
    WORDS = "a list of words"
    SET_FACT = "a set fact: {fact: PATH}"
    AGES = "{from: AGE, to: AGE}"
    PATTERN = "a pattern with * and ?"
    YES_NO = "true or false"


class Operator(Struct, frozen=True, kw_only=True):
    """One operator: `aloud` is how it reads between the fact and the operand.

    `of_file` says that it speaks of the declaration and not of the service: silence is false for it, and becomes
    true once answered. So it has no place where services are scored.
    """

    name: str
    kinds: frozenset[Kind]
    takes: Takes
    aloud: str
    of_file: bool = False


_ORDERED: Final = frozenset({Kind.NUMBER, Kind.LADDER})
_LISTED: Final = frozenset({Kind.NUMBER, Kind.WORD, Kind.LADDER, Kind.TEXT})
_DATE: Final = frozenset({Kind.DATE})
_SET: Final = frozenset({Kind.SET})
ANYTHING: Final = frozenset(Kind) - {Kind.GROUP, Kind.RECORD}

_ROWS: Final = (
    ("is", SCALARS, Takes.SAME, "is"),
    ("is_not", SCALARS, Takes.SAME, "is not"),
    ("in", _LISTED, Takes.LIST, "is one of"),
    ("not_in", _LISTED, Takes.LIST, "is none of"),
    ("above", _ORDERED, Takes.SAME, "is above"),
    ("below", _ORDERED, Takes.SAME, "is below"),
    ("at_least", _ORDERED, Takes.SAME, "is at least"),
    ("at_most", _ORDERED, Takes.SAME, "is at most"),
    ("before", _DATE, Takes.DAY, "is before"),
    ("after", _DATE, Takes.DAY, "is after"),
    ("not_before", _DATE, Takes.DAY, "is not before"),
    ("not_after", _DATE, Takes.DAY, "is not after"),
    ("within", _DATE, Takes.PERIOD, "is within"),
    ("has", _SET, Takes.WORD, "includes"),
    ("has_all", _SET, Takes.WORDS, "includes all of"),
    ("has_any", _SET, Takes.WORDS, "includes one of"),
    ("has_none", _SET, Takes.WORDS, "includes none of"),
    ("covers", _SET, Takes.SET_FACT, "covers"),
    ("spans", frozenset({Kind.BANDS}), Takes.AGES, "has no gap from"),
    ("matches", frozenset({Kind.TEXT}), Takes.PATTERN, "looks like"),
    ("exists", frozenset({Kind.NUMBER, Kind.DATE, Kind.TEXT}), Takes.YES_NO, "exists"),
    ("declared", ANYTHING, Takes.YES_NO, "is declared"),
)

_OF_FILE: Final = frozenset({"spans", "declared"})

OPERATORS: Final[Mapping[str, Operator]] = MappingProxyType(
    {
        name: Operator(name=name, kinds=kinds, takes=takes, aloud=aloud, of_file=name in _OF_FILE)
        for name, kinds, takes, aloud in _ROWS
    }
)
