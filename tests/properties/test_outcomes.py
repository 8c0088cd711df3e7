"""Outcomes that are remembered are those that the conditions give, whatever was judged before."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from auditor.engine import outcomes, sheets
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
def test_a_memory_that_is_full_forgets_and_stays_right(edition: Edition, seed: int) -> None:
    rng = Random(seed)
    kept = outcomes._PATTERNS_KEPT, sheets._VALUES_KEPT
    outcomes._PATTERNS_KEPT, sheets._VALUES_KEPT = 1, 0  # type: ignore[misc]
    try:
        compiled = _compiled(edition, rng)
        known = Outcomes(compiled, AS_OF)
        for data in (edition.full, edition.blurred, edition.full):
            _hold(compiled, known, _tracks(edition, rng, facts_of(data)))
        assert all(len(rule.known) <= 1 for rule in known._rules)
    finally:
        outcomes._PATTERNS_KEPT, sheets._VALUES_KEPT = kept  # type: ignore[misc]
