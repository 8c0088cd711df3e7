"""What every, some and count come to over their members.

(Language reference, section 7, second half; reasons as in section 9.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from auditor.engine.members import Members, members_function
from auditor.engine.nodes import Node, kept_for_two_views
from auditor.engine.parts import NOTHING, Part, both, either, emit_all, emit_those, opposite, with_length
from auditor.engine.quick import quick_truth
from auditor.engine.totals import compile_total
from auditor.engine.truths import subject_reader
from auditor.engine.view import Item, Reasons, View, Weighed, turned, unweighed
from auditor.model.condition import Literal, Over, Quantifier
from auditor.model.truth import F, T, Truth, U, negate


def compile_over(over: Over, where: Node | None, satisfies: Node | None) -> Node:
    """Compile a quantifier whose inner conditions are compiled."""
    members = members_function(over, where, satisfies)
    if over.quantifier is Quantifier.TOTAL:
        return compile_total(over, where)
    decide = _decision(over)
    of_every = over.quantifier is Quantifier.EVERY
    must_exist = of_every and over.if_none is False

    def worked_out(view: View, item: Item | None) -> Part:
        if over.bound == "exactly" and isinstance(view, Weighed) and view.firm:
            return _as_declared(members(view, item, view), members(turned(view), item, turned(view)))
        inside = _inside(over, view)
        got = members(inside, item, turned(inside) if of_every else inside)
        if got.open is not None:
            return Part(U, got.open)
        # that there is a member that counts is weighed the other way round than which members have to satisfy
        decided = decide(got, members(inside, item, inside) if must_exist and isinstance(view, Weighed) else got)
        return with_length(decided, got.ends, when=decided.truth != U)

    part = kept_for_two_views(worked_out)

    def emit(view: View, item: Item | None, _truth: Truth, reasons: Reasons, positive: bool) -> None:
        (worked_out if isinstance(view, Weighed) else part)(view, item).emit(reasons, positive)

    quick = quick_truth(over, subject_reader(over.of), where, satisfies)
    return Node(
        kept_for_two_views(quick) if quick is not None else lambda view, item: part(view, item).truth,
        emit,
    )


def _inside(over: Over, view: View) -> View:
    """Give the view as members are weighed: the other way round under `at_most`, not at all under `exactly`."""
    return turned(view) if over.bound == "at_most" else unweighed(view) if over.bound == "exactly" else view


def _as_declared(counted: Members, others: Members) -> Part:
    """Explain what is to be backed where the number is right as declared: who is counted, and who is not."""
    if counted.open is not None:
        return Part(U, counted.open)
    members = [both(pair) for two in zip(counted.parts, others.parts, strict=True) for pair in two]
    return Part(U, emit_those([*members, *([counted.more] if counted.more is not None else [])], U))


def _decision(over: Over) -> Callable[[Members, Members], Part]:
    match over.quantifier:
        case Quantifier.EVERY:
            return lambda got, existing: _every(got, existing, over.if_none)
        case Quantifier.SOME:
            return lambda got, _existing: _some(got)
        case _:
            count = _count_function(over)
            return lambda got, _existing: count(got)


def _every(got: Members, existing: Members, if_none: bool | None) -> Part:
    factors = [
        satisfied if counts is NOTHING else either([opposite(counts), satisfied])
        for counts, satisfied in _distinct(got.parts)
    ]
    if got.more is not None:
        factors.append(got.more)
    if if_none is None or if_none:
        held = both(factors)
        return with_length(held, got.length, when=held.truth == T)
    some = [counts for counts, _satisfied in _distinct(existing.parts)]
    if got.more is not None:
        some.append(got.more)
    exists = either(some)
    whole = both([*factors, exists])
    return with_length(whole, got.length, when=whole.truth == T or exists.truth == F)


def _distinct(pairs: Sequence[tuple[Part, Part]]) -> Iterable[tuple[Part, Part]]:
    """Give each pair once: ages about which the same is stated are one."""
    return {id(pair): pair for pair in pairs}.values()


def _some(got: Members) -> Part:
    members = [
        satisfied if counts is NOTHING else both((counts, satisfied)) for counts, satisfied in _distinct(got.parts)
    ]
    if got.more is not None:
        members.append(got.more)
    held = either(members)
    return with_length(held, got.length, when=held.truth == F)


def _count_function(over: Over) -> Callable[[Members], Part]:
    assert isinstance(over.limit, Literal)
    n: Any = over.limit.value
    bound = over.bound

    def count(got: Members) -> Part:
        members = [both(list(pair)) for pair in got.parts]
        low = sum(one.truth == T for one in members)
        high = low + sum(one.truth == U for one in members)
        unbounded = got.more is not None
        if got.more is not None:
            members.append(got.more)
        match bound:
            case "at_least":
                truth: Truth = T if low >= n else F if high < n and not unbounded else U
                emit = emit_those(members, truth)
                return with_length(Part(truth, emit), got.length, when=truth == F)
            case "at_most":
                truth = T if high <= n and not unbounded else F if low > n else U
                emit = emit_those(members, negate(truth))
                return with_length(Part(truth, emit), got.length, when=truth == T)
            case _:
                surely = low == high == n and not unbounded
                excluded = n < low or (n > high and not unbounded)
                truth = T if surely else F if excluded else U
                emit = emit_those(members, U) if truth == U else emit_all(members)
                return with_length(Part(truth, emit), got.length, when=truth != U)

    return count
