"""Strict YAML: values as plain data, with the place of every key and value kept beside them.

Walks the parser's event stream itself, so that whatever could make a person and the program read two
different things (repeated keys, aliases, tags, `NO` as false) is refused with its place, all of it in one
run. Knows nothing of what a document is about.
"""

from __future__ import annotations

import re
from typing import Any, Final, Never

import yaml
from yaml.events import AliasEvent, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent

from auditor.model.diagnostic import Place
from auditor.source.document import Document as Document
from auditor.source.document import Span, Tree
from auditor.source.scalars import KEYS, PLAIN, NumberTooLong
from auditor.source.text import decode
from auditor.source.yamlfaults import Problems, length_of

_PARSER: Any
try:
    from yaml import cyaml

    _PARSER = cyaml.CParser  # type: ignore[attr-defined]  # the stubs do not know it
except ImportError:  # PyYAML built without libyaml: the same events, slower
    _PARSER = yaml.SafeLoader

DEPTH_LIMIT: Final = 64
NODE_LIMIT: Final = 250_000

_HIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_BLANK_OR_COMMENT: Final = re.compile("[ \t]*(?:#[^\r\n\x85\u2028\u2029]*)?(?:\r\n|[\r\n\x85\u2028\u2029])")
_DIRECTIVE: Final = re.compile("%[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029])?")
_NOTHING: Final = re.compile("(?:[^\\S]|\\.\\.\\.(?=\\s|\\Z)|(?<!\\S)#[^\r\n\x85\u2028\u2029]*)*")


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
        self.problems = Problems(document)
        self.nodes = 0
        # `[:,:]` is the densest text there is: three nodes in two characters.
        self.counting = len(document.text) * 2 > NODE_LIMIT
        # Without these characters there is no anchor and no tag: the common file is not asked at each node.
        self.careful = "&" in document.text or "!" in document.text

    def read(self) -> Document:
        """Read it all, or raise every problem."""
        parser = _PARSER(self._without_directives())
        self.get = parser.get_event
        try:
            self._document()
        except _Stop:
            pass
        except yaml.MarkedYAMLError as error:
            self.problems.syntax(error)
        except (ValueError, OverflowError):  # the pure-Python parser alone: an escape that is no character
            self.problems.syntax(yaml.MarkedYAMLError())
        self.problems.raise_any()
        return self.document

    def _without_directives(self) -> str:
        """Refuse leading `%` lines and make them comments, so that the parser never works on them."""
        text = self.document.text
        position = 0
        if text.lstrip(" \t\r\n")[:1] not in ("%", "#"):
            return text
        parts: list[str] = []
        number = 0  # each match is one line
        while match := _BLANK_OR_COMMENT.match(text, position) or _DIRECTIVE.match(text, position):
            line = match[0]
            number += 1
            if line.startswith("%"):
                self.problems.note(
                    "yaml.directive",
                    f"the directive `{line.split()[0]}` is not allowed",
                    Place(self.document.file, number, 1, len(line.rstrip())),
                    why="directives change how a file is read",
                    help="delete the line; files are read as YAML 1.2",
                )
                line = "#" + line[1:]
            parts.append(line)
            position = match.end()
        return "".join(parts) + text[position:]

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
                help="`auditor init` writes a file to start from",
            )
        event = get()
        document.start = (event.start_mark.line, event.start_mark.column)
        self._count()
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
            if not value.isprintable() and _HIDDEN.search(value):
                self.problems.hidden(event)
            return value
        try:
            return PLAIN[value]
        except NumberTooLong:
            self.problems.long_number(event)
            return 0

    # The two loops below are the program's hottest code: plain scalars, nearly all there is, are read in
    # place; everything else goes through `_value` and `_odd_key`.

    def _mapping(self, depth: int) -> dict[str, Tree]:
        get, plain, keys, common = self.get, PLAIN, KEYS, not self.careful
        counting = self.counting
        result: dict[str, Tree] = {}
        spans: dict[str, Span] = {}
        self.document.spans[id(result)] = spans
        while True:
            event = get()
            kind = event.__class__
            if kind is MappingEndEvent:
                break
            key = keys[event.value] if common and kind is ScalarEvent and not event.style else None
            if key is None or key in result:
                key = self._odd_key(event, spans, depth)
            at = event.start_mark
            event = get()
            mark = event.start_mark
            if counting:
                self._count(2)
            if common and event.__class__ is ScalarEvent and not event.style:
                text = event.value
                length = len(text)
                try:
                    result[key] = plain[text]
                except NumberTooLong:
                    self.problems.long_number(event)
            else:
                length = length_of(event) if event.__class__ is ScalarEvent else 0
                result[key] = self._value(event, depth + 1)
            spans[key] = (at.line, at.column, mark.line, mark.column, length)
        if "<<" in result:
            self.problems.merge_key(spans["<<"])
        return result

    def _sequence(self, depth: int) -> list[Tree]:
        get, plain, common = self.get, PLAIN, not self.careful
        counting = self.counting
        result: list[Tree] = []
        spans: list[Span] = []
        self.document.spans[id(result)] = spans
        while True:
            event = get()
            kind = event.__class__
            if kind is SequenceEndEvent:
                break
            if counting:
                self._count()
            mark = event.start_mark
            line, column = mark.line, mark.column
            if common and kind is ScalarEvent and not event.style:
                text = event.value
                length = len(text)
                try:
                    result.append(plain[text])
                except NumberTooLong:
                    self.problems.long_number(event)
            else:
                length = length_of(event) if kind is ScalarEvent else 0
                result.append(self._value(event, depth + 1))
            spans.append((line, column, line, column, length))
        return result

    def _odd_key(self, event: Any, spans: dict[str, Span], depth: int) -> str:
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
            if not key.isprintable() and _HIDDEN.search(key):
                self.problems.hidden(event)
        else:
            try:
                is_text = PLAIN[key].__class__ is str
            except NumberTooLong:
                is_text = False
            if not is_text:
                self.problems.key_not_text(event)
        if key in spans:
            self.problems.duplicate(event, key, spans[key])
        return key

    def _count(self, more: int = 1) -> None:
        self.nodes += more
        if self.nodes > NODE_LIMIT:
            self._stop(
                "yaml.too-many-nodes",
                f"the file holds more than {NODE_LIMIT:,} keys and values",
                Place(self.document.file),
                why="no document needs that; it is a way to exhaust a machine",
                help="split it: one file holds one service",
            )


def _is_decorated(event: Any) -> bool:
    return event.anchor is not None or event.tag is not None
