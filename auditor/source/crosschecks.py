"""What a declaration's parts must say of one another: paths that exist, plans that can be, sources named.

Each check adds what it finds to a list; none of them reads a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from auditor.model.declaration import Plan
from auditor.model.diagnostic import Diagnostic, Place, Severity
from auditor.model.evidence import Evidence
from auditor.model.vocabulary import FactType, Vocabulary
from auditor.source.document import Document, Path
from auditor.source.expected import Expected, expected_by
from auditor.source.extensions import is_unread
from auditor.source.factreaders import read_entry
from auditor.source.gathering import Gatherer, UnexpectedError
from auditor.source.names import nearest
from auditor.source.paths import known_paths
from auditor.source.schema import SHOWN, check_shape
from auditor.source.supporting import WHY_SOURCES

_COMPILED_NEEDS: Final = ("issuer", "issued", "checked")


def no_attestation(document: Document) -> Diagnostic:
    """Warn that nobody stands for the declaration."""
    return Diagnostic(
        code="declaration.no-attestation",
        message="nobody stands for this declaration",
        place=Place(document.file),
        why="a reader must know who says that it is true, and since when",
        help="add `attestation: {name: …, role: …, date: …}`",
        severity=Severity.WARNING,
    )


def undated_attestation(document: Document) -> Diagnostic:
    """Warn that somebody stands for it, but not since when."""
    return document.diagnostic(
        "declaration.undated-attestation",
        "the attestation has no date",
        ("attestation",),
        key=True,
        why="a reader must know since when somebody stands for it",
        help="write `date:` in it, as `2026-03-01`",
        severity=Severity.WARNING,
    )


def reply_to_itself(document: Document) -> Diagnostic:
    """Say that a provider's own declaration holds a reply to what others compiled."""
    return document.diagnostic(
        "reply.not-compiled",
        "only what others compiled has a reply",
        ("reply",),
        key=True,
        why="whoever files for itself says what it has to say in the declaration",
        help="put a reply into the challenge, or the evidence, that it answers; or name `compiled_by`",
    )


@lru_cache(maxsize=256)
def _nearest_fact(written: str, paths: tuple[str, ...]) -> str | None:
    near = nearest(written, paths)
    if near is None:  # the right name in the wrong place
        last = written.rpartition(".")[2]
        near = next((one for one in paths if one.rpartition(".")[2] == last and "*" not in one), None)
    return near


def unknown_fact(document: Document, path: Path, written: str, vocabulary: Vocabulary) -> Diagnostic:
    """Say that there is no such fact, and which one is near."""
    near = _nearest_fact(written, known_paths(vocabulary))
    return document.diagnostic(
        "declaration.unknown-fact",
        f"`{written}` is not a fact the vocabulary knows",
        path,
        why="a slip of the pen must not leave a fact without what is said about it here",
        help=f"did you mean `{near}`?" if near else "`auditor schema declaration` lists every key",
    )


def confidential(
    document: Document, raw: Mapping[str, Any], vocabulary: Vocabulary, found: list[Diagnostic]
) -> tuple[str, ...]:
    """Check that confidential facts exist; give their paths."""
    paths: list[str] = []
    for number, written in enumerate(raw.get("confidential") or []):
        path = written.removesuffix(".*")
        if expected_by(vocabulary).type_at(path) is None and not is_unread(path, vocabulary):
            found.append(unknown_fact(document, ("confidential", number), path, vocabulary))
        paths.append(path)
    return tuple(paths)


