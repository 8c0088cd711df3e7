"""Files of settings that nobody would write: they are refused with a place, or taken; nothing else happens."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from typer.main import get_command

from auditor.cli.app import app
from auditor.cli.config import Given
from auditor.cli.config_files import Found
from auditor.cli.config_keys import NOT_IN_A_FILE, Kind, known_keys
from auditor.cli.config_values import configured
from auditor.model.diagnostic import Diagnostic, InputError
from auditor.source.settings_file import read_settings

COMMAND: Any = get_command(app)
KEYS = known_keys(COMMAND)
SHAPES = {Kind.YES_NO: bool, Kind.TEXT: str, Kind.NUMBER: str, Kind.LIST: list, Kind.TABLE: list}
VALUES = st.one_of(
    st.booleans().map(lambda one: str(one).lower()),
    st.integers().map(str),
    st.floats().map(repr),
    st.sampled_from(['"any"', '"pass"', '"never"', "''", '"""a\nb"""', "[]", '["json"]', "{}", "{ grooming = 80 }"]),
    st.sampled_from(["2026-10-01", "0x" + "f" * 6000, "1e999999999", "1e-999999999", '[["a"]]', '{ "a=b/c" = 1 }']),
    st.text(max_size=12),
)
LINES = st.one_of(
    st.builds("{} = {}".format, st.sampled_from([*KEYS, "min_area.grooming", '"width"', "fail_onn"]), VALUES),
    st.sampled_from(["[min_area]", "[[ruleset]]", "# a comment", "", "grooming = 80", "[tool.auditor]"]),
)


@pytest.fixture(scope="module", autouse=True)
def no_variables() -> Iterator[None]:
    """Keep the variables of this machine out of it."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [one for one in os.environ if one.startswith("AUDITOR_")]:
            patch.delenv(name)
        yield


@given(st.lists(LINES, max_size=6).map("\n".join))
@example("min_score = 1e999999999")
@example("max_undecided = 0x" + "f" * 6000)
@example("min_area = { grooming = 1e999999999 }")
@example("\n".join(f"k{number} = 1" for number in range(5000)))
def test_any_text_is_refused_with_a_place_or_taken_in_its_shape(text: str) -> None:
    values, diagnostics = _taken(text)
    assert all(one.place is not None and one.place.file == "auditor.toml" for one in diagnostics)
    assert len(diagnostics) <= 21
    assert set(values) <= set(KEYS) - set(NOT_IN_A_FILE)
    for name, one in values.items():
        assert isinstance(one.value, SHAPES[KEYS[name].kind])
        assert one.place.line > 0


def _taken(text: str) -> tuple[Mapping[str, Given], tuple[Diagnostic, ...]]:
    try:
        settings = read_settings(text.encode("utf-8", "surrogatepass"), "auditor.toml")
        assert settings is not None
        return configured(COMMAND, Found(folder=Path(), settings=settings)).values, ()
    except InputError as error:
        return {}, error.diagnostics
