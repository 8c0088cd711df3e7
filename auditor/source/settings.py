"""`FACT=VALUE` of a command line into a fact, read as if it stood in a declaration.

A declaration that says this one thing is written and put through the reader, so that what may be said, and how
a slip is told, is the same everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from auditor.model.diagnostic import Diagnostic, InputError, Place
from auditor.model.facts import Facts
from auditor.model.values import Bands, Items, Value
from auditor.model.vocabulary import Kind, Vocabulary
from auditor.source.characters import LINE_END, as_json
from auditor.source.declarations import read_declaration

# The key of a band: its ages, with a number after those of another; or where it leaves an end open, its number.
_BAND: Final = re.compile(
    r"(?P<from>0|[1-9]\d{0,2})-(?P<to>0|[1-9]\d{0,2})(?:-[1-9]\d{0,2})?|(?:0|[1-9]\d{0,2})", re.ASCII
)
_INDENT: Final = "  "


class Setting(Struct, frozen=True, kw_only=True):
    """One fact as it was set; `values` is empty where it was set to `null`."""

    path: str
    written: str
    values: Mapping[str, Value]


def read_setting(text: str, vocabulary: Vocabulary) -> Setting:
    """Read `FACT=VALUE`; raises InputError, in the reader's own words, where no declaration could say so."""
    path, equals, value = text.partition("=")
    path, value = path.strip(), value.strip()
    if not equals or not path or not value or LINE_END.search(text):
        raise InputError((_not_a_setting(text),))
    if path in ("declaration", "service", "service.name"):
        raise InputError((_not_a_fact(path, text),))
    put = _put(path.split("."), value, vocabulary)
    if put is None:
        raise InputError((_not_a_fact(path, text),))
    try:
        read, _warnings = read_declaration(_written(put), f"--set {text}", None, vocabulary)
    except InputError as error:
        kept = [one for one in error.diagnostics if one.is_error]
        raise InputError(
            tuple(
                replace(one, message=put.told(one.message), place=Place(f"--set {text}"), excerpt=None, also=())
                for one in kept
            )
        ) from None
    values, absent = put.found(read.facts)
    is_said = put.of_ends or path in absent or any(_is_part(one, path) for one in values)
    if not is_said or (vocabulary.type_at(path) is None and not put.of_ends):
        raise InputError((_not_a_fact(path, text),))
    found = {one: stated for one, stated in values.items() if _is_part(one, path) or path.startswith(one + ".")}
    return Setting(path=path, written=value, values={} if path in absent else found)


def _is_part(fact: str, path: str) -> bool:
    """Whether a fact is what was set, or beneath it, or the set in which it is a word."""
    return fact == path or fact.startswith(path + ".") or fact == path.rpartition(".")[0]


class _Put(Struct, frozen=True, kw_only=True):
    """A fact in a declaration that says nothing else; with `of_ends` it is the ages of a band.

    `items` are the lists that it stands in, the outermost first, each with the item's key. Alone in its list an item
    may have another key there, and is the first: its own must be given back to it.
    """

    lines: Sequence[str]
    items: Sequence[tuple[str, str]] = ()
    of_ends: bool = False

    def told(self, message: str) -> str:
        """Name items by their keys in what the reader says, who counts."""
        for home, key in self.items:
            for end in (".", "`"):
                message = message.replace(f"`{home}.0{end}", f"`{home}.{key}{end}")
        return message

    def found(self, facts: Facts) -> tuple[dict[str, Value], set[str]]:
        """Give what was read by its own addresses: what is stated, and what is said to have no answer."""
        values, absent = dict(facts.values), set(facts.absences)
        for home, key in self.items:
            listed = values.get(home)
            if isinstance(listed, Bands):
                (there,) = (one.key for one in listed.bands)
                values[home] = Bands((replace(listed.bands[0], key=key),))
            elif isinstance(listed, Items):
                (there,) = listed.keys
                values[home] = Items((key,))
            else:
                continue
            values = {_renamed(path, f"{home}.{there}", f"{home}.{key}"): one for path, one in values.items()}
            absent = {_renamed(path, f"{home}.{there}", f"{home}.{key}") for path in absent}
        return values, absent


def _renamed(path: str, counted: str, own: str) -> str:
    return own + path.removeprefix(counted) if f"{path}.".startswith(f"{counted}.") else path


def _put(segments: Sequence[str], value: str, vocabulary: Vocabulary) -> _Put | None:
    """Write the value under its keys, an item of a list under its id, a band under its ages.

    None where an item would be set as a whole, or a band that has no such key.
    """
    lines: list[str] = []
    items: list[tuple[str, str]] = []
    for depth, segment in enumerate(segments):
        home = ".".join(segments[:depth])
        above = vocabulary.type_at(home) if depth else None
        indent, last = _INDENT * depth, depth + 1 == len(segments)
        if above is None or above.kind not in (Kind.BANDS, Kind.LIST):
            lines.append(f"{indent}{as_json(segment)}:{' ' + value if last else ''}")
            continue
        items.append((home, segment))
        if above.kind is Kind.BANDS:
            band = _BAND.fullmatch(segment)
            if band is None or last:
                return None
            if segments[depth + 1] == "ages":
                lines.append(f'{indent}- "ages": {value}')
                is_open = not band["from"] and depth + 2 == len(segments)
                return _Put(lines=lines, items=items, of_ends=True) if is_open else None
            ages = f"from: {band['from']}, to: {band['to']}" if band["from"] else ""
            lines.append(f'{indent}- "ages": {{{ages}}}')
        elif last and above.fields:
            return None
        else:
            lines.append(f"{indent}- {value}" if last else f'{indent}- "id": {as_json(segment)}')
    return _Put(lines=lines, items=items)


def _written(put: _Put) -> bytes:
    """Write the whole declaration."""
    lines = list(put.lines)
    name = f"{_INDENT}name: it"
    if '"service":' in lines:
        lines.insert(lines.index('"service":') + 1, name)
    else:
        lines += ["service:", name]
    return "\n".join(["declaration: 1", *lines, ""]).encode("utf-8", "surrogatepass")


def not_there(setting: Setting, facts: Facts) -> Diagnostic | None:
    """Refuse a setting of a band by a number that no band of the declaration has; None where there is no such."""
    for path, value in setting.values.items():
        stated = facts.values.get(path)
        known = [one.key for one in stated.bands] if isinstance(stated, Bands) else []
        for band in value.bands if isinstance(value, Bands) and setting.path.startswith(f"{path}.") else ():
            if "-" not in band.key and band.key not in known:
                return Diagnostic(
                    code="setting.unknown-band",
                    message=f"no band of `{path}` that leaves an age open is number {band.key}",
                    place=Place(f"--set {setting.path}={setting.written}"),
                    why="a band has a number for its name, counted from 0, only where it does not say both its ages",
                    help=f"name it by its ages, as `{path}.13-15`",
                )
    return None


def _not_a_setting(text: str) -> Diagnostic:
    return Diagnostic(
        code="setting.bad-form",
        message=f"`{text}` does not set a fact",
        place=Place("--set"),
        help="write FACT=VALUE on one line, as `users.children.can_use=true`",
    )


def _not_a_fact(path: str, text: str) -> Diagnostic:
    return Diagnostic(
        code="declaration.unknown-fact",
        message=f"`{path}` is not a fact the vocabulary knows, or not one that can be set so",
        place=Place(f"--set {text}"),
        why="only facts can be set: they are what requirements look at",
        help="`auditor schema declaration` lists every key",
    )
