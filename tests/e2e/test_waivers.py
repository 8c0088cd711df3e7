"""Waivers change what counts, never a status; every figure stands with and without; what did nothing is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.running import AS_OF, ROOT, auditor

FAILED = ("GRM-02", "GRM-04", "DEF-13", "MOD-04", "TRN-05", "TRN-07")


def waiver(
    requirement: str, *, granted: str = "2026-09-01", expires: str = "2026-12-31", service: str = "harbour"
) -> str:
    return (
        f"  - {{requirement: internet-safety-strategy/{requirement}, service: {service}, reason: it is being built,\n"
        f"     approver: A. Example, granted: {granted}, expires: {expires}}}\n"
    )


def audit(tmp_path: Path, *entries: str, more: tuple[str, ...] = ()) -> tuple[dict[str, Any], int]:
    path = tmp_path / "waivers.yaml"
    path.write_text("waivers:\n" + "".join(entries), encoding="utf-8")
    ran = auditor("audit", "examples/harbour.yaml", *AS_OF, "--waivers", path, "-f", "json", "-q", *more)
    return json.loads(ran.stdout), ran.status


def findings(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["requirement"]: one for one in document["audits"][0]["findings"]}


@pytest.fixture(scope="module")
def plain() -> dict[str, Any]:
    return json.loads(auditor("audit", "examples/harbour.yaml", *AS_OF, "-f", "json", "-q").stdout)


def test_a_waived_finding_keeps_its_status_and_counts_no_longer(tmp_path: Path, plain: dict[str, Any]) -> None:
    document, status = audit(tmp_path, *(waiver(one) for one in FAILED))
    before, after = plain["audits"][0], document["audits"][0]
    assert after["verdict"]["declared"] == "cannot-tell"
    assert status == 4
    assert after["verdict_without_waivers"] == before["verdict"]
    assert after["score"]["without_waivers"] == {key: before["score"][key] for key in ("declared", "backed")}
    assert float(after["score"]["declared"]["low"]) > float(before["score"]["declared"]["low"])
    assert after["counts"] == before["counts"]
    for name, finding in findings(document).items():
        assert finding["status"] == findings(plain)[name]["status"]
        assert (finding["waiver"] is not None) == (name in FAILED)
    assert findings(document)["GRM-02"]["waiver"]["expires"] == "2026-12-31"


@pytest.mark.parametrize(
    ("granted", "expires", "holds"),
    [
        ("2026-10-01", "2026-10-01", True),
        ("2026-09-01", "2026-10-01", True),
        ("2026-09-01", "2026-09-30", False),
        ("2026-10-02", "2026-12-31", False),
    ],
)
def test_both_days_are_inside(tmp_path: Path, granted: str, expires: str, holds: bool) -> None:
    document, _ = audit(tmp_path, waiver("GRM-04", granted=granted, expires=expires))
    assert (findings(document)["GRM-04"]["waiver"] is not None) is holds


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (waiver("GRM-04", granted="2026-01-01", expires="2026-09-30"), "waiver.expired"),
        (waiver("GRM-04", granted="2026-10-02"), "waiver.not-yet"),
        (waiver("GRM-01"), "waiver.unused"),
        (waiver("GRM-04", service="lantern"), "waiver.unused"),
        (waiver("GRM-99"), "waiver.unknown-target"),
    ],
)
def test_a_waiver_that_does_nothing_is_told(tmp_path: Path, entry: str, code: str, plain: dict[str, Any]) -> None:
    document, status = audit(tmp_path, entry)
    told = [one for one in document["diagnostics"] if one["code"].startswith("waiver.")]
    assert [one["code"] for one in told] == [code]
    assert told[0]["line"] == 2
    assert status == 1
    assert document["audits"][0]["score"] == plain["audits"][0]["score"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("waivers:\n" + waiver("GRM-04", granted="2026-12-31", expires="2026-01-01"), "waiver.dates-reversed"),
        ("waivers:\n" + waiver("GRM-04") * 2, "waiver.repeated"),
        ("waivers:\n" + waiver("GRM-04", expires="2026-02-30"), "waiver.no-such-day"),
        ("waivers:\n" + waiver("GRM-04").replace("approver: A. Example, ", ""), "waiver.missing-key"),
        ("waivers:\n" + waiver("GRM-04").replace("approver", "approved_by"), "waiver.unknown-key"),
    ],
)
def test_a_broken_file_of_waivers_is_no_verdict(tmp_path: Path, content: str, code: str) -> None:
    path = tmp_path / "waivers.yaml"
    path.write_text(content, encoding="utf-8")
    ran = auditor("audit", "examples/harbour.yaml", *AS_OF, "--waivers", path)
    assert (ran.status, ran.stdout) == (3, b"")
    assert f"error[{code}]" in ran.stderr


def test_the_screen_names_what_is_waived_and_what_it_would_come_to(tmp_path: Path) -> None:
    path = tmp_path / "waivers.yaml"
    path.write_text("waivers:\n" + waiver("GRM-04"), encoding="utf-8")
    for form in ((), ("--plain",)):
        text = auditor("audit", ROOT / "examples/harbour.yaml", *AS_OF, "--waivers", path, *form).text
        assert "Waived: GRM-04 until 2026-12-31. Without waivers: not compliant" in " ".join(text.split())


def test_any_failure_is_looked_for_among_those_that_count(tmp_path: Path, plain: dict[str, Any]) -> None:
    failing = [
        name for name, one in findings(plain).items() if one["status"] in ("not-met", "partly-met", "undecided")
    ]
    _, status = audit(tmp_path, *(waiver(one) for one in failing), more=("--fail-on", "any"))
    assert status == 0
    _, status = audit(tmp_path, *(waiver(one) for one in failing[1:]), more=("--fail-on", "any"))
    assert status == 1
