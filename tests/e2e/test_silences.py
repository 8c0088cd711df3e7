"""Not answered, declined, and looked for in vain: three words in every format, and only one of them a refusal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.e2e.running import AS_OF, auditor

FACT = "users.children.can_use"
SAID = {
    "declined": "{declined: {asked_by: A Regulator, on: 2026-02, source: letter}}",
    "sought": "{sought: {by: A Charity, on: 2026-03}}",
    "not-answered": "null",
}
WORDS = {"declined": "declined when asked", "sought": "looked for and not found", "not-answered": ""}


def declared(folder: Path, silence: str, head: str = "") -> Path:
    file = folder / "pond.yaml"
    text = f"declaration: 1\nservice: {{name: Pond}}\n{head}users: {{children: {{can_use: {SAID[silence]}}}}}\n"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("silence", SAID)
@pytest.mark.parametrize("view", [("audit", "-v"), ("audit", "-v", "--plain"), ("explain", "--unanswered")])
def test_people_read_which_it_is(tmp_path: Path, silence: str, view: tuple[str, ...]) -> None:
    command, *more = view
    text = auditor(command, declared(tmp_path, silence), *AS_OF, *more, "--width", "200").text
    assert f"{FACT}:" in text
    for name, words in WORDS.items():
        if words:
            assert (words in text.lower()) is (name == silence)
    assert ("declined" in text.lower()) is (silence == "declined")
    assert "will not say" not in text.lower()


@pytest.mark.parametrize("silence", SAID)
def test_explain_says_which_it_is(tmp_path: Path, silence: str) -> None:
    file = declared(tmp_path, silence)
    data = json.loads(auditor("audit", file, *AS_OF, "-f", "json").stdout)
    waiting = [
        one["requirement"]
        for one in data["audits"][0]["findings"]
        if any(missing["fact"] == FACT for missing in one["missing"])
    ]
    assert waiting
    text = auditor("explain", file, waiting[0], *AS_OF, "--width", "200").text.lower()
    for name, words in WORDS.items():
        if words:
            assert (words in text) is (name == silence)


@pytest.mark.parametrize("silence", SAID)
def test_programs_read_which_it_is(tmp_path: Path, silence: str) -> None:
    data = json.loads(auditor("audit", declared(tmp_path, silence), *AS_OF, "-f", "json").stdout)
    said = [
        missing
        for one in data["audits"][0]["findings"]
        for missing in (*one["missing"], *one["backed"]["missing"])
        if missing["fact"] == FACT
    ]
    assert said
    assert {one["absence"] for one in said} == {silence}
    asked = {"declined": "A Regulator", "sought": "A Charity"}.get(silence)
    assert {one["asked"] and one["asked"]["by"] for one in said} == {asked}


def test_all_three_come_to_the_same_verdict(tmp_path: Path) -> None:
    results = []
    for silence in SAID:
        data = json.loads(auditor("audit", declared(tmp_path, silence), *AS_OF, "-f", "json").stdout)["audits"][0]
        findings = [(one["requirement"], one["status"], one["credit"]) for one in data["findings"]]
        results.append((data["verdict"], data["score"], findings))
    assert results[0] == results[1] == results[2]


def test_who_stands_for_it_is_in_the_result(tmp_path: Path) -> None:
    told = "attestation: {name: R. Example, role: Officer, date: 2026-10-01}\n"
    for head, expected in (
        (told, {"name": "R. Example", "role": "Officer", "date": "2026-10-01"}),
        ("attestation: {name: R. Example}\n", {"name": "R. Example", "role": None, "date": None}),
        ("", None),
    ):
        data = json.loads(auditor("audit", declared(tmp_path, "sought", head), *AS_OF, "-f", "json").stdout)
        assert data["audits"][0]["declaration"]["attestation"] == expected
        codes = {one["code"] for one in data["diagnostics"]} & {
            "declaration.no-attestation",
            "declaration.undated-attestation",
        }
        fault = "no-attestation" if expected is None else "" if expected["date"] else "undated-attestation"
        assert codes == ({f"declaration.{fault}"} if fault else set())
