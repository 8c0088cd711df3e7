"""The promise about other answers: what a trial says is what a whole audit of them gives."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from typing import NamedTuple

from hypothesis import given, settings
from msgspec.structs import replace

from auditor.engine.audit import audit
from auditor.engine.evaluate import compile_ruleset
from auditor.engine.inquiry import Inquiry
from auditor.engine.trials import Outcome
from auditor.engine.what_if import Change, with_answers, with_changes
from auditor.model.decision import Decision
from auditor.model.declaration import Alternative
from auditor.model.evidence import Assurance
from auditor.model.facts import Facts
from auditor.model.finding import Interval
from auditor.model.result import Audit
from auditor.model.scorecard import Verdict
from auditor.model.values import show
from auditor.model.waiver import Waiver
from tests.properties.test_judgements import Edition, editions
from tests.support.facts import facts_of
from tests.support.rules import AS_OF, PLACE, declaration, read, requirement, ruleset
from tests.support.vocabulary import VOCABULARY


class Beside(NamedTuple):
    """What was decided beside the rules, needed or not: waivers, and alternatives with decisions on them."""

    waivers: tuple[Waiver, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    decisions: tuple[Decision, ...] = ()


NONE = Beside()


def beside(edition: Edition) -> Beside:
    """Draw waivers, and decisions on alternatives, of which some are refused."""
    rng, names = edition.rng, [f"test/{one.id}" for one in edition.ruleset.requirements]
    waived, declared = (rng.sample(names, rng.randint(0, len(names))) for _ in range(2))
    return Beside(
        tuple(
            Waiver(requirement=one, service="s", reason="r", approver="A", granted=AS_OF, expires=AS_OF, place=PLACE)
            for one in waived
        ),
        tuple(Alternative(requirement=one, measure="m", why="w", sha256="1", place=PLACE) for one in declared),
        tuple(
            Decision(
                requirement=one,
                service="s",
                accepted=rng.random() < 0.8,
                reviewer="B",
                on=AS_OF,
                because="b",
                assurance=Assurance.DOCUMENTED,
                text_sha256="1",
                place=PLACE,
            )
            for one in names
        ),
    )


def accepting(edition: Edition) -> Edition:
    """Give the edition as one that accepts alternatives."""
    rules = tuple([replace(one, alternatives=True) for one in edition.ruleset.requirements])
    return dataclasses.replace(edition, ruleset=replace(edition.ruleset, requirements=rules))


def audited(edition: Edition, facts: Facts, by: Beside = NONE) -> Audit:
    rules = edition.ruleset
    return audit(
        replace(declaration(facts), alternatives=by.alternatives),
        rules,
        compile_ruleset(rules),
        vocabulary=VOCABULARY,
        as_of=AS_OF,
        as_written=True,
        waivers=by.waivers,
        decisions=by.decisions,
    )


def inquiry(edition: Edition, facts: Facts, by: Beside = NONE) -> Inquiry:
    return Inquiry(
        audited(edition, facts, by),
        compile_ruleset(edition.ruleset),
        vocabulary=VOCABULARY,
        as_of=AS_OF,
        waivers=by.waivers,
        decisions=by.decisions,
    )


def same(outcome: Outcome, before: Audit, after: Audit) -> bool:
    assert after.scorecard is not None
    gain = Fraction(0) if after.scorecard.score.declared is None else _least(after) - _least(before)
    return (outcome.verdict, outcome.gain) == (after.scorecard.verdict.declared, gain)


def _least(whole: Audit) -> Fraction:
    score = whole.scorecard and whole.scorecard.score.declared
    return score.interval.low if score else Fraction(0)


@settings(max_examples=60)
@given(editions(simple=True))
def test_an_answer_tried_out_is_a_declaration_audited_anew(edition: Edition) -> None:
    facts = facts_of(edition.blurred)
    asked = inquiry(edition, facts)
    answers = asked.with_answers_tried().answers
    for answer in edition.rng.sample(answers, min(4, len(answers))):
        gains: list[Fraction] = []
        turns: dict[Verdict, tuple[str, ...]] = {}
        for candidate in asked.candidates.answers(answer.fact, answer.accepts):
            outcome = asked.trial.answered(candidate)
            assert same(outcome, asked.audit, audited(edition, with_answers(facts, candidate))), candidate
            assert same(outcome, asked.audit, audited(edition, with_changes(facts, candidate))), candidate
            gains.append(outcome.gain)
            turns.setdefault(outcome.verdict, tuple(one.setting for one in candidate))
        turns.pop(asked.trial.now.verdict, None)
        if gains:
            assert (answer.gain.low, answer.gain.high) == (min(gains), max(gains))
            assert min(gains) >= 0
            assert {one.verdict: one.settings for one in answer.turns} == turns


@settings(max_examples=60)
@given(editions(simple=True))
def test_another_answer_is_a_declaration_audited_anew(edition: Edition) -> None:
    facts = facts_of(edition.blurred)
    asked = inquiry(edition, facts)
    for path in edition.rng.sample(sorted(facts.values), min(5, len(facts.values))):
        for candidate in asked.candidates.others(path):
            anew = audited(edition, with_changes(facts, candidate))
            assert same(asked.trial.changed(candidate), asked.audit, anew), candidate


@settings(max_examples=100)
@given(editions(simple=True))
def test_waivers_and_decisions_stand_by_in_a_trial_as_in_an_audit(edition: Edition) -> None:
    edition, facts = accepting(edition), facts_of(edition.blurred)
    by = beside(edition)
    asked = inquiry(edition, facts, by)
    answers = asked.with_answers_tried().answers
    for answer in edition.rng.sample(answers, min(3, len(answers))):
        for candidate in asked.candidates.answers(answer.fact, answer.accepts):
            anew = audited(edition, with_answers(facts, candidate), by)
            assert same(asked.trial.answered(candidate), asked.audit, anew), candidate
    for path in edition.rng.sample(sorted(facts.values), min(5, len(facts.values))):
        for candidate in asked.candidates.others(path):
            anew = audited(edition, with_changes(facts, candidate), by)
            assert same(asked.trial.changed(candidate), asked.audit, anew), candidate


@settings(max_examples=60)
@given(editions(simple=True))
def test_answers_that_turn_the_verdict_stand_first(edition: Edition) -> None:
    answers = inquiry(edition, facts_of(edition.blurred)).with_answers_tried().answers
    rows = [(not one.turns, not one.decides, -one.gain.high) for one in answers]
    assert rows == sorted(rows)


def test_taking_an_answer_away_leaves_the_rest() -> None:
    facts = facts_of({"app": {"chat": True, "contact": ["dm", "live"]}, "users": {"monthly": {"GB": 5, "IE": 1}}})
    without = with_changes(facts, [Change(path="app.contact.dm", values={}, written="null")])
    assert without.values["app.chat"] is True
    assert without.values["app.contact"] == replace(
        facts.values["app.contact"],  # type: ignore[type-var]  # a set
        words={"live": 2},
        complete=False,
    )
    fewer = with_changes(facts, [Change(path="users.monthly", values={}, written="null")])
    assert set(fewer.values) == {"app.chat", "app.contact"}
    assert Fraction(str(with_changes(facts, ()).values["users.monthly.GB"])) == 5


def test_an_answer_agrees_with_what_is_stated_in_part() -> None:
    rule = requirement(met=read({"app.reviewed": {"is_not": "2026-02-28"}}))
    edition, facts = ruleset([rule]), facts_of({"app": {"reviewed": "2025"}})
    compiled = compile_ruleset(edition)
    before = audit(declaration(facts), edition, compiled, vocabulary=VOCABULARY, as_of=AS_OF, as_written=True)
    candidates = Inquiry(before, compiled, vocabulary=VOCABULARY, as_of=AS_OF).candidates
    tried = {one.written for answer in candidates.answers("app.reviewed") for one in answer}
    assert tried == {"2025-01-01", "2025-12-31"}
    assert "2026-02-28" in {one.written for answer in candidates.others("app.reviewed") for one in answer}


def test_ends_that_a_band_leaves_open_are_tried() -> None:
    of_16 = {"every": {"of": "defaults", "ages": {"from": 16, "to": 16}, "satisfies": {"its.hidden": True}}}
    edition = ruleset([requirement(met=read(of_16))])
    bands = [
        {"id": "b0", "ages": {"from": 16, "to": 17}, "hidden": True},
        {"id": "b1", "ages": {"from": 14, "to": None}, "hidden": False},
    ]
    compiled, facts = compile_ruleset(edition), facts_of({"defaults": bands})
    before = audit(declaration(facts), edition, compiled, vocabulary=VOCABULARY, as_of=AS_OF, as_written=True)
    asked = Inquiry(before, compiled, vocabulary=VOCABULARY, as_of=AS_OF)
    (answer,) = asked.with_answers_tried().answers
    assert (answer.fact, answer.gain) == ("defaults.b1", Interval(Fraction(0), Fraction(100)))
    assert [(one.verdict, one.settings) for one in answer.turns] == [
        (Verdict.NOT_COMPLIANT, ("defaults.b1.ages={from: 14, to: 120}",)),
        (Verdict.COMPLIANT, ("defaults.b1.ages={from: 14, to: 14}",)),
    ]
    (narrow,) = asked.candidates.answers("defaults.b1")[1]
    for changed in (with_answers(facts, [narrow]), with_changes(facts, [narrow])):
        assert show(changed.values["defaults"]) == "b0, b1"
        assert changed.values["defaults.b1.hidden"] is False


def test_an_answer_that_meets_what_is_waived_counts_it() -> None:
    waived = Waiver(
        requirement="test/A", service="s", reason="r", approver="A", granted=AS_OF, expires=AS_OF, place=PLACE
    )
    rules = [requirement("A", met=read({"app.chat": True})), requirement("B", met=read({"app.calls": True}))]
    # `app.chat` is asked for by C alone, for what is waived asks nothing
    rules.append(
        requirement("C", met=read({"any": [{"app.chat": True}, {"app.size": {"above": 5}}]}), decisive=False)
    )
    edition, facts = ruleset(rules), facts_of({"app": {"calls": False}})
    compiled = compile_ruleset(edition)
    before = audit(
        declaration(facts), edition, compiled, vocabulary=VOCABULARY, as_of=AS_OF, as_written=True, waivers=(waived,)
    )
    asked = Inquiry(before, compiled, vocabulary=VOCABULARY, as_of=AS_OF, waivers=(waived,)).with_answers_tried()
    gains = {one.fact: (one.requirements, one.gain) for one in asked.answers}
    assert gains == {
        "app.chat": (("C",), Interval(Fraction(0), Fraction(200, 3))),
        "app.size": (("C",), Interval(Fraction(0), Fraction(50))),
    }


def test_a_list_of_bands_is_asked_for_once() -> None:
    of_teens = {"every": {"of": "defaults", "ages": {"from": 13, "to": 17}, "satisfies": {"its.hidden": True}}}
    rules = [
        requirement("A", met=read([{"some": {"of": "defaults"}}, of_teens])),
        requirement("B", met=read(of_teens)),
    ]
    edition = ruleset([*rules, requirement("C", met=read({"some": {"of": "defaults"}}))])
    compiled = compile_ruleset(edition)
    before = audit(declaration(facts_of({})), edition, compiled, vocabulary=VOCABULARY, as_of=AS_OF, as_written=True)
    (answer,) = Inquiry(before, compiled, vocabulary=VOCABULARY, as_of=AS_OF).with_answers_tried().answers
    assert (answer.accepts, answer.requirements) == ("ages 13 to 17", ("A", "B", "C"))
    assert answer.gain.high == answer.together == 100
