"""Operands of the condition language: literals, lists, units, periods, dates and ages.

Every function gives the typed operand, or None after noting what is wrong and what to write instead.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from msgspec import Struct

from auditor.model.condition import AgeRange, Literal, Literals
from auditor.model.dates import Period, PeriodUnit, parse_date
from auditor.model.ruleset import Parameter
from auditor.model.values import Number, plain_number
from auditor.model.vocabulary import FactType, Kind, convert, unit_named
from auditor.source.cursor import Cursor, Faults
from auditor.source.names import nearest

OLDEST: Final = 150
_QUANTITY: Final = re.compile(r"(-?\d+(?:\.\d+)?)\s+([a-z]+)", re.ASCII)


class Written(Struct, frozen=True):
    """A raw operand, where it was used, and the parameter it came through, if any."""

    raw: object
    at: Cursor
    parameter: Parameter | None = None

    @property
    def name(self) -> str | None:
        """The parameter's name."""
        return self.parameter.name if self.parameter else None

    @property
    def called(self) -> str:
        """The operand as a message names it: a parameter's value stands elsewhere, and is found by its name."""
        return f"`{self.text}`" if self.parameter is None else f"parameter `{self.name}`, `{self.text}`,"

    @property
    def text(self) -> str:
        """The operand in the rule's own words."""
        return self.parameter.written if self.parameter else shown(self.raw)


def shown(raw: object) -> str:
    """Write a raw value as YAML has it."""
    match raw:
        case None:
            return "null"
        case bool():
            return "true" if raw else "false"
        case list():
            return "[" + ", ".join(shown(one) for one in raw) + "]"
        case dict():
            return "{" + ", ".join(f"{key}: {shown(one)}" for key, one in raw.items()) + "}"
        case int() | Decimal():
            return plain_number(raw)
        case _:
            return str(raw)


def is_number(raw: object) -> bool:
    """Whether a YAML value is a number (true is not 1)."""
    return isinstance(raw, int | Decimal) and not isinstance(raw, bool)


def is_quantity(raw: object) -> bool:
    """Whether a text is a number with a unit: `24 hours`."""
    return isinstance(raw, str) and _QUANTITY.fullmatch(raw) is not None


def _exact(value: Fraction) -> Number | Fraction:
    """Give a fraction as an int or a finite decimal where it is one: 31 minutes are 31/60 hours."""
    if value.denominator == 1:
        return value.numerator
    reduced = value.denominator
    for prime in (2, 5):
        while reduced % prime == 0:
            reduced //= prime
    return Decimal(value.numerator) / Decimal(value.denominator) if reduced == 1 else value


def number(written: Written, type_: FactType, faults: Faults) -> Literal | None:
    """Read a number in the unit of the fact it is compared with."""
    raw, at = written.raw, written.at
    if is_number(raw):
        assert isinstance(raw, int | Decimal)
        if type_.unit is not None:
            named = written.parameter
            faults.add(
                at,
                "ruleset.no-unit",
                f"{written.called} has no unit, and `{type_.path}` is measured in {type_.unit}",
                why="a number without its unit can be read in two ways",
                help=f"write `{written.text} {type_.unit}`{f' at {named.place}' if named is not None else ''}",
            )
            return None
        return Literal(value=raw, written=written.text, parameter=written.name)
    match = _QUANTITY.fullmatch(raw) if isinstance(raw, str) else None
    if match is None or type_.unit is None:
        unit = f" {type_.unit}" if type_.unit else ""
        faults.add(
            at,
            "ruleset.wrong-operand",
            f"{written.called} is not a number{' with a unit' if unit else ''}, and `{type_.path}` is one",
            help=f"write for example `24{unit}`",
        )
        return None
    converted = convert(Decimal(match[1]), unit_named(match[2]), type_.unit)
    if converted is None:
        faults.add(
            at,
            "ruleset.wrong-unit",
            f"{written.called} cannot be compared with `{type_.path}`, which is measured in {type_.unit}",
            why="only units of one kind convert, and exactly: minutes to weeks, or months to years",
            help=f"write it in {type_.unit}",
        )
        return None
    return Literal(value=_exact(converted), written=_in_number(written.text), parameter=written.name)


def _in_number(quantity: str) -> str:
    """Write one of a unit in the singular, as people say it: `1 week`."""
    return quantity.removesuffix("s") if quantity.partition(" ")[0] == "1" else quantity


def _word(written: Written, raw: object, type_: FactType, faults: Faults) -> str | None:
    if isinstance(raw, str) and raw in type_.words:
        return raw
    near = nearest(shown(raw), type_.words)
    faults.add(
        written.at,
        "ruleset.unknown-word",
        f"`{shown(raw)}` is not a word of `{type_.path}`",
        help=f"did you mean `{near}`?" if near else "its words are " + ", ".join(type_.words),
    )
    return None


def _refuse_none(at: Cursor, faults: Faults) -> None:
    faults.add(
        at,
        "ruleset.none-as-value",
        "`none` is tested with `exists`",
        help="write `exists: false` for none, `exists: true` for stated and not none",
    )


