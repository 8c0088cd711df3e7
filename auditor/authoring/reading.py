"""An edition in words: what it is, what each requirement asks, and how it is tested, read aloud."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from auditor.engine.comparisons import wording
from auditor.model.condition import (
    Age,
    Always,
    AtLeast,
    Condition,
    Connective,
    Group,
    IfThen,
    Literal,
    Named,
    Not,
    Other,
    Over,
    Quantifier,
    Test,
)
from auditor.model.operators import OPERATORS
from auditor.model.ruleset import Origin, Requirement, Ruleset
from auditor.model.standing import validity_of
from auditor.model.themes import words_of
from auditor.model.vocabulary import Kind
from auditor.report.escape import visible

_STEP = "  "


def read_aloud(ruleset: Ruleset, requirement: str | None, *, width: int) -> str:
    """Write an edition, or one requirement of it, as text for people."""
    lines: list[str] = []
    if requirement is None:
        lines += _head(ruleset, width)
    for one in ruleset.requirements:
        if requirement in (None, one.id):
            lines += ["", *_requirement(one, ruleset, width)] if lines else _requirement(one, ruleset, width)
    return "\n".join(map(visible, lines)) + "\n"


def _head(ruleset: Ruleset, width: int) -> Iterator[str]:
    yield f"{ruleset.id} {ruleset.version}: {ruleset.title}"
    yield from textwrap.wrap(ruleset.summary, width)
    yield f"Status: {ruleset.status.value.replace('_', ' ')}. Published: {ruleset.published}."
    span = validity_of(ruleset).span_text
    yield f"{span[:1].upper()}{span[1:]}."
    if ruleset.transition_until is not None:
        yield f"In transition: until {ruleset.transition_until}; gaps are told until then and fail nothing."
    for step in ruleset.history:
        yield from _wrap(
            f"{step.stage.value.capitalize()}: {step.on}{'. ' if step.note else ''}{step.note}", "", width
        )
    for one in ruleset.excludes:
        left_out = ", ".join(map(words_of, one.themes))
        yield from _wrap(f"Says nothing about {left_out} ({one.clause}): {one.because}", "", width)
    yield "Decided by: " + ", ".join(one.value for one in ruleset.decided_by) + "."
    ours, all_ = ruleset.numbers
    yield f"Numbers: {ours} of {all_} are ours."
    yield f"Digest: {ruleset.sha256}"
    if ruleset.parameters:
        yield ""
        yield "Numbers and readings"
        for parameter in ruleset.parameters.values():
            origin = "the source's" if parameter.origin is Origin.SOURCE else "ours"
            text = f"{parameter.name} = {parameter.written} ({origin}). {parameter.because}".rstrip()
            yield from _wrap(text, _STEP, width)
    if ruleset.definitions:
        yield ""
        yield "Definitions"
        for name, condition in ruleset.definitions.items():
            yield f"{_STEP}{name}:"
            yield from said(condition, 2, width)


def _requirement(one: Requirement, ruleset: Ruleset, width: int) -> Iterator[str]:
    area = next(area.title for area in ruleset.areas if area.id == one.area)
    yield from _wrap(f"{one.id}  {one.title}", "", width)
    decides = "decides the verdict" if one.decisive else "does not decide the verdict"
    yield f"{_STEP}{area} · {one.obligation.value}, {decides} · weight {one.weight}"
    yield from _wrap(one.asks, _STEP, width)
    if one.themes:
        yield from _wrap("About: " + ", ".join(map(words_of, one.themes)), _STEP, width)
    source = one.source
    yield from _wrap(f"Source: {source.document.title}, {source.clause} ({source.checked.value})", _STEP, width)
    if isinstance(one.applies_when, Always):
        yield f"{_STEP}Applies to every service."
    else:
        yield f"{_STEP}Applies where"
        yield from said(one.applies_when, 2, width)
    yield f"{_STEP}Met where"
    yield from said(one.met_when, 2, width)
    for rung in one.rungs:
        yield f"{_STEP}Otherwise {rung.credit} of the credit where"
        yield from said(rung.when, 2, width)
    age = f", not older than {one.evidence.not_older_than}" if one.evidence.not_older_than else ""
    yield f"{_STEP}Backed by evidence that is {one.evidence.assurance.value}{age}."
    if one.remedy is not None:
        effort = f" (effort {one.remedy.effort})" if one.remedy.effort else ""
        yield from _wrap(f"To meet it: {one.remedy.do}{effort}", _STEP, width)


def _wrap(text: str, margin: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, initial_indent=margin, subsequent_indent=margin + _STEP, break_long_words=False)


def said(condition: Condition, depth: int, width: int) -> Iterator[str]:
    """Read a condition aloud, one line a part, indented as it nests."""
    margin = _STEP * depth
    match condition:
        case Test(subject=subject, operator=operator):
            verb = OPERATORS[operator].aloud.split()[0] if operator not in ("is", "exists") else "is"
            wanted = wording(condition)
            text = f"{subject.path} is {wanted}" if verb in ("is", "exists") else f"{subject.path} {wanted}"
            yield from _wrap(text, margin, width)
        case Named(name=name):
            yield f"{margin}{name.replace('_', ' ')}"
        case Group(connective=connective, members=members):
            yield margin + _GROUPS[connective]
            for one in members:
                yield from said(one, depth + 1, width)
        case Not(member=member):
            yield f"{margin}it is not so that"
            yield from said(member, depth + 1, width)
        case AtLeast(n=n, members=members):
            yield f"{margin}at least {n} of these hold:"
            for one in members:
                yield from said(one, depth + 1, width)
        case IfThen(condition=first, then=second):
            yield f"{margin}where"
            yield from said(first, depth + 1, width)
            yield f"{margin}then"
            yield from said(second, depth + 1, width)
        case Over():
            yield from _over(condition, depth, width)


def _over(over: Over, depth: int, width: int) -> Iterator[str]:
    margin = _STEP * depth
    among = ""
    if over.of.type.kind is Kind.CLOSED_MAP and over.keys != over.of.type.words:
        among = " among " + ", ".join(over.keys)
    if over.ages is not None:
        among = f" for every age from {_age(over.ages[0])} to {_age(over.ages[1])}"
    bound = f" {wording_of_bound(over)}" if over.bound is not None else ""
    yield from _wrap(f"{_QUANTIFIERS[over.quantifier]} {over.of.path}{among}{bound}", margin, width)
    if over.where is not None:
        yield f"{margin}where"
        yield from said(over.where, depth + 1, width)
    if over.satisfies is not None:
        yield f"{margin}satisfies"
        yield from said(over.satisfies, depth + 1, width)
    if over.if_none is not None:
        yield f"{margin}(where there is none: {'held' if over.if_none else 'not held'})"


def wording_of_bound(over: Over) -> str:
    """Say what a count or total is held against."""
    assert over.bound is not None
    written = f"`{over.limit.subject.path}`" if isinstance(over.limit, Other) else ""
    if isinstance(over.limit, Literal):
        written = over.limit.written
    return f"{over.bound.replace('_', ' ')} {written}"


def _age(age: Age) -> str:
    return str(age.number) if age.fact is None else f"`{age.fact.path}`"


_GROUPS = {
    Connective.ALL: "all of these hold:",
    Connective.ANY: "one of these holds:",
    Connective.NONE: "none of these holds:",
}
_QUANTIFIERS = {
    Quantifier.EVERY: "every member of",
    Quantifier.SOME: "some member of",
    Quantifier.COUNT: "the number of members of",
    Quantifier.TOTAL: "the total of",
}
