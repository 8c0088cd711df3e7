"""Diagnostics as people read them on standard error: what, where, why, how to fix.

Plain strings and a few colour codes; whatever comes from a file is made visible first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final
from unicodedata import combining, east_asian_width

from auditor.model.diagnostic import Diagnostic, Place, by_place
from auditor.report.escape import visible

_WIDTH: Final = 96
_BEFORE: Final = 40
_TAB: Final = "    "
_RESET: Final = "\x1b[0m"
_STYLES: Final = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m", "place": "\x1b[36m", "dim": "\x1b[2m"}


def render_diagnostics(diagnostics: Iterable[Diagnostic], *, color: bool) -> str:
    """Draw diagnostics in reading order, an empty line between them; nothing gives an empty text."""
    drawn = [_draw(one, color=color) for one in sorted(diagnostics, key=by_place)]
    return "\n".join(f"{one}\n" for one in drawn)


def summary(diagnostics: Sequence[Diagnostic], outcome: str = "nothing was audited") -> str:
    """Say once what happened: `1 problem in 1 file; nothing was audited.`"""
    errors = sum(one.is_error for one in diagnostics)
    warnings = len(diagnostics) - errors
    files = len({one.place.file for one in diagnostics if one.place})
    counted = [_count(errors, "problem")] if errors else []
    if warnings or not counted:
        counted.append(_count(warnings, "warning"))
    where = f" in {_count(files, 'file')}" if files else ""
    return f"{' and '.join(counted)}{where}; {outcome}."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _painted(text: str, style: str, *, color: bool) -> str:
    return f"{_STYLES[style]}{text}{_RESET}" if color else text


def _draw(one: Diagnostic, *, color: bool) -> str:
    head = _painted(f"{one.severity.value}[{one.code}]", one.severity.value, color=color)
    lines = [f"{head}: {visible(one.message)}"]
    gutter = " " * max(2, len(str(one.place.line)) if one.place else 0)
    if one.place is not None:
        lines.append(
            f"{gutter}{_painted('-->', 'dim', color=color)} {_painted(visible(str(one.place)), 'place', color=color)}"
        )
        if one.excerpt is not None and one.place.line:
            lines += _excerpt(one.place, one.excerpt, gutter, one.severity.value, color=color)
    lines += [f"{gutter} = also: {_painted(visible(str(place)), 'place', color=color)}" for place in one.also]
    lines += [f"{gutter} = why: {visible(one.why)}"] if one.why else []
    lines += [f"{gutter} = help: {visible(one.help)}"] if one.help else []
    return "\n".join(lines)


def _excerpt(place: Place, line: str, gutter: str, style: str, *, color: bool) -> list[str]:
    """Draw one line with carets beneath, cut around the column where it is long."""
    shown, start, length = _cut(line, place.column - 1, max(place.length, 1))
    bar = _painted("|", "dim", color=color)
    number = _painted(str(place.line).rjust(len(gutter)), "dim", color=color)
    carets = _painted("^" * length, style, color=color)
    return [f"{gutter} {bar}", f"{number} {bar} {shown}".rstrip(), f"{gutter} {bar} {' ' * start}{carets}"]


def _cut(line: str, start: int, length: int) -> tuple[str, int, int]:
    """Give the part of a line to show, and where in it the carets stand, in columns of the terminal."""
    start = min(max(start, 0), len(line))
    length = max(1, min(length, len(line) - start))
    first = max(0, start - _BEFORE) if len(line) > _WIDTH else 0
    last = min(len(line), first + _WIDTH)
    before, marked, after = (
        line[first:start],
        line[start : min(start + length, last)],
        line[start + length : last],
    )
    left, right = ("… " if first else ""), (" …" if last < len(line) else "")
    shown_before, shown_marked = left + _shown(before), _shown(marked)
    return (
        shown_before + shown_marked + _shown(after) + right,
        _columns(shown_before),
        max(1, _columns(shown_marked)),
    )


def _shown(text: str) -> str:
    return visible(text.replace("\t", _TAB))


def _columns(text: str) -> int:
    """Count terminal columns: wide characters take two, combining marks none."""
    return sum(0 if combining(one) else 2 if east_asian_width(one) in "WF" else 1 for one in text)
