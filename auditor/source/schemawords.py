"""A mismatch of shape in words for people: what is wrong, why it matters, what to type instead.

Knows schemas and values; knows nothing of validators, files or places.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct

from auditor.model.values import plain_number
from auditor.source.names import nearest
from auditor.source.scalars import reads_as_text

Schema = dict[str, Any]

WHY_UNKNOWN: Final = "unknown keys are refused, so that a slip of the pen cannot hide a missing control"
WHY_TEXT: Final = "only `true` and `false` are yes and no here: `yes`, `on` and `NO` are text"
_YES: Final = frozenset({"yes", "y", "on", "true", "1"})
_NO: Final = frozenset({"no", "n", "off", "false", "0"})
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SORTS: Final = {
    "boolean": "`true` or `false`",
    "integer": "a whole number",
    "number": "a number",
    "string": "text",
    "array": "a list",
    "object": "a group of keys",
}
_ALLOWED_SHOWN: Final = 14


class Mismatch(Struct, frozen=True):
    """One mismatch: the second half of its code, and what to say."""

    fault: str
    message: str
    why: str = ""
    help: str = ""


def is_date(schema: Schema) -> bool:
    """Whether a schema wants a date: its pattern begins with four digits."""
    return bool(re.match(r"\^\(?\??:?(none\|)?(\[0-9\]|\\d)\{4\}", str(schema.get("pattern", ""))))


def _types(schema: Schema) -> list[str]:
    types: str | list[str] = schema.get("type", [])
    return [types] if isinstance(types, str) else types


def in_words(schema: Schema) -> str:
    """Say what a schema wants: `a whole number of hours, 0 or more`."""
    if "const" in schema:
        return f"`{_written(schema['const'])}`"
    if "enum" in schema:
        return "one of " + _allowed(schema["enum"])
    if is_date(schema):
        return "a date, as 2026-03-01" + (", or `none`" if "none" in schema["pattern"] else "")
    if "anyOf" in schema or "oneOf" in schema:
        return " or ".join(in_words(one) for one in schema.get("anyOf") or schema["oneOf"])
    if "else" in schema and "type" not in schema:
        return in_words(schema["else"])
    types = [one for one in _types(schema) if one != "null"]
    if "pattern" in schema and "none" in schema["pattern"] and len(types) > 1:
        return in_words({**schema, "type": types[0], "pattern": ""}) + ", or `none`"
    if types in (["integer"], ["number"]):
        unit = schema.get("unit")
        sort = "a percentage" if unit == "percent" else _SORTS[types[0]] + (f" of {unit}" if unit else "")
        return sort + _range(schema)
    return " or ".join(_SORTS[one] for one in types) or "what is asked for here"


def _range(schema: Schema) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None:
        return f" from {_written(low)} to {_written(high)}"
    if low is not None:
        return f", {_written(low)} or more"
    return f", {_written(high)} or less" if high is not None else ""


def _allowed(words: Sequence[object]) -> str:
    shown = [_written(word) for word in words if word is not None]
    more = ", …" if len(shown) > _ALLOWED_SHOWN else ""
    return ", ".join(shown[:_ALLOWED_SHOWN]) + more


def _written(value: object) -> str:
    """Write a value as YAML does."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "true" if value else "false"
        case int() | Decimal():
            return plain_number(value)
        case dict():
            return "a group of keys"
        case list():
            return "a list"
        case _:
            text = str(value)
            return text if len(text) <= 60 else text[:59] + "…"


def _seen(value: object) -> str:
    if isinstance(value, dict | list):
        return _written(value)
    if isinstance(value, str) and not reads_as_text(value):
        return f'`"{_written(value)}"`'  # what would be no text without its quotes
    return f"`{_written(value)}`"


def told(schema: Schema) -> str:
    """Give a schema's description as a hint: no capital, no full stop."""
    text = str(schema.get("description", "")).removesuffix(".")
    return text[:1].lower() + text[1:]


def wrong_type(name: str, seen: object, schema: Schema) -> Mismatch:
    """Say that a value is of another sort than is wanted, with what to write where that is clear."""
    if seen is None:
        return Mismatch("wrong-type", f"{name} says nothing", help=f"write {in_words(schema)}")
    wanted = in_words(schema)
    why, help = _remedy(seen, schema)
    return Mismatch("wrong-type", f"{name} is {_seen(seen)}, which is not {wanted}", why, help or f"write {wanted}")


def _remedy(seen: object, schema: Schema) -> tuple[str, str]:
    types = _types(schema)
    if "boolean" in types:
        return _yes_or_no(seen)
    if is_date(schema):
        return "", _date_hint(seen)
    if isinstance(seen, str) and ("integer" in types or "number" in types):
        return _number_hint(seen, schema)
    if "integer" in types and isinstance(seen, Decimal):
        return "", "write a whole number, without decimals"
    if "string" in types and isinstance(seen, bool | int | Decimal):
        return "", f'put it in quotes: `"{_written(seen)}"`'
    if "array" in types and not isinstance(seen, dict | list):
        return "", f"write `[{_written(seen)}]`"
    return "", ""


