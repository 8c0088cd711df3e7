"""The Children's Code: its passage from draft to final, and its days, written out against the two editions."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any, Final

import pytest

from auditor.engine.audit import audit
from auditor.engine.evaluate import compile_ruleset
from auditor.engine.rulesetdiff import diff
from auditor.model.diagnostic import InputError
from auditor.model.finding import Finding, Reason, Status
from auditor.model.ruleset import Checked, Requirement, RulesetStatus
from auditor.model.rulesetdiff import ChangeKind
from auditor.source.declarations import read_declaration
from auditor.source.library import builtin_editions, find
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_vocabulary

ID: Final = "ico-childrens-code"
VOCABULARY: Final = read_vocabulary()
EDITIONS: Final = {one.number: read_ruleset(one.folder, VOCABULARY) for one in builtin_editions() if one.id == ID}
DRAFT, FINAL = EDITIONS["0.9.0"], EDITIONS["1.0.0"]
COMPILED: Final = compile_ruleset(FINAL)
# The standards by their title: the number in the draft of 2019, and in the final code of 2020.
TABLE: Final[dict[str, tuple[int, int | None]]] = {
    "Best interests": (1, 1),
    "Data protection impact assessment": (15, 2),
    "Age appropriate application": (2, 3),
    "Transparency": (3, 4),
    "Detrimental use": (4, 5),
    "Policies and community standards": (5, 6),
    "Default settings": (6, 7),
    "Data minimisation": (7, 8),
    "Data sharing": (8, 9),
    "Geolocation": (9, 10),
    "Parental controls": (10, 11),
    "Profiling": (11, 12),
    "Nudge": (12, 13),
    "Connected toys": (13, 14),
    "Online tools": (14, 15),
    "Governance and accountability": (16, None),
}
COVERED: Final = {
    "service": {"name": "Harbour", "kinds": ["social_network"], "legal_status": ["information_society"]},
    "users": {"monthly_active": {"GB": 5}, "minimum_age": 13, "children": {"likely_access": True}},
}


def _numbers(ruleset: Any) -> dict[str, set[int]]:
    """Give the standards that the labels of each area name, by the area's title."""
    found: dict[str, set[int]] = {}
    for area in ruleset.areas:
        labels = [one.label for one in ruleset.requirements if one.area == area.id]
        numbers = {int(match[1]) for one in labels if (match := re.match(r"standard (\d+)", one))}
        if numbers:
            found[area.title] = numbers
    return found


def _by_id(ruleset: Any) -> dict[str, Requirement]:
    return {one.id: one for one in ruleset.requirements}


def _findings(day: str, **facts: Any) -> dict[str, Finding]:
    data = {"declaration": 1, **COVERED, **facts}
    declaration, _ = read_declaration(json.dumps(data).encode(), "harbour.yaml", None, VOCABULARY)
    done = audit(declaration, FINAL, COMPILED, vocabulary=VOCABULARY, as_of=date.fromisoformat(day), as_written=False)
    return {one.requirement.id: one for one in done.findings}


def test_the_draft_numbers_its_16_standards_as_the_table_has_them() -> None:
    assert _numbers(DRAFT) == {title: {before} for title, (before, _) in TABLE.items()}


def test_the_final_code_numbers_its_15_standards_as_the_table_has_them() -> None:
    assert _numbers(FINAL) == {title: {after} for title, (_, after) in TABLE.items() if after is not None}


def test_each_standard_kept_its_id_whatever_its_number() -> None:
    before, after = _by_id(DRAFT), _by_id(FINAL)
    moved = {(before[one].label, after[one].label) for one in before.keys() & after.keys()}
    assert moved == {(f"standard {old}", f"standard {new}") for old, new in TABLE.values() if new is not None}
    assert len([one for one in moved if one[0] != one[1]]) == 14
    assert before.keys() - after.keys() == {"AADC-GOV-01", "AADC-NUDGE-01.2"}


def test_what_was_carried_over_is_as_it_was_but_for_the_logic_of_age() -> None:
    before, after = _by_id(DRAFT), _by_id(FINAL)
    carried = before.keys() & after.keys()
    assert {one for one in carried if before[one].title != after[one].title} == {"AADC-AGE-01"}
    assert {one for one in carried if before[one].asks != after[one].asks} == {"AADC-AGE-01"}
    assert {one for one in carried if before[one].obligation != after[one].obligation} == set()


