"""The question of a comparison on a terminal: who answers what, at a glance and requirement by requirement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from auditor.model.comparison import Comparison, Focus, Stance, Standing
from auditor.model.ruleset import Requirement
from auditor.report.paper import Paper, Piece
from auditor.report.versus.facts import Sources, told_of
from auditor.report.versus.names import folded_names, short_names
from auditor.report.versus.stances import (
    STANCES,
    count_text,
    stance_words,
    who_answers,
    whole_means,
)
from auditor.report.versus.words import asked_of_all, capital, name_of
from auditor.report.wording import decisive_noun, flat, listed

_LABEL: Final = 24
_NAME: Final = 30
_NAMED: Final = 8
_CELL: Final = 7
_WIDEST_CELL: Final = 12
_TITLE: Final = 24
_MARKS: Final = (
    "yes+ = says so, documents found; yes = says so, not all backed; contested = says so, and evidence to the "
    "contrary is filed; partly, no = by its own words; declined = will not say; ? = not answered; n/a+ = does not "
    "apply, documents found; n/a = says it does not apply, not all backed; n/a? = the same, and contested; later = "
    "not in force"
)
_NOT_HELD: Final = "; - = the audit of that service does not hold it"


def put_who(paper: Paper, comparison: Comparison, sources: Sources, *, verbose: bool) -> None:
    """Write who takes which stance, and of which compiled services what is reported: the answer of the page."""
    if comparison.focus is None:
        return
    most = None if verbose else _NAMED
    names = short_names(paper, comparison, _NAME)
    for stance, who in who_answers(comparison).items():
        words = stance_words(stance, comparison)
        named = [_named(names, one) for one in who]
        lead = Piece(paper.pad(words.label, _LABEL), words.style if who else "out")
        paper.prose(listed(named, most=most) or "nobody", lead=lead)
    if comparison.dossiers:
        paper.prose("As others report, without a verdict (numbers of facts, and their sources):", style="head")
    for label, told in told_of(comparison).items():
        said = []
        for dossier, facts in told:
            marks = sources.marks(dossier, facts)
            said.append(" ".join(part for part in (names[id(dossier)], str(len(facts) or ""), marks) if part))
        paper.prose(listed(said, most=most), lead=paper.pad(label, _LABEL))
    paper.prose(" ".join(one for one in (asked_of_all(comparison), whole_means(comparison)) if one))


def _named(names: Mapping[int, str], one: Standing) -> str:
    name, count = names[id(one)], count_text(one)
    return f"{name} ({count})" if count else name


def put_answers(paper: Paper, comparison: Comparison) -> None:
    """Write each requirement in focus with every service's stance: as a grid, or as lists where there is no room."""
    focus, who = comparison.focus, comparison.standings
    if focus is None or not who or len(focus.requirements) < 2:
        return
    paper.blank()
    noun = decisive_noun(comparison.ruleset.decided_by, 1)
    head, key = Piece(f"{capital(focus.title)}, requirement by requirement", "head"), f"  (* = {noun})"
    for line in [(head, key)] if paper.fits(head, key) else [(head,), (key,)]:
        paper.put(*line)
    ids = max(paper.cells(one.id) for one in focus.requirements) + 3
    answers = [_stances(one) for one in who]
    marks = [_mark(found.get(one.id)) for one in focus.requirements for found in answers]
    least = max(_CELL, *(paper.cells(one) + 1 for one in marks))
    longest = max(paper.cells(name_of(one, comparison)) + 1 for one in who)
    cell = min(max(longest, least), max(_WIDEST_CELL, least), (paper.width - ids) // len(who))
    titled = paper.width - ids - cell * len(who) >= _TITLE
    if cell < least:
        _put_lists(paper, comparison, focus)
    else:
        _put_grid(paper, comparison, focus, ids=ids, cell=cell, titled=titled)
        missing = any(one.id not in found for one in focus.requirements for found in answers)
        paper.prose(f"{_MARKS}{_NOT_HELD if missing else ''}.", lead="  ")


def _put_grid(paper: Paper, comparison: Comparison, focus: Focus, *, ids: int, cell: int, titled: bool) -> None:
    who = comparison.standings
    room = paper.width - ids - cell * len(who) if titled else 0
    names = short_names(paper, comparison, _NAME)
    for line in folded_names(paper, [names[id(one)] for one in who], cell - 1):
        paper.put(" " * (ids + room), Piece("".join(paper.pad(part, cell) for part in line), "head"))
    answers = [_stances(one) for one in who]
    for requirement in focus.requirements:
        name = paper.pad(_name(requirement), ids)
        stances = [one.get(requirement.id) for one in answers]
        cells = [Piece(paper.pad(_mark(one), cell), STANCES[one].style if one else "out") for one in stances]
        if titled:
            title, *rest = paper.wrapped(flat(requirement.title), room - 1, broken=True)
            paper.put(Piece(name, keep=True), paper.pad(title, room), *cells)
            for further in rest:
                paper.put(" " * ids, further)
        else:
            paper.prose(flat(requirement.title), lead=Piece(name, keep=True))
            paper.put(" " * ids, *cells)


def _put_lists(paper: Paper, comparison: Comparison, focus: Focus) -> None:
    answers = [(one, _stances(one)) for one in comparison.standings]
    short = short_names(paper, comparison, _NAME)
    for requirement in focus.requirements:
        paper.prose(flat(requirement.title), lead=Piece(f"{_name(requirement)}  ", keep=True))
        for stance, words in STANCES.items():
            said = [short[id(one)] for one, found in answers if found.get(requirement.id) is stance]
            if said:
                paper.prose(listed(said), lead=Piece(f"  {paper.pad(words.label, _LABEL)}", words.style))


def _stances(one: Standing) -> dict[str, Stance]:
    answers = one.position.answers if one.position is not None else ()
    return {each.finding.requirement.id: each.stance for each in answers}


def _name(requirement: Requirement) -> str:
    return requirement.id + ("*" if requirement.decisive else "")


def _mark(stance: Stance | None) -> str:
    return STANCES[stance].mark if stance is not None else "-"
