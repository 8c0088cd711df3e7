"""The backed track, case by case: what helps must be backed, what hurts need not be."""

from __future__ import annotations

from typing import Any

import pytest

from auditor.model.finding import Reason, Role, Status
from tests.support.judging import judge


def test_a_claim_is_not_evidence() -> None:
    found = judge({"app": {"chat": True}}, {"app.chat": True})
    assert found.declared.status is Status.MET
    assert (found.backed.status, found.backed.reason) == (Status.UNDECIDED, Reason.EVIDENCE_MISSING)
    assert [(one.fact, one.role) for one in found.backed.missing] == [("app.chat", Role.EVIDENCE)]


@pytest.mark.parametrize("support", ["app.chat", "app"])
def test_evidence_covers_what_stands_beneath(support: str) -> None:
    found = judge({"app": {"chat": True}}, {"app.chat": True}, support)
    assert found.backed.status is Status.MET
    assert found.backed.because[0].backed_by == ("e",)


def test_an_admission_needs_no_backing() -> None:
    found = judge({"app": {"chat": False}}, {"app.chat": True})
    assert found.backed.status is Status.NOT_MET


def test_an_if_that_holds_makes_its_then_due_without_backing() -> None:
    rule = {"if": {"app.chat": True}, "then": {"app.calls": True}}
    assert judge({"app": {"chat": True, "calls": True}}, rule, "app.calls").backed.status is Status.MET
    assert judge({"app": {"chat": True, "calls": False}}, rule).backed.status is Status.NOT_MET


def test_an_if_that_does_not_hold_is_an_exemption() -> None:
    rule = {"if": {"app.chat": True}, "then": {"app.calls": True}}
    assert judge({"app": {"chat": False}}, rule).backed.status is Status.UNDECIDED
    assert judge({"app": {"chat": False}}, rule, "app.chat").backed.status is Status.MET


def test_an_unbacked_exemption_can_only_cost() -> None:
    found = judge(
        {"app": {"chat": False, "calls": True}}, {"app.calls": True}, "app.calls", applies={"app.chat": True}
    )
    assert found.declared.status is Status.NOT_APPLICABLE
    assert (found.backed.status, found.backed.reason) == (Status.UNDECIDED, Reason.SCOPE_UNBACKED)
    assert (found.backed.credit.low, found.backed.credit.high) == (1, 1)
    assert [(one.fact, one.role) for one in found.backed.missing] == [("app.chat", Role.EVIDENCE)]


def test_a_word_that_a_list_leaves_out_is_backed_with_the_set_alone() -> None:
    data, rule = {"app": {"contact": ["dm"]}}, {"app.contact": {"has_none": ["live"]}}
    assert judge(data, rule, "app.contact.live").backed.status is Status.UNDECIDED
    assert judge(data, rule, "app.contact").backed.status is Status.MET
    assert judge(data, {"app.contact": {"has": "dm"}}, "app.contact.dm").backed.status is Status.MET
    assert judge(data, rule, "app.contact.dm").backed.status is Status.UNDECIDED


def test_a_date_known_in_part_asks_for_an_answer_and_not_for_evidence() -> None:
    found = judge({"app": {"reviewed": "2025"}}, {"app.reviewed": {"within": "12 months"}}, "app")
    for judgement in (found.declared, found.backed):
        assert judgement.reason is Reason.FACTS_MISSING
        assert [(one.fact, one.role) for one in judgement.missing] == [("app.reviewed", Role.CONTENT)]


LED = {"of": "teams", "satisfies": {"its.lead": True}}
GROWN = {"of": "defaults", "ages": {"from": {"fact": "app.youngest"}, "to": 17}, "satisfies": {"its.hidden": True}}
TEAMS = {"teams": [{"id": "a", "lead": True}, {"id": "b", "lead": True}]}
BANDS = {"defaults": [{"ages": {"from": 13, "to": 17}, "hidden": True}]}
FULL = {"spans": {"from": 13, "to": 17}}


@pytest.mark.parametrize(
    ("data", "met", "supports", "status"),
    [
        (TEAMS, {"every": {**LED, "if_none": False}}, ["teams.a"], "undecided"),
        (TEAMS, {"every": {**LED, "if_none": False}}, ["teams"], "met"),
        (TEAMS, {"some": LED}, ["teams.a"], "met"),
        (TEAMS, {"count": {"of": "teams", "at_most": 2}}, ["teams.a", "teams.b"], "undecided"),  # there may be more
        (TEAMS, {"count": {"of": "teams", "at_least": 2}}, ["teams.a"], "undecided"),
        ({"teams": []}, {"every": {**LED, "if_none": True}}, [], "undecided"),
        ({"teams": []}, {"some": {"of": "teams"}}, [], "not-met"),
        # bands are a list like any other, save that their ends are read as declared
        (BANDS, {"some": {"of": "defaults"}}, [], "undecided"),
        (BANDS, {"some": {"of": "defaults"}}, ["defaults.13-17"], "met"),
        (BANDS, {"count": {"of": "defaults", "at_most": 1}}, ["defaults.13-17"], "undecided"),
        ({"defaults": []}, {"count": {"of": "defaults", "at_most": 1}}, [], "undecided"),
        (BANDS, {"defaults": FULL}, [], "undecided"),
        (BANDS, {"defaults": FULL}, ["defaults.13-17"], "met"),
        (
            {"app": {"youngest": 13}, **BANDS},
            {"every": {**GROWN, "if_none": False}},
            ["defaults"],
            "met",
        ),
    ],
)
def test_lists_that_are_backed_in_part(data: Any, met: Any, supports: list[str], status: str) -> None:
    assert judge(data, met, *supports).backed.status.value == status


@pytest.mark.parametrize(
    "applies",
    [{"some": {"of": "defaults"}}, {"defaults": FULL}, {"some": {"of": "teams"}}],
)
def test_an_empty_list_takes_nothing_out_of_scope_without_backing(applies: Any) -> None:
    found = judge({"defaults": [], "teams": []}, {"app.chat": True}, applies=applies)
    assert found.declared.status is Status.NOT_APPLICABLE
    assert found.backed.reason is Reason.SCOPE_UNBACKED
