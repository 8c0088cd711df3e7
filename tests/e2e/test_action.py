"""The GitHub Action: its steps are run by bash as they stand, the installation with them."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.e2e.running import EXAMPLES, ROOT
from tests.support.pipelines import Action

AS_OF = {"AUDITOR_AS_OF": "2026-10-01"}
HOSTILE = (
    "$(touch taken)",
    "`touch taken`",
    "'; touch taken; '",
    '"; touch taken; "',
    "x\ny; touch taken",
    "-- ; touch taken",
    "--help",
    "-o taken",
    "${IFS}touch${IFS}taken",
    "${{ github.token }}",
    "x\nsarif=taken",
    "::error::taken",
    "*",
)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Give a checkout with the examples in it."""
    shutil.copytree(EXAMPLES, tmp_path / "work")
    return tmp_path / "work"


def test_what_the_gate_finds_is_in_the_pull_request_and_in_the_status(action: Action, workspace: Path) -> None:
    ran = action.run(workspace, {"declarations": "harbour.yaml"}, AS_OF)
    assert ran.status == 1
    assert ran.outputs == {"verdict": "not-met", "status": "1", "sarif": "auditor.sarif"}
    assert any(re.match(r"::error file=harbour\.yaml,line=\d+,col=\d+,title=", one) for one in ran.commands("error"))
    assert "not compliant" in ran.summary
    sarif = json.loads((workspace / "auditor.sarif").read_text(encoding="utf-8"))
    assert sarif["runs"][0]["results"]


def test_every_input_reaches_the_audit(action: Action, workspace: Path) -> None:
    (workspace / "waivers.yaml").write_text(
        "waivers:\n  - {requirement: internet-safety-strategy/GRM-04, service: harbour, reason: It is being built.,\n"
        "     approver: A. Example, granted: 2026-09-01, expires: 2026-12-31}\n",
        encoding="utf-8",
    )
    inputs = {
        "declarations": "  harbour.yaml\n\n lantern.yaml \n",
        "rulesets": "internet-safety-strategy@3.0.0\n",
        "waivers": "waivers.yaml",
        "fail-on": "never",
        "min-score": "60",
        "undecided": "pass",
        "sarif": "out put.sarif",
    }
    ran = action.run(workspace, inputs, AS_OF)
    assert (ran.status, ran.outputs["verdict"]) == (0, "met"), ran.log
    assert ran.outputs["sarif"] == "out put.sarif"
    assert (workspace / "out put.sarif").is_file()
    assert "Lantern" in ran.summary
    assert "GRM-04" in ran.log
    assert action.run(workspace, inputs | {"min-score": "99"}, AS_OF).status == 1
    assert action.run(workspace, inputs | {"waivers": "none.yaml"}, AS_OF).status == 3
    assert action.run(workspace, inputs | {"decisions": "none.yaml"}, AS_OF).status == 3
    assert action.run(workspace, inputs | {"baseline": "none.json"}, AS_OF).status == 3


def test_what_is_left_out_is_as_the_file_of_settings_says(action: Action, workspace: Path) -> None:
    (workspace / ".git").mkdir()
    (workspace / "auditor.toml").write_text('declarations = ["harbour.yaml"]\nfail_on = "never"\n', encoding="utf-8")
    assert action.run(workspace, {}, AS_OF).status == 0
    assert action.run(workspace, {"fail-on": "decisive"}, AS_OF).status == 1


@pytest.mark.parametrize(("name", "status"), [("nope.yaml", 3), ("", 2)])
def test_no_verdict_is_never_green(action: Action, workspace: Path, name: str, status: int) -> None:
    (workspace / ".git").mkdir()
    ran = action.run(workspace, {"declarations": name}, AS_OF)
    assert (ran.status, ran.outputs["verdict"], ran.outputs["status"]) == (status, "none", str(status))
    assert ran.commands("error")


def test_a_program_that_is_not_there_is_never_green(action: Action, workspace: Path, tmp_path: Path) -> None:
    home = tmp_path / "runner" / "auditor"
    home.mkdir(parents=True)
    (home / "from").write_text(f"{action.folder}\n", encoding="utf-8")
    ran = Action(action.folder, tmp_path / "runner").run(workspace, {"declarations": "lantern.yaml"}, AS_OF)
    assert (ran.status, ran.outputs["verdict"]) == (127, "none")


