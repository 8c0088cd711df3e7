"""What the parts of a saved result have in common: texts into days, numbers, places and values.

The shape is known to be right; what a shape cannot say is refused here, with its place.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, Never

from auditor.model.dates import DateSpan, parse_date
from auditor.model.diagnostic import InputError, Place
from auditor.model.facts import Absence, Silence
from auditor.model.finding import Interval
from auditor.model.truth import T, truth_of
from auditor.model.values import NONE, WITHHELD, Band, Bands, Items, Value, WordSet
from auditor.source.document import Path
from auditor.source.jsontree import DIGIT_LIMIT, JsonDocument, pointer

Raw = Any
_PLAIN_LIMIT: Final = 24


class Saved:
    """A saved result whose shape is right, and how to refuse what in it cannot be."""

    def __init__(self, document: JsonDocument) -> None:
        self.document = document

    def refuse(self, at: Path, fault: str, message: str, *, help: str = "") -> Never:
        """Refuse the file for what stands at a path."""
        raise InputError(
            (
                self.document.diagnostic(
                    f"result.{fault}",
                    f"`{pointer(at)}`: {message}",
                    at,
                    why="a result is shown as it was saved, or not at all",
                    help=help or "give the file as `auditor audit --format json` wrote it",
                ),
            )
        )

    def day(self, raw: str, at: Path) -> date:
        """Read a full day."""
        span = parse_date(raw)
        if span is None or span.first != span.last:
            self.refuse(at, "bad-date", f"`{raw}` is not a day of the calendar")
        return span.first

    def day_or_none(self, raw: str | None, at: Path) -> date | None:
        """Read a full day, if there is one."""
        return None if raw is None else self.day(raw, at)

    def span(self, raw: str | None, at: Path) -> DateSpan | None:
        """Read a day, month or year, if there is one."""
        if raw is None:
            return None
        span = parse_date(raw)
        if span is None:
            self.refuse(at, "bad-date", f"`{raw}` is not a day, month or year of the calendar")
        return span

    def number(self, raw: str, at: Path) -> Fraction:
        """Read an exact number."""
        if len(raw) > DIGIT_LIMIT:
            self.refuse(at, "long-number", f"a number of {len(raw)} digits cannot be")
        return Fraction(raw)

    def plain(self, raw: str, at: Path) -> Fraction:
        """Read a weight or a credit: few digits, so that sums of thousands stay small."""
        over = raw.partition("/")[2]
        if len(raw) > _PLAIN_LIMIT or len(over) > 1:
            self.refuse(at, "long-number", f"`{raw[:40]}` has more digits than a weight or a credit")
        return Fraction(raw)

    def credit(self, raw: dict[str, str], at: Path) -> Interval:
        """Read both ends of a credit, from 0 to 1."""
        low, high = self.plain(raw["low"], (*at, "low")), self.plain(raw["high"], (*at, "high"))
        if not low <= high <= 1:
            self.refuse(at, "bad-credit", "a credit is from 0 to 1, the least first")
        return Interval(low, high)

    def interval(self, raw: dict[str, str], at: Path) -> Interval:
        """Read both ends of an interval, exact."""
        return Interval(self.number(raw["low"], (*at, "low")), self.number(raw["high"], (*at, "high")))

    def value(self, raw: Raw, kind: str | None, at: Path) -> Value | None:
        """Read a value that was seen."""
        match kind, raw:
            case None, None:
                return None
            case "none", "none":
                return NONE
            case "withheld", "withheld":
                return WITHHELD
            case ("yes-no", bool()) | ("text", str()):
                return raw  # type: ignore[no-any-return]  # one of the two
            case "number", int() | Decimal() if not isinstance(raw, bool):
                return raw
            case "date", str():
                return self.span(raw, at)
            case "set", list():
                return WordSet(dict.fromkeys(raw, T), complete=True)
            case "set", dict():
                return WordSet({word: truth_of(stated) for word, stated in raw.items()}, complete=False)
            case "items", list():
                return Items(tuple(raw))
            case "bands", list():
                return Bands(tuple(Band(key=key, start=None, end=None) for key in raw))
            case _:
                return self.refuse(at, "wrong-kind", f"this is no value of the kind `{kind}`")


def place_of(raw: dict[str, Raw]) -> Place | None:
    """Read file, line and column; None where no file is named."""
    return None if raw["file"] is None else sure_place(raw)


def sure_place(raw: dict[str, Raw]) -> Place:
    """Read file, line, column and, where it is kept, the length of something that stands in a file."""
    return Place(raw["file"], int(raw["line"] or 0), int(raw["column"] or 0), int(raw.get("length") or 0))


def absence_of(raw: dict[str, Raw]) -> Absence | None:
    """Read why there is no value, if there is none."""
    if raw["absence"] is None:
        return None
    asked = raw["asked"] or {}
    return Absence(
        silence=Silence(raw["absence"]),
        by=asked.get("by") or "",
        on=asked.get("on") or "",
        source=asked.get("source") or "",
    )
