"""What applies, for screen readers and simple terminals: one sentence a line; the answer is last."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from msgspec.structs import replace

from auditor.model.scope import Scope
from auditor.report.escape import visible
from auditor.report.failing import absence_text
from auditor.report.plain import reported_lines
from auditor.report.scope_words import (
    NOT_SAID,
    answer_text,
    backing_text,
    count_texts,
    exempting_text,
    exemptions,
    name_text,
    settles_text,
    state_text,
    stated_text,
)
from auditor.report.smallprint import standing_text
from auditor.report.wording import flat, listed, seen_text, sentence, to_ascii


def render(scope: Scope, *, ascii: bool = False) -> str:
    """Say it, one sentence a line."""
    lines = [visible(flat(line)).rstrip() for line in _lines(scope)]
    text = "\n".join(line for line in lines if line) + "\n"
    return to_ascii(text) if ascii else text


def _lines(scope: Scope) -> Iterator[str]:
    declaration, ruleset = scope.audit.declaration, scope.audit.ruleset
    standing, read_for = standing_text(scope.audit, scope.as_of)
    yield sentence(", ".join(part for part in (declaration.service.name, declaration.service.provider) if part))
    yield f"File {declaration.file}, {stated_text(scope)}, {read_for}."
    yield f"Ruleset {ruleset.name}: {standing}."
    yield from (sentence(mark) for mark in scope.audit.watermarks)
    if declaration.compiled_by is not None:
        yield from reported_lines(replace(scope.audit, reported=()))
        yield NOT_SAID
        yield answer_text(scope)
        return
    titles = {area.id: area.title for area in ruleset.areas}
    for area, group in groupby(scope.requirements, key=lambda one: one.finding.requirement.area):
        yield sentence(titles.get(area, area))
        for one in group:
            yield sentence(f"{name_text(one)}, {one.finding.requirement.title}: {state_text(scope, one)}")
    yield from _exemptions(scope)
    for question in scope.questions:
        near = f", near {question.place}" if question.place else ""
        yield sentence(f"Answer next: {question.question or question.fact}")
        yield f"Write {question.fact}: {question.accepts or 'a value'}{near}."
        yield sentence(settles_text(question))
        yield sentence(absence_text(question.absence)) if absence_text(question.absence) else ""
    yield from map(sentence, count_texts(scope))
    yield answer_text(scope)


def _exemptions(scope: Scope) -> Iterator[str]:
    for one in exemptions(scope):
        ids = listed([each.finding.requirement.id for each in one.requirements])
        yield f"Does not apply by what is declared, {exempting_text(one)}: {ids}."
        for seen in one.because:
            where = f" at {seen.place}" if seen.place else ""
            yield f"Because {seen.fact} says {seen_text(seen)}{where}{backing_text(seen)}."
