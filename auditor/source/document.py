"""A document that was read: plain data, and where each key and value of it stands."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cached_property, partial
from typing import Any, Final

from auditor.model.diagnostic import Diagnostic, Place, Severity
from auditor.model.patterns import pattern
from auditor.source.characters import LINE_END

Tree = dict[str, "Tree"] | list["Tree"] | str | bool | int | Decimal | None
Path = tuple[str | int, ...]
# Key line, key column, value line, value column (all from 0), the value's length. In a list the first two
# are the value's again.
Span = tuple[int, int, int, int, int]
# The same as the parser marks it: where the key begins, where the value does, and where it ends or how long it is;
# each a mark with a line and a column. Most are never asked for, and marks are cheaper to keep than to look into.
Marked = tuple[Any, Any, Any]

_LONGEST: Final = 600
_LINE_ENDS: Final = ("\n", "\r", "\x85", "\u2028", "\u2029")
_QUOTES: Final = ('"', "'")
_QUOTED: Final = pattern(r'"(?:[^"\\]|\\.)*"|\'(?:[^\']|\'\')*\'')


# Makes a place of its four parts as `Place` does, in half the time.
_place: Callable[[tuple[str, int, int, int]], Place] = partial(tuple.__new__, Place)


def _has(node: Tree, step: str | int) -> bool:
    if isinstance(node, dict):
        return step in node
    return isinstance(node, list) and isinstance(step, int) and 0 <= step < len(node)


def span_of(marked: Marked) -> Span:
    """Give the span that two of the parser's marks and a length mean."""
    at, mark, end = marked
    if end.__class__ is not int:
        end = end.column - mark.column if end.line == mark.line else 0
    return at.line, at.column, mark.line, mark.column, end


def _brief(text: str) -> str:
    """Cut what quotes a very long key or value: it comes from the file, and may be millions of characters."""
    return text if len(text) <= _LONGEST else text[: _LONGEST // 2] + " … " + text[-_LONGEST // 2 :]


class Document:
    """One file's data and places.

    Containers are plain dicts and lists; their places are kept by identity, so `data` must not be changed.
    A path is a tuple of keys and list numbers: `("child_defaults", 0, "ages")`.
    """

    def __init__(self, *, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.data: Tree = None
        self.start = (0, 0)
        # Whether all its numbers are known to be `canonical.is_short`.
        self.short = False
        # By a container's identity. Those of a mapping are in the order of its keys until one of them is asked for.
        self.marks: dict[int, dict[str, Marked] | list[Marked]] = {}

    @cached_property
    def lines(self) -> list[str]:
        """The text by lines, as the parser counts them."""
        lines = self.text.splitlines()
        if not self.text or self.text[-1] in _LINE_ENDS:
            lines.append("")
        return lines

    def line(self, number: int) -> str | None:
        """Give a line by its number from 1."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else None

    def value(self, path: Path) -> Tree:
        """Give what stands at a path; None where nothing does."""
        node: Tree = self.data
        for step in path:
            if not _has(node, step):
                return None
            node = node[step]  # type: ignore[index]  # it has
        return node

    def _marked(self, container: object, step: str | int) -> Marked:
        marks: Any = self.marks[id(container)]
        if marks.__class__ is list and isinstance(container, dict):
            marks = self.marks[id(container)] = dict(zip(container, marks, strict=True))
        marked: Marked = marks[step]
        return marked

    def span_in(self, container: object, step: str | int) -> Span:
        """Give the span of one entry of a container of this document."""
        return span_of(self._marked(container, step))

    def place_in(self, container: object, step: str | int, *, key: bool = False) -> Place:
        """Give the place of the value, or of the key, of one entry of a container of this document."""
        marked = self._marked(container, step)
        if key and isinstance(step, str):
            return self.key_place(span_of(marked), step)
        _at, mark, end = marked
        if end.__class__ is not int:
            end = end.column - mark.column if end.line == mark.line else 0
        return _place((self.file, mark.line + 1, mark.column + 1, end))

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Give the place of a value, or of its key; of what it would be in, where there is none."""
        container: Tree = None
        node: Tree = self.data
        last: str | int | None = None
        for step in path:
            if not _has(node, step):
                key = True
                break
            container, node, last = node, node[step], step  # type: ignore[index]  # it has
        if last is None:
            return Place(self.file, self.start[0] + 1, self.start[1] + 1)
        return self.place_in(container, last, key=key)

    def key_place(self, span: Span, key: str) -> Place:
        """Give the place of a key whose span is at hand."""
        line, column = self.lines[span[0]], span[1]
        quoted = _QUOTED.match(line, column) if line[column : column + 1] in _QUOTES else None
        return Place(self.file, span[0] + 1, column + 1, len(quoted[0]) if quoted else len(key))

    def place_at(self, index: int, length: int = 0) -> Place:
        """Give the place of a position in the text."""
        line, start = 1, 0
        for end in LINE_END.finditer(self.text, 0, index):
            line, start = line + 1, end.end()
        return Place(self.file, line, index - start + 1, length)

    def diagnostic(
        self,
        code: str,
        message: str,
        path: Path,
        *,
        key: bool = False,
        why: str = "",
        help: str = "",
        severity: Severity = Severity.ERROR,
        also: tuple[Place, ...] = (),
    ) -> Diagnostic:
        """Make a diagnostic at a path, with its line as excerpt."""
        return self.diagnostic_at(
            code, message, self.place(path, key=key), why=why, help=help, severity=severity, also=also
        )

    def diagnostic_at(
        self,
        code: str,
        message: str,
        place: Place,
        *,
        why: str = "",
        help: str = "",
        severity: Severity = Severity.ERROR,
        also: tuple[Place, ...] = (),
    ) -> Diagnostic:
        """Make a diagnostic at a place of this document, with its line as excerpt."""
        return Diagnostic(
            code=code,
            message=_brief(message),
            place=place,
            why=_brief(why),
            help=_brief(help),
            severity=severity,
            excerpt=self.line(place.line),
            also=also,
        )
