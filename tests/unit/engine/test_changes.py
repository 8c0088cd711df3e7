"""Steps at which nothing counts, what is told of each kind of input, and what changes and changes back."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from msgspec.structs import replace

from auditor.engine.changes import Auditor, at_once, step_by_step
from auditor.engine.edits import Side
from auditor.engine.edits_told import edits_told
from auditor.engine.evaluate import compile_ruleset
from auditor.model.changes import ORDER, Cause, Diff, Difference, Incomparable, SideFile
from auditor.model.declaration import Bound
from auditor.model.diagnostic import Place
from auditor.model.evidence import Assurance
from auditor.model.finding import Status
from auditor.model.ruleset import Ruleset
from auditor.model.waiver import Waiver
from auditor.report.changes import render, render_plain
from auditor.report.changes_words import CAUSES, answer_text, part_text
from tests.support.facts import facts_of
from tests.support.rules import AS_OF, declaration, read, requirement, ruleset
from tests.support.vocabulary import VOCABULARY

AUDITOR = Auditor(VOCABULARY, ())
FACT = "app.calls"
PLACE = Place("waivers.yaml", 2, 3)
WAIVER = Waiver(
    requirement="test/REQ-1",
    service="s",
    reason="It is being built.",
    approver="A. Example",
    granted=date(2026, 1, 1),
    expires=date(2026, 12, 31),
    place=PLACE,
)


def edition(**more: Any) -> Ruleset:
    wanted = [
        requirement(f"REQ-{number}", met=read({FACT: answer}), assurance=Assurance.ASSERTED)
        for number, answer in ((1, True), (2, False), (3, True))
    ]
    return replace(ruleset(wanted), **more)


def side(calls: bool = True, rules: Ruleset | None = None, **more: Any) -> Side:
    rules = rules or edition()
    stated = facts_of({"app": {"calls": calls}})
    return Side(
        declaration=declaration(stated),
        ruleset=rules,
        compiled=compile_ruleset(rules),
        **{"as_written": False, "as_of": AS_OF, **more},
    )


def scores(found: Difference) -> list[list[tuple[Cause, ...]]]:
    return [[part.causes for part in one.parts] for one in found.scores]


def test_steps_on_either_side_of_no_score_are_one_part() -> None:
    later = edition(version="2.0.0", sha256="2" * 64, in_force_from=date(2026, 11, 1), requirements=())
    later = replace(later, requirements=edition().requirements[:2])
    found = step_by_step(side(), side(rules=later, as_of=date(2026, 12, 1)), AUDITOR)
    assert found.causes == (Cause.RULES, Cause.TIME)
    assert scores(found) == [[(Cause.RULES, Cause.TIME)]] * 2
    part = found.scores[0].parts[0].points
    assert part is not None
    assert part.low == Fraction(50) - Fraction(200, 3)


def test_a_score_that_begins_has_no_points() -> None:
    later = edition(in_force_from=date(2026, 11, 1))
    found = step_by_step(side(rules=later), side(rules=later, as_of=date(2026, 12, 1)), AUDITOR)
    (part,) = found.scores[0].parts
    assert (part.causes, part.points) == ((Cause.TIME,), None)
    assert found.scores[0].points is None
    assert part_text(part) == "time: it begins or ceases to have a score"


def test_what_changes_and_changes_back_is_marked() -> None:
    waived = side(False, as_of=date(2027, 6, 1), waivers=(replace(WAIVER, expires=date(2027, 12, 31)),))
    found = step_by_step(side(False, waivers=(WAIVER,)), waived, AUDITOR)
    assert found.causes == (Cause.TIME, Cause.WAIVER)
    (change,) = found.changes
    assert not change.remains
    assert [one.causes for one in change.steps] == [(Cause.TIME,), (Cause.WAIVER,)]
    assert [part.points and part.points.low for part in found.scores[0].parts] == [
        Fraction(100, 3) - 50,
        50 - Fraction(100, 3),
    ]


def test_a_renamed_requirement_is_followed() -> None:
    renamed = [replace(edition().requirements[0], id="REQ-9", formerly="REQ-1"), *edition().requirements[1:]]
    new = edition(version="2.0.0", sha256="2" * 64, requirements=tuple(renamed))
    found = step_by_step(side(), side(False, rules=new), AUDITOR)
    changes = {one.requirement.id: one for one in found.changes}
    assert changes["REQ-9"].formerly == "REQ-1"
    assert changes["REQ-9"].before is not None
    assert [one.causes for one in changes["REQ-9"].steps] == [(Cause.EDIT,)]
    assert changes["REQ-9"].edits == (FACT,)


@pytest.mark.parametrize(
    ("change", "cause", "address"),
    [
        ({"as_of": date(2026, 10, 2)}, Cause.TIME, "as-of date"),
        ({"waivers": (WAIVER,)}, Cause.WAIVER, "test/REQ-1"),
        ({"include_recalled": True}, Cause.RULES, "recalled rules"),
        ({"as_written": True}, Cause.RULES, "dates of the edition"),
    ],
)
def test_each_input_is_told_under_its_cause(change: dict[str, Any], cause: Cause, address: str) -> None:
    (edit,) = step_by_step(side(), side(**change), AUDITOR).edits
    assert (edit.cause, edit.address) == (cause, address)


def test_the_products_own_configuration_lies_in_files() -> None:
    bound = Bound(fact=FACT, file="app.json", pointer="/encrypted", place=PLACE)
    old, new = (
        replace(one, declaration=replace(one.declaration, bound=(replace(bound, fault=fault),)))
        for one, fault in ((side(), ""), (side(), "it is false there"))
    )
    found = step_by_step(old, new, AUDITOR)
    assert found.causes == (Cause.EVIDENCE,)
    assert found.edits[0].after == "it is false there"


def test_of_two_results_a_waiver_that_ended_is_times_doing() -> None:
    old = AUDITOR.audit(side(False, waivers=(WAIVER,)))
    new = AUDITOR.audit(side(False, waivers=(WAIVER,), as_of=date(2027, 1, 1)))
    days = AS_OF, date(2027, 1, 1)
    assert [one.cause for one in edits_told(old, new, days, ("1", "1"))] == [Cause.TIME]
    withdrawn = AUDITOR.audit(side(False))
    assert [one.cause for one in edits_told(old, withdrawn, (AS_OF, AS_OF), ("1", "1"))] == [Cause.WAIVER]


def test_another_version_of_the_program_is_a_cause_of_its_own() -> None:
    old, new = AUDITOR.audit(side()), AUDITOR.audit(side(as_of=date(2026, 10, 2)))
    days = AS_OF, date(2026, 10, 2)
    found = at_once(old, new, edits_told(old, new, days, ("1", "2")), days)
    assert (found.causes, found.separable) == ((Cause.TIME, Cause.PROGRAM), False)


def test_every_cause_has_its_word_and_the_program_no_step() -> None:
    assert set(CAUSES) == set(Cause)
    assert set(Cause) - set(ORDER) == {Cause.PROGRAM}


def test_hostile_text_is_shown_and_does_nothing() -> None:
    found = step_by_step(side(), side(False), AUDITOR)
    evil = "\x1b[31m‮[bold]evil"
    edits = (replace(found.edits[0], before=evil, after=evil),)
    file = SideFile(file=evil, sha256="a" * 64, saved=False)
    other = Incomparable(service="s", ruleset="r", why=evil)
    diff = Diff(old=file, new=file, differences=(replace(found, edits=edits),), incomparable=(other,))
    for text in (
        render(diff, width=80, color=False, ascii=False, verbose=True),
        render_plain(diff, ascii=False, verbose=True),
    ):
        assert "\x1b" not in text
        assert "‮" not in text
        assert "evil" in text
    assert "incomparable" in answer_text(diff)
    assert found.changes[0].after is not None
    assert found.changes[0].after.declared is Status.NOT_MET


def test_what_a_service_is_called_and_who_provides_it_is_told_with_or_without_facts() -> None:
    old, new = side(), side()
    named = replace(new.declaration.service, name="Harbor", provider="Harbor Holdings")
    new = replace(new, declaration=replace(new.declaration, service=named))
    service = old.declaration.service
    wanted = {("service.name", service.name, "Harbor"), ("service.provider", "none", named.provider)}
    found = step_by_step(old, new, AUDITOR)
    assert {(one.address, one.before, one.after) for one in found.edits} == wanted
    audits = (found.old, replace(found.new, declaration=replace(found.new.declaration, sha256="f" * 64)))
    told = [one for one in edits_told(*audits, (AS_OF, AS_OF), ("1", "1")) if one.cause is Cause.EDIT]
    assert {(one.address, one.before, one.after) for one in told[:-1]} == wanted
    assert told[-1].address == "declaration"
