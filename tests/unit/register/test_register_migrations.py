"""Registers of every release open for ever; later ones, and what is no register, are refused and not touched."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import MetaData, create_engine

from auditor.model.batch import Filed, Outcome, State
from auditor.model.diagnostic import InputError
from auditor.model.register import Wanted
from auditor.register import migrations, tables, views
from auditor.register.columns import COLUMNS
from auditor.register.opened import opened
from auditor.register.packing import packed
from auditor.register.store import open_store
from tests.support.registers import NOW, PERSON, TERMS, audited, content, filed, judged, later, made, run_of

FIRST = Path(__file__).parents[2] / "fixtures" / "register" / "version-1.sql"


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """Give a register as the first release made it."""
    path = tmp_path / "first.db"
    plain = sqlite3.connect(path)
    plain.executescript(FIRST.read_text(encoding="utf-8"))
    plain.close()
    return path


def test_a_register_of_version_1_says_what_it_said(first: Path) -> None:
    with opened(first, later(90)) as found:
        listing = found.submissions(Wanted(all=True))
        runs = found.runs()
        results = [found.result(one.result) for one in listing.entries if one.result is not None]
        assert found.remains().counts == {
            "run": 3, "input": 7, "submission": 4, "result": 3, "audit": 3, "finding": 8, "decision": 0,
        }  # fmt: skip
        assert found.remains().names == 7
        assert [len([*found.rows_of(view)]) for view in views.NAMES] == [4, 3, 8, 0, 3, 7, 0, 1]
    assert [(one.service, str(one.stated_on), one.state, one.score) for one in listing.entries] == [
        ("harbour", "2026-01-21", State.AUDITED, ("61.25", "70.05")),
        ("harbour", "2026-01-11", State.AUDITED, ("61.25", "70.05")),
        ("harbour", "2026-01-06", State.SUPERSEDED, None),
        ("lantern", "2026-01-04", State.AUDITED, None),
    ]
    assert results[0] == judged(filed("harbour", 20)).result
    assert [(one.started, one.ended) for one in runs] == [(NOW, NOW), (later(30), later(30)), (later(60), None)]


def test_a_register_of_version_1_goes_on(first: Path) -> None:
    with open_store(first, later(90)) as store:
        assert store.held([filed("harbour", 20).sha256], TERMS) == {filed("harbour", 20).sha256}
        run_of(store, [audited(0, filed("cove"))], later(91))
        assert store.remains().counts["run"] == 4
        assert store.forget_people(later(92)) == 9
        assert PERSON.encode() not in store.result(1)


def test_a_new_register_has_the_tables_that_queries_speak_of(tmp_path: Path) -> None:
    made(tmp_path / "reg.db")
    engine = create_engine(f"sqlite:///{tmp_path / 'reg.db'}")
    there = MetaData()
    there.reflect(engine)
    engine.dispose()
    assert {name: set(one.c.keys()) for name, one in there.tables.items()} == {
        name: set(one.c.keys()) for name, one in tables.metadata.tables.items()
    }


def test_a_register_of_version_3_is_looked_through_for_what_its_results_say(tmp_path: Path) -> None:
    """What a register of today keeps beside its audits is what it finds in results where none of it was kept."""
    outcomes = [_doubted(at, filed(f"s{at}"), backed=at % 2 == 0, contested=at % 3) for at in range(205)]
    path = made(tmp_path / "reg.db", outcomes)
    plain = sqlite3.connect(path)
    kept = plain.execute("SELECT * FROM reg_doubt").fetchall()
    assert {one[1:] for one in kept} == {(0, empty, contested) for empty in (0, 1) for contested in (0, 1, 2)}
    for view in views.NAMES:
        plain.execute(f"DROP VIEW {view}")
    plain.execute("DROP TABLE reg_doubt")
    plain.execute("ALTER TABLE reg_input DROP COLUMN of_sha256")
    plain.execute("DROP TRIGGER reg_migration_no_delete")
    plain.execute("DELETE FROM reg_migration WHERE id = 4")
    plain.execute("PRAGMA user_version = 3")
    plain.commit()
    plain.close()
    with opened(path, later(90)) as found:
        assert len(found.submissions(Wanted()).entries) == 205
    plain = sqlite3.connect(path)
    assert plain.execute("SELECT * FROM reg_doubt").fetchall() == kept
    with pytest.raises(sqlite3.IntegrityError, match="never changed: reg_doubt"):
        plain.execute("UPDATE reg_doubt SET contested = 9")
    plain.close()


def _doubted(position: int, one: Filed, *, backed: bool, contested: int) -> Outcome:
    """Give an audit whose whole result says what is kept beside it; a challenge of a later day counts for nothing."""
    was = judged(one, rules=1)
    summary = replace(was.summaries[0], backed_may_be_empty=backed)
    challenges = [{"fact": f"x.{at}", "counted": at < contested, "says": None} for at in (0, 0, 1, 2)]
    ruleset = {"id": summary.ruleset, "version": summary.version, "sha256": summary.ruleset_sha256, "title": "x"}
    score = {"declared": None, "backed": {"low": "0.00", "may_be_empty": backed}, "without_waivers": {}}
    audit = {"declaration": {"challenges": challenges}, "ruleset": ruleset, "score": score}
    result = json.dumps({"audits": [audit], "as_of": "2026-10-01"}).encode()
    both = packed(content(one), (), result)
    return replace(
        audited(position, one), judged=replace(was, summaries=(summary,), packed=both, contested=contested)
    )


def test_an_older_register_is_migrated_when_it_is_opened_even_to_read(
    first: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def second() -> Iterator[str]:
        yield "CREATE TABLE reg_note (id INTEGER PRIMARY KEY, note TEXT)"
        yield "INSERT INTO reg_note (note) SELECT service FROM reg_submission"

    both = (*migrations.MIGRATIONS, migrations.Migration("notes", second))
    monkeypatch.setattr(migrations, "MIGRATIONS", both)
    with opened(first, later(90)) as found:
        assert found.remains().counts["submission"] == 4
        assert [*found.rows_of("submission")]
    plain = sqlite3.connect(first)
    assert plain.execute("SELECT count(*) FROM reg_note").fetchone() == (4,)
    assert plain.execute("PRAGMA user_version").fetchone() == (len(both),)
    assert plain.execute("SELECT id, title FROM reg_migration").fetchall()[-1] == (len(both), "notes")
    assert [row[1] for row in plain.execute("PRAGMA table_info(audit)")] == [*COLUMNS["audit"]]
    plain.close()


def test_a_migration_that_fails_leaves_the_register_as_it_was(first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Iterator[str]:
        yield "CREATE TABLE reg_note (id INTEGER PRIMARY KEY)"
        yield "CREATE TABLE reg_note (id INTEGER PRIMARY KEY)"

    before = [*sqlite3.connect(first).iterdump()]
    with monkeypatch.context() as patched:
        patched.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, migrations.Migration("broken", broken)))
        with pytest.raises(Exception, match="reg_note already exists"):
            open_store(first, later(90))
    assert [*sqlite3.connect(first).iterdump()] == before
    with opened(first, later(90)) as found:
        assert found.remains().counts["submission"] == 4


def test_a_register_of_a_later_release_is_refused_and_left(tmp_path: Path) -> None:
    path = made(tmp_path / "reg.db")
    plain = sqlite3.connect(path)
    plain.execute("PRAGMA user_version = 99")
    plain.close()
    before = path.read_bytes()
    for attempt in (lambda: open_store(path, NOW), lambda: opened(path, NOW).__enter__()):
        with pytest.raises(InputError) as refused:
            attempt()
        (told,) = refused.value.diagnostics
        assert told.code == "register.newer"
        assert told.message == "`reg.db` is a register of version 99, and this release knows versions up to 4"
        assert told.why
        assert told.help
    assert path.read_bytes() == before


@pytest.mark.parametrize("what", ["text", "database", "zeros", "folder"])
def test_what_is_no_register_is_refused_and_not_touched(tmp_path: Path, what: str) -> None:
    path = tmp_path / "other.db"
    if what == "folder":
        path.mkdir()
    elif what == "database":
        plain = sqlite3.connect(path)
        plain.execute("CREATE TABLE mine (x)")
        plain.commit()
        plain.close()
    else:
        path.write_bytes(b"\0" * 4096 if what == "zeros" else b"declaration: 1\n" * 20)
    before = path.read_bytes() if path.is_file() else b""
    for attempt in (lambda: open_store(path, NOW), lambda: opened(path, NOW).__enter__()):
        with pytest.raises(InputError) as refused:
            attempt()
        assert refused.value.diagnostics[0].code == (
            "file.directory" if what == "folder" else "register.not-a-register"
        )
    assert (path.read_bytes() if path.is_file() else b"") == before
    assert [one.name for one in tmp_path.iterdir()] == ["other.db"]


def test_an_empty_file_becomes_a_register(tmp_path: Path) -> None:
    (tmp_path / "reg.db").touch()
    made(tmp_path / "reg.db")
    with opened(tmp_path / "reg.db", NOW) as found:
        assert found.remains().counts["run"] == 1
