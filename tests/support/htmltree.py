"""A page read as a tree, for tests of what it says and where: every element has to be closed in its turn."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser


class Element:
    """One element of a page, with its text and what stands in it."""

    def __init__(self, name: str, attributes: dict[str, str | None]) -> None:
        self.name, self.attributes = name, attributes
        self.children: list[Element | str] = []

    @property
    def text(self) -> str:
        """Give its text, with single blanks."""
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for one in self.children:
            if isinstance(one, str):
                yield one
            elif one.name not in ("style", "script", "title"):
                yield from one._texts()

    def walk(self) -> Iterator[Element]:
        """Give it, and all that stands in it, in order."""
        yield self
        for one in self.children:
            if isinstance(one, Element):
                yield from one.walk()

    def all(self, name: str = "", class_: str = "") -> list[Element]:
        """Give what has a name, and a word among its classes."""
        return [
            one
            for one in self.walk()
            if (not name or one.name == name) and (not class_ or class_ in one.classes.split())
        ]

    @property
    def classes(self) -> str:
        """Give its classes as they are written."""
        return self.attributes.get("class") or ""

    def by_id(self, id: str) -> Element:
        """Give the one that has this id."""
        (found,) = [one for one in self.walk() if one.attributes.get("id") == id]
        return found


class Reader(HTMLParser):
    """Reads a page as a tree."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        one = Element(tag, dict(attrs))
        self._open[-1].children.append(one)
        if tag not in ("meta", "br"):
            self._open.append(one)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().name == tag

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def read(text: str) -> Element:
    """Give the page as a tree."""
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader._open == [reader.root]
    return reader.root
