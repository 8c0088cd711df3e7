"""`auditor waiver`: states on a day, what check refuses, and an entry added without touching the rest."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from tests.e2e.running import AS_OF, Ran, auditor

HARBOUR = "examples/harbour.yaml"
PERSON = """\
# Agreed with the safety board; ask A. Example before touching this.
waivers:
  # first of all
  - requirement: internet-safety-strategy/GRM-02   # group chat
    service: harbour
    reason: >-
      it is being built
    approver: A. Example
    granted: 2026-09-01
    expires: 2026-10-10

  - requirement: internet-safety-strategy/GRM-04
    service: harbour
    reason: it is being built
    approver: A. Example
    granted: 2026-09-01
    expires: 2026-12-31
# the end
"""


def written(tmp_path: Path, text: str = PERSON) -> Path:
    path = tmp_path / "waivers.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def add(
    path: Path, requirement: str = "internet-safety-strategy/DEF-13", *more: str, expires: str = "2026-12-31"
) -> Ran:
    return auditor(
        "waiver", "add", path, "--requirement", requirement, "--reason", "asked of: the #1 vendor",
        "--approver", "A. Example", "--expires", expires, *AS_OF, *(more or ("--service", "harbour")),
    )  # fmt: skip


def test_the_list_is_in_the_order_in_which_waivers_end(tmp_path: Path) -> None:
    path = written(tmp_path)
    ran = auditor("waiver", "list", path, *AS_OF)
    assert (ran.status, ran.stderr) == (0, "")
    assert ran.text.index("GRM-02") < ran.text.index("GRM-04")
    assert "expires in 9 days, on 2026-10-10" in ran.text
    assert "in time until 2026-12-31" in ran.text
    assert ran.text.rstrip().endswith("2 WAIVERS ON 2026-10-01: 2 in time.")
    plain = auditor("waiver", "list", path, "--as-of", "2026-11-01", "--plain").text.splitlines()
    assert plain[0] == "The waiver for internet-safety-strategy/GRM-02 of harbour: expired, ended 2026-10-10."


@pytest.mark.parametrize(
    ("day", "states"),
    [
        ("2026-08-31", ["not-yet", "not-yet"]),
        ("2026-09-01", ["in-time", "in-time"]),
        ("2026-10-10", ["in-time", "in-time"]),
        ("2026-10-11", ["expired", "in-time"]),
    ],
)
def test_both_days_are_inside_in_the_list_for_programs(tmp_path: Path, day: str, states: list[str]) -> None:
    ran = auditor("waiver", "list", written(tmp_path), "--as-of", day, "-f", "json")
    document = json.loads(ran.stdout)
    assert document["schema"] == "auditor.waivers/1"
    jsonschema.validate(document, json.loads(auditor("schema", "waiver-list").stdout))
    assert [one["state"] for one in document["waivers"]] == states
    assert [one["line"] for one in document["waivers"]] == [4, 12]


@pytest.mark.parametrize(
    ("day", "more", "status", "codes"),
    [
        ("2026-09-05", (), 0, set()),
        ("2026-10-01", (), 0, {"waiver.expiring"}),
        ("2026-10-01", ("--within", "8"), 0, set()),
        ("2026-10-11", (), 1, {"waiver.expired"}),
        ("2026-09-05", (HARBOUR,), 0, set()),
        ("2026-09-05", ("examples/lantern.yaml",), 1, {"waiver.unknown-service"}),
    ],
)
def test_check_fails_on_what_ended_or_is_about_nothing(
    tmp_path: Path, day: str, more: tuple[str, ...], status: int, codes: set[str]
) -> None:
    ran = auditor("waiver", "check", written(tmp_path), *more, "--as-of", day)
    assert ran.status == status
    assert {code for code in CODES if f"[{code}]" in ran.stderr} == codes


CODES = (
    "waiver.expiring",
    "waiver.expired",
    "waiver.unknown-service",
    "waiver.unknown-target",
    "waiver.unused",
)


@pytest.mark.parametrize(
    ("requirement", "said"),
    [
        ("internet-safety-strategy/GRM-99", "has no requirement `GRM-99`"),
        ("no-such-thing/GRM-02", "no ruleset is called `no-such-thing`"),
        ("consistency/CON-01", "a contradiction is never set aside"),
    ],
)
def test_nothing_is_waived_under_a_name_that_means_nothing(tmp_path: Path, requirement: str, said: str) -> None:
    path = written(tmp_path, PERSON.replace("internet-safety-strategy/GRM-04", requirement))
    ran = auditor("waiver", "check", path, *AS_OF)
    assert ran.status == 1
    assert said in ran.stderr
    before = written(tmp_path).read_bytes()
    ran = add(path, requirement)
    assert (ran.status, path.read_bytes()) == (2, before)


def test_a_waiver_that_is_needed_no_more_is_told_and_fails_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, PERSON.replace("GRM-04", "GRM-01"))
    ran = auditor("waiver", "check", path, HARBOUR, "--as-of", "2026-09-05")
    assert ran.status == 0
    assert "warning[waiver.unused]" in ran.stderr


def test_an_entry_is_added_in_the_files_own_style_and_the_rest_stays(tmp_path: Path) -> None:
    path = written(tmp_path)
    ran = add(path)
    assert (ran.status, ran.stdout) == (0, b"")
    text = path.read_text(encoding="utf-8")
    assert text.startswith(PERSON)
    assert text.removeprefix(PERSON) == (
        "\n  - requirement: internet-safety-strategy/DEF-13\n    service: harbour\n"
        '    reason: "asked of: the #1 vendor"\n    approver: A. Example\n    granted: 2026-10-01\n'
        "    expires: 2026-12-31\n"
    )
    audited = auditor("audit", HARBOUR, *AS_OF, "--waivers", path, "-f", "json", "-q")
    waived = {one["requirement"] for one in json.loads(audited.stdout)["audits"][0]["findings"] if one["waiver"]}
    assert waived == {"GRM-02", "GRM-04", "DEF-13"}


def test_a_file_that_is_not_there_is_made(tmp_path: Path) -> None:
    path = tmp_path / "new.yaml"
    assert add(path, "internet-safety-strategy/GRM-02", "--for", HARBOUR).status == 0
    assert auditor("waiver", "check", path, HARBOUR, *AS_OF).status == 0
    assert path.read_text(encoding="utf-8").startswith("waivers:\n  - requirement: ")


@pytest.mark.parametrize(
    ("requirement", "more", "expires", "status", "said"),
    [
        ("internet-safety-strategy/GRM-04", (), "2027-03-31", 3, "waiver.repeated"),
        ("internet-safety-strategy/DEF-13", ("--service", "harbour", "--granted", "2027-01-01"), "2026-12-31", 3,
         "waiver.dates-reversed"),
        ("internet-safety-strategy/DEF-13", (), "2026-09-30", 2, "would never hold"),
        ("internet-safety-strategy/DEF-13", ("--service", "lantern", "--for", HARBOUR), "2026-12-31", 2,
         "is of `harbour`"),
        ("internet-safety-strategy/DEF-13", ("--granted", "2026-10-01"), "2026-12-31", 2, "name the service"),
    ],
)  # fmt: skip
def test_what_a_reader_would_refuse_is_not_written(
    tmp_path: Path, requirement: str, more: tuple[str, ...], expires: str, status: int, said: str
) -> None:
    path = written(tmp_path)
    ran = add(path, requirement, *more, expires=expires)
    assert ran.status == status
    assert said in " ".join(ran.stderr.replace("│", " ").split())
    assert path.read_text(encoding="utf-8") == PERSON
    assert list(tmp_path.iterdir()) == [path]


def test_a_ruleset_of_ones_own_is_named(tmp_path: Path) -> None:
    folder = "rulesets/internet-safety-strategy/3.0.0"
    path = written(tmp_path)
    assert auditor("waiver", "check", path, "-r", folder, "--as-of", "2026-09-05").status == 0
    assert auditor("waiver", "check", path, "-r", "nothing-at-all", "--as-of", "2026-09-05").status == 2
