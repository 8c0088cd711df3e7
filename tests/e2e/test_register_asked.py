"""What a register is asked is heeded or refused: rulesets, days, states, formats, and names that it does not know."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.running import EXAMPLES, Ran, auditor
from tests.support.contracts import held

STRATEGY, OFCOM = "internet-safety-strategy", "ofcom-illegal-content"
DECIDE = ("--decide", "cove", "look", "--because", "x", "--reviewer", "y")
COVE = """\
declaration: 1
service: {id: cove, name: Cove, provider: Cove Ltd, kinds: [social_network]}
stated_on: 2026-09-01
grooming: {any_detection: true}
attestation: {name: Ada Attester, role: Head, date: 2026-09-01}
challenges:
  - fact: grooming.any_detection
    says: false
    filed_by: Carl Challenger
    date: 2026-09-02
    window: 2026-09-20
    evidence:
      - {publisher: "P", title: "T", date: 2026-09-01}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a register of three runs: by two rulesets, by Ofcom's of an early day, by one ruleset."""
    folder = tmp_path_factory.mktemp("asked")
    filings = folder / "filings"
    filings.mkdir()
    for name in ("megaphone", "lantern"):
        shutil.copy(EXAMPLES / f"{name}.yaml", filings)
        shutil.copytree(EXAMPLES / "evidence" / name, filings / "evidence" / name)
    (filings / "cove.yaml").write_text(COVE, encoding="utf-8")
    shutil.copy(filings / "cove.yaml", filings / "same.yaml")
    batch(folder, "2026-10-01", "-r", OFCOM, "-r", STRATEGY)
    batch(folder, "2025-08-01", "-r", f"{OFCOM}@1.0.0")
    text = COVE.replace("2026-09-01\ngroom", "2026-10-20\ngroom").replace("name: Cove", 'name: "Co\\nve \\u202e"')
    (filings / "cove.yaml").write_text(text, encoding="utf-8")
    batch(folder, "2026-11-01", "-r", STRATEGY)
    return folder


def batch(folder: Path, day: str, *more: str) -> None:
    ran = auditor("batch", "filings", "--register", "reg.db", "--as-of", day, "-q", *more, cwd=folder)
    assert ran.status == 0, ran.stderr


def register(folder: Path, command: str, *more: str) -> Ran:
    return auditor("register", command, "reg.db", *more, cwd=folder)


def shown(folder: Path, command: str, *more: str) -> Any:
    ran = register(folder, command, *more, "-f", "json")
    assert ran.status == 0, ran.stderr
    return json.loads(ran.stdout)


def told(ran: Ran) -> str:
    """Give what was refused, on one line."""
    assert (ran.status, ran.stdout) == (2, b"")
    return " ".join(ran.stderr.replace("│", " ").split())


def test_a_list_by_a_ruleset_says_which_newest_filings_it_was_not_held_against(folder: Path) -> None:
    found = held(shown(folder, "list", "-r", f"{OFCOM}@1.0"), "register-list")
    assert [one["service"]["id"] for one in found["entries"]] == ["lantern", "megaphone"]
    assert {one["later_facts"] for one in found["entries"]} == {True}
    assert [one["service"] for one in found["not_audited"]] == ["cove"]
    text = register(folder, "list", "-r", OFCOM, "--service", "cove").text
    assert f"Newest filing not audited by {OFCOM}, so not in the list: 1: cove." in text
    assert held(shown(folder, "list"), "register-list")["not_audited"] == []


def test_a_result_is_shown_by_one_of_its_rulesets(folder: Path) -> None:
    whole = register(folder, "show", "lantern", "--as-of", "2026-10-01", "-f", "json").stdout
    ofcom = register(folder, "show", "lantern", "--as-of", "2026-10-01", "-r", OFCOM, "-f", "json").stdout
    both = [one["ruleset"]["id"] for one in json.loads(whole)["audits"]]
    assert (both, [one["ruleset"]["id"] for one in json.loads(ofcom)["audits"]]) == ([OFCOM, STRATEGY], [OFCOM])
    alone = auditor(
        "audit", "filings/lantern.yaml", "--as-of", "2026-10-01", "-r", f"{OFCOM}@1.1.0", "-f", "json", cwd=folder
    )
    assert said_of_it(ofcom) == said_of_it(alone.stdout)
    assert json.loads(ofcom)["gate"] == json.loads(alone.stdout)["gate"]
    page = register(folder, "show", "lantern", "--as-of", "2026-10-01", "-r", f"{OFCOM}@1").text
    assert STRATEGY not in page
    assert OFCOM in page
    only = register(folder, "show", "lantern", "-r", STRATEGY, "-f", "json").stdout
    assert only == register(folder, "show", "lantern", "-f", "json").stdout, "of one ruleset, as it was kept"


def said_of_it(result: bytes) -> Any:
    """Give a result without its messages, which are those of the whole run."""
    return {key: value for key, value in json.loads(result).items() if key != "diagnostics"}