def planned(
    document: Document,
    raw: Mapping[str, Any],
    vocabulary: Vocabulary,
    gatherer: Gatherer,
    found: list[Diagnostic],
) -> tuple[Plan, ...]:
    """Check that plans are about deeds that exist, that their values fit, and that their dates are dates."""
    expected = expected_by(vocabulary)
    plans: list[Plan] = []
    for number, one in enumerate(raw.get("planned") or []):
        at: Path = ("planned", number)
        start = gatherer.date(one["from"], one, "from")
        if is_unread(one["fact"], vocabulary):
            continue
        type_ = expected.type_at(one["fact"])
        if type_ is None:
            found.append(unknown_fact(document, (*at, "fact"), one["fact"], vocabulary))
        elif not type_.control:
            found.append(
                document.diagnostic(
                    "declaration.not-plannable",
                    f"`{one['fact']}` is not something that a platform can do",
                    (*at, "fact"),
                    why="a plan changes deeds; what a service is, and who uses it, is stated when it is so",
                    help="leave it out here",
                )
            )
        else:
            read = _planned_values(document, one, (*at, "value"), expected, type_)
            if isinstance(read, tuple):
                found.extend(read)
            elif start is not None:
                found.extend(read.found)
                if not read.values and not read.found:
                    found.append(_plan_without_value(document, (*at, "value"), one["fact"]))
                plans.append(Plan(fact=one["fact"], values=read.values, start=start, place=document.place(at)))
    return tuple(plans)


def _planned_values(
    document: Document, plan: dict[str, Any], at: Path, expected: Expected, type_: FactType
) -> Gatherer | tuple[Diagnostic, ...]:
    """Gather apart what a plan will state, for it is not stated yet; or say what is wrong with its shape."""
    entry = expected.entry_at(type_, plan["fact"])
    apart = Gatherer(document, strict=True)
    try:
        read_entry(apart, plan, "value", entry)
    except UnexpectedError:
        wrong = check_shape(document, expected.schema_of(type_), "declaration", at=at)
        if wrong:
            return wrong
        apart = Gatherer(document)
        read_entry(apart, plan, "value", entry)
    return apart


def _plan_without_value(document: Document, at: Path, fact: str) -> Diagnostic:
    return document.diagnostic(
        "declaration.plan-without-value",
        f"the plan for `{fact}` does not say what will be so",
        at,
        why="a plan that announces nothing can come to nothing",
        help="write the value that will be stated, or leave the plan out",
    )


def evidence(
    document: Document,
    entries: list[dict[str, Any]],
    read: Sequence[Evidence],
    vocabulary: Vocabulary,
    found: list[Diagnostic],
    *,
    compiled: bool,
) -> None:
    """Check ids and supports of all entries, and what a compiled declaration's entries must have.

    `read` are the entries as they were read.
    """
    expected = expected_by(vocabulary)
    if (
        not compiled
        and len({one.id for one in read}) == len(read)
        and expected.knows(path for one in read for path in one.supports)
    ):
        return
    type_at = expected.type_at
    first: dict[str, int] = {}
    wrong: list[Diagnostic] = []
    for number, one in enumerate(entries):
        before = first.setdefault(one["id"], number)
        if before != number:
            found.append(
                document.diagnostic(
                    "evidence.duplicate-id",
                    f"two entries have the id `{one['id']}`",
                    ("evidence", number, "id"),
                    why="a report could not say which of them it means",
                    help="give each an id of its own",
                    also=(document.place(("evidence", before, "id")),),
                )
            )
        for index, written in enumerate(one["supports"]):
            # More are not shown, and each costs a search for the nearest name.
            if len(wrong) <= SHOWN and type_at(written.removesuffix(".*")) is None:
                wrong.extend(_support(document, ("evidence", number, "supports", index), written, vocabulary))
        if compiled:
            found.extend(_unsourced(document, ("evidence", number), one))
    found.extend(wrong)


def _support(document: Document, path: Path, written: str, vocabulary: Vocabulary) -> Iterator[Diagnostic]:
    if written == "*":
        yield document.diagnostic(
            "evidence.supports-everything",
            "`*` alone supports nothing",
            path,
            why="one document that is said to show everything shows nothing in particular",
            help="name the facts, or one subject, as `surfaces.*`",
        )
    elif not is_unread(written, vocabulary):
        yield unknown_fact(document, path, written, vocabulary)


def _unsourced(document: Document, at: Path, entry: dict[str, Any]) -> Iterator[Diagnostic]:
    lacking = [key for key in _COMPILED_NEEDS if key not in entry]
    if "source" not in entry and "url" not in entry:
        lacking.append("source")
    if lacking:
        yield document.diagnostic(
            "evidence.incomplete-source",
            f"`{entry['id']}` does not say: {', '.join(lacking)}",
            (*at, "id"),
            why=WHY_SOURCES,
            help="add what is missing",
        )
