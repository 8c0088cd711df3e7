"""Two editions side by side, for people; with an audit of the first, what is carried over to the second.

What is carried over is never a verdict or a score, and both pages say so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final

from auditor.model.correspondence import Relation
from auditor.model.crosswalk import Carried, CarriedOver, Crosswalk, Hindrance, Outcome, Said, Step
from auditor.model.finding import Judgement
from auditor.model.ruleset import Requirement, Ruleset
from auditor.report.explain_tracks import NOT_BACKED, status_text
from auditor.report.paper import Paper, Piece
from auditor.report.reported import NO_VERDICT
from auditor.report.wording import STANDINGS, flat, listed, plural, sentence

RELATIONS: Final[Mapping[Relation, str]] = {
    Relation.EQUAL: "asks the same as",
    Relation.SUBSET: "asks part of",
    Relation.SUPERSET: "asks all of, and more than,",
    Relation.INTERSECTS: "overlaps with",
}
_SHORT: Final[Mapping[Relation, str]] = {
    Relation.EQUAL: "the same",
    Relation.SUBSET: "a part",
    Relation.SUPERSET: "more",
    Relation.INTERSECTS: "an overlap",
}
_FOR: Final[Mapping[Relation, str]] = {
    Relation.EQUAL: "asks the same",
    Relation.SUBSET: "asks part of it",
    Relation.SUPERSET: "asks all of it and more",
    Relation.INTERSECTS: "overlaps with it",
}
_HINDRANCES: Final[Mapping[Hindrance, str]] = {
    Hindrance.MORE_IS_ASKED: "the rest is left to show",
    Hindrance.PARTIAL: "what lies outside the overlap is left to show",
    Hindrance.LESS_IS_ASKED: "less is asked here, so that says nothing",
    Hindrance.NOT_MET_IN_FULL: "what is missing may lie outside the overlap",
    Hindrance.UNDECIDED: "all of it is left to show",
    Hindrance.NOT_APPLICABLE: "all of it is left to show",
    Hindrance.NOT_IN_FORCE: "all of it is left to show",
    Hindrance.STRICTER_EVIDENCE: "stronger or newer evidence is asked for here",
}
_OUTCOMES: Final[Mapping[Outcome, str]] = {
    Outcome.MET: "met",
    Outcome.NOT_MET: "not met in full",
    Outcome.OPEN: "left to show",
}
_MARKS: Final[Mapping[Outcome, tuple[str, str]]] = {
    Outcome.MET: ("✓", "met"),
    Outcome.NOT_MET: ("✗", "failed"),
    Outcome.OPEN: ("?", "open"),
}
_HEADS: Final[Mapping[Outcome, str]] = {
    Outcome.MET: "CARRIED OVER AS MET",
    Outcome.NOT_MET: "CARRIED OVER AS NOT MET IN FULL",
    Outcome.OPEN: "LEFT TO SHOW",
}
DISAGREE: Final = "two relations carry different outcomes, so that none is carried over"


def render_crosswalk(walk: Crosswalk, *, width: int, color: bool, ascii: bool) -> str:
    """Draw every pair by the requirements of the first edition, then what stands alone."""
    paper = Paper(width=width, color=color, ascii=ascii)
    _put_editions(paper, walk, walk.watermarks)
    for _, group in groupby(walk.pairs, key=lambda pair: pair.first.id):
        pairs = list(group)
        paper.blank()
        _put_requirement(paper, pairs[0].first, "")
        for pair in pairs:
            _put_requirement(paper, pair.second, f"  {RELATIONS[pair.relation]} ")
            paper.prose(pair.because, lead="    ")
    _put_alone(paper, walk.first, walk.alone_in_first)
    _put_alone(paper, walk.second, walk.alone_in_second)
    paper.blank()
    if walk.pairs:
        paper.prose(sources_text(walk))
    paper.prose(answer(walk), style="head")
    return paper.text()


def render_carried(over: CarriedOver, *, width: int, color: bool, ascii: bool) -> str:
    """Draw what an audit of the first edition says of the second: met, not met, then what is left to show."""
    paper = Paper(width=width, color=color, ascii=ascii)
    walk, declaration = over.crosswalk, over.audit.declaration
    paper.put(Piece(paper.dot.join((flat(declaration.service.name), declaration.file)), "head"))
    _put_editions(paper, walk, over.watermarks)
    for outcome in Outcome:
        chosen = [one for one in over.carried if one.declared is outcome]
        if chosen:
            paper.blank()
            paper.put(Piece(_HEADS[outcome], "head"))
            for one in chosen:
                _put_carried(paper, walk, one)
    _put_alone(paper, walk.second, walk.alone_in_second)
    paper.blank()
    for text in (NO_VERDICT if over.audit.scorecard is None else "", no_verdict(over)):
        if text:
            paper.prose(text)
    paper.prose(carried_answer(over), style="head")
    return paper.text()


def _put_editions(paper: Paper, walk: Crosswalk, watermarks: Sequence[str]) -> None:
    for word, ruleset in (("from", walk.first), ("to", walk.second)):
        standing = f"{ruleset.name}{paper.dot}{STANDINGS[ruleset.status].words}"
        paper.prose(standing, lead=Piece(f"{word:<4}  ", "out"))
    for mark in watermarks:
        paper.prose(mark, lead="! ", style="open")


def _put_requirement(paper: Paper, requirement: Requirement, lead: str) -> None:
    title = f"{flat(requirement.title)} ({requirement.obligation.value})"
    paper.prose(title, lead=Piece(f"{lead}{requirement.id}  ", "" if lead else "head", keep=True))


def _put_alone(paper: Paper, ruleset: Ruleset, alone: Sequence[Requirement]) -> None:
    if not alone:
        return
    paper.blank()
    count = f"{len(alone)} OF {len(ruleset.requirements)}"
    paper.prose(f"NO RELATION IS WRITTEN FOR {count}: {ruleset.name}", style="head")
    for title, ids in by_area(ruleset, alone):
        paper.prose(", ".join(ids), lead=f"  {title}: ")


def by_area(ruleset: Ruleset, requirements: Sequence[Requirement]) -> list[tuple[str, list[str]]]:
    """Give the ids by the titles of their areas."""
    titles = {area.id: flat(area.title) for area in ruleset.areas}
    groups = groupby(requirements, key=lambda one: one.area)
    return [(titles[area], [one.id for one in group]) for area, group in groups]


def _put_carried(paper: Paper, walk: Crosswalk, one: Carried) -> None:
    mark, style = _MARKS[one.declared]
    paper.prose(
        f"{flat(one.requirement.title)} ({one.requirement.obligation.value})",
        lead=Piece(f"{paper.clean(mark)} {one.requirement.id}  ", style, keep=True),
    )
    paper.prose(outcomes_text(one), lead="    ")
    for step in one.steps:
        for text in step_texts(walk, step):
            paper.prose(text, lead="    - ")
        if step.declared.outcome is Outcome.OPEN and step.pair.relation in (Relation.SUBSET, Relation.INTERSECTS):
            paper.prose(step.pair.because, lead="      ")


def outcomes_text(one: Carried) -> str:
    """Say what is carried over on both tracks, as far as the requirement applies."""
    if one.declared is one.backed:
        said = f"{_OUTCOMES[one.declared]} as declared and as backed"
    else:
        said = f"{_OUTCOMES[one.declared]} as declared, {_OUTCOMES[one.backed]} as backed"
    said += "" if one.declared is Outcome.OPEN else ", where it applies"
    return f"{said}: {DISAGREE}" if one.disagree else said


def step_texts(walk: Crosswalk, step: Step) -> list[str]:
    """Say what a requirement of the first edition came to, and what follows: once where the tracks agree."""
    whose = f" of {walk.first.version}" if walk.first.id == walk.second.id else ""
    name = f"{step.pair.first.id}{whose} {_FOR[step.pair.relation]}"
    if step.finding is None:
        return [f"{name}; it was encoded from memory and left out, so that all of it is left to show"]
    declared = _came_to(walk, step.finding.declared), _follows(step.declared)
    backed = _came_to(walk, step.finding.backed), _follows(step.backed)
    if declared == backed:
        return [f"{name}, and {''.join(declared)}"]
    # what only lacks backing says so itself
    track = "" if backed[0] == f"is {NOT_BACKED}" else " as backed"
    return [f"{name}, and {declared[0]} as declared{declared[1]}", f"it {backed[0]}{track}{backed[1]}"]


def _came_to(walk: Crosswalk, judgement: Judgement) -> str:
    status = status_text(walk.first, judgement)
    return status if status.startswith("does not") else f"is {status}"


def _follows(said: Said) -> str:
    return "" if said.hindrance is None else f": {_HINDRANCES[said.hindrance]}"


def sources_text(walk: Crosswalk) -> str:
    """Name the files that the relations stand in, and say that they are not whole."""
    files = listed(list(dict.fromkeys(one.place.file for one in walk.pairs)))
    return f"Relations from {files}. What has none was not compared, or corresponds to nothing."


def answer(walk: Crosswalk) -> str:
    """Say how many requirements correspond, and how."""
    if not walk.pairs:
        return f"NO RELATION is written between {walk.first.name} and {walk.second.name}."
    ours, theirs = {one.first.id for one in walk.pairs}, {one.second.id for one in walk.pairs}
    counts = Counter(one.relation for one in walk.pairs)
    kinds = ", ".join(f"{counts[one]} {_SHORT[one]}" for one in Relation if counts[one])
    return (
        f"{plural(len(walk.pairs), 'RELATION', 'RELATIONS')}: {len(ours)} of {len(walk.first.requirements)} "
        f"correspond to {len(theirs)} of {len(walk.second.requirements)}; {kinds}."
    )


def no_verdict(over: CarriedOver) -> str:
    """Say that what is carried over is no verdict, and where there is one."""
    second = over.crosswalk.second
    return sentence(
        f"what is carried over is no verdict and no score: for those, audit against {second.id}@{second.version}"
    )


def carried_answer(over: CarriedOver) -> str:
    """Say how much is carried over on both tracks, and how much is left."""
    if not over.carried:
        return "NOTHING IS CARRIED OVER."
    declared, backed = Counter(one.declared for one in over.carried), Counter(one.backed for one in over.carried)
    total = len(over.crosswalk.second.requirements)
    left = total - declared[Outcome.MET] - declared[Outcome.NOT_MET]
    return (
        f"CARRIED OVER: {declared[Outcome.MET]} of {total} met as declared, {backed[Outcome.MET]} as backed; "
        f"{declared[Outcome.NOT_MET]} not met; {left} left."
    )
