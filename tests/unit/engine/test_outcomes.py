"""Outcomes that are remembered, where a fact stands in part."""

from __future__ import annotations

import pytest

from auditor.engine.backing import Tracks
from auditor.engine.evaluate import compile_ruleset
from auditor.engine.outcomes import Outcomes
from auditor.model.evidence import Assurance
from auditor.model.finding import Status
from auditor.model.truth import Truth
from tests.support.facts import facts_of
from tests.support.rules import AS_OF, evidence, read, requirement, ruleset

WORDS = ("hate", "csea")


@pytest.mark.parametrize("assurance", [Assurance.ASSERTED, Assurance.DOCUMENTED])
def test_of_a_set_only_the_word_that_is_contradicted_falls(assurance: Assurance) -> None:
    asked = [
        requirement(f"REQ-{word}", met=read({"surfaces.dm.words": {"has": word}}), assurance=assurance)
        for word in WORDS
    ]
    facts = facts_of({"surfaces": {"dm": {"words": list(WORDS)}}})
    known = Outcomes(compile_ruleset(ruleset(asked)), AS_OF)
    for contradicted, backed in (("hate", [Status.UNDECIDED, Status.MET]), ("csea", [Status.MET, Status.UNDECIDED])):
        fallen = frozenset({f"surfaces.dm.words.{contradicted}"})
        found = known.of(Tracks(facts, (evidence("surfaces"),), AS_OF, fallen))
        assert [one.judgements[0].status for one in found] == [Status.MET, Status.MET]
        assert [one.judgements[1].status for one in found] == backed


def test_nothing_is_left_of_a_question_that_was_cut_short() -> None:
    """As when a submission's time is over in the middle of it."""

    class Over(BaseException):
        pass

    def cut_short(*_: object) -> Truth:
        raise Over

    known = Outcomes(compile_ruleset(ruleset([requirement(met=read({"surfaces.dm.words": {"has": "hate"}}))])), AS_OF)
    fact = known._sheets._facts["surfaces.dm.words"]
    fact._tests.append(cut_short)
    with pytest.raises(Over):
        known.of(Tracks(facts_of({"surfaces": {"dm": {"words": list(WORDS)}}}), (), AS_OF))
    assert fact._values == {}
