"""The JSON contract: names, order and types that other programs rely on."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from auditor.model.dates import DateSpan
from auditor.model.truth import F, T
from auditor.model.values import NONE, Band, Bands, Items, Value, WordSet
from auditor.report import jsonfindings, jsonv1
from auditor.report.jsontext import dump
from auditor.report.registry import Format, render
from tests.support.results import HOSTILE, SCENARIOS, mixed

AUDIT = [
    "declaration",
    "service",
    "ruleset",
    "watermarks",
    "verdict",
    "score",
    "counts",
    "decisive",
    "left_out",
    "weight",
    "areas",
    "findings",
]
FINDING = [
    "requirement",
    "label",
    "title",
    "area",
    "obligation",
    "decisive",
    "status",
    "reason",
    "credit",
    "weight",
    "backed",
    "in_force",
    "would_be",
    "waiver",
    "alternative",
    "fingerprint",
    "source",
    "rule",
    "because",
    "missing",
    "remedy",
    "gives",
]
TOP = [
    "schema",
    "tool",
    "as_of",
    "audits",
    "gate",
    "diagnostics",
    "inputs",
]  # the contract; further names stand after these


def parsed(scenario: str) -> dict:
    return json.loads(jsonv1.render(SCENARIOS[scenario]()))


def finding(scenario: str, requirement: str) -> dict:
    return next(one for one in parsed(scenario)["audits"][0]["findings"] if one["requirement"] == requirement)


def test_names_stand_in_the_order_of_the_contract() -> None:
    document = parsed("mixed")
    audit = document["audits"][0]
    assert list(document)[: len(TOP)] == TOP
    assert [name for name in audit if name in AUDIT] == AUDIT
    for one in audit["findings"]:
        assert [name for name in one if name in FINDING] == FINDING
    assert list(document["gate"])[:5] == ["track", "fail_on", "min_score", "met", "exit"]
    assert list(audit["ruleset"])[:8] == [
        "id",
        "version",
        "sha256",
        "title",
        "status",
        "decided_by",
        "vocabulary_sha256",
        "parameters",
    ]


def test_scores_are_strings_with_two_places() -> None:
    audit = parsed("mixed")["audits"][0]
    assert audit["score"]["declared"] == {
        "low": "56.45",
        "high": "69.35",
        "may_be_empty": False,
        "exact": {"low": "1750/31", "high": "2150/31"},
    }
    assert set(audit["score"]) == {"declared", "backed", "without_waivers", "without_decisions"}
    assert audit["areas"][-1]["score"] == {"declared": None, "backed": None}
    assert audit["weight"] == {"counted": "31", "not_applicable": "3", "on_unbacked_scope": "2"}


def test_a_failed_finding() -> None:
    one = finding("mixed", "GRM-03")
    assert (one["status"], one["reason"], one["in_force"]) == ("partly-met", None, "yes")
    assert one["credit"] == {"low": "0.5", "high": "0.5"}
    assert one["weight"] == "3"
    assert one["gives"] == {"low": "1.55", "high": "1.55", "exact": {"low": "1.55", "high": "1.55"}}
    assert one["source"] == {
        "document": "csea-interim-2020",
        "clause": "principle 4",
        "checked": "secondary",
    }
    assert one["rule"] == {
        "file": "internet-safety-strategy/3.0.0/requirements/grooming.yaml",
        "line": 41,
        "column": 3,
    }
    assert one["because"][0] == {
        "fact": "surfaces.direct_messages.review_time",
        "file": "examples/harbour.yaml",
        "line": 6,
        "column": 9,
        "seen": 48,
        "wanted": "at most 24 hours",
        "truth": "false",
        "backed_by": [],
        "unit": "hours",
        "absence": None,
        "withheld": False,
        "kind": "number",
        "length": 36,
    }
    assert [seen["seen"] for seen in one["because"]] == [48, 72, "none", 30.5]


def test_an_open_finding_names_what_is_missing() -> None:
    one = finding("mixed", "REP-02")
    assert (one["status"], one["reason"]) == ("undecided", "facts-missing")
    assert one["credit"] == {"low": "0", "high": "1"}
    (missing,) = one["missing"]
    assert missing["absence"] == "declined"
    assert missing["asked"] == {
        "by": "eSafety Commissioner",
        "on": "2026-02",
        "source": "transparency report",
    }
    assert (missing["fact"], missing["role"]) == ("reporting.first_answer", "content")


def test_unbacked_scope_shows_on_the_backed_track() -> None:
    one = finding("mixed", "LIV-01")
    assert (one["status"], one["credit"]) == ("not-applicable", None)
    assert (one["backed"]["status"], one["backed"]["reason"]) == ("undecided", "scope-unbacked")


def test_later_law_carries_what_it_would_be() -> None:
    one = finding("mixed", "TRN-03")
    assert (one["status"], one["in_force"], one["since"]) == ("not-in-force", "transition", "2027-04-01")
    assert one["would_be"]["status"] == "not-met"
    assert one["would_be"]["backed"]["status"] == "not-met"


def test_compiled_by_others_is_never_judged() -> None:
    audit = parsed("compiled")["audits"][0]
    assert audit["verdict"] == {"declared": None, "backed": None}
    assert audit["score"] == {
        "declared": None,
        "backed": None,
        "without_waivers": {"declared": None, "backed": None},
        "without_decisions": {"declared": None, "backed": None},
    }
    assert (audit["counts"], audit["decisive"], audit["weight"]) == (None, None, None)
    assert audit["findings"] == []
    facts = {fact["fact"]: fact for one in audit["reported"] for fact in one["facts"]}
    assert facts["grooming.any_detection"]["state"] == "reported-no"
    assert facts["grooming.any_detection"]["sources"][0]["issued"] == "2023-10"
    assert facts["reporting.median_answer"]["asked"]["by"] == "eSafety Commissioner"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (True, "true"),
        (48, "48"),
        (Decimal("0.10"), "0.1"),
        (Decimal("12345678901234567890.123456789"), "12345678901234567890.123456789"),
        ("connections", '"connections"'),
        (DateSpan(date(2026, 3, 1), date(2026, 3, 31)), '"2026-03"'),
        (NONE, '"none"'),
        (None, "null"),
        (WordSet({"a": T, "b": F}, complete=True), '[\n  "a"\n]'),
        (WordSet({"a": T, "b": F}, complete=False), '{\n  "a": true,\n  "b": false\n}'),
        (Items(("GB", "FR")), '[\n  "GB",\n  "FR"\n]'),
        (Items(()), "[]"),
        (Bands((Band(key="13-15", start=13, end=15),)), '[\n  "13-15"\n]'),
    ],
)
def test_seen_values(value: Value | None, written: str) -> None:
    assert dump(jsonfindings.seen(value)) == written + "\n"


def test_text_survives_and_nothing_in_it_acts() -> None:
    text = f'{HOSTILE} é 中 \ud800 \U000e0041 "q" \\'
    written = dump(text)
    assert json.loads(written) == text
    assert "é 中" in written
    assert not set(written.rstrip("\n")) & set("\x1b\x9b\x07\u202e\u200b\u2028\U000e0041\ud800")
    written.encode("utf-8")


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_view_never_changes_the_bytes(scenario: str) -> None:
    result = SCENARIOS[scenario]()
    wide = render(Format.JSON, result, width=200, color=True, verbose=True)
    narrow = render(Format.JSON, result, width=60, ascii=True, plain=True)
    assert wide == narrow


def test_order_of_mappings_does_not_show() -> None:
    result = mixed()
    (audit,) = result.audits
    ruleset = replace(audit.ruleset, parameters=dict(reversed(list(audit.ruleset.parameters.items()))))
    turned = replace(audit, ruleset=ruleset, checked=dict(reversed(list(audit.checked.items()))))
    assert jsonv1.render(replace(result, audits=(turned,))) == jsonv1.render(result)
