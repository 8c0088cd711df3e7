"""What the NSPCC asked for, by the day on which it asked: its history, written out, against the two editions."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, cast

import pytest

from auditor.model.dates import parse_date
from auditor.model.diagnostic import InputError
from auditor.model.ruleset import Checked, Obligation, Requirement, RulesetStatus
from auditor.model.themes import Theme
from auditor.source.library import builtin_editions, find
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_vocabulary
from auditor.source.yamltree import read_yaml

ID: Final = "nspcc-asks"
EDITIONS: Final = {
    one.number: read_ruleset(one.folder, read_vocabulary()) for one in builtin_editions() if one.id == ID
}
# The demands of 2017: safe accounts, detection, alerts and a workforce. The regulator is no fact of a service.
ASKED_IN_2017: Final = {
    *(f"SAF-{n:02}" for n in range(1, 11)),
    *("DET-01", "DET-02", "DET-04", "ALT-01", "ALT-02", "ALT-03", "MOD-01"),
}
ADDED: Final = {
    "2018-01-30": {"DET-03", "POL-01", "TRN-01"},  # no mutual friends, the police, figures
    "2018-04-18": {"MOD-02"},  # fast-tracking
    "2018-06-19": {"TRN-02"},  # every year
}
REPLACED: Final = {"MOD-01": ("MOD-02", date(2018, 4, 18))}
REWORDED: Final = {"ALT-01"}


def _by_id(number: str) -> dict[str, Requirement]:
    return {one.id: one for one in EDITIONS[number].requirements}


def _as_written(number: str) -> dict[str, Any]:
    """Give each requirement as its file has it; what is read from it knows its line, and so differs."""
    folder = find(f"{ID}@{number}", date(2018, 1, 1)).edition.folder
    files = sorted((folder / "requirements").glob("*.yaml"))
    return {one["id"]: one for file in files for one in cast(Any, read_yaml(file.read_bytes(), file.name).data)}


def _deeds(rule: dict[str, Any]) -> list[Any]:
    return [rule.get(key) for key in ("applies_when", "met_when", "partly_met_when")]


def _asked_on(day: date) -> set[str]:
    edition = find(ID, day).edition.number
    return {
        one.id
        for one in EDITIONS[edition].requirements
        if (one.starts is None or one.starts <= day) and (one.ends is None or day <= one.ends)
    }


@pytest.mark.parametrize(
    "day",
    ["2017-07-01", "2018-01-29", "2018-01-30", "2018-04-17", "2018-04-18", "2018-06-18", "2018-06-19", "2026-01-01"],
)
def test_on_each_day_what_had_been_asked_for_by_then(day: str) -> None:
    asked = set(ASKED_IN_2017)
    for since, ids in ADDED.items():
        asked |= ids if day >= since else set()
    asked -= {old for old, (_, since) in REPLACED.items() if date.fromisoformat(day) >= since}
    assert _asked_on(date.fromisoformat(day)) == asked


def test_before_the_middle_of_2017_nothing_was_asked() -> None:
    with pytest.raises(InputError, match="current from 2017-07-01"):
        find(ID, date(2017, 6, 30))


def test_the_workforce_was_replaced_and_on_no_day_are_both_asked_for() -> None:
    rules = _by_id("1.1.0")
    for old, (new, since) in REPLACED.items():
        assert rules[new].starts == since
        assert rules[old].ends == date(2018, 4, 17)


def test_what_was_carried_over_is_as_it_was_but_for_what_was_reworded() -> None:
    before, after = _by_id("1.0.0"), _by_id("1.1.0")
    assert set(before) <= set(after)
    assert {id for id in before if before[id].asks != after[id].asks} == REWORDED
    old, new = _as_written("1.0.0"), _as_written("1.1.0")
    assert {id for id in old if _deeds(old[id]) != _deeds(new[id])} == set()


def test_a_charity_demands() -> None:
    for ruleset in EDITIONS.values():
        assert ruleset.status is RulesetStatus.ADVOCACY
        assert ruleset.decided_by == (Obligation.DEMAND,)
        assert {one.obligation for one in ruleset.requirements} == {Obligation.DEMAND}
        assert not [one.id for one in ruleset.requirements if one.source.checked is Checked.RECALLED]


@pytest.mark.parametrize("number", EDITIONS)
def test_the_child_is_to_be_alerted(number: str) -> None:
    (alert,) = (one for one in EDITIONS[number].requirements if Theme.CHILD_ALERTS in one.themes)
    assert alert.id == "ALT-01"
    assert alert.ends is None


@pytest.mark.parametrize("number", EDITIONS)
def test_safe_accounts_are_for_everybody_under_18(number: str) -> None:
    assert EDITIONS[number].parameters["oldest_child"].written == "17"


def test_the_page_of_2017_bears_no_date() -> None:
    assert [one.on for one in EDITIONS["1.0.0"].history] == [parse_date("2017")]
    assert [str(one.on) for one in EDITIONS["1.1.0"].history] == ["2018-01", "2018-04", "2018-06"]
