"""The guidelines on minors: who they are for, as a two-valued oracle of its own, and what is law and what is not."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any, Final

import pytest

from auditor.engine.backing import Tracks
from auditor.engine.evaluate import compile_ruleset
from auditor.engine.judge import Evaluator
from auditor.model.dates import parse_date
from auditor.model.diagnostic import InputError
from auditor.model.finding import Status
from auditor.model.ruleset import Checked, Obligation
from auditor.source.library import find
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_vocabulary
from tests.support.facts import facts_of

DAY: Final = date(2025, 7, 14)
VOCABULARY: Final = read_vocabulary()
EDITION: Final = read_ruleset(find("eu-dsa-minors", DAY).edition.folder, VOCABULARY)
COMPILED: Final = compile_ruleset(EDITION)
SURFACES: Final = (
    *("direct_messages", "group_messages", "community_channels", "public_posts"),
    *("comments", "livestreams", "voice_video_calls", "game_chat"),
)
RISKS: Final = (
    *("csea", "bullying", "harassment", "intimate_image_abuse"),
    *("suicide_self_harm", "eating_disorders", "pornography", "violence"),
)
AGE_RULES: Final = ("DSA-6.1-A", "DSA-6.1-B", "DSA-6.1-C")
# What the source marks as memory, in whole or for the part that stands in a requirement of its own.
RECALLED: Final = {
    *("DSA-6.1-E", "DSA-6.3.1-A.2", "DSA-6.3.1-C.2", "DSA-6.3.1-D.2"),
    *("DSA-6.3.1-C", "DSA-6.5.2"),  # of these rows the source calls a part better known, and does not say which
    *("DSA-6.3.2", "DSA-6.5.2.2", "DSA-6.7", "DSA-8"),
}
# What stands or falls with a function of the service, and so need not apply to every platform in scope.
ENGAGED_BY_A_FUNCTION: Final = {
    *("DSA-6.1-A", "DSA-6.1-B", "DSA-6.1-C", "DSA-6.1-D", "DSA-6.1-E", "DSA-6.3.1-A", "DSA-6.3.1-A.2", "DSA-6.4-C"),
    *("DSA-6.5.1", "DSA-6.5.2", "DSA-6.5.2-E", "DSA-6.5.2.2", "DSA-28.2", "DSA-7.3"),
}


def _out_of_scope(data: dict[str, Any]) -> set[str]:
    """Give the requirements that do not apply, by what a file that leaves nothing about scope open says."""
    facts = facts_of(data, VOCABULARY)
    evaluator = Evaluator(Tracks(facts, (), DAY), facts, VOCABULARY)
    return {one.requirement.id for one in COMPILED if evaluator.judge(one)[0].status is Status.NOT_APPLICABLE}


def _surfaces(*, open_channel: bool) -> dict[str, Any]:
    offered = {"direct_messages": False, "group_messages": False, "community_channels": open_channel}
    return {
        one: {"offered": True, "public": offered[one]} if one in offered else {"offered": False} for one in SURFACES
    }


@pytest.mark.parametrize("kinds", [["messaging"], ["messaging", "forum"], ["social_network"], []])
@pytest.mark.parametrize("terms_ask_for", [13, 18])
def test_who_the_guidelines_are_for(kinds: list[str], terms_ask_for: int) -> None:
    everything = {one.id for one in EDITION.requirements}
    for called, channel, minors, size in product(
        (True, False), (True, False), (True, False), ("micro", "small", "medium", "large")
    ):
        out = _out_of_scope(
            {
                "service": {
                    "kinds": kinds,
                    "legal_status": ["online_platform"] if called else [],
                    "eu_company_size": size,
                },
                "users": {"children": {"can_use": minors}, "minimum_age": terms_ask_for},
                "surfaces": _surfaces(open_channel=channel),
            }
        )
        # private interpersonal messaging is no online platform, and an open channel can be
        platform = called and (kinds != ["messaging"] or channel)
        # what the terms say of age is not asked: minors who can come in count
        inside = platform and minors and size not in ("micro", "small")
        assert (out == everything) == (not inside)
        assert not inside or out <= ENGAGED_BY_A_FUNCTION


@pytest.mark.parametrize("purpose", ["pornography", "social_interaction"])
@pytest.mark.parametrize("rule", ["allowed", "banned_for_children", "banned_for_all"])
def test_where_age_is_to_be_checked_and_how_surely(purpose: str, rule: str) -> None:
    for terms, law, level in product((13, 17, 18, "none"), (15, "none"), ("negligible", "low", "medium", "high")):
        out = _out_of_scope(
            {
                "service": {
                    "kinds": ["social_network"],
                    "legal_status": ["online_platform"],
                    "eu_company_size": "large",
                    "principal_purposes": [purpose],
                },
                "users": {"children": {"can_use": True}, "minimum_age": terms, "statutory_minimum_age": law},
                "terms": {"content_rules": {"pornography": rule}},
                "risk_assessment": {"levels": {**dict.fromkeys(RISKS, "low"), "bullying": level, "fraud": "high"}},
            }
        )
        verify = purpose == "pornography" or rule != "banned_for_all" or terms == 18 or law != "none"
        estimate = terms in (13, 17) or level in ("medium", "high")
        wanted = dict(zip(AGE_RULES, (verify, estimate, verify or estimate), strict=True))
        assert {one: one not in out for one in AGE_RULES} == wanted


def test_the_law_is_a_must_and_the_guidelines_are_not() -> None:
    assert {one.id for one in EDITION.requirements if one.obligation is Obligation.MUST} == {"DSA-28.2"}
    assert {one.obligation for one in EDITION.requirements if one.id != "DSA-28.2"} == {Obligation.SHOULD}
    assert EDITION.decided_by == (Obligation.MUST, Obligation.SHOULD)


def test_what_is_only_remembered_is_marked() -> None:
    assert {one.id for one in EDITION.requirements if one.source.checked is Checked.RECALLED} == RECALLED
    assert not [one.id for one in EDITION.requirements if one.source.checked is Checked.READ]


def test_before_the_announcement_nothing_is_in_force() -> None:
    with pytest.raises(InputError, match="in force from 2025-07-14"):
        find("eu-dsa-minors", date(2025, 7, 13))
    days = ("2025-07-14", "2025-10-07", "2025-10-10")
    assert [one.on for one in EDITION.history] == [parse_date(day) for day in days]
