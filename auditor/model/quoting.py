"""Somebody else's words between quotation marks that nothing inside them can close.

Knows characters and nothing else. Characters that act or hide are each format's own business.
"""

from __future__ import annotations

import re
from typing import Final

from auditor.model.patterns import pattern

# What Unicode calls a quotation mark, and what is drawn like a double one: primes, the ditto mark, ornaments, Hebrew
# gershayim, modifier letters. Any of these could be read as the end of a quotation.
_DOUBLE: Final = (
    '"\u00ab\u00bb\u02ba\u02dd\u02ee\u02f5\u02f6\u05f4\u201c\u201d\u201e\u201f\u2033\u2034\u2036\u2037\u2039\u203a'
    "\u2057\u275d\u275e\u2760\u276e\u276f\u2e42\u300a\u300b\u300c\u300d\u300e\u300f\u3003\u301d\u301e\u301f"
    "\ufe41\ufe42\ufe43\ufe44\uff02\uff62\uff63\U0001f676\U0001f677\U0001f678"
)
# One alone ends nothing; two side by side are drawn like a double one.
_SINGLE: Final = "'`\u00b4\u02b9\u02bb\u02bc\u02bd\u2018\u2019\u201b\u2032\u2035\u275b\u275c\uff07"
_MARKS: Final = pattern(f"[{_DOUBLE}{_SINGLE}]+")


def quoted(text: str, *, most: int | None = None) -> str:
    """Write a text between “ and ” so that it holds neither; one longer than `most` is cut, and shows it.

    Marks inside that could be taken for the end become one apostrophe; an apostrophe that stands alone is left.
    """
    said = _MARKS.sub(_harmless, text)
    if most is not None and len(said) > most:
        said = said[: most - 1] + "…"
    return f"“{said}”"


def _harmless(marks: re.Match[str]) -> str:
    return marks[0] if marks[0] in _SINGLE and len(marks[0]) == 1 else "'"
