"""The social media code in its three editions: what the history of it says, written out, against what is encoded."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest

from auditor.model.condition import Test as Comparison
from auditor.model.dates import parse_date
from auditor.model.diagnostic import InputError
from auditor.model.ruleset import Checked, Obligation, Requirement, Ruleset, RulesetStatus, Stage
from auditor.model.themes import Theme
from auditor.source.library import builtin_editions, find
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_vocabulary

ID: Final = "uk-social-media-code"
EDITIONS: Final = {
    one.number: read_ruleset(one.folder, read_vocabulary()) for one in builtin_editions() if one.id == ID
}
NONE: Final = "ruleset.none-in-force"
CRIME: Final = {Theme.GROOMING, Theme.CHILD_ALERTS, Theme.SOLICITATION, Theme.ABUSE_MATERIAL}

# The lineage: what each rule of the history is in the Act, in the draft of 2018 and in the code of 2019.
LINEAGE: Final = {
    "report-route": {"0.1.0": {"RTE-01"}, "0.5.0": {"RTE-01", "RTE-02"}, "1.0.0": {"RTE-01", "RTE-03", "RTE-05"}},
    "handle-reports": {"0.1.0": {"HAN-01"}, "0.5.0": {"HAN-01"}, "1.0.0": {"HAN-01", "HAN-04"}},
    "explain-kept": {"0.1.0": set(), "0.5.0": {"HAN-02"}, "1.0.0": {"HAN-02", "HAN-03"}},
    "terms-cover": {"0.1.0": {"TRM-01"}, "0.5.0": {"TRM-01"}, "1.0.0": {"TRM-01"}},
    "public-info": {"0.1.0": {"PUB-01"}, "0.5.0": {"PUB-01"}, "1.0.0": {"PUB-01"}},
}
# What no edition holds: the duty of care, the police, education and what follows from them.
NEVER: Final = {
    Theme.LAW_ENFORCEMENT,
    Theme.ILLEGAL_CONTENT,
    Theme.EDUCATION,
    Theme.GOVERNANCE,
    Theme.RISK_ASSESSMENT,
    Theme.CHILD_DEFAULTS,
    Theme.CONTACT,
}
RECALLED: Final = {
    "0.1.0": set[str](),
    "0.5.0": {
        *("RTE-03", "RTE-04", "HAN-03", "HAN-04", "HAN-05", "MOD-01", "MOD-02", "ENF-01", "ENF-02"),
        *("TRM-01", "TRM-02", "PUB-01"),
    },
    "1.0.0": {
        *("RTE-06", "SUP-01", "HAN-06", "HAN-07", "HAN-08", "MOD-01", "MOD-02", "ENF-01", "ENF-02"),
        *("TRM-02", "TRM-03"),
    },
}


def _by_id(ruleset: Ruleset) -> dict[str, Requirement]:
    return {one.id: one for one in ruleset.requirements}


def _found(day: str) -> str:
    try:
        return find(ID, date.fromisoformat(day)).edition.number
    except InputError as error:
        return error.diagnostics[0].code


def test_there_are_an_act_a_draft_and_a_code() -> None:
    assert {number: one.status for number, one in EDITIONS.items()} == {
        "0.1.0": RulesetStatus.ACT,
        "0.5.0": RulesetStatus.DRAFT,
        "1.0.0": RulesetStatus.STATUTORY_GUIDANCE,
    }


@pytest.mark.parametrize("rule", LINEAGE)
@pytest.mark.parametrize("number", EDITIONS)
def test_each_rule_is_where_the_history_has_it(rule: str, number: str) -> None:
    listed = LINEAGE[rule][number]
    encoded = {id for row in LINEAGE[rule].values() for id in row} & set(_by_id(EDITIONS[number]))
    assert listed <= encoded
    assert encoded - listed <= RECALLED[number]  # the history sums up what was known better than from memory


@pytest.mark.parametrize("number", EDITIONS)
def test_guidance_never_says_must(number: str) -> None:
    assert {one.obligation for one in EDITIONS[number].requirements} == {Obligation.SHOULD}
    assert EDITIONS[number].decided_by == (Obligation.SHOULD,)


@pytest.mark.parametrize("number", EDITIONS)
def test_what_comes_from_memory_is_marked(number: str) -> None:
    marked = {one.id for one in EDITIONS[number].requirements if one.source.checked is Checked.RECALLED}
    assert marked == RECALLED[number]


def test_the_four_heads_became_the_four_principles() -> None:
    heads = {"RTE-01": "a", "HAN-01": "b", "TRM-01": "c", "PUB-01": "d"}
    act, code = _by_id(EDITIONS["0.1.0"]), _by_id(EDITIONS["1.0.0"])
    assert {id: one.label for id, one in act.items()} == {id: f"section 103(5)({at})" for id, at in heads.items()}
    labels = {id: one.label for id, one in code.items() if one.label}
    assert labels == {id: f"principle {n}" for n, id in enumerate(heads, start=1)}


def test_a_quick_receipt_became_a_receipt_within_a_day() -> None:
    draft, code = (_by_id(EDITIONS[number])["HAN-04"].met_when for number in ("0.5.0", "1.0.0"))
    assert isinstance(draft, Comparison)
    assert isinstance(code, Comparison)
    assert draft.subject == code.subject
    assert (draft.operator, code.operator) == ("exists", "at_most")
    assert "acknowledgement_limit" not in EDITIONS["0.5.0"].parameters
    limit = EDITIONS["1.0.0"].parameters["acknowledgement_limit"]
    assert (limit.written, limit.origin.value) == ("24 hours", "source")


@pytest.mark.parametrize("number", EDITIONS)
def test_crime_is_left_aside_in_so_many_words(number: str) -> None:
    ruleset = EDITIONS[number]
    themes = {theme for one in ruleset.requirements for theme in one.themes}
    assert not themes & (CRIME | NEVER)
    (excluded,) = ruleset.excludes
    assert set(excluded.themes) == CRIME
    assert excluded.clause.startswith("section 103(4)")


@pytest.mark.parametrize("number", EDITIONS)
def test_providers_of_any_size_are_meant(number: str) -> None:
    assert EDITIONS[number].parameters["fewest_uk_users"].written == "1"


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2017-06-26", NONE),
        ("2017-06-27", "0.1.0"),
        ("2018-12-31", "0.1.0"),
        ("2019-04-07", "0.1.0"),
        ("2019-04-08", "1.0.0"),
        ("2019-05-01", "1.0.0"),
        ("2023-10-25", "1.0.0"),
        ("2023-10-26", NONE),
        ("2024-06-01", NONE),
    ],
)
def test_the_edition_of_a_day_is_the_newest_in_force(day: str, found: str) -> None:
    assert _found(day) == found


def test_at_the_end_of_2018_the_code_is_a_draft_and_no_more() -> None:
    day = date(2018, 12, 31)
    published = {number for number, one in EDITIONS.items() if one.published and one.published <= day}
    assert published == {"0.1.0", "0.5.0"}
    assert not EDITIONS["0.5.0"].in_force(day)
    assert "never in force" in find(f"{ID}@0.5.0", day).watermark


def test_the_act_stays_in_force_beside_the_code() -> None:
    day = date(2019, 5, 1)
    assert EDITIONS["0.1.0"].in_force(day)
    assert EDITIONS["1.0.0"].in_force(day)
    assert EDITIONS["0.1.0"].in_force_until == EDITIONS["1.0.0"].in_force_until == date(2023, 10, 25)


def test_the_code_came_out_later_than_promised() -> None:
    history = {one.stage: one.on for one in EDITIONS["1.0.0"].history}
    assert history[Stage.PROMISED] == parse_date("2018")
    assert history[Stage.PUBLISHED] == parse_date("2019-04")
    assert history[Stage.PROMISED].last < history[Stage.PUBLISHED].first
    assert history[Stage.REPEALED] == parse_date("2023-10-26")
