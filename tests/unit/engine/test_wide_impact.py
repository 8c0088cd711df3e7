"""Classes of services, and how values lie."""

from __future__ import annotations

from collections import Counter
from statistics import median_low
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.engine.wide_impact import spread
from auditor.engine.wide_shift import kinds_of, large_by, size_of
from auditor.model.facts import Facts
from auditor.model.truth import F, T
from auditor.model.values import Items, Value, WordSet
from auditor.model.wide_impact import Large, Size
from auditor.source.library import newest
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_vocabulary

GB = "users.monthly_active.GB"
MORE = Large(fact=GB, least=7_000_000, more_than=True, parameter="large_users")
FROM = Large(fact=GB, least=7_000_000, more_than=False, parameter=None)


def facts_of(values: dict[str, Value]) -> Facts:
    return Facts(values=values, places={})


def users(**countries: int) -> dict[str, Value]:
    return {
        "users.monthly_active": Items(tuple(countries)),
        **{f"users.monthly_active.{one}": number for one, number in countries.items()},
    }


@pytest.mark.parametrize(
    ("stated", "size"),
    [
        ({}, Size.NOT_STATED),
        (users(), Size.UNDER_10_THOUSAND),
        (users(GB=0), Size.UNDER_10_THOUSAND),
        (users(GB=9_999), Size.UNDER_10_THOUSAND),
        (users(GB=10_000), Size.UNDER_100_THOUSAND),
        (users(GB=5_000, FR=5_000), Size.UNDER_100_THOUSAND),
        (users(GB=100_000), Size.UNDER_1_MILLION),
        (users(GB=1_000_000), Size.UNDER_7_MILLION),
        (users(GB=6_999_999), Size.UNDER_7_MILLION),
        (users(GB=7_000_000), Size.FROM_7_MILLION),
    ],
)
def test_a_service_is_in_the_class_of_all_its_users(stated: dict[str, Value], size: Size) -> None:
    assert size_of(facts_of(stated), None) is size


@pytest.mark.parametrize(
    ("stated", "large", "size"),
    [
        (users(GB=7_000_000), MORE, Size.FROM_7_MILLION),
        (users(GB=7_000_001), MORE, Size.LARGE),
        (users(GB=7_000_000), FROM, Size.LARGE),
        (users(FR=70_000_000), MORE, Size.FROM_7_MILLION),
        ({}, MORE, Size.NOT_STATED),
    ],
)
def test_large_is_what_the_ruleset_says(stated: dict[str, Value], large: Large, size: Size) -> None:
    assert size_of(facts_of(stated), large) is size


def test_the_rulesets_that_say_what_is_large_are_read() -> None:
    read: Any = lambda id: read_ruleset(newest(id).folder, read_vocabulary())  # noqa: E731
    assert large_by(read("ofcom-illegal-content")) == MORE
    assert large_by(read("internet-safety-strategy")) is None
    assert large_by(read("internet-safety-strategy"), read("ofcom-illegal-content")) == MORE


def test_a_service_is_of_every_kind_that_it_says() -> None:
    kinds = WordSet({"messaging": T, "forum": T, "dating": F}, complete=False)
    assert kinds_of(facts_of({"service.kinds": kinds})) == ("forum", "messaging")
    assert kinds_of(facts_of({})) == ("not-stated",)


@given(st.lists(st.integers(-10_000, 10_000), min_size=1))
def test_a_spread_is_of_values_that_are_there(values: list[int]) -> None:
    found, ordered = spread(Counter(values)), sorted(values)
    assert (found.least, found.median, found.greatest) == (ordered[0], median_low(ordered), ordered[-1])
    for value, share in ((found.quarter, 1), (found.three_quarters, 3)):
        assert value in values
        assert sum(one <= value for one in values) * 4 >= len(values) * share
        assert sum(one < value for one in values) * 4 < len(values) * share
