"""The table of a comparison on a terminal: each service's bar, both scores, its rank, and what they leave out."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from auditor.model.comparison import Comparison, Standing
from auditor.model.finding import Status
from auditor.report.bars import scale
from auditor.report.highlights import failed
from auditor.report.paper import Paper, Piece
from auditor.report.versus.bars import LEGEND, bar
from auditor.report.versus.names import short_names
from auditor.report.versus.words import facts_of, name_of, rank_text, share_text, stated_text, why_unranked
from auditor.report.wording import MAY_BE_EMPTY, any_starred, decisive_noun, listed, score_text

ONE_LINE_FROM: Final = 112
BARS_FROM: Final = 60
_LONGEST_NAME: Final = 24
_SHORTEST_NAME: Final = 12
_BACKED: Final = 8
_DECLARED: Final = 10
_RANK: Final = 6
_OPEN: Final = 4
_SHARES: Final = (("unans.", 8), ("n/a", 6), ("unbacked scope", 16))
_DATE: Final = 12
_FEW: Final = 3


class Columns(Struct, frozen=True):
    """Widths in cells. Without room for a bar (0) the name has a line of its own; an empty noun is not shown.

    With `whole` the shares stand on the service's own line.
    """

    name: int
    bar: int
    rank: int
    failed: int
    open: int
    noun: str
    whole: bool


def put_table(paper: Paper, comparison: Comparison) -> None:
    """Write a header and every service that filed for itself, in order."""
    if not comparison.standings:
        return
    columns = _columns(paper, comparison)
    _put_header(paper, columns)
    names = short_names(paper, comparison, columns.name or paper.width)
    for one in comparison.standings:
        _put(paper, columns, comparison, one, names[id(one)])
    signs = list(LEGEND) if columns.bar else []
    if any_starred(
        each for one in comparison.standings for each in (one.score, *(past.score for past in one.earlier))
    ):
        signs.append(MAY_BE_EMPTY)
    paper.flow(signs, lead="  ", indent=2)


def put_failures(paper: Paper, comparison: Comparison, *, verbose: bool) -> None:
    """Name what each service fails that decides the verdict, by its own words."""
    if not comparison.standings:
        return
    noun = decisive_noun(comparison.ruleset.decided_by)
    paper.blank()
    paper.put(Piece(f"{noun.capitalize()} not met, by their own words", "head"))
    width = name_cells(paper, comparison)
    names = short_names(paper, comparison, width)
    for one in comparison.standings:
        name = paper.pad(names[id(one)], width)
        if not one.decisive_failures:
            untold = one.decisive.get(Status.UNDECIDED, 0)
            paper.prose(f"none; {untold} not answered" if untold else "none", lead=f"  {name}  ")
            continue
        lead = Piece(f"✗ {name}  ", "failed")
        if verbose:
            paper.put(lead, str(len(one.decisive_failures)))
            for finding in one.decisive_failures:
                partly = ", in part" if finding.declared.status is Status.PARTLY_MET else ""
                paper.prose(f"{finding.requirement.title}{partly}", lead=f"    {finding.requirement.id}  ")
        else:
            ids = [finding.requirement.id for finding in one.decisive_failures]
            paper.prose(f"{len(ids)}: {listed(ids, most=_FEW)}", lead=lead)


def name_cells(paper: Paper, comparison: Comparison) -> int:
    """Give the width of a column of names."""
    longest = max((paper.cells(name_of(one, comparison)) for one in comparison.standings), default=0)
    return min(max(longest, _SHORTEST_NAME), _LONGEST_NAME, max(_SHORTEST_NAME, paper.width // 4))


def _columns(paper: Paper, comparison: Comparison) -> Columns:
    noun = decisive_noun(comparison.ruleset.decided_by) if len(comparison.ruleset.decided_by) == 1 else "decisive"
    whole = paper.width >= ONE_LINE_FROM
    who = comparison.standings
    counts = [len(str(failed(one.decisive))) for one in who]
    untold = [len(str(one.decisive.get(Status.UNDECIDED, 0))) for one in who]
    titled = paper.width >= BARS_FROM + 10
    fails = max(len(noun) + 4 if titled else _OPEN, *(cells + 2 for cells in counts))
    rank = max(_RANK, *(len(rank_text(one)) + 2 for one in who))
    still = max(_OPEN, *(cells + 2 for cells in untold))
    rest = _BACKED + _DECLARED + rank + fails + still
    rest += sum(cells for _, cells in _SHARES) + _DATE if whole else 0
    name = min(name_cells(paper, comparison), max(_SHORTEST_NAME, paper.width - rest - 11))
    room = paper.width - rest - name - 1
    cells = 0 if paper.width < BARS_FROM else min(40, room // 10 * 10)
    return Columns(name if cells else 0, cells, rank, fails, still, noun if titled else "", whole)


def _put_header(paper: Paper, columns: Columns) -> None:
    title = f"{columns.noun} ✗".strip()
    shares = "".join(paper.pad(words, cells, right=True) for words, cells in _SHARES) if columns.whole else ""
    paper.put(
        " " * (columns.name + 1),
        scale(columns.bar) if columns.bar else "",
        paper.pad("backed", _BACKED, right=True),
        paper.pad("declared", _DECLARED, right=True),
        paper.pad("rank", columns.rank, right=True),
        paper.pad(title, columns.failed, right=True),
        paper.pad("?", columns.open, right=True),
        shares,
        paper.pad("facts of", _DATE, right=True) if columns.whole else "",
    )


def _put(paper: Paper, columns: Columns, comparison: Comparison, one: Standing, name: str) -> None:
    failures = failed(one.decisive)
    shares = (one.shares.unanswered, one.shares.not_applicable, one.shares.on_unbacked_scope)
    if not columns.bar:
        paper.put(name)
    paper.put(
        paper.pad(name, columns.name) + " ",
        paper.pad(bar(one.score, columns.bar), columns.bar),
        paper.pad(_score(paper, one, backed=True), _BACKED, right=True),
        paper.pad(_score(paper, one, backed=False), _DECLARED, right=True),
        Piece(paper.pad(rank_text(one, to=paper.to), columns.rank, right=True), "head"),
        Piece(paper.pad(str(failures or "·"), columns.failed, right=True), "failed" if failures else ""),
        paper.pad(str(one.decisive.get(Status.UNDECIDED, 0) or "·"), columns.open, right=True),
        "".join(
            paper.pad(share_text(share), cells, right=True) for share, (_, cells) in zip(shares, _SHARES, strict=True)
        )
        if columns.whole
        else "",
        paper.pad(facts_of(one), _DATE, right=True) if columns.whole else "",
    )
    if not columns.whole:
        names = ("unanswered", "not applicable", "unbacked scope")
        said = [f"{name} {share_text(share)}" for name, share in zip(names, shares, strict=True)]
        paper.flow([*said, stated_text(one)], lead="  ", indent=2, gap=paper.dot)
    why = why_unranked(one, comparison.least_answered)
    if why:
        paper.prose(f"no rank, {why}", lead="  ", style="open")


def _score(paper: Paper, one: Standing, *, backed: bool) -> str:
    score = one.score.backed if backed else one.score.declared
    return score_text(score, to=paper.to)
