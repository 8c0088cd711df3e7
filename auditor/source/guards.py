"""What a condition as a whole must keep to: its size, and a guard before every `covers`."""

from __future__ import annotations

from typing import Final

from auditor.model.condition import (
    Always,
    Condition,
    Connective,
    Group,
    IfThen,
    Named,
    Other,
    Over,
    Quantifier,
    Test,
    children,
)
from auditor.source.cursor import Cursor, Faults

DEPTH_LIMIT: Final = 32
SIZE_LIMIT: Final = 5000


def too_deep(condition: Condition) -> bool:
    """Say whether a condition, with definitions unfolded, is deeper or larger than is allowed."""
    deep, size = _measure(condition, {})
    return deep > DEPTH_LIMIT or size > SIZE_LIMIT


def _measure(condition: Condition, known: dict[str, tuple[int, int]]) -> tuple[int, int]:
    """Give depth and unfolded size; each definition is measured once, for they can double at every use."""
    if isinstance(condition, Named):
        if condition.name not in known:
            known[condition.name] = _measure(condition.condition, known)
        return known[condition.name]
    inner = [_measure(one, known) for one in children(condition)]
    return 1 + max((deep for deep, _ in inner), default=0), 1 + sum(size for _, size in inner)


def check_covers(applies: Condition | Always, met: Condition, at: Cursor, faults: Faults) -> None:
    """Refuse a `covers` that an empty other side would satisfy in silence.

    `met` is any condition of a requirement whose scope is `applies`, its scope included.
    """
    guards = frozenset() if isinstance(applies, Always) else _some_over(applies)
    _walk(met, guards, at, faults)


def _walk(condition: Condition, guards: frozenset[str], at: Cursor, faults: Faults) -> None:
    if isinstance(condition, Test) and condition.operator == "covers":
        assert isinstance(condition.operand, Other)
        other = condition.operand.subject.path
        if other not in guards:
            faults.add(
                at,
                "ruleset.covers-nothing",
                f"`covers` is true of nothing where `{other}` is empty, and no scope sees to that",
                help=f"put `some: {{of: {other}}}` in `applies_when`, or in an `if` around it",
            )
    elif isinstance(condition, IfThen):
        within = guards | _some_over(condition.condition)
        _walk(condition.condition, within, at, faults)
        _walk(condition.then, within, at, faults)
    elif isinstance(condition, Over):
        # `its` of an inner quantifier is another item than the one a guard outside spoke of
        outer = frozenset(one for one in guards if not one.startswith("its."))
        for one in children(condition):
            _walk(one, outer, at, faults)
    else:
        for one in children(condition):
            _walk(one, guards, at, faults)


def _some_over(condition: Condition) -> frozenset[str]:
    """Give the collections that are sure to have a member where the condition holds."""
    match condition:
        case Over(quantifier=Quantifier.SOME, of=of):
            return frozenset({of.path})
        case Named(condition=inner):
            return _some_over(inner)
        case Group(connective=Connective.ALL, members=members):
            return frozenset().union(*(_some_over(one) for one in members))
        case _:
            return frozenset()