def literal(written: Written, type_: FactType, faults: Faults) -> Literal | None:
    """Read one value of the fact's own type."""
    raw = written.raw
    if raw == "none" and type_.or_none:
        _refuse_none(written.at, faults)
        return None
    match type_.kind:
        case Kind.NUMBER:
            return number(written, type_, faults)
        case Kind.YES_NO if isinstance(raw, bool):
            return Literal(value=raw, written="true" if raw else "false", parameter=written.name)
        case Kind.WORD | Kind.LADDER:
            word = _word(written, raw, type_, faults)
            return None if word is None else Literal(value=word, written=word, parameter=written.name)
        case Kind.TEXT if isinstance(raw, str) and raw:
            value = unicodedata.normalize("NFC", raw)
            return Literal(value=value, written=value, parameter=written.name)
        case Kind.DATE:
            return day(written, type_, faults)
        case _:
            wanted = "true or false" if type_.kind is Kind.YES_NO else type_.kind.with_article
            faults.add(
                written.at,
                "ruleset.wrong-operand",
                f"{written.called} does not fit `{type_.path}`, which is {wanted}",
                help="write `true` or `false`" if type_.kind is Kind.YES_NO else "",
            )
            return None


def day(written: Written, type_: FactType, faults: Faults) -> Literal | None:
    """Read a full date."""
    span = parse_date(written.raw) if isinstance(written.raw, str) else None
    if span is None or span.first != span.last:
        faults.add(
            written.at,
            "ruleset.wrong-operand",
            f"{written.called} is not a calendar date, and `{type_.path}` is compared with one",
            help="write it as YYYY-MM-DD",
        )
        return None
    return Literal(value=span, written=written.text, parameter=written.name)


def period_of(raw: object) -> Period | None:
    """Read `12 months`; None where it is no whole period."""
    match = _QUANTITY.fullmatch(raw) if isinstance(raw, str) else None
    if match is None or not match[1].isdigit():
        return None
    unit = unit_named(match[2])
    if unit not in {one.value for one in PeriodUnit} or int(match[1]) > 100_000:
        return None
    return Period(int(match[1]), PeriodUnit(unit))


def period(written: Written, faults: Faults) -> Literal | None:
    """Read a whole period of days, weeks, months or years."""
    value = period_of(written.raw)
    if value is None:
        faults.add(
            written.at,
            "ruleset.wrong-operand",
            f"{written.called} is not a period",
            help="write a whole number of days, weeks, months or years, such as `12 months`",
        )
        return None
    return Literal(value=value, written=str(value), parameter=written.name)


def word_list(written: Written, type_: FactType, faults: Faults) -> Literals | None:
    """Read a list of words or values of the fact's own type; never empty."""
    raw = written.raw
    if not isinstance(raw, list) or not raw:
        faults.add(
            written.at,
            "ruleset.wrong-operand",
            f"{written.called} is not a list with at least one member",
            help="write `[a, b]`",
        )
        return None
    values: list[str | Number | Fraction] = []
    for index, one in enumerate(raw):
        at = written.at if written.parameter else written.at.child(index)
        part = Written(one, at, None)
        if type_.kind is Kind.NUMBER:
            read = number(part, type_, faults)
            if read is None:
                return None
            assert isinstance(read.value, int | Decimal | Fraction)
            values.append(read.value)
        elif type_.kind is Kind.TEXT:
            if not isinstance(one, str):
                faults.add(at, "ruleset.wrong-operand", f"`{shown(one)}` is not a text", help="put it in quotes")
                return None
            if one == "none" and type_.or_none:
                _refuse_none(at, faults)
                return None
            values.append(unicodedata.normalize("NFC", one))
        else:
            word = _word(part, one, type_, faults)
            if word is None:
                return None
            values.append(word)
    if len(set(values)) < len(values):
        faults.add(written.at, "ruleset.repeated-word", "the list names a member twice")
        return None
    return Literals(values=tuple(values), written=tuple(shown(one) for one in raw), parameter=written.name)


def single_word(written: Written, type_: FactType, faults: Faults) -> Literal | None:
    """Read one word of a set."""
    word = _word(written, written.raw, type_, faults)
    return None if word is None else Literal(value=word, written=word, parameter=written.name)


def count(raw: object, at: Cursor, faults: Faults) -> int | None:
    """Read a whole number, not negative."""
    if isinstance(raw, int) and not isinstance(raw, bool) and raw >= 0:
        return raw
    faults.add(at, "ruleset.wrong-operand", f"`{shown(raw)}` is not a whole number", help="write 0, 1, 2, …")
    return None


def age_range(at: Cursor, numbers: Sequence[int | None], faults: Faults) -> AgeRange | None:
    """Put two ages together; the first may not lie above the second."""
    start, end = numbers
    if start is None or end is None:
        return None
    if start > end:
        faults.add(
            at,
            "ruleset.ages-reversed",
            f"ages run from {start} to {end}",
            help=f"write `{{from: {end}, to: {start}}}`",
        )
        return None
    return AgeRange(start=start, end=end)


def age(raw: object, at: Cursor, faults: Faults) -> int | None:
    """Read a whole age in years; one that nobody reaches is a slip, and would be walked year by year."""
    number = count(raw, at, faults)
    if number is not None and number > OLDEST:
        faults.add(at, "ruleset.wrong-operand", f"`{number}` is no age", help=f"ages go up to {OLDEST} years")
        return None
    return number
