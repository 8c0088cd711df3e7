"""Who can stand in one order: how much of each score rests on what is asked of all."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations
from random import Random

import pytest
from msgspec.structs import replace

from auditor.engine.common_ground import LEAST_COMMON, Ground, alike, shared
from auditor.model.ruleset import Area, Requirement
from tests.support.rules import read, requirement, ruleset

MET = read({"app.chat": True})


def asking(id: str, *, clause: str = "", asks: str = "", area: str = "one", weight: int = 1) -> Requirement:
    made = requirement(id, met=MET, area=area, weight=Fraction(weight))
    source = replace(made.source, clause=clause or id)
    return replace(made, asks=asks or id, source=source)


EVERY = [asking(f"R{number}") for number in range(12)]
RULES = ruleset(EVERY)


def ground(numbers: Sequence[int]) -> Ground:
    return Ground(RULES, [EVERY[one] for one in numbers])


def kept(*scopes: Sequence[int]) -> list[int]:
    """Give the numbers of those that can stand in one order, whatever order they are given in."""
    every = [ground(one) for one in scopes]
    found = {id(one) for one in alike(every)}
    for order in list(permutations(every))[:24]:
        assert {id(one) for one in alike(order)} == found
    return [number for number, one in enumerate(every) if id(one) in found]


@pytest.mark.parametrize(
    ("scopes", "expected"),
    [
        ([], []),
        ([[0]], [0]),
        ([[0, 1, 2], [0, 1, 2]], [0, 1]),
        ([[0, 1], [0]], [0, 1]),
        ([[0, 1, 2], [0]], []),
        ([[0, 1], [2, 3]], []),
        ([[0, 1], [0, 1], [2, 3]], [0, 1]),
        ([range(6), range(6), range(6), [0]], [0, 1, 2]),
        ([[0], [0], [0], range(6)], [0, 1, 2]),
        ([[0, 1], [0, 1], [2, 3], [2, 3]], []),
        ([[0, 1], [0, 1], [0, 1], [2, 3], [2, 3]], [0, 1, 2]),
        ([range(10), range(1, 11), range(2, 12)], [0, 1, 2]),
    ],
    ids=[
        "nobody",
        "one",
        "same",
        "half",
        "less-than-half",
        "nothing",
        "outlier",
        "narrow-outlier",
        "wide-outlier",
        "two-camps",
        "greater-camp",
        "overlapping",
    ],
)
def test_the_odd_ones_out_go(scopes: list[Sequence[int]], expected: list[int]) -> None:
    assert kept(*scopes) == expected


@pytest.mark.parametrize("seed", range(60))
def test_those_who_stay_share_half_of_every_score(seed: int) -> None:
    chooser = Random(seed)
    every = [ground(chooser.sample(range(12), chooser.randint(1, 12))) for _ in range(chooser.randint(1, 6))]
    stay = alike(every)
    common = shared(stay)
    assert all(one.on(common) >= LEAST_COMMON for one in stay)
    assert stay == [one for one in every if one in stay]
    if all(one.on(shared(every)) >= LEAST_COMMON for one in every):
        assert stay == every
    assert {id(one) for one in alike(chooser.sample(every, len(every)))} == {id(one) for one in stay}


def test_a_clause_that_asks_several_subjects_the_same_is_one_question() -> None:
    """One company has one product and another has three, of which the same is asked."""
    areas = [Area(id=name, title=name) for name in ("one", "two", "three")]
    products = [asking(f"P{one}", clause="P", asks="Say why.", area=one) for one in ("one", "two", "three")]
    rules = ruleset(products, areas=areas)
    small, great = Ground(rules, products[:1]), Ground(rules, products)
    assert small.parts == great.parts == {("d", "P", "Say why."): Fraction(1)}
    assert alike([small, great]) == [small, great]


def test_other_words_of_one_clause_are_other_questions() -> None:
    two = [asking("A", clause="P", asks="Say why."), asking("B", clause="P", asks="Say when.")]
    rules = ruleset(two)
    assert alike([Ground(rules, two[:1]), Ground(rules, two[1:])]) == []
    elsewhere = [asking("A", clause="P", asks="Say why."), asking("B", clause="Q", asks="Say why.")]
    rules = ruleset(elsewhere)
    assert alike([Ground(rules, elsewhere[:1]), Ground(rules, elsewhere[1:])]) == []
