"""`auditor triage` and `auditor review`: an order that explains itself, and decisions beside verdicts."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from auditor.source.vocabularies import read_vocabulary
from benchmarks.filings.planting import Ground, Planted
from benchmarks.filings.signals import SIGNALS
from tests.e2e.running import ROOT, Ran, auditor
from tests.support.contracts import held

HOSTILE = "\x1b[2J=cmd()[red]<script>\u202e"
YEAR_BEFORE = """\
declaration: 1
service: {id: cove, name: Cove, provider: "Old Ltd", kinds: [messaging]}
stated_on: 2025-09-01
users: {monthly_active: {GB: 1000}, children: {can_use: true}}
surfaces:
  direct_messages: {offered: true, adults_can_reach_children: true, grooming_detection: false}
  group_messages: {offered: false}
  community_channels: {offered: false}
  public_posts: {offered: false}
  comments: {offered: false}
  livestreams: {offered: false}
  voice_video_calls: {offered: false}
  game_chat: {offered: false}
risk_assessment: {levels: {csea: high}}
"""
NOW = (
    YEAR_BEFORE.replace("2025-09-01", "2026-09-01")
    .replace("Old Ltd", "New Ltd")
    .replace("name: Cove", 'name: "=cmd()[red]<script>"')
    .replace("grooming_detection: false", "grooming_detection: {declined: {asked_by: Nora Asker, on: 2026-08-01}}")
)
COMPILED = "twitch-2023.yaml"


def batch(folder: Path, what: str) -> None:
    ran = auditor("batch", what, "--register", "reg.db", "--as-of", "2026-10-01", "-q", cwd=folder)
    assert ran.status == 0, ran.stderr


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a register: a service with two filings, an example, and one that others compiled."""
    folder = tmp_path_factory.mktemp("triage")
    (folder / "before").mkdir()
    (folder / "before" / "cove.yaml").write_text(YEAR_BEFORE, encoding="utf-8")
    batch(folder, "before")
    filings = folder / "now"
    shutil.copytree(ROOT / "examples" / "published", filings / "published")
    for one in (filings / "published").glob("*.yaml"):
        if one.name != COMPILED:
            one.unlink()
    (filings / "cove.yaml").write_text(NOW, encoding="utf-8")
    shutil.copy(ROOT / "examples" / "minimal.yaml", filings)
    batch(folder, "now")
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """Give a folder with a copy of the register, to change."""
    plain = sqlite3.connect(made / "reg.db")
    plain.execute(f"VACUUM INTO '{tmp_path / 'reg.db'}'")
    plain.close()
    return tmp_path


def triage(folder: Path, *more: str) -> Ran:
    return auditor("triage", "--register", "reg.db", *more, cwd=folder)


def review(folder: Path, *more: str) -> Ran:
    return auditor("review", *more, "--register", "reg.db", cwd=folder)


def said(ran: Ran) -> Any:
    """Give what a run wrote as JSON, held to the contract that it names."""
    assert ran.status == 0, ran.stderr
    document = json.loads(ran.stdout)
    return held(document, document["schema"].removeprefix("auditor.").removesuffix("/1"))


def test_the_order_is_as_worked_out_by_hand_and_every_term_is_shown(made: Path) -> None:
    found = said(triage(made, "-f", "json"))
    assert found["formula"] == "priority = users × share of children × risk × contact × shortfall"
    assert found["numbers"]["origin"] == "design"
    minimal, cove = found["filings"]
    assert [one["service"]["id"] for one in (minimal, cove)] == ["minimal", "cove"]
    # A file that answers nothing: up to a million users, half of them children, at the worst in everything.
    assert minimal["priority"] == {"low": "0.0000", "high": "500000.0000"}
    terms = {one["name"]: (one["value"]["low"], one["value"]["high"], one["assumed"]) for one in cove["terms"]}
    shortfall = terms.pop("shortfall")
    assert terms == {
        "users": ("1000.0000", "1000.0000", False),
        "share of children": ("0.0100", "0.5000", True),
        "risk": ("1.0000", "1.0000", False),
        "contact": ("0.2222", "0.2222", False),
    }
    # 1000 × 1/2 × 1 × 2/9 × shortfall.
    assert abs(float(cove["priority"]["high"]) - 1000 / 9 * float(shortfall[1])) < 0.01
    lower = said(triage(made, "--by", "lower", "-f", "json"))
    assert lower["ordered_by"] == "lower"


