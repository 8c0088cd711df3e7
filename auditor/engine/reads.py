"""Which requirements look at which facts, and what they hold them against.

Found from the conditions themselves, so that what a fact could change is known before anything is judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final, TypeVar

from msgspec import Struct

from auditor.engine import operators
from auditor.engine.evaluate import Compiled
from auditor.model.condition import (
    Always,
    AsOf,
    Condition,
    FactSubject,
    ItemPart,
    Literal,
    Literals,
    Operand,
    Other,
    Over,
    Quantifier,
    Subject,
    Test,
    children,
)
from auditor.model.dates import DateSpan
from auditor.model.truth import Truth
from auditor.model.values import Value
from auditor.model.vocabulary import FactType, Kind

# Addresses that are remembered: many more than there are facts, and no more than many submissions may make up.
_KEPT: Final = 20_000


class Use(Struct, frozen=True):
    """One place where a condition looks at a fact.

    `pattern` is the fact's address with `*` for the members of a collection. `operator` and `operand` say
    what it is held against, `other` which fact stands on the other side; all are empty where it is only
    looked up, as the ends of an age range are.
    """

    pattern: tuple[str, ...]
    operator: str = ""
    operand: Operand | None = None
    other: tuple[str, ...] | None = None


def is_told(use: Use) -> bool:
    """Whether nothing matters of a fact, where it is looked at so, but how one comparison comes out."""
    return isinstance(use.operand, Literal | Literals | AsOf) and "*" not in use.pattern


def comes_out(use: Use, type_: FactType, value: Value, as_of: date) -> Truth | None:
    """Give how a comparison with a value that the rule names itself comes out; None for one with something else."""
    operand = use.operand
    if isinstance(operand, Literal):
        wanted: Any = operand.value
    elif isinstance(operand, Literals):
        wanted = operand.values
    elif isinstance(operand, AsOf):
        wanted = DateSpan(as_of, as_of)
    else:
        return None
    if use.operator == "within":
        return operators.within(value, wanted, as_of)
    if type_.kind is Kind.LADDER and use.operator in ("above", "below", "at_least", "at_most"):
        value, wanted = type_.words.index(str(value)), type_.words.index(wanted)
    function = operators.FUNCTIONS.get(use.operator)
    return None if function is None or use.operator == "declared" else function(value, wanted)


class _Branch:
    """Where patterns part: those that end here, and those that go on, by their next segment.

    Each use stands with its place in the whole order and the number of its requirement.
    """

    __slots__ = ("_beneath", "here", "longer")

    def __init__(self) -> None:
        self.here: list[tuple[int, int, Use]] = []
        self.longer: dict[str, _Branch] = {}
        self._beneath: tuple[tuple[int, int, Use], ...] | None = None

    def beneath(self) -> tuple[tuple[int, int, Use], ...]:
        """Give what ends further down."""
        if self._beneath is None:
            longer = self.longer.values()
            self._beneath = tuple(one for branch in longer for one in (*branch.here, *branch.beneath()))
        return self._beneath


class Reads:
    """An index over requirements: from a fact's address to those that look at it."""

    def __init__(self, compiled: Sequence[Compiled]) -> None:
        self._root = _Branch()
        self._scopes = _Branch()
        order = 0
        for number, one in enumerate(compiled):
            scope = dict.fromkeys(_scope_of(one))
            for use in scope:
                _grow(self._scopes, order, number, use)
            for use in dict.fromkeys((*scope, *_content_of(one))):
                _grow(self._root, order, number, use)
                order += 1
        self._readers: dict[str, tuple[int, ...]] = {}
        self._looking: dict[str, frozenset[int]] = {}
        self._of_scope: dict[str, frozenset[int]] = {}
        self._uses: dict[str, tuple[Use, ...]] = {}

    def readers(self, path: str) -> tuple[int, ...]:
        """Give the numbers of the requirements that look at a fact, at what it is in, or beneath it."""
        return _kept(self._readers, path, lambda: tuple(sorted(_numbers(self._root, path))))

    def looking(self, path: str) -> frozenset[int]:
        """Give the numbers of the requirements that look at exactly this fact."""
        return _kept(
            self._looking,
            path,
            lambda: frozenset([number for branch in _at(self._root, path) for _order, number, _use in branch.here]),
        )

    def scopes(self, path: str) -> frozenset[int]:
        """Give those of the readers of a fact that look at it to tell whether they apply."""
        return _kept(self._of_scope, path, lambda: _numbers(self._scopes, path))

    def uses(self, path: str) -> tuple[Use, ...]:
        """Give each way in which exactly this fact is looked at."""
        return _kept(
            self._uses, path, lambda: _in_order(one for branch in _at(self._root, path) for one in branch.here)
        )

    def beneath(self, path: str) -> tuple[Use, ...]:
        """Give each way in which something beneath this fact is looked at."""
        return _in_order(one for branch in _at(self._root, path) for one in branch.beneath())


