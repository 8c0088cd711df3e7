"""The rules that a declaration breaks, found by what single facts close, are those whose conditions say so."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from random import Random
from typing import Any
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from auditor.engine import breakable, ways
from auditor.engine.breakable import Breakable
from auditor.engine.consistency import contradictions
from auditor.engine.evaluate import Compiled, compile_ruleset
from auditor.engine.view import View
from auditor.model.facts import Facts
from auditor.model.truth import F, T
from tests.properties.test_judgements import Edition, editions
from tests.support.facts import facts_of
from tests.support.made import Answers
from tests.support.rules import AS_OF, read, requirement, ruleset
from tests.support.vocabulary import VOCABULARY
from tests.unit.engine.test_consistency import declared_in_cases, lantern, planted_in, rules


def broken(compiled: Sequence[Compiled], facts: Facts) -> list[Compiled]:
    """Ask every rule as a whole."""
    view = View(values=facts.values, facts=facts, as_of=AS_OF)
    return [
        one
        for one in compiled
        if (one.applies is None or one.applies.truth(view, None) == T) and one.met.truth(view, None) == F
    ]


def _ids(compiled: Sequence[Compiled]) -> list[str]:
    return [one.requirement.id for one in compiled]


def _hold(edition: Edition) -> None:
    compiled = compile_ruleset(edition.ruleset)
    known = Breakable(compiled, AS_OF)
    for data in (edition.full, edition.blurred, {}, edition.full):
        facts = facts_of(data)
        assert _ids(known.by(facts)) == _ids(broken(compiled, facts))


@given(editions())
def test_of_any_rules_those_are_found_that_are_broken(edition: Edition) -> None:
    _hold(edition)


@given(editions())
def test_so_they_are_where_little_is_remembered_and_few_ways_are_told_apart(edition: Edition) -> None:
    with patch.multiple(breakable, _VALUES_KEPT=1, _BANDS_KEPT=0), patch.object(ways, "_WAYS_LIMIT", 2):
        _hold(edition)


_OF_A_BAND: Sequence[Any] = (
    {"its.hidden": True},
    {"its.messages": {"in": ["nobody", "connections"]}},
    [{"its.hidden": True}, {"its.messages": "nobody"}],
    {"if": {"its.hidden": True}, "then": {"its.messages": "nobody"}},
)


def _of_ages(rng: Random) -> dict[str, Any]:
    ages = {"from": rng.choice((12, 14)), "to": rng.choice((14, 17))}
    return {"every": {"of": "defaults", "ages": ages, "satisfies": rng.choice(_OF_A_BAND)}}


def _about_bands(rng: Random) -> Any:
    """Draw a condition that asks of several bands, each perhaps of another."""
    each = [_of_ages(rng) for _ in range(rng.randint(2, 3))]
    return {rng.choice(("any", "all", "none")): each}


@given(st.integers(0, 2**32))
def test_what_is_asked_of_ages_may_rest_on_several_bands(seed: int) -> None:
    rng = Random(seed)
    compiled = compile_ruleset(ruleset([requirement(f"REQ-{one}", met=read(_about_bands(rng))) for one in range(4)]))
    known = Breakable(compiled, AS_OF)
    for _ in range(8):
        bands = Answers(rng).bands(VOCABULARY.groups["defaults"])
        facts = facts_of({"defaults": bands} if rng.random() < 0.9 else {})
        assert _ids(known.by(facts)) == _ids(broken(compiled, facts))


@cache
def _known() -> Breakable:
    """Give the rules about contradictions, which remember what declarations before said."""
    return Breakable(rules()[1], AS_OF)


def _drawn(seed: int, most: int) -> Facts:
    """Draw a good declaration, or none, into which cases of the rules are put, and which leaves something out."""
    rng = Random(seed)
    facts = rng.choice((lantern().facts, Facts(values={}, places={})))
    for plant in rng.choices(declared_in_cases(), k=rng.randint(0, most)):
        facts = planted_in(facts, plant)
    kept = rng.choice((1.0, 0.9, 0.5))
    values = {path: value for path, value in facts.values.items() if rng.random() < kept}
    return Facts(values=values, places=facts.places)


@given(st.integers(0, 2**32))
def test_the_rules_about_contradictions_are_found_that_are_broken(seed: int) -> None:
    facts = _drawn(seed, 60)
    assert _ids(_known().by(facts)) == _ids(broken(rules()[1], facts))


@given(st.integers(0, 2**32))
def test_of_the_rules_that_are_found_come_all_contradictions(seed: int) -> None:
    facts = _drawn(seed, 3)
    assert contradictions(facts, _known().by(facts), AS_OF) == contradictions(facts, rules()[1], AS_OF)
