"""A ruleset's own facts in two editions: what may be stated of them, how they are asked for, and who reads them.

What a fact may hold is part of every comparison with it, and what it is asked by is part of what an answer means.
Neither can be proved to leave all outcomes as they were, so no change of a fact that is read is said to ask the same.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from auditor.engine.rulesetdiff_changes import Pair, change
from auditor.engine.rulesetdiff_tests import values_of
from auditor.model.condition import Always, Condition, Other, Over, Subject, Test, children
from auditor.model.diagnostic import Place
from auditor.model.ruleset import Requirement, Ruleset
from auditor.model.rulesetdiff import Change, ChangeKind, Effect
from auditor.model.vocabulary import FactType, Kind

_HEAD: Final = "ruleset.yaml"
_FACTS: Final = "vocabulary.yaml"
_PLAIN: Final = {
    Kind.GROUP: "a group of facts",
    Kind.YES_NO: "yes or no",
    Kind.TEXT: "a text",
    Kind.DATE: "a date",
    Kind.LIST: "a list",
    Kind.BANDS: "bands of ages",
    Kind.RECORD: "a record",
}


def own_facts(old: Ruleset, new: Ruleset, matched: Sequence[Pair]) -> Iterator[Change]:
    """Give every change of the facts that the edition brings itself."""
    before, after = (_by_path(each.extension) for each in (old, new))
    readers = _readers(matched)
    for path in (*after, *(one for one in before if one not in after)):
        one, other = before.get(path), after.get(path)
        read = readers.get(path, ())
        for old_words, new_words, moves in _differences(one, other, read=bool(read)):
            yield change(
                ChangeKind.OWN_FACTS,
                Effect.UNORDERED if moves else Effect.SAME,
                moves=moves,
                subject=path,
                old=old_words,
                new=new_words,
                readers=tuple(read),
                old_place=None if one is None else _place(old),
                new_place=None if other is None else _place(new),
            )


def _by_path(extension: FactType | None) -> Mapping[str, FactType]:
    return {} if extension is None else {one.path: one for one in extension.walk()}


def _place(edition: Ruleset) -> Place:
    return Place(edition.place.file.removesuffix(_HEAD) + _FACTS)


def _differences(one: FactType | None, other: FactType | None, *, read: bool) -> Iterator[tuple[str, str, bool]]:
    """Give what was and what is said of one fact, and whether an outcome may hang on it."""
    if one is None or other is None:
        # a new fact is asked for by what reads it, and one that is gone is refused where it is stated
        yield "" if one is None else values_text(one), "" if other is None else values_text(other), other is None
        return
    if _stated(one) != _stated(other):
        yield values_text(one), values_text(other), True
    elif (one.scope, one.control) != (other.scope, other.control):
        yield _flags(one), _flags(other), True
    for word, was, now in (
        ("title", one.title, other.title),
        ("description", one.description, other.description),
        ("question", one.question, other.question),
        ("meanings", _meanings(one, other), _meanings(other, one)),
    ):
        if was != now:
            yield f"{word}: {was}", f"{word}: {now}", read and word != "title"


def _stated(type_: FactType) -> tuple[Hashable, ...]:
    """Give what may be stated at this very address; what lies below it has addresses of its own."""
    return (*values_of(type_), type_.key_pattern)


def values_text(type_: FactType) -> str:
    """Say in a few words what may be stated of a fact."""
    words = ", ".join(type_.words)
    match type_.kind:
        case Kind.NUMBER:
            start = "" if type_.minimum is None else f" from {type_.minimum}"
            end = "" if type_.maximum is None else f" to {type_.maximum}"
            unit = "" if type_.unit is None else f", in {type_.unit}"
            said = f"a {'whole ' if type_.integer else ''}number{start}{end}{unit}"
        case Kind.WORD:
            said = f"one of {words}"
        case Kind.LADDER:
            said = f"one of {words}, in this order"
        case Kind.SET:
            said = f"any of {words}"
        case Kind.CLOSED_MAP:
            said = f"one each for {words}"
        case Kind.OPEN_MAP:
            said = f"one each for keys such as {type_.key_pattern}"
        case _:
            said = _PLAIN[type_.kind]
    return f"{said}, or none" if type_.or_none else said


def _flags(type_: FactType) -> str:
    said = [word for word, set_ in (("scope", type_.scope), ("control", type_.control)) if set_]
    return f"marked as {' and '.join(said)}" if said else "not marked"


def _meanings(type_: FactType, beside: FactType) -> str:
    """Give the meanings of those words that both have and mean otherwise; words that came or went are told apart."""
    differ = [word for word, said in type_.meanings.items() if word in beside.words]
    differ = [word for word in differ if type_.meanings[word] != beside.meanings.get(word)]
    return "; ".join(f"{word}, {type_.meanings[word]}" for word in differ)


# -- who reads them ----------------------------------------------------------------------------


def _readers(matched: Sequence[Pair]) -> dict[str, list[str]]:
    """Give the requirements that read each fact, under the ids they have in the new edition."""
    found: dict[str, list[str]] = {}
    for pair in matched:
        named = next(one.id for one in (pair.new, pair.old) if one is not None)
        for path in {path for one in (pair.old, pair.new) if one is not None for path in _read_by(one)}:
            found.setdefault(path, []).append(named)
    return found


def _read_by(one: Requirement) -> Iterator[str]:
    for condition in (one.applies_when, one.met_when, *(rung.when for rung in one.rungs)):
        yield from types_in(condition)


def types_in(condition: Condition | Always) -> dict[str, FactType]:
    """Give every fact that a condition looks at, by its address in the vocabulary."""
    return {} if isinstance(condition, Always) else dict(_with_addresses(_types(condition)))


def _with_addresses(types: Iterable[FactType]) -> Iterator[tuple[str, FactType]]:
    for one in types:
        yield one.path, one
        # a collection is looked at through what its members hold
        if one.item is not None:
            yield one.item.path, one.item


def _types(condition: Condition) -> Iterator[FactType]:
    match condition:
        case Test(subject=subject, operand=operand):
            yield subject.type
            if isinstance(operand, Other):
                yield operand.subject.type
        case Over(of=of, ages=ages, limit=limit):
            ends: list[Subject] = [age.fact for age in ages or () if age.fact is not None]
            yield from (each.type for each in (of, *ends))
            if isinstance(limit, Other):
                yield limit.subject.type
    for one in children(condition):
        yield from _types(one)


def held_otherwise(
    old: Iterable[Condition | Always], new: Iterable[Condition | Always]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Say of each fact that both sides look at and that may hold other values what it may hold, then and now."""
    before, after = ({path: type_ for one in side for path, type_ in types_in(one).items()} for side in (old, new))
    paths = [path for path, one in before.items() if path in after and _stated(one) != _stated(after[path])]
    was, now = (tuple(f"{path}: {values_text(types[path])}" for path in paths) for types in (before, after))
    return was, now
