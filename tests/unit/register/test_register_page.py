"""`docs/register.md` against the register itself: every view and column, and every query on the page."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from auditor.model.batch import BROKEN, Filed
from auditor.model.decision import Decision
from auditor.model.diagnostic import Place
from auditor.model.evidence import Assurance
from auditor.model.finding import Status
from auditor.model.register import Wanted
from auditor.model.scorecard import Verdict
from auditor.register.columns import COLUMNS, VIEWS
from auditor.register.opened import opened
from auditor.register.querying import ask
from auditor.register.store import open_store
from tests.support.registers import NOW, TERMS, audited, filed, judged, judgements, later, made, run_of

PAGE = (Path(__file__).parents[3] / "docs" / "register.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"^```sql\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a register with something to find for every query of the page."""
    path = made(tmp_path_factory.mktemp("page") / "reg.db")
    decided = Decision(
        requirement="rules/R-01",
        service="harbour",
        accepted=False,
        reviewer="Q. Quill",
        on=date(2025, 1, 1),
        because="no",
        assurance=Assurance.ASSERTED,
        text_sha256="c" * 64,
        place=Place(""),
    )
    with open_store(path, NOW) as store:
        run_of(store, [audited(at, filed(f"s{at}", at), rules=12) for at in range(6)], later(1))
        store.begin(TERMS, 1, later(2))
        store.add_decision(decided, later(3))
    return path


def test_the_page_tells_every_view_and_every_column_and_no_other(register: Path) -> None:
    told: dict[str, dict[str, str]] = {}
    meant: dict[str, str] = {}
    for part in PAGE.partition("## The views")[2].split("### ")[1:]:
        name = part.partition("\n")[0].strip("`")
        told[name] = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", part, re.MULTILINE))
        meant[name] = " ".join(part.partition("|")[0].split("\n")[1:]).strip()
    assert told == {view: dict(columns) for view, columns in COLUMNS.items()}
    assert meant == dict(VIEWS)
    plain = sqlite3.connect(register)
    there = {
        view: [row[1] for row in plain.execute(f"PRAGMA table_info({view})")]
        for (view,) in plain.execute("SELECT name FROM sqlite_master WHERE type = 'view'")
    }
    plain.close()
    assert there == {view: [*columns] for view, columns in told.items()}


@pytest.mark.parametrize("sql", QUERIES, ids=range(len(QUERIES)))
def test_every_query_of_the_page_finds_something(register: Path, sql: str) -> None:
    if "GRM-02" in sql:
        sql = sql.replace("GRM-02", "R-01")
    with opened(register, NOW) as found:
        assert ask(found, sql, expired=lambda: False, rows=100).rows


def test_services_are_counted_by_their_newest_filings_as_the_list_has_them(tmp_path: Path) -> None:
    undated = [replace(filed("undated", mark=mark), stated_on=None) for mark in range(2)]
    dated = [filed("dated", day) for day in (1, 2)]
    theirs = [filed("theirs", compiled=True), filed("dated", 9, compiled=True)]
    path = tmp_path / "reg.db"
    with open_store(path, NOW) as store:
        for at, one in enumerate([*undated, *dated, *theirs]):
            outcome = audited(0, one)
            run_of(store, [outcome], later(2 * at))
            run_of(store, [outcome], later(2 * at + 1), replace(TERMS, as_of=date(2026, 11, 1)))
    with opened(path, NOW) as found:
        listed = [one for one in found.submissions(Wanted()).entries if not one.compiled]
        rows = ask(found, QUERIES[0], expired=lambda: False, rows=None).rows
    assert {one.service for one in listed} == {"undated", "dated"}
    assert [*rows] == [("rules", "not-compliant", len(listed))]


def _of_one_day(tmp_path: Path) -> tuple[Path, dict[str, Filed]]:
    """Make a register in which each of many services says two or three things of one day, all in one chunk."""
    filings = [filed(f"s{at % 40}", mark=at) for at in range(100)]
    outcomes = []
    for at, one in enumerate(filings):
        verdict = (Verdict.COMPLIANT, Verdict.NOT_COMPLIANT, Verdict.CANNOT_TELL)[at // 40]
        was = judged(one, rules=12)
        outcomes.append(
            replace(audited(at, one), judged=replace(was, summaries=(replace(was.summaries[0], verdict=verdict),)))
        )
    path = made(tmp_path / "reg.db", outcomes)
    with open_store(path, NOW) as store:  # the first ones again, by the rules of another day
        run_of(store, outcomes[:50], later(1), replace(TERMS, as_of=date(2026, 9, 1)))
    return path, {one.sha256: one for one in filings}


def test_filings_of_one_day_are_counted_as_the_list_has_them(tmp_path: Path) -> None:
    path, _filings = _of_one_day(tmp_path)
    with opened(path, NOW) as found:
        listed = Counter((one.ruleset, str(one.verdict)) for one in found.submissions(Wanted()).entries)
        rows = ask(found, QUERIES[0], expired=lambda: False, rows=None).rows
    assert listed.total() == 40
    assert {(ruleset, verdict): count for ruleset, verdict, count in rows} == listed


def test_failures_are_counted_once_a_service_and_what_is_met_in_part_is_one(tmp_path: Path) -> None:
    path, filings = _of_one_day(tmp_path)
    with opened(path, NOW) as found:
        listed = found.submissions(Wanted()).entries
        rows = ask(found, QUERIES[1], expired=lambda: False, rows=None).rows
    naive = Counter(
        each.requirement
        for one in listed
        for each in judgements(filings[one.sha256], 12)
        if each.decisive and each.status in (Status.NOT_MET, Status.PARTLY_MET)
    )
    assert naive
    assert {requirement: services for _ruleset, requirement, services in rows} == naive


def test_every_fault_of_a_named_document_is_broken_evidence_and_no_other() -> None:
    source = (Path(__file__).parents[3] / "auditor" / "source" / "evidence.py").read_text(encoding="utf-8")
    faults = {f"evidence.{one}" for one in re.findall(r'Fault\(\s*"([a-z-]+)"', source)}
    promised_nothing = {"evidence.no-file", "evidence.no-hash", "evidence.undated", "evidence.no-folder"}
    assert faults == BROKEN | promised_nothing
    assert not BROKEN & promised_nothing


def test_there_are_queries_on_the_page() -> None:
    assert len(QUERIES) >= 8
