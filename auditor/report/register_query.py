"""What a query of a register gave: a table to read, CSV for spreadsheets, and JSON for programs.

Whatever stands in a cell came from a filing: it is made visible, and in CSV nothing of it is calculated.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Sequence
from decimal import Decimal
from math import isfinite
from typing import Final

from auditor.model.register import Answered, Cell
from auditor.report.csvtable import neutral
from auditor.report.escape import visible
from auditor.report.jsontext import Json, dump, number
from auditor.report.paper import Paper, Piece
from auditor.report.wording import flat, plural, to_ascii

SCHEMA: Final = "auditor.register-query/1"
# No cell is cut to less: a digest is known by as much, and a day is whole.
_NARROW: Final = 12
_NOTHING: Final = "–"
SCORES: Final = frozenset({"score_low", "score_high", "score_backed_low", "score_backed_high"})


def cell_text(cell: Cell) -> str:
    """Write a cell: nothing for what is empty, digits for bytes."""
    match cell:
        case None:
            return ""
        case bytes():
            return cell.hex()
        case float():
            return format(_exact(cell), "f") if isfinite(cell) else repr(cell)
        case _:
            return str(cell)


def render(answered: Answered, *, width: int, color: bool, ascii: bool) -> str:
    """Draw the table, columns as wide as their widest cell as far as there is room; else each row as a list."""
    paper = Paper(width=width, color=color, ascii=ascii)
    names = [flat(one) for one in answered.columns]
    rows = [[flat(cell_text(cell)) or _NOTHING for cell in row] for row in answered.rows]
    least = [paper.cells(one) for one in names]
    wide = [*least]
    for row in rows:
        wide = [max(had, paper.cells(cell)) for had, cell in zip(wide, row, strict=True)]
    least = [max(head, min(had, _NARROW)) for head, had in zip(least, wide, strict=True)]
    if _over(least, paper.width) <= 0:
        wide = _fitted(wide, least, paper.width)
        right = [all(isinstance(row[at], int | float | None) for row in answered.rows) for at in range(len(wide))]
        for row, style in [(names, "head"), *((row, "") for row in rows)]:
            cells = [paper.pad(one, size, right=side) for one, size, side in zip(row, wide, right, strict=True)]
            paper.put(Piece("  ".join(cells), style))
    elif rows:
        _draw_lists(paper, names, rows)
    else:
        paper.prose(", ".join(names), style="head")
    paper.blank()
    paper.prose(answer(answered), style="head")
    return paper.text()


def _over(wide: Sequence[int], room: int) -> int:
    return sum(wide) + 2 * (len(wide) - 1) - room


def _fitted(wide: list[int], least: Sequence[int], room: int) -> list[int]:
    """Take room from the widest columns until all fit; none becomes narrower than it must be."""
    for _ in range(_over(wide, room)):
        _size, at = max((size, at) for at, size in enumerate(wide) if size > least[at])
        wide[at] -= 1
    return wide


def _draw_lists(paper: Paper, names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write each row as a line a cell, its column's name before it, or above it where it takes the line."""
    lead = max(map(paper.cells, names)) + 4
    for row in rows:
        paper.blank()
        for name, cell in zip(names, row, strict=True):
            if lead + paper.cells(cell) <= paper.width:
                paper.put(Piece(f"  {paper.pad(name, lead - 2)}", "out"), cell)
            else:
                paper.prose(name, lead="  ", style="out")
                paper.prose(cell, lead="    ")


def render_plain(answered: Answered, *, ascii: bool) -> str:
    """Write a row a line, each cell after its column's name."""
    lines = [
        "; ".join(f"{name}: {cell_text(cell) or 'none'}" for name, cell in zip(answered.columns, row, strict=True))
        + "."
        for row in answered.rows
    ]
    text = "\n".join(visible(flat(one)) for one in [*lines, answer(answered)]) + "\n"
    return to_ascii(text) if ascii else text


def answer(answered: Answered) -> str:
    """Count the rows, and say where there are more."""
    more = " and more: --limit gives further ones, --limit 0 all" if answered.more else ""
    return f"{plural(len(answered.rows), 'ROW', 'ROWS')}{more}."


def _exact(cell: float) -> Decimal:
    """Give a number by the digits that a double has for sure; what sums leave behind these is noise."""
    return Decimal(f"{cell:.15g}")


def csv_row(cells: Sequence[Cell], scores: Collection[int] = ()) -> str:
    """Write a row as RFC 4180 wants it: of texts none is calculated, and a number less than nothing stays one.

    The numbers at `scores` have two decimals.
    """
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\r\n").writerow(
        [_csv_cell(one, at in scores) for at, one in enumerate(cells)]
    )
    return written.getvalue()


def _csv_cell(cell: Cell, is_score: bool) -> str:
    if isinstance(cell, str):
        return neutral(cell)
    return f"{_exact(cell):.2f}" if is_score and isinstance(cell, float) and isfinite(cell) else cell_text(cell)


def scores_in(columns: Sequence[str]) -> frozenset[int]:
    """Give which columns are scores, by the names that the views have for them."""
    return frozenset(at for at, one in enumerate(columns) if one in SCORES)


def render_json(answered: Answered, version: str) -> str:
    """Write the rows for programs: numbers as numbers, bytes as their digits."""
    return dump(
        {
            "schema": SCHEMA,
            "tool": {"name": "auditor", "version": version},
            "columns": list(answered.columns),
            "rows": [[cell_json(cell) for cell in row] for row in answered.rows],
            "more": answered.more,
        }
    )


def cell_json(cell: Cell) -> Json:
    """Give a cell as JSON: bytes as their digits, and what is no number as its name."""
    match cell:
        case float():
            return number(_exact(cell)) if isfinite(cell) else repr(cell)
        case bytes():
            return cell.hex()
        case _:
            return cell
