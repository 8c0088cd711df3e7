"""The table of formats."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

from auditor.report.registry import FORMATS, Format, render
from tests.support.results import SCENARIOS


def test_every_format_has_its_row() -> None:
    assert set(FORMATS) == set(Format)


@pytest.mark.parametrize("format", Format)
def test_a_row_is_whole(format: Format) -> None:
    row = FORMATS[format]
    assert callable(import_module(row.module).render)
    assert row.help.endswith(".")
    assert row.help.count(".") == 1 + row.help.count("auditor.result")
    assert row.suffix.startswith(".")


@pytest.mark.parametrize("format", Format)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_format_ends_in_one_newline_and_is_the_same_twice(format: Format, scenario: str) -> None:
    text = render(format, SCENARIOS[scenario]())
    assert text == render(format, SCENARIOS[scenario]())
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_json_is_written_without_the_drawing_library() -> None:
    code = "import auditor.report.registry, auditor.report.jsonv1, sys; sys.exit('rich' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
