"""What a condition says, as text and as structure: which comparisons came and went, and through which parameters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from typing import Final

from auditor.engine.comparisons import wording
from auditor.engine.rulesetdiff_facts import held_otherwise
from auditor.engine.rulesetdiff_tests import plain, said, values_of
from auditor.model.condition import (
    Age,
    Always,
    AtLeast,
    Condition,
    Group,
    IfThen,
    Literal,
    Literals,
    Named,
    Not,
    Operand,
    Other,
    Over,
    Quantifier,
    Test,
    children,
)
from auditor.model.operators import OPERATORS
from auditor.model.vocabulary import FactType, Kind

_QUANTIFIERS: Final = {
    Quantifier.EVERY: "every one",
    Quantifier.SOME: "some",
    Quantifier.COUNT: "the number",
    Quantifier.TOTAL: "the total",
}


def structure(condition: Condition | Always, *, named: bool = False) -> Hashable:
    """Give what a condition says, definitions unfolded; with `named`, parameters by their names.

    Alike structures mean the same thing; the same thing may be said in other structures.
    """
    match condition:
        case Always():
            return "always"
        case Test(subject=subject, operator=operator, operand=operand):
            values = _values(subject.type)
            return ("test", type(subject).__name__, subject.path, values, operator, _operand(operand, named=named))
        case Named(condition=inner):
            return structure(inner, named=named)
        case Over():
            return _over(condition, named=named)
    inside = tuple(structure(one, named=named) for one in children(condition))
    match condition:
        case Group(connective=connective):
            return (connective.value, inside)
        case AtLeast(n=n, parameter=parameter):
            return ("at_least", ("parameter", parameter) if named and parameter else n, inside)
        case Not():
            return ("not", inside)
        case IfThen():
            return ("if", inside)


def _values(type_: FactType) -> Hashable:
    """Give what a fact may hold, its members included: the same comparison with other values says another thing."""
    return values_of(type_), None if type_.item is None else _values(type_.item)


def _operand(operand: Operand, *, named: bool) -> Hashable:
    if named and isinstance(operand, Literal | Literals) and operand.parameter is not None:
        return ("parameter", operand.parameter)
    return said(operand)


def _over(over: Over, *, named: bool) -> Hashable:
    through = dict(over.parameters) if named else {}
    ends = over.ages or ()
    ages: tuple[Hashable, ...] = tuple(
        one.number if one.fact is None else (one.fact.path, _values(one.fact.type)) for one in ends
    )
    if "among" in through or "except" in through:
        keys: Hashable = ("parameter", through.get("among"), through.get("except"))
    else:
        keys = over.keys
    ages = tuple(through.get(end, age) for end, age in zip(("from", "to"), ages, strict=False))
    limit = None if over.limit is None else _operand(over.limit, named=named)
    limit = ("parameter", through[over.bound]) if over.bound in through else limit
    inner = tuple(None if one is None else structure(one, named=named) for one in (over.where, over.satisfies))
    return (
        over.quantifier.value,
        over.of.path,
        _values(over.of.type),
        keys,
        ages,
        over.if_none,
        over.bound,
        limit,
        inner,
    )


def parameters_of(condition: Condition | Always) -> frozenset[str]:
    """Name the parameters a condition reads, also through definitions."""
    return frozenset() if isinstance(condition, Always) else frozenset(_parameters(condition))


def _parameters(condition: Condition) -> Iterator[str]:
    match condition:
        case Test(operand=operand):
            yield from _named(operand)
        case AtLeast(parameter=str() as name):
            yield name
        case Over(limit=limit, parameters=parameters):
            yield from (name for _part, name in parameters)
            yield from () if limit is None else _named(limit)
    for one in children(condition):
        yield from _parameters(one)


def _named(operand: Operand) -> Iterator[str]:
    if isinstance(operand, Literal | Literals) and operand.parameter is not None:
        yield operand.parameter


def alike(one: object, other: object) -> bool:
    """Whether two parameters hold the same value."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(alike, one, other))
    return type(one) is type(other) and one == other if isinstance(one, list | bool) else plain(one) == plain(other)


def came_and_went(old: Condition | Always, new: Condition | Always) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the comparisons that only the new condition makes, and those that only the old one made."""
    before, after = [*lines(old)], [*lines(new)]
    was, now = held_otherwise([old], [new])
    return (*_left_over(after, before), *now), (*_left_over(before, after), *was)


def _left_over(here: list[str], there: list[str]) -> tuple[str, ...]:
    left = Counter(here) - Counter(there)
    return tuple(dict.fromkeys(line for line in here if left[line]))


def lines(condition: Condition | Always, lead: str = "") -> Iterator[str]:
    """Say a condition one comparison a line, each after the words it stands under."""
    match condition:
        case Always():
            yield "every service"
        case Test():
            yield f"{lead}{told(condition)}"
        case Named(condition=inner):
            yield from lines(inner, lead)
        case Group(connective=connective, members=members):
            under = {"all": "", "any": "one of: ", "none": "none of: "}[connective.value]
            for one in members:
                yield from lines(one, lead + under)
        case Not(member=member):
            yield from lines(member, f"{lead}not: ")
        case AtLeast(n=n, members=members):
            for one in members:
                yield from lines(one, f"{lead}at least {n} of {len(members)}: ")
        case IfThen(condition=first, then=second):
            yield from lines(first, f"{lead}if ")
            yield from lines(second, f"{lead}then ")
        case Over():
            head = f"{_QUANTIFIERS[condition.quantifier]} of {condition.of.path}"
            yield f"{lead}{head}{_members(condition)}{_bound(condition)}"
            for word, part in (("where", condition.where), ("satisfies", condition.satisfies)):
                if part is not None:
                    yield from lines(part, f"{lead}{head} {word} ")


def told(test: Test) -> str:
    """Read one comparison aloud."""
    is_ = OPERATORS[test.operator].aloud.startswith("is") or test.operator == "exists"
    return f"{test.subject.path}{' is ' if is_ else ' '}{wording(test)}"


def _members(over: Over) -> str:
    if over.ages is not None:
        return f", ages {_age(over.ages[0])} to {_age(over.ages[1])}"
    if over.of.type.kind is not Kind.CLOSED_MAP:
        return "" if over.if_none is None else f", {'held' if over.if_none else 'not held'} where there is none"
    return " among " + ("all" if over.keys == over.of.type.words else ", ".join(over.keys))


def _age(age: Age) -> str:
    return str(age.number) if age.fact is None else age.fact.path


def _bound(over: Over) -> str:
    if over.bound is None or over.limit is None:
        return ""
    limit = over.limit.subject.path if isinstance(over.limit, Other) else getattr(over.limit, "written", "")
    return f", {over.bound.replace('_', ' ')} {limit}"
