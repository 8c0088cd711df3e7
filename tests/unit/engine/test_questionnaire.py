"""Which question comes next: scope before content, the most telling first, and nothing that no longer matters."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from auditor.engine.evaluate import compile_ruleset
from auditor.engine.questionnaire import Question, Questionnaire, asking
from auditor.model.facts import Facts
from auditor.source.declarations import read_declaration
from auditor.source.library import find
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_vocabulary

DAY = date(2026, 10, 1)
VOCABULARY = read_vocabulary()


def facts(text: str = "") -> Facts:
    data = f"declaration: 1\nservice: {{name: X}}\n{text}".encode()
    return read_declaration(data, "f.yaml", None, VOCABULARY)[0].facts


@cache
def asked(spec: str) -> tuple[object, ...]:
    ruleset = read_ruleset(find(spec, DAY).edition.folder, VOCABULARY)
    return tuple(asking(ruleset, compile_ruleset(ruleset), DAY, as_written=True))


def questionnaire(spec: str = "internet-safety-strategy@3.0.0") -> Questionnaire:
    return Questionnaire(asked(spec), VOCABULARY, DAY)  # type: ignore[arg-type]


def open_after(text: str = "") -> dict[str, Question]:
    return {one.fact: one for one in questionnaire().open(facts(text))}


def test_what_decides_what_applies_is_asked_first() -> None:
    scope = [one.scope for one in questionnaire().open(facts())]
    assert scope == sorted(scope, reverse=True)
    assert any(scope)
    assert not all(scope)


def test_the_most_telling_comes_first() -> None:
    deciding = [len(one.requirements) for one in questionnaire().open(facts()) if one.scope and one.decides]
    assert deciding == sorted(deciding, reverse=True)


def test_no_fact_is_asked_twice_and_none_that_is_stated() -> None:
    found = [one.fact for one in questionnaire().open(facts("users: {children: {can_use: true}}"))]
    assert len(found) == len(set(found))
    assert "users.children.can_use" not in found


def test_what_no_longer_applies_drops_out_with_what_it_alone_asks() -> None:
    before, after = open_after(), open_after("users: {children: {can_use: false}}")
    assert len(after) < len(before) - 50
    assert after.keys() < before.keys() - {"users.children.can_use"}


def test_a_surface_that_is_not_offered_is_not_asked_about() -> None:
    known = "users: {children: {can_use: true}}\n"

    def on_livestreams(text: str) -> list[str]:
        return [one for one in open_after(known + text) if one.startswith("surfaces.livestreams.")]

    assert len(on_livestreams("")) > 1
    assert not on_livestreams("surfaces: {livestreams: {offered: false}}")


def test_a_failing_answer_does_not_hide_the_rest_of_its_requirement() -> None:
    stated = (
        "users: {children: {can_use: true}}\n"
        "surfaces: {direct_messages: {offered: true, adults_can_reach_children: true%s},"
        " group_messages: {offered: true, adults_can_reach_children: true}}"
    )
    wanted = "surfaces.group_messages.grooming_detection"
    assert wanted in open_after(stated % "")
    assert wanted in open_after(stated % ", grooming_detection: false")


@pytest.mark.parametrize(
    "said",
    ["{declined: {asked_by: A, on: 2026}}", "{sought: {by: A, on: 2026}}"],
)
def test_who_declined_is_not_asked_again(said: str) -> None:
    assert "users.children.can_use" not in open_after(f"users: {{children: {{can_use: {said}}}}}")
    assert "users.children.can_use" in open_after("users: {children: {can_use: null}}")


def test_a_set_is_asked_as_a_whole_until_some_words_are_stated() -> None:
    form = questionnaire("ofcom-children@1.0.0")
    sets = [one for one in form.open(facts()) if one.type.kind.value == "set"]
    assert sets
    assert all(one.fact == one.type.path.replace("*", one.fact.split(".")[1]) or "*" in one.type.path for one in sets)
    assert not any(one.yes_no for one in sets)


def test_looking_again_only_where_an_answer_touches_is_the_same_as_looking_at_all() -> None:
    step_by_step = questionnaire()
    step_by_step.open(facts())
    text = ""
    for line, fact in [
        ("users: {children: {can_use: true}}", "users.children.can_use"),
        ("functionality: {media_sharing: false}", "functionality.media_sharing"),
        ("surfaces: {direct_messages: {offered: true}}", "surfaces.direct_messages.offered"),
    ]:
        text += line + "\n"
        now = facts(text)
        assert step_by_step.open(now, fact) == questionnaire().open(now)
