"""Outcomes that are remembered are those that the conditions give, whatever was judged before."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import timedelta
from random import Random
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from auditor.engine import gates, outcomes, sheets
from auditor.engine.backing import Tracks
from auditor.engine.evaluate import Compiled, compile_ruleset
from auditor.engine.judge import Evaluator
from auditor.engine.outcomes import Outcomes
from auditor.model.dates import DateSpan, Period, PeriodUnit
from auditor.model.evidence import Assurance, Evidence
from auditor.model.facts import Facts
from auditor.model.finding import Judgement
from auditor.model.ruleset import EvidenceDemand
from auditor.model.values import WordSet
from tests.properties.test_judgements import Edition, editions
from tests.support.facts import facts_of
from tests.support.rules import AS_OF, evidence
from tests.support.vocabulary import VOCABULARY

_PERIODS = (None, Period(1, PeriodUnit.DAYS), Period(1, PeriodUnit.MONTHS), Period(2, PeriodUnit.YEARS))


def _demand(rng: Random) -> EvidenceDemand:
    return EvidenceDemand(assurance=rng.choice(list(Assurance)), not_older_than=rng.choice(_PERIODS))


def _compiled(edition: Edition, rng: Random) -> tuple[Compiled, ...]:
    """Compile the edition with demands drawn for its requirements, and each of these once more under another."""
    asked = [
        replace(one, id=f"{one.id}-{number}", evidence=_demand(rng))
        for one in edition.ruleset.requirements
        for number in range(2)
    ]
    return compile_ruleset(replace(edition.ruleset, requirements=tuple(asked)))


def _entry(rng: Random, number: int, supports: list[str]) -> Evidence:
    day = AS_OF - timedelta(days=rng.choice((-1, 0, 1, 2, 30, 31, 730, 731, 1000)))
    entry = evidence(*supports, id=f"e{number}", assurance=rng.choice(list(Assurance)))
    return replace(entry, issued=rng.choice((None, DateSpan(day, day))), fault=rng.choice(("", "", "", "missing")))


def _tracks(edition: Edition, rng: Random, facts: Facts) -> Tracks:
    named = [rng.sample(edition.supports, rng.randint(0, len(edition.supports))) for _ in range(3)]
    entries = tuple(_entry(rng, number, supports) for number, supports in enumerate(named))
    sets = ((path, one) for path, one in facts.values.items() if isinstance(one, WordSet))
    words = [f"{path}.{word}" for path, one in sets for word in one.words]
    contradicted = rng.sample([*facts.values, *words, *words], 2) if words and rng.random() < 0.5 else []
    return Tracks(facts, entries, AS_OF, frozenset(contradicted))


def _bare(one: Judgement) -> tuple[object, ...]:
    return one.status, one.credit, one.applies, one.reason


def _hold(compiled: tuple[Compiled, ...], known: Outcomes, tracks: Tracks) -> None:
    evaluator = Evaluator(tracks, tracks.facts, VOCABULARY)
    for one, outcome in zip(compiled, known.of(tracks), strict=True):
        wanted = evaluator.judge(one)
        assert [_bare(got) for got in outcome.judgements] == [_bare(other) for other in wanted]
        explained = evaluator.explained(one, outcome)
        assert explained == wanted  # their reasons too


@given(editions(), st.integers(0, 2**32))
def test_what_is_remembered_is_what_the_conditions_say(edition: Edition, seed: int) -> None:
    rng = Random(seed)
    compiled = _compiled(edition, rng)
    known = Outcomes(compiled, AS_OF)
    for data in (edition.full, edition.blurred, {}, edition.full):
        for _ in range(2):
            _hold(compiled, known, _tracks(edition, rng, facts_of(data)))


@given(editions(), st.integers(0, 2**32))
def test_what_is_too_much_to_keep_or_to_wire_comes_out_the_same(edition: Edition, seed: int) -> None:
    rng = Random(seed)
    bounds = ((sheets, "_VALUES_KEPT", 1), (outcomes, "_GATES_OF_ONE", 0), (gates, "_BLOCKS", 0))
    with ExitStack() as stack:
        for module, name, bound in bounds:
            stack.enter_context(patch.object(module, name, bound))
        compiled = _compiled(edition, rng)
        known = Outcomes(compiled, AS_OF)
        for data in (edition.full, edition.blurred, edition.full):
            _hold(compiled, known, _tracks(edition, rng, facts_of(data)))
        assert all(len(fact) <= 1 for fact in known._sheets._facts.values())
