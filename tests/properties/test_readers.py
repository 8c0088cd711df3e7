"""The readers hold against anything: what they let through can be evaluated, whatever is declared."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from auditor.engine.compile import Compiler
from auditor.model.truth import F, T, U
from tests.support.facts import facts_of
from tests.support.made import PARAMETERS, Answers, Blur, Rules
from tests.support.rules import Refused, read, reasons_of, truth_of

JUNK = (None, True, 0, -1, 1.5, "", "none", "app.chat", "its.lead", "2026-01-01", "24 hours", [], {}, [[]], [None])


def _spoil(rng: Random, node: Any) -> Any:
    """Put something else in one place of a condition."""
    if rng.random() < 0.15 or not isinstance(node, dict | list) or not node:
        return rng.choice([*JUNK, {rng.choice(("of", "is", "all", "fact", "its", "if")): rng.choice(JUNK)}])
    if isinstance(node, list):
        index = rng.randrange(len(node))
        return [_spoil(rng, one) if at == index else one for at, one in enumerate(node)]
    chosen = rng.choice(list(node))
    if rng.random() < 0.2:
        return {**node, rng.choice(("where", "among", "ages", "if_none", "x", "at_least", "then")): rng.choice(JUNK)}
    if rng.random() < 0.1:
        other = rng.choice(("not", "every", "it", "app.size", ""))
        return {(other if key == chosen else key): one for key, one in node.items()}
    return {key: _spoil(rng, one) if key == chosen else one for key, one in node.items()}


@given(st.integers(1, 3), st.integers(0, 2**32))
def test_whatever_is_written_is_read_or_refused_with_a_place(depth: int, seed: int) -> None:
    rng = Random(seed)
    rules = Rules(rng)
    spoilt = _spoil(rng, rules.whole(depth))
    found = []
    try:
        condition = read(spoilt, parameters=PARAMETERS, definitions=rules.definitions)
    except Refused as refused:
        found = refused.found or [None]
    else:
        node = Compiler().condition(condition)
        facts = facts_of(Blur(rng, 0.3).whole(Answers(rng).whole()))
        assert truth_of(node, facts) in (T, F, U)
        assert reasons_of(node, facts)
    assert all(one is not None and one.place is not None and one.message for one in found)
