"""Whatever the bytes, reading gives a document or says what is wrong; and simple data comes back unchanged."""

from __future__ import annotations

import re
from decimal import Decimal

import yaml
from hypothesis import given
from hypothesis import strategies as st

from auditor.model.diagnostic import InputError
from auditor.source.canonical import digest
from auditor.source.document import Document, Tree
from auditor.source.yamltree import read_yaml

PIECES = st.sampled_from(
    ["a", "b: ", "- ", "\n", "  ", "[", "]", "{", "}", ",", ":", "? ", "&x", "*x", "!t ", "!!str ", "<<", "'", '"',
     "|", ">", "#", "---\n", "...\n", "%YAML 1.1\n", "\t", "1", "0x1", "1e999", "true", "~", "\\x00", "é", "\u2028",
     "\x85", "\r", "\ufeff", "\x07", "😀"]
)  # fmt: skip
# YAML 1.1 wants a point in a float, so the dumper leaves `0E0` without quotes, which is a number in YAML 1.2.
NUMBER_IN_CORE = re.compile(r"[-+]?\d+[eE][-+]?\d+")
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), max_size=20).filter(
    lambda text: not NUMBER_IN_CORE.fullmatch(text) and text != "<<"  # refused as a key, quoted or not
)
NUMBERS = st.integers(-(10**14), 10**14) | st.decimals(-1000, 1000, places=3)
SCALARS = st.none() | st.booleans() | NUMBERS | TEXTS
DATA = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS.filter(bool), inner, max_size=4),
    max_leaves=20,
)


def read_or_refusal(data: bytes) -> Document | None:
    """Read, checking that a refusal says something and has a place inside the text."""
    try:
        return read_yaml(data, "a.yaml")
    except InputError as error:
        found = error.diagnostics
    lines = data.count(b"\n") + data.count(b"\r") + data.count(b"\xc2\x85") + data.count(b"\xe2\x80") + 2
    assert found
    for one in found:
        assert one.message
        assert one.place is not None
        assert 0 <= one.place.line <= lines
    return None


def check_places(document: Document, node: Tree, path: tuple[str | int, ...]) -> None:
    """Check that every key stands where it is said to stand."""
    steps = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for step, inner in steps:
        place = document.place((*path, step), key=True)
        assert document.line(place.line) is not None
        check_places(document, inner, (*path, step))


@given(st.binary(max_size=200))
def test_arbitrary_bytes(data: bytes) -> None:
    read_or_refusal(data)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_arbitrary_yaml(text: str) -> None:
    document = read_or_refusal(text.encode())
    if document is not None:
        check_places(document, document.data, ())


def _dumped(data: object) -> object:
    if isinstance(data, dict):
        return {key: _dumped(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_dumped(value) for value in data]
    return float(data) if isinstance(data, Decimal) else data


def _whole(data: object) -> object:
    """Make whole decimals ints, as the reader does."""
    if isinstance(data, dict):
        return {key: _whole(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_whole(value) for value in data]
    return int(data) if isinstance(data, Decimal) and data == data.to_integral_value() else data


@given(DATA, st.booleans())
def test_what_is_dumped_is_read_again(data: object, flow: bool) -> None:
    text = yaml.safe_dump(_dumped(data), default_flow_style=flow, allow_unicode=True, width=1000, sort_keys=False)
    document = read_or_refusal(text.encode())
    if document is None:  # the dumper quotes no key such as `=`, and aliases lists it has seen: none of these here
        assert "&id" in text or "! " in text or "? " in text, text
        return
    assert document.data == _whole(data)
    assert digest(document.data, short=document.short) == digest(document.data)


@given(DATA)
def test_the_digest_sees_content_and_not_layout(data: object) -> None:
    texts = [
        yaml.safe_dump(_dumped(data), default_flow_style=flow, allow_unicode=unicode, sort_keys=False, width=1000)
        for flow, unicode in ((True, True), (False, False))
    ]
    found = [one for text in texts if (one := read_or_refusal(text.encode())) is not None]
    assert len({digest(one.data) for one in found}) <= 1
    if isinstance(data, dict) and found:
        assert digest({**_read_dict(found[0]), "one more key": 1}) != digest(found[0].data)


def _read_dict(document: Document) -> dict[str, Tree]:
    assert isinstance(document.data, dict)
    return document.data
