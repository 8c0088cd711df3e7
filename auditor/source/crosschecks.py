"""What a declaration's parts must say of one another: paths that exist, plans that can be, sources named.

Each check adds what it finds to a list; none of them reads a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from auditor.model.declaration import Plan
from auditor.model.diagnostic import Diagnostic, Place, Severity
from auditor.model.evidence import Evidence
from auditor.model.facts import Facts, Silence
from auditor.model.values import Bands, Items, Value, WordSet
from auditor.model.vocabulary import FactType, Kind, Vocabulary
from auditor.source.declaration_schema import value_schema, with_definitions
from auditor.source.document import Document, Path
from auditor.source.extensions import is_unread
from auditor.source.gathering import Gatherer
from auditor.source.names import nearest
from auditor.source.schema import SHOWN, check_shape
from auditor.source.vocabularies import known_paths, type_at

_WHY_SOURCES: Final = "in a declaration that others compiled, every fact shows where it was published, and when"
_COMPILED_NEEDS: Final = ("issuer", "issued", "checked")
_FOLDERS: Final = (Kind.GROUP, Kind.RECORD)


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
        if type_at(vocabulary, path) is None and not is_unread(path, vocabulary):
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
    plans: list[Plan] = []
    for number, one in enumerate(raw.get("planned") or []):
        at: Path = ("planned", number)
        start = gatherer.date(one["from"], (*at, "from"))
        if is_unread(one["fact"], vocabulary):
            continue
        type_ = type_at(vocabulary, one["fact"])
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
            schema = with_definitions(value_schema(type_))
            wrong = check_shape(document, schema, "declaration", at=(*at, "value"))
            found.extend(wrong)
            if wrong or start is None:
                continue
            values = _planned_values(document, one, (*at, "value"), type_, found)
            plans.append(Plan(fact=one["fact"], values=values, start=start, place=document.place(at)))
    return tuple(plans)


def _planned_values(
    document: Document, plan: Mapping[str, Any], at: Path, type_: FactType, found: list[Diagnostic]
) -> Mapping[str, Value]:
    """Give what a plan will state, gathered apart: it is not a fact of the declaration."""
    apart = Gatherer(document)
    apart.entry(plan, "value", plan["value"], at, type_, plan["fact"])
    found.extend(apart.found)
    if not apart.values and not apart.found:
        found.append(
            document.diagnostic(
                "declaration.plan-without-value",
                f"the plan for `{plan['fact']}` does not say what will be so",
                at,
                why="a plan that announces nothing can come to nothing",
                help="write the value that will be stated, or leave the plan out",
            )
        )
    return apart.values


def evidence(
    document: Document,
    entries: list[dict[str, Any]],
    vocabulary: Vocabulary,
    found: list[Diagnostic],
    *,
    compiled: bool,
) -> None:
    """Check ids and supports of all entries, and what a compiled declaration's entries must have."""
    first: dict[str, int] = {}
    wrong: list[Diagnostic] = []
    for number, one in enumerate(entries):
        at: Path = ("evidence", number)
        if one["id"] in first:
            found.append(
                document.diagnostic(
                    "evidence.duplicate-id",
                    f"two entries have the id `{one['id']}`",
                    (*at, "id"),
                    why="a report could not say which of them it means",
                    help="give each an id of its own",
                    also=(document.place(("evidence", first[one["id"]], "id")),),
                )
            )
        first.setdefault(one["id"], number)
        for index, written in enumerate(one["supports"]):
            if len(wrong) <= SHOWN:  # more are not shown, and each costs a search for the nearest name
                wrong.extend(_support(document, (*at, "supports", index), written, vocabulary))
        if compiled:
            found.extend(_unsourced(document, at, one))
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
    elif type_at(vocabulary, written.removesuffix(".*")) is None and not is_unread(written, vocabulary):
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
            why=_WHY_SOURCES,
            help="add what is missing",
        )


def stated_paths(facts: Facts) -> Iterator[str]:
    """Give every address at which something is said: a value, a refusal, a member of a set."""
    for path, value in facts.values.items():
        if isinstance(value, Items | Bands) and (value.keys if isinstance(value, Items) else value.bands):
            continue  # its members say it
        yield path
    for path, absence in facts.absences.items():
        if absence.silence is not Silence.NOT_ANSWERED:
            yield path


def sources_of_compiled(
    document: Document, facts: Facts, entries: Iterable[Evidence], found: list[Diagnostic]
) -> None:
    """Refuse facts of a compiled declaration that no entry supports."""
    named = {support for entry in entries for support in entry.supports}
    for path in stated_paths(facts):
        value = facts.values.get(path)
        words = [f"{path}.{word}" for word in value.words] if isinstance(value, WordSet) else []
        if _covered(path, named) or (words and all(_covered(word, named) for word in words)):
            continue
        place = facts.places[path]
        found.append(
            document.diagnostic_at(
                "declaration.fact-without-source",
                f"no source is named for `{path}`",
                place,
                why=_WHY_SOURCES,
                help="name it under `supports` of an entry of `evidence`, or leave it out",
            )
        )


def _covered(path: str, named: set[str]) -> bool:
    while path:
        if path in named:
            return True
        path = path.rpartition(".")[0]
    return False


def supports(
    document: Document, raw: Mapping[str, Any], facts: Facts, vocabulary: Vocabulary, found: list[Diagnostic]
) -> None:
    """Warn of supports beneath which nothing is said."""
    entries = raw.get("evidence") or []
    if not entries:
        return
    said: set[str] = set()
    for path in stated_paths(facts):
        value = facts.values.get(path)
        ends = [f"{path}.{word}" for word in value.words] if isinstance(value, WordSet) else []
        for one in (path, *ends):
            while one and one not in said:
                said.add(one)
                one = one.rpartition(".")[0]
    for number, entry in enumerate(entries):
        for index, written in enumerate(entry["supports"]):
            if written.removesuffix(".*") not in said and not is_unread(written, vocabulary):
                found.append(
                    document.diagnostic(
                        "evidence.supports-nothing",
                        f"nothing is stated at `{written}`, so the evidence supports nothing there",
                        ("evidence", number, "supports", index),
                        help="state the fact, or take it off the list",
                        severity=Severity.WARNING,
                    )
                )
