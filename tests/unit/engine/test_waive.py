"""What a waiver takes out of the figures: on each track, what is not met there, and nothing that is."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from auditor.engine.audit import audit
from auditor.engine.evaluate import compile_ruleset
from auditor.engine.waive import idle_waivers
from auditor.model.decision import Decision
from auditor.model.declaration import Alternative
from auditor.model.evidence import Assurance
from auditor.model.finding import Status
from auditor.model.result import Audit
from auditor.model.scorecard import Verdict
from auditor.model.waiver import Waiver
from tests.support.facts import facts_of
from tests.support.rules import AS_OF, PLACE, declaration, read, requirement, ruleset
from tests.support.vocabulary import VOCABULARY

WAIVER = Waiver(
    requirement="test/REQ-1",
    service="s",
    reason="It is being built.",
    approver="A. Example",
    granted=AS_OF,
    expires=AS_OF,
    place=PLACE,
)
MEASURE = Alternative(requirement="test/REQ-1", measure="Calls are watched.", why="", sha256="1", place=PLACE)
ACCEPTED = Decision(
    requirement="test/REQ-1",
    service="s",
    accepted=True,
    reviewer="B. Example",
    on=AS_OF,
    because="",
    assurance=Assurance.DOCUMENTED,
    text_sha256="1",
    place=PLACE,
)


def _audit(chat: bool | None, waivers: tuple[Waiver, ...] = (WAIVER,), **how: Any) -> Audit:
    rules = [
        replace(requirement("REQ-1", met=read({"app.chat": True})), alternatives=True),
        requirement("REQ-2", met=read({"app.calls": True}), assurance=Assurance.ASSERTED),
    ]
    edition = ruleset(rules)
    stated = declaration(facts_of({"app": {"calls": False, **({} if chat is None else {"chat": chat})}}))
    stated = replace(stated, alternatives=(MEASURE,) if "decisions" in how else ())
    compiled = compile_ruleset(edition)
    how |= {"vocabulary": VOCABULARY, "as_of": AS_OF, "as_written": True}
    return audit(stated, edition, compiled, waivers=waivers, **how)


@pytest.mark.parametrize("chat", [True, False, None])
def test_a_waiver_takes_out_what_is_not_met_and_on_no_other_track(chat: bool | None) -> None:
    waived, card = _audit(chat).findings[0], _audit(chat).scorecard
    assert card is not None
    assert (waived.waiver, waived.counts, waived.counts_backed) == (WAIVER, chat is True, False)
    assert card.decisive[Status.MET] == (chat is True)
    assert card.score.declared is not None
    assert card.score.declared.interval.high == (50 if chat else 0)
    assert card.score.backed is not None
    assert card.score.backed.interval.high == 0
    area = card.areas[0]
    assert (area.score, area.decisive, area.decisive_backed) == (card.score, card.decisive, card.decisive_backed)


def test_what_counts_as_met_by_a_decision_needs_no_waiver() -> None:
    decided, both = _audit(False, (), decisions=(ACCEPTED,)), _audit(False, decisions=(ACCEPTED,))
    assert both.scorecard == decided.scorecard
    assert both.findings[0].waiver is None
    assert [one.code for one in idle_waivers([WAIVER], [both], AS_OF)] == ["waiver.unused"]


def test_a_decision_that_counts_as_declared_alone_leaves_the_waiver_to_the_other_track() -> None:
    found = _audit(False, decisions=(replace(ACCEPTED, assurance=Assurance.ASSERTED),))
    assert (found.findings[0].counts, found.findings[0].counts_backed) == (True, False)
    assert idle_waivers([WAIVER], [found], AS_OF) == ()
    assert found.scorecard is not None
    assert found.scorecard.verdict_without_decisions.declared is Verdict.NOT_COMPLIANT
    assert found.scorecard.score_without_decisions.declared is not None
    assert found.scorecard.score_without_decisions.declared.interval.high == 0
