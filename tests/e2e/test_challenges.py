"""Challenges on the command line: both sides wherever a report is read, and no fault of the provider's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.e2e.running import AS_OF, ROOT, auditor
from tests.support.challenges import DM, written

HARBOUR = ROOT / "examples/harbour.yaml"


def filed(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    path = tmp_path / "challenges.yaml"
    path.write_text(written(*changes), encoding="utf-8")
    return path


def test_an_audit_shows_both_sides_and_a_saved_one_shows_them_again(tmp_path: Path) -> None:
    file, saved = filed(tmp_path), tmp_path / "result.json"
    ran = auditor("audit", HARBOUR, *AS_OF, "--challenges", file, "-q", "--width", "100")
    shown = ran.text
    assert "CONTESTED     1 fact contested by others" in shown
    assert f"   {DM}\n" in shown
    assert "= declared:  true" in shown
    assert "= contested: Example Charity says false, filed on 2026-09-20" in shown
    assert "“It was an error.”" in shown
    auditor("audit", HARBOUR, *AS_OF, "--challenges", file, "-q", "-f", "json", "-o", saved)
    document = json.loads(saved.read_text(encoding="utf-8"))
    (audit,) = document["audits"]
    assert [one["fact"] for one in audit["declaration"]["challenges"]] == [DM]
    assert "GRM-02" in [one["requirement"] for one in audit["findings"] if DM in one["contested"]]
    again = auditor("report", saved, "--width", "100")
    assert (again.text, again.status) == (shown, ran.status)


def test_it_counts_from_its_day_on_and_for_its_service_alone(tmp_path: Path) -> None:
    file = filed(tmp_path)
    early = auditor("audit", HARBOUR, "--as-of", "2026-09-19", "--challenges", file, "-q")
    assert "CONTESTED" not in early.text
    assert "1 challenge filed after this day does not count." in early.text
    other = filed(tmp_path, ("service: harbour", "service: quay"))
    told = auditor("audit", HARBOUR, *AS_OF, "--challenges", other)
    assert "challenge.unknown-service" in told.stderr
    assert "CONTESTED" not in told.text


def test_explain_marks_what_is_contested_in_the_proof(tmp_path: Path) -> None:
    ran = auditor(
        "explain", HARBOUR, "GRM-02", *AS_OF, "--challenges", filed(tmp_path), "--verbose", "--width", "140"
    )
    assert f"{DM}: true, contested; wanted" in ran.text
    assert "= contested: Example Charity says false" in ran.text


@pytest.mark.parametrize(
    "command",
    [
        ("explain", HARBOUR, "--unanswered"),
        ("ask", HARBOUR),
        ("what-if", HARBOUR, "--set", f"{DM}=false"),
        ("timeline", HARBOUR),
    ],
    ids=lambda command: command[0],
)
def test_no_question_passes_over_an_idle_challenge(tmp_path: Path, command: tuple[str | Path, ...]) -> None:
    asked = (*command, *AS_OF, "--challenges")
    assert auditor(*asked, filed(tmp_path)).stderr == ""
    stranger = auditor(*asked, filed(tmp_path, ("service: harbour", "service: quay")))
    assert "challenge.unknown-service" in stranger.stderr
    agreed = auditor(*asked, filed(tmp_path, ("says: false", "says: true")))
    assert "challenge.no-dispute" in agreed.stderr


def test_check_tells_and_does_not_blame(tmp_path: Path) -> None:
    ran = auditor("check", HARBOUR, "--challenges", filed(tmp_path))
    assert ran.status == 0
    assert "1 fact contested by others" in ran.text
    assert "challenge.contested" in ran.stderr


def test_diff_puts_it_down_to_evidence_and_timeline_to_its_day(tmp_path: Path) -> None:
    file = filed(
        tmp_path,
        (DM, "grooming.languages_share"),
        ("says: false", "says: 10"),
        ("    date: 2026-09-20", "    date: 2026-10-20"),
        ("window: 2026-10-04", "window: 2026-11-04"),
    )
    ran = auditor(
        "diff",
        HARBOUR,
        HARBOUR,
        "--old-as-of",
        "2026-10-21",
        "--as-of",
        "2026-10-21",
        "--challenges",
        file,
        "-f",
        "json",
    )
    document = json.loads(ran.stdout)
    (difference,) = document["differences"]
    assert [one["address"] for one in difference["inputs"]] == ["challenges.grooming.languages_share"]
    line = auditor("timeline", HARBOUR, *AS_OF, "--until", "2026-10-31", "--challenges", file, "--plain")
    assert "2026-10-20" in line.text
    assert "is contested: Example Charity filed evidence against it" in line.text


def test_a_file_that_cannot_be_used_stops_everything(tmp_path: Path) -> None:
    ran = auditor("audit", HARBOUR, *AS_OF, "--challenges", filed(tmp_path, ("says: false", "says: perhaps")))
    assert ran.status == 3
    assert "error[challenge.wrong-type]" in ran.stderr
    assert ran.text == ""


def test_the_schema_is_given() -> None:
    schema = json.loads(auditor("schema", "challenges").stdout)
    assert "service" in schema["properties"]["challenges"]["items"]["required"]