def test_a_result_is_kept_byte_for_byte_as_an_audit_of_editions_named_in_full(folder: Path) -> None:
    editions = (("-r", f"{OFCOM}@1.1.0"), ("-r", f"{STRATEGY}@3.0.0"))
    terms = ("filings/lantern.yaml", "--as-of", "2026-10-01", "-f", "json")
    kept = register(folder, "show", "lantern", "--as-of", "2026-10-01", "-f", "json").text
    assert kept == auditor("audit", *terms, *editions[0], *editions[1], cwd=folder).text
    short = auditor("audit", *terms, "-r", OFCOM, "-r", STRATEGY, cwd=folder).text
    lines = zip(kept.splitlines(), short.splitlines(), strict=True)
    assert [one for one, other in lines if one != other] == [
        f'      "asked": "{OFCOM}@1.1.0",',
        f'      "asked": "{STRATEGY}@3.0.0",',
    ]
    replayed = auditor("replay", "lantern", "--register", "reg.db", "--as-of", "2026-10-01", cwd=folder)
    assert replayed.status == 0


def test_a_history_is_narrowed_as_a_result_is(folder: Path) -> None:
    every = held(shown(folder, "show", "lantern", "--history"), "register-history")["audits"]
    assert len(every) == 4
    of = held(shown(folder, "show", "lantern", "--history", "-r", OFCOM, "--as-of", "2025-08-01"), "register-history")
    assert [(one["ruleset"]["version"], one["as_of"]) for one in of["audits"]] == [("1.0.0", "2025-08-01")]
    assert len(of["inputs"]) == 3
    said = told(register(folder, "show", "lantern", "--history", "--as-of", "2024-01-01"))
    assert "the register holds no result as of 2024-01-01 for it" in said


def test_what_became_of_an_input_is_told_whatever_its_state(folder: Path) -> None:
    (same,) = [one for one in shown(folder, "list", "--state", "duplicate", "--all")["entries"] if one["run"] == 1]
    text = register(folder, "show", f"1:{same['position']}").text
    assert text.startswith(f"filings/same.yaml, input {same['position']} of run 1: duplicate of filings/cove.yaml")
    assert f"auditor register show reg.db {same['submission'][:12]}" in text
    audited = register(folder, "show", "1:0").text
    assert audited.startswith("filings/cove.yaml, input 0 of run 1: audited.\nIt is the submission ")
    assert "the register knew no input 0 of run 1 on 2020-01-01" in told(
        register(folder, "show", "1:0", "--known-at", "2020-01-01")
    )


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (
            ("register", "list", "reg.db", "--state", "superseded", "-r", OFCOM),
            "no audit that --ruleset or --verdict",
        ),
        (("register", "list", "reg.db", "--state", "unusable", "--verdict", "compliant"), "for --state"),
        (
            ("register", "list", "reg.db", "--service", "lantren"),
            "knows no service `lantren`; did you mean `lantern`?",
        ),
        (
            ("register", "list", "reg.db", "-r", "nonesuch"),
            f"holds no audit by `nonesuch`; it has {STRATEGY}, {OFCOM}",
        ),
        (
            ("register", "list", "reg.db", "--service", "cove", "--known-at", "2020-01-01"),
            "knew no service `cove` on",
        ),
        (("register", "show", "reg.db", "1:0", "-f", "html"), "for --format"),
        (("register", "show", "reg.db", "1:0", "-r", OFCOM), "for --ruleset"),
        (("register", "show", "reg.db", "1:0", "--history"), "for --history"),
        (("register", "show", "reg.db", "cove", "--content", "-f", "json"), "a declaration is shown as it is"),
        (("register", "show", "reg.db", "cove", "--content", "-o", "x.yaml"), "for --output"),
        (("register", "show", "reg.db", "cove", "--history", "-f", "html"), "as terminal or json"),
        (("register", "show", "reg.db", "megafone"), "no submission `megafone`; did you mean `megaphone`?"),
        (("register", "trend", "reg.db", "GRM-02", "--service", "nobody"), "for --service: the register knows no"),
        (("register", "trend", "reg.db", "grm-02"), "requirement `grm-02`; did you mean `GRM-02`?"),
        (("register", "trend", "reg.db", "cove", "-r", "nonesuch"), "for --ruleset: the register holds no audit by"),
        (("register", "trend", "reg.db", "x/GRM-02"), "SERVICE|REQUIREMENT: the register holds no audit by `x`"),
        (("register", "trend", "reg.db", "GRM-02", "-r", OFCOM), f"holds no audit of `GRM-02` by {OFCOM}"),
        (("register", "trend", "reg.db", "cove", "--known-at", "2020-01-01"), "or requirement `cove` on 2020-01-01"),
        (("review", "GRM-99", "--register", "reg.db"), "for REQUIREMENT: the register knows no requirement `GRM-99`"),
        (("review", "grm-02", "--register", "reg.db"), "did you mean `GRM-02`?"),
        (("review", "x/GRM-02", "--register", "reg.db"), "for REQUIREMENT: the register holds no audit by `x`"),
        (("review", "GRM-02", "--register", "reg.db", "-r", OFCOM), "no newest filing was audited on `GRM-02`"),
        (("review", "GRM-02", "--register", "reg.db", "--known-at", "2020-01-01"), "knew no requirement `GRM-02` on"),
        (
            ("review", "GRM-02", "--register", "reg.db", *DECIDE, "-f", "json"),
            "leave out --format",
        ),
        (("triage", "--register", "reg.db", "-r", "nonesuch"), "holds no audit by `nonesuch`"),
        (("replay", "r.json", "--as-of", "2026-01-01"), "for --as-of: it chooses a result in a register"),
        (("replay", "r.json", "--known-at", "2026-01-01"), "for --known-at: it chooses a result in a register"),
        (("replay", "cove", "--register", "reg.db", "--baseline", "b.json"), "for --baseline"),
        (("register", "forget", "reg.db", "--service", "lantren"), "did you mean `lantern`?"),
    ],
)
def test_what_cannot_be_heeded_is_refused_where_it_was_said(
    folder: Path, arguments: tuple[str, ...], why: str
) -> None:
    assert why in told(auditor(*arguments, cwd=folder))


