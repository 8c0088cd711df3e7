"""Names of services where there is little room: shortened so that no two of one page read alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from auditor.model.comparison import Comparison, Dossier, Standing
from auditor.report.paper import Paper
from auditor.report.versus.words import name_of


def short_names(paper: Paper, comparison: Comparison, cells: int) -> Mapping[int, str]:
    """Give each name in at most so many cells, by the `id` of the standing or dossier that bears it.

    Names that would read alike when cut at their end are cut in their middle, since they differ at the end most of
    all; those that still would are numbered, in the order of the page. What a service filed and what others compiled
    of it may read alike, and each keeps the name that it gives.
    """
    both: tuple[Standing | Dossier, ...] = (*comparison.standings, *comparison.dossiers)
    names = {id(one): paper.clean(name_of(one, comparison)) for one in both}
    services = {id(one): one.audit.declaration.service.id for one in both}
    short = {one: paper.cut(name, cells) for one, name in names.items()}
    short |= {one: _cut_middle(paper, names[one], cells) for one in _alike(short, services)}
    numbered = enumerate(_alike(short, services), start=1)
    return short | {one: _numbered(paper, names[one], number, cells) for number, one in numbered}


def folded_names(paper: Paper, names: Sequence[str], cells: int) -> list[list[str]]:
    """Fold names into columns so wide, a line each, so that their last words stand beside each other."""
    columns = [paper.wrapped(name, cells, broken=True) for name in names]
    most = max(map(len, columns), default=0)
    level = [[""] * (most - len(column)) + column for column in columns]
    return [[column[row] for column in level] for row in range(most)]


def _alike(short: Mapping[int, str], services: Mapping[int, str]) -> list[int]:
    counts = Counter(text for text, _service in {(text, services[one]) for one, text in short.items()})
    return [one for one, text in short.items() if counts[text] > 1]


def _cut_middle(paper: Paper, name: str, cells: int) -> str:
    tail = name.rpartition(" ")[2]
    if paper.cells(tail) > cells - 3:
        tail = paper.wrapped(tail[::-1], cells // 2, broken=True)[0][::-1]
    return paper.cut(name.removesuffix(tail).rstrip() + " " * cells, cells - paper.cells(tail)) + tail


def _numbered(paper: Paper, name: str, number: int, cells: int) -> str:
    mark = f" {number}"
    return paper.cut(name, cells - len(mark)) + mark
