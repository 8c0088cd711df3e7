"""Cases that cannot be read are refused at their place, like every other file."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.model.diagnostic import InputError
from auditor.source.case_files import read_cases
from auditor.source.vocabularies import read_vocabulary

CASE = """cases:
  - title: a case
    as_of: {as_of}
    declares: {declares}
    evidence: [{{supports: [grooming.*], assurance: documented, issued: {issued}}}]
    expect: {{GRM-01: met}}
"""


@pytest.mark.parametrize(
    ("changed", "code", "line"),
    [
        ({"as_of": "2026-02-30"}, "case.no-such-day", 3),
        ({"issued": "2026-13-01"}, "case.no-such-day", 5),
        ({"declares": "{grooming: {any_detection: maybe}}"}, "declaration.wrong-type", 4),
    ],
)
def test_a_fault_of_a_case_has_its_place(tmp_path: Path, changed: dict[str, str], code: str, line: int) -> None:
    written = {"as_of": "2026-01-01", "declares": "{}", "issued": "2026-01-01", **changed}
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "a.yaml").write_text(CASE.format(**written), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_cases(tmp_path, read_vocabulary(), "fuzzed/1.0.0")
    found = [(one.code, one.place.line if one.place else 0) for one in caught.value.diagnostics if one.is_error]
    assert found == [(code, line)]