_Known = TypeVar("_Known")


def _kept(known: dict[str, _Known], path: str, find: Callable[[], _Known]) -> _Known:
    """Find something out about an address, and remember it."""
    found = known.get(path)
    if found is None:
        found = find()
        if len(known) < _KEPT:
            known[path] = found
    return found


def _grow(root: _Branch, order: int, number: int, use: Use) -> None:
    branch = root
    for segment in use.pattern:
        branch = branch.longer.setdefault(segment, _Branch())
    branch.here.append((order, number, use))


def _numbers(root: _Branch, path: str) -> frozenset[int]:
    """Give the requirements that look at a fact, at what it is in, or beneath it."""
    passed: list[_Branch] = []
    ends = _at(root, path, passed)
    found = {number for branch in (*passed, *ends) for _order, number, _use in branch.here}
    return frozenset(found | {number for branch in ends for _order, number, _use in branch.beneath()})


def _at(root: _Branch, path: str, passed: list[_Branch] | None = None) -> list[_Branch]:
    """Give the branches that an address leads to, a member of a collection by its own key or by any."""
    branches = [root]
    for segment in path.split("."):
        if passed is not None:
            passed += branches
        branches = [
            one for branch in branches for key in (segment, "*") if (one := branch.longer.get(key)) is not None
        ]
    return branches


def _in_order(found: Iterable[tuple[int, int, Use]]) -> tuple[Use, ...]:
    return tuple(dict.fromkeys(use for _order, _number, use in sorted(found, key=_first)))


def _first(one: tuple[int, int, Use]) -> int:
    return one[0]


def _scope_of(compiled: Compiled) -> Iterator[Use]:
    requirement = compiled.requirement
    if not isinstance(requirement.applies_when, Always):
        yield from uses_in(requirement.applies_when)


def _content_of(compiled: Compiled) -> Iterator[Use]:
    requirement = compiled.requirement
    yield from uses_in(requirement.met_when)
    for rung in requirement.rungs:
        yield from uses_in(rung.when)


def uses_in(condition: Condition) -> Iterator[Use]:
    """Give every place where a condition looks at a fact, in the order in which it is written."""
    return _walk(condition, ())


def _walk(condition: Condition, item: tuple[str, ...]) -> Iterator[Use]:
    if isinstance(condition, Test):
        yield from _compared(_pattern(condition.subject, item), condition.operator, condition.operand, item)
        return
    if isinstance(condition, Over):
        base = _pattern(condition.of, item)
        if condition.of.type.kind is not Kind.CLOSED_MAP:  # a folder is never a fact, only what is in it
            yield Use(base)
        for age in condition.ages or ():
            if age.fact is not None:
                yield Use(tuple(age.fact.path.split(".")))
        item = base if condition.of.type.kind is Kind.SET else (*base, "*")
        if condition.quantifier is Quantifier.TOTAL and condition.limit is not None:
            yield from _compared(item, condition.bound or "", condition.limit, base)
    for child in children(condition):
        yield from _walk(child, item)


def _compared(pattern: tuple[str, ...], operator: str, operand: Operand, item: tuple[str, ...]) -> Iterable[Use]:
    if not isinstance(operand, Other):
        return (Use(pattern, operator, operand),)
    beside = _pattern(operand.subject, item)
    return Use(pattern, operator, other=beside), Use(beside, operator, other=pattern)


def _pattern(subject: Subject, item: tuple[str, ...]) -> tuple[str, ...]:
    if isinstance(subject, FactSubject):
        return tuple(subject.path.split("."))
    return (*item, *subject.field.split(".")) if subject.part is ItemPart.FIELD else item
