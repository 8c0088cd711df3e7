"""Which requirements look at which facts, and what they hold them against.

Found from the conditions themselves, so that what a fact could change is known before anything is judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from auditor.engine.evaluate import Compiled
from auditor.model.condition import (
    Always,
    Condition,
    FactSubject,
    ItemPart,
    Operand,
    Other,
    Over,
    Quantifier,
    Subject,
    Test,
    children,
)
from auditor.model.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class Use:
    """One place where a condition looks at a fact.

    `pattern` is the fact's address with `*` for the members of a collection. `operator` and `operand` say
    what it is held against, `other` which fact stands on the other side; all are empty where it is only
    looked up, as the ends of an age range are.
    """

    pattern: tuple[str, ...]
    operator: str = ""
    operand: Operand | None = None
    other: tuple[str, ...] | None = None


class Reads:
    """An index over requirements: from a fact's address to those that look at it."""

    def __init__(self, compiled: Sequence[Compiled]) -> None:
        self._uses: dict[str, list[tuple[int, Use]]] = {}
        for number, one in enumerate(compiled):
            for use in dict.fromkeys(_uses_of(one)):
                self._uses.setdefault(use.pattern[0], []).append((number, use))
        self._readers: dict[str, tuple[int, ...]] = {}

    def readers(self, path: str) -> tuple[int, ...]:
        """Give the numbers of the requirements that look at a fact, at what it is in, or beneath it."""
        known = self._readers.get(path)
        if known is None:
            segments = path.split(".")
            found = {number for number, use in self._uses.get(segments[0], ()) if _meets(use.pattern, segments)}
            known = self._readers[path] = tuple(sorted(found))
        return known

    def uses(self, path: str) -> tuple[Use, ...]:
        """Give each way in which exactly this fact is looked at."""
        segments = path.split(".")
        found = (use for _number, use in self._uses.get(segments[0], ()) if len(use.pattern) == len(segments))
        return tuple(dict.fromkeys(use for use in found if _meets(use.pattern, segments)))

    def beneath(self, path: str) -> tuple[Use, ...]:
        """Give each way in which something beneath this fact is looked at."""
        segments = path.split(".")
        found = (use for _number, use in self._uses.get(segments[0], ()) if len(use.pattern) > len(segments))
        return tuple(dict.fromkeys(use for use in found if _meets(use.pattern, segments)))


def _meets(pattern: Sequence[str], segments: Sequence[str]) -> bool:
    """Whether one is the other, or stands above it."""
    return all(one in ("*", other) for one, other in zip(pattern, segments, strict=False))


def _uses_of(compiled: Compiled) -> Iterator[Use]:
    requirement = compiled.requirement
    if not isinstance(requirement.applies_when, Always):
        yield from uses_in(requirement.applies_when)
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
