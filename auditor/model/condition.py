"""The condition language as data: what a rule says, typed and with its place.

These are built by the reader, which has checked every path, operator, operand and unit against the
vocabulary, and are read by the engine, which compiles them. Definitions are unfolded: `Named` keeps
the name beside the condition it stands for.
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import ClassVar, Final

from msgspec import Struct

from auditor.model.dates import DateSpan, Period
from auditor.model.diagnostic import Place
from auditor.model.records import AlikeBut
from auditor.model.values import Number
from auditor.model.vocabulary import FactType, Kind

RESERVED: Final = frozenset(
    [
        "all",
        "any",
        "none",
        "not",
        "at_least",
        "of",
        "n",
        "if",
        "then",
        "every",
        "some",
        "count",
        "total",
        "it",
        "its",
        "always",
        "as_of",
    ]
)


class FactSubject(Struct, frozen=True, kw_only=True):
    """An address from the top of the declaration."""

    path: str
    type: FactType


class ItemPart(StrEnum):
    """What of the innermost item is meant."""

    SELF = "it"
    KEY = "its.key"
    FIELD = "its"


class ItemSubject(Struct, frozen=True, kw_only=True):
    """The innermost item itself, its key, or (with `field`) a field of it."""

    part: ItemPart
    type: FactType
    field: str = ""

    @property
    def path(self) -> str:
        """As the rule writes it."""
        return f"its.{self.field}" if self.part is ItemPart.FIELD else self.part.value


Subject = FactSubject | ItemSubject


class Literal(Struct, frozen=True, kw_only=True):
    """A value the rule names itself, or through a parameter (then `parameter` is its name).

    Numbers are already in the unit of the fact they are compared with, and exact (`31 minutes` is 31/60
    hours); `written` is what the rule says.
    """

    value: bool | Number | Fraction | str | DateSpan | Period
    written: str
    parameter: str | None = None


class Literals(Struct, frozen=True, kw_only=True):
    """A list of words or numbers, never empty; `written` is each as the rule says it."""

    values: tuple[str | Number | Fraction, ...]
    written: tuple[str, ...]
    parameter: str | None = None


class AsOf(Struct, frozen=True):
    """The as-of date as an operand."""


class AgeRange(Struct, frozen=True, kw_only=True):
    """The operand of `spans`: whole years, both ends inside."""

    start: int
    end: int


class Other(Struct, frozen=True, kw_only=True):
    """Another fact, or another field of the item, as an operand."""

    subject: Subject


Operand = Literal | Literals | AsOf | AgeRange | Other


class Test(Struct, frozen=True, kw_only=True):
    """One comparison: subject, operator, operand."""

    subject: Subject
    operator: str
    operand: Operand
    place: Place


class Named(Struct, frozen=True, kw_only=True):
    """A definition, used by name."""

    name: str
    condition: Condition
    place: Place


class Connective(StrEnum):
    """How members combine."""

    ALL = "all"
    ANY = "any"
    NONE = "none"


class Group(Struct, frozen=True, kw_only=True):
    """`all`, `any` or `none` of the members; a list is `all`."""

    connective: Connective
    members: tuple[Condition, ...]
    place: Place


class Not(Struct, frozen=True, kw_only=True):
    """The opposite of its member."""

    member: Condition
    place: Place


class AtLeast(AlikeBut, frozen=True, kw_only=True):
    """At least `n` of the members; `parameter` names what `n` comes through, if anything."""

    left_out: ClassVar = frozenset({"parameter"})

    n: int
    members: tuple[Condition, ...]
    place: Place
    parameter: str | None = None


class IfThen(Struct, frozen=True, kw_only=True):
    """Where the first holds, the second must."""

    condition: Condition
    then: Condition
    place: Place


class Quantifier(StrEnum):
    """What is said of the members of a collection."""

    EVERY = "every"
    SOME = "some"
    COUNT = "count"
    TOTAL = "total"


class Age(Struct, frozen=True, kw_only=True):
    """An end of an age range: a number, or a fact that holds one."""

    number: int | None = None
    fact: FactSubject | None = None


class Over(AlikeBut, frozen=True, kw_only=True):
    """A quantifier: which members of which collection count, and what must hold of them.

    `keys` are the members of a closed map or a set (`except` already taken out). `bound` is one of
    at_least, at_most, exactly for a count, or a comparison for a total. `parameters` pairs each part that is
    written as a parameter (among, except, from, to, or the bound) with its name.
    """

    left_out: ClassVar = frozenset({"parameters"})

    quantifier: Quantifier
    of: Subject
    place: Place
    keys: tuple[str, ...] = ()
    ages: tuple[Age, Age] | None = None
    where: Condition | None = None
    satisfies: Condition | None = None
    if_none: bool | None = None
    bound: str | None = None
    limit: Operand | None = None
    parameters: tuple[tuple[str, str], ...] = ()


Condition = Test | Named | Group | Not | AtLeast | IfThen | Over


# Stands in place of the condition of a requirement that was read from a saved result: what is shown of a requirement
# is there, what it tests is not. No operator has this name, so that compiling it is a fault and never a verdict.
UNREAD: Final[Condition] = Test(
    subject=FactSubject(path="", type=FactType(path="", kind=Kind.YES_NO, title="")),
    operator="unread",
    operand=AsOf(),
    place=Place(""),
)


class Always(Struct, frozen=True):
    """The word for every service."""


def children(condition: Condition) -> tuple[Condition, ...]:
    """Give the conditions directly inside this one, in document order."""
    match condition:
        case Test():
            return ()
        case Named(condition=inner):
            return (inner,)
        case Group(members=members) | AtLeast(members=members):
            return members
        case Not(member=member):
            return (member,)
        case IfThen(condition=first, then=second):
            return (first, second)
        case Over(where=where, satisfies=satisfies):
            return tuple(one for one in (where, satisfies) if one is not None)
