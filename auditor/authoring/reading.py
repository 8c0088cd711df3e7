"""An edition in words: what it is, what each requirement asks, and how it is tested, read aloud."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.authoring.conditions_aloud import STEP, in_one_sentence, said, wrapped
from auditor.model.condition import Always, Condition
from auditor.model.ruleset import Origin, Requirement, Ruleset
from auditor.model.standing import validity_of
from auditor.model.themes import words_of
from auditor.report.escape import visible
from auditor.report.wording import backing_text, capital, flat, sentence

# How deep a line stands, its text, and a condition that is told below it.
_Line = tuple[int, str, Condition | None]


def read_aloud(ruleset: Ruleset, requirement: str | None, *, width: int, plain: bool = False) -> str:
    """Write an edition, or one requirement of it, as text for people; `plain` one sentence a line."""
    parts = [_requirement(one, ruleset) for one in ruleset.requirements if requirement in (None, one.id)]
    parts = [_head(ruleset), *parts] if requirement is None else parts
    lines: list[str] = []
    for part in parts:
        lines += [""] if lines and not plain else []
        for depth, text, condition in part:
            lines += _plainly(text, condition) if plain else _drawn(depth, text, condition, width)
    return "\n".join(map(visible, lines)) + "\n"


def _drawn(depth: int, text: str, condition: Condition | None, width: int) -> Iterator[str]:
    yield from wrapped(text, STEP * depth, width) or [""]
    if condition is not None:
        yield from said(condition, depth + 1, width)


def _plainly(text: str, condition: Condition | None) -> Iterator[str]:
    if condition is not None:
        text = f"{text.removesuffix(':')}: {in_one_sentence(condition)}"
    if text:
        # a line may begin with a name, which keeps its small letter
        yield text[:1] + sentence(flat(text))[1:]


def _head(ruleset: Ruleset) -> Iterator[_Line]:
    for text in _about(ruleset):
        yield 0, text, None
    if ruleset.parameters:
        yield 0, "", None
        yield 0, "Numbers and readings", None
        for parameter in ruleset.parameters.values():
            origin = "the source's" if parameter.origin is Origin.SOURCE else "ours"
            yield 1, f"{parameter.name} = {parameter.written} ({origin}). {parameter.because}".rstrip(), None
    if ruleset.definitions:
        yield 0, "", None
        yield 0, "Definitions", None
        for name, condition in ruleset.definitions.items():
            yield 1, f"{name}:", condition


def _about(ruleset: Ruleset) -> Iterator[str]:
    yield f"{ruleset.id} {ruleset.version}: {ruleset.title}"
    yield ruleset.summary
    yield f"Status: {ruleset.status.value.replace('_', ' ')}. Published: {ruleset.published}."
    span = validity_of(ruleset).span_text
    yield f"{span[:1].upper()}{span[1:]}."
    if ruleset.transition_until is not None:
        yield f"In transition: until {ruleset.transition_until}; gaps are told until then and fail nothing."
    for step in ruleset.history:
        yield f"{step.stage.value.capitalize()}: {step.on}{'. ' if step.note else ''}{step.note}"
    for one in ruleset.excludes:
        yield f"Says nothing about {', '.join(map(words_of, one.themes))} ({one.clause}): {one.because}"
    yield "Decided by: " + ", ".join(one.value for one in ruleset.decided_by) + "."
    ours, all_ = ruleset.numbers
    yield f"Numbers in the score: {ours} of {all_} are ours."
    yield f"Digest: {ruleset.sha256}"


def _requirement(one: Requirement, ruleset: Ruleset) -> Iterator[_Line]:
    area = next(area.title for area in ruleset.areas if area.id == one.area)
    decides = "decides the verdict" if one.decisive else "does not decide the verdict"
    source = one.source
    yield 0, f"{one.id}  {one.title}", None
    yield 1, f"{area} · {one.obligation.value}, {decides} · weight {one.weight}", None
    yield 1, one.asks, None
    if one.themes:
        yield 1, "About: " + ", ".join(map(words_of, one.themes)), None
    yield 1, f"Source: {source.document.title}, {source.clause} ({source.checked.value})", None
    if isinstance(one.applies_when, Always):
        yield 1, "Applies to every service.", None
    else:
        yield 1, "Applies where", one.applies_when
    yield 1, "Met where", one.met_when
    for rung in one.rungs:
        yield 1, f"Otherwise {rung.credit} of the credit where", rung.when
    yield 1, f"{capital(backing_text(one.evidence))}.", None
    if one.remedy is not None:
        effort = f" (effort {one.remedy.effort})" if one.remedy.effort else ""
        yield 1, f"To meet it: {one.remedy.do}{effort}", None
