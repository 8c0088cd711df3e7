"""One answer into a declaration's text, with everything else left as a person wrote it.

Where a line can go is guessed from the places of what is there; the guess is then read back, and only a text that
says exactly what the old one said, and the answer, is given. Nothing is ever reformatted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any, Final

from msgspec import Struct

from auditor.model.diagnostic import Diagnostic, InputError, Place
from auditor.model.vocabulary import Kind, Vocabulary
from auditor.source.characters import LINE_END, as_json
from auditor.source.document import Document, Span, Tree
from auditor.source.document import Path as Steps
from auditor.source.scalars import reads_as_text
from auditor.source.yamltree import read_yaml

_BOM: Final = b"\xef\xbb\xbf"
_INDENT: Final = 2
_BLANK_OR_COMMENT: Final = re.compile(r"[ \t]*(#.*)?")
_PLAIN: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*", re.ASCII)
_LATE: Final = ("evidence", "planned", "alternatives", "measures", "bound", "confidential")


class Written(Struct, frozen=True, kw_only=True):
    """An answer as text: on one line, or in block style where that reads better, and a remark to stand above it."""

    flow: str
    block: tuple[str, ...] = ()
    comment: tuple[str, ...] = ()


def with_answer(data: bytes, file: str, fact: str, answer: Written, vocabulary: Vocabulary) -> bytes:
    """Give a declaration's bytes with one more answer; raises InputError where there is no safe place for it."""
    document = read_yaml(data, file)
    wanted = read_yaml(f"answer: {answer.flow}".encode("utf-8", "surrogatepass"), file).value(("answer",))
    steps = _steps(document, fact.split("."), vocabulary)
    if steps is None or document.value(steps) is not None:
        raise _no_place(document, fact)
    expected = _set(deepcopy(document.data), steps, wanted)
    for text in _Insertion(document, steps, answer, vocabulary).texts():
        written = (_BOM if data.startswith(_BOM) else b"") + text.encode("utf-8", "surrogatepass")
        try:
            if read_yaml(written, file).data == expected:
                return written
        except InputError:
            continue
    raise _no_place(document, fact)


def _no_place(document: Document, fact: str) -> InputError:
    return InputError(
        (
            Diagnostic(
                code="declaration.no-place",
                message=f"there is no place for `{fact}` that leaves the rest of the file as it is",
                place=Place(document.file),
                why="what a person wrote is never rewritten",
                help=f"write `{fact}` into the file yourself",
            ),
        )
    )


def _steps(document: Document, segments: Sequence[str], vocabulary: Vocabulary) -> Steps | None:
    """Give where in the document's data a fact is filed: an item under its id, a band under its ages."""
    steps: Steps = ()
    for depth, segment in enumerate(segments):
        above = vocabulary.type_at(".".join(segments[:depth])) if depth else None
        if above is None or above.kind not in (Kind.LIST, Kind.BANDS):
            steps = (*steps, segment)
            continue
        entries = document.value(steps)
        number = (
            next((at for at, one in enumerate(entries) if _is(one, segment)), None)
            if isinstance(entries, list)
            else None
        )
        if number is None:
            return None
        steps = (*steps, number)
    return steps


def _is(entry: Tree, key: str) -> bool:
    if not isinstance(entry, dict):
        return False
    ages = entry.get("ages")
    if isinstance(ages, dict):
        return f"{ages.get('from')}-{ages.get('to')}" == key
    return entry.get("id") == key


def _set(data: Tree, steps: Steps, value: Tree) -> Tree:
    """Give data with a value at the end of a path; mappings that lead to it are made."""
    if not steps:
        return value
    step, rest = steps[0], steps[1:]
    if isinstance(step, int):
        assert isinstance(data, list)
        data[step] = _set(data[step], rest, value)
        return data
    home: dict[str, Tree] = data if isinstance(data, dict) else {}
    home[step] = _set(home.get(step), rest, value)
    return home


