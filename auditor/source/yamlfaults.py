"""What can be wrong with a YAML text, in words for people.

Collects the problems of one file and knows how each is said; finding them is the reader's business.
"""

from __future__ import annotations

from typing import Any, Final

import yaml

from auditor.model.diagnostic import Diagnostic, InputError, Place
from auditor.source.document import Document, Span
from auditor.source.scalars import DIGIT_LIMIT

SHOWN_PROBLEMS: Final = 50

_INDENT = "look at the indentation: keys of one group start in the same column, two spaces deeper than the group"
_QUOTE = "put the text in quotes"
# The parser's own words, and ours: what is wrong, how to mend it.
_SYNTAX: Final[tuple[tuple[str, str, str], ...]] = (
    (
        "mapping values are not allowed",
        "a `:` that cannot stand here",
        'put text that holds ": " in quotes; if it is a key, look at its indentation',
    ),
    ("found character '\\t'", "a tab cannot indent or start a value", "indent with spaces"),
    ("found a tab character", "a tab cannot indent or start a value", "indent with spaces"),
    ("found character that cannot start", "a value cannot start with this character", _QUOTE),
    (
        "found unexpected end of stream",
        "a quote is opened and never closed",
        "close it with the same quote sign",
    ),
    (
        "found unexpected document indicator",
        "a quote is opened and never closed",
        "close it with the same sign",
    ),
    (
        "found unknown escape character",
        "no such escape: `\\` has a meaning of its own in double quotes",
        "write `\\\\` for a backslash, or use single quotes",
    ),
    (
        "found invalid Unicode character escape",
        "this escape is no character",
        "write the character itself; one beyond U+FFFF is escaped as `\\U0001F600`, not in two halves",
    ),
    (
        "did not find expected hexadecimal",
        "this escape lacks digits",
        "`\\x41`, `\\u0041` and `\\U00000041` are `A`",
    ),
    (
        "did not find expected ',' or ']'",
        "the list is not continued or closed here",
        "a `,` or the closing `]` is missing",
    ),
    (
        "did not find expected ',' or '}'",
        "the braces are not continued or closed here",
        "a `,` or the closing `}` is missing",
    ),
    ("did not find expected '-' indicator", "a list item that starts with `-` is wanted here", _INDENT),
    ("did not find expected key", "a key is wanted here", _INDENT),
    (
        "could not find expected ':'",
        "a key without its `:`",
        "write `key: value`, with a space after the `:`",
    ),
    ("did not find expected node content", "a value is missing here", "one `,` or `[` too many?"),
    (
        "found undefined tag handle",
        "tags are not used here",
        "delete the word that starts with `!`, or put it in quotes",
    ),
    (
        "block sequence entries are not allowed",
        "a list item cannot start here",
        "start the list on a line of its own",
    ),
    ("mapping keys are not allowed", "a key cannot start here", _INDENT),
    ("did not find expected <document start>", "the document has ended before this", _INDENT),
    (
        "found incompatible YAML document",
        "a directive is not used here",
        "delete the line that starts with `%`",
    ),
    ("did not find expected alphabetic", "`&` and `*` start an anchor or an alias", _QUOTE),
    (
        "did not find expected comment or line break",
        "only a comment may follow here",
        "put the text on the next line",
    ),
    ("found a tab character where an indentation", "a tab cannot indent", "indent with spaces"),
    ("did not find expected whitespace or line break", "a space is missing here", _QUOTE),
)


