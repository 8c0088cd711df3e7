"""Compiled conditions, and how they combine.

The reasons follow one rule (language reference, section 9): a node rests on those of its parts that have
the node's own truth.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeVar

from msgspec import Struct

from auditor.engine.view import Item, Reasons, View, Weighed, turned, weighed
from auditor.model.condition import Connective
from auditor.model.finding import Observation
from auditor.model.truth import F, T, Truth, U, negate

TruthOf = Callable[[View, Item | None], Truth]
Explain = Callable[[View, Item | None, Truth, Reasons, bool], None]


class Node(Struct, frozen=True):
    """A compiled condition.

    `truth` is fast and runs for every declaration; `explain` runs only where a reason is shown, and is told the
    truth that it explains. Its last argument is False under an odd number of negations.
    """

    truth: TruthOf
    explain: Explain


def observed(view: View, *nodes: Node | None) -> tuple[Observation, ...]:
    """Explain conditions, one after the other, as they come out on a track."""
    reasons = Reasons(view)
    for node in nodes:
        if node is not None:
            node.explain(within(node, view, None), None, truth_on(node, view, None), reasons, True)
    return reasons.observations


def truth_on(node: Node, view: View, item: Item | None) -> Truth:
    """Give how a condition comes out for an explanation, where both tracks may have to be weighed."""
    if isinstance(view, Weighed):
        return view.settled(node.truth(view.backed, item), lambda: node.truth(view.declared, item))
    return node.truth(view, item)


def is_firm(node: Node, view: View, item: Item | None = None) -> bool:
    """Whether both tracks are weighed, and a condition helps as it is declared: only documents can be missing."""
    return isinstance(view, Weighed) and (view.firm or node.truth(view.declared, item) == view.wanted)


def within(node: Node, view: View, item: Item | None) -> View:
    """Give the view on which the parts of a condition are explained."""
    if not isinstance(view, Weighed) or view.firm or not is_firm(node, view, item):
        return view
    return weighed(view.declared, view.backed, helps=view.helps, firm=True)


def _explain_alike(parts: Sequence[Node], shared: Truth | None = None) -> Explain:
    """Explain by the parts that have the whole's truth: by all, unasked, where that is the one they have to share."""

    def explain(view: View, item: Item | None, mine: Truth, reasons: Reasons, positive: bool) -> None:
        for part in parts:
            if mine == shared or truth_on(part, view, item) == mine:
                part.explain(within(part, view, item), item, mine, reasons, positive)

    return explain


def _all(parts: Sequence[Node]) -> Node:
    truths = [part.truth for part in parts]

    def truth(view: View, item: Item | None) -> Truth:
        least: Truth = T
        for one in truths:
            got = one(view, item)
            if got == F:
                return F
            if got < least:
                least = got
        return least

    return Node(truth, _explain_alike(parts, shared=T))


def _any(parts: Sequence[Node]) -> Node:
    truths = [part.truth for part in parts]

    def truth(view: View, item: Item | None) -> Truth:
        most: Truth = F
        for one in truths:
            got = one(view, item)
            if got == T:
                return T
            if got > most:
                most = got
        return most

    return Node(truth, _explain_alike(parts, shared=F))


def negation(part: Node) -> Node:
    """Give the opposite."""
    inner = part.truth

    def truth(view: View, item: Item | None) -> Truth:
        return negate(inner(view, item))

    def explain(view: View, item: Item | None, mine: Truth, reasons: Reasons, positive: bool) -> None:
        part.explain(turned(view), item, negate(mine), reasons, not positive)

    return Node(truth, explain)


Worked = TypeVar("Worked")


def kept_for_two_views(work: Callable[[View, Item | None], Worked]) -> Callable[[View, Item | None], Worked]:
    """Work something out once for each of the two views it was last asked on, where it is not about an item.

    Definitions stand in many requirements, every requirement is put to both tracks of one declaration, and an
    explanation asks again what was asked for the verdict.
    """
    last: tuple[View, Worked] | None = None
    before = last

    def kept(view: View, item: Item | None) -> Worked:
        nonlocal last, before
        if item is not None:
            return work(view, item)
        for one in (last, before):
            if one is not None and one[0] is view:
                return one[1]
        found = work(view, item)
        last, before = (view, found), last
        return found

    return kept


def remembered(part: Node) -> Node:
    """Give a condition that sees no item, worked out once for each of the two views it was last asked on."""
    return Node(kept_for_two_views(part.truth), part.explain)


def _none(parts: Sequence[Node]) -> Node:
    return negation(_any(parts))


def at_least(n: int, parts: Sequence[Node]) -> Node:
    """Give at least `n` of the parts."""
    truths = [part.truth for part in parts]

    def truth(view: View, item: Item | None) -> Truth:
        got = [one(view, item) for one in truths]
        surely = got.count(T)
        if surely >= n:
            return T
        return F if surely + got.count(U) < n else U

    return Node(truth, _explain_alike(parts))


def if_then(first: Node, second: Node) -> Node:
    """Give *not first, or second*, explained as where-then."""

    def truth(view: View, item: Item | None) -> Truth:
        setting = first.truth(view, item)
        return T if setting == F else max(negate(setting), second.truth(view, item))

    def explain(view: View, item: Item | None, mine: Truth, reasons: Reasons, positive: bool) -> None:
        around = turned(view)
        a, b = truth_on(first, around, item), truth_on(second, view, item)
        # The `if` is shown as it was put, whatever its truth: it is the setting of the `then`.
        if (mine == U and a == U) or (mine == F) or (mine == T and (a == F or (a == T and b == T))):
            first.explain(within(first, around, item), item, a, reasons, True)
        if b == mine:
            second.explain(within(second, view, item), item, b, reasons, positive)

    return Node(truth, explain)


GROUPS: Final[Mapping[Connective, Callable[[Sequence[Node]], Node]]] = {
    Connective.ALL: _all,
    Connective.ANY: _any,
    Connective.NONE: _none,
}
