"""What time alone changes, as people and programs are told it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.running import AS_OF, ROOT, auditor

RULESETS = ROOT / "rulesets"
HARBOUR = "examples/harbour.yaml"


@pytest.fixture(scope="module")
def harbour() -> dict[str, Any]:
    ran = auditor("timeline", HARBOUR, *AS_OF, "-f", "json")
    assert ran.status == 0, ran.stderr
    return json.loads(ran.stdout)


def test_every_moment_has_what_an_audit_of_its_day_says(harbour: dict[str, Any]) -> None:
    (line,) = harbour["timelines"]
    for moment in (line["moments"][0], line["moments"][4], line["moments"][-1]):
        ran = auditor("audit", HARBOUR, "--as-of", moment["day"], "-f", "json", "-q")
        audit = json.loads(ran.stdout)["audits"][0]
        assert moment["verdict"] == audit["verdict"]
        assert moment["score"] == audit["score"]


def test_each_turn_says_what_turned_it(harbour: dict[str, Any]) -> None:
    turns = [turn for moment in harbour["timelines"][0]["moments"][1:] for turn in moment["turns"]]
    assert turns
    assert all(turn["why"] for turn in turns)
    assert all(turn["before"] and turn["after"] for turn in turns)


def test_what_is_announced_stands_apart_and_turns_nothing(harbour: dict[str, Any]) -> None:
    (line,) = harbour["timelines"]
    (announced,) = line["announced"]
    assert announced["day"] == "2027-03-01"
    assert [one["fact"] for one in announced["facts"]] == ["surfaces.group_messages.grooming_detection"]
    assert {one["requirement"]: one["after"]["declared"] for one in announced["turns"]} == {
        "GRM-02": "met",
        "GRM-09": "partly-met",
    }
    later = [moment for moment in line["moments"] if moment["day"] >= "2027-03-01"]
    assert all(
        turn["after"]["declared"] != "met"
        for moment in later
        for turn in moment["turns"]
        if turn["requirement"] == "GRM-02"
    )


def test_nothing_is_looked_at_beyond_the_last_day() -> None:
    ran = auditor("timeline", HARBOUR, *AS_OF, "--until", "2027-01-30", "--width", "80")
    assert "2027-01-21" in ran.text
    assert "2027-01-31" not in ran.text
    assert "up to 2027-01-30: on 1 day single" in ran.text


def test_a_day_before_the_first_is_refused() -> None:
    ran = auditor("timeline", HARBOUR, *AS_OF, "--until", "2026-09-30")
    assert ran.status == 2
    assert "lies before" in ran.stderr


def test_an_id_means_each_day_its_edition_in_force() -> None:
    ran = auditor(
        "timeline", "examples/lantern.yaml", "--as-of", "2020-12-01", "-r", "internet-safety-strategy", "-f", "json",
        "--until", "2025-08-01",
    )  # fmt: skip
    moments = json.loads(ran.stdout)["timelines"][0]["moments"]
    assert [(one["day"], (one["ruleset"] or {}).get("version")) for one in moments] == [
        ("2020-12-01", None),
        ("2020-12-15", "2.0.0"),
        ("2023-10-26", "2.0.0"),
        ("2025-03-17", "2.0.0"),
        ("2025-07-25", "3.0.0"),
    ]


def test_the_end_of_an_edition_has_its_own_day(tmp_path: Path) -> None:
    """A note on how the edition stands changes on the day on which an audit would first bear it."""
    folder = shutil.copytree(RULESETS / "internet-safety-strategy" / "3.0.0", tmp_path / "own" / "2.0")
    head = folder / "ruleset.yaml"
    text = head.read_text(encoding="utf-8").replace("status: model", "status: statutory_code", 1)
    head.write_text(text + "in_force_until: 2026-12-31\n", encoding="utf-8")
    asked = ("timeline", HARBOUR, "-r", folder, "--as-of", "2026-12-30", "--until", "2027-01-02")
    (line,) = json.loads(auditor(*asked, "-f", "json").stdout)["timelines"]
    assert [one["day"] for one in line["moments"]] == ["2026-12-30", "2027-01-01"]
    assert line["moments"][1]["why"] == ["the last day of internet-safety-strategy 3.0.0 was 2026-12-31"]
    assert any("ended 2026-12-31, read as written" in one for one in line["moments"][1]["watermarks"])
    shown = auditor(*asked, "--width", "100").text
    assert shown.splitlines()[0].endswith(" internet-safety-strategy 3.0.0")
    assert "own/2.0" not in shown
    assert shown.splitlines()[-1] == "NO VERDICT AND NO SCORE CHANGES BY ITSELF up to 2027-01-02."


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_paper(width: int) -> None:
    ran = auditor("timeline", HARBOUR, *AS_OF, "--width", str(width))
    assert all(len(line) <= width for line in ran.text.splitlines())


def test_a_service_that_did_not_file_for_itself_has_no_timeline() -> None:
    for more in ((), ("--plain",)):
        ran = auditor("timeline", "examples/published/discord-2023.yaml", "--as-of", "2023-10-16", *more)
        assert ran.status == 0
        assert "no verdict, no score, no rank" in ran.text
        assert "compliant as" not in ran.text
    ran = auditor("timeline", "examples/published/discord-2023.yaml", "--as-of", "2023-10-16", "-f", "json")
    for moment in json.loads(ran.stdout)["timelines"][0]["moments"]:
        assert moment["verdict"] is None or set(moment["verdict"].values()) == {None}


def test_hostile_names_act_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "hostile.yaml"
    path.write_text(
        'declaration: 1\nservice: {name: "[red]x[/]\\u202e"}\nrisk_assessment: {csea_completed: 2026-03-01}\n'
        "users: {children: {can_use: true}}\n",
        encoding="utf-8",
    )
    for more in ((), ("--plain",), ("-f", "json")):
        ran = auditor("timeline", path, *AS_OF, *more, cwd=ROOT)
        assert ran.status == 0, ran.stderr
        assert b"\x1b" not in ran.stdout
        assert "\u202e" not in ran.text
