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
from auditor.model.values import Value
from auditor.model.vocabulary import Kind, Vocabulary
from auditor.source.characters import LINE_END, as_json
from auditor.source.declarations import read_declaration

_BAND: Final = re.compile(r"(\d{1,3})-(\d{1,3})", re.ASCII)
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
    lines = _nested(path.split("."), value, vocabulary)
    service = next((at for at, line in enumerate(lines) if line == '"service":'), None)
    if service is None:
        lines += ["service:", f"{_INDENT}name: it"]
    else:
        lines.insert(service + 1, f"{_INDENT}name: it")
    written = "\n".join(["declaration: 1", *lines]) + "\n"
    try:
        read, _warnings = read_declaration(
            written.encode("utf-8", "surrogatepass"), f"--set {text}", None, vocabulary
        )
    except InputError as error:
        kept = tuple(one for one in error.diagnostics if one.is_error)
        raise InputError(
            tuple(replace(one, place=Place(f"--set {text}"), excerpt=None, also=()) for one in kept)
        ) from None
    facts = read.facts
    if vocabulary.type_at(path) is None or (
        path not in facts.absences and not any(_is_part(one, path) for one in facts.values)
    ):
        raise InputError((_not_a_fact(path, text),))
    found = {one: stated for one, stated in facts.values.items() if _is_part(one, path) or path.startswith(one + ".")}
    return Setting(path=path, written=value, values={} if path in facts.absences else found)


def _is_part(fact: str, path: str) -> bool:
    """Whether a fact is what was set, or beneath it, or the set in which it is a word."""
    return fact == path or fact.startswith(path + ".") or fact == path.rpartition(".")[0]


def _nested(segments: Sequence[str], value: str, vocabulary: Vocabulary) -> list[str]:
    """Write the value under its keys, an item of a list under its id, a band under its ages."""
    lines: list[str] = []
    for depth, segment in enumerate(segments):
        above = vocabulary.type_at(".".join(segments[:depth])) if depth else None
        kind = above.kind if above is not None else None
        last = depth + 1 == len(segments)
        ages = _BAND.fullmatch(segment)
        if kind is Kind.BANDS and ages is not None:
            lines.append(f'{_INDENT * depth}- "ages": {{from: {int(ages[1])}, to: {int(ages[2])}}}')
        elif kind is Kind.LIST and not last:
            lines.append(f'{_INDENT * depth}- "id": {as_json(segment)}')
        else:
            lines.append(f"{_INDENT * depth}{as_json(segment)}:{' ' + value if last else ''}")
    return lines


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
