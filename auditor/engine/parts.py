"""Truths that can be explained, and their *and* and *or*: what quantifiers are computed with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

from auditor.engine.nodes import Node, truth_on, within
from auditor.engine.view import Item, Reasons, View
from auditor.model.truth import F, T, Truth, negate

Emit = Callable[[Reasons, bool], None]


class Part(NamedTuple):
    """Something with a truth that can be explained: a member, or one side of its formula."""

    truth: Truth
    emit: Emit


NOTHING: Final = Part(T, lambda _reasons, _positive: None)


def both(parts: Sequence[Part]) -> Part:
    """Give the *and* of the parts; of none it is T."""
    truth = min([part.truth for part in parts], default=T)
    return Part(truth, emit_those(parts, truth))


def either(parts: Sequence[Part]) -> Part:
    """Give the *or* of the parts; of none it is F."""
    truth = max([part.truth for part in parts], default=F)
    return Part(truth, emit_those(parts, truth))


def opposite(part: Part) -> Part:
    """Negate for the formula only: its observations are shown as they were put."""
    return Part(negate(part.truth), part.emit)


def emit_those(parts: Iterable[Part], truth: Truth) -> Emit:
    """Explain by the parts that have one truth."""

    def emit(reasons: Reasons, positive: bool) -> None:
        for part in parts:
            if part.truth == truth:
                part.emit(reasons, positive)

    return emit


def emit_all(parts: Iterable[Part]) -> Emit:
    """Explain by every part."""

    def emit(reasons: Reasons, positive: bool) -> None:
        for part in parts:
            part.emit(reasons, positive)

    return emit


def member_part(node: Node | None, view: View, item: Item) -> Part:
    """Ask a compiled condition about one item; no condition is T."""
    if node is None:
        return NOTHING
    truth = truth_on(node, view, item)
    return Part(
        truth, lambda reasons, positive: node.explain(within(node, view, item), item, truth, reasons, positive)
    )


def with_length(part: Part, length: Emit | None, *, when: bool) -> Part:
    """Explain how many members there are, before the rest, where that could have changed the answer."""
    if length is None or not when:
        return part

    def emit(reasons: Reasons, positive: bool) -> None:
        length(reasons, positive)
        part.emit(reasons, positive)

    return Part(part.truth, emit)
