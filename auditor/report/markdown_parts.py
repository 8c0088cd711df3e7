"""The parts of a comment and how they are made to fit: what has to stand, and lists that give way from their end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from msgspec import Struct

LONGEST: Final = 200
LONGEST_ITEM: Final = 4_000


class Listing(Struct, frozen=True, kw_only=True):
    """A list that may be cut; `more` says how many of it are not shown, and how to see them.

    `of` is how many there are, where only the first of them are written at all.
    """

    head: str
    items: Sequence[str]
    more: Callable[[int], str]
    of: int | None = None

    def written(self, shown: Sequence[str]) -> str:
        """Write the list with those items."""
        lines = [one for one in (self.head, *shown) if one]
        hidden = (len(self.items) if self.of is None else self.of) - len(shown)
        return "\n".join([*lines, *(["", self.more(hidden)] if hidden else [])])


Part = str | Listing


def fit(parts: Sequence[Part], limit: int) -> str:
    """Write the parts with a blank line between them, in no more than so many characters.

    An item that is very long by itself is left to the other formats, lest it drive out all the rest.
    """
    left = limit - sum(size(one if isinstance(one, str) else one.written([])) + 2 for one in parts)
    blocks = []
    for part in parts:
        if isinstance(part, str):
            blocks.append(part)
            continue
        shown: list[str] = []
        for item in part.items:
            if size(item) <= LONGEST_ITEM and size(item) + 1 <= left:
                shown.append(item)
                left -= size(item) + 1
        blocks.append(part.written(shown))
    return "\n\n".join(filter(None, blocks)) + "\n"


def size(text: str) -> int:
    """Count as the strictest reader does: characters outside the basic plane are two."""
    return len(text) + sum(sign > "\uffff" for sign in text)


def named(*texts: str) -> str:
    """Give the first of the texts that is short enough for a line that has to stand."""
    return next((one for one in texts if size(one) <= LONGEST), "(a name too long to show)")
