"""Readers of facts that are one value: a text, a number, a date."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from auditor.model.dates import parse_date
from auditor.model.plaintext import is_blank
from auditor.model.values import NONE
from auditor.model.vocabulary import FactType
from auditor.source.gathering import Gatherer, normalised

# Reads one entry of a container of the document: the container, the entry's key or number, the entry.
Read = Callable[[Gatherer, Any, str | int, Any], None]

# Numbers beyond have no double of their own; the schema's validator says what is to be thought of them.
_LONGEST: Final = 2**53 - 1
_YEARS: Final = range(1000, 10000)


def text_reader(path: str, words: frozenset[str] | None, *, or_none: bool) -> Read:
    """Give the reader of a text, or of one of some words."""

    def read(to: Gatherer, container: Any, step: str | int, raw: Any) -> None:
        if raw.__class__ is not str or (is_blank(raw) if words is None else raw not in words):
            to.unexpected()
        to.values[path] = NONE if or_none and raw == "none" else normalised(raw)

    return read


def number_reader(type_: FactType, path: str) -> Read:
    """Give the reader of a number within its bounds."""
    low = -_LONGEST if type_.minimum is None else max(type_.minimum, -_LONGEST)
    high = _LONGEST if type_.maximum is None else min(type_.maximum, _LONGEST)
    is_whole, or_none = type_.integer, type_.or_none

    def read(to: Gatherer, container: Any, step: str | int, raw: Any) -> None:
        if raw.__class__ is int or (raw.__class__ is Decimal and not is_whole):
            if not low <= raw <= high:
                to.unexpected()
            to.values[path] = raw
        elif or_none and raw == "none":
            to.values[path] = NONE
        else:
            to.unexpected()
            to.values[path] = raw

    return read


def date_reader(path: str, *, or_none: bool) -> Read:
    """Give the reader of a date."""

    def read(to: Gatherer, container: Any, step: str | int, raw: Any) -> None:
        if or_none and raw == "none":
            to.values[path] = NONE
            return
        if raw.__class__ is str:
            span = parse_date(raw)
        else:
            span = parse_date(str(raw)) if raw.__class__ is int and raw in _YEARS else None
        if span is None:
            to.unexpected()
            to.no_such_day(raw, container, step)
        else:
            to.values[path] = span

    return read
