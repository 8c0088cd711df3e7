"""The promises of the condition language, on random conditions and random declarations.

The engine is held against two evaluators written from the language reference alone: a three-valued one for
what is declared, and a two-valued one for declarations that answer everything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from random import Random
from typing import Any
from unittest.mock import patch

from hypothesis import assume, given
from hypothesis import strategies as st

from auditor.engine import quantifiers
from auditor.engine.nodes import Node
from auditor.model.facts import Facts
from auditor.model.truth import F, T, U
from tests.support.answering import answer, is_open, only
from tests.support.crisp import Crisp
from tests.support.facts import facts_of
from tests.support.made import PARAMETERS, Answers, Blur, Rules, shuffled
from tests.support.naive import Naive
from tests.support.rules import AS_OF, compiled, reasons_of, truth_of

TRUTH = {True: T, False: F, None: U}


@dataclass
class Case:
    """A condition, a declaration that answers everything, and one it refines."""

    rng: Random = field(repr=False)
    written: Any
    definitions: dict[str, Any]
    node: Node = field(repr=False)
    full: dict[str, Any] = field(repr=False)
    blurred: dict[str, Any]

    @property
    def facts(self) -> Facts:
        return facts_of(self.blurred)

    @property
    def setting(self) -> dict[str, Any]:
        return {"definitions": self.definitions, "parameters": PARAMETERS, "as_of": AS_OF}


@st.composite
def cases(draw: st.DrawFn, *, simple: bool = False) -> Case:
    depth = draw(st.integers(1, 4))
    rng = Random(draw(st.integers(0, 2**32)))
    rules = Rules(rng, simple=simple)
    written = rules.whole(depth)
    full = Answers(rng).whole()
    blurred = Blur(rng, rng.choice((0.05, 0.2, 0.5)), bands=simple).whole(full)
    node = compiled(written, parameters=PARAMETERS, definitions=rules.definitions)
    return Case(rng, written, rules.definitions, node, full, blurred)


@given(cases())
def test_truth_is_that_of_the_reference(case: Case) -> None:
    naive = Naive(case.blurred, **case.setting)
    assert truth_of(case.node, case.facts) == TRUTH[naive.holds(case.written)]


@given(st.integers(0, 2**32))
def test_totals_are_those_of_the_reference(seed: int) -> None:
    rng = Random(seed)
    data = Blur(rng, rng.choice((0, 0.1, 0.3))).whole(Answers(rng).whole())
    facts, naive = facts_of(data), Naive(data, parameters=PARAMETERS, as_of=AS_OF)
    for _draw in range(10):
        written = {"total": Rules(rng).total(None)}
        assert truth_of(compiled(written, parameters=PARAMETERS), facts) == TRUTH[naive.holds(written)]


@given(cases())
def test_the_quick_truth_is_the_one_that_is_explained(case: Case) -> None:
    with patch.object(quantifiers, "quick_truth", lambda *_given: None):
        slow = compiled(case.written, parameters=PARAMETERS, definitions=case.definitions)
    assert truth_of(case.node, case.facts) == truth_of(slow, case.facts)


@given(cases())
def test_truth_of_a_full_declaration_is_that_of_the_reference(case: Case) -> None:
    naive = Naive(case.full, **case.setting)
    assert truth_of(case.node, facts_of(case.full)) == TRUTH[naive.holds(case.written)]


@given(cases(simple=True))
def test_sound_true_and_false_stay_as_answers_come_in(case: Case) -> None:
    settled = Crisp(case.full, **case.setting).holds(case.written)
    assert truth_of(case.node, facts_of(case.full)) == TRUTH[settled]
    assert truth_of(case.node, case.facts) in (U, TRUTH[settled])


@given(cases(simple=True))
def test_sound_at_every_step_between(case: Case) -> None:
    halfway = Blur(case.rng, 0.3, bands=True).whole(case.full)
    less = Blur(case.rng, 0.3).whole(halfway)
    was = truth_of(case.node, facts_of(less))
    assert was in (U, truth_of(case.node, facts_of(halfway)))


@given(cases())
def test_witnessed_what_was_observed_decides_alone(case: Case) -> None:
    truth = truth_of(case.node, case.facts)
    assume(truth != U)
    observed = reasons_of(case.node, case.facts)
    assert observed
    alone = only(case.facts, [one.fact for one in observed])
    assert truth_of(case.node, alone) == truth


@given(cases())
def test_answerable_what_is_asked_settles_it(case: Case) -> None:
    facts, full = case.facts, facts_of(case.full)
    assume(truth_of(case.node, facts) == U)
    for _round in range(20):
        asked = [one.fact for one in reasons_of(case.node, facts)]
        assert asked
        assert any(is_open(facts, path, full) for path in asked), asked
        facts = answer(facts, asked, full)
        if truth_of(case.node, facts) != U:
            return
    raise AssertionError("asked and answered twenty times over, and still unknown")


@given(cases())
def test_only_what_is_open_is_asked(case: Case) -> None:
    facts, full = case.facts, facts_of(case.full)
    assume(truth_of(case.node, facts) == U)
    for one in reasons_of(case.node, facts):
        assert is_open(facts, one.fact, full), one


@given(cases())
def test_order_free(case: Case) -> None:
    again = compiled(
        shuffled(case.rng, case.written),
        parameters=PARAMETERS,
        definitions=shuffled(case.rng, case.definitions),
    )
    facts = facts_of(shuffled(case.rng, case.blurred))
    assert truth_of(again, facts) == truth_of(case.node, case.facts)
    assert _said(again, facts) == _said(case.node, case.facts)


def _said(node: Node, facts: Facts) -> set[tuple[str, int]]:
    """Give what reasons say, without the numbers that unnamed items have by their order."""
    return {(re.sub(r"^notices\.\d", "notices.*", one.fact), one.truth) for one in reasons_of(node, facts)}
