"""The sum of a map of numbers, least and greatest, compared with a limit."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from msgspec import Struct

from auditor.engine.comparisons import wording
from auditor.engine.nodes import Node
from auditor.engine.parts import NOTHING, Emit, Part, emit_all, member_part, with_length
from auditor.engine.truths import subject_reader, unit_factor
from auditor.engine.view import Item, Reasons, View, Weighed, unweighed
from auditor.model.condition import FactSubject, Literal, Other, Over, Test
from auditor.model.truth import F, T, Truth, U
from auditor.model.values import NONE, Items, Number
from auditor.model.vocabulary import FactType, Kind


def compile_total(over: Over, where: Node | None) -> Node:
    """Compile a sum over a map of numbers, compared with a limit."""
    source = subject_reader(over.of)
    item_type = over.of.type.item
    assert item_type is not None
    assert over.limit is not None
    assert over.bound is not None
    limit = over.limit
    closed = over.of.type.kind is Kind.CLOSED_MAP
    wanted = wording(
        Test(
            subject=FactSubject(path=over.of.path, type=item_type),
            operator=over.bound,
            operand=limit,
            place=over.place,
        )
    )
    bound_at = _limit_function(limit, item_type)

    def part(view: View, outer: Item | None) -> Part:
        weighing, view = view, unweighed(view)
        base = source.path(outer)
        value = source.value(view, outer)
        if not closed and not isinstance(value, Items):
            return Part(U, lambda reasons, _positive: reasons.add(base, f"a total {wanted}", U))
        keys = over.keys if closed else value.keys if isinstance(value, Items) else ()
        more = isinstance(value, Items) and value.more
        sums = _Sum(item_type, more=more)
        parts = []
        for key in keys:
            item = Item(f"{base}.{key}", key)
            counts = member_part(where, view, item)
            stated = view.values.get(item.path)
            sums.add(counts.truth, stated)
            parts.append(counts)
            if counts.truth != F and not _is_left_out(where, weighing, item):
                truth = U if stated is None else T
                parts.append(Part(truth, _number_emit(item.path, truth, wanted, item_type.unit)))
        if more:
            parts.append(Part(U, lambda reasons, _positive: reasons.add(base, "the whole list", U)))
        at = bound_at(view, outer)
        answer = F if at.is_none else U if at.number is None else sums.compare(over.bound, at.number)
        if answer == U:
            emit = emit_all([*(one for one in parts if one.truth == U), at.part(U)])
        else:
            emit = emit_all([*parts, at.part(T)])

        def length(reasons: Reasons, positive: bool) -> None:
            reasons.add(base, "how many there are", T)

        return with_length(Part(answer, emit), None if closed else length, when=answer != U)

    return Node(
        lambda view, item: part(view, item).truth,
        lambda view, item, _truth, reasons, positive: part(view, item).emit(reasons, positive),
    )


def _is_left_out(where: Node | None, view: View, item: Item) -> bool:
    """Whether a number does not count as declared, so that none is missing once that is backed."""
    return where is not None and isinstance(view, Weighed) and where.truth(view.declared, item) == F


def _number_emit(path: str, truth: Truth, wanted: str, unit: str | None) -> Emit:
    return lambda reasons, _positive: reasons.add(path, f"a total {wanted}", truth, unit=unit)


class _Limit(Struct, frozen=True):
    number: Fraction | None
    emit: Emit | None = None
    is_none: bool = False

    def part(self, truth: Truth) -> Part:
        """Give the limit's own observation, where it is a fact."""
        if self.emit is None or (truth == U and self.number is not None):
            return NOTHING
        return Part(truth, self.emit)


def _limit_function(limit: object, item_type: FactType) -> Callable[[View, Item | None], _Limit]:
    if isinstance(limit, Literal):
        number = Fraction(limit.value)  # type: ignore[arg-type]  # the reader has seen a number
        return lambda _view, _item: _Limit(number)
    assert isinstance(limit, Other)
    reader, unit = subject_reader(limit.subject), limit.subject.type.unit
    factor = unit_factor(limit.subject.type, item_type)

    def at(view: View, item: Item | None) -> _Limit:
        value: Any = reader.value(view, item)
        path = reader.path(item)
        known = value is not None and value is not NONE
        number = Fraction(value) * factor if known else None
        truth: Truth = U if value is None else T
        return _Limit(
            number,
            lambda reasons, _positive: reasons.add(path, "known, to compare", truth, unit=unit),
            is_none=value is NONE,
        )

    return at


class _Sum:
    """Least and greatest totals over numbers of which some are not stated."""

    def __init__(self, type_: FactType, *, more: bool) -> None:
        self._least, self._most = type_.minimum, type_.maximum
        if type_.or_none:  # `none` adds nothing, however much a number would at least
            self._least = None if self._least is None else min(self._least, 0)
            self._most = None if self._most is None else max(self._most, 0)
        can_shrink = type_.minimum is None or type_.minimum < 0
        self.low: Fraction | None = None if more and can_shrink else Fraction(0)
        self.high: Fraction | None = None if more else Fraction(0)

    def add(self, counts: Truth, stated: Any) -> None:
        """Take in one number, or the gap where one is not stated or may not count."""
        if counts == F or stated is NONE:
            return
        low: Number | None = self._least if stated is None else stated
        high: Number | None = self._most if stated is None else stated
        if counts == U:
            low = None if low is None else min(low, 0)
            high = None if high is None else max(high, 0)
        self.low = None if self.low is None or low is None else self.low + Fraction(low)
        self.high = None if self.high is None or high is None else self.high + Fraction(high)

    def compare(self, bound: str | None, n: Fraction) -> Truth:
        """Compare the interval with a number."""
        low, high = self.low, self.high
        sure_least = low is not None and low >= n
        sure_above = low is not None and low > n
        sure_most = high is not None and high <= n
        sure_below = high is not None and high < n
        match bound:
            case "at_least":
                return T if sure_least else F if sure_below else U
            case "above":
                return T if sure_above else F if sure_most else U
            case "at_most":
                return T if sure_most else F if sure_above else U
            case "below":
                return T if sure_below else F if sure_least else U
            case _:
                if low is not None and low == high:
                    return T if low == n else F
                return F if sure_above or sure_below else U
