"""Diagnostics as people read them on standard error: what, where, why, how to fix.

Plain strings and a few colour codes; whatever comes from a file is made visible first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from auditor.model.diagnostic import Diagnostic, Place, by_place
from auditor.report.escape import visible
from auditor.report.wrapping import columns, wrapped

_WIDTH: Final = 96
_BEFORE: Final = 40
_HANG: Final = 3
_MARKS: Final = 7  # what stands beside an excerpt: the bar, and a sign on either side where it is cut
_TAB: Final = "    "
_RESET: Final = "\x1b[0m"
_STYLES: Final = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m", "place": "\x1b[36m", "dim": "\x1b[2m"}


def render_diagnostics(diagnostics: Iterable[Diagnostic], *, color: bool, width: int | None = None) -> str:
    """Draw diagnostics in reading order, an empty line between them; nothing gives an empty text.

    With `width`, words are not broken at the edge of so wide a window; places stay whole.
    """
    drawn = [_draw(one, color=color, width=width) for one in sorted(diagnostics, key=by_place)]
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


def _draw(one: Diagnostic, *, color: bool, width: int | None) -> str:
    head = f"{one.severity.value}[{one.code}]"
    said = wrapped(f"{head}: {visible(one.message)}", width, hang=_HANG)
    lines = [_painted(head, one.severity.value, color=color) + said.removeprefix(head)]
    gutter = " " * max(2, len(str(one.place.line)) if one.place else 0)
    if one.place is not None:
        lines.append(
            f"{gutter}{_painted('-->', 'dim', color=color)} {_painted(visible(str(one.place)), 'place', color=color)}"
        )
        if one.excerpt is not None and one.place.line:
            room = _WIDTH if width is None else max(_BEFORE, min(_WIDTH, width - len(gutter) - _MARKS))
            lines += _excerpt(one.place, one.excerpt, gutter, one.severity.value, color=color, room=room)
    lines += [f"{gutter} = also: {_painted(visible(str(place)), 'place', color=color)}" for place in one.also]
    for name, text in (("why", one.why), ("help", one.help)):
        if text:
            lead = f"{gutter} = {name}: "
            lines.append(wrapped(lead + visible(text), width, hang=len(lead)))
    return "\n".join(lines)


def _excerpt(place: Place, line: str, gutter: str, style: str, *, color: bool, room: int) -> list[str]:
    """Draw one line with carets beneath, cut around the column where it is long."""
    shown, start, length = _cut(line, place.column - 1, max(place.length, 1), room)
    bar = _painted("|", "dim", color=color)
    number = _painted(str(place.line).rjust(len(gutter)), "dim", color=color)
    carets = _painted("^" * length, style, color=color)
    return [f"{gutter} {bar}", f"{number} {bar} {shown}".rstrip(), f"{gutter} {bar} {' ' * start}{carets}"]


def _cut(line: str, start: int, length: int, room: int) -> tuple[str, int, int]:
    """Give the part of a line to show, and where in it the carets stand, in columns of the terminal."""
    start = min(max(start, 0), len(line))
    length = max(1, min(length, len(line) - start))
    first = max(0, start - min(_BEFORE, room // 2)) if len(line) > room else 0
    last = min(len(line), first + room)
    before, marked, after = (
        line[first:start],
        line[start : min(start + length, last)],
        line[start + length : last],
    )
    left, right = ("… " if first else ""), (" …" if last < len(line) else "")
    shown_before, shown_marked = left + _shown(before), _shown(marked)
    return (
        shown_before + shown_marked + _shown(after) + right,
        columns(shown_before),
        max(1, columns(shown_marked)),
    )


def _shown(text: str) -> str:
    return visible(text.replace("\t", _TAB))