def test_the_order_is_a_table_too(made: Path) -> None:
    ran = triage(made, "-f", "csv", "--limit", "0")
    assert (ran.status, ran.stderr) == (0, "")
    rows = list(csv.DictReader(io.StringIO(ran.stdout.decode(), newline="")))
    assert [(one["place"], one["service"], one["priority_high"]) for one in rows] == [
        (str(one["place"]), one["service"]["id"], one["priority"]["high"])
        for one in said(triage(made, "-f", "json", "--limit", "0"))["filings"]
    ]
    assert rows[1]["service_name"] == "'=cmd()[red]<script>"
    assert "twitch" not in ran.text


def test_the_table_has_every_filing_unless_fewer_are_asked_for_which_is_said(tmp_path: Path) -> None:
    (tmp_path / "now").mkdir()
    for number in range(22):
        text = YEAR_BEFORE.replace("cove", f"cove-{number}")
        (tmp_path / "now" / f"{number}.yaml").write_text(text, encoding="utf-8")
    batch(tmp_path, "now")
    ran = triage(tmp_path, "-f", "csv", "-q")
    assert (len(list(csv.DictReader(io.StringIO(ran.stdout.decode(), newline="")))), ran.stderr) == (22, "")
    assert "22 FILINGS in order, 20 shown" in triage(tmp_path).text
    cut = triage(tmp_path, "-f", "csv", "--limit", "1")
    assert len(list(csv.DictReader(io.StringIO(cut.stdout.decode(), newline="")))) == 1
    assert cut.stderr == "1 of 22 filings written: --limit 0 gives all\n"


def test_signals_between_two_filings_say_what_they_are(made: Path) -> None:
    _minimal, cove = said(triage(made, "-f", "json"))["filings"]
    signals = {one["kind"]: one for one in cove["signals"]}
    assert [*signals] == ["not-met-before-silent-now", "other-provider"]
    assert "GRM-02: surfaces.direct_messages.grooming_detection" in signals["not-met-before-silent-now"]["evidence"]
    assert signals["other-provider"]["evidence"] == ["now: New Ltd", "before: Old Ltd"]
    assert {one["is"] for one in cove["signals"]} == {"a reason to look, not a finding"}


def test_what_others_compiled_has_no_priority_and_no_score_anywhere(made: Path) -> None:
    found = said(triage(made, "-f", "json", "--limit", "0"))
    assert [one["service"] for one in found["compiled"]] == ["twitch"]
    assert set(found["compiled"][0]) == {"service", "name", "submission"}
    assert "twitch" not in {one["service"]["id"] for one in found["filings"]}
    for page in (triage(made).text, triage(made, "--plain").text):
        (line,) = [one for one in page.splitlines() if "twitch" in one.casefold()]
        assert line.startswith("Compiled by others from published facts, never ranked or scored: 1: twitch.")


def test_nothing_that_a_filing_says_acts_on_a_page(made: Path) -> None:
    for ran in (triage(made), triage(made, "--plain"), review(made, "GRM-02"), review(made, "GRM-02", "--plain")):
        assert "=cmd()[red]<script>" in ran.text
        assert all(one.isprintable() or one == "\n" for one in ran.text)
        assert "Nora Asker" not in ran.text


