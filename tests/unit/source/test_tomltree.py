"""TOML with places: every key and value is found where it stands, and what is hostile is refused soon."""

from __future__ import annotations

import time

import pytest

from auditor.model.diagnostic import InputError
from auditor.source.tomltree import read_toml

TEXT = r'''
title = "x" # a remark = 1
a.b.c = 3
"quoted key" = 'single'
"esc\u0041ped" = true
[table]  # = [
day = 2026-03-01
moment = 1979-05-27 07:32:00Z
many = [1, [2, 3], # inside
  {q = "}", r.s = 5},
]
text = """
[not.a.table]
key = 1 \"""
"""
raw = """
a quote: """""
after = -1.5
[[list]]
n = 1
[[list]]
n = 2
[list.inner]
deep = { }
[table.sub."x.y"]
z = 0
'''


@pytest.mark.parametrize(
    ("path", "written"),
    [
        (("title",), '"x"'),
        (("a", "b", "c"), "3"),
        (("quoted key",), "'single'"),
        (("escAped",), "true"),
        (("table", "day"), "2026-03-01"),
        (("table", "moment"), "1979-05-27 07:32:00Z"),
        (("table", "many", 0), "1"),
        (("table", "many", 1, 1), "3"),
        (("table", "many", 2, "q"), '"}"'),
        (("table", "many", 2, "r", "s"), "5"),
        (("table", "after"), "-1.5"),
        (("list", 0, "n"), "1"),
        (("list", 1, "n"), "2"),
        (("table", "sub", "x.y", "z"), "0"),
    ],
    ids=str,
)
def test_values_are_found(path: tuple[str | int, ...], written: str) -> None:
    document = read_toml(TEXT.encode(), "f.toml")
    place = document.place(path)
    line = document.line(place.line) or ""
    assert line[place.column - 1 : place.column - 1 + place.length] == written


def test_containers_and_what_is_not_there() -> None:
    document = read_toml(TEXT.encode(), "f.toml")
    assert document.line(document.place(("table",)).line) == "[table]  # = ["
    assert document.line(document.place(("list", 1, "inner", "deep")).line) == "deep = { }"
    assert document.place(("table", "nothing")) == document.place(("table",), key=True)
    assert document.value(("table", "day")) == "2026-03-01"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a = ", "toml.syntax"),
        ("a = 1\na = 2", "toml.syntax"),
        ("a = " + "[" * 5000, "toml.too-deep"),
        ("a = " + "[" * 70 + "]" * 70, "toml.too-deep"),
        ("a." * 200_000 + "b = 1", "toml.too-deep"),
        ("'a' . " * 200_000 + "b = 1", "toml.too-deep"),
        ("[" + "a." * 100 + "b]", "toml.too-deep"),
        ("a = " + "1" * 5000, "toml.syntax"),
        ("a = 1\x00", "file.nul"),
    ],
    ids=["nothing", "twice", "open brackets", "deep", "long key", "long quoted key", "long header", "digits", "nul"],
)
def test_what_cannot_be_used_is_refused_soon(text: str, code: str) -> None:
    begun = time.perf_counter()
    with pytest.raises(InputError) as caught:
        read_toml(text.encode(), "f.toml")
    assert caught.value.diagnostics[0].code == code
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize("text", ["a" * 1_000_000, '"' * 100_000, "a = '" + "b. " * 300_000])
def test_long_words_take_no_time(text: str) -> None:
    begun = time.perf_counter()
    with pytest.raises(InputError):
        read_toml(text.encode(), "f.toml")
    assert time.perf_counter() - begun < 5
