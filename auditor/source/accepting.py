"""Whether data has a shape, and nothing of why not.

A compiled validator takes longer to load and to build than one audit takes. So the first few documents of a shape are
walked here, by the part of JSON Schema that this program's own schemas use; the compiled one judges those that come
after, and whatever the walk does not accept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

Schema = dict[str, Any]

_KEPT: Final = 64
_FEW: Final = 16
_LARGEST_EXACT: Final = 2**53 - 1
# By a schema's identity: the schema, how often it was walked, and the compiled validator once there is one.
_known: dict[int, tuple[Schema, list[int], list[Any]]] = {}


def accepts(schema: Schema, data: object) -> bool:
    """Whether data has the shape. The validator of a schema is built once."""
    kept = _known.pop(id(schema), None)
    if kept is None:
        if len(_known) >= _KEPT:  # the one that was not asked for longest
            del _known[next(iter(_known))]
        kept = (schema, [0], [])
    _known[id(schema)] = kept
    _, walked, compiled = kept
    if not compiled and walked[0] < _FEW:
        walked[0] += 1
        if walks(schema, data):
            return True
    if not compiled:
        from jsonschema_rs import Draft202012Validator

        compiled.append(Draft202012Validator(schema))
    try:
        return bool(compiled[0].is_valid(data))
    except UnicodeEncodeError:  # half of a pair, which JSON can write and no encoding can carry
        return False


class _CannotTell(Exception):
    """A keyword or a value that the walk does not know."""


def walks(schema: Schema, data: object) -> bool:
    """Whether the walk accepts data; it does not where it cannot tell."""
    try:
        return _is_plain(data) and _holds(schema, data, schema)
    except (_CannotTell, RecursionError):
        return False


def _is_plain(data: object) -> bool:
    """Whether there is only what has one meaning everywhere: no halves of pairs, no inexact or long numbers."""
    waiting = [data]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            if not (one.isascii() or _is_whole(one)):
                return False
        elif isinstance(one, dict):
            waiting.extend(one)
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
        elif isinstance(one, int):
            if not -_LARGEST_EXACT <= one <= _LARGEST_EXACT:
                return False
        elif not (one is None or (isinstance(one, Decimal) and one != one.to_integral_value())):
            return False
    return True


def _is_whole(text: str) -> bool:
    return not any("\ud800" <= sign <= "\udfff" for sign in text)


def _holds(schema: Any, value: Any, root: Schema) -> bool:
    if isinstance(schema, bool):
        return schema
    sorts = _SORTS.get(value.__class__)
    if sorts is None:
        raise _CannotTell
    for keyword, wanted in schema.items():
        test = _TESTS.get(keyword)
        if test is None:
            if keyword not in _SAYS_NOTHING:
                raise _CannotTell
        elif (test[0] is None or test[0] in sorts) and not test[1](wanted, value, schema, root):
            return False
    return True


def _if(wanted: Any, value: Any, schema: Schema, root: Schema) -> bool:
    branch = "then" if _holds(wanted, value, root) else "else"
    return _holds(schema.get(branch, True), value, root)


def _ref(wanted: str, value: Any, _schema: Schema, root: Schema) -> bool:
    start, _, name = wanted.rpartition("/")
    if start != "#/$defs":
        raise _CannotTell
    return _holds(root["$defs"][name], value, root)


def _type(wanted: str | list[str], value: Any, _schema: Schema, _root: Schema) -> bool:
    sorts = _SORTS[value.__class__]
    return wanted in sorts if isinstance(wanted, str) else any(one in sorts for one in wanted)


def _equal(wanted: Any, value: Any) -> bool:
    if isinstance(wanted, Decimal | float | dict | list):
        raise _CannotTell
    return wanted.__class__ is value.__class__ and bool(wanted == value)


def _properties(wanted: Mapping[str, Any], value: dict[str, Any], _schema: Schema, root: Schema) -> bool:
    return all(_holds(wanted[key], one, root) for key, one in value.items() if key in wanted)


def _other_properties(wanted: Any, value: dict[str, Any], schema: Schema, root: Schema) -> bool:
    known = schema.get("properties", {})
    return all(_holds(wanted, one, root) for key, one in value.items() if key not in known)


def _unique(wanted: bool, value: list[Any], _schema: Schema, _root: Schema) -> bool:
    if not all(isinstance(one, str) for one in value):
        raise _CannotTell
    return not wanted or len(set(value)) == len(value)


_SORTS: Final[Mapping[type, tuple[str, ...]]] = {
    str: ("string",),
    dict: ("object",),
    list: ("array",),
    bool: ("boolean",),
    type(None): ("null",),
    int: ("integer", "number"),
    Decimal: ("number",),
}
# For each keyword the sort of value it is about, if only one, and whether a value is as it wants.
_TESTS: Final[Mapping[str, tuple[str | None, Callable[[Any, Any, Schema, Schema], bool]]]] = {
    "$ref": (None, _ref),
    "if": (None, _if),
    "type": (None, _type),
    "const": (None, lambda wanted, value, _schema, _root: _equal(wanted, value)),
    "enum": (None, lambda wanted, value, _schema, _root: any(_equal(one, value) for one in wanted)),
    "anyOf": (None, lambda wanted, value, _schema, root: any(_holds(one, value, root) for one in wanted)),
    "properties": ("object", _properties),
    "additionalProperties": ("object", _other_properties),
    "propertyNames": ("object", lambda wanted, value, _schema, root: all(_holds(wanted, key, root) for key in value)),
    "required": ("object", lambda wanted, value, _schema, _root: all(key in value for key in wanted)),
    "minProperties": ("object", lambda wanted, value, _schema, _root: len(value) >= wanted),
    "maxProperties": ("object", lambda wanted, value, _schema, _root: len(value) <= wanted),
    "items": ("array", lambda wanted, value, _schema, root: all(_holds(wanted, one, root) for one in value)),
    "minItems": ("array", lambda wanted, value, _schema, _root: len(value) >= wanted),
    "maxItems": ("array", lambda wanted, value, _schema, _root: len(value) <= wanted),
    "uniqueItems": ("array", _unique),
    "minLength": ("string", lambda wanted, value, _schema, _root: len(value) >= wanted),
    "maxLength": ("string", lambda wanted, value, _schema, _root: len(value) <= wanted),
    "pattern": ("string", lambda wanted, value, _schema, _root: bool(re.search(at_the_end(wanted), value, re.ASCII))),
    "minimum": ("number", lambda wanted, value, _schema, _root: bool(value >= wanted)),
    "maximum": ("number", lambda wanted, value, _schema, _root: bool(value <= wanted)),
}
_SAYS_NOTHING: Final = frozenset(
    {"$schema", "$defs", "title", "description", "enumDescriptions", "unit", "then", "else"}
)


def at_the_end(pattern: str) -> str:
    """Make `$` mean the very end, as it does in JSON Schema."""
    return pattern.removesuffix("$") + r"\Z" if pattern.endswith("$") else pattern
