"""Hostile text made visible, for every format that people read.

Knows characters, and what Markdown makes of them, and nothing else. Text comes from declarations, rulesets and
file names, all of which may try to move the cursor, hide words or turn their order round.
"""

from __future__ import annotations

import re
from typing import Final

from auditor.model.patterns import pattern
from auditor.model.quoting import quoted as between_marks
from auditor.report.wording import flat

# C0, DEL and C1; soft hyphen and other marks without a width; line and paragraph separators; everything
# that turns the direction of text round; fillers that look like nothing; tag characters; and what is no
# character at all (half of a pair, from a file name that is not UTF-8).
_UNSEEN: Final = pattern(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff\ud800-\udfff]"
)

# What Markdown acts upon, in its usual dialects: marks, entities, formulas, addresses that would become links,
# and what begins a list. An underscore inside a word acts nowhere, and stays as it is.
_ACTIVE: Final = pattern(
    r"[\\`*{}\[\]<>#|~&$@]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|:(?=//)|(?<=www)\.|^[-+=](?=\s|$)",
    re.IGNORECASE,
)
_NUMBERED: Final = pattern(r"^(\d+)([.)])(?=\s|$)")


def visible(text: str) -> str:
    """Write every character that acts or hides as an escape: what was one line stays one line."""
    return _UNSEEN.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def quoted(text: str, *, most: int | None = None) -> str:
    """Write somebody else's words on one line, between quotation marks that they cannot close; `most` cuts them."""
    return between_marks(visible(flat(text)), most=most)


def markdown(text: str) -> str:
    """Write a text on one line so that no sign in it acts, in Markdown or on a terminal."""
    return _NUMBERED.sub(r"\1\\\2", _ACTIVE.sub(lambda found: "\\" + found[0], visible(flat(text))))


def markdown_code(text: str) -> str:
    """Write an address or a value as code; a backquote in it ends nothing."""
    text = visible(flat(text))
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    pad = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{fence}{pad}{text}{pad}{fence}"
