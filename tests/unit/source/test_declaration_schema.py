"""The published schema of a declaration: valid, closed, told in words, and the same every time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from auditor.source.declaration_schema import declaration_schema, published_declaration_schema
from auditor.source.vocabularies import read_vocabulary

FIXTURE = Path(__file__).parent.parent.parent / "fixtures" / "vocabulary"


@pytest.fixture(scope="module", params=[FIXTURE, None], ids=["fixture", "built in"])
def schema(request: pytest.FixtureRequest) -> dict[str, Any]:
    return declaration_schema(read_vocabulary(request.param))


def objects(node: object) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from objects(value)
    elif isinstance(node, list):
        for value in node:
            yield from objects(value)


def test_it_is_a_schema(schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)


def test_every_object_is_closed(schema: dict[str, Any]) -> None:
    open_for_others = schema["properties"]["extensions"]
    for node in objects(schema):
        if node is open_for_others:  # facts of rulesets that are not at hand
            assert node["additionalProperties"] == {"type": ["object", "null"]}
        elif "properties" in node and ("object" in str(node.get("type", ""))):
            assert node["additionalProperties"] is False


def test_it_is_built_the_same_every_time(schema: dict[str, Any]) -> None:
    vocabularies = [read_vocabulary(FIXTURE), read_vocabulary()]
    assert any(json.dumps(schema) == json.dumps(declaration_schema(one)) for one in vocabularies)


def test_editors_are_told_what_each_fact_means() -> None:
    schema = declaration_schema(read_vocabulary(FIXTURE))
    offered = schema["properties"]["surfaces"]["else"]["properties"]["direct_messages"]["else"]["properties"][
        "offered"
    ]
    assert offered["title"] == "Offered"
    assert offered["description"] == "Whether it exists. Is there direct messages?"


def test_hints_for_editors_refuse_nothing_more() -> None:
    """What stands beside the conditions takes whatever a fact may take, and a mark that there is no answer."""
    vocabulary = read_vocabulary()
    plain, published = declaration_schema(vocabulary), published_declaration_schema(vocabulary)
    jsonschema.Draft202012Validator.check_schema(published)
    for schema in (plain, published):
        validator = jsonschema.Draft202012Validator(schema)
        for value in (True, None, {"declined": {"asked_by": "A", "on": 2026}}):
            stated = {"declaration": 1, "service": {"name": "X"}, "users": {"children": {"can_use": value}}}
            assert validator.is_valid(stated)
        assert not validator.is_valid({"declaration": 1, "service": {"name": "X"}, "users": {"minimum_age": "old"}})
    offered = published["properties"]["users"]["else"]["properties"]["minimum_age"]
    assert offered["type"][0] == "string"
