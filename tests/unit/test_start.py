"""What the start of a run puts off until it is needed: commands, patterns, the look into another program's file."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

from auditor.cli.app import app
from auditor.cli.config_files import _OURS
from auditor.model.patterns import pattern

ROOT = Path(__file__).parent.parent.parent


def test_one_command_loads_no_other() -> None:
    script = "import sys\nfrom auditor.cli.main import main\n"
    script += (
        "import os\nos._exit = lambda status: print(*sorted(sys.modules))\nsys.argv = ['auditor', '--version']\n"
    )
    ran = subprocess.run([sys.executable, "-c", f"{script}main()"], capture_output=True, text=True, cwd=ROOT)
    loaded = ran.stdout.split()
    assert "auditor.cli.app" in loaded, ran.stderr
    assert not {f"auditor.cli.{name}" for name in ("audit", "batch", "register", "ruleset", "replay")} & set(loaded)


def test_every_command_is_there_under_its_name() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]  # a group
    assert len(list(commands)) == len(commands) > 20
    for name in commands:
        assert commands[name].name == name
        assert commands[name] is commands[name]
        assert commands[name].help
    assert "adit" not in commands
    assert commands.get("adit") is None


@pytest.mark.parametrize(
    "written",
    [
        "[tool.auditor]\nwidth = 80\n",
        "  [ tool . auditor ]\nwidth = 80\n",
        "[tool.'auditor']\nwidth = 80\n",
        '["tool"."auditor"]\nwidth = 80\n',
        "['tool'.auditor]\nwidth = 80\n",
        "[tool.auditor.min_area]\ngrooming = 80\n",
        "a = 1\r\n[tool.auditor]\r\nwidth = 80\r\n",
        "tool.auditor.width = 80\n",
        "tool = { auditor = { width = 80 } }\n",
        "tool={auditor={width=80}}\n",
        "[tool]\nauditor = { width = 80 }\n",
        "[ tool ]\n[tool.other]\na = 1\n[ tool . auditor ]\n",
        '"tool" . "auditor" . width = 80\n',
    ],
)
def test_a_shared_file_with_our_table_is_looked_into(written: str) -> None:
    assert "auditor" in tomllib.loads(written)["tool"]
    assert _OURS.search(written.encode())
    assert _OURS.search(b"\xef\xbb\xbf" + written.encode())


def test_another_programs_file_that_names_us_is_left_alone() -> None:
    written = '[project]\nname = "auditor"\ndependencies = ["auditor"]\n[tool.other]\nof = "tool.auditor"\n'
    assert not _OURS.search(written.encode())


def test_a_pattern_is_compiled_when_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    broken, good = pattern("("), pattern(r"(a)(b)", re.IGNORECASE)
    assert good.sub(r"\2\1", "AB ab") == "BA ba"
    found = good.fullmatch("aB")
    assert found is not None
    assert found.groups() == ("a", "B")
    assert good.pattern == "(a)(b)"
    with pytest.raises(re.error):
        broken.search("a")
    monkeypatch.setattr(re, "compile", None)
    assert good.fullmatch("ab")  # what was asked for once is at hand
