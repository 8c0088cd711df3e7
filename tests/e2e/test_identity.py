"""Who a service is, and when: an id that only the file's name gives joins nothing, a day to come is no newer one."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.running import AS_OF, EXAMPLES, auditor

SMALL = "declaration: 1\nservice: {{name: {name}}}\nstated_on: {day}\n"
RULE = "internet-safety-strategy/GRM-02"


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name / "declaration.yaml"
    path.parent.mkdir()
    shutil.copytree(EXAMPLES / "evidence", path.parent / "evidence")
    path.write_text(text, encoding="utf-8")
    return path


def example(name: str, *changes: tuple[str, str]) -> str:
    """Give an example without its id, changed."""
    text = (EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8")
    text = re.sub("  id: (harbour|megaphone).*\n|id: lantern, ", "", text)
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Two services whose files have one name and say no id."""
    return write(tmp_path, "a", SMALL.format(name="Alpha", day="2026-01-01")), write(
        tmp_path, "b", SMALL.format(name="Beta", day="2026-02-01")
    )


def inputs(text: str) -> list[dict[str, Any]]:
    return [one for one in map(json.loads, text.splitlines()) if one["kind"] == "input"]


def test_a_batch_refuses_what_shares_an_id_by_its_name(tmp_path: Path, two: tuple[Path, Path]) -> None:
    ran = auditor("batch", tmp_path / "a", tmp_path / "b", *AS_OF, "-q", cwd=tmp_path)
    found = inputs(ran.text)
    assert [one["state"] for one in found] == ["unusable", "unusable"]
    assert [one["diagnostics"][0]["code"] for one in found] == ["batch.shared-id"] * 2
    assert found[1]["diagnostics"][0]["help"].startswith("write `id: beta` under `service:`")


def test_a_batch_refuses_what_shares_an_id_in_the_register(tmp_path: Path, two: tuple[Path, Path]) -> None:
    first, second = (
        auditor("batch", tmp_path / name, "--register", tmp_path / "r.db", *AS_OF, "-q", cwd=tmp_path)
        for name in ("a", "b")
    )
    assert [one["state"] for one in inputs(first.text)] == ["audited"]
    (refused,) = inputs(second.text)
    assert (refused["state"], refused["diagnostics"][0]["code"]) == ("unusable", "batch.shared-id")
    assert "one in the register" in refused["diagnostics"][0]["message"]


def test_nothing_that_shares_an_id_is_anothers_past(tmp_path: Path, two: tuple[Path, Path]) -> None:
    ran = auditor("compare", *two, *AS_OF)
    assert ran.status == 3
    assert ran.stderr.count("error[compare.shared-id]") == 2
    results = []
    for number, path in enumerate(two):
        results.append(tmp_path / f"{number}.json")
        auditor("audit", path, *AS_OF, "-q", "-f", "json", "-o", results[-1])
    saved = auditor("compare", *results)
    assert (saved.status, saved.stderr.count("error[compare.shared-id]")) == (3, 2)


def test_an_audit_of_several_warns_of_a_shared_id(tmp_path: Path, two: tuple[Path, Path]) -> None:
    for command in ("audit", "check"):
        ran = auditor(command, *two, *AS_OF, *(["-v"] if command == "audit" else []))
        assert ran.stderr.count("warning[declaration.shared-id]") == 2, command
    alone = auditor("check", two[0], *AS_OF)
    assert "shared-id" not in alone.stderr


def test_no_baseline_of_another_service_excuses_anything(tmp_path: Path) -> None:
    harbour = write(tmp_path, "a", example("harbour"))
    lantern = write(tmp_path, "b", example("lantern"))
    base = tmp_path / "base.json"
    auditor("audit", harbour, lantern, *AS_OF, "-q", "-f", "json", "-o", base)
    lantern.write_text(example("lantern", ("alerts_child: true", "alerts_child: false")), encoding="utf-8")
    assert auditor("audit", lantern, *AS_OF, "-q", "--baseline", base).status == 1
    alone = tmp_path / "alone.json"
    auditor("audit", harbour, *AS_OF, "-q", "-f", "json", "-o", alone)
    ran = auditor("audit", lantern, *AS_OF, "-v", "--baseline", alone)
    assert ran.status == 1
    assert "warning[baseline.other-service]" in ran.stderr
    same = auditor("audit", harbour, *AS_OF, "-v", "--baseline", alone)
    assert same.status == 0, "name and provider agree"
    assert "baseline." not in same.stderr