def test_a_review_shows_both_sides_of_a_contested_fact_and_what_is_declared_instead(folder: Path) -> None:
    reviewed = auditor("review", "ICU-D6", "--register", "reg.db", "-r", OFCOM, cwd=folder)
    assert "not met as declared, not met as backed, alternative declared" in reviewed.text
    assert "alternative declared, not reviewed, megaphone: All messages about" in reviewed.text
    requirement = contested_in(folder)
    ran = auditor("review", requirement, "--register", "reg.db", "-r", STRATEGY, "-f", "json", cwd=folder)
    (cluster,) = [one for one in held(json.loads(ran.stdout), "review")["clusters"] if one["contested"]]
    (side,) = cluster["contested"]
    assert (side["filing"]["service"], side["fact"]) == ("cove", "grooming.any_detection")
    assert (side["declared"], side["says"], side["filed_on"], side["replied"]) == (
        "true",
        "false",
        "2026-09-02",
        False,
    )
    text = auditor("review", requirement, "--register", "reg.db", "-r", STRATEGY, "--plain", cwd=folder).text
    assert "Contested, cove: grooming.any_detection: declared true; a challenge of 2026-09-02 says false" in text


def contested_in(folder: Path) -> str:
    """Give a requirement that rests on what others contest."""
    findings = shown(folder, "show", "cove")["audits"][0]["findings"]
    return str(next(one["requirement"] for one in findings if one["contested"]))


def test_forgetting_says_first_how_many_names_would_go(folder: Path, tmp_path: Path) -> None:
    plain = sqlite3.connect(folder / "reg.db")
    plain.execute(f"VACUUM INTO '{tmp_path / 'reg.db'}'")
    plain.close()
    asked = register(tmp_path, "forget", "--service", "cove")
    assert asked.status == 2
    done = register(tmp_path, "forget", "--service", "cove", "--yes")
    count = done.text.partition(" ")[0]
    assert f"it would take out {count} names of persons of cove, for good" in asked.stderr
    assert register(tmp_path, "forget", "--all").stderr.count(f"take out {count} names") == 0
    gone = auditor("replay", "cove", "--register", "reg.db", cwd=tmp_path)
    assert gone.status == 3
    assert "give it" not in gone.text
    assert "taken out of the register" in gone.text


def test_a_table_of_a_register_is_safe_and_json_is_exact(folder: Path) -> None:
    sql = "select name, score_low, score_low - 44.78 + 44.78 as same from audit join submission using (submission)"
    sql += " where submission.service = 'cove' order by submission.stated_on desc limit 1"
    (row,) = shown(folder, "query", sql)["rows"]
    assert row[0] == "Co\nve \u202e"
    cells = [*csv.reader(io.StringIO(register(folder, "query", sql, "-f", "csv").stdout.decode(), newline=""))][1]
    assert cells[0] == "Co ve \\u202e"
    assert cells[1] == f"{row[1]:.2f}"
    exported = register(folder, "export", "-", "--view", "submission", "--format", "ndjson").stdout
    assert "Co\nve \u202e" in [json.loads(one)["name"] for one in exported.splitlines()]
    audits = csv.DictReader(
        io.StringIO(register(folder, "export", "-", "--view", "audit").stdout.decode(), newline="")
    )
    scores = {one[end] for one in audits for end in ("score_low", "score_backed_high") if one[end]}
    assert all(len(one.partition(".")[2]) == 2 for one in scores), scores


def test_a_batch_tells_the_verdicts_of_all_rulesets(folder: Path) -> None:
    four = ("ofcom-children", "nspcc-asks", "au-bose", "ico-childrens-code")
    more = [part for one in four for part in ("-r", one)]
    ran = auditor("batch", "filings/lantern.yaml", "--as-of", "2026-11-10", *more, cwd=folder)
    first, *rest = ran.stderr.splitlines()
    assert first == "1 input: 1 audited."
    assert [one.partition("@")[0] for one in rest] == [*four]
    assert all(", as declared: 1 " in one for one in rest)
    few = auditor("batch", "filings/lantern.yaml", "--as-of", "2026-11-10", *more[:6], cwd=folder).stderr
    assert few.count("\n") == 1
    assert few.count("as declared") == 3
