"""What files say against themselves, in formats for people: who, how often, what, and where it stands."""

from __future__ import annotations

from auditor.model.comparison import Comparison, Conflict, Dossier, Standing
from auditor.report.paper import Paper, Piece
from auditor.report.versus.told import places_of
from auditor.report.versus.words import name_of
from auditor.report.wording import flat, plural, sentence

HEAD = "Contradictions in what was filed or compiled: none of these facts counts as backed"
_FEW = 3


def contradicting(comparison: Comparison) -> tuple[Standing | Dossier, ...]:
    """Give the services whose files contradict themselves, in the order of the page."""
    both: tuple[Standing | Dossier, ...] = (*comparison.standings, *comparison.dossiers)
    return tuple(one for one in both if one.conflicts)


def conflicts_text(comparison: Comparison, one: Standing | Dossier) -> str:
    """Say who contradicts itself and how often; of what others compiled, that it is their record that does."""
    number = plural(len(one.conflicts), "contradiction")
    whose = ", in what others compiled" if isinstance(one, Dossier) else ""
    return f"{name_of(one, comparison)}: {number}{whose}"


def conflict_text(conflict: Conflict) -> str:
    """Say what contradicts what, and why that cannot be."""
    why = f": {conflict.told.why}" if conflict.told.why else ""
    return sentence(flat(f"{conflict.told.message}{why}"))


def put_conflicts(paper: Paper, comparison: Comparison, *, verbose: bool) -> None:
    """Write whose file contradicts itself, the first few with their places; with `verbose` all of them, and why."""
    found = contradicting(comparison)
    if not found:
        return
    paper.blank()
    paper.prose(HEAD, style="head")
    for one in found:
        paper.prose(conflicts_text(comparison, one), lead=Piece("! ", "open"))
        for each in one.conflicts if verbose else one.conflicts[:_FEW]:
            paper.prose(conflict_text(each) if verbose else sentence(flat(each.told.message)), lead="    ")
            paper.prose(", ".join(map(str, places_of(each))), lead="    --> ", style="place")
        if len(one.conflicts) > _FEW and not verbose:
            paper.prose(f"and {len(one.conflicts) - _FEW} more: --verbose shows them", lead="    ")
