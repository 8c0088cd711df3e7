"""A declaration read again without its documents: what was found of them is taken from the result of an audit.

A result keeps, of each document, why it counts for nothing, and every warning; the two together are all that an audit
makes of a folder. Whatever else a declaration says is read from its text, as ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from msgspec import Struct
from msgspec.json import Decoder
from msgspec.structs import replace

from auditor.model.declaration import Bound, Declaration
from auditor.model.diagnostic import Diagnostic, InputError, Place, by_place
from auditor.model.vocabulary import EXTENSIONS, Vocabulary
from auditor.source.declarations import read_document
from auditor.source.results import diagnostic_of
from auditor.source.yamltree import read_yaml

_NOTHING: Final = "` counts for nothing: "
_BOUND: Final = "bound."


class Found(Struct, frozen=True, kw_only=True):
    """What an audit found in a declaration's folder: each entry's id and fault, and the warnings that tell of it.

    `file` is the name that the declaration had, `rulesets` are those that its own facts were read for.
    """

    file: str
    entries: tuple[tuple[str, str], ...]
    told: tuple[Diagnostic, ...]
    rulesets: frozenset[str]


class _Declaration(Struct):
    file: str


class _Entry(Struct):
    id: str
    fault: str | None


class _Ruleset(Struct):
    id: str


class _Audit(Struct):
    declaration: _Declaration
    evidence: list[_Entry]
    ruleset: _Ruleset


class _Result(Struct):
    """What is taken of a result. Its findings, nearly all of it, are passed over and never built."""

    audits: list[_Audit]
    diagnostics: list[dict[str, Any]]


_RESULTS: Final = Decoder(_Result)


def found_in(result: bytes) -> Found:
    """Take what was found from a result of one declaration, as the program wrote it."""
    raw = _RESULTS.decode(result)
    audit = raw.audits[0]
    return Found(
        file=audit.declaration.file,
        entries=tuple((one.id, one.fault or "") for one in audit.evidence),
        told=tuple(
            diagnostic_of(one)
            for one in raw.diagnostics
            if of_the_folder(one["code"], one["message"]) and one["file"] is not None
        ),
        rulesets=frozenset(one.ruleset.id for one in raw.audits),
    )


def of_the_folder(code: str, message: str) -> bool:
    """Whether a warning is about something beside the declaration: a document, or what a fact is bound to."""
    return code.startswith(_BOUND) or (code.startswith("evidence.") and _NOTHING in message)


def read_as_found(content: bytes, found: Found, vocabulary: Vocabulary) -> tuple[Declaration, tuple[Diagnostic, ...]]:
    """Read a declaration's text as it was read when its documents were looked at, with the warnings about it.

    Raises InputError where the text cannot be used, or is not what was audited then.
    """
    declaration, warnings = read_document(read_yaml(content, found.file), None, vocabulary)
    if [one.id for one in declaration.evidence] != [id for id, _fault in found.entries]:
        raise InputError((_other(found.file),))
    evidence = tuple(
        replace(one, fault=fault) for one, (_id, fault) in zip(declaration.evidence, found.entries, strict=True)
    )
    unsure = [one for one in warnings if one.code.startswith(_BOUND)]
    bound = tuple(_bound(one, at, found) for one, at in zip(declaration.bound, unsure, strict=True))
    kept = [one for one in warnings if not of_the_folder(one.code, one.message)]
    return (
        replace(declaration, evidence=evidence, bound=bound),
        tuple(sorted((*kept, *found.told), key=by_place)),
    )


def _bound(one: Bound, unsure: Diagnostic, found: Found) -> Bound:
    """Give a bound fact with what was found wrong with it; without a folder each is told of, at its own place."""
    if one.fact.startswith(f"{EXTENSIONS}.") and one.fact.split(".")[1] not in found.rulesets:
        return one  # it was not looked at then
    told = (each.message for each in found.told if each.code.startswith(_BOUND) and _tells(each, unsure.place))
    return replace(one, fault=next(told, "").removeprefix(f"`{one.fact}` cannot be held against its configuration: "))


def _tells(diagnostic: Diagnostic, place: Place | None) -> bool:
    places: Sequence[Place | None] = (diagnostic.place, *diagnostic.also)
    return place is not None and any(
        one is not None and (one.file, one.line, one.column) == (place.file, place.line, place.column)
        for one in places
    )


def _other(file: str) -> Diagnostic:
    return Diagnostic(
        code="result.other-declaration",
        message=f"the result does not tell of the evidence that `{file}` names",
        place=Place(file),
        why="what was found of its documents is taken from the result, entry by entry",
        help="give the declaration that the result was made from",
    )
