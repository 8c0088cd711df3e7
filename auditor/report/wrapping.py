"""Plain lines for a terminal, broken between words: what is wider than the window is broken anywhere by it."""

from __future__ import annotations

from unicodedata import combining, east_asian_width


def columns(text: str) -> int:
    """Count terminal columns: wide characters take two, combining marks none."""
    return sum(0 if combining(one) else 2 if east_asian_width(one) in "WF" else 1 for one in text)


def wrapped(text: str, width: int | None, *, hang: int | None = None) -> str:
    """Break a line between words so that none is wider, as far as words allow; without a width it stays as it is.

    Further lines hang beneath the first word, or `hang` columns from the left.
    """
    if width is None or columns(text) <= width:
        return text
    indent = len(text) - len(text.lstrip(" "))
    margin = " " * min(indent if hang is None else hang, width // 2)
    lines: list[str] = []
    line = ""
    for number, word in enumerate(text.split(" ")):
        longer = f"{line} {word}" if number else word
        if line.strip() and columns(longer) > width:
            lines.append(line)
            longer = margin + word
        line = longer
    return "\n".join((*lines, line))
