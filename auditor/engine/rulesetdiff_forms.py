"""Conditions in a form in which two can be held against each other: definitions unfolded, opposites pushed inward.

Each form has the very truth of the condition it was made from, true, false or unknown (language reference,
sections 5 to 7). Knows nothing of editions.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from auditor.engine.rulesetdiff_tests import Claim
from auditor.model.condition import (
    Age,
    Always,
    AtLeast,
    Condition,
    Connective,
    Group,
    IfThen,
    Literal,
    Literals,
    Named,
    Not,
    Operand,
    Over,
    Quantifier,
    Subject,
    Test,
)
from auditor.model.vocabulary import Kind


class Least(Struct, frozen=True, eq=False):
    """At least `n` of the members: all of them, one of them, or something between; of none at all it is true."""

    n: int
    members: tuple[Form, ...]


class Collection(Struct, frozen=True, eq=False):
    """Which members of which collection: keys of a map, whole ages, or (with neither) all that are declared."""

    of: Subject
    keys: frozenset[str] | None = None
    ages: tuple[Age, Age] | None = None

    @property
    def size(self) -> int | None:
        """How many members there are, where the rule itself says so."""
        if self.keys is not None:
            return len(self.keys) if self.of.type.kind is Kind.CLOSED_MAP else None
        if self.ages is None:
            return None
        start, end = self.ages[0].number, self.ages[1].number
        return None if start is None or end is None else end - start + 1


class Among(Struct, frozen=True, eq=False):
    """At least `n` members are as `member` says; with `n` None every one is. `holds` False is the opposite."""

    n: int | None
    collection: Collection
    member: Form
    holds: bool = True


class SomeAge(Struct, frozen=True, eq=False):
    """The range of ages, of which an end is a fact, is not empty."""

    collection: Collection
    holds: bool = True


class Sum(Struct, frozen=True, eq=False):
    """A total held against a limit."""

    collection: Collection
    member: Form
    bound: str
    limit: Operand
    holds: bool = True


Form = Claim | Least | Among | SomeAge | Sum
TRUE: Form = Least(0, ())


def form(condition: Condition | Always) -> Form:
    """Put a condition into its form."""
    return TRUE if isinstance(condition, Always) else _form(condition)


def opposite(one: Form) -> Form:
    """Give what is true where the form is false, and the other way round."""
    match one:
        case Claim(test=test, holds=holds):
            return Claim(test, not holds)
        case Least(n=n, members=members):
            return Least(len(members) - n + 1, tuple(map(opposite, members)))
        case Among(n=int() as n, collection=Collection(keys=frozenset()) as collection, member=member) if (
            collection.size is not None
        ):
            return Among(collection.size - n + 1, collection, opposite(member))
        case _:
            return replace(one, holds=not one.holds)


def every(members: Sequence[Form]) -> Form:
    """Give *all of these*."""
    return members[0] if len(members) == 1 else Least(len(members), tuple(members))


def either(members: Sequence[Form]) -> Form:
    """Give *one of these*."""
    return members[0] if len(members) == 1 else Least(1, tuple(members))


def _form(condition: Condition) -> Form:
    match condition:
        case Test():
            return _test(condition)
        case Named(condition=inner):
            return _form(inner)
        case Group(connective=Connective.ALL, members=members):
            return every([*map(_form, members)])
        case Group(connective=Connective.ANY, members=members):
            return either([*map(_form, members)])
        case Group(members=members):
            return opposite(either([*map(_form, members)]))
        case Not(member=member):
            return opposite(_form(member))
        case AtLeast(n=n, members=members):
            return Least(n, tuple(map(_form, members)))
        case IfThen(condition=first, then=second):
            return either([opposite(_form(first)), _form(second)])
        case Over():
            return _over(condition)


def _test(test: Test) -> Form:
    """Take sets word by word, and say *is not* as the opposite of *is*."""
    operand = test.operand
    match test.operator:
        case "is_not" | "not_in":
            turned = {"is_not": "is", "not_in": "in"}[test.operator]
            return Claim(replace(test, operator=turned), False)
        case "has_all" | "has_any" | "has_none":
            assert isinstance(operand, Literals)
            words = [
                replace(test, operator="has", operand=Literal(value=str(word), written=str(word)))
                for word in operand.values
            ]
            if test.operator == "has_none":
                return every([Claim(one, False) for one in words])
            return (every if test.operator == "has_all" else either)([Claim(one, True) for one in words])
        case "exists" if isinstance(operand, Literal) and operand.value is False:
            return Claim(replace(test, operand=Literal(value=True, written="true")), False)
        case _:
            return Claim(test, True)


def _over(over: Over) -> Form:
    collection = Collection(over.of, frozenset(over.keys) or None, over.ages)
    counts = TRUE if over.where is None else _form(over.where)
    satisfied = TRUE if over.satisfies is None else _form(over.satisfies)
    if over.quantifier is Quantifier.TOTAL:
        assert over.bound is not None
        assert over.limit is not None
        return Sum(collection, counts, over.bound, over.limit)
    if over.quantifier is Quantifier.EVERY:
        return _every(over, collection, counts, satisfied)
    # no `where` stands beside ages, and what is said of an age is more than what is said of its bands
    both = satisfied if over.ages is not None else every([counts, satisfied])
    if over.quantifier is Quantifier.SOME:
        return Among(1, collection, both)
    assert isinstance(over.limit, Literal)
    n: Any = over.limit.value
    at_least, at_most = Among(n, collection, both), opposite(Among(n + 1, collection, both))
    return {"at_least": at_least, "at_most": at_most}.get(over.bound or "", every([at_least, at_most]))


def _every(over: Over, collection: Collection, counts: Form, satisfied: Form) -> Form:
    if over.ages is not None:
        whole = Among(collection.size, collection, satisfied)
        return whole if over.if_none is not False else every([whole, SomeAge(collection)])
    fails = Among(1, collection, every([counts, opposite(satisfied)]))
    if over.if_none is not False:
        return opposite(fails)
    return every([opposite(fails), Among(1, collection, counts)])
