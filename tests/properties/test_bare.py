"""Audits of which the totals alone are kept say what whole audits say."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from auditor.engine.audit import audit
from auditor.engine.bare import BareAudits
from auditor.engine.evaluate import compile_ruleset
from auditor.model.declaration import Alternative, Declaration
from auditor.model.result import Audit
from auditor.model.ruleset import Checked, Requirement, Ruleset
from tests.properties.test_judgements import Edition, editions
from tests.support.facts import facts_of
from tests.support.rules import AS_OF, PLACE, declaration, evidence
from tests.support.vocabulary import VOCABULARY

_CREDITS = [[Fraction(one) for one in two] for two in (("3/4", "1/4"), ("1/2", "1/3"), ("0.8", "0.75"))]
_DAYS = (None, None, None, AS_OF - timedelta(days=1), AS_OF, AS_OF + timedelta(days=1))


def _drawn(one: Requirement, rng: Random) -> Requirement:
    credits = rng.choice(_CREDITS)
    return replace(
        one,
        rungs=tuple(replace(rung, credit=credit) for rung, credit in zip(one.rungs, credits, strict=False)),
        starts=rng.choice(_DAYS),
        ends=rng.choice(_DAYS),
        alternatives=rng.random() < 0.7,
        source=replace(one.source, checked=rng.choice((Checked.READ, Checked.READ, Checked.RECALLED))),
    )


def _edition(edition: Ruleset, rng: Random) -> Ruleset:
    """Draw what is left open; every requirement stands there twice, and may differ in little."""
    again = [replace(one, id=f"{one.id}-AGAIN") for one in edition.requirements]
    return replace(
        edition,
        requirements=tuple(_drawn(one, rng) for one in (*edition.requirements, *again)),
        in_force_until=rng.choice(_DAYS),
        transition_until=rng.choice(_DAYS),
    )


def _declaration(edition: Edition, data: dict[str, Any], rng: Random) -> Declaration:
    entries = [evidence(*edition.supports)] if edition.supports else []
    instead = [
        Alternative(requirement=f"test/REQ-{number}", measure=f"measure {number}", why="it is as good", place=PLACE)
        for number in range(4)
        if rng.random() < 0.5
    ]
    stated_on = rng.choice((None, date(2020, 1, 1), AS_OF + timedelta(days=1)))
    return replace(declaration(facts_of(data), entries), alternatives=tuple(instead), stated_on=stated_on)


def _told(one: Audit) -> object:
    card = one.scorecard and replace(one.scorecard, areas=())
    return card, one.left_out, one.checked, one.watermarks, one.asked, one.contested


@given(editions(), st.integers(0, 2**32))
def test_a_bare_audit_has_the_totals_of_a_whole_one(edition: Edition, seed: int) -> None:
    rng = Random(seed)
    ruleset = _edition(edition.ruleset, rng)
    compiled = compile_ruleset(ruleset)
    how: Any = {"as_written": rng.random() < 0.3, "include_recalled": rng.random() < 0.5}
    bare = BareAudits(ruleset, compiled, as_of=AS_OF, **how)
    for data in (edition.full, edition.blurred, {}, edition.full):
        for _ in range(2):
            one = _declaration(edition, data, rng)
            contradicted = frozenset(rng.sample(list(one.facts.values), min(2, len(one.facts.values))))
            told: Any = {"contradicted": contradicted, "watermarks": ("a mark",), "asked": "test"}
            whole = audit(one, ruleset, compiled, vocabulary=VOCABULARY, as_of=AS_OF, **how, **told)
            totals = bare.audit(one, vocabulary=VOCABULARY, **told)
            assert _told(totals) == _told(whole)
            assert not totals.findings
