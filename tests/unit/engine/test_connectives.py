"""The truth table of each connective in full, and the table of reasons."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from auditor.model.truth import F, T, Truth, U
from tests.support.facts import facts_of
from tests.support.rules import compiled, reasons_of, truth_of

NAMES = ("offered", "reach")
FACTS = [f"surfaces.{one}.{name}" for one in ("dm", "comments") for name in NAMES]
STATED = {T: True, F: False, U: None}


def _facts(truths: tuple[Truth, ...]) -> Any:
    data: dict[str, dict[str, Any]] = {"dm": {}, "comments": {}}
    for path, truth in zip(FACTS, truths, strict=False):
        _, surface, name = path.split(".")
        data[surface][name] = STATED[truth]
    return facts_of({"surfaces": data})


def _those(truths: tuple[Truth, ...], *wanted: Truth) -> set[str]:
    return {path for path, truth in zip(FACTS, truths, strict=False) if truth in wanted}


def _rows() -> Iterator[tuple[Any, tuple[Truth, ...], Truth, set[str]]]:
    """Give each connective with each mix of members, its truth by section 6 and its reason by section 9."""
    for size in (1, 2, 3, 4):
        members = [{path: True} for path in FACTS[:size]]
        for truths in product((T, F, U), repeat=size):
            t, f, u = (truths.count(one) for one in (T, F, U))
            every = T if f == u == 0 else F if f > 0 else U
            yield members, truths, every, _those(truths, every)
            yield {"all": members}, truths, every, _those(truths, every)
            some = T if t > 0 else F if t == u == 0 else U
            if size > 1:
                yield {"any": members}, truths, some, _those(truths, some)
            neither = T if t == u == 0 else F if t > 0 else U
            yield {"none": members}, truths, neither, _those(truths, {T: F, F: T, U: U}[neither])
            for n in range(2, size):
                enough = T if t >= n else F if t + u < n else U
                yield {"at_least": {"n": n, "of": members}}, truths, enough, _those(truths, enough)
    a, b = FACTS[:2]
    for truths in product((T, F, U), repeat=1):
        yield {"not": {a: True}}, truths, {T: F, F: T, U: U}[truths[0]], {a}
    for truths in product((T, F, U), repeat=2):
        whether, then = truths
        truth = T if whether == F or then == T else F if (whether, then) == (T, F) else U
        reason = {
            (T, T): {a, b},
            (F, T): {a, b},
            (F, F): {a},
            (F, U): {a},
            (U, T): {b},
            (T, F): {a, b},
            (T, U): {b},
            (U, F): {a},
            (U, U): {a, b},
        }[truths]
        yield {"if": {a: True}, "then": {b: True}}, truths, truth, reason


@pytest.mark.parametrize(
    ("condition", "truths", "truth", "reason"),
    [
        pytest.param(
            *row, id=f"{next(iter(row[0]), 'list')}{row[1]}" if isinstance(row[0], dict) else f"list{row[1]}"
        )
        for row in _rows()
    ],
)
def test_connective(condition: Any, truths: tuple[Truth, ...], truth: Truth, reason: set[str]) -> None:
    node, facts = compiled(condition), _facts(truths)
    assert truth_of(node, facts) == truth
    assert {one.fact for one in reasons_of(node, facts)} == reason


def test_a_fact_that_is_unknown_beside_one_that_is_false_is_not_missing() -> None:
    node, facts = compiled([{"app.chat": True}, {"app.calls": True}]), facts_of({"app": {"chat": False}})
    assert truth_of(node, facts) == F
    assert [one.fact for one in reasons_of(node, facts)] == ["app.chat"]


def test_each_test_is_judged_alone() -> None:
    node = compiled({"any": [{"app.chat": True}, {"app.chat": False}]})
    assert truth_of(node, facts_of({})) == U


def test_reasons_are_in_document_order_and_stand_once() -> None:
    node = compiled([{"app.calls": True}, {"app.chat": True}, {"app.calls": True}])
    found = reasons_of(node, facts_of({"app": {"chat": True, "calls": True}}))
    assert [one.fact for one in found] == ["app.calls", "app.chat"]


def test_what_is_denied_is_worded_as_denied() -> None:
    node = compiled({"not": {"app.rank": {"at_least": "medium"}}})
    (seen,) = reasons_of(node, facts_of({"app": {"rank": "low"}}))
    assert (seen.wanted, seen.truth) == ("not at least medium", T)
