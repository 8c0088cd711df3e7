"""Canonical JSON: the quick way gives the bytes of the library that follows RFC 8785."""

from __future__ import annotations

from decimal import Decimal

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from auditor.source.canonical import canonical, digest, is_short

TEXT = st.text(st.characters(exclude_categories=("Cs",)))
FRACTIONS = st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False, places=3)
LEAVES = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT
DATA = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner), max_leaves=30)


@given(DATA)
def test_canonical_json_is_that_of_the_standard(data: object) -> None:
    assert canonical(data) == rfc8785.dumps(data)  # type: ignore[arg-type]  # it is JSON


@given(st.lists(FRACTIONS | st.decimals(-1, 1, allow_nan=False, places=7) | st.integers(-(10**20), 10**20)))
def test_numbers_are_written_as_the_standard_writes_doubles(numbers: list[Decimal | int]) -> None:
    assert canonical(numbers) == rfc8785.dumps([float(one) for one in numbers])


@given(FRACTIONS | st.decimals(allow_nan=False, allow_infinity=False) | st.integers(-(10**20), 10**20))
def test_short_numbers_are_written_as_they_are(number: Decimal | int) -> None:
    if is_short(number):
        assert canonical(number, short=True) == rfc8785.dumps(float(number))


def test_keys_beyond_ascii_are_ordered_by_their_utf_16_units() -> None:
    assert canonical({"\ufb33": 1, "\U0001f600": 2}) == '{"\U0001f600":2,"\ufb33":1}'.encode()


def test_numbers_are_written_as_doubles() -> None:
    assert canonical([Decimal("0.00001"), 10**16, Decimal("12.50")]) == b"[0.00001,10000000000000000,12.5]"
    assert not any(map(is_short, (Decimal("0.00001"), 10**16, Decimal("12.50"), Decimal("5.0"), Decimal("NaN"))))


def test_the_digest_is_of_what_is_said_and_not_of_its_order() -> None:
    assert digest({"a": 1, "b": [True, None]}) == digest({"b": [True, None], "a": 1})
