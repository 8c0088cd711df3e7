"""The table of formats."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from auditor.report.escape import visible
from auditor.report.registry import FORMATS, Format, render
from tests.support.results import SCENARIOS, make_result

FOR_PEOPLE = {one for one in Format if one in ("terminal", "html", "markdown")}


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


@pytest.mark.parametrize("format", Format)
def test_a_run_without_an_audit_can_be_shown(format: Format) -> None:
    text = render(format, make_result(unusable=1))
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@pytest.mark.parametrize("format", Format)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_no_format_lets_a_character_act_or_hide(format: Format, scenario: str) -> None:
    text = render(format, SCENARIOS[scenario]()).replace("\r\n", "").replace("\n", "")
    assert visible(text) == text


@pytest.mark.parametrize("format", [one for one, row in FORMATS.items() if not row.viewed])
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_view_changes_no_format_for_programs(format: Format, scenario: str) -> None:
    result = SCENARIOS[scenario]()
    wide = render(format, result, width=200, color=True, verbose=True)
    assert wide == render(format, result, width=60, ascii=True, plain=True)


def test_no_format_shows_the_order_of_a_hash() -> None:
    code = (
        "from auditor.report.registry import Format, render\n"
        "from tests.support.results import SCENARIOS\n"
        "import sys\n"
        "for make in SCENARIOS.values():\n"
        "    for format in Format:\n"
        "        sys.stdout.buffer.write(render(format, make()).encode())\n"
    )
    shown = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=Path(__file__).parents[3],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(shown) == 1


def test_no_two_formats_share_an_ending() -> None:
    assert len({row.suffix for row in FORMATS.values()}) == len(FORMATS)


@pytest.mark.parametrize("format", sorted(set(Format) - FOR_PEOPLE))
def test_formats_for_programs_are_written_without_the_drawing_library(format: Format) -> None:
    code = f"import auditor.report.registry, {FORMATS[format].module}, sys; sys.exit('rich' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
