"""Every format from the command line: the exit status is the gate's, and what is written is what was rendered."""

from __future__ import annotations

import csv
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from auditor.report.registry import FORMATS, Format
from tests.e2e.running import ROOT, auditor

HARBOUR = ["audit", "examples/harbour.yaml", "--as-of", "2026-10-01", "-q"]


@pytest.mark.parametrize("format", Format)
@pytest.mark.parametrize("gate", [("--fail-on", "decisive"), ("--fail-on", "never")])
def test_the_format_never_changes_the_status(format: Format, gate: tuple[str, str]) -> None:
    ran = auditor(*HARBOUR, *gate, "-f", format.value)
    assert ran.status == (1 if gate[1] == "decisive" else 0)
    assert ran.text.endswith("\n")


def test_several_at_once_hold_the_same_findings(tmp_path: Path) -> None:
    pairs = [
        part for one, row in FORMATS.items() for part in ("-f", one.value, "-o", str(tmp_path / f"out{row.suffix}"))
    ]
    assert auditor(*HARBOUR, *pairs).status == 1
    whole = json.loads((tmp_path / "out.json").read_text("utf-8"))
    wanted = {one["requirement"]: one["status"] for one in whole["audits"][0]["findings"]}
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        assert {row["requirement"]: row["status"] for row in csv.DictReader(file)} == wanted
    lines = [json.loads(line) for line in (tmp_path / "out.ndjson").read_text("utf-8").splitlines()]
    assert {one["requirement"]: one["status"] for one in lines if one["kind"] == "finding"} == wanted
    cases = ET.parse(tmp_path / "out.xml").getroot().iter("testcase")
    assert [one.attrib["name"].split()[0] for one in cases] == list(wanted)


def test_an_annotation_points_at_the_line_in_the_file() -> None:
    ran = auditor(*HARBOUR, "-f", "github")
    first = ran.text.splitlines()[0]
    assert first.startswith("::error file=examples/harbour.yaml,line=")
    line = int(first.split("line=")[1].split(",")[0])
    title = first.partition("title=")[2].split()[0]
    whole = json.loads(auditor(*HARBOUR, "-f", "json").text)
    finding = next(one for one in whole["audits"][0]["findings"] if one["requirement"] == title)
    fact = next(one["fact"] for one in finding["because"] if one["line"] == line)
    written = (ROOT / "examples/harbour.yaml").read_text("utf-8").splitlines()[line - 1]
    assert fact.rpartition(".")[2] in written


def test_an_input_that_cannot_be_used_is_an_error_in_every_report_of_ci(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("declaration: 1\nservice: {name: Broken}\nserivce_notes: x\n", "utf-8")
    ran = auditor("audit", "broken.yaml", "-f", "github", cwd=tmp_path)
    assert ran.status == 3
    assert ran.text.splitlines()[0].startswith(
        "::error file=broken.yaml,line=3,col=1,title=declaration.unknown-key::"
    )
    ran = auditor("audit", "broken.yaml", "-f", "junit", cwd=tmp_path)
    assert ran.status == 3
    assert ET.fromstring(ran.text).attrib["errors"] == "1"
