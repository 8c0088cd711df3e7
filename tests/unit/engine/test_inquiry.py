"""What could turn a verdict and what it rests on, over the examples: everything said is tried by a whole audit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache

import pytest

from auditor.engine.audit import audit
from auditor.engine.evaluate import Compiled, compile_ruleset
from auditor.engine.inquiry import Inquiry
from auditor.engine.what_if import Change, changed
from auditor.model.declaration import Declaration
from auditor.model.finding import Reason, Status
from auditor.model.ruleset import Ruleset
from auditor.model.scorecard import Verdict
from auditor.model.truth import F, T
from auditor.model.values import WordSet
from auditor.source.declarations import read_declaration
from auditor.source.library import find
from auditor.source.rulesets import read_ruleset
from auditor.source.settings import read_setting
from auditor.source.vocabularies import read_vocabulary
from tests.e2e.running import EXAMPLES

DAY = date(2026, 10, 1)
VOCABULARY = read_vocabulary()
NAMES = ("harbour", "lantern", "quiet-forum", "minimal")


@cache
def edition() -> tuple[Ruleset, tuple[Compiled, ...]]:
    ruleset = read_ruleset(find("internet-safety-strategy@3", DAY).edition.folder, VOCABULARY)
    return ruleset, compile_ruleset(ruleset)


@cache
def example(name: str) -> Declaration:
    path = EXAMPLES / f"{name}.yaml"
    read, _warnings = read_declaration(path.read_bytes(), path.name, path.parent, VOCABULARY)
    return read


def inquire(declaration: Declaration) -> Inquiry:
    ruleset, compiled = edition()
    judged = audit(declaration, ruleset, compiled, vocabulary=VOCABULARY, as_of=DAY, as_written=False)
    return Inquiry(judged, compiled, vocabulary=VOCABULARY, as_of=DAY)


def verdict_of(declaration: Declaration) -> Verdict:
    card = inquire(declaration).audit.scorecard
    assert card is not None
    return card.verdict.declared


def set_so(declaration: Declaration, settings: Sequence[str]) -> Declaration:
    """Put settings to a declaration as `what-if --set` does."""
    read = (read_setting(one, VOCABULARY) for one in settings)
    return changed(declaration, [Change(path=one.path, values=one.values, written=one.written) for one in read])


def test_an_answer_said_to_turn_the_verdict_turns_it() -> None:
    whole = example("lantern")
    assert verdict_of(whole) is Verdict.COMPLIANT
    tried = 0
    for rest in inquire(whole).rests_on()[::3]:
        open_ = set_so(whole, [f"{rest.fact}=null"])
        for answer in inquire(open_).with_answers_tried().answers:
            for turn in answer.turns:
                assert verdict_of(set_so(open_, turn.settings)) is turn.verdict, turn
                tried += 1
    assert tried >= 10


@pytest.mark.parametrize("name", NAMES)
def test_every_answer_of_an_example_gives_what_is_said(name: str) -> None:
    asked = inquire(example(name))
    for answer in asked.with_answers_tried().answers:
        assert 0 <= answer.gain.low <= answer.gain.high
        for turn in answer.turns:
            assert verdict_of(set_so(example(name), turn.settings)) is turn.verdict, turn


@pytest.mark.parametrize("name", ["harbour", "lantern", "quiet-forum"])
def test_a_verdict_rests_on_the_facts_that_turn_it_and_on_no_other_yes_or_no(name: str) -> None:
    declaration = example(name)
    now = verdict_of(declaration)
    rests = {one.fact: one for one in inquire(declaration).rests_on()}
    for fact, value in declaration.facts.values.items():
        if isinstance(value, bool):
            flipped = verdict_of(set_so(declaration, [f"{fact}={str(not value).lower()}"]))
            assert (flipped is not now) == (fact in rests), fact
    for rest in rests.values():
        assert rest.turns
        assert any(one.requirement.decisive for one in rest.requirements)
        for turn in rest.turns:
            assert turn.verdict is not now
            assert verdict_of(set_so(declaration, turn.settings)) is turn.verdict, turn


def test_facts_without_backing_stand_first() -> None:
    declaration = example("lantern")
    bare = [one for one in inquire(declaration).rests_on() if not one.backed_by]
    first = inquire(declaration).rests_on()
    assert [one.fact for one in first[: len(bare)]] == [one.fact for one in bare]
    fact = first[-1].fact
    evidence = tuple(one for one in declaration.evidence if not one.covers(fact))
    without = inquire(Declaration(**{**fields(declaration), "evidence": evidence})).rests_on()
    assert fact in [one.fact for one in without if not one.backed_by and not one.short]


def fields(declaration: Declaration) -> dict[str, object]:
    return {name: getattr(declaration, name) for name in Declaration.__slots__}


def test_what_is_set_is_backed_by_nothing() -> None:
    declaration = example("lantern")
    fact = "surfaces.direct_messages.grooming_detection"
    assert declaration.facts.values[fact] is True
    again = set_so(declaration, [f"{fact}=true"])
    found = {one.requirement.id: one for one in inquire(again).audit.findings}["GRM-02"]
    assert found.declared.status is Status.MET
    assert found.backed.reason is Reason.EVIDENCE_MISSING
    assert [one.fact for one in found.backed.missing] == [fact]


def test_a_setting_joins_the_set_list_or_map_it_stands_in() -> None:
    values = set_so(example("harbour"), ["service.kinds.messaging=false", "users.monthly_active.FR=7"]).facts.values
    kinds = values["service.kinds"]
    assert isinstance(kinds, WordSet)
    assert kinds.truth("messaging") == F
    assert kinds.truth("social_network") == T
    assert values["users.monthly_active.FR"] == 7
    assert "users.monthly_active.GB" in values


@pytest.mark.parametrize("name", NAMES)
def test_every_proof_of_an_example_agrees_with_its_finding(name: str) -> None:
    asked = inquire(example(name))
    proofs = asked.proofs(one.requirement.id for one in asked.audit.findings)
    for finding in asked.audit.findings:
        proof = proofs[finding.requirement.id]
        applies = T if proof.applies is None else proof.applies.declared
        assert applies == finding.declared.applies
        if finding.declared.status is Status.NOT_APPLICABLE:
            assert proof.applies is not None
            backed = finding.backed.status is Status.NOT_APPLICABLE
            assert (proof.applies.backed == F) == backed
            continue
        if finding.declared.reason is not Reason.SCOPE_UNKNOWN:
            assert (proof.met.declared == T) == (finding.declared.status is Status.MET)
            assert (proof.met.backed == T) == (finding.backed.status is Status.MET)
            assert (proof.met.backed == F) == (finding.backed.status in (Status.NOT_MET, Status.PARTLY_MET))
