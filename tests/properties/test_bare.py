"""Audits of which the sums alone are kept say what whole audits say."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from auditor.engine.audit import audit
from auditor.engine.bare import BareAudits
from auditor.engine.evaluate import compile_ruleset
from auditor.model.declaration import Alternative, Declaration
from auditor.model.finding import Finding, Judgement
from auditor.model.result import Audit
from auditor.model.ruleset import Checked, Requirement, Ruleset
from tests.properties.test_judgements import Edition, editions
from tests.support.facts import facts_of
from tests.support.rules import AS_OF, PLACE, declaration, evidence
from tests.support.vocabulary import VOCABULARY

_DAYS = (None, None, None, AS_OF - timedelta(days=1), AS_OF, AS_OF + timedelta(days=1))


def _drawn(one: Requirement, rng: Random) -> Requirement:
    return replace(
        one,
        starts=rng.choice(_DAYS),
        ends=rng.choice(_DAYS),
        alternatives=rng.random() < 0.7,
        source=replace(one.source, checked=rng.choice((Checked.READ, Checked.READ, Checked.RECALLED))),
    )


def _edition(edition: Ruleset, rng: Random) -> Ruleset:
    return replace(
        edition,
        requirements=tuple(_drawn(one, rng) for one in edition.requirements),
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


def _judgement(one: Judgement) -> object:
    return one.status, one.credit, one.applies, one.reason


def _finding(one: Finding) -> object:
    waiting = one.would_be and (_judgement(one.would_be.declared), _judgement(one.would_be.backed))
    judged = _judgement(one.declared), _judgement(one.backed)
    return one.requirement, judged, waiting, one.since, one.alternative, one.decision, one.waiver


def _told(one: Audit) -> object:
    card = one.scorecard and replace(one.scorecard, areas=())
    findings = [_finding(each) for each in one.findings]
    return card, findings, one.left_out, one.checked, one.watermarks, one.asked, one.contested


@given(editions(), st.integers(0, 2**32))
def test_a_bare_audit_has_the_sums_of_a_whole_one(edition: Edition, seed: int) -> None:
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
            assert _told(bare.audit(one, vocabulary=VOCABULARY, **told)) == _told(whole)
