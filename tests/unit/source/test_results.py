"""Saved results that cannot be used: each refusal with its code, its place and the JSON pointer."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from auditor.model.diagnostic import Diagnostic, InputError
from auditor.report import jsonv1
from auditor.source.results import read_result
from tests.support.results import SCENARIOS


def saved(scenario: str = "mixed") -> dict[str, Any]:
    document: dict[str, Any] = json.loads(jsonv1.render(SCENARIOS[scenario]()))
    return document


def refusals(document: Any) -> tuple[Diagnostic, ...]:
    with pytest.raises(InputError) as caught:
        read_result(json.dumps(document, indent=1).encode(), "result.json")
    return caught.value.diagnostics


@pytest.mark.parametrize(
    "document", [[], 7, None, {}, {"schema": "auditor.impact/1"}, {"schema": 1}, {"declaration": 1}]
)
def test_what_is_no_result_is_told_so(document: Any) -> None:
    (one,) = refusals(document)
    assert one.code == "result.not-a-result"
    assert one.place is not None
    assert one.place.line


def finding(document: dict[str, Any], number: int = 1) -> dict[str, Any]:
    found: dict[str, Any] = document["audits"][0]["findings"][number]
    return found


FAULTS: list[tuple[str, str, Callable[[dict[str, Any]], object]]] = [
    ("result.missing-key", "gate", lambda it: it.pop("gate")),
    ("result.wrong-type", "audits", lambda it: it.update(audits={})),
    ("result.bad-date", "/as_of", lambda it: it.update(as_of="2026-02-30")),
    ("result.bad-form", "tool.version", lambda it: it["tool"].update(version="\x1b[2J")),
    ("result.bad-form", "requirement", lambda it: finding(it).update(requirement="A\n::error::")),
    ("result.bad-date", "/audits/0/evidence/0/issued", lambda it: evidence(it).update(issued="2026-13")),
    ("result.long-number", "/audits/0/findings/1/weight", lambda it: finding(it).update(weight="9" * 25)),
    ("result.long-number", "/audits/0/findings/1/weight", lambda it: finding(it).update(weight="1/12345")),
    ("result.long-number", "/gate/min_score", lambda it: it["gate"].update(min_score="1e999999999")),
    ("result.bad-credit", "/audits/0/findings/1/credit", lambda it: finding(it)["credit"].update(low="2")),
    (
        "result.long-number",
        "/audits/0/score/declared/exact/low",
        lambda it: it["audits"][0]["score"]["declared"]["exact"].update(low="9" * 1001),
    ),
    ("result.unknown-name", "/audits/0/findings/1/area", lambda it: finding(it).update(area="x")),
    ("result.unknown-name", "/audits/0/findings/1/themes/0", lambda it: finding(it).update(themes=["x"])),
    (
        "result.unknown-name",
        "/audits/0/findings/1/source/document",
        lambda it: finding(it)["source"].update(document="x"),
    ),
    ("result.repeated", "/audits/0/findings/1/requirement", lambda it: finding(it).update(requirement="GRM-01")),
    ("result.unknown-name", "/audits/0/ruleset/areas/0/parent", lambda it: area(it).update(parent="ages")),
    ("result.repeated", "/audits/0/ruleset/areas/1/id", lambda it: area(it, 1).update(id="grooming")),
    ("result.unknown-name", "/audits/0/areas", lambda it: it["audits"][0]["areas"].pop()),
    ("result.no-totals", "/audits/0/counts", lambda it: it["audits"][0].update(counts=None)),
    ("result.no-totals", "/audits/0/verdict", lambda it: it["audits"][0]["verdict"].update(backed=None)),
    ("result.wrong-kind", "/because/0/seen", lambda it: finding(it)["because"][0].update(kind="date")),
    ("result.wrong-kind", "/because/0/seen", lambda it: finding(it)["because"][0].update(seen=["x"])),
    ("result.too-many", "/audits/0/findings/1000", lambda it: it["audits"][0].update(findings=[finding(it)] * 1001)),
    (
        "result.too-many",
        "/audits/0/ruleset/areas/100",
        lambda it: it["audits"][0]["ruleset"].update(areas=[area(it)] * 101),
    ),
]


def evidence(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["audits"][0]["evidence"][0]
    return found


def area(document: dict[str, Any], number: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = document["audits"][0]["ruleset"]["areas"][number]
    return found


@pytest.mark.parametrize(("code", "named", "spoil"), FAULTS)
def test_refusals_name_their_place(code: str, named: str, spoil: Callable[[dict[str, Any]], object]) -> None:
    document = saved()
    spoil(document)
    one = refusals(document)[0]
    assert (one.code, named in one.message) == (code, True), one
    assert one.place is not None
    assert one.place.line


def test_a_credit_given_to_what_has_none_is_kept_for_the_fold_to_find() -> None:
    document = saved()
    finding(document, -1)["credit"] = {"low": "1", "high": "1"}
    result, _document = read_result(json.dumps(document).encode(), "result.json")
    assert result.audits[0].findings[-1].declared.credit.high == 1
