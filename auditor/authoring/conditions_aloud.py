"""Conditions read aloud: a line a part, indented as they nest, or all in one sentence."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Final

from auditor.engine.comparisons import wording
from auditor.model.condition import (
    Age,
    AtLeast,
    Condition,
    Connective,
    Group,
    IfThen,
    Literal,
    Named,
    Not,
    Other,
    Over,
    Quantifier,
    Test,
)
from auditor.model.operators import OPERATORS
from auditor.model.vocabulary import Kind

STEP: Final = "  "
_GROUPS: Final = {
    Connective.ALL: "all of these hold:",
    Connective.ANY: "one of these holds:",
    Connective.NONE: "none of these holds:",
}
_SHORT: Final = {Connective.ALL: "all of", Connective.ANY: "one of", Connective.NONE: "none of"}


def said(condition: Condition, depth: int, width: int) -> Iterator[str]:
    """Read a condition aloud, one line a part, indented as it nests."""
    for step, text in _parts(condition, depth):
        yield from wrapped(text, STEP * step, width)


def wrapped(text: str, margin: str, width: int) -> list[str]:
    """Break a text into lines, but never a name at its hyphen."""
    return textwrap.wrap(
        text,
        width,
        initial_indent=margin,
        subsequent_indent=margin + STEP,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _parts(condition: Condition, depth: int) -> Iterator[tuple[int, str]]:
    match condition:
        case Test() | Named():
            yield depth, _short(condition)
        case Group(connective=connective, members=members):
            yield depth, _GROUPS[connective]
            for one in members:
                yield from _parts(one, depth + 1)
        case Not(member=member):
            yield depth, "it is not so that"
            yield from _parts(member, depth + 1)
        case AtLeast(n=n, members=members):
            yield depth, f"at least {n} of these hold:"
            for one in members:
                yield from _parts(one, depth + 1)
        case IfThen(condition=first, then=second):
            yield depth, "if"
            yield from _parts(first, depth + 1)
            yield depth, "then"
            yield from _parts(second, depth + 1)
        case Over():
            yield depth, _head(condition)
            for word, part in _conditions(condition):
                yield depth, word
                yield from _parts(part, depth + 1)
            if condition.if_none is not None:
                yield depth, f"({_if_none(condition)})"


def in_one_sentence(condition: Condition) -> str:
    """Read a condition aloud in one line, its parts in brackets."""
    match condition:
        case Group(connective=connective, members=members):
            return f"{_SHORT[connective]} ({'; '.join(map(in_one_sentence, members))})"
        case Not(member=member):
            return f"it is not so that ({in_one_sentence(member)})"
        case AtLeast(n=n, members=members):
            return f"at least {n} of ({'; '.join(map(in_one_sentence, members))})"
        case IfThen(condition=first, then=second):
            return f"if ({in_one_sentence(first)}) then ({in_one_sentence(second)})"
        case Over():
            inside = "".join(f" {word} ({in_one_sentence(part)})" for word, part in _conditions(condition))
            return _head(condition) + inside + ("" if condition.if_none is None else f", {_if_none(condition)}")
    return _short(condition)


def _short(condition: Test | Named) -> str:
    if isinstance(condition, Named):
        return condition.name.replace("_", " ")
    operator = condition.operator
    is_ = operator in ("is", "exists") or OPERATORS[operator].aloud.split()[0] == "is"
    return f"{condition.subject.path}{' is' if is_ else ''} {wording(condition)}"


# -- quantifiers -------------------------------------------------------------------------------


def _head(over: Over) -> str:
    """Say of whom a quantifier speaks and how many of them it wants."""
    whole = over.of.path + _among(over)
    if over.quantifier is Quantifier.TOTAL:
        return f"the total of {whole} is {_bound(over)}"
    if over.ages is not None:
        return f"{whole}, at {_ages(over)} from {_age(over.ages[0])} to {_age(over.ages[1])},"
    if over.quantifier is Quantifier.COUNT:
        said = f"{_bound(over)} {'member' if _is_one(over) else 'members'} of {whole}"
    else:
        said = f"{over.quantifier.value} member of {whole}"
    # without a word on what they satisfy, it is enough that they are there
    there = "there is" if over.quantifier is not Quantifier.COUNT or _is_one(over) else "there are"
    return said if over.satisfies is not None else f"{there} {said}"


def _is_one(over: Over) -> bool:
    """Whether a count is held against one."""
    return isinstance(over.limit, Literal) and over.limit.value == 1


def _among(over: Over) -> str:
    named = over.of.type.kind in (Kind.CLOSED_MAP, Kind.SET) and over.keys and over.keys != over.of.type.words
    return f" among {', '.join(over.keys)}" if named else ""


def _ages(over: Over) -> str:
    if over.quantifier is Quantifier.EVERY:
        return "every age"
    if over.quantifier is Quantifier.SOME:
        return "one age at least"
    bound, _, number = _bound(over).rpartition(" ")
    ages = f"{number} {'age' if _is_one(over) else 'ages'}"
    return f"exactly {ages}" if bound == "exactly" else f"{ages} {bound}"


def _conditions(over: Over) -> Iterator[tuple[str, Condition]]:
    if over.where is not None:
        yield "where", over.where
    if over.satisfies is not None:
        several = over.quantifier is Quantifier.COUNT and over.ages is None and not _is_one(over)
        yield ("satisfy" if several else "satisfies"), over.satisfies


def _bound(over: Over) -> str:
    """Say what a count or total is held against."""
    assert over.bound is not None
    written = f"`{over.limit.subject.path}`" if isinstance(over.limit, Other) else ""
    if isinstance(over.limit, Literal):
        written = over.limit.written
    return f"{over.bound.replace('_', ' ')} {written}"


def _if_none(over: Over) -> str:
    return f"where there is none: {'held' if over.if_none else 'not held'}"


def _age(age: Age) -> str:
    return str(age.number) if age.fact is None else f"`{age.fact.path}`"
