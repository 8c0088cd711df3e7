"""Lines on a terminal: fitted by cells, wrapped, styled by meaning. The one door to rich.

Whatever is put on paper is made visible first, so no screen can forget it. Nothing is wider than the
paper, save a place, an id, a web address or a command that stands alone on its line: cut, they would be of no use.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Final

from msgspec import Struct
from rich.cells import cell_len, chop_cells
from rich.console import Console
from rich.text import Text
from rich.theme import Theme

from auditor.report.escape import visible
from auditor.report.wording import flat, to_ascii

_ADDRESS: Final = "://"
NARROWEST: Final = 40
WIDEST: Final = 120

_THEME: Final = Theme(
    {
        "met": "green",
        "failed": "bold red",
        "open": "yellow",
        "out": "dim",
        "place": "cyan",
        "head": "bold",
        "plain": "none",
    },
    inherit=False,
)


class Piece(Struct, frozen=True):
    """Part of a line. A piece that is kept is never cut."""

    text: str
    style: str = ""
    keep: bool = False


Part = str | Piece


def _closer(lead: str, cells: int) -> str:
    """Take blanks away from the left of a lead, so many at most."""
    return lead[min(cells, len(lead) - len(lead.lstrip(" "))) :]


class Paper:
    """A page being written, from top to bottom."""

    def __init__(self, *, width: int, color: bool, ascii: bool) -> None:
        self.width = max(NARROWEST, min(width, WIDEST))
        self._color = color
        self._ascii = ascii
        self._lines: list[list[Piece]] = []
        self.dot = " | " if ascii else " · "
        self.to = "-" if ascii else "–"

    def clean(self, text: str) -> str:
        """Make the text fit to be shown: nothing that acts, and ASCII only where that is asked for."""
        text = visible(text)
        return to_ascii(text) if self._ascii else text

    def cut(self, text: str, cells: int) -> str:
        """Shorten to so many cells, with a sign that something is gone."""
        text = self.clean(text)
        if cell_len(text) <= cells:
            return text
        sign = "..." if self._ascii else "…"
        room = cells - cell_len(sign)
        return chop_cells(text, room)[0].rstrip() + sign if room > 0 else sign[: max(cells, 0)]

    def cut_path(self, path: str, cells: int) -> str:
        """Shorten a path by its first folders, for the file is what people look for."""
        path = self.clean(path)
        sign = "..." if self._ascii else "…"
        short = path
        while cell_len(short) > cells and "/" in short.removeprefix(sign + "/"):
            short = sign + "/" + short.removeprefix(sign + "/").partition("/")[2]
        return self.cut(short, cells)

    def pad(self, text: str, cells: int, *, right: bool = False) -> str:
        """Cut or fill to exactly so many cells; `right` puts the text to the right."""
        text = self.cut(text, cells)
        fill = " " * (cells - cell_len(text))
        return fill + text if right else text + fill

    def cells(self, *parts: Part) -> int:
        """Measure."""
        return sum(cell_len(self.clean(part.text if isinstance(part, Piece) else part)) for part in parts)

    def put(self, *parts: Part) -> None:
        """Write one line; what is too long is cut, from the last piece that may be.

        Before a piece that is kept, blanks and marks only move up: a sign that something is gone would read as part
        of the address or place that stands there whole.
        """
        pieces = [
            Piece(self.clean(part.text), part.style, part.keep)
            if isinstance(part, Piece)
            else Piece(self.clean(part))
            for part in parts
        ]
        over = self.cells(*pieces) - self.width
        for at in range(len(pieces) - 1, -1, -1):
            if over <= 0:
                break
            piece = pieces[at]
            if not piece.keep:
                size = cell_len(piece.text)
                leads = any(one.keep for one in pieces[at + 1 :]) and not any(map(str.isalnum, piece.text))
                shorter = _closer(piece.text, over) if leads else self.cut(piece.text, max(0, size - over))
                pieces[at] = Piece(shorter, piece.style)
                over = self.cells(*pieces) - self.width
        self._lines.append(pieces)

    def blank(self) -> None:
        """Leave one line empty, never two, and none at the top."""
        if self._lines and self._lines[-1]:
            self._lines.append([])

    def sides(self, left: Sequence[Part], right: Part) -> None:
        """Write left and right on one line, or on two where that is too long."""
        gap = self.width - self.cells(*left) - self.cells(right)
        if gap >= 2:
            self.put(*left, " " * gap, right)
        else:
            self.put(*left)
            self.put(right)

    def fits(self, *parts: Part) -> bool:
        """Whether all this goes on one line."""
        return self.cells(*parts) <= self.width

    def prose(self, text: str, *, lead: Part = "", style: str = "", most: int | None = None) -> None:
        """Write running text after `lead`, its further lines hanging beneath its first.

        With `most`, what goes beyond so many lines is cut. A web address longer than a line stands whole, alone.
        """
        indent = self.cells(lead)
        if indent > self.width // 2:
            self.put(lead)
            lead, indent = "    ", 4
        lines = self.wrapped(flat(text), self.width - indent)
        if most is not None and len(lines) > most:
            lines[most - 1 :] = [self.cut(" ".join(lines[most - 1 : most + 1]), self.width - indent)]
        for number, line in enumerate(lines):
            before = lead if number == 0 else " " * indent
            if cell_len(line) <= self.width - indent:
                self.put(before, Piece(line, style))
                continue
            if number == 0 and indent:
                self.put(before)
            self.put(Piece(line, style, keep=True))

    def flow(self, parts: Iterable[str], *, lead: str = "", indent: int = 1, gap: str = "  ") -> None:
        """Write parts after one another, each unbroken, over as many lines as it takes."""
        line, started = lead, False
        for part in parts:
            longer = line + (gap if started else "") + part
            if started and not self.fits(longer):
                self.put(line)
                line, started = " " * indent, False
                longer = line + part
            line, started = longer, True
        if started:
            self.put(line)

    def wrapped(self, text: str, cells: int, *, broken: bool = False) -> list[str]:
        """Fold a text on one line into lines so wide, between words; a word that is longer is broken.

        A web address stays whole, unless all has to be `broken` because the lines share theirs with others.
        """
        lines = [""]
        for word in self.clean(text).split(" "):
            longer = f"{lines[-1]} {word}" if lines[-1] else word
            if cell_len(longer) <= cells:
                lines[-1] = longer
            elif cell_len(word) <= cells:
                lines.append(word)
            else:
                pieces = [word] if _ADDRESS in word and not broken else chop_cells(word, cells)
                lines[len(lines) if lines[-1] else 0 :] = pieces
        return lines

    def text(self) -> str:
        """Give what was written, without spaces at line ends and with one newline at the end."""
        out = StringIO()
        console = Console(
            file=out,
            width=self.width,
            height=25,
            color_system="standard" if self._color else None,
            force_terminal=self._color,
            force_jupyter=False,
            force_interactive=False,
            legacy_windows=False,
            no_color=False,
            markup=False,
            highlight=False,
            emoji=False,
            soft_wrap=True,
            theme=_THEME,
            _environ={},
        )
        while self._lines and not self._lines[-1]:
            self._lines.pop()
        for pieces in self._lines:
            line = Text.assemble(*((piece.text, piece.style) for piece in pieces))
            line.rstrip()
            console.print(line)
        return out.getvalue()
