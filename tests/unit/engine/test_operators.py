"""Every operator against its table in tests/cases/operators, written from the language reference."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from auditor.engine.operators import FUNCTIONS, glob
from auditor.model.operators import OPERATORS
from auditor.model.truth import F, T, U
from auditor.source.yamltree import read_yaml
from tests.support.facts import facts_of
from tests.support.rules import AS_OF, compiled, reasons_of, view_of

CASES = Path(__file__).parents[2] / "cases" / "operators"
TRUTHS = {"T": T, "F": F, "U": U}
PARAMETERS = {"surfaces": ["dm", "live"]}


def _rows() -> Iterator[Any]:
    for file in sorted(CASES.glob("*.yaml")):
        rows: Any = read_yaml(file.read_bytes(), file.name).data
        for number, row in enumerate(rows, start=1):
            yield pytest.param(file.stem, row, id=f"{file.stem}-{number}")


def _nested(values: dict[str, Any]) -> dict[str, Any]:
    top: dict[str, Any] = {}
    for path, value in values.items():
        *above, last = path.split(".")
        here = top
        for one in above:
            here = here.setdefault(one, {})
        here[last] = value
    return top


def test_table_functions_and_cases_name_the_same_operators() -> None:
    assert set(OPERATORS) == set(FUNCTIONS) == {file.stem for file in CASES.glob("*.yaml")}


@pytest.mark.parametrize(("operator", "row"), list(_rows()))
def test_operator(operator: str, row: dict[str, Any]) -> None:
    test = row["test"]
    assert operator == "is" if not isinstance(test, dict) else list(test) == [operator]
    stated = {**({row["fact"]: row["seen"]} if "seen" in row else {}), **row.get("with", {})}
    facts = facts_of(_nested(stated))
    node = compiled({row["fact"]: test}, parameters=PARAMETERS)
    as_of = date.fromisoformat(row["as_of"]) if "as_of" in row else AS_OF
    assert node.truth(view_of(facts, as_of), None) == TRUTHS[row["truth"]]
    assert reasons_of(node, facts), "every test is an observation"


@pytest.mark.parametrize("operator", sorted(OPERATORS))
def test_cases_show_each_truth(operator: str) -> None:
    rows: Any = read_yaml((CASES / f"{operator}.yaml").read_bytes(), operator).data
    wanted = {"T", "F"} if operator == "declared" else {"T", "F", "U"}
    assert {row["truth"] for row in rows} == wanted


def test_patterns_take_no_more_than_the_product_of_both_lengths() -> None:
    assert not glob("*a" * 20 + "b", "a" * 5000)
