"""SARIF logs against the standard's schema, Microsoft's validator with GitHub's rules, and another program's reading.

The schema and the validator come with the npm package @microsoft/sarif-multitool-linux; AUDITOR_SARIF_MULTITOOL names
its folder. The validator says nothing by its exit status, so its own log is what is read.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from auditor.model.result import Result, Track
from auditor.report.sarif import render
from tests.support.results import SCENARIOS, all_met, asked, make_result, mixed, on_track
from tests.support.retelling import HOSTILE, retold

FOLDER = Path(os.environ.get("AUDITOR_SARIF_MULTITOOL", "no-such-folder"))
MULTITOOL = FOLDER / "Sarif.Multitool"
SARIF_TOOLS = os.environ.get("AUDITOR_SARIF_TOOLS") or shutil.which("sarif")
MOST_RUNS = 20  # in a log that GitHub takes
needs_multitool = pytest.mark.skipif(
    not MULTITOOL.is_file(),
    reason="AUDITOR_SARIF_MULTITOOL names no folder of npm's @microsoft/sarif-multitool-linux",
)
needs_sarif_tools = pytest.mark.skipif(
    SARIF_TOOLS is None, reason="sarif-tools is not on PATH, and AUDITOR_SARIF_TOOLS does not name it"
)

MADE: dict[str, Callable[[], Result]] = {
    **SCENARIOS,
    "nothing": lambda: make_result(unusable=1),
    "backed": lambda: on_track(mixed(), Track.BACKED),
    "asked": lambda: asked("mixed"),
    "asked-several": lambda: asked("several"),
    **{
        f"hostile-{number}": lambda text=text: retold(SCENARIOS["since-baseline"](), lambda _: text)  # type: ignore[misc]
        for number, text in enumerate(HOSTILE)
    },
    "hostile-waived": lambda: retold(SCENARIOS["waived"](), lambda one: f"{HOSTILE[14]} {one}"),
    "hostile-several": lambda: retold(SCENARIOS["several"](), lambda one: "".join(HOSTILE) + one),
}


@cache
def schema() -> Any:
    return json.loads((FOLDER / "sarif-2.1.0.json").read_text(encoding="utf-8-sig"))


def faults(log: Any) -> list[str]:
    """Give what the schema finds wrong."""
    kind = jsonschema.validators.validator_for(schema())
    return [f"{one.json_path}: {one.message}" for one in kind(schema()).iter_errors(log)]


def validated(log: str, folder: Path) -> list[tuple[str, str]]:
    """Give what Microsoft's validator finds: rule and level. No result at all must not pass for a good one."""
    given, found = folder / "given.sarif", folder / "found.sarif"
    given.write_text(log, encoding="utf-8")
    MULTITOOL.chmod(MULTITOOL.stat().st_mode | 0o100)
    command = [
        MULTITOOL,
        "validate",
        given,
        "--rule-kind",
        "Sarif;Ghas",
        "--output",
        found,
        "--log",
        "ForceOverwrite",
    ]
    subprocess.run(command, check=False, capture_output=True, cwd=folder)
    results = []
    for run in json.loads(found.read_text(encoding="utf-8-sig"))["runs"]:
        results += [(one["ruleId"], one.get("level", "warning")) for one in run.get("results", [])]
        for invocation in run.get("invocations", []):
            for told in ("toolExecutionNotifications", "toolConfigurationNotifications"):
                results += [(one.get("message", {}).get("text", told), "error") for one in invocation.get(told, [])]
    return results


@needs_multitool
@pytest.mark.parametrize("name", MADE)
def test_a_log_follows_the_schema(name: str) -> None:
    assert faults(json.loads(render(MADE[name]()))) == []


@needs_multitool
def test_the_schema_refuses_what_is_wrong() -> None:
    for break_it in (
        lambda log: log["runs"][0]["results"][0].update(level="bad"),
        lambda log: log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"].update(startLine=0),
        lambda log: log["runs"][0]["results"][0].update(kind="met"),
    ):
        log = json.loads(render(mixed()))
        break_it(log)
        assert faults(log)


def together(names: Iterable[str]) -> list[str]:
    """Write the runs of several logs into as few as GitHub takes: the validator is slow to start."""
    runs: list[Any] = [run for name in names for run in json.loads(render(MADE[name]()))["runs"]]
    for number, run in enumerate(runs):
        run["automationDetails"]["id"] = f"auditor/{number}/"
    log = json.loads(render(mixed()))
    return [json.dumps({**log, "runs": runs[start : start + MOST_RUNS]}) for start in range(0, len(runs), MOST_RUNS)]


@needs_multitool
@pytest.mark.parametrize("log", together(MADE) if MULTITOOL.is_file() else [""], ids=lambda _: "runs")
def test_the_validator_finds_no_error(log: str, tmp_path: Path) -> None:
    found = validated(log, tmp_path)
    assert [one for one in found if one[1] == "error"] == []
    # The project has no page of its own to name, so one warning is known; were there none, it had not looked.
    assert found == [("SARIF2005", "warning")] * len(json.loads(log)["runs"])


@needs_multitool
def test_a_log_with_more_runs_than_github_takes_is_told(tmp_path: Path) -> None:
    """That the limit is still what the pages say: whoever audits more services writes more logs."""
    (audit,) = all_met().audits
    log = render(make_result(*[audit] * (MOST_RUNS + 1)))
    assert ("GH1013", "error") in validated(log, tmp_path)


@needs_multitool
def test_the_validator_sees_what_is_wrong(tmp_path: Path) -> None:
    log = json.loads(render(mixed()))
    del log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]
    log["runs"][0]["results"][1]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] = "/y.yaml"
    assert [one for one in validated(json.dumps(log), tmp_path) if one[1] == "error"]


@needs_sarif_tools
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_another_program_counts_the_same(scenario: str, tmp_path: Path) -> None:
    assert SARIF_TOOLS is not None
    log = tmp_path / "log.sarif"
    log.write_text(render(SCENARIOS[scenario]()), encoding="utf-8")
    ran = subprocess.run([SARIF_TOOLS, "summary", log], capture_output=True, encoding="utf-8", check=True)
    counts = dict.fromkeys(("error", "warning", "none"), 0)
    for run in json.loads(log.read_text(encoding="utf-8"))["runs"]:
        for one in run["results"]:
            counts[one["level"]] += 1
    for word, count in counts.items():
        told = re.search(rf"^{word}: (\d+)$", ran.stdout, re.MULTILINE)
        assert (int(told[1]) if told else 0) == count
