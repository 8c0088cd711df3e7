"""The schema of a file of settings in the tool that editors have for TOML: taplo.

AUDITOR_TAPLO names its program, which comes with the npm package `@taplo/cli`; else one on the PATH is taken.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from auditor.cli.app import app
from auditor.cli.config_schema import config_schema
from tests.e2e.running import ROOT
from tests.e2e.test_config import TABLE

TAPLO = os.environ.get("AUDITOR_TAPLO") or shutil.which("taplo") or ""
COMMAND: Any = get_command(app)
BEYOND_A_SCHEMA = ("outside", "outside-absolute", "outside-hidden", "outside-itself", "wrong-value-score-nan")
CASES = [one for one in sorted((ROOT / "tests/cases/config").glob("*.toml")) if one.stem not in BEYOND_A_SCHEMA]

pytestmark = pytest.mark.skipif(not TAPLO, reason="neither AUDITOR_TAPLO nor the PATH has taplo")


def test_an_editor_takes_what_the_program_takes_and_marks_what_it_refuses(tmp_path: Path) -> None:
    """All files in one run: the program takes seconds to start."""
    schema = tmp_path / "schema.json"
    schema.write_text(json.dumps(config_schema(COMMAND)), encoding="utf-8")
    whole = "\n".join(f"{key} = {row.file}" for key, row in TABLE.items() if row.file is not None)
    (tmp_path / "whole.toml").write_text(whole, encoding="utf-8")
    for one in CASES:
        shutil.copyfile(one, tmp_path / one.name)
    names = sorted(one.name for one in tmp_path.glob("*.toml"))
    command = [TAPLO, "lint", "--schema", schema.as_uri(), *names]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    refused = set(re.findall(r'invalid file .*path="[^"]*?([\w-]+)\.toml"', ran.stderr))
    assert refused == {one.stem for one in CASES}, ran.stderr
