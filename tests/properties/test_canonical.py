"""Canonical JSON: the quick way gives the bytes of the library that follows RFC 8785."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from unittest import mock

import jsonschema_rs
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from auditor.source.canonical import canonical, digest

TEXT = st.text(st.characters(exclude_categories=("Cs",)))
FRACTIONS = st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False, places=3)
LEAVES = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT
DATA = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner), max_leaves=30)


@given(DATA)
@pytest.mark.parametrize("compiled", [False, True])
def test_canonical_json_is_that_of_the_standard(compiled: bool, data: object) -> None:
    with _loaded(compiled):
        assert canonical(data) == rfc8785.dumps(data)  # type: ignore[arg-type]  # it is JSON


@given(st.lists(FRACTIONS | st.decimals(-1, 1, allow_nan=False, places=7) | st.integers(-(10**20), 10**20)))
@pytest.mark.parametrize("compiled", [False, True])
def test_numbers_are_written_as_the_standard_writes_doubles(compiled: bool, numbers: list[Decimal | int]) -> None:
    with _loaded(compiled):
        assert canonical(numbers) == rfc8785.dumps([float(one) for one in numbers])


@contextmanager
def _loaded(compiled: bool) -> Iterator[None]:
    """As the compiled library's module is loaded, or not: the one or the other writes the common case."""
    with mock.patch.dict(sys.modules):
        if compiled:
            sys.modules["jsonschema_rs"] = jsonschema_rs
        else:
            sys.modules.pop("jsonschema_rs", None)
        yield


def test_keys_beyond_ascii_are_ordered_by_their_utf_16_units() -> None:
    assert canonical({"\ufb33": 1, "\U0001f600": 2}) == '{"\U0001f600":2,"\ufb33":1}'.encode()


def test_numbers_are_written_as_doubles() -> None:
    assert canonical([Decimal("0.00001"), 10**16, Decimal("12.50")]) == b"[0.00001,10000000000000000,12.5]"


def test_the_digest_is_of_what_is_said_and_not_of_its_order() -> None:
    assert digest({"a": 1, "b": [True, None]}) == digest({"b": [True, None], "a": 1})
