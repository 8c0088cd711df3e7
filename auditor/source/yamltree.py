"""Strict YAML: values as plain data, with the place of every key and value kept beside them.

Walks the parser's event stream itself, so that whatever could make a person and the program read two
different things (repeated keys, aliases, tags, `NO` as false) is refused with its place, all of it in one
run. Knows nothing of what a document is about.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any, Final, Never, cast

import yaml
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from auditor.model.diagnostic import Place
from auditor.model.patterns import pattern
from auditor.source.document import Document as Document
from auditor.source.document import Marked, Tree, span_of
from auditor.source.scalars import HIDDEN, KEYS, PLAIN, RareNumber
from auditor.source.text import decode
from auditor.source.yamldirectives import without_directives
from auditor.source.yamlfaults import Problems, length_of

# Built without libyaml, PyYAML gives the same events, slower.
_PARSER: Any = (
    yaml.cyaml.CParser  # type: ignore[attr-defined]  # the stubs do not know it
    if yaml.__with_libyaml__
    else yaml.SafeLoader
)

DEPTH_LIMIT: Final = 64
NODE_LIMIT: Final = 250_000
_NODES: Final = frozenset({AliasEvent, MappingStartEvent, ScalarEvent, SequenceStartEvent})

_NOTHING: Final = pattern("(?:[^\\S]|\\.\\.\\.(?=\\s|\\Z)|(?<!\\S)#[^\r\n\x85\u2028\u2029]*)*")


def read_yaml(data: bytes, file: str) -> Document:
    """Read one YAML (or JSON) document; `file` is its name in messages.

    Raises `InputError` with everything that is wrong with it, as far as the parser can go on.
    """
    return _Reader(Document(file=file, text=decode(data, file))).read()


class _Stop(Exception):
    """Reading cannot go on; what is wrong has been noted."""


class _Reader:
    """One pass over the events of one text."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.marks = document.marks
        self.problems = Problems(document)
        # Without these characters there is no anchor and no tag: the common file is not asked at each node.
        self.careful = "&" in document.text or "!" in document.text
        self.common = None if self.careful else ScalarEvent
        # What does not show is refused where the text is decoded: only an escape can bring it in.
        self.escapes = "\\" in document.text

    def read(self) -> Document:
        """Read it all, or raise every problem."""
        parser = _PARSER(without_directives(self.document, self.problems))
        # `[:,:]` is the densest text there is: three nodes in two characters.
        few = len(self.document.text) * 2 <= NODE_LIMIT
        self.get = parser.get_event if few else self._counting(parser.get_event)
        collecting = gc.isenabled()
        gc.disable()  # nothing that is made here is part of a cycle, and to look for one would take a while
        try:
            self._document()
        except _Stop:
            pass
        except yaml.MarkedYAMLError as error:
            self.problems.syntax(error)
        except (ValueError, OverflowError):  # the pure-Python parser alone: an escape that is no character
            self.problems.syntax(yaml.MarkedYAMLError())
        finally:
            if collecting:
                gc.enable()
        self.problems.raise_any()
        return self.document

    def _stop(self, code: str, message: str, place: Place, *, why: str = "", help: str = "") -> Never:
        self.problems.note(code, message, place, why=why, help=help)
        raise _Stop

    def _document(self) -> None:
        document, get = self.document, self.get
        get()  # the start of the stream
        if get().__class__ is yaml.StreamEndEvent:
            self._stop(
                "yaml.empty",
                "the file holds only comments" if document.text.strip() else "the file is empty",
                Place(document.file),
                help="`auditor init` writes a declaration to start from, `auditor lock` a lock, and "
                "`auditor waiver add` and `auditor decision add` begin their files",
            )
        event = get()
        document.start = (event.start_mark.line, event.start_mark.column)
        document.short = True
        document.data = self._value(event, 1)
        # The rest is looked at, not parsed: what a second document says is of no interest.
        end = get().end_mark.index
        more = _NOTHING.match(document.text, end)
        position = more.end() if more else end
        if position < len(document.text):
            self.problems.note(
                "yaml.second-document",
                "a second document starts here",
                document.place_at(position, 3),
                why="one file states one thing; what follows would go unread",
                help="put it in a file of its own, or delete it",
            )

    def _value(self, event: Any, depth: int) -> Tree:
        """Build whatever starts with this event."""
        kind = event.__class__
        if kind is AliasEvent:
            self.problems.alias(event)
            return None
        if self.careful and _is_decorated(event):
            self.problems.decorated(event)
        if kind is ScalarEvent:
            return self._scalar(event)
        if depth > DEPTH_LIMIT:
            self._stop(
                "yaml.too-deep",
                f"more than {DEPTH_LIMIT} levels stand inside one another here",
                self.problems.at(event, 1),
                why="no document needs that; it is a way to exhaust a machine",
                help="are all brackets closed?",
            )
        return self._mapping(depth) if kind is MappingStartEvent else self._sequence(depth)

    def _scalar(self, event: Any) -> Tree:
        value: str = event.value
        if event.style:
            if not value.isprintable() and HIDDEN.search(value):
                self.problems.hidden(event)
            return value
        try:
            return PLAIN[value]
        except ValueError as odd:
            return self._odd_number(event, odd)

    def _odd_number(self, event: Any, odd: ValueError) -> Tree:
        if isinstance(odd, RareNumber):
            self.document.short = False
            return odd.value
        self.problems.long_number(event)
        return 0

    # The two loops below are the program's hottest code: scalars, nearly all there is, are looked for first and read
    # in place; what is odd goes through `_odd_mapping` and `_value`.

    def _mapping(self, depth: int) -> dict[str, Tree]:
        get, common, escapes = self.get, self.common, self.escapes
        result: dict[str, Tree] = {}
        marks: list[Marked] = []
        self.marks[id(result)] = marks
        while True:
            event = get()
            if event.__class__ is not common:
                break
            key = KEYS[event.value]
            if key is None or key in result:
                break
            at = event.start_mark
            event = get()
            kind = event.__class__
            if kind is common:
                text = event.value
                if event.style:
                    if escapes and not text.isprintable() and HIDDEN.search(text):
                        self.problems.hidden(event)
                    result[key] = text
                    marks.append((at, event.start_mark, event.end_mark))
                else:
                    marks.append((at, event.start_mark, len(text)))
                    try:
                        result[key] = PLAIN[text]
                    except ValueError as odd:
                        result[key] = self._odd_number(event, odd)
                continue
            marks.append((at, event.start_mark, 0))
            if kind is MappingStartEvent and depth < DEPTH_LIMIT:
                result[key] = self._mapping(depth + 1)
            elif kind is SequenceStartEvent and depth < DEPTH_LIMIT:
                result[key] = self._sequence(depth + 1)
            else:
                result[key] = self._value(event, depth + 1)
        return result if event.__class__ is MappingEndEvent else self._odd_mapping(event, result, depth)

    def _odd_mapping(self, event: Any, result: dict[str, Tree], depth: int) -> dict[str, Tree]:
        """Read the rest of a mapping from a key that is no plain word met for the first time."""
        marks: dict[str, Marked] = dict(zip(result, cast("list[Marked]", self.marks[id(result)]), strict=True))
        self.marks[id(result)] = marks
        while event.__class__ is not MappingEndEvent:
            key = self._odd_key(event, marks, depth)
            at = event.start_mark
            event = self.get()
            mark, length = event.start_mark, self._length(event)
            result[key] = self._value(event, depth + 1)
            marks[key] = (at, mark, length)
            event = self.get()
        if "<<" in result:
            self.problems.merge_key(span_of(marks["<<"]))
        return result

    def _sequence(self, depth: int) -> list[Tree]:
        get, common, escapes = self.get, self.common, self.escapes
        result: list[Tree] = []
        marks: list[Marked] = []
        self.marks[id(result)] = marks
        while True:
            event = get()
            kind = event.__class__
            if kind is common:
                mark, text = event.start_mark, event.value
                if event.style:
                    if escapes and not text.isprintable() and HIDDEN.search(text):
                        self.problems.hidden(event)
                    result.append(text)
                    marks.append((mark, mark, event.end_mark))
                else:
                    marks.append((mark, mark, len(text)))
                    try:
                        result.append(PLAIN[text])
                    except ValueError as odd:
                        result.append(self._odd_number(event, odd))
                continue
            if kind is SequenceEndEvent:
                return result
            mark = event.start_mark
            marks.append((mark, mark, self._length(event)))
            if kind is MappingStartEvent and common and depth < DEPTH_LIMIT:
                result.append(self._mapping(depth + 1))
            else:
                result.append(self._value(event, depth + 1))

    def _length(self, event: Any) -> int:
        """Give the length of a value, 0 for what is not known to stand on one line."""
        if event.__class__ is not ScalarEvent:
            return 0
        return length_of(event) if self.careful or event.style else len(event.value)

    def _odd_key(self, event: Any, marks: dict[str, Marked], depth: int) -> str:
        """Give the key of an event that is no plain word seen before; refuse what cannot be one."""
        if event.__class__ is AliasEvent:
            self.problems.alias(event)
            return ""
        if event.__class__ is not ScalarEvent:
            self.problems.complex_key(event)
            self._value(event, depth + 1)
            return ""
        if self.careful and _is_decorated(event):
            self.problems.decorated(event)
        key: str = event.value
        if event.style:
            if not key.isprintable() and HIDDEN.search(key):
                self.problems.hidden(event)
        else:
            try:
                is_text = PLAIN[key].__class__ is str
            except ValueError:
                is_text = False
            if not is_text:
                self.problems.key_not_text(event)
        if key in marks:
            self.problems.duplicate(event, key, span_of(marks[key]))
        return key

    def _counting(self, get: Callable[[], Any]) -> Callable[[], Any]:
        """Give the next event as ever, and stop where there are too many keys and values."""
        left = NODE_LIMIT

        def counted() -> Any:
            nonlocal left
            event = get()
            left -= event.__class__ in _NODES
            if left < 0:
                self._stop(
                    "yaml.too-many-nodes",
                    f"the file holds more than {NODE_LIMIT:,} keys and values",
                    Place(self.document.file),
                    why="no document needs that; it is a way to exhaust a machine",
                    help="split it: one file holds one service",
                )
            return event

        return counted


def _is_decorated(event: Any) -> bool:
    return event.anchor is not None or event.tag is not None
