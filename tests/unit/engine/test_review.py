"""Answers put together by what they say, and outliers by median and count, worked out by hand."""

from __future__ import annotations

from fractions import Fraction as F
from itertools import islice, permutations

import pytest
from msgspec.structs import replace

from auditor.engine.review import clusters, median, size_of
from auditor.model.answering import Disputed, Instead
from auditor.model.wide_impact import Size
from tests.support.triaging import answered, entry

TEN = [answered(f"s{at}", [("x.hours", hours)]) for at, hours in enumerate((20, 21, 22, 23, 24, 25, 26, 27, 28))]
FAR = answered("z", [("x.hours", 90)])


def test_the_same_words_and_statuses_are_one_cluster_that_stands_for_each_of_its_filings() -> None:
    many = [answered(one, [("x.on", "false")], users=users) for one, users in (("b", 5), ("a", 20_000), ("c", None))]
    odd = answered("d", [("x.on", "not answered")])
    for order in islice(permutations([*many, odd]), 24):
        found = clusters(order, {})
        assert [[one.service for one in each.stands_for] for each in found] == [["d"], ["a", "b", "c"]]
        assert found[1].sizes == (("not-stated", 1), ("under-10-thousand", 1), ("under-100-thousand", 1))
        assert found[1].kinds == (("messaging", 3),)
        assert not any(each.far or each.rare for each in found)


def test_a_far_number_comes_first_with_the_median_it_is_far_from() -> None:
    first, *rest = clusters([*TEN, FAR], {})
    # Of 20 … 28 and 90 the median is 24.5; of the distances 0.5 0.5 1.5 1.5 2.5 2.5 3.5 3.5 4.5 65.5 it is 2.5.
    (far,) = first.far
    assert (far.median, far.spread, far.of) == (F(49, 2), F(5, 2), 10)
    assert far.score == F(6745, 10_000) * F(131, 2) / F(5, 2)
    assert [one.service for one in first.stands_for] == ["z"]
    assert not any(one.far for one in rest)


def test_without_enough_numbers_or_without_spread_no_number_is_far() -> None:
    assert not any(one.far for one in clusters([*TEN[:6], FAR], {}))
    alike = [answered(f"s{at}", [("x.hours", 24)]) for at in range(9)]
    assert not any(one.far for one in clusters([*alike, FAR], {}))


def test_a_contested_fact_and_an_alternative_make_clusters_of_their_own() -> None:
    plain, contested, other, instead = (answered(one, [("x.on", "false")]) for one in "abcd")
    said = {"fact": "x.on", "declared": "false", "says": "true", "filed": "2026-09-20", "replied": False}
    contested = replace(contested, disputed=(Disputed(entry=contested.entry, **said),))  # type: ignore[arg-type]
    other = replace(other, disputed=(Disputed(entry=other.entry, **said),))  # type: ignore[arg-type]
    instead = replace(instead, instead=Instead(entry=instead.entry, text="Another way."))
    found = clusters([plain, contested, other, instead], {})
    assert [[one.service for one in each.stands_for] for each in found] == [["a"], ["d"], ["b", "c"]]
    assert [len(each.disputed) for each in found] == [0, 0, 2]
    assert [[one.text for one in each.instead] for each in found] == [[], ["Another way."], []]


def test_one_in_fifty_is_rare() -> None:
    usual = [answered(f"s{at:02}", [("x.on", "false")]) for at in range(49)]
    odd = answered("z", [("x.on", "true")])
    assert [one.rare for one in clusters([*usual, odd], {})] == [True, False]
    assert [one.rare for one in clusters([*usual[1:], odd], {})] == [False, False]


def test_decisions_are_given_with_the_cluster_of_their_filing() -> None:
    review = object()
    found = clusters([*TEN, FAR], {entry("z").sha256: [review]})  # type: ignore[list-item]
    assert [each.reviews for each in found if each.reviews] == [(review,)]


@pytest.mark.parametrize(
    ("users", "size"),
    [
        (None, Size.NOT_STATED),
        (0, Size.UNDER_10_THOUSAND),
        (9_999, Size.UNDER_10_THOUSAND),
        (10_000, Size.UNDER_100_THOUSAND),
        (7_000_000, Size.FROM_7_MILLION),
    ],
)
def test_sizes(users: int | None, size: Size) -> None:
    assert size_of(users) is size


def test_the_median_of_an_even_number_lies_between_the_two_in_the_middle() -> None:
    assert median([F(3), F(1), F(2)]) == 2
    assert median([F(4), F(1), F(2), F(3)]) == F(5, 2)
