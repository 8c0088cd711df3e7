"""HTML by construction: text is always escaped, and only the elements and attributes named here can be written.

A string is text, never markup. `Markup` is made in this module alone. Knows no audit, no words and no style.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from html import escape
from typing import Final

from msgspec import Struct

from auditor.report.escape import visible
from auditor.report.wording import flat


class Markup(Struct, frozen=True):
    """HTML that was built here."""

    html: str


Node = Markup | str | int | None | Iterable["Node"]

# After a block comes a line's end, so that a page can be read, and compared, line by line.
_BLOCKS: Final = frozenset((
    "article", "body", "caption", "dd", "details", "div", "dl", "dt", "figure", "footer", "h1", "h2", "h3", "h4",
    "h5", "h6", "head", "header", "li", "main", "nav", "ol", "p", "section", "summary", "svg", "table", "tbody",
    "td", "tfoot", "th", "thead", "title", "tr", "ul",
))  # fmt: skip
_INLINE: Final = frozenset((
    "a", "bdi", "code", "defs", "path", "pattern", "rect", "small", "span", "strong", "text", "time",
))  # fmt: skip
_VOID: Final = frozenset(("br", "meta"))
_OPENS: Final = frozenset((
    "article", "body", "details", "div", "dl", "footer", "head", "header", "main", "nav", "ol", "section", "table",
    "tbody", "tfoot", "thead", "ul",
))  # fmt: skip
_ATTRIBUTES: Final = frozenset((
    "aria-describedby", "aria-hidden", "aria-label", "charset", "class", "colspan", "content", "d", "data-label",
    "data-sort", "datetime", "dir", "focusable", "height", "href", "http-equiv", "id", "name", "open",
    "patternTransform", "patternUnits", "rel", "role", "scope", "start", "tabindex", "text-anchor", "viewBox",
    "width", "x", "y",
))  # fmt: skip
_INSIDE: Final = re.compile(r"#[A-Za-z0-9._-]+")
_OUTSIDE: Final = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~/%?#=&+,:;!@()-]*)?")


def element(name: str, *children: Node, **attributes: str | int | bool | None) -> Markup:
    """Write an element. `class_` stands for `class`, and `_` in a name for `-`; None and False leave one out."""
    known = name in _BLOCKS or name in _INLINE or name in _VOID
    if not known:
        raise ValueError(f"not an element of the page: {name}")
    head = name + "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Markup(f"<{head}>\n")
    inner = _inner(children)
    opened = "\n" if name in _OPENS else ""
    closed = "\n" if name in _BLOCKS else ""
    return Markup(f"<{head}>{opened}{inner}</{name}>{closed}")


def together(*children: Node) -> Markup:
    """Put pieces one after another."""
    return Markup(_inner(children))


def joined(pieces: Iterable[Node], by: str = " · ") -> Markup:
    """Put pieces in a row, with the same text between any two."""
    return Markup(escape(by).join(_inner((one,)) for one in pieces if one not in (None, "")))


def said(text: str) -> Markup:
    """Write text that comes from a file, so that its direction leaves the text around it alone."""
    return element("bdi", text)


def code(text: str, **attributes: str | int | bool | None) -> Markup:
    """Write an address, a place or a value as it stands."""
    return element("code", text, dir="ltr", **attributes)


def day(when: date) -> Markup:
    """Write a day."""
    return element("time", when.isoformat(), datetime=when.isoformat())


def inside(anchor: str, *children: Node, **attributes: str | int | bool | None) -> Markup:
    """Link to a place on the same page."""
    return element("a", *children, href=f"#{anchor}", **attributes)


def outside(address: str) -> Markup:
    """Write an address, as a link where it is plainly one and shown in full; anything else stays text."""
    if _OUTSIDE.fullmatch(address):
        return element("a", address, href=address, rel="external noreferrer")
    return said(address)


def document(head: Node, body: Node, *, style: str, script: str = "") -> str:
    """Write the whole page. `style` and `script` are our own and stand as they are.

    No text of an input may come near them. The script runs when all of the page is there.
    """
    styled = Markup(f"<style>{style}</style>\n")
    acts = Markup(f'<script type="module">{script}</script>\n') if script else None
    inner = element("head", head, styled, acts).html
    return f'<!DOCTYPE html>\n<html lang="en">\n{inner}{_inner((body,))}</html>\n'


def _attribute(name: str, value: str | int | bool | None) -> str:
    name = name.rstrip("_").replace("_", "-")
    if name not in _ATTRIBUTES:
        raise ValueError(f"not an attribute of the page: {name}")
    if value is None or value is False:
        return ""
    if value is True:
        return f" {name}"
    if name == "href" and not (_INSIDE.fullmatch(str(value)) or _OUTSIDE.fullmatch(str(value))):
        raise ValueError("not an address that a page may lead to")
    return f' {name}="{_text(str(value))}"'


def _inner(children: Iterable[Node]) -> str:
    written = []
    for child in children:
        match child:
            case None:
                continue
            case Markup():
                written.append(child.html)
            case str() | int():
                written.append(_text(str(child)))
            case _:
                written.append(_inner(child))
    return "".join(written)


def _text(text: str) -> str:
    """Escape a text on one line; blanks at its ends stay, since they stand between it and its neighbours."""
    lead = " " if text[:1] == " " else ""
    trail = " " if len(text) > 1 and text[-1:] == " " else ""
    return escape(f"{lead}{visible(flat(text))}{trail}")
