"""The strict reader of JSON: what it refuses, and that every place is right."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from auditor.model.diagnostic import InputError
from auditor.source.jsontree import differences, pointer, read_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


def refusal(data: bytes) -> tuple[str, int, int]:
    with pytest.raises(InputError) as caught:
        read_json(data, "result.json")
    (one,) = caught.value.diagnostics
    assert one.place is not None
    return one.code, one.place.line, one.place.column


def paths(value: Any, at: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], Any]]:
    inner: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(at, value), *(found for key, one in inner for found in paths(one, (*at, key)))]


@given(VALUES, st.sampled_from([None, 0, 2]), st.booleans())
def test_it_reads_what_the_standard_reader_reads_and_knows_every_place(
    value: Any, indent: int | None, ascii: bool
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii)
    assume(not any(end in text for end in "\x85\u2028\u2029"))  # below, lines are put together again with \n alone
    try:
        document = read_json(text.encode("utf-8"), "result.json")
    except InputError as error:  # a character that stands in no text
        codes = [one.code for one in error.diagnostics]
        assume(not all(code.startswith("file.") for code in codes))
        raise
    assert document.data == value
    for at, one in paths(value):
        place = document.place(at)
        line = document.lines[place.line - 1]
        rest = "\n".join([line[place.column - 1 :], *document.lines[place.line :]])
        assert json.JSONDecoder().raw_decode(rest)[0] == one


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", ("json.syntax", 1, 1)),
        (b" \n", ("json.syntax", 2, 1)),
        (b"[1,\n2 3]", ("json.syntax", 2, 3)),
        (b"{'a': 1}", ("json.syntax", 1, 2)),
        (b'{"a": 1} x', ("json.syntax", 1, 10)),
        (b'["a\tb"]', ("json.syntax", 1, 4)),
        (b"[01]", ("json.syntax", 1, 3)),
        (b'["NaN",\n NaN]', ("json.number", 2, 2)),
        (b"[-Infinity]", ("json.number", 1, 2)),
        (b'["1e9",\n 1e9]', ("json.number", 2, 2)),
        (b"[1.5E400]", ("json.number", 1, 2)),
        (b"[" + b"9" * 1001 + b"]", ("json.number", 1, 2)),
        (b"[0." + b"9" * 1001 + b"]", ("json.number", 1, 2)),
        (b'{"a": 1,\n "b": {"c": 1,\n  "d": [{}],\n  "\\u0063": 2}}', ("json.duplicate-key", 4, 3)),
        (b"[" * 65 + b"]" * 65, ("json.too-deep", 1, 65)),
        (b'{"[":' * 65 + b"1" + b"}" * 65, ("json.too-deep", 1, 321)),
        (b"[" * 100_000 + b"]" * 100_000, ("json.too-deep", 1, 65)),
        (b"[" * 100_000, ("json.too-deep", 1, 65)),
        (b"[0" + b",0" * 4_000_000 + b"]", ("json.too-many-parts", 0, 0)),
        (b'["\xff"]', ("file.not-utf8", 1, 3)),
        (b'["\x00"]', ("file.nul", 1, 3)),
        (b"\xff\xfe[\x00]\x00", ("file.encoding", 0, 0)),
    ],
    ids=lambda value: None if isinstance(value, tuple) else repr(value[:20]),
)
def test_refusals_have_places(data: bytes, expected: tuple[str, int, int]) -> None:
    assert refusal(data) == expected


def test_depth_up_to_the_limit_and_a_byte_order_mark_are_read() -> None:
    assert read_json(b"\xef\xbb\xbf" + b"[" * 64 + b"]" * 64, "result.json").data
    assert read_json(b"[1.50, -0.5, 7]", "result.json").data == [Decimal("1.5"), Decimal("-0.5"), 7]


def test_one_long_line_is_no_excerpt() -> None:
    with pytest.raises(InputError) as caught:
        read_json(b"[" + b"1, " * 10_000 + b"x]", "result.json")
    assert caught.value.diagnostics[0].excerpt is None


def test_a_repeated_key_names_both_places() -> None:
    with pytest.raises(InputError) as caught:
        read_json(b'{"exit": 1,\n "met": null,\n "exit": 0}', "result.json")
    (one,) = caught.value.diagnostics
    assert (str(one.place), [str(place) for place in one.also]) == ("result.json:3:2", ["result.json:1:2"])


def test_differences() -> None:
    written = {"a": [1, {"b": 2}], "c": None, "more": 1}
    assert list(differences(written, {"a": [1, {"b": 2}], "c": None})) == []
    assert list(differences(written, {"a": [1, {"b": 3}], "c": 0})) == [(("a", 1, "b"), 2, 3), (("c",), None, 0)]
    assert list(differences(written, {"a": [1], "d": 4})) == [(("a",), [1, {"b": 2}], [1]), (("d",), None, 4)]


def test_pointers_are_escaped() -> None:
    assert pointer(()) == ""
    assert pointer(("a/b", 0, "m~n")) == "/a~1b/0/m~0n"
