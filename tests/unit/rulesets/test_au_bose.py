"""The expectations of Australia: which of them stand in which edition, and which services they are for."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import chain, combinations, product
from typing import Any, Final, cast

import pytest

from auditor.engine.backing import Tracks
from auditor.engine.evaluate import compile_ruleset
from auditor.engine.judge import Evaluator
from auditor.model.diagnostic import InputError
from auditor.model.finding import Status
from auditor.model.ruleset import Checked, Obligation
from auditor.source.library import builtin_editions, find
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_vocabulary
from auditor.source.yamltree import read_yaml
from tests.support.facts import facts_of

ID: Final = "au-bose"
VOCABULARY: Final = read_vocabulary()
FOLDERS: Final = {one.number: one.folder for one in builtin_editions() if one.id == ID}
EDITIONS: Final = {number: read_ruleset(folder, VOCABULARY) for number, folder in FOLDERS.items()}
FROM_2022: Final = {
    *(f"BOSE-{number}" for number in range(6, 20)),
    *("BOSE-6-PROACTIVE", "BOSE-6-DEFAULTS", "BOSE-11-OTHERS"),
}
ADDED_IN_2024: Final = {
    "BOSE-6-CHILD",  # the best interests of the child
    "BOSE-6-CONTROLS",  # controls over contact, content and privacy
    "BOSE-8A",  # generative artificial intelligence
    "BOSE-8B",  # recommendations
    "BOSE-13-TIME",  # a reasonable time to respond
    "BOSE-14-DETECT",  # detection of breaches
    "BOSE-18A",  # transparency reports
    "BOSE-19-SPLIT",  # adults and children counted apart
}
STRENGTHENED_IN_2024: Final = {"BOSE-12"}  # children and class 2 material
RECALLED: Final = {"BOSE-6-DEFAULTS", "BOSE-19", "BOSE-19-SPLIT"}
CORE: Final = {"6", "7", "11", "12", "13", "15"}
AUSTRALIAN: Final = ("au_social_media", "au_relevant_electronic", "au_designated_internet")
NAMED_KINDS: Final = {"social_network", "messaging", "online_game"}


def _as_written(number: str) -> dict[str, Any]:
    """Give each requirement as its file has it; what is read from it knows its line, and so differs."""
    files = sorted((FOLDERS[number] / "requirements").glob("*.yaml"))
    return {one["id"]: one for file in files for one in cast(Any, read_yaml(file.read_bytes(), file.name).data)}


def test_which_expectations_stand_in_which_edition() -> None:
    assert {one.id for one in EDITIONS["1.0.0"].requirements} == FROM_2022
    assert {one.id for one in EDITIONS["1.1.0"].requirements} == FROM_2022 | ADDED_IN_2024


def test_what_stood_in_2022_is_as_it_was_but_for_what_was_strengthened() -> None:
    old, new = _as_written("1.0.0"), _as_written("1.1.0")
    assert {one for one in FROM_2022 if old[one] != new[one]} == STRENGTHENED_IN_2024


def test_the_numbers_of_2024_are_not_claimed() -> None:
    rules = {one.id: one for one in EDITIONS["1.1.0"].requirements}
    for one in ADDED_IN_2024:
        assert "as inserted in 2024 (number not confirmed)" in rules[one].source.clause
        assert rules[one].source.checked is not Checked.READ


@pytest.mark.parametrize("number", EDITIONS)
def test_all_of_it_is_expected_and_core_expectations_say_so(number: str) -> None:
    ruleset = EDITIONS[number]
    assert ruleset.decided_by == (Obligation.SHOULD,)
    assert {one.obligation for one in ruleset.requirements} == {Obligation.SHOULD}
    recalled = {one.id for one in ruleset.requirements if one.source.checked is Checked.RECALLED}
    assert recalled == RECALLED & {one.id for one in ruleset.requirements}
    for section in CORE:
        (rule,) = (one for one in ruleset.requirements if one.id == f"BOSE-{section}")
        assert rule.label == f"section {section}, core expectation"


@pytest.mark.parametrize(
    ("day", "number"),
    [("2022-01-23", "1.0.0"), ("2024-05-30", "1.0.0"), ("2024-05-31", "1.1.0"), ("2026-11-22", "1.1.0")],
)
def test_which_edition_is_in_force(day: str, number: str) -> None:
    assert find(ID, date.fromisoformat(day)).edition.number == number


def test_no_day_lies_between_the_editions() -> None:
    ends, starts = EDITIONS["1.0.0"].in_force_until, EDITIONS["1.1.0"].in_force_from
    assert ends is not None
    assert ends + timedelta(days=1) == starts
    with pytest.raises(InputError, match="in force from 2022-01-23"):
        find(ID, date(2022, 1, 22))


@pytest.mark.parametrize("number", EDITIONS)
@pytest.mark.parametrize("users", [{}, {"GB": 9}, {"AU": 0}, {"AU": 1}, {"GB": 9, "AU": 12}])
def test_which_services_the_expectations_are_for(number: str, users: dict[str, int]) -> None:
    compiled = compile_ruleset(EDITIONS[number])
    standings = chain.from_iterable(combinations((*AUSTRALIAN, "online_platform"), size) for size in range(3))
    for standing, kinds in product(
        standings, (["forum"], ["messaging"], ["online_game", "forum"], ["social_network"])
    ):
        service = {"kinds": kinds, "legal_status": list(standing)}
        facts = facts_of({"service": service, "users": {"monthly_active": users}}, VOCABULARY)
        evaluator = Evaluator(Tracks(facts, (), date(2024, 1, 1)), facts, VOCABULARY)
        statuses = {one.requirement.id: evaluator.judge(one)[0].status for one in compiled}
        inside = users.get("AU", 0) > 0 and bool({*standing} & {*AUSTRALIAN} or {*kinds} & NAMED_KINDS)
        assert (statuses["BOSE-6"] is not Status.NOT_APPLICABLE) == inside
        assert inside or set(statuses.values()) == {Status.NOT_APPLICABLE}
