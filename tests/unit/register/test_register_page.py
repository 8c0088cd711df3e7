"""`docs/register.md` against the register itself: every view and column, and every query on the page."""

from __future__ import annotations

import re
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from auditor.model.decision import Decision
from auditor.model.diagnostic import Place
from auditor.model.evidence import Assurance
from auditor.register.columns import COLUMNS, VIEWS
from auditor.register.opened import opened
from auditor.register.querying import ask
from auditor.register.store import open_store
from tests.support.registers import NOW, TERMS, audited, filed, later, made, run_of

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


def test_there_are_queries_on_the_page() -> None:
    assert len(QUERIES) >= 8