def test_the_register_answers_as_it_would_have_then(made: Path) -> None:
    for more in ((), ("-r", "internet-safety-strategy")):
        ran = triage(made, "--known-at", "2020-01-01", *more)
        assert (ran.status, ran.stderr) == (0, "")
        assert "0 FILINGS in order; 0 filings with signals; as the register knew it on 2020-01-01" in ran.text
        assert said(triage(made, "--known-at", "2020-01-01", "-f", "json", *more))["filings"] == []
    ran = review(made, "GRM-02", "--known-at", "2020-01-01")
    assert ran.status == 2
    assert "the register knew no requirement `GRM-02` on 2020-01-01" in " ".join(ran.stderr.replace("│", " ").split())


def test_answers_stand_together_with_what_each_stands_for(made: Path) -> None:
    found = said(review(made, "GRM-02", "-f", "json"))
    assert (found["requirement"], found["filings"], found["found"]) == ("GRM-02", 2, 2)
    services = {one["stands_for"][0]["service"]: one for one in found["clusters"]}
    seen = {one["fact"]: one["value"] for one in services["cove"]["seen"]}
    assert seen["surfaces.direct_messages.grooming_detection"] == "declined when asked"
    assert services["cove"]["sizes"] == {"under-10-thousand": 1}
    assert [one["service"] for one in found["compiled"]] == ["twitch"]


def test_a_decision_stands_beside_the_verdict_and_never_over_it(folder: Path) -> None:
    before = said(triage(folder, "-f", "json"))
    kept = auditor("register", "show", "reg.db", "cove", "-f", "json", cwd=folder).stdout
    ran = review(
        folder, "GRM-02", "--decide", "cove", "look", "--because", f"Ask why.{HOSTILE}", "--reviewer", "Rhea Reviewer"
    )
    assert (ran.status, ran.stderr) == (0, "")
    assert "to be looked at by Rhea Reviewer" in ran.text
    assert "\x1b" not in ran.text
    after = said(triage(folder, "-f", "json"))
    (decided,) = after["filings"][1].pop("reviews")
    assert (decided["decision"], decided["reviewer"], decided["requirement"]) == ("look", "Rhea Reviewer", "GRM-02")
    assert decided["result_sha256"] == sha256(kept).hexdigest()
    before["filings"][1].pop("reviews")
    assert after == before, "an order, a score or a verdict moved"
    shown = auditor("register", "show", "reg.db", "cove", "-f", "json", cwd=folder)
    assert shown.stdout == kept
    assert "Rhea Reviewer" in shown.stderr
    assert "Rhea Reviewer" in auditor("register", "show", "reg.db", "cove", cwd=folder).text
    history = said(auditor("register", "show", "reg.db", "cove", "--history", "-f", "json", cwd=folder))
    assert [one["decision"] for one in history["reviews"]] == ["look"]
    (cluster,) = [one for one in said(review(folder, "GRM-02", "-f", "json"))["clusters"] if one["reviews"]]
    assert cluster["stands_for"][0]["service"] == "cove"
    asked = auditor(
        "register", "query", "reg.db", "select opinion, accepted, reviewer from decision", "-f", "json", cwd=folder
    )
    assert said(asked)["rows"] == [["look", 0, "Rhea Reviewer"]]