def test_the_difference_that_is_told_is_the_one_of_the_table() -> None:
    told = diff(DRAFT, FINAL).changes
    renumbered = {(one.old, one.new) for one in told if one.kind is ChangeKind.RENUMBERED}
    table = {(f"standard {old}", f"standard {new}") for old, new in TABLE.values() if new not in (None, old)}
    assert renumbered == table
    assert len(table) == 14
    assert {one.requirement for one in told if one.kind is ChangeKind.TEST} == {"AADC-AGE-01"}
    assert {one.requirement for one in told if one.kind is ChangeKind.SCOPE} == set()
    removed = {one.requirement for one in told if one.kind is ChangeKind.REMOVED}
    assert removed == {"AADC-GOV-01", "AADC-NUDGE-01.2"}


def test_the_annex_of_ages_was_lettered_anew() -> None:
    clauses = [_by_id(one)["AADC-NOTICE-01"].source.clause for one in (DRAFT, FINAL)]
    assert [one.rpartition(", ")[2] for one in clauses] == ["with the ages of Annex A", "with the ages of Annex B"]


def test_only_the_prolonging_of_use_is_recalled_in_the_draft_and_only_the_timing_in_the_code() -> None:
    for ruleset, expected in ((DRAFT, "AADC-NUDGE-01.2"), (FINAL, "AADC-DPIA-01.2")):
        assert [one.id for one in ruleset.requirements if one.source.checked is Checked.RECALLED] == [expected]


def test_the_draft_is_never_in_force_and_holds_nothing_of_the_toolkit() -> None:
    assert (DRAFT.status, DRAFT.in_force_from) == (RulesetStatus.DRAFT, None)
    assert list(DRAFT.documents) == [ID]
    assert not [one.id for one in DRAFT.requirements if "toolkit" in (one.label or "")]


@pytest.mark.parametrize("ruleset", [DRAFT, FINAL], ids=["draft", "final"])
def test_a_compelling_reason_is_allowed_for_defaults_sharing_location_and_profiling_alone(ruleset: Any) -> None:
    allowed = {one.area for one in ruleset.requirements if one.alternatives}
    assert allowed == {"defaults", "sharing", "geolocation", "profiling"}


def test_a_compelling_reason_is_shown_beside_the_finding_and_is_no_pass() -> None:
    reason = {"requirement": f"{ID}/AADC-DEFAULT-01", "measure": "Public by design.", "why": "The child's own work."}
    bands = [{"ages": {"from": 13, "to": 17}, "strictest_settings": False}]
    found = _findings("2021-09-02", child_defaults=bands, alternatives=[reason])["AADC-DEFAULT-01"]
    assert (found.declared.status, found.alternative) == (Status.NOT_MET, "Public by design.")


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2020-08-20", Reason.NOT_YET),
        ("2020-09-01", Reason.NOT_YET),
        ("2020-09-02", Reason.TRANSITION),
        ("2021-09-01", Reason.TRANSITION),
    ],
)
def test_before_conformity_was_due_nothing_counts_and_gaps_are_still_told(day: str, reason: Reason) -> None:
    found = _findings(day, policies={"enforcement_measured": False})["AADC-POLICY-01"]
    assert (found.declared.status, found.declared.reason) == (Status.NOT_IN_FORCE, reason)
    assert found.would_be is not None
    assert found.would_be.declared.status is Status.NOT_MET


def test_from_the_day_on_which_conformity_was_due_it_counts() -> None:
    found = _findings("2021-09-02", policies={"enforcement_measured": False})["AADC-POLICY-01"]
    assert found.declared.status is Status.NOT_MET


def test_by_its_id_the_code_is_found_from_its_first_day_and_was_issued_before() -> None:
    with pytest.raises(InputError, match="in force from 2020-09-02"):
        find(ID, date(2020, 8, 20))
    assert find(ID, date(2020, 9, 2)).edition.number == "1.0.0"
    assert [f"{one.stage.value} {one.on}" for one in FINAL.history] == [
        "consulted 2019-04-12",
        "submitted 2019-11-12",
        "published 2020-01",
        "laid 2020-06-11",
        "issued 2020-08-12",
    ]


@pytest.mark.parametrize(
    ("day", "considered", "status"),
    [
        ("2026-02-04", "2026-02-04", Status.NOT_IN_FORCE),
        ("2026-02-05", "2026-02-04", Status.NOT_MET),
        ("2026-02-05", "2026-02-05", Status.MET),
        ("2026-02-05", None, Status.UNDECIDED),
    ],
)
def test_article_25_1a_asks_from_its_first_day_on(day: str, considered: str | None, status: Status) -> None:
    found = _findings(day, privacy={"higher_protection_assessed": considered})
    assert found["AADC-PROTECT-01"].declared.status is status
    assert found["AADC-BEST-01"].declared.status is Status.UNDECIDED


def test_the_article_lists_no_controls() -> None:
    assert [one.id for one in FINAL.requirements if one.source.document.id == "uk-gdpr-25"] == ["AADC-PROTECT-01"]
