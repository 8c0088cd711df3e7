"""The comparison's table against its metadata, by a validator of the W3C's CSV on the Web that we did not write.

The package csvw (https://pypi.org/project/csvw/) brings `csvwvalidate`.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from auditor.report.versus import csvw
from auditor.report.versus.csvtable import render
from tests.support.versus_formats import ALL, HOSTILE, renamed

VALIDATE = shutil.which("csvwvalidate")
pytestmark = pytest.mark.skipif(VALIDATE is None, reason="csvwvalidate, of the package csvw, is not installed")


def is_valid(folder: Path, table: str) -> bool:
    (folder / csvw.FILE).write_bytes(table.encode("utf-8"))
    metadata = folder / f"{csvw.FILE}-metadata.json"
    metadata.write_text(csvw.render(), encoding="utf-8")
    told = subprocess.run([str(VALIDATE), str(metadata)], capture_output=True, text=True, check=False)
    assert told.stdout.strip().endswith(("OK", "FAIL")) or told.returncode, told.stderr
    return told.returncode == 0 and "OK" in told.stdout


@pytest.mark.parametrize("scenario", ALL)
def test_the_table_is_as_its_metadata_say(scenario: str, tmp_path: Path) -> None:
    assert is_valid(tmp_path, render(ALL[scenario]()))


def test_hostile_names_change_nothing(tmp_path: Path) -> None:
    one = ALL["disputed"]()
    for number, name in enumerate(HOSTILE):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert is_valid(folder, render(renamed(one, name, "maple")))


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("service,2026-10-01", "medal,2026-10-01"),
        ("2026-10-01", "1 October"),
        (",model,", ",law,"),
        (",false,", ",no,"),
    ],
)
def test_a_table_that_is_not_is_refused(was: str, becomes: str, tmp_path: Path) -> None:
    table = render(ALL["everyone"]())
    assert was in table
    assert not is_valid(tmp_path, table.replace(was, becomes, 1))
