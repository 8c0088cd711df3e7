"""A result as lines: their order, their schema, and that they hold what the JSON holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

from auditor.cli.app import app
from auditor.report import jsonv1, ndjson
from tests.support.results import SCENARIOS

KINDS = ["run", "audit", "finding", "reported", "diagnostic"]


def lines(scenario: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ndjson.render(SCENARIOS[scenario]()).splitlines()]


def validator() -> jsonschema.Draft202012Validator:
    schema = json.loads(CliRunner().invoke(app, ["schema", "lines"]).stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_line_follows_the_published_schema(scenario: str) -> None:
    check = validator()
    for line in lines(scenario):
        check.validate(line)


@pytest.mark.parametrize(
    "broken",
    [
        {"kind": "verdict"},
        {"kind": "run", "audits": []},
        {"requirement": "GRM-01"},
        {"kind": "finding", "service_id": "harbour", "requirement": "GRM-01"},
    ],
)
def test_the_schema_refuses_what_is_no_line(broken: dict[str, Any]) -> None:
    assert not validator().is_valid(broken)


def test_the_schema_refuses_a_line_with_something_wrong_in_it() -> None:
    check = validator()
    for kind, name, wrong in (
        ("run", "as_of", "today"),
        ("audit", "verdict", "compliant"),
        ("finding", "status", "ok"),
    ):
        line = next(one for one in lines("mixed") if one["kind"] == kind)
        assert check.is_valid(line)
        assert not check.is_valid({**line, name: wrong})
        assert not check.is_valid({key: value for key, value in line.items() if key != name})


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_lines_stand_in_the_order_of_their_kinds(scenario: str) -> None:
    order = [KINDS.index(line["kind"]) for line in lines(scenario)]
    assert order == sorted(order)
    assert order.count(0) == 1


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_lines_hold_all_that_the_json_holds(scenario: str) -> None:
    found, whole = lines(scenario), json.loads(jsonv1.render(SCENARIOS[scenario]()))
    whose = ("kind", "service_id", "ruleset_id", "ruleset_version", "declaration_file")

    def of(kind: str) -> list[dict[str, Any]]:
        return [{key: one[key] for key in one if key not in whose} for one in found if one["kind"] == kind]

    (run,) = of("run")
    audits = [{**one, "findings": [], "reported": []} for one in of("audit")]
    keys = [[one[key] for key in whose[1:]] for one in found if one["kind"] == "audit"]
    for kind, name in (("finding", "findings"), ("reported", "reported")):
        for one in [one for one in found if one["kind"] == kind]:
            audit = audits[keys.index([one[key] for key in whose[1:]])]
            audit[name].append({key: one[key] for key in one if key not in whose})
    again = {**run, "schema": jsonv1.SCHEMA, "audits": audits, "diagnostics": of("diagnostic")}
    assert again == whole


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_no_line_holds_what_another_program_takes_for_a_line_end(scenario: str) -> None:
    text = ndjson.render(SCENARIOS[scenario]())
    assert text.splitlines() == text.split("\n")[:-1]


def test_the_schema_names_everything_that_the_results_schema_names() -> None:
    folder = Path(jsonv1.__file__).parent
    line = json.loads((folder / ndjson.SCHEMA_FILE).read_text("utf-8"))["$defs"]
    whole = json.loads((folder / jsonv1.SCHEMA_FILE).read_text("utf-8"))
    for kind, properties in (("audit", whole["$defs"]["audit"]["properties"]), ("run", whole["properties"])):
        assert set(properties) <= set(line[kind]["properties"]), f"{kind}: add the new names to lines-1.json"
