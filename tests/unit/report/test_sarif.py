"""SARIF: what is a result, where it points, what stands beside it, and what no text can do."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote

import pytest
from msgspec.structs import replace

from auditor.model.diagnostic import Diagnostic, Place
from auditor.model.result import Result, Track
from auditor.report.outcomes import Kind, outcome
from auditor.report.sarif import render
from auditor.report.sarif_parts import MOST_TAGS, address, location, message
from tests.support.results import (
    SCENARIOS,
    compiled,
    hostile,
    make_result,
    mixed,
    on_track,
    several,
    since_baseline,
    unbacked,
    waived,
)


def log(result: Result) -> Any:
    return json.loads(render(result))


def results(result: Result, run: int = 0) -> dict[str, Any]:
    """Give the results of a run by rule."""
    return {one["ruleId"].partition("/")[2]: one for one in log(result)["runs"][run]["results"]}


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_result_is_what_fails_or_is_open(scenario: str) -> None:
    result = SCENARIOS[scenario]()
    for audit, run in zip(result.audits, log(result)["runs"], strict=True):
        rules = run["tool"]["driver"]["rules"]
        wanted = [
            (f"{audit.ruleset.id}/{one.requirement.id}", outcome(one).kind.value, outcome(one).level.value)
            for one in audit.findings
            if outcome(one).kind in (Kind.FAIL, Kind.OPEN)
        ] or [(f"{audit.ruleset.id}/{one.requirement.id}", "informational", "none") for one in audit.reported]
        assert [(one["ruleId"], one["kind"], one["level"]) for one in run["results"]] == wanted
        assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])
        settled = [one for ids in run["properties"].get("withoutResult", {}).values() for one in ids]
        assert sorted([*settled, *(one["ruleId"] for one in run["results"])]) == sorted(one["id"] for one in rules)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_result_has_a_place_and_a_line(scenario: str) -> None:
    for run in log(SCENARIOS[scenario]())["runs"]:
        for one in run["results"]:
            (place,) = one["locations"]
            assert place["physicalLocation"]["region"]["startLine"] >= 1
            assert re.fullmatch(r"[A-Za-z0-9_.~/%-]+", place["physicalLocation"]["artifactLocation"]["uri"])
            assert not place["physicalLocation"]["artifactLocation"]["uri"].startswith("/")


def test_a_failure_says_where_what_and_what_to_do() -> None:
    failure = results(mixed())["GRM-02"]
    assert failure["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "examples/harbour.yaml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 5, "startColumn": 9, "endLine": 5, "endColumn": 47},
    }
    text = failure["message"]["text"]
    assert text.startswith("GRM-02 is not met as declared: examples/harbour.yaml:5:9: ")
    assert "surfaces.group_chat.grooming_detection is false, wanted: true." in text
    assert "Do: Run detection on every contact surface" in text
    assert failure["partialFingerprints"] == {"auditorFinding/v1": mixed().audits[0].findings[1].fingerprint}
    assert failure["properties"]["declared"] == {
        "status": "not-met",
        "reason": None,
        "credit": {"low": "0", "high": "0"},
    }


def test_the_other_places_are_related() -> None:
    related = results(mixed())["GRM-03"]["relatedLocations"]
    assert [one["physicalLocation"]["region"]["startLine"] for one in related] == [7, 8, 9]
    assert [one["id"] for one in related] == [1, 2, 3]
    assert related[0]["message"]["text"] == "surfaces.group_chat.review_time is 72 hours, wanted: at most 24 hours."


def test_a_finding_without_a_place_is_of_the_whole_file() -> None:
    result = mixed()
    (audit,) = result.audits
    bare = [replace(one, declared=replace(one.declared, because=(), missing=())) for one in audit.findings]
    found = results(replace(result, audits=(replace(audit, findings=tuple(bare)),)))
    assert found["GRM-02"]["locations"] == [location(Place("examples/harbour.yaml"))]
    assert found["GRM-02"]["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}


def test_a_waiver_is_a_suppression() -> None:
    found = results(waived())
    (suppression,) = found["GRM-02"]["suppressions"]
    assert (suppression["kind"], suppression["status"]) == ("external", "accepted")
    assert suppression["justification"] == "Group chat moves to the new service in spring."
    assert suppression["properties"] == {
        "approver": "Safety board",
        "granted": "2026-09-01",
        "expires": "2027-02-28",
    }
    assert found["GRM-02"]["level"] == "error"
    assert "suppressions" not in found["GRM-03"]


def test_a_baseline_gives_every_result_a_state_and_no_baseline_none() -> None:
    assert not any("baselineState" in one for one in results(mixed()).values())
    states = {name: one["baselineState"] for name, one in results(since_baseline()).items()}
    assert states["GRM-02"] == "unchanged"
    assert states["GRM-03"] == "new"
    assert states["CSA-03"] == "updated"


def test_a_service_described_by_others_has_no_verdict() -> None:
    (run,) = log(compiled())["runs"]
    assert {one["kind"] for one in run["results"]} == {"informational"}
    assert "verdict" not in run["properties"]
    assert "not judged" in run["results"][0]["message"]["text"]


def test_the_track_is_the_gates() -> None:
    assert results(unbacked()) == {}
    found = results(on_track(unbacked(), Track.BACKED))
    assert {one["kind"] for one in found.values()} == {"open"}
    assert found["GRM-02"]["message"]["text"].startswith("GRM-02 is not backed as backed")


def test_runs_have_names_of_their_own() -> None:
    result = several()
    (first, *_) = result.audits
    older = replace(first, ruleset=replace(first.ruleset, version="2.0.0"))
    runs = log(replace(result, audits=(*result.audits, older, older)))["runs"]
    names = [one["automationDetails"]["id"] for one in runs]
    assert names[0] == "auditor/harbour/internet-safety-strategy/3.0.0/"
    assert names[-1] == "auditor/harbour/internet-safety-strategy/2.0.0/2/"
    assert len(set(names)) == len(names)
    assert log(mixed())["runs"][0]["automationDetails"]["id"] == "auditor/harbour/internet-safety-strategy/"


def test_messages_about_inputs_are_told_once() -> None:
    told = Diagnostic(
        code="yaml.syntax",
        message="the block ends too early",
        place=Place("a.yaml", 3, 1),
        also=(Place("b.yaml", 2),),
    )
    (run,) = log(make_result(diagnostics=(told,), unusable=1))["runs"]
    (invocation,) = run["invocations"]
    assert invocation["exitCode"] == 3
    assert invocation["executionSuccessful"] is False
    (notification,) = invocation["toolExecutionNotifications"]
    assert notification["descriptor"] == {"id": "yaml.syntax"}
    assert notification["message"]["text"] == "The block ends too early."
    assert [one["physicalLocation"]["region"]["startLine"] for one in notification["locations"]] == [3, 2]
    runs = log(replace(several(), diagnostics=(told,)))["runs"]
    assert ["toolExecutionNotifications" in one["invocations"][0] for one in runs] == [True, False, False, False]


def test_there_is_no_clock() -> None:
    for make in SCENARIOS.values():
        assert not re.search(r"[tT]imeUtc|\d{2}:\d{2}:\d{2}", render(make()))


def test_no_message_holds_a_link_or_a_placeholder() -> None:
    assert message("see [here](https://evil.example) {0}") == {"text": "see \\[here\\](https://evil.example) {{0}}"}
    assert message("\\[x](y)") == {"text": "\\\\\\[x\\](y)"}
    for run in log(hostile())["runs"]:
        for one in run["results"]:
            assert not re.search(r"(?<!\\)\[", one["message"]["text"])


@pytest.mark.parametrize("file", ["it's [red] evil$(date).yaml", "a b/ä:%41.yaml", "caf\udce9.yaml", "\ud800.yaml"])
def test_an_address_is_encoded_and_can_be_read_back(file: str) -> None:
    written = address(file)
    assert re.fullmatch(r"[A-Za-z0-9_.~/%'-]+", written)
    errors = "surrogatepass" if "\ud800" in file else "surrogateescape"
    assert unquote(written, errors=errors) == file


def test_a_rule_says_what_it_asks_and_what_to_do() -> None:
    rule = log(mixed())["runs"][0]["tool"]["driver"]["rules"][1]
    assert rule["id"] == "internet-safety-strategy/GRM-02"
    assert rule["name"] == "GroomingDetectionRunsOnEverySurfaceWhereAdultsCanContactChildren"
    assert "**Do:** Run detection on every contact surface" in rule["help"]["markdown"]
    assert rule["properties"]["source"]["checked"] == "secondary"
    assert len(rule["properties"]["tags"]) <= MOST_TAGS
