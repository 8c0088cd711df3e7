"""Gates give what conditions do: *and* the least truth, *or* the greatest, *at least* by counting."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from random import Random

import pytest

from auditor.engine import nodes
from auditor.engine.gates import AS_BACKED, AS_DECLARED, BITS, Gates, on_both
from auditor.engine.nodes import Node
from auditor.model.truth import F, T, Truth, U, negate

TRUTHS = (F, U, T)


def sheet(gates: Gates, declared: Sequence[Truth], backed: Sequence[Truth]) -> bytes:
    """Work the gates out where so much is asked, named by its numbers."""
    both = zip(declared, backed, strict=True)
    return gates.worked_out(bytes([on_both(BITS[one], BITS[other]) for one, other in both]))


def of_three(n: int) -> Node:
    def nth(at: int) -> Node:
        return Node(lambda view, _item: view[at], lambda *_: None)  # type: ignore[index]  # truths stand for a view

    return nodes.at_least(n, [nth(at) for at in range(3)])


@pytest.mark.parametrize("n", range(5))
def test_at_least_counts(n: int) -> None:
    gates = Gates()
    parts = [gates.asked(at, negated=False) for at in range(3)]
    number = gates.at_least(n, parts)
    gates.lay_out({at: at for at in range(3)})
    place = gates.places([number])
    for truths in product(TRUTHS, repeat=3):
        wanted = of_three(n).truth(truths, None)  # type: ignore[arg-type]
        found = place.on(sheet(gates, truths, [U, U, U]))
        assert found.translate(AS_DECLARED)[0] == wanted
        assert found.translate(AS_BACKED)[0] == of_three(n).truth((U, U, U), None)  # type: ignore[arg-type]


@pytest.mark.parametrize("asked", [3, 254, 255, 600, 6000])
def test_gates_find_what_they_join_wherever_it_stands(asked: int) -> None:
    rng = Random(asked)
    gates = Gates()
    joined = []
    for _ in range(asked):
        what = [(rng.randrange(asked), rng.random() < 0.3) for _ in range(rng.randint(0, 5))]
        either = rng.random() < 0.5
        number = gates.joined([gates.asked(one, negated=negated) for one, negated in what], either=either)
        joined.append((number, what, max if either else min, F if either else T))
    gates.lay_out({at: at for at in range(asked)})
    tracks = [rng.choices(TRUTHS, k=asked) for _ in range(2)]
    found = gates.places([one[0] for one in joined]).on(sheet(gates, *tracks))
    for track, table in zip(tracks, (AS_DECLARED, AS_BACKED), strict=True):
        wanted = [
            most([negate(track[one]) if negated else track[one] for one, negated in what], default=nothing)
            for _number, what, most, nothing in joined
        ]
        assert list(found.translate(table)) == wanted