def test_a_waiver_needs_an_id_that_is_declared(tmp_path: Path) -> None:
    harbour, waivers = write(tmp_path, "a", example("harbour")), tmp_path / "w.yaml"
    given = ("--requirement", RULE, "--reason", "r", "--approver", "a", "--expires", "2026-12-31", *AS_OF)
    refused = auditor("waiver", "add", waivers, "--for", harbour, *given)
    assert refused.status == 2
    assert "`id: declaration`" in refused.stderr
    auditor("waiver", "add", waivers, "--service", "declaration", *given)
    checked = auditor("waiver", "check", waivers, harbour, *AS_OF)
    assert "waiver.id-not-declared" in checked.stderr

    def waived() -> tuple[int, bool]:
        ran = auditor("audit", harbour, *AS_OF, "-v", "-f", "json", "--waivers", waivers)
        findings = json.loads(ran.stdout)["audits"][0]["findings"]
        return sum(one["waiver"] is not None for one in findings), "waiver.id-not-declared" in ran.stderr

    assert waived() == (0, True)
    harbour.write_text(example("harbour", ("service:\n", "service:\n  id: declaration\n")), encoding="utf-8")
    assert waived() == (1, False)


def test_a_decision_needs_an_id_that_is_declared(tmp_path: Path) -> None:
    path, decisions = write(tmp_path, "a", example("megaphone")), tmp_path / "d.yaml"
    given = ("ICU-D6", "--accept", "--reviewer", "C. Example", "--because", "it does", *AS_OF, "-o", decisions)
    refused = auditor("decision", "add", path, *given)
    assert (refused.status, "`id: declaration`" in refused.stderr) == (2, True)
    auditor("decision", "add", EXAMPLES / "megaphone.yaml", *given)
    decisions.write_text(decisions.read_text(encoding="utf-8").replace("megaphone", "declaration"), encoding="utf-8")
    line = ("audit", path, "-r", "ofcom-illegal-content@1.1", *AS_OF, "--decisions", decisions, "-q", "-f", "json")
    saved = json.loads(auditor(*line).stdout)
    assert all(one["decision"] is None for one in saved["audits"][0]["findings"])
    assert "decision.id-not-declared" in {one["code"] for one in saved["diagnostics"]}


def test_a_day_to_come_takes_no_place_in_the_register(tmp_path: Path) -> None:
    store = tmp_path / "r.db"
    typo = example("lantern", ("{name: Lantern", "{id: lantern, name: Lantern"), ("2026-09-28", "9999-12-31"))
    then = example(
        "lantern",
        ("{name: Lantern", "{id: lantern, name: Lantern"),
        ("stated_on: 2026-09-28", "stated_on: 2026-10-05"),
        ("alerts_child: true", "alerts_child: false"),
    )
    first, second = write(tmp_path, "a", typo), write(tmp_path, "b", then)
    auditor("batch", first.parent, "--register", store, *AS_OF, "-q")
    ran = auditor("batch", second.parent, "--register", store, "--as-of", "2026-10-06", "-q")
    assert [one["state"] for one in inputs(ran.text)] == ["audited"]
    (listed,) = json.loads(auditor("register", "list", store, "-f", "json").stdout)["entries"]
    assert listed["stated_on"] == "2026-10-05"
    shown = auditor("register", "show", store, "lantern").text
    assert "2026-10-05" in shown
    trend = json.loads(auditor("register", "trend", store, "lantern", "-f", "json").stdout)
    assert [one["stated_on"] for one in trend["audits"]] == ["9999-12-31", "2026-10-05"]
    steps = auditor("register", "trend", store, RULE.partition("/")[2], "-f", "json")
    assert steps.status == 0
    ranked = json.loads(auditor("triage", "--register", store, "-f", "json").stdout)
    assert "9999" not in json.dumps([one["stated_on"] for one in ranked["filings"]])
    compared = auditor("compare", first, second, "--as-of", "2026-10-06")
    assert (compared.status, "after the as-of date" in compared.stderr) == (3, True)


def test_check_reads_by_the_day_and_tells_of_a_day_to_come(tmp_path: Path) -> None:
    path = write(tmp_path, "a", SMALL.format(name="Alpha", day="2026-09-30"))
    assert "warning[declaration.later-day]" in auditor("check", path, "--as-of", "2026-09-29").stderr
    assert "declaration.later-day" in auditor("check", path, env={"AUDITOR_AS_OF": "2026-09-29"}).stderr
    assert "later-day" not in auditor("check", path, "--as-of", "2026-09-30").stderr


def test_all_instruments_of_a_file_of_settings_are_meant_by_every_command(tmp_path: Path) -> None:
    path = write(tmp_path, "a", example("harbour"))
    (path.parent / "auditor.toml").write_text('ruleset = ["all"]\n', encoding="utf-8")
    for line in (
        ("explain", path.name, "GRM-02"),
        ("ask", path.name),
        ("what-if", path.name, "--set", "surfaces.group_messages.grooming_detection=true"),
        ("timeline", path.name),
    ):
        ran = auditor(*line, *AS_OF, cwd=path.parent)
        assert ran.status == 0, (line, ran.stderr)
    lines = json.loads(auditor("timeline", path.name, "-f", "json", *AS_OF, cwd=path.parent).stdout)["timelines"]
    assert len(lines) > 3