def test_the_name_of_a_reviewer_can_be_taken_out_and_the_decision_stays(folder: Path) -> None:
    review(folder, "GRM-02", "--decide", "cove", "accept", "--because", "Seen.", "--reviewer", "Rhea Reviewer")
    assert auditor("register", "forget", "reg.db", "--service", "cove", "--yes", cwd=folder).status == 0
    assert b"Rhea" not in (folder / "reg.db").read_bytes()
    (decided,) = said(triage(folder, "-f", "json"))["filings"][1]["reviews"]
    assert (decided["decision"], decided["reviewer"], decided["because"]) == ("accept", None, "Seen.")
    assert "accepted by (name taken out) on " in triage(folder, "--plain").text


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("GRM-02", "--decide", "twitch", "look", "--because", "x", "--reviewer", "y"), "never judged"),
        (
            ("GRM-02", "--decide", "cove", "maybe", "--because", "x", "--reviewer", "y"),
            "none of accept, reject, look",
        ),
        (("GRM-02", "--decide", "cove", "look", "--because", " ", "--reviewer", "y"), "nothing that can be seen"),
        (("GRM-02", "--decide", "cove", "look", "--reviewer", "y"), "needs --because"),
        (("GRM-99", "--decide", "cove", "look", "--because", "x", "--reviewer", "y"), "no requirement `GRM-99`"),
        (("GRM-02", "--decide", "nobody", "look", "--because", "x", "--reviewer", "y"), "no submission `nobody`"),
        (("GRM-02", "--because", "x"), "belong to --decide"),
        (("GRM-99",), "knows no requirement `GRM-99`"),
        (("other-rules/GRM-02",), "no audit by `other-rules`"),
    ],
)
def test_wrong_usage_is_told_and_records_nothing(folder: Path, arguments: tuple[str, ...], told: str) -> None:
    ran = review(folder, *arguments)
    assert ran.status == 2
    assert told in " ".join(ran.stderr.replace("│", " ").split())
    assert (
        said(auditor("register", "query", "reg.db", "select * from decision", "-f", "json", cwd=folder))["rows"] == []
    )


def test_where_there_are_several_rulesets_one_is_to_be_named(folder: Path) -> None:
    (folder / "a.yaml").write_text(YEAR_BEFORE.replace("id: cove", "id: creek"), encoding="utf-8")
    more = ("--register", "reg.db", "--as-of", "2026-10-01", "-r", "ofcom-children", "-q")
    ran = auditor("batch", "a.yaml", *more, cwd=folder)
    assert ran.status == 0, ran.stderr
    refused = triage(folder)
    assert refused.status == 2
    told = "the register holds audits by internet-safety-strategy, ofcom-children; name one"
    assert told in " ".join(refused.stderr.replace("│", " ").split())
    # Of a requirement that one ruleset alone has, no other can be meant.
    assert said(review(folder, "GRM-02", "-f", "json"))["ruleset"] == "internet-safety-strategy"
    assert review(folder, "GRM-99").status == 2
    found = said(triage(folder, "-r", "ofcom-children", "-f", "json"))
    # The newest filings of the others were never held against it: that is said, and nobody is lost.
    assert [one["service"]["id"] for one in found["filings"]] == ["creek"]
    assert [one["service"] for one in found["not_audited"]] == ["cove", "minimal"]


def test_signals_that_a_population_plants_are_found(tmp_path: Path) -> None:
    ground = Ground(read_vocabulary().shared, 7, ())
    planted: list[tuple[str, Planted]] = []
    for fault in ("contradiction", "threshold-hugging", "evidence-day-before"):
        one = SIGNALS[fault](ground, ground.draw(fault, 0))
        assert one is not None
        planted.append((fault, one))
    prose = [SIGNALS["identical-prose"](ground, ground.draw("identical-prose", number)) for number in range(3)]
    ordinary = [ground.fresh() for _ in range(6)]
    for one in (*(each for _fault, each in planted), *(each for each in prose if each is not None)):
        for name, data in one.files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(data)
    for filing in ordinary:
        (tmp_path / f"{filing.service.id}.yaml").write_text(filing.text, encoding="utf-8")
    batch(tmp_path, ".")
    found = {
        one["service"]["id"]: {signal["kind"] for signal in one["signals"]}
        for one in said(triage(tmp_path, "--limit", "0", "-f", "json"))["filings"]
    }
    wanted = {
        "contradiction": "contradiction",
        "threshold-hugging": "near-bounds",
        "evidence-day-before": "fresh-evidence",
    }
    for fault, one in planted:
        assert wanted[fault] in found[one.path.split("/")[2]], fault
    alike = [one.path.split("/")[2] for one in prose if one is not None]
    assert sum("same-prose" in found[one] for one in alike) >= 2
