"""The lines with `%` that may stand before a YAML document: they change how it is read, and are refused."""

from __future__ import annotations

from typing import Final

from auditor.model.diagnostic import Place
from auditor.model.patterns import pattern
from auditor.source.document import Document
from auditor.source.yamlfaults import Problems

_BLANK_OR_COMMENT: Final = pattern("[ \t]*(?:#[^\r\n\x85\u2028\u2029]*)?(?:\r\n|[\r\n\x85\u2028\u2029])")
_DIRECTIVE: Final = pattern("%[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029])?")


def without_directives(document: Document, problems: Problems) -> str:
    """Refuse leading `%` lines and make them comments, so that the parser never works on them."""
    text = document.text
    position = 0
    if text.lstrip(" \t\r\n")[:1] not in ("%", "#"):
        return text
    parts: list[str] = []
    number = 0  # each match is one line
    while match := _BLANK_OR_COMMENT.match(text, position) or _DIRECTIVE.match(text, position):
        line = match[0]
        number += 1
        if line.startswith("%"):
            problems.note(
                "yaml.directive",
                f"the directive `{line.split()[0]}` is not allowed",
                Place(document.file, number, 1, len(line.rstrip())),
                why="directives change how a file is read",
                help="delete the line; files are read as YAML 1.2",
            )
            line = "#" + line[1:]
        parts.append(line)
        position = match.end()
    return "".join(parts) + text[position:]
