"""Text for GitHub's Markdown, where more acts than Markdown knows: mentions, references, emoji, formulas, addresses.

GitHub looks for these after the text has been parsed, so a backslash does not hold them; code does. A word that
could act so is shown as code, and every other sign as `escape.markdown` has it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Final

from auditor.report.escape import markdown, markdown_code, visible
from auditor.report.wording import flat

# What stands for a text without a sign in it: a list item with nothing in it would underline the line above.
EMPTY: Final = "(empty)"

# Mentions and addresses of mail; formulas; references to issues, commits and advisories; addresses; emoji.
_ACTS: Final = re.compile(
    r"[@$]|#\w|\bgh-\d|\bghsa-|\bcve-\d|(?=[a-f]*\d)[0-9a-f]{7,}|://|www\.|:[+\w-]+:", re.IGNORECASE
)

# Punctuation that stands before words, and after them.
_BEFORE: Final = "([{“‘\"'"
_AFTER: Final = ".,;:!?)]}”’\"'"

_RULES: Final = "-+="  # signs that draw a line, or make a heading of the line above


def prose(text: str) -> str:
    """Write a text on one line so that no sign in it acts on GitHub; an empty one is said to be."""
    shown = " ".join(_parts(visible(flat(text)), code))
    return f"\\{shown}" if shown[0] in _RULES else shown


def _parts(text: str, show: Callable[[str], str]) -> Iterator[str]:
    if not text:
        yield EMPTY
        return
    for acts, words in groupby(text.split(" "), key=lambda word: _ACTS.search(word) is not None):
        joined = " ".join(words)
        yield _coded(joined, show) if acts else markdown(joined)


def _coded(words: str, show: Callable[[str], str]) -> str:
    """Write words that act as code, without the punctuation around them, where they act without it too."""
    inner = words.lstrip(_BEFORE).rstrip(_AFTER)
    if not _ACTS.search(inner):
        return show(words)
    before, _, after = words.partition(inner)
    return f"{markdown(before)}{show(inner)}{markdown(after)}"


def told(text: str) -> str:
    """Write a message of ours, which quotes others between backquotes, with the quotations as code."""
    parts = visible(flat(text)).split("`")
    if len(parts) == 1 or len(parts) % 2 == 0:
        return prose(text)
    said = ""
    for number, part in enumerate(parts):
        piece = code(part) if number % 2 else _kept(part)
        said += f" {piece}" if said.endswith("`") and piece.startswith("`") else piece
    return said


def _kept(text: str) -> str:
    """Write a text in the middle of others, with the spaces at its ends."""
    if not text.strip(" "):
        return text
    return " " * text.startswith(" ") + prose(text) + " " * text.endswith(" ")


def code(text: str) -> str:
    """Write an address, a value or a command as code; what is empty has no code."""
    return markdown_code(text) if flat(visible(text)) else EMPTY


def cell(text: str) -> str:
    """Write a text for a table, where a bar ends a cell even inside code: there it is shown as an escape."""
    return " ".join(_parts(visible(flat(text)), lambda words: code(words).replace("|", "\\x7c")))