class Problems:
    """The problems of one document, the first fifty with their places, the rest as a number."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._found: list[Diagnostic] = []
        self._unshown = 0

    def note(
        self,
        code: str,
        message: str,
        place: Place,
        *,
        why: str = "",
        help: str = "",
        also: tuple[Place, ...] = (),
    ) -> None:
        """Keep one problem."""
        if len(self._found) < SHOWN_PROBLEMS:
            self._found.append(self._document.diagnostic_at(code, message, place, why=why, help=help, also=also))
        else:
            self._unshown += 1

    def raise_any(self) -> None:
        """Raise `InputError` where anything was noted."""
        if not self._found:
            return
        if self._unshown:
            last = max((one.place for one in self._found if one.place), key=lambda at: (at.line, at.column))
            self._found.append(
                Diagnostic(
                    code="yaml.more-problems",
                    message=f"{self._unshown} more problems of this sort are not shown",
                    place=Place(last.file, last.line, last.column + 1),
                    help="mend the ones above first",
                )
            )
        raise InputError(tuple(self._found))

    def at(self, event: Any, length: int = 0) -> Place:
        """Give the place where an event starts."""
        mark = event.start_mark
        return Place(self._document.file, mark.line + 1, mark.column + 1, length)

    def syntax(self, error: yaml.MarkedYAMLError) -> None:
        """Reword a syntax error of the parser."""
        mark = error.problem_mark or error.context_mark
        opened = error.context_mark
        if opened is not None and "quoted scalar" in str(error.context) and "escape" not in str(error.problem):
            mark, opened = opened, mark  # the end of the file is no help in finding the quote
        place = Place(self._document.file, *((mark.line + 1, mark.column + 1) if mark else (1, 1)))
        theirs = str(error.problem or "")
        message, help_ = next(
            ((ours, how) for start, ours, how in _SYNTAX if theirs.startswith(start)),
            ("this is not valid YAML", "look at indentation, quotes and brackets just before this place"),
        )
        line = self._document.line(place.line) or ""
        character = line[place.column - 1 : place.column]
        if message.startswith("a value cannot start") and character:
            if character == "\t":
                message, help_ = "a tab cannot indent or start a value", "indent with spaces"
            else:
                message = f"a value cannot start with `{character}`"
        also: tuple[Place, ...] = ()
        if opened is not None and mark is not None and opened.line != mark.line:
            also = (Place(self._document.file, opened.line + 1, opened.column + 1),)
        self.note("yaml.syntax", message, place, help=help_, also=also)

    def alias(self, event: Any) -> None:
        """Refuse `*name`."""
        self.note(
            "yaml.alias",
            f"the alias `*{event.anchor}` is not allowed",
            self.at(event, len(event.anchor) + 1),
            why="a value must stand where it is stated, so that a finding can point at it",
            help="write the value out",
        )

    def decorated(self, event: Any) -> None:
        """Refuse `&name` and `!tag` before a value or key."""
        if event.anchor is not None:
            self.note(
                "yaml.anchor",
                f"the anchor `&{event.anchor}` is not allowed",
                self.at(event, len(event.anchor) + 1),
                why="a value must stand where it is stated, so that a finding can point at it",
                help="delete the anchor, and write the value out wherever it is used",
            )
        if event.tag is not None:
            tag = str(event.tag).replace("tag:yaml.org,2002:", "!!")
            self.note(
                "yaml.tag",
                f"the tag `{tag}` is not allowed",
                self.at(event, len(tag)),
                why="a tag changes what a value is; here the form alone decides",
                help="delete the tag; put a value in quotes to make it text",
            )

    def duplicate(self, event: Any, key: str, first: Span) -> None:
        """Refuse a key that was there before."""
        self.note(
            "yaml.duplicate-key",
            f"`{key}` is written twice in one group",
            self.at(event, max(length_of(event), 1)),
            why=f"it stands on line {first[0] + 1} too; readers differ in which of the two wins",
            help="keep one of the two",
            also=(self._document.key_place(first, key),),
        )

    def merge_key(self, span: Span) -> None:
        """Refuse `<<`."""
        self.note(
            "yaml.merge-key",
            "the merge key `<<` is not allowed",
            self._document.key_place(span, "<<"),
            why="what a group says must stand in it, so that a finding can point at it",
            help="write the keys out",
        )

    def key_not_text(self, event: Any) -> None:
        """Refuse a key that reads as a number, a yes/no or nothing."""
        written = event.value
        self.note(
            "yaml.key-not-text",
            f"the key `{written}` reads as {_sort_of(written)}, not as a name" if written else "a key is empty",
            self.at(event, len(written)),
            why="keys are names; the same key must not be text in one reader and a number in another",
            help=f'put it in quotes: `"{written}":`' if written else "write a name before the `:`",
        )

    def complex_key(self, event: Any) -> None:
        """Refuse a list or a group as a key."""
        self.note(
            "yaml.complex-key",
            "a list or a group cannot be a key",
            self.at(event, 1),
            why="keys are names",
            help="put the key in quotes if its brackets are meant as text",
        )

    def long_number(self, event: Any) -> None:
        """Refuse a number that not every reader would keep exactly."""
        shown = event.value if len(event.value) <= 40 else event.value[:39] + "…"
        self.note(
            "yaml.number-too-long",
            f"the number `{shown}` has more than {DIGIT_LIMIT} digits, or an exponent beyond {DIGIT_LIMIT}",
            self.at(event, len(event.value)),
            why="other readers would round it, and then two readers see different numbers",
            help="write fewer digits; put it in quotes if it is a name or an id",
        )

    def hidden(self, event: Any) -> None:
        """Refuse an escape that stands for a character that does not show."""
        self.note(
            "yaml.control-character",
            "an escape in this text stands for a control character",
            self.at(event, length_of(event)),
            why="it does not show, so what a person reads would not be what the file says",
            help="delete the escape; only `\\t`, `\\n` and `\\r` may be used",
        )


def _sort_of(written: str) -> str:
    if written.lower() in ("true", "false"):
        return "yes or no"
    return "nothing" if written in ("~", "null", "Null", "NULL") else "a number"


def length_of(event: Any) -> int:
    """Give the length of a scalar on its line; 0 where it goes on over several lines."""
    start, end = event.start_mark, event.end_mark
    return end.column - start.column if start.line == end.line else 0
