"""The true dates of the law, read from the sources and not from the editions: what holds on each side of each day."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import Any

import pytest

from auditor.model.diagnostic import InputError
from auditor.model.ruleset import Ruleset, RulesetStatus, Stage
from auditor.source.library import Found, builtin_editions, find
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_vocabulary
from tests.e2e.running import auditor


def day(text: str) -> date:
    return date.fromisoformat(text)


def in_force(id: str, on: str) -> str | None:
    """Give the version of the edition in force, or None."""
    try:
        return find(id, day(on)).edition.number
    except InputError:
        return None


@cache
def edition(id: str, version: str) -> Ruleset:
    found: Found = find(f"{id}@{version}", day("2026-11-22"))
    return read_ruleset(found.edition.folder, read_vocabulary())


def steps(id: str, version: str, stage: Stage) -> list[str]:
    return [str(one.on) for one in edition(id, version).history if one.stage is stage]


@cache
def audit(ruleset: str, on: str, *more: str, file: str = "examples/harbour.yaml") -> dict[str, Any]:
    ran = auditor("audit", file, "-r", ruleset, "--as-of", on, "-f", "json", "-q", *more)
    return {"status": ran.status, **json.loads(ran.stdout)}


def finding(result: dict[str, Any], requirement: str) -> dict[str, Any]:
    (found,) = (one for one in result["audits"][0]["findings"] if one["requirement"] == requirement)
    return found


def test_section_103_is_in_force_from_27_june_2017() -> None:
    assert in_force("uk-social-media-code", "2017-06-26") is None
    assert in_force("uk-social-media-code", "2017-06-27") == "0.1.0"
    assert edition("uk-social-media-code", "0.1.0").status is RulesetStatus.ACT


def test_at_the_end_of_2018_only_a_draft_of_the_code_exists_and_the_promised_year_is_missed() -> None:
    of_the_code = [one for one in builtin_editions() if one.id == "uk-social-media-code" and one.version > (0, 1, 0)]
    written = [one for one in of_the_code if one.published is not None and one.published <= day("2018-12-31")]
    assert [(one.number, one.status) for one in written] == [("0.5.0", RulesetStatus.DRAFT)]
    assert not written[0].in_force(day("2018-12-31"))
    assert steps("uk-social-media-code", "1.0.0", Stage.PROMISED) == ["2018"]
    published = edition("uk-social-media-code", "1.0.0").published
    assert published is not None
    assert published.year == 2019


def test_in_may_2019_the_code_is_in_force_and_binds_nobody() -> None:
    assert in_force("uk-social-media-code", "2019-05-01") == "1.0.0"
    assert edition("uk-social-media-code", "1.0.0").status is RulesetStatus.STATUTORY_GUIDANCE
    assert not any(one.obligation == "must" for one in edition("uk-social-media-code", "1.0.0").requirements)


def test_on_20_august_2020_the_childrens_code_is_issued_and_not_in_force() -> None:
    assert steps("ico-childrens-code", "1.0.0", Stage.ISSUED) == ["2020-08-12"]
    assert in_force("ico-childrens-code", "2020-08-20") is None
    later = audit("ico-childrens-code@1.0.0", "2020-08-20", "--respect-dates")["audits"][0]
    assert {one["in_force"] for one in later["findings"]} == {"not-yet"}


def test_from_2_september_2020_it_is_in_transition_gaps_are_told_and_nothing_fails() -> None:
    assert in_force("ico-childrens-code", "2020-09-02") == "1.0.0"
    for on in ("2020-09-02", "2021-09-01"):
        result = audit("ico-childrens-code", on, file="examples/puddle.yaml")
        found = result["audits"][0]["findings"]
        outcomes = {one["would_be"]["status"] for one in found if one["reason"] == "transition"}
        assert "not-met" in outcomes, on
        assert result["audits"][0]["verdict"]["declared"] == "nothing-applies"
        assert result["status"] == 0


def test_on_2_september_2021_the_transition_is_over_and_the_same_gaps_fail() -> None:
    result = audit("ico-childrens-code", "2021-09-02", file="examples/puddle.yaml")
    found = result["audits"][0]["findings"]
    assert not any(one["reason"] == "transition" for one in found)
    assert sum(one["in_force"] == "yes" for one in found) > 10
    assert result["status"] == 1


def test_the_social_media_code_loses_its_basis_on_26_october_2023() -> None:
    assert in_force("uk-social-media-code", "2023-10-25") == "1.0.0"
    assert in_force("uk-social-media-code", "2023-10-26") is None
    assert steps("uk-social-media-code", "1.0.0", Stage.REPEALED) == ["2023-10-26"]


def test_in_june_2024_there_is_no_code_and_what_is_current_is_voluntary() -> None:
    assert in_force("uk-social-media-code", "2024-06-01") is None
    assert in_force("ofcom-illegal-content", "2024-06-01") is None
    assert in_force("csea-voluntary-principles", "2024-06-01") == "1.0.0"
    assert edition("csea-voluntary-principles", "1.0.0").status is RulesetStatus.VOLUNTARY
    interim = audit("internet-safety-strategy", "2024-06-01")
    assert interim["audits"][0]["ruleset"]["version"] == "2.0.0"
    assert interim["audits"][0]["ruleset"]["status"] == "voluntary"
    assert finding(interim, "GRM-02")["in_force"] == "yes"
    assert finding(interim, "REP-01")["in_force"] == "ended"


def test_the_measures_on_illegal_content_are_expected_from_17_march_2025() -> None:
    assert in_force("ofcom-illegal-content", "2025-03-16") is None
    assert in_force("ofcom-illegal-content", "2025-03-17") == "1.0.0"


def test_article_25_1a_is_there_from_5_february_2026() -> None:
    (requirement,) = (
        one.id for one in edition("ico-childrens-code", "1.0.0").requirements if "25(1A)" in one.source.clause
    )
    before, after = (audit("ico-childrens-code", on) for on in ("2026-02-04", "2026-02-05"))
    assert finding(before, requirement)["status"] == "not-in-force"
    assert finding(before, requirement)["reason"] == "not-yet"
    assert finding(after, requirement)["in_force"] == "yes"


def test_on_20_june_2026_two_sets_of_amendments_are_pending_and_neither_is_in_force() -> None:
    assert in_force("ofcom-illegal-content", "2026-06-20") == "1.0.0"
    assert steps("ofcom-illegal-content", "1.1.0", Stage.LAID)[-1] == "2026-06-01"
    assert steps("ofcom-illegal-content", "1.2.0", Stage.LAID)[-1] == "2026-06-18"
    assert edition("ofcom-illegal-content", "1.2.0").status is RulesetStatus.DRAFT
    labels = {
        version: {one.label for one in edition("ofcom-illegal-content", version).requirements}
        for version in ("1.0.0", "1.1.0", "1.2.0")
    }
    assert "C14" in labels["1.1.0"] - labels["1.0.0"]
    assert {"C15", "C16"} <= labels["1.2.0"] - labels["1.1.0"]
    assert in_force("ofcom-illegal-content", "2026-09-29") == "1.0.0"
    assert in_force("ofcom-illegal-content", "2026-09-30") == "1.1.0"


@pytest.mark.parametrize("spec", ["uk-social-media-code@1.0.0", "ofcom-illegal-content@1.2.0"])
def test_what_is_not_in_force_is_read_as_written_and_says_so(spec: str) -> None:
    (one,) = audit(spec, "2026-10-01")["audits"]
    assert any("read as written" in mark for mark in one["watermarks"])
    assert {finding["in_force"] for finding in one["findings"]} == {"yes"}
