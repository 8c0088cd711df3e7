"""Every, some, count and total against the rows of tests/cases/quantifiers.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from auditor.model.truth import F, T, U
from auditor.source.yamltree import read_yaml
from tests.support.facts import facts_of
from tests.support.rules import compiled, reasons_of, truth_of

CASES = Path(__file__).parents[2] / "cases" / "quantifiers.yaml"
TRUTHS = {"T": T, "F": F, "U": U}


def _rows() -> Iterator[Any]:
    tables: Any = read_yaml(CASES.read_bytes(), CASES.name).data
    for table in tables:
        for number, row in enumerate(table["rows"], start=1):
            yield pytest.param(table["test"], row, id=f"{table['of']}, row {number}")


@pytest.mark.parametrize(("condition", "row"), list(_rows()))
def test_quantifier(condition: Any, row: dict[str, Any]) -> None:
    node, facts = compiled(condition), facts_of(row.get("seen", {}))
    assert truth_of(node, facts) == TRUTHS[row["truth"]]
    named = [one.fact for one in reasons_of(node, facts)]
    assert named
    if "names" in row:
        assert sorted(set(named)) == sorted(row["names"])