def test_broken_evidence_is_red_though_the_gate_is_met(action: Action, workspace: Path) -> None:
    shutil.rmtree(workspace / "evidence")
    ran = action.run(workspace, {"declarations": "lantern.yaml"}, AS_OF)
    assert (ran.status, ran.outputs["verdict"], ran.outputs["status"]) == (1, "met", "1")
    assert any("title=auditor check::" in one for one in ran.commands("error"))
    assert "**auditor check:**" in ran.summary


@pytest.mark.parametrize("hostile", HOSTILE)
def test_an_input_is_an_argument_and_nothing_else(
    action: Action, workspace: Path, tmp_path: Path, hostile: str
) -> None:
    """A program in the place of the auditor writes down what it is given."""
    runner, before = tmp_path / "runner", sorted(workspace.iterdir())
    arguments = stand_in(action, runner)
    names = ("rulesets", "waivers", "baseline", "decisions", "fail-on", "min-score", "undecided")
    ran = Action(action.folder, runner).run(workspace, dict.fromkeys(("declarations", *names), hostile), AS_OF)
    lines = hostile.splitlines()
    reports = ["--format=github", "--output=-", "--format=sarif", "--output=auditor.sarif", "--format=markdown"]
    rulesets = [f"--ruleset={one}" for one in lines]
    expected = ["audit", *rulesets, *(f"--{one}={hostile}" for one in names[1:])]
    written = arguments.read_text(encoding="utf-8").split("\0")[:-1]
    place = next(number for number, one in enumerate(written) if one.endswith("summary.md"))
    assert written[:place] == [*expected, *reports]
    assert written[place + 1 :] == ["--", *lines, "check", *rulesets, "--", *lines]
    assert (ran.status, ran.outputs) == (3, {"verdict": "none", "status": "3", "sarif": ""})
    assert sorted(workspace.iterdir()) == before


def stand_in(action: Action, runner: Path, says: str = "") -> Path:
    """Put a program in the place of the auditor; give the file that it writes its arguments to."""
    program, arguments = runner / "auditor/bin/auditor", runner / "arguments"
    program.parent.mkdir(parents=True)
    told = f"printf '%s' {shlex.quote(says)} >&2"
    program.write_text(f"#!/bin/sh\nprintf '%s\\0' \"$@\" >>'{arguments}'\n{told}\nexit 3\n", encoding="utf-8")
    program.chmod(0o755)
    (runner / "auditor/from").write_text(f"{action.folder}\n", encoding="utf-8")
    return arguments


def test_what_is_said_on_standard_error_is_no_command(action: Action, workspace: Path, tmp_path: Path) -> None:
    stand_in(
        action, tmp_path / "runner", "  ::error title=x::taken\n::stop-commands::y\n::y::\n::error title=x::taken"
    )
    ran = Action(action.folder, tmp_path / "runner").run(workspace, {"declarations": "harbour.yaml"})
    assert ran.log.count("::taken") == 4
    assert [one for one in ran.commands("error") if "taken" in one] == []
    assert len(ran.commands("error")) == 1


def test_no_place_for_the_report_writes_another_output(action: Action, workspace: Path) -> None:
    ran = action.run(workspace, {"declarations": "lantern.yaml", "sarif": "x\nverdict=taken"}, AS_OF)
    assert ran.status == 2
    assert "taken" not in ran.outputs.values()


def test_a_file_of_the_repository_is_not_run_for_a_module(action: Action, workspace: Path, tmp_path: Path) -> None:
    """Python looks into the working directory first, so a pull request could bring its own venv.py."""
    for name in ("venv", "pip", "auditor", "sitecustomize"):
        (workspace / f"{name}.py").write_text("open('taken', 'w')\nraise SystemExit(9)\n", encoding="utf-8")
    empty = tmp_path / "empty"
    empty.mkdir()
    Action(empty_action(action, empty), tmp_path).run(workspace, {}, AS_OF, steps=1)
    assert (tmp_path / "auditor/bin/python").exists()
    assert action.run(workspace, {"declarations": "lantern.yaml"}, AS_OF).status == 0
    assert not (workspace / "taken").exists()


def empty_action(action: Action, folder: Path) -> Path:
    """Give the action without a program to install: pip fails fast, after the environment was made."""
    shutil.copyfile(action.folder / "action.yml", folder / "action.yml")
    return folder


def test_the_documents_name_every_input_and_output() -> None:
    text = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
    written = Action(ROOT, ROOT).written
    for name in (*written["inputs"], *written["outputs"]):
        assert f"`{name}`" in text, name
