"""The contracts of triage, review and the views of a register: closed, described, and of the program's own words."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from auditor.cli.app import app
from auditor.model.batch import State
from auditor.model.finding import Status
from auditor.model.reviews import Opinion
from auditor.model.scorecard import Verdict
from auditor.model.triage import End, SignalKind, TermName
from auditor.report import register_history, register_list, register_query, register_trend, review, triage
from auditor.report.triage_words import FORMULA
from tests.support.contracts import SCHEMAS, held, objects, validator
from tests.support.register_views import MADE

NAMES = ("triage", "review", "register-list", "register-history", "register-trend", "register-query")
PAGES = (triage, review, register_list, register_history, register_trend, register_query)


def schema(name: str) -> dict[str, Any]:
    loaded = json.loads((SCHEMAS / f"{name}-1.json").read_text("utf-8"))
    assert isinstance(loaded, dict)
    return loaded


@pytest.mark.parametrize("name", NAMES)
def test_every_object_is_closed_and_every_property_is_described(name: str) -> None:
    found = list(objects(schema(name)))
    assert found
    for one in found:
        assert one["additionalProperties"] is False
        assert set(one["required"]) == set(one["properties"])
        for key, said in one["properties"].items():
            assert said.get("description", "").endswith("."), key


@pytest.mark.parametrize(("name", "page"), list(zip(NAMES, PAGES, strict=True)), ids=NAMES)
def test_the_contract_is_the_one_that_is_written(name: str, page: Any) -> None:
    loaded = schema(name)
    assert loaded["properties"]["schema"]["const"] == page.SCHEMA
    assert loaded["$id"] == f"urn:auditor:schema:{name}:1"
    Draft202012Validator.check_schema(loaded)


def test_the_command_prints_each() -> None:
    for name in NAMES:
        ran = CliRunner().invoke(app, ["schema", name])
        assert ran.exit_code == 0
        assert json.loads(ran.stdout) == schema(name)


def test_closed_lists_of_words_are_those_of_the_program() -> None:
    first = schema("triage")
    parts = first["$defs"]
    assert first["properties"]["formula"]["const"] == FORMULA
    assert first["properties"]["ordered_by"]["enum"] == [*End]
    assert parts["term"]["properties"]["name"]["enum"] == [*TermName]
    assert parts["signal"]["properties"]["kind"]["enum"] == [*SignalKind]
    assert parts["review"]["properties"]["decision"]["enum"] == [*Opinion]
    assert parts["verdict"]["enum"] == [*Verdict, None]
    assert parts["ranked"]["properties"]["state"]["enum"] == [*State]
    assert parts["counts"]["required"] == [*Status]
    assert schema("review")["$defs"]["status"]["enum"] == [*Status]


def test_what_contracts_share_is_the_same_in_each() -> None:
    seen: dict[str, Any] = {}
    for name in NAMES:
        for part, said in schema(name).get("$defs", {}).items():
            assert seen.setdefault(part, said) == said, part
    assert "entry" in seen


def written(name: str) -> Any:
    return json.loads(dict(zip(NAMES, PAGES, strict=True))[name].render_json(MADE[name](), "9.9.9"))


@pytest.mark.parametrize("name", NAMES)
def test_what_is_written_keeps_its_contract(name: str) -> None:
    document = held(written(name), name)
    assert list(document) == schema(name)["required"]


def put(value: Any, *path: str | int) -> Callable[[Any], None]:
    """Give what puts a value at a path of a document."""

    def broken(document: Any) -> None:
        for step in path[:-1]:
            document = document[step]
        document[path[-1]] = value

    return broken


def without(key: str) -> Callable[[Any], None]:
    return lambda document: document.pop(key)


BROKEN: dict[str, tuple[Callable[[Any], None], ...]] = {
    "triage": (
        without("known_at"),
        put("1.00", "score"),
        put("A", "filings", 0, "grade"),
        put(True, "filings", 0, "compiled"),
        put(0, "filings", 0, "place"),
        put("1", "filings", 0, "priority", "low"),
        put(5.5, "filings", 0, "priority", "high"),
        put("a finding", "filings", 0, "signals", 0, "is"),
        put("1.0000", "compiled", 0, "priority"),
        put("approve", "filings", 0, "reviews", 0, "decision"),
        put("the law", "numbers", "origin"),
        lambda it: it["filings"][0]["terms"].pop(),
    ),
    "review": (
        without("outliers_are"),
        put("failed", "clusters", 0, "status", "declared"),
        put("100.00", "compiled", 0, "score"),
        put(-1, "found"),
        put(0, "clusters", 0, "filings"),
        put("few", "clusters", 0, "rare"),
        put("soon", "clusters", 0, "contested", 0, "filed_on"),
        put("yes", "clusters", 0, "alternatives", 0, "reviewed"),
        put("1 October 2026", "clusters", 0, "reviews", 0, "on"),
    ),
    "register-list": (
        without("found"),
        put("lost", "entries", 0, "state"),
        put("ABC", "entries", 0, "submission"),
        put("compliant", "entries", 1, "verdict", "declared"),
        put({"low": "1.00", "high": "2.00"}, "entries", 1, "score", "backed"),
        put({"low": "1.00", "high": "200.00"}, "entries", 0, "score", "backed"),
        put("2026-10-01", "entries", 0, "known_from"),
        put(1, "entries", 0, "rank"),
        put("no", "entries", 0, "later_facts"),
        put("1.00", "not_audited", 0, "score"),
        lambda it: it["entries"][0]["counts"].pop("met"),
    ),
    "register-history": (
        without("reviews"),
        put("harbour", "submission"),
        put("yesterday", "inputs", 0, "started"),
        put("yes", "inputs", 0, "known"),
        put(1, "inputs", 0, "verdict"),
        put(-1, "other_filings"),
    ),
    "register-trend": (
        without("shares"),
        put("better", "findings", 0, "status", "declared"),
        put(None, "findings", 0, "as_of"),
        put("v1", "findings", 0, "ruleset"),
        put(1.5, "shares", 0, "declared", "met"),
        put(None, "shares", 0, "later_facts"),
        put("", "findings", 0, "submission"),
        put(1, "shares", 0, "rank"),
    ),
    "register-query": (
        without("more"),
        put([[True]], "rows"),
        put([[{}]], "rows"),
        put([1], "columns"),
        put(2, "total"),
        put("auditor.register-query/2", "schema"),
    ),
}


@pytest.mark.parametrize(
    ("name", "number"), [(name, number) for name in NAMES for number in range(len(BROKEN[name]))]
)
def test_what_breaks_a_contract_is_refused(name: str, number: int) -> None:
    document = held(written(name), name)
    BROKEN[name][number](document)
    assert not validator(name).is_valid(document)
