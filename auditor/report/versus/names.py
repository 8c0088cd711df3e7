"""Names of services where there is little room: shortened so that no two of one page read alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from auditor.model.comparison import Comparison, Dossier, Standing
from auditor.report.paper import Paper
from auditor.report.versus.words import name_of


def short_names(paper: Paper, comparison: Comparison, cells: int) -> Mapping[str, str]:
    """Give each service's name, by its id, in at most so many cells.

    Names that would read alike when cut at their end are cut in their middle, since they differ at the end most of
    all; those that still would are numbered, in the order of the page.
    """
    both: tuple[Standing | Dossier, ...] = (*comparison.standings, *comparison.dossiers)
    names = {id_of(one): paper.clean(name_of(one, comparison)) for one in both}
    short = {one: paper.cut(name, cells) for one, name in names.items()}
    short |= {one: _cut_middle(paper, names[one], cells) for one in _alike(short)}
    short |= {one: _numbered(paper, names[one], number, cells) for number, one in enumerate(_alike(short), start=1)}
    return short


def id_of(one: Standing | Dossier) -> str:
    """Give the id by which a service stands in `short_names`."""
    return one.audit.declaration.service.id


def folded_names(paper: Paper, names: Sequence[str], cells: int) -> list[list[str]]:
    """Fold names into columns so wide, a line each, so that their last words stand beside each other."""
    columns = [folded(paper, name, cells) for name in names]
    most = max(map(len, columns), default=0)
    level = [[""] * (most - len(column)) + column for column in columns]
    return [[column[row] for column in level] for row in range(most)]


def _alike(short: Mapping[str, str]) -> list[str]:
    counts = Counter(short.values())
    return [one for one, text in short.items() if counts[text] > 1]


def _cut_middle(paper: Paper, name: str, cells: int) -> str:
    tail = name.rpartition(" ")[2]
    if paper.cells(tail) > cells - 3:
        tail = _tail(paper, name, cells // 2)
    return paper.cut(name.removesuffix(tail).rstrip() + " " * cells, cells - paper.cells(tail)) + tail


def _tail(paper: Paper, name: str, cells: int) -> str:
    start = len(name)
    while start and paper.cells(name[start - 1 :]) <= cells:
        start -= 1
    return name[start:]


def _numbered(paper: Paper, name: str, number: int, cells: int) -> str:
    mark = f" {number}"
    return paper.cut(name, cells - len(mark)) + mark


def folded(paper: Paper, text: str, cells: int) -> list[str]:
    """Fold a text into lines so wide, between words; a word that is longer is broken."""
    lines = [""]
    for word in paper.clean(text).split(" "):
        left = word
        while paper.cells(left) > cells:
            head = next(left[:end] for end in range(len(left), 0, -1) if end == 1 or paper.cells(left[:end]) <= cells)
            lines.append(head)
            left = left[len(head) :]
        longer = f"{lines[-1]} {left}".strip()
        if paper.cells(longer) <= cells:
            lines[-1] = longer
        else:
            lines.append(left)
    return [line for line in lines if line] or [""]
