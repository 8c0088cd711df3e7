"""Outputs held to the JSON Schema of the contract that they name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

SCHEMAS = Path(__file__).parents[2] / "auditor" / "report" / "schemas"


@cache
def validator(name: str) -> Draft202012Validator:
    """Give what validates the outputs of a contract: `auditor.<name>/1`."""
    schema = json.loads((SCHEMAS / f"{name}-1.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def held(document: Any, name: str) -> Any:
    """Give a document back that names the contract and keeps it; raises ValidationError at what breaks it."""
    assert document["schema"] == f"auditor.{name}/1"
    validator(name).validate(document)
    return document


def objects(node: Any) -> Iterator[dict[str, Any]]:
    """Give every object of a schema that lists properties of its own."""
    if isinstance(node, dict):
        if node.get("type") == "object" and "properties" in node:
            yield node
        for one in node.values():
            yield from objects(one)
    elif isinstance(node, list):
        for one in node:
            yield from objects(one)
