"""What each family of formats promises whatever texts say, each checked by a reader that is not the program's own.

A check takes what was shown, and where a shape is promised also the same shown with harmless texts in their place.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

# Colour and weight as the program sets them: nothing else after an escape is its own.
SGR = re.compile(r"\x1b\[[0-9;]*m")
_TURNS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI", "BN", "B"}
_HIDES = re.compile("[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]")
_BEGINS = set("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20\u2212")


def acts(text: str) -> list[str]:
    """Give the characters of a text that act on a terminal or hide; the end of a line is none."""
    return sorted({one for one in text if one != "\n" and _acts(one)})


def _acts(one: str) -> bool:
    if " " <= one <= "~":
        return False
    turned = unicodedata.bidirectional(one) in _TURNS and not _is_nothing(one)
    return unicodedata.category(one) in ("Cc", "Zl", "Zp", "Cs") or turned or _HIDES.match(one) is not None


def _is_nothing(one: str) -> bool:
    """Whether it is no character, which hides nothing: a reader shows a box."""
    return ord(one) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(one) <= 0xFDEF


def hold_text(text: str, *, color: bool = False) -> None:
    """Hold text for a terminal or a pipe."""
    told = SGR.sub("", text) if color else text
    assert not acts(told), acts(told)
    text.encode("utf-8")


def hold_json(text: str) -> Any:
    """Hold JSON, and give its data."""
    assert not acts(text), acts(text)
    text.encode("utf-8")
    return json.loads(text, parse_constant=_no_constant)


def hold_ndjson(text: str) -> list[Any]:
    """Hold an object of JSON a line."""
    return [hold_json(line) for line in text.splitlines()]


def _no_constant(name: str) -> Any:
    raise AssertionError(f"{name} is no JSON")


def shape_of(data: Any) -> Any:
    """Give what JSON is made of, without its texts and numbers."""
    if isinstance(data, dict):
        return sorted((key, shape_of(one)) for key, one in data.items())
    return [shape_of(one) for one in data] if isinstance(data, list) else type(data).__name__


def hold_csv(text: str) -> list[list[str]]:
    """Hold a table, and give its rows: all as wide as the first, and no cell a formula."""
    table = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert {len(row) for row in table} <= {len(table[0])} if table else True
    for row in table:
        for cell in row:
            assert not calculates(cell), cell
            assert not acts(cell), acts(cell)
    return table


def calculates(cell: str) -> bool:
    """Whether a spreadsheet might take a cell, or a part of it after a separator, for a formula."""
    if re.fullmatch(r"-?\d+(\.\d+)?", cell):
        return False
    parts = [cell, *re.split("[;|]", cell)]
    return any(part.lstrip(' \t\r\n\xa0\u3000\u200b\ufeff\u201c"')[:1] in _BEGINS for part in parts if part.strip())


def hold_xml(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Hold XML, and give its elements with the names of their attributes."""
    assert not acts(text), acts(text)
    assert "<!DOCTYPE" not in text
    assert "<!ENTITY" not in text
    return [(one.tag, tuple(one.attrib)) for one in ElementTree.fromstring(text.encode("utf-8")).iter()]


class _Elements(HTMLParser):
    """The elements of a page in their order, with what is no text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[object] = []
        self.links: list[str] = []
        self._code = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = dict(attrs)
        self.found.append((tag, tuple(sorted(kept)), kept.get("class")))
        self.links += [kept["href"] or ""] if "href" in kept else []

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"/{tag}")

    def handle_comment(self, data: str) -> None:
        self.found.append("a comment")

    def handle_decl(self, decl: str) -> None:
        self.found.append(f"!{decl}")

    def unknown_decl(self, data: str) -> None:
        self.found.append("an unknown declaration")

    def handle_pi(self, data: str) -> None:
        self.found.append("an instruction")


def hold_html(text: str) -> list[object]:
    """Hold a page, and give its elements, attributes, classes and whatever else is no text."""
    assert not acts(text), acts(text)
    page = _Elements()
    page.feed(text)
    page.close()
    assert all(re.match(r"(https?://|#|data:image/)", one) for one in page.links), page.links
    return page.found


def hold_markdown(text: str) -> list[object]:
    """Hold a text for GitHub, and give the elements its own parser makes of it, but for code and breaks."""
    import cmarkgfm

    assert not acts(text), acts(text)
    options = cmarkgfm.cmark.Options
    page = _Elements()
    page.feed(
        cmarkgfm.github_flavored_markdown_to_html(
            text, options=options.CMARK_OPT_UNSAFE | options.CMARK_OPT_FOOTNOTES
        )
    )
    page.close()
    return [one for one in page.found if one not in ("/code", ("code", (), None))]


def hold_github(text: str) -> list[list[str]]:
    """Hold workflow commands, and give each with the names of its properties; no other line commands anything."""
    assert not acts(text), acts(text)
    found = []
    for line in text.splitlines():
        assert line.startswith(("::", "auditor: ")), line
        assert not re.search(r"##\w*\[", line), line
        head = line[2:].partition("::")[0] if line.startswith("::") else ""
        name, _, properties = head.partition(" ")
        found.append([name, *(part.partition("=")[0] for part in properties.split(","))])
    return found


def hold_sarif(text: str) -> Any:
    """Hold SARIF: JSON, of whose places none leads out of the repository or names another scheme."""
    data = hold_json(text)
    for run in data["runs"]:
        for result in run.get("results", ()):
            for place in result.get("locations", ()):
                uri = place.get("physicalLocation", {}).get("artifactLocation", {}).get("uri", "")
                assert re.fullmatch(r"[!-~]*", uri), uri
                assert not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", uri), uri
    return shape_of(data)
