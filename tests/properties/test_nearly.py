"""Near-identical texts: every pair that comparing each with each finds, and no other, in any order."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from auditor.engine.nearly import Shingles, likeness, near_pairs, shingles_of

WORDS = st.sampled_from([*"abcdefgh"])
TEXTS = st.lists(st.lists(WORDS, max_size=14).map(" ".join), max_size=14)
SETS = st.lists(st.frozensets(st.sampled_from([*"abcdefghijkl"]), max_size=9), max_size=14)
LEAST = st.sampled_from([Fraction(one, 10) for one in range(1, 11)])


def brute(sets: list[Shingles], least: Fraction) -> dict[tuple[int, int], Fraction]:
    """Compare each with each."""
    found = {}
    for (at, one), (to, other) in combinations(enumerate(sets), 2):
        if one and other and Fraction(len(one & other), len(one | other)) >= least:
            found[at, to] = Fraction(len(one & other), len(one | other))
    return found


def pairs(sets: list[Shingles], least: Fraction) -> dict[tuple[int, int], Fraction]:
    listed = [*near_pairs(sets, least)]
    assert len({one[:2] for one in listed}) == len(listed), "no pair is given twice"
    return {(at, to): alike for at, to, alike in listed}


@given(SETS, LEAST)
def test_the_search_finds_every_pair_that_comparing_each_with_each_finds(
    sets: list[Shingles], least: Fraction
) -> None:
    assert pairs(sets, least) == brute(sets, least)


@given(TEXTS, LEAST)
def test_so_it_does_with_texts(texts: list[str], least: Fraction) -> None:
    sets = [shingles_of(one) for one in texts]
    assert pairs(sets, least) == brute(sets, least)


@given(st.data(), SETS, LEAST)
def test_the_order_of_the_texts_changes_nothing(data: st.DataObject, sets: list[Shingles], least: Fraction) -> None:
    order = data.draw(st.permutations(range(len(sets))))
    found = pairs([sets[at] for at in order], least)
    assert {(min(order[at], order[to]), max(order[at], order[to])) for at, to in found} == pairs(sets, least).keys()


@given(SETS, LEAST, st.integers(1, 4))
def test_with_a_bound_it_gives_fewer_pairs_and_all_of_them_true(
    sets: list[Shingles], least: Fraction, most: int
) -> None:
    everything = brute(sets, least)
    some = {(at, to): alike for at, to, alike in near_pairs(sets, least, most=most)}
    assert some.items() <= everything.items()
    assert bool(some) is bool(everything)
    assert len(some) <= most * len(sets)
    assert most < len(sets) or some == everything


@given(SETS, LEAST, st.integers(1, 20))
def test_with_few_tries_it_gives_true_pairs_and_with_enough_of_them_all(
    sets: list[Shingles], least: Fraction, tries: int
) -> None:
    everything = brute(sets, least)
    some = {(at, to): alike for at, to, alike in near_pairs(sets, least, tries=tries)}
    assert some.items() <= everything.items()
    assert tries < len(sets) or some == everything


@given(SETS)
def test_likeness_is_what_both_have_of_what_either_has(sets: list[Shingles]) -> None:
    for one, other in combinations(sets, 2):
        either = len(one | other)
        assert likeness(one, other) == (Fraction(len(one & other), either) if either else 1)
