"""The Voluntary Principles: to endorse them is not to implement them."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any, Final

import pytest

from auditor.engine.audit import audit
from auditor.engine.evaluate import compile_ruleset
from auditor.model.finding import Finding, Status
from auditor.model.result import Audit
from auditor.model.ruleset import Checked, Obligation
from auditor.model.scorecard import Verdict
from auditor.source.declarations import read_declaration
from auditor.source.library import find
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_vocabulary

ID: Final = "csea-voluntary-principles"
DAY: Final = date(2020, 3, 5)
VOCABULARY: Final = read_vocabulary()
RULESET: Final = read_ruleset(find(ID, DAY).edition.folder, VOCABULARY)
COMPILED: Final = compile_ruleset(RULESET)
SERVICE: Final[dict[str, Any]] = {
    "service": {"name": "Harbour", "kinds": ["social_network"]},
    "users": {"minimum_age": 13, "children": {"can_use": True, "aimed_at_under_13": False}},
    "functionality": {"media_sharing": True, "content_search": True},
}


def _all(done: bool) -> dict[str, Any]:
    """Declare every fact that the principles read, all of it done or all of it denied."""
    day = "2020-02-01" if done else "none"
    return {
        "surfaces": {
            "direct_messages": {"offered": True, "adults_can_reach_children": True},
            "livestreams": {"offered": True, "csea_detection": done},
        },
        "abuse_material": dict.fromkeys(("hash_matching", "new_material_detection", "new_material_review"), done),
        "terms": {"content_rules": {"csea": "banned_for_all" if done else "allowed"}},
        "referral": {
            "covers_kinds": ["abuse_material", "grooming", "live_abuse"] if done else [],
            "channels": ["ncmec"] if done else [],
        },
        "grooming": dict.fromkeys(("any_detection", "action_policy", "solicitation_detection"), done),
        "search": dict.fromkeys(("csea_results_blocked", "csea_suggestions_blocked"), done),
        "reporting": {"related_material": done},
        "child_defaults": [
            {"ages": {"from": 13, "to": 17}, "stricter_than_adults": done, "strictest_settings": done},
        ],
        "risk_assessment": dict.fromkeys(("child_access_completed", "csea_completed"), day),
        "collaboration": dict.fromkeys(("shares_tools", "shares_signals"), done),
        "transparency": {
            "contents": ["abuse_material"] if done else [],
            "last_published": day,
        },
    }


def _audited(facts: dict[str, Any], *, endorsed: bool) -> Audit:
    adopted = ["voluntary_principles_2020"] if endorsed else []
    data = {"declaration": 1, **SERVICE, **facts, "codes": {"adopted": adopted}}
    declaration, _ = read_declaration(json.dumps(data).encode(), "harbour.yaml", None, VOCABULARY)
    return audit(
        declaration, RULESET, COMPILED, vocabulary=VOCABULARY, as_of=DAY, as_written=False, include_recalled=True
    )


def _principles(done: Audit) -> dict[str, Finding]:
    return {one.requirement.id: one for one in done.findings if one.requirement.id != "VP-E"}


def _verdict(done: Audit) -> Verdict:
    assert done.scorecard is not None
    return done.scorecard.verdict.declared


def test_there_are_eleven_principles_by_their_own_numbers() -> None:
    ids = {one.id: one.source.clause for one in RULESET.requirements}
    numbered = {one: clause for one, clause in ids.items() if re.fullmatch(r"VP-\d+", one)}
    assert len(numbered) == 11
    assert {clause.partition(",")[0] for clause in numbered.values()} == {f"principle {n}" for n in range(1, 12)}
    assert all(clause.startswith(f"principle {one.removeprefix('VP-')}") for one, clause in numbered.items())
    assert ids.keys() - numbered.keys() == {"VP-7.2", "VP-E"}


def test_companies_seek_to_and_what_they_may_do_never_decides() -> None:
    assert RULESET.decided_by == (Obligation.SEEK,)
    assert {one.id for one in RULESET.requirements if one.obligation is Obligation.MAY} == {"VP-7.2", "VP-E"}
    recalled = {one.id for one in RULESET.requirements if one.source.checked is Checked.RECALLED}
    assert recalled == {"VP-9", "VP-10", "VP-11"}


def test_to_endorse_alone_is_not_to_comply() -> None:
    endorsed = _audited(_all(False), endorsed=True)
    assert _verdict(endorsed) is Verdict.NOT_COMPLIANT
    assert {one.declared.status for one in _principles(endorsed).values()} == {Status.NOT_MET}
    assert [one.declared.status for one in endorsed.findings if one.requirement.id == "VP-E"] == [Status.MET]


def test_to_do_everything_without_endorsing_is_to_comply() -> None:
    assert _verdict(_audited(_all(True), endorsed=False)) is Verdict.COMPLIANT


@pytest.mark.parametrize("facts", [_all(True), _all(False), {}], ids=["all done", "nothing done", "nothing said"])
def test_endorsement_changes_no_other_finding_and_no_verdict(facts: dict[str, Any]) -> None:
    endorsed, silent = (_audited(facts, endorsed=one) for one in (True, False))
    assert _verdict(endorsed) is _verdict(silent)
    for id, found in _principles(endorsed).items():
        other = _principles(silent)[id]
        assert (found.declared, found.backed) == (other.declared, other.backed), id


def test_a_reader_is_told_that_a_listing_shows_nothing() -> None:
    assert "does not show that it has implemented the principles" in RULESET.summary
