"""The promise about other answers: what a trial says is what a whole audit of them gives."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from msgspec.structs import replace

from auditor.engine.audit import audit
from auditor.engine.evaluate import compile_ruleset
from auditor.engine.inquiry import Inquiry
from auditor.engine.trials import Outcome
from auditor.engine.what_if import Change, with_answers, with_changes
from auditor.model.facts import Facts
from auditor.model.result import Audit
from tests.properties.test_judgements import Edition, editions
from tests.support.facts import facts_of
from tests.support.rules import AS_OF, declaration
from tests.support.vocabulary import VOCABULARY


def audited(edition: Edition, facts: Facts) -> Audit:
    rules = edition.ruleset
    return audit(
        declaration(facts), rules, compile_ruleset(rules), vocabulary=VOCABULARY, as_of=AS_OF, as_written=True
    )


def inquiry(edition: Edition, facts: Facts) -> Inquiry:
    compiled = compile_ruleset(edition.ruleset)
    return Inquiry(audited(edition, facts), compiled, vocabulary=VOCABULARY, as_of=AS_OF)


def same(outcome: Outcome, whole: Audit) -> bool:
    assert whole.scorecard is not None
    score = whole.scorecard.score.declared
    return (outcome.verdict, outcome.least) == (
        whole.scorecard.verdict.declared,
        None if score is None else score.interval.low,
    )


@settings(max_examples=60)
@given(editions(simple=True))
def test_an_answer_tried_out_is_a_declaration_audited_anew(edition: Edition) -> None:
    facts = facts_of(edition.blurred)
    asked = inquiry(edition, facts)
    answers = asked.with_answers_tried().answers
    for answer in edition.rng.sample(answers, min(4, len(answers))):
        gains = []
        for candidate in asked.candidates.answers(answer.fact, answer.accepts):
            outcome = asked.trial.answered(candidate)
            assert same(outcome, audited(edition, with_answers(facts, candidate))), candidate
            assert same(outcome, audited(edition, with_changes(facts, candidate))), candidate
            gains.append(asked.trial.gain(outcome))
        if gains:
            assert (answer.gain.low, answer.gain.high) == (min(gains), max(gains))
            assert min(gains) >= 0


@settings(max_examples=60)
@given(editions(simple=True))
def test_another_answer_is_a_declaration_audited_anew(edition: Edition) -> None:
    facts = facts_of(edition.blurred)
    asked = inquiry(edition, facts)
    for path in edition.rng.sample(sorted(facts.values), min(5, len(facts.values))):
        for candidate in asked.candidates.others(path):
            assert same(asked.trial.changed(candidate), audited(edition, with_changes(facts, candidate))), candidate


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
