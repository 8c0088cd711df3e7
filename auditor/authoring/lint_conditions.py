"""Checks of how conditions are written: what says a thing twice, the long way round, or unreadably."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from typing import Final

from auditor.authoring.lint_draft import Draft, Faults, fault, walk
from auditor.authoring.satisfy import identity
from auditor.model.condition import (
    AtLeast,
    Condition,
    Connective,
    Group,
    Literal,
    Literals,
    Named,
    Not,
    Over,
    Quantifier,
    Test,
    children,
)
from auditor.model.vocabulary import Kind

_MOST_TESTS: Final = 20
_DEEPEST: Final = 6


def passes_on_nothing(draft: Draft) -> Faults:
    """Look for passes that rest on emptiness; a contradiction needs something to contradict."""
    if not draft.scored:
        return
    for owner, part in draft.parts():
        if isinstance(part, Over) and part.quantifier is Quantifier.EVERY and part.if_none is True:
            yield fault(
                "lint.passes-on-nothing",
                f"an `every` of {owner} holds where there is no member",
                part.place,
                why="a pass should rest on something",
                help="write `if_none: false`, and put the emptiness into `applies_when`",
            )


def repeated_member(draft: Draft) -> Faults:
    """Look for a member that stands twice in one list."""
    for owner, part in draft.parts():
        if not isinstance(part, Group | AtLeast):
            continue
        seen: set[Hashable] = set()
        for member in part.members:
            said = identity(member)
            if said in seen:
                yield fault(
                    "lint.repeated-member",
                    f"a list of {owner} says the same thing twice",
                    member.place,
                    help="leave the second out",
                )
            seen.add(said)


def double_not(draft: Draft) -> Faults:
    """Look for a `not` of a `not`."""
    for owner, part in draft.parts():
        if isinstance(part, Not) and _denies(part.member):
            yield fault(
                "lint.double-not",
                f"{owner} denies a denial",
                part.place,
                why="nobody who hears it read aloud follows it",
                help="say what must hold",
            )


def _denies(condition: Condition) -> bool:
    return isinstance(condition, Not) or (isinstance(condition, Group) and condition.connective is Connective.NONE)


def not_of_yes(draft: Draft) -> Faults:
    """Look for a denied yes/no: it has a word for no."""
    for owner, part in draft.parts():
        if isinstance(part, Not) and isinstance(part.member, Test):
            test = part.member
            if test.subject.type.kind is Kind.YES_NO and isinstance(test.operand, Literal):
                path = test.subject.path
                opposite = "false" if test.operand.value is (test.operator == "is") else "true"
                yield fault(
                    "lint.not-of-yes",
                    f"{owner} denies `{path}` with `not`",
                    part.place,
                    help=f"write `{path}: {opposite}`",
                )


def nested_alike(draft: Draft) -> Faults:
    """Look for an `any` directly in an `any`, an `all` in an `all`."""
    for owner, part in draft.parts():
        for child in children(part) if isinstance(part, Group) else ():
            same = isinstance(child, Group) and isinstance(part, Group) and child.connective is part.connective
            if same and isinstance(part, Group) and part.connective is not Connective.NONE:
                yield fault(
                    "lint.nested-alike",
                    f"an `{part.connective}` of {owner} stands directly in an `{part.connective}`",
                    child.place,
                    help="write one list",
                )


def any_of_one_fact(draft: Draft) -> Faults:
    """Look for an `any` that tests one fact for one word after the other."""
    for owner, part in draft.parts():
        if not (isinstance(part, Group) and part.connective is Connective.ANY):
            continue
        paths = {_is_word(one) for one in part.members}
        if len(paths) == 1 and None not in paths:
            path = paths.pop()
            yield fault(
                "lint.any-of-one-fact",
                f"an `any` of {owner} tests `{path}` for one word after the other",
                part.place,
                help=f"write `{path}: {{in: [...]}}`",
            )


def _is_word(condition: Condition) -> str | None:
    match condition:
        case Test(subject=subject, operator="is", operand=Literal()) if subject.type.kind in (Kind.WORD, Kind.LADDER):
            return subject.path
        case _:
            return None


_OF_ONE: Final = {"in": "is", "not_in": "is_not", "has_all": "has", "has_any": "has"}


def list_of_one(draft: Draft) -> Faults:
    """Look for lists that hold one word."""
    for owner, part in draft.parts():
        if not isinstance(part, Test) or part.operator not in _OF_ONE:
            continue
        if isinstance(part.operand, Literals) and len(part.operand.values) == 1 and part.operand.parameter is None:
            yield fault(
                "lint.list-of-one",
                f"`{part.operator}` of {owner} takes a list, and holds one thing",
                part.place,
                help=f"write `{_OF_ONE[part.operator]}: {part.operand.written[0]}`",
            )


def too_long(draft: Draft) -> Faults:
    """Look for conditions that a listener has lost before they end."""
    for owner, condition in draft.conditions:
        number = sum(isinstance(one, Test | Named) for one in walk(condition))
        if number > _MOST_TESTS:
            yield fault(
                "lint.too-long",
                f"a condition of {owner} makes {number} tests",
                condition.place,
                why="whoever hears it read aloud has forgotten how it began",
                help="name what belongs together under `definitions`",
            )


def too_nested(draft: Draft) -> Faults:
    """Look for conditions within conditions within conditions."""
    for owner, condition in draft.conditions:
        depth = _depth(condition)
        if depth > _DEEPEST:
            yield fault(
                "lint.too-nested",
                f"a condition of {owner} nests {depth} deep",
                condition.place,
                help="name what belongs together under `definitions`",
            )


def _depth(condition: Condition) -> int:
    if isinstance(condition, Named):
        return 1
    return 1 + max((_depth(one) for one in children(condition)), default=0)


def trivial_definition(draft: Draft) -> Faults:
    """Look for names that are longer than what they stand for."""
    uses = Counter(part.name for _owner, part in draft.parts() if isinstance(part, Named))
    for name, condition in draft.ruleset.definitions.items():
        if uses[name] == 1 and isinstance(condition, Test | Named):
            yield fault(
                "lint.trivial-definition",
                f"definition `{name}` is one test, and used once",
                draft.place("definitions", name),
                help="write the test where the name stands",
            )


def same_definition(draft: Draft) -> Faults:
    """Look for two names of one thing."""
    seen: dict[Hashable, str] = {}
    for name, condition in draft.ruleset.definitions.items():
        first = seen.setdefault(identity(condition), name)
        if first != name:
            yield fault(
                "lint.same-definition",
                f"definitions `{first}` and `{name}` say the same",
                draft.place("definitions", name),
                help="keep one of the two names",
            )


def written_out(draft: Draft) -> Faults:
    """Look for a definition's whole text where its name would do."""
    names = {
        identity(condition): name
        for name, condition in draft.ruleset.definitions.items()
        if not isinstance(condition, Test | Named)
    }
    bodies = {id(one) for one in draft.ruleset.definitions.values()}
    for owner, part in draft.parts():
        name = names.get(identity(part))
        if name is not None and not isinstance(part, Named) and id(part) not in bodies:
            yield fault(
                "lint.written-out",
                f"{owner} writes out what definition `{name}` says",
                part.place,
                why="when the definition is mended, this would stay as it is",
                help=f"write `{name}`",
            )
