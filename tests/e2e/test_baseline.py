"""A baseline in CI: what failed already passes, what got worse fails, another edition is told to be incomparable."""

from __future__ import annotations

import json
import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.running import AS_OF, EXAMPLES, auditor

HARBOUR = "examples/harbour.yaml"
WAIVER = """waivers:
  - {requirement: internet-safety-strategy/GRM-04, service: harbour, reason: it is being built,
     approver: A. Example, granted: 2026-09-01, expires: 2026-12-31}
"""


def save(path: Path, *arguments: str | Path) -> Path:
    auditor("audit", *arguments, "-f", "json", "-o", path, "-q")
    return path


@pytest.fixture(scope="module")
def baseline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save(tmp_path_factory.mktemp("baseline") / "baseline.json", HARBOUR, *AS_OF)


def edited(folder: Path, old: str, new: str) -> Path:
    """Write the example with one text in another's place, beside its documents."""
    text = (EXAMPLES / "harbour.yaml").read_text(encoding="utf-8")
    assert text.count(old) == 1
    shutil.copytree(EXAMPLES / "evidence", folder / "evidence")
    path = folder / "harbour.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def audited(*arguments: str | Path) -> tuple[dict[str, Any], int]:
    ran = auditor("audit", *arguments, "-f", "json", "-q")
    return json.loads(ran.stdout), ran.status


def test_what_failed_already_passes_and_the_verdict_stays(baseline: Path) -> None:
    plain, before = audited(HARBOUR, *AS_OF)
    document, status = audited(HARBOUR, *AS_OF, "--baseline", baseline)
    assert (before, status) == (1, 0)
    audit = document["audits"][0]
    assert audit["verdict"] == plain["audits"][0]["verdict"]
    assert audit["score"] == plain["audits"][0]["score"]
    assert {one["baseline"]["state"] for one in audit["findings"]} == {"unchanged"}
    assert audit["baseline"]["as_of"] == "2026-10-01"
    assert audit["baseline"]["version"] == audit["ruleset"]["version"]
    assert audit["baseline"]["ruleset_sha256"] == audit["ruleset"]["sha256"]
    assert plain["audits"][0]["baseline"] is None
    assert plain["audits"][0]["findings"][0]["baseline"] is None


def test_what_got_worse_fails_and_is_named(tmp_path: Path, baseline: Path) -> None:
    worse = edited(tmp_path, "grooming_share_covered: 98", "grooming_share_covered: 3")
    ran = auditor("audit", worse, *AS_OF, "--baseline", baseline, "-q", "--plain", "-v")
    assert ran.status == 1
    assert "Worse than in the baseline: it was" in ran.text
    assert "The gate passes over what is no worse." in ran.text


def test_taking_an_answer_back_leaves_the_gate_open(tmp_path: Path, baseline: Path) -> None:
    silent = edited(tmp_path, "alerts_child: false", "alerts_child: null")
    document, status = audited(silent, *AS_OF, "--baseline", baseline)
    found = next(one for one in document["audits"][0]["findings"] if one["requirement"] == "GRM-04")
    assert (found["status"], found["baseline"]["state"], found["baseline"]["was"]) == (
        "undecided",
        "still-open",
        "not-met",
    )
    assert status == 4


def test_a_baseline_prolongs_no_waiver(tmp_path: Path) -> None:
    waivers = tmp_path / "waivers.yaml"
    waivers.write_text(WAIVER, encoding="utf-8")
    saved = save(tmp_path / "b.json", HARBOUR, *AS_OF, "--waivers", waivers)
    held = (HARBOUR, "--waivers", waivers, "--baseline", saved)
    assert audited(*held, "--as-of", "2026-10-02")[1] == 0
    document, status = audited(HARBOUR, *AS_OF, "--baseline", saved)
    assert status == 1
    findings = {one["requirement"]: one for one in document["audits"][0]["findings"]}
    assert findings["GRM-04"]["baseline"]["lapsed"] is True
    assert [name for name, one in findings.items() if one["baseline"]["lapsed"]] == ["GRM-04"]


def test_another_edition_is_incomparable(baseline: Path) -> None:
    other = ("-r", "internet-safety-strategy@2.0.0")
    document, status = audited(HARBOUR, *AS_OF, *other, "--baseline", baseline)
    assert status == audited(HARBOUR, *AS_OF, *other)[1]
    audit = document["audits"][0]
    assert audit["baseline"]["incomparable"]
    assert all(one["baseline"] is None for one in audit["findings"])
    assert "baseline.incomparable" in {one["code"] for one in document["diagnostics"]}
    text = auditor("audit", HARBOUR, *AS_OF, *other, "--baseline", baseline, "-q").text
    assert "incomparable, the baseline is of edition 3.0.0, this audit of 2.0.0" in " ".join(text.split())


def test_another_service_is_told_and_nothing_is_excused(baseline: Path) -> None:
    document, status = audited("examples/lantern.yaml", *AS_OF, "--baseline", baseline)
    assert status == audited("examples/lantern.yaml", *AS_OF)[1]
    codes = {one["code"] for one in document["diagnostics"]}
    assert {"baseline.nothing-about", "baseline.unused"} <= codes
    assert document["audits"][0]["baseline"] is None


@pytest.mark.parametrize("form", ["terminal", "plain", "markdown", "sarif", "html"])
def test_every_report_says_what_the_baseline_was(baseline: Path, form: str) -> None:
    shown = ("--plain",) if form == "plain" else ("-f", form)
    ran = auditor("audit", HARBOUR, *AS_OF, "--baseline", baseline, *shown, "-q")
    assert ran.status == 0, ran.stderr
    text = " ".join(ran.text.split())
    assert "2026-10-01" in text
    assert sha256(baseline.read_bytes()).hexdigest()[:12] in text


def test_a_saved_result_with_a_baseline_is_shown_byte_for_byte(tmp_path: Path, baseline: Path) -> None:
    saved = save(tmp_path / "held.json", HARBOUR, *AS_OF, "--baseline", baseline)
    again = auditor("report", saved, "-f", "json")
    assert (again.status, again.stdout) == (0, saved.read_bytes())


def test_sarif_marks_each_result(baseline: Path) -> None:
    ran = auditor("audit", HARBOUR, *AS_OF, "--baseline", baseline, "-f", "sarif", "-q")
    results = json.loads(ran.stdout)["runs"][0]["results"]
    assert results
    assert {one["baselineState"] for one in results} == {"unchanged"}


def test_a_baseline_that_was_changed_is_refused(tmp_path: Path, baseline: Path) -> None:
    text = baseline.read_text(encoding="utf-8")
    forged = tmp_path / "forged.json"
    forged.write_text(text.replace('"status": "met"', '"status": "not-met"', 1), encoding="utf-8")
    ran = auditor("audit", HARBOUR, *AS_OF, "--baseline", forged)
    assert (ran.status, ran.stdout) == (5, b"")


@pytest.mark.parametrize("content", ["{}", "declaration: 1\nservice: {name: Harbour}\n", "[]"])
def test_what_is_no_saved_result_is_no_baseline(tmp_path: Path, content: str) -> None:
    path = tmp_path / "b.json"
    path.write_text(content, encoding="utf-8")
    ran = auditor("audit", HARBOUR, *AS_OF, "--baseline", path)
    assert (ran.status, ran.stdout) == (3, b"")
