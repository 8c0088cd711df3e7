"""What applies, on a terminal: a line a requirement, then why not, then what to answer; the answer is last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final

from msgspec.structs import replace

from auditor.model.finding import Observation
from auditor.model.scope import Applicability, Applied, Scope
from auditor.report.failing import SEEN_LINES, absence_text, put_place
from auditor.report.paper import Paper, Piece
from auditor.report.reported import put_reported
from auditor.report.scope_words import (
    NOT_SAID,
    Exempting,
    alike,
    answer_text,
    answer_texts,
    backing_text,
    count_texts,
    exempting_text,
    exemptions,
    name_text,
    settles_text,
    state_text,
)
from auditor.report.terminal import put_header
from auditor.report.wording import flat, listed, seen_text

_NAMED: Final = 6
_LEAST_TITLE: Final = 12
_WAITING: Final = ("·", "out")
_STYLES: Final[Mapping[Applicability, tuple[str, str]]] = {
    Applicability.APPLIES: ("+", "head"),
    Applicability.DOES_NOT_APPLY: ("–", "out"),
    Applicability.CANNOT_TELL: ("?", "open"),
}


def render(scope: Scope, *, width: int, color: bool, ascii: bool) -> str:
    """Draw it for a terminal so wide."""
    paper = Paper(width=width, color=color, ascii=ascii)
    put_header(paper, scope.audit, scope.as_of)
    compiled_by = scope.audit.declaration.compiled_by
    if compiled_by is not None:
        paper.blank()
        put_reported(paper, replace(scope.audit, reported=()), compiled_by)
        paper.blank()
        paper.prose(NOT_SAID)
        paper.blank()
        paper.prose(answer_text(scope), style="head")
        return paper.text()
    exempting = exemptions(scope)
    numbers = {each.finding.requirement.id: one.number for one in exempting for each in one.requirements}
    titles = {area.id: area.title for area in scope.audit.ruleset.areas}
    for area, group in groupby(scope.requirements, key=lambda one: one.finding.requirement.area):
        _put_area(paper, scope, titles.get(area, area), list(group), numbers)
    _put_exemptions(paper, exempting)
    _put_questions(paper, scope)
    paper.blank()
    for text in count_texts(scope):
        paper.prose(text)
    paper.blank()
    answers = answer_texts(scope)
    paper.prose(next(filter(paper.fits, answers), answers[-1]), style="head")
    return paper.text()


def _put_area(paper: Paper, scope: Scope, title: str, applied: Sequence[Applied], numbers: Mapping[str, int]) -> None:
    paper.blank()
    paper.put(Piece(flat(title), "head"))
    longest = min(max(paper.cells(name_text(one)) for one in applied), paper.width // 3)
    for one in applied:
        number = numbers.get(one.finding.requirement.id)
        said = state_text(scope, one) + (f" [{number}]" if number is not None else "")
        _put_requirement(paper, one, said, longest)


def _put_requirement(paper: Paper, one: Applied, said: str, longest: int) -> None:
    """Write a requirement beside what is said of it, on as many lines as its title takes: nothing is cut."""
    mark, style = _STYLES[one.applicability] if one.finding.in_force else _WAITING
    name, title = name_text(one), flat(one.finding.requirement.title)
    right = Piece(said, style, keep=True)
    lead = f"{mark} {name}{' ' * (longest - paper.cells(name))}  "
    room = paper.width - paper.cells(lead, "  ", right)
    if room < _LEAST_TITLE:
        beside = paper.fits(mark, " ", name, "  ", right)
        if beside:
            paper.sides([Piece(f"{mark} {name}", style)], right)
        else:
            paper.prose(name, lead=Piece(f"{mark} ", style), style=style)
        paper.prose(title, lead="    ")
        if not beside:
            paper.prose(said, lead="    ", style=style)
        return
    first, rest = _split(paper, title, room)
    paper.put(Piece(lead, style, keep=True), paper.pad(first, room), "  ", right)
    if rest:
        paper.prose(rest, lead=" " * paper.cells(lead))


def _split(paper: Paper, text: str, cells: int) -> tuple[str, str]:
    """Give the words that go into so many cells, and the others."""
    words = text.split(" ")
    count = len(words)
    while count and paper.cells(" ".join(words[:count])) > cells:
        count -= 1
    return " ".join(words[:count]), " ".join(words[count:])


def _put_exemptions(paper: Paper, exempting: Sequence[Exempting]) -> None:
    if not exempting:
        return
    paper.blank()
    paper.put(Piece("DOES NOT APPLY, BY WHAT IS DECLARED", "head"))
    for one in exempting:
        head = f"[{one.number}] {exempting_text(one)}, takes out {len(one.requirements)}"
        paper.put(Piece(head, "out" if one.backed else "open"))
        for pattern, together in alike(one.because):
            _put_exempting_facts(paper, pattern, together)


def _put_exempting_facts(paper: Paper, pattern: str, together: Sequence[Observation]) -> None:
    """Write what says so, with its place; of many that say the same the first place and all their names."""
    first = together[0]
    if len(together) == 1:
        said, names = f"{first.fact}: {seen_text(first)}", []
    else:
        said = f"{pattern}: {len(together)} say {seen_text(first)}"
        at = pattern.split(".").index("*")
        names = [one.fact.split(".")[at] for one in together]
    said += backing_text(first)
    if first.place is None:
        paper.prose(said, lead="    ")
    elif paper.fits("    --> ", str(first.place), "  ", said):
        paper.put("    --> ", Piece(str(first.place), "place", keep=True), "  ", said)
    else:
        put_place(paper, "    --> ", first.place)
        paper.prose(said, lead="        ", most=SEEN_LINES)
    if names:
        paper.prose(listed(names), lead="        ")


def _put_questions(paper: Paper, scope: Scope) -> None:
    if not scope.questions:
        return
    paper.blank()
    paper.put(Piece("ANSWER NEXT, TO KNOW WHETHER IT APPLIES", "head"))
    for number, one in enumerate(scope.questions, start=1):
        lead = f"{number:2}  "
        paper.prose(one.question or f"What is {one.fact}?", lead=lead)
        indent = " " * len(lead)
        paper.prose(f"{one.fact}: {one.accepts}" if one.accepts else one.fact, lead=indent, most=SEEN_LINES)
        paper.prose(settles_text(one, most=_NAMED), lead=indent)
        if one.place is not None:
            put_place(paper, f"{indent}near ", one.place)
        if absence_text(one.absence):
            paper.prose(absence_text(one.absence), lead=indent)
