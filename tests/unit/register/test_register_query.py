"""A query reads the register's views: it changes nothing, opens nothing else, and comes to its end."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from auditor.model.diagnostic import InputError
from auditor.model.register import Answered
from auditor.register.opened import opened
from auditor.register.querying import ask, asked
from auditor.register.reading import Register
from tests.support.registers import NOW, later, made


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("query") / "reg.db")


def answer(path: Path, sql: str, rows: int | None = 100, expired: Callable[[], bool] = lambda: False) -> Answered:
    with opened(path, NOW) as found:
        return ask(found, sql, expired=expired, rows=rows)


def test_a_query_is_answered_with_its_columns(register: Path) -> None:
    found = answer(
        register, "select service, met, -1.5 as n, null as empty, x'00ff' as b from audit order by service"
    )
    assert found.columns == ("service", "met", "n", "empty", "b")
    assert [row[0] for row in found.rows] == ["harbour", "lantern"]
    assert found.rows[1][1:] == (None, -1.5, None, b"\x00\xff")
    assert not found.more


def test_no_more_rows_are_given_than_asked_for(register: Path) -> None:
    found = answer(register, "select requirement from finding", rows=3)
    assert (len(found.rows), found.more) == (3, True)
    assert not answer(register, "select requirement from finding limit 3", rows=3).more
    every = answer(register, "select requirement from finding", rows=None)
    assert len(every.rows) > 3
    assert not every.more


def test_rows_are_given_while_they_are_found_and_time_may_run_out_between_them(register: Path) -> None:
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select i from n"
    seen: list[int] = []

    def take(found: Register) -> None:
        with asked(found, endless, expired=lambda: len(seen) > 2000) as (columns, rows):
            assert columns == ("i",)
            seen.extend(number for (number,) in rows)

    with opened(register, NOW) as found, pytest.raises(InputError, match="time is up"):
        take(found)
    assert seen[:2000] == [*range(1, 2001)]


@pytest.mark.parametrize(
    "sql",
    [
        "select name from reg_submission",
        "select * from reg_people",
        "select * from (select name from reg_people)",
        "with x as (select name from reg_people) select * from x",
        "select (select name from reg_people limit 1) from submission",
        "delete from reg_people",
        "delete from audit",
        "update reg_submission set name = 'x'",
        "insert into reg_people (kind, owner, field, at, length, name) values ('text', 1, 'x', 0, 0, 'x')",
        "drop view audit",
        "drop trigger reg_submission_no_update",
        "create table mine (x)",
        "create temp table mine (x)",
        "create temp view audit as select 1",
        "attach 'other.db' as other",
        "vacuum into 'other.db'",
        "pragma query_only = off",
        "pragma writable_schema = on",
        "pragma application_id = 1",
        "begin",
        "commit",
        "rollback",
        "select load_extension('x')",
        "select zeroblob(1000000000)",
        "select 1; select 2",
        "select 1; delete from reg_people",
        "nonsense",
        "select nothing from audit",
        "",
        "-- nothing",
        "select '\0'",
    ],
)
def test_what_is_no_question_to_the_views_is_refused(register: Path, sql: str) -> None:
    before = register.read_bytes()
    with pytest.raises(InputError) as refused:
        answer(register, sql)
    (told,) = refused.value.diagnostics
    assert told.code == "register.query"
    assert told.message.startswith("the query was not answered: ")
    assert "submission, audit, finding" in told.help
    assert register.read_bytes() == before
    assert not (Path.cwd() / "other.db").exists()


@pytest.mark.parametrize(
    "sql",
    [
        "select name from sqlite_master where type = 'view'",
        "select name from pragma_table_info('audit')",
        "pragma table_info(finding)",
        "explain query plan select * from audit",
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < 5) select i from n",
        "select a.service from audit a join finding f on f.audit = a.audit "
        "left join run_input i on i.submission = a.submission",
        "select count(*) from submission union all select count(*) from ruleset",
        "select reviewer from decision union select service from audit",
    ],
)
def test_questions_to_the_views_and_about_them_are_answered(register: Path, sql: str) -> None:
    assert answer(register, sql).rows


def test_a_query_that_takes_too_long_is_stopped(register: Path) -> None:
    asked = count()
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
    with pytest.raises(InputError) as refused:
        answer(register, endless, expired=lambda: next(asked) > 20)
    (told,) = refused.value.diagnostics
    assert told.message == "the query was not answered: time is up"
    assert "--time-limit" in told.help


def test_a_cell_cannot_fill_the_memory(register: Path) -> None:
    doubled = (
        "with recursive n(s, i) as (select 'x', 0 union all select s || s, i + 1 from n where i < 40) select s from n"
    )
    with pytest.raises(InputError, match="too big"):
        answer(register, doubled)


def test_what_is_damaged_is_no_fault_of_the_query(tmp_path: Path) -> None:
    path = made(tmp_path / "reg.db")
    plain = sqlite3.connect(path)
    plain.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (page,) = plain.execute("SELECT rootpage FROM sqlite_master WHERE name = 'reg_finding'").fetchone()
    (size,) = plain.execute("PRAGMA page_size").fetchone()
    plain.close()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    with pytest.raises(InputError) as refused:
        answer(path, "select * from finding")
    assert refused.value.diagnostics[0].code == "register.damaged"


def test_after_a_query_the_register_is_read_as_before(register: Path) -> None:
    with opened(register, NOW) as found:
        for known_at, there in ((None, 2), (later(-1), 0), (NOW, 2), (None, 2)):
            (row,) = ask(found, "select count(*) from audit", expired=lambda: False, rows=1, known_at=known_at).rows
            assert row == (there,)
        assert found.remains().counts["audit"] == 2
