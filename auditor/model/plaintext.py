"""What of a text a person can see: whether there is anything, and whether two names look like one.

A space, a soft hyphen or a sign of no width is no name, no reason and no answer, whoever typed it or why.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from auditor.model.patterns import pattern

# White space, controls, and all that Unicode draws as nothing, as the inside of a class of any dialect's expressions:
# the characters themselves, because not every dialect has escapes for them.
_UNSEEN: Final = (
    "\x00-\x20\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f"
    "\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# The form of a text that holds something, for schemas; it is what `is_blank` goes by.
SEEN: Final = f"[^{_UNSEEN}]"
_SEEN: Final = pattern(SEEN)
# Signs that say nothing of who somebody is, and points of abbreviations: `Example® S.A.` is `Example SA`.
_SILENT: Final = str.maketrans("", "", "\u00ae\u00a9\u2122\u2120")
_DROPPED: Final = frozenset(".'\u2019")
# The longest name that what tells it from others is kept of.
_SHORT: Final = 256


def is_blank(text: str) -> bool:
    """Whether a text shows nothing at all to who reads it."""
    return _SEEN.search(text) is None


def folded(name: str) -> str:
    """Give what tells a name from another: two that read alike are one; empty where it says nothing.

    Width, case, invisible signs, points of abbreviations, spaces and punctuation make no other name.
    """
    return (_known if len(name) <= _SHORT else _folded)(name)


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name.translate(_SILENT)).casefold()
    plain = unicodedata.normalize("NFKC", plain)
    return " ".join(plain.translate({ord(sign): _kept(sign) for sign in set(plain)}).split())


# Names are kept, as one is asked for often. Whoever files makes them up, so that one as long as a file is not.
_known: Final = lru_cache(maxsize=1024)(_folded)


def called(name: str, provider: str | None) -> str:
    """Give what a service's name and provider say, however they are spelled: the same for the same two."""
    return f"{folded(name)}\n{folded(provider or '')}"


def slug(file: str) -> str:
    """Make an id of a file's name: lower case, digits and hyphens."""
    stem = file.replace("\\", "/").rpartition("/")[2]
    stem = stem.rpartition(".")[0] or stem
    return slug_of(stem) or "service"


def slug_of(text: str) -> str:
    """Make an id of any text; empty where none of its letters can stand in one."""
    return re.sub("[^a-z0-9]+", "-", unicodedata.normalize("NFC", text).casefold()).strip("-")


def _kept(sign: str) -> str:
    if sign.isspace():
        return " "
    if sign in _DROPPED or is_blank(sign):
        return ""
    return " " if unicodedata.category(sign)[0] == "P" else sign
