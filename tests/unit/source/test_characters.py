"""Characters that no text may hold, and texts with them written so that they can be read."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.model.diagnostic import InputError
from auditor.source.characters import as_json
from auditor.source.jsontree import read_json
from auditor.source.text import decode
from auditor.source.yamltree import read_yaml


@pytest.mark.parametrize(
    ("one", "code", "instead"),
    [
        ("\x85", "file.line-end", "`\\u0085`"),
        ("\u2028", "file.line-end", "`\\u2028`"),
        ("\u2029", "file.line-end", "`\\u2029`"),
        ("\r", "file.line-end", "`\\r`"),
        *(
            (chr(number), "file.order", f"`\\u{number:04x}`")
            for number in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
        ),
    ],
)
def test_what_acts_on_lines_is_refused_and_its_escape_is_not(one: str, code: str, instead: str) -> None:
    with pytest.raises(InputError) as caught:
        decode(f"a: {one}b\n".encode(), "a.yaml")
    (told,) = caught.value.diagnostics
    assert told.code == code
    assert instead in told.help
    escape = instead.strip("`")
    for document in (read_yaml(f'a: "{escape}b"\n'.encode(), "a"), read_json(f'{{"a": "{escape}b"}}'.encode(), "a")):
        assert document.data == {"a": f"{one}b"}
    assert tomllib.loads(f'a = "{escape}b"') == {"a": f"{one}b"}


def test_of_returns_alone_the_first_is_told() -> None:
    with pytest.raises(InputError) as caught:
        decode(b"a\rb\rc\x07\rd\r" * 3, "a.yaml")
    assert [one.code for one in caught.value.diagnostics] == ["file.line-end", *["file.control-character"] * 3]


@given(st.recursive(st.text(), lambda one: st.lists(one) | st.dictionaries(st.text(), one), max_leaves=5))
def test_what_is_written_can_be_read(value: Any) -> None:
    for indent in (None, 2):
        written = as_json(value, indent=indent)
        assert json.loads(written) == value
        assert decode(written.encode(), "a") == written


@pytest.mark.parametrize(
    "text", ["😀\u202e", "\U000e0041\x85", "a\u2028b", "\u200b\xad", "日本\u3000", "می\u200cخواهم"]
)
def test_yaml_reads_what_is_written(text: str) -> None:
    assert read_yaml(f"a: {as_json(text)}\n".encode(), "a").data == {"a": text}


def test_joiners_of_letters_are_written_as_they_are_and_what_hides_is_not() -> None:
    assert as_json("می\u200cخواهم") == '"می\u200cخواهم"'
    assert as_json("in\u200btern\xadal") == '"in\\u200btern\\u00adal"'
