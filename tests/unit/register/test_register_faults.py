"""A register after a kill, beside another writer, on a full disk: whole transactions, or a message that helps."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from auditor.model.diagnostic import InputError
from auditor.model.register import Wanted
from auditor.register.opened import opened
from auditor.register.store import Store, open_store
from tests.support.keeping_on import CHUNK
from tests.support.registers import NOW, TERMS, audited, filed, later, made, run_of

ROOT = Path(__file__).parents[3]


def keeping_on(path: Path, mark: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.support.keeping_on", str(path), mark]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def killed(writer: subprocess.Popen[str]) -> list[str]:
    """Kill a process, and give the lines it had written."""
    assert writer.stdout is not None
    writer.kill()
    with writer.stdout as written:
        lines = written.read().splitlines()
    writer.wait()
    return lines


def test_a_process_killed_while_it_keeps_leaves_whole_transactions(tmp_path: Path) -> None:
    path = tmp_path / "reg.db"
    for turn, delay in enumerate((0.0, 0.05, 0.11, 0.23, 0.4)):
        writer = keeping_on(path, f"turn{turn}")
        assert writer.stdout is not None
        assert writer.stdout.readline() == "begun\n"
        time.sleep(delay)
        told = killed(writer)
        with opened(path, NOW) as found:
            counts = found.remains().counts
            kept = [int(str(row[1])) for row in found.rows_of("run_input") if row[0] == turn + 1]
            results = [found.result(number) for number in range(1, counts["result"] + 1)]
        assert kept == [*range(len(kept))]
        assert len(kept) % CHUNK == 0
        assert len(kept) >= len(told) * CHUNK
        assert counts["input"] == counts["submission"] == counts["audit"] == len(results)
        assert counts["finding"] == counts["audit"] * 30
        assert counts["run"] == turn + 1
    plain = sqlite3.connect(path)
    assert plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert plain.execute("PRAGMA foreign_key_check").fetchall() == []
    plain.close()


def test_a_process_killed_while_it_makes_a_register_leaves_none_or_a_whole_one(tmp_path: Path) -> None:
    for turn, delay in enumerate((0.2, 0.3, 0.4, 0.5, 0.6, 0.7)):
        path = tmp_path / f"{turn}.db"
        writer = keeping_on(path, "x")
        time.sleep(delay)
        killed(writer)
        with open_store(path, NOW) as store:
            run_of(store, [audited(0, filed("harbour"))])
            assert "harbour" in {one.service for one in store.submissions(Wanted()).entries}


def test_the_second_writer_waits_and_then_both_are_in(tmp_path: Path) -> None:
    path = made(tmp_path / "reg.db", [])
    with open_store(path, NOW) as first, open_store(path, NOW) as second:
        done: list[str] = []

        def write() -> None:
            run_of(second, [audited(0, filed("lantern"))], later(2))
            done.append("second")

        with first._writing(later(1)) as rows:
            other = threading.Thread(target=write)
            other.start()
            time.sleep(0.3)
            assert done == []
            rows.terms(TERMS)
        other.join()
        run_of(first, [audited(0, filed("harbour")), audited(1, filed("lantern"))], later(3))
        assert [one.service for one in first.submissions(Wanted()).entries] == ["harbour", "lantern"]
        assert first.remains().counts["result"] == 2


def test_two_processes_write_at_once_and_lose_nothing(tmp_path: Path) -> None:
    path = made(tmp_path / "reg.db", [])
    writers = [keeping_on(path, mark) for mark in ("one", "two")]
    for writer in writers:
        assert writer.stdout is not None
        assert [writer.stdout.readline() for _ in range(4)] == ["begun\n", "0\n", "1\n", "2\n"]
    for writer in writers:
        killed(writer)
    with opened(path, NOW) as found:
        services = {str(row[3]) for row in found.rows_of("submission")}
    assert {f"{mark}-{number}" for mark in ("one", "two") for number in range(3)} <= services


def test_a_reader_sees_the_last_commit_while_another_writes(tmp_path: Path) -> None:
    path = made(tmp_path / "reg.db")
    with open_store(path, NOW) as store, opened(path, NOW) as before:
        had = store.remains().counts
        run_of(store, [audited(0, filed("cove"))], later(1))
        assert before.remains().counts == had
        with store._writing(later(2)) as rows, opened(path, NOW) as reader:
            rows.terms(TERMS)
            assert reader.remains().counts["submission"] == had["submission"] + 1


def test_a_register_that_another_does_not_let_go_of_is_told(tmp_path: Path) -> None:
    path = made(tmp_path / "reg.db")
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with open_store(path, NOW, wait=0.1) as store, pytest.raises(InputError) as refused:
        store.begin(TERMS, 1, NOW)
    holder.close()
    (told,) = refused.value.diagnostics
    assert (told.code, told.place and told.place.file) == ("register.locked", "reg.db")
    assert "another program" in told.message
    assert told.why
    assert "run this again" in told.help


def narrowed(store: Store, pages: int) -> None:
    """Leave so many pages of room, as a disk that is nearly full does."""
    (used,) = store.connection.exec_driver_sql("PRAGMA page_count").one()
    store.connection.exec_driver_sql(f"PRAGMA max_page_count = {used + pages}")


def test_a_full_disk_is_told_and_nothing_is_half_written(tmp_path: Path) -> None:
    path = made(tmp_path / "reg.db")
    many = [audited(at, filed("cove", at), rules=60) for at in range(200)]
    with open_store(path, NOW) as store:
        before = store.remains()
        narrowed(store, 3)
        run = store.begin(TERMS, 200, later(1))
        with pytest.raises(InputError) as refused:
            store.keep(run, many, later(1))
        narrowed(store, 10**6)
        assert {**store.remains().counts, "run": 1} == before.counts
        store.keep(run, many[:3], later(2))
        assert store.remains().counts["submission"] == before.counts["submission"] + 3
    (told,) = refused.value.diagnostics
    assert (told.code, told.place and told.place.file) == ("register.full", "reg.db")
    assert "no room left" in told.message
    assert "not in part" in told.why
    assert "make room" in told.help


def test_a_register_in_a_folder_that_cannot_be_written_to_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(tmp_path / "reg.db")
    monkeypatch.setattr("auditor.register.connect.os.access", lambda _path, _mode: False)
    with opened(path, NOW) as found:
        assert found.remains().counts["input"] == 6
        assert [one.name for one in tmp_path.iterdir()] == ["reg.db"]


@pytest.mark.parametrize("where", ["no-folder/reg.db", "reg.db/reg.db"])
def test_a_register_that_cannot_be_made_is_told(tmp_path: Path, where: str) -> None:
    if where.startswith("reg.db"):
        (tmp_path / "reg.db").write_text("x")
    with pytest.raises(InputError) as refused:
        open_store(tmp_path / where, NOW)
    assert refused.value.diagnostics[0].code in ("register.cannot-open", "file.unreadable")


def test_a_damaged_register_is_told(tmp_path: Path) -> None:
    path = made(tmp_path / "reg.db", [audited(at, filed("cove", at), rules=60) for at in range(50)])
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(InputError) as refused, opened(path, NOW) as found:
        found.submissions(Wanted())
    assert refused.value.diagnostics[0].code == "register.damaged"
