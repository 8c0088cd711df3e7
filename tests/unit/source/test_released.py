"""The register of released editions: lines that are read, and lines that are refused with their number."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.model.diagnostic import InputError
from auditor.source.released import read_released

SHA = "0" * 64


def test_lines_are_read_and_remarks_passed_over(tmp_path: Path) -> None:
    (tmp_path / "RELEASED").write_text(f"# a remark\n\none 1.0.0 {SHA}\none 1.0.1 {SHA}\n", encoding="utf-8")
    assert read_released(tmp_path) == {("one", "1.0.0"): SHA, ("one", "1.0.1"): SHA}


def test_without_a_register_nothing_is_released(tmp_path: Path) -> None:
    assert read_released(tmp_path) == {}


@pytest.mark.parametrize(
    "line", [f"one 1.0.0 {SHA}", f"two 1.0 {SHA}", "two 1.0.0 abc", f"Two 1.0.0 {SHA}", f" two 1.0.0 {SHA}", "two"]
)
def test_a_line_that_is_none_or_stands_twice_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "RELEASED").write_text(f"one 1.0.0 {SHA}\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_released(tmp_path)
    (diagnostic,) = refused.value.diagnostics
    assert (diagnostic.code, str(diagnostic.place)) == ("released.bad-line", "RELEASED:2:0")
