"""Two editions side by side, one sentence a line: no columns, and nothing that hangs on indentation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from auditor.model.crosswalk import Carried, CarriedOver, Crosswalk
from auditor.model.ruleset import Requirement, Ruleset
from auditor.report.crosswalk import (
    RELATIONS,
    answer,
    by_area,
    carried_answer,
    no_verdict,
    outcomes_text,
    sources_text,
    step_texts,
)
from auditor.report.escape import visible
from auditor.report.reported import NO_VERDICT
from auditor.report.wording import STANDINGS, flat, listed, sentence, to_ascii


def render_crosswalk(walk: Crosswalk, *, ascii: bool) -> str:
    """Say every pair, then what stands alone; the answer is the last line."""
    return _text(_crosswalk(walk), ascii=ascii)


def render_carried(over: CarriedOver, *, ascii: bool) -> str:
    """Say what is carried over, requirement by requirement; the answer is the last line."""
    return _text(_carried(over), ascii=ascii)


def _text(lines: Iterable[str], *, ascii: bool) -> str:
    text = "\n".join(visible(flat(line)) for line in lines) + "\n"
    return to_ascii(text) if ascii else text


def _crosswalk(walk: Crosswalk) -> Iterator[str]:
    yield from _editions(walk, walk.watermarks)
    for pair in walk.pairs:
        one, other = _named(pair.first), _named(pair.second)
        yield sentence(f"{one} {RELATIONS[pair.relation]} {other}")
        yield sentence(pair.because)
    yield from _alone(walk.first, walk.alone_in_first)
    yield from _alone(walk.second, walk.alone_in_second)
    if walk.pairs:
        yield sources_text(walk)
    yield answer(walk)


def _carried(over: CarriedOver) -> Iterator[str]:
    declaration = over.audit.declaration
    yield sentence(f"{declaration.service.name}, {declaration.file}")
    yield from _editions(over.crosswalk, over.watermarks)
    for one in over.carried:
        yield from _one_carried(over.crosswalk, one)
    yield from _alone(over.crosswalk.second, over.crosswalk.alone_in_second)
    if over.audit.scorecard is None:
        yield NO_VERDICT
    yield no_verdict(over)
    yield carried_answer(over)


def _one_carried(walk: Crosswalk, one: Carried) -> Iterator[str]:
    yield sentence(f"{_named(one.requirement)}: {outcomes_text(one)}")
    for step in one.steps:
        yield from map(sentence, step_texts(walk, step))
        yield sentence(step.pair.because)


def _editions(walk: Crosswalk, watermarks: Sequence[str]) -> Iterator[str]:
    for word, ruleset in (("From", walk.first), ("To", walk.second)):
        yield sentence(f"{word} {ruleset.name}, {STANDINGS[ruleset.status].words}")
    yield from (sentence(f"Note: {mark}") for mark in watermarks)


def _alone(ruleset: Ruleset, alone: Sequence[Requirement]) -> Iterator[str]:
    if alone:
        yield f"No relation is written for {len(alone)} of {len(ruleset.requirements)} of {ruleset.name}."
    for title, ids in by_area(ruleset, alone):
        yield sentence(f"{title}: {listed(ids)}")


def _named(requirement: Requirement) -> str:
    return f"{requirement.id}, {flat(requirement.title)} ({requirement.obligation.value})"