class _Insertion:
    """The texts worth trying, the best first."""

    def __init__(self, document: Document, steps: Steps, answer: Written, vocabulary: Vocabulary) -> None:
        self.document, self.steps, self.answer, self.vocabulary = document, steps, answer, vocabulary
        text = document.text
        ends = [*LINE_END.finditer(text)]
        starts = [0, *(end.end() for end in ends)]
        self.lines = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
        self.newline = ends[0][0] if ends else "\n"

    def texts(self) -> Iterator[str]:
        """Go through the texts that could be meant."""
        depth = len(self.steps)
        while self.document.value(self.steps[:depth]) is None and depth:
            depth -= 1
        home = self.document.value(self.steps[:depth])
        step = self.steps[depth]
        rest = self.steps[depth + 1 :]
        if not isinstance(home, dict):
            return
        if step in home:
            yield from self._filled(home, str(step), rest)
        elif self._at_start(self.steps[:depth]).startswith("{"):
            yield self._within_braces(self.steps[:depth], home, str(step), rest)
        else:
            yield from self._beneath(self.steps[:depth], home, str(step), rest)

    def _filled(self, home: dict[str, Tree], step: str, rest: Steps) -> Iterator[str]:
        """Put the answer in place of nothing: a key with no value, or with `null`."""
        span = self.document.span_in(home, step)
        line = self.lines[span[2]]
        before, after = line[: span[3]], line[span[3] + span[4] :]
        space = "" if before.endswith(" ") else " "
        if not span[4] and span[0] == span[2] and (rest or self.answer.block):
            margin = " " * (_indent(line) + _INDENT)
            under = self._nested(rest, margin) if rest else [margin + one for one in self.answer.block]
            yield self._with_lines(span[0] + 1, under)
        yield self._joined(span[2], f"{before}{space}{_flow(rest, self.answer.flow)}{after}")
        spaced = " " if after[:1] not in ("", " ", "\n", "\r") else ""
        yield self._joined(span[2], f"{before}{space}{_flow(rest, self.answer.flow)}{spaced}{after}")

    def _within_braces(self, path: Steps, home: dict[str, Tree], step: str, rest: Steps) -> str:
        line, column = self._start(path)
        text = self.lines[line]
        comma = ", " if home else ""
        entry = f"{_key(step)}: {_flow(rest, self.answer.flow)}{comma}"
        return self._joined(line, text[: column + 1] + entry + text[column + 1 :])

    def _beneath(self, path: Steps, home: dict[str, Tree], step: str, rest: Steps) -> Iterator[str]:
        margin = " " * self._start(path)[1]
        lines = self._nested((step, *rest), margin)
        if not path:
            lines = ["", *lines]
        order = self._order(path)
        mine = order.get(step, len(order))
        before = [one for one in home if order.get(one, len(order)) <= mine]
        last = max(before, key=lambda one: self.document.span_in(home, one)[0], default=None)
        if last is None and path and self._span(path)[2] > self._span(path)[0]:
            yield self._with_lines(self._span(path)[0] + 1, lines)  # the first of all: right beneath the key
        for entry in (last, None):
            end = self._end(path, home, entry)
            yield self._with_lines(self._above_comments(end), lines)
            yield self._with_lines(end, lines)

    def _order(self, path: Steps) -> Mapping[str, int]:
        """Number the keys that may stand here as the vocabulary orders them: the header first, entries last."""
        if not path:
            head = ("declaration", "service", "stated_on", "attestation", "compiled_by")
            names = dict.fromkeys((*head, *self.vocabulary.groups, *_LATE))
            return {name: number for number, name in enumerate(names)}
        facts = [str(one) for one in path]
        type_ = self.vocabulary.type_at(".".join(facts))
        names_here = () if type_ is None else type_.words or tuple(type_.fields)
        first = ("id", "name", "provider") if path == ("service",) else ("id", "ages")
        return {name: number for number, name in enumerate((*first, *names_here))}

    def _nested(self, steps: Steps, margin: str) -> list[str]:
        """Write the answer under its keys, each on a line of its own."""
        lines: list[str] = []
        for number, step in enumerate(steps):
            last = number + 1 == len(steps)
            indent = margin + " " * _INDENT * number
            if last:
                lines += [f"{indent}# {one}" for one in self.answer.comment]
            value = f" {self.answer.flow}" if last and not self.answer.block else ""
            lines.append(f"{indent}{_key(str(step))}:{value}")
            if last and self.answer.block:
                lines += [f"{indent}{' ' * _INDENT}{one}" for one in self.answer.block]
        return lines

    def _start(self, path: Steps) -> tuple[int, int]:
        if not path:
            return self.document.start
        span = self._span(path)
        return span[2], span[3]

    def _span(self, path: Steps) -> Span:
        return self.document.span_in(self.document.value(path[:-1]), path[-1])

    def _at_start(self, path: Steps) -> str:
        line, column = self._start(path)
        return self.lines[line][column:]

    def _end(self, path: Steps, home: Any, entry: str | int | None) -> int:
        """Give the line after an entry of a container, or after the whole container: where the next thing begins."""
        marks = self.document.marks[id(home)]
        starts: list[int] = [at.line for at, _mark, _length in (marks.values() if isinstance(marks, dict) else marks)]
        if entry is not None:
            own = self.document.span_in(home, entry)[0]
            after = [one for one in starts if one > own]
            if after:
                return min(after)
        if not path:
            return len(self.lines) if self.lines[-1] else len(self.lines) - 1
        return self._end(path[:-1], self.document.value(path[:-1]), path[-1])

    def _above_comments(self, line: int) -> int:
        while line > 1 and _BLANK_OR_COMMENT.fullmatch(self.lines[line - 1].rstrip("\r\n")):
            line -= 1
        return line

    def _joined(self, number: int, line: str) -> str:
        return "".join((*self.lines[:number], line, *self.lines[number + 1 :]))

    def _with_lines(self, number: int, lines: Sequence[str]) -> str:
        before = "".join(self.lines[:number])
        if before and not LINE_END.search(before[-1]):
            before += self.newline
        return before + "".join(one + self.newline for one in lines) + "".join(self.lines[number:])


def _indent(line: str) -> int:
    """Give the column at which a line's first key begins, past the dashes of a list."""
    found = re.match(r"[ -]*", line)
    return found.end() if found else 0


def _flow(steps: Steps, value: str) -> str:
    for step in reversed(steps):
        value = f"{{{_key(str(step))}: {value}}}"
    return value


def _key(key: str) -> str:
    return key if _PLAIN.fullmatch(key) and reads_as_text(key) else as_json(key)
