"""The map of areas on a terminal: a block for each service, a column for each area, whole points as numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from auditor.model.comparison import Comparison
from auditor.model.finding import Status
from auditor.model.ruleset import Area
from auditor.model.scorecard import AreaCard, Score
from auditor.report.highlights import failed
from auditor.report.paper import Paper, Piece
from auditor.report.versus.names import short_names
from auditor.report.versus.table import name_cells
from auditor.report.versus.words import name_of
from auditor.report.wording import any_starred, decisive_noun, flat, listed, whole

_CELL: Final = 5
_NAME: Final = 13
_LETTERS: Final = 3


def put_areas(paper: Paper, comparison: Comparison) -> None:
    """Write what is sure of each area, as backed and as declared, and what the keys mean."""
    areas = columns_of(comparison)
    if not areas or not comparison.standings:
        return
    keys = keys_of(comparison, areas)
    name = min(max(name_cells(paper, comparison), _NAME), max(_NAME, paper.width - _CELL * len(areas)))
    paper.blank()
    paper.put(Piece("Areas: points that are sure, of 100", "head"))
    if name + _CELL * len(areas) <= paper.width:
        _put_map(paper, comparison, areas, keys, name)
    else:
        _put_list(paper, comparison, areas, keys)
    noun = decisive_noun(comparison.ruleset.decided_by)
    undeciding = _undeciding(comparison, areas)
    told = [
        f"{keys[one.id]} {flat(one.title)}" + (f" (no {noun} here)" if one.id in undeciding else "") for one in areas
    ]
    paper.prose(listed(told), lead="  ")
    signs = [f"✗ = some {noun} not met", "? = some not answered, or not backed"]
    if any_starred(card.score for one in comparison.standings for card in one.areas):
        signs.append("* = open, and it may be that nothing in it counts")
    if any(area.id not in {card.area.id for card in one.areas} for one in comparison.standings for area in areas):
        signs.append("- = the edition by which that service was judged has no such area")
    signs += ["n/a = nothing in it applies", "one line = the same as backed and as declared"]
    paper.prose(f"{'; '.join(signs)}.", lead="  ")


def columns_of(comparison: Comparison) -> tuple[Area, ...]:
    """Choose the areas that have a column: the outermost of those looked at, or what stands in the only one."""
    shown: dict[str, Area] = {}
    for one in comparison.standings:
        shown.update((card.area.id, card.area) for card in one.areas)
    outer = [one for one in shown.values() if one.parent not in shown]
    if len(outer) == 1:
        inner = [one for one in shown.values() if one.parent == outer[0].id]
        return tuple(inner or outer)
    return tuple(outer)


def keys_of(comparison: Comparison, areas: Sequence[Area]) -> Mapping[str, str]:
    """Give each area a short key: what the ids in it begin with, or its first letters; numbers where two collide."""
    keys: dict[str, str] = {}
    areas_of: dict[str, set[str]] = {}
    for one in comparison.ruleset.requirements:
        areas_of.setdefault(one.id.partition("-")[0], set()).add(one.area)
    for area in areas:
        own = [head for head, found in areas_of.items() if found == {area.id} and len(head) <= _LETTERS]
        keys[area.id] = own[0] if len(own) == 1 else area.id[:_LETTERS].upper()
    if len(set(keys.values())) < len(keys) or not all(one.isascii() and one.isalnum() for one in keys.values()):
        return {area.id: f"A{number}" for number, area in enumerate(areas, start=1)}
    return keys


def _undeciding(comparison: Comparison, areas: Sequence[Area]) -> frozenset[str]:
    parents = {one.id: one.parent for one in comparison.ruleset.areas}
    deciding = {one.area for one in comparison.ruleset.requirements if one.decisive}
    for _ in parents:
        deciding |= {above for one in deciding if (above := parents.get(one)) is not None}
    return frozenset(one.id for one in areas if one.id not in deciding)


def _put_map(paper: Paper, comparison: Comparison, areas: Sequence[Area], keys: Mapping[str, str], name: int) -> None:
    head = "".join(paper.pad(f"{keys[one.id]} ", _CELL, right=True) for one in areas)
    paper.put(paper.pad("as backed", name), Piece(head, "head"))
    names = short_names(paper, comparison, name)
    for standing in comparison.standings:
        cards = {card.area.id: card for card in standing.areas}
        rows = [
            "".join(paper.pad(cell_text(cards.get(one.id), backed), _CELL, right=True) for one in areas)
            for backed in (True, False)
        ]
        paper.put(f"{paper.pad(names[id(standing)], name)}{rows[0]}")
        if rows[0] != rows[1]:
            paper.put(Piece(f"{paper.pad('  as declared', name)}{rows[1]}", "out"))


def _put_list(paper: Paper, comparison: Comparison, areas: Sequence[Area], keys: Mapping[str, str]) -> None:
    for standing in comparison.standings:
        cards = {card.area.id: card for card in standing.areas}
        paper.put(name_of(standing, comparison))
        told = [
            [f"{keys[one.id]} {cell_text(cards.get(one.id), backed).strip()}" for one in areas]
            for backed in (True, False)
        ]
        paper.flow(told[0], lead=f"  {paper.pad('backed', 9)}", indent=11)
        if told[0] != told[1]:
            paper.flow(told[1], lead=f"  {paper.pad('declared', 9)}", indent=11)


def cell_text(card: AreaCard | None, backed: bool) -> str:
    """Write what is sure of an area in whole points, with the mark of the worst that decides in it."""
    if card is None:
        return "- "
    score = card.score.backed if backed else card.score.declared
    if score is None:
        return "n/a "
    return f"{whole(score.interval.low)}{_mark(score, card.decisive_backed if backed else card.decisive)}"


def _mark(score: Score, decisive: Mapping[Status, int]) -> str:
    """Mark what decides and fails, and every figure that more may be added to, whatever it is that is open."""
    if failed(decisive):
        return "✗"
    if score.may_be_empty:
        return "*"
    return "?" if decisive.get(Status.UNDECIDED, 0) or score.interval.low < score.interval.high else " "
