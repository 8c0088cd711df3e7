"""`audit --public`: nothing that is confidential leaves the program, on any stream, in any format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.running import AS_OF, EXAMPLES, auditor

# Numbers and dates that stand nowhere else in the file; the audit is of the whole example otherwise.
SWAPS = {
    "minimum_age: 13": "minimum_age: 77",
    "completed: 2026-03-01": "completed: 2019-07-13",
    "8200000": "73577357",
    "review_time: 3.5": "review_time: 7357.31",
    "acknowledgement_time: 24 ": "acknowledgement_time: 7357.53 ",
    "from: 2027-03-01": "from: 2031-07-19",
}
SECRETS = ("73577357", "2019-07-13", "7357.31", "7357.53", "2031-07-19")
PATHS = "[grooming, users.monthly_active, users.minimum_age, risk_assessment.*, reporting, surfaces]"
FORMATS = (
    ("-f", "terminal", "-v"),
    ("-f", "terminal", "--width", "60"),
    ("-f", "terminal", "--plain", "-v"),
    ("-f", "json", "-v"),
)


@pytest.fixture
def told(tmp_path: Path) -> Path:
    text = (EXAMPLES / "harbour.yaml").read_text(encoding="utf-8")
    for old, new in SWAPS.items():
        assert old in text, old
        text = text.replace(old, new)
    head, mark, _ = text.partition("confidential:")
    assert mark
    file = tmp_path / "harbour.yaml"
    file.write_text(f"{head}confidential: {PATHS}\n", encoding="utf-8")
    return file


@pytest.mark.parametrize("arguments", FORMATS, ids=" ".join)
def test_no_secret_is_printed_and_the_verdict_stays(told: Path, arguments: tuple[str, ...]) -> None:
    whole = auditor("audit", told, *AS_OF, *arguments)
    public = auditor("audit", told, *AS_OF, *arguments, "--public")
    assert public.status == whole.status
    assert not [one for one in SECRETS if one in public.text + public.stderr]
    assert "withheld" in public.text
    assert [one for one in SECRETS if one in whole.text + whole.stderr], "the whole report holds secrets"
    assert len(public.text.splitlines()) > 20


def seen(audit: Any) -> list[dict[str, Any]]:
    """Give every comparison of an audit, of both tracks."""
    return [each for one in audit["findings"] for track in (one, one["backed"]) for each in track["because"]]


def test_the_numbers_of_a_public_report_are_those_of_the_whole(told: Path) -> None:
    whole, public = (
        json.loads(auditor("audit", told, *AS_OF, "-f", "json", *more).stdout)["audits"][0]
        for more in ((), ("--public",))
    )
    for key in ("verdict", "score", "counts", "counts_backed", "decisive", "areas", "weight", "service", "ruleset"):
        assert public[key] == whole[key]
    assert whole["withheld"] is None
    assert public["withheld"] > 50
    signals = [one for one in seen(public) if one["fact"].startswith("grooming.signals")]
    assert [one["seen"] for one in seen(whole) if one["fact"] == "grooming.signals"]
    assert {one["seen"] for one in signals} == {"withheld"}
    for mine, was in zip(public["findings"], whole["findings"], strict=True):
        for key in ("requirement", "status", "reason", "credit", "gives", "fingerprint"):
            assert mine[key] == was[key]


def test_a_public_report_of_several_counts_what_it_withholds(told: Path) -> None:
    ran = auditor("audit", told, EXAMPLES / "lantern.yaml", *AS_OF, "--public")
    assert "facts withheld." in ran.text
    assert not [one for one in SECRETS if one in ran.text + ran.stderr]


def test_messages_about_a_broken_file_quote_nothing(told: Path) -> None:
    text = told.read_text(encoding="utf-8")
    told.write_text(text.replace("review_time: 7357.31", "review_time: zanzibar"), encoding="utf-8")
    for arguments in ((), ("-v", "-f", "json")):
        ran = auditor("audit", told, *AS_OF, "--public", *arguments)
        assert ran.status == 3
        assert "zanzibar" not in ran.text + ran.stderr
        assert "declaration." in ran.stderr
    assert "zanzibar" in auditor("audit", told, *AS_OF).stderr


def test_a_contradiction_between_confidential_facts_is_told_without_them(told: Path) -> None:
    text = told.read_text(encoding="utf-8")
    text = text.replace("livestreams: {offered: false}", "livestreams: {offered: false, grooming_detection: true}")
    told.write_text(text, encoding="utf-8")
    whole, public = (auditor("audit", told, *AS_OF, "-v", *more) for more in ((), ("--public",)))
    assert whole.status == public.status
    assert "warning[consistency." in whole.stderr
    assert "warning[consistency." in public.stderr
    assert "`surfaces.livestreams" in whole.stderr
    assert "`surfaces.livestreams" not in public.stderr


def test_nothing_is_withheld_where_nothing_is_confidential(tmp_path: Path) -> None:
    file = tmp_path / "pond.yaml"
    file.write_text("declaration: 1\nservice: {name: Pond}\nusers: {minimum_age: 13}\n", encoding="utf-8")
    whole, public = (auditor("audit", file, *AS_OF, "-v", *more) for more in ((), ("--public",)))
    assert (whole.stdout, whole.stderr) == (public.stdout, public.stderr)
