"""JSON is laid out one way, whatever is in it: the quick way to write it gives the bytes that the plain way gives."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from auditor.report.jsontext import dump, dump_line, dump_unbroken, unbroken
from auditor.report.numbers import decimals, exact

# What looks like the end of a key, what JSON writes with a backslash, what must not act, and halves of pairs.
CHARACTERS = st.sampled_from('"\\:,{}[] \n\t\x00\x1f/ab1é漢🜁\x7f\x9b\xad\u2028\u202e\ufeff\U000e0041\ud800\udcff')
TEXTS = st.one_of(st.text(CHARACTERS, max_size=6), st.text(max_size=8))
WHOLE = st.one_of(st.integers(), st.integers(-(10**40), 10**40))


def nested(numbers: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.recursive(
        st.one_of(st.none(), st.booleans(), numbers, TEXTS),
        lambda one: st.one_of(st.lists(one, max_size=4), st.dictionaries(TEXTS, one, max_size=4)),
        max_leaves=12,
    )


VALUES = nested(WHOLE | st.decimals(allow_nan=False, allow_infinity=False))
WITHOUT_DECIMALS = nested(WHOLE)


def plainly(value: Any) -> bytes:
    return re.sub(rb"\n *", b"", dump(value).encode())


@pytest.mark.parametrize(
    "value",
    [
        ":",
        [":b"],
        [1, ":b"],
        {":b": 1},
        {"a": 1, ":b": 1},
        {"a": ":b"},
        {"a": '":'},
        {"a\\": "b\\", "": "", "c": '"'},
        ["\n  ", ", ", ": "],
        {"a,": 1, "[": {}, "{": [], "]:": [[]]},
        {"a": 10**30, "b": "\ud800", ":": Decimal("1E+3")},
        {"\x7f": "\u202e:", "\xad": ":\xad"},
        [],
    ],
)
def test_hard_texts_stay_as_they_are_on_one_line(value: Any) -> None:
    assert dump_unbroken(value) == plainly(value)


@given(VALUES)
def test_on_one_line_stands_what_is_laid_out_but_for_the_layout(value: Any) -> None:
    written = dump_unbroken(value)
    assert written == plainly(value)
    assert written == unbroken(dump(value).encode()) == unbroken(written)
    # two halves that meet are one character to every reader of JSON, so that it is not the value itself
    assert json.loads(written, parse_float=Decimal) == json.loads(dump(value), parse_float=Decimal)


@given(WITHOUT_DECIMALS)
@example({"": [], "a": {}, "b": [[1, {"c": "\x7f\x1b"}]]})
def test_the_layout_is_that_of_everybody(value: Any) -> None:
    for written, indent in ((dump(value), 2), (dump_line(value), None)):
        in_ascii = re.sub("[^\\x00-\x7e]", lambda found: json.dumps(found[0])[1:-1], written)
        assert in_ascii == json.dumps(value, indent=indent) + "\n"


@given(st.fractions() | st.fractions(max_denominator=64) | st.builds(Fraction, st.integers(), st.just(10**6)))
def test_exact_numbers_are_read_back_as_they_were(number: Fraction) -> None:
    assert Fraction(exact(number)) == number


@given(st.fractions(-1000, 1000) | st.builds(Fraction, st.integers(-5000, 5000), st.just(200)), st.integers(0, 6))
def test_rounded_numbers_are_the_nearest_and_half_ways_go_up(number: Fraction, places: int) -> None:
    written, unit = decimals(number, places), Fraction(1, 10**places)
    far = abs(number) - abs(Fraction(written))
    assert -unit / 2 <= far < unit / 2
    assert len(written.partition(".")[2]) == places
    assert written.startswith("-") == (Fraction(written) < 0)