def _yes_or_no(seen: object) -> tuple[str, str]:
    word = str(seen).strip().casefold()
    if word in _YES or word in _NO:
        return WHY_TEXT, f"write `{'true' if word in _YES else 'false'}`, without quotes"
    return "", "write `true` or `false`, without quotes"


def _number_hint(seen: str, schema: Schema) -> tuple[str, str]:
    unit = schema.get("unit")
    text = seen.strip()
    if re.fullmatch(r"\d+(:\d+)+", text, re.ASCII):
        return f"`{text}` is text here, not a time", f"write a plain number{f' of {unit}' if unit else ''}"
    bare = text.replace("_", "").replace(" ", "").replace("'", "")
    if re.fullmatch(r"\d{1,3}(,\d{3})+", bare, re.ASCII):
        bare = bare.replace(",", "")
    if re.fullmatch(r"0*\d+(\.\d+)?", bare, re.ASCII):
        digits = bare.lstrip("0") or "0"
        digits = "0" + digits if digits.startswith(".") else digits
        return "a number has no quotes, no leading zeros and no separators", f"write `{digits}`"
    match = re.match(r"(\d+(?:\.\d+)?)\s*(%|[a-z]+)\.?$", text, re.ASCII | re.IGNORECASE)
    if match and unit:
        said = "percent" if match[2] == "%" else match[2].lower()
        if said.rstrip("s") == str(unit).rstrip("s"):
            return f"this number is always in {unit}", f"write `{match[1]}`, without the unit"
        return f"this number is always in {unit}", f"convert it to {unit} and write the bare number"
    if text.casefold() in ("none", "never", "n/a", "unknown", "?"):
        return "", "write `null`, or leave the key out, where the answer is not known"
    return "", ""


def _date_hint(seen: object) -> str:
    text = str(seen).strip()
    if match := re.fullmatch(r"(\d{4})[./ -]?(\d{1,2})[./ -]?(\d{1,2})?", text, re.ASCII):
        parts = [match[1], match[2].zfill(2), *([match[3].zfill(2)] if match[3] else [])]
        return f"write `{'-'.join(parts)}`"
    if match := re.fullmatch(r"(\d{4}-\d{2}-\d{2})[T ].*", text, re.ASCII):
        return f"write the day alone: `{match[1]}`"
    if match := re.fullmatch(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4})", text, re.ASCII):
        return f"write the year first, then month and day, as `{match[3]}-03-01`"
    if match := re.fullmatch(
        r"(?:(\d{1,2})\.?\s+)?([A-Za-z]{3})[a-z]*\.?\s+(?:(\d{1,2}),?\s+)?(\d{4})", text, re.ASCII
    ):
        month = match[2].casefold()
        if month in _MONTHS:
            day = match[1] or match[3]
            iso = f"{match[4]}-{_MONTHS.index(month) + 1:02d}" + (f"-{int(day):02d}" if day else "")
            return f"write `{iso}`"
    return "write year, month and day, as `2026-03-01`; `2026-03` or `2026` where the day is not known"


def listed(name: str, seen: object, schema: Schema) -> Mismatch:
    """Say that a value is not among the words that can stand there."""
    if "const" in schema:
        return Mismatch("wrong-value", f"{name} is {_seen(seen)}", help=f"write `{_written(schema['const'])}`")
    words = [word for word in schema["enum"] if isinstance(word, str)]
    if isinstance(seen, dict | list):
        return Mismatch(
            "wrong-type",
            f"{name} is {_seen(seen)}, where one word is wanted",
            help=f"write {in_words(schema)}",
        )
    near = nearest(str(seen), words) if isinstance(seen, str) else None
    help = f"write {in_words(schema)}" if near is None else f"did you mean `{near}`? allowed: {_allowed(words)}"
    return Mismatch("unknown-word", f"`{_written(seen)}` is no word for {name}", help=help)


def wrong_form(name: str, seen: object, schema: Schema) -> Mismatch:
    """Say that a text does not have the form that is wanted."""
    if is_date(schema):
        return Mismatch("not-a-date", f"{name} is {_seen(seen)}, which is not a date", help=_date_hint(seen))
    if {"integer", "number"} & set(_types(schema)):
        why, help = _number_hint(str(seen), schema)
        message = f"{name} is {_seen(seen)}, which is not {in_words(schema)}"
        return Mismatch("wrong-type", message, why, help or f"write {in_words(schema)}")
    form = told(schema) or f"it must look like `{schema['pattern']}`"
    return Mismatch("bad-form", f"{name} is {_seen(seen)}, which does not have the right form", help=form)


def out_of_range(name: str, seen: object, schema: Schema) -> Mismatch:
    """Say that a number is too small or too great."""
    if is_date(schema):
        return Mismatch("not-a-date", f"{name} is {_seen(seen)}, which is not a date", help=_date_hint(seen))
    low, high = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    limits = _range(schema).strip(", ") or f"above {_written(low)} and below {_written(high)}"
    return Mismatch("out-of-range", f"{name} is {_seen(seen)}, which is out of range", help=f"it must be {limits}")
