"""What becomes of inputs: the same for every sort and number of workers, each in one state, in the order given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from auditor.model.batch import Outcome, State
from auditor.register.folders import Given
from auditor.register.job import Job
from auditor.register.pool import Processes
from auditor.register.run import Stage
from auditor.register.workers import Work
from tests.support.batches import (
    AtOnce,
    Memory,
    bytes_of,
    codes,
    files,
    judge_noting,
    judge_or_look_small,
    judge_small,
    look_small,
    ran,
    states,
)

MIXTURE = [
    "a 2026-01-01 one",
    "a 2026-02-01 two",
    "a 2026-01-01 one",
    "b - first",
    "b 2026-03-01 second",
    "c 2026-03-01 x",
    "c 2026-03-01 y",
    "d 2026-01-01 broken",
    "a 2026-09-01 compiled",
    "e 2026-01-01 alone",
]


def test_each_input_ends_in_its_state(tmp_path: Path) -> None:
    found = ran(files(tmp_path, MIXTURE), tmp_path / "home")
    assert [one.position for one in found] == list(range(10))
    assert states(found) == [
        *("superseded", "audited", "duplicate", "audited", "audited", "audited", "audited"),
        *("unusable", "audited", "audited"),
    ]
    assert (found[0].of, found[2].of) == ("0001.yaml", "0000.yaml")
    assert [codes(one) for one in found[3:8]] == [
        ["batch.undated"],
        [],
        ["batch.same-day"],
        ["batch.same-day"],
        ["made.broken"],
    ]


def test_what_others_compiled_stands_in_nobodys_place(tmp_path: Path) -> None:
    given = files(tmp_path, ["a 2026-01-01 own", "a 2026-05-01 compiled early", "a 2026-06-01 compiled late"])
    found = ran(given, tmp_path / "home", memory=(memory := Memory()))
    assert states(found) == ["audited", "superseded", "audited"]
    assert states(ran(given, tmp_path / "home", memory=memory)) == ["audited", "superseded", "audited"]


def test_a_day_that_has_not_come_takes_nobodys_place(tmp_path: Path) -> None:
    given = files(tmp_path, ["a 9999-12-31 typo", "a 2026-09-01 first", "a 2026-09-20 then", "a 2026-10-05 soon"])
    memory = Memory()
    assert states(ran(given, tmp_path / "home")) == ["audited", "superseded", "audited", "audited"]
    assert states(ran(given, tmp_path / "home", memory=memory)) == ["audited", "superseded", "audited", "audited"]
    late = files(tmp_path, ["a 2026-09-25 late"])
    assert states(ran(late, tmp_path / "home", memory=memory)) == ["audited"]
    assert states(ran(given[1:3], tmp_path / "home", memory=memory)) == ["superseded", "superseded"]


def _apart(found: list[Outcome]) -> list[str]:
    """Give the state of each, or for what shares its id what is said of it."""
    return [
        one.diagnostics[0].message if [each.code for each in one.diagnostics] == ["batch.shared-id"] else one.state
        for one in found
    ]


@pytest.mark.parametrize("at_once", [False, True])
def test_an_id_that_is_not_declared_joins_no_other_service(tmp_path: Path, at_once: bool) -> None:
    lines = ["d 2026-01-01 unsaid name=Alpha", "d 2026-02-01 unsaid name=Beta", "d 2026-03-01 said name=Gamma"]
    lines += ["e 2026-01-01 unsaid name=Alpha old", "e 2026-02-01 unsaid name=ALPHA."]
    found = ran(files(tmp_path, lines), tmp_path / "home", at_once=at_once)
    said = "the id made of this file's name, `d`, is that of another service too:"
    assert _apart(found) == [f"{said} `0001.yaml`", f"{said} `0000.yaml`", "audited", "superseded", "audited"]
    assert [one.filed for one in found[:2]] == [None, None]
    assert [one.state for one in found[:2]] == [State.UNUSABLE, State.UNUSABLE]


def test_an_id_that_is_not_declared_joins_no_other_service_of_the_register(tmp_path: Path) -> None:
    memory = Memory()
    first = files(tmp_path, ["d 2026-01-01 unsaid name=Alpha", "e 2026-01-01 name=Alpha"])
    assert states(ran(first, tmp_path / "home", memory=memory)) == ["audited", "audited"]
    then = files(tmp_path, ["d 2026-02-01 unsaid name=Beta", "e 2026-02-01 name=Beta"])
    found = ran(then, tmp_path / "home", memory=memory)
    said = "the id made of this file's name, `d`, is that of another service too: one in the register"
    assert _apart(found) == [said, "audited"]
    assert found[0].diagnostics[0].help == "write `id: beta` under `service:` in it, the same in each of its filings"
    newer = files(tmp_path, ["d 2026-03-01 unsaid name=Alpha"])
    assert states(ran(newer, tmp_path / "home", memory=memory)) == ["audited"]


def test_the_same_words_beside_what_shares_its_id_are_no_duplicate_of_it(tmp_path: Path) -> None:
    lines = ["d 2026-01-01 unsaid name=Beta", "d 2026-02-01 unsaid name=Alpha"]
    given = files(tmp_path, lines)
    given += [replace(given[0], shown="again.yaml")]
    assert states(ran(given, tmp_path / "home")) == ["unusable"] * 3


@pytest.mark.parametrize("at_once", [False, True])
@pytest.mark.parametrize("chunk", [1, 7, 32])
@pytest.mark.parametrize("factory", [AtOnce, partial(ThreadPoolExecutor, 3)], ids=["at-once", "threads"])
def test_the_same_comes_out_of_every_executor_and_chunk(
    tmp_path: Path, chunk: int, factory: Callable[[], Executor], at_once: bool
) -> None:
    given = files(tmp_path, [line.replace(" ", f"{number} ", 1) for number in range(6) for line in MIXTURE])
    usual = ran(given, tmp_path / "home")
    found = ran(given, tmp_path / "home", factory, chunk=chunk, window=2, at_once=at_once)
    assert bytes_of(found) == bytes_of(usual)
    assert [one.judged for one in found] == [one.judged for one in usual]


@pytest.mark.parametrize("at_once", [False, True])
@pytest.mark.parametrize("workers", [2, 8])
def test_the_same_comes_out_of_every_number_of_processes(tmp_path: Path, workers: int, at_once: bool) -> None:
    given = files(tmp_path, [line.replace(" ", f"{number} ", 1) for number in range(6) for line in MIXTURE])
    usual = bytes_of(ran(given, tmp_path / "home"))
    processes = partial(Processes, workers)
    assert bytes_of(ran(given, tmp_path / "home", processes, chunk=4, seconds=60.0, at_once=at_once)) == usual


class _Taken:
    """Does work, and counts the inputs that were given to it."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self.inputs = 0

    def __call__(self, job: Job, items: Sequence[tuple[str, str]]) -> bytes:
        self.inputs += len(items)
        return self._work(job, items)


def _taken(given: list[Given], home: Path, **more: Any) -> list[int]:
    """Give how many inputs were audited as they were read, how many only read, and how many audited afterwards."""
    works = {"judge_or_look": judge_or_look_small, "look": look_small, "judge": judge_small}
    counted = {name: _Taken(work) for name, work in works.items()}
    ran(given, home, chunk=1, window=1, **counted, **more)
    return [one.inputs for one in counted.values()]


def test_what_is_small_is_audited_where_it_is_read(tmp_path: Path) -> None:
    given = files(tmp_path, [f"s{number} - x" for number in range(40)])
    assert _taken(given, tmp_path / "home", at_once=True) == [40, 0, 0]
    assert _taken(given, tmp_path / "home") == [0, 40, 40]
    assert _taken(given, tmp_path / "home", at_once=True, memory=Memory()) == [0, 40, 40]


def test_where_much_would_be_audited_in_vain_it_is_read_first(tmp_path: Path) -> None:
    given = files(tmp_path, [f"s{number} 2026-01-0{day} x" for number in range(20) for day in range(1, 5)])
    at_once, looked, afterwards = _taken(given, tmp_path / "home", at_once=True)
    assert at_once + looked == 80
    assert at_once <= 10
    assert 10 <= afterwards <= 20


@pytest.mark.parametrize("words", ["eats", "hangs", "faulty", "dies"])
def test_an_audit_that_fails_where_nobody_needs_it_is_not_told(tmp_path: Path, words: str) -> None:
    lines = [f"a 2026-01-01 {words}", "a 2026-02-01 x", f"b - {words}", f"b - {words}", "c - x"]
    found = ran(files(tmp_path, lines), tmp_path / "home", partial(Processes, 1), at_once=True)
    assert states(found) == ["superseded", "audited", "unusable", "duplicate", "audited"]


@pytest.mark.parametrize("after", [0, 9, 25])
def test_a_run_that_is_ended_tells_no_audit_of_what_may_be_superseded(tmp_path: Path, after: int) -> None:
    wanted = False

    def told(at: Stage, done: int, _given: int) -> None:
        nonlocal wanted
        wanted = wanted or (at is Stage.READING and done > after)

    given = files(tmp_path, [f"s{number % 30} 2026-01-{number // 30 + 1:02} x" for number in range(60)])
    found = ran(given, tmp_path / "home", chunk=4, window=2, at_once=True, stopped=lambda: wanted, told=told)
    assert set(states(found)) == {"interrupted"}


def test_nothing_given_gives_nothing(tmp_path: Path) -> None:
    memory = Memory()
    assert ran([], tmp_path / "home", memory=memory) == []
    assert memory.runs == [(0, dict.fromkeys(State, 0))]


def test_a_name_without_a_path_is_an_input_that_cannot_be_used(tmp_path: Path) -> None:
    broken = ran(files(tmp_path, ["a - broken"]), tmp_path / "home")[0].diagnostics
    found = ran([Given(shown="x", path=None, diagnostics=broken)], tmp_path / "home")
    assert states(found) == ["unusable"]
    assert codes(found[0]) == ["made.broken"]


def test_one_file_by_two_paths_is_a_duplicate(tmp_path: Path) -> None:
    one = files(tmp_path, ["a 2026-01-01 one"])[0]
    (tmp_path / "other.yaml").hardlink_to(tmp_path / "0000.yaml")
    given = [one, Given(shown="other", path=str(tmp_path / "other.yaml")), one]
    found = ran(given, tmp_path / "home")
    assert states(found) == ["audited", "duplicate", "duplicate"]
    assert {each.of for each in found[1:]} == {"0000.yaml"}


def _then(change: Callable[[], object], job: Job, items: Sequence[tuple[str, str]]) -> bytes:
    change()
    return judge_small(job, items)


def test_a_file_that_vanishes_between_two_readings_cannot_be_used(tmp_path: Path) -> None:
    given = files(tmp_path, ["a - one", "b - two"])
    judge = partial(_then, partial((tmp_path / "0000.yaml").unlink, missing_ok=True))
    found = ran(given, tmp_path / "home", judge=judge)
    assert states(found) == ["unusable", "audited"]
    assert codes(found[0]) == ["file.missing"]


def test_a_file_that_grows_between_two_readings_cannot_be_used(tmp_path: Path) -> None:
    given = files(tmp_path, ["a - one", "b - two"])
    found = ran(
        given, tmp_path / "home", judge=partial(_then, partial((tmp_path / "0000.yaml").write_text, "a - more"))
    )
    assert states(found) == ["unusable", "audited"]
    assert codes(found[0]) == ["batch.changed"]


def test_the_first_is_told_before_the_last_is_audited(tmp_path: Path) -> None:
    given = files(tmp_path, [f"s{number} - x" for number in range(40)])
    notes = tmp_path / "notes"
    notes.mkdir()
    from auditor.register.run import Way, run
    from auditor.register.spool import Spool
    from tests.support.batches import JOB

    way = Way(look=look_small, judge=partial(judge_noting, str(notes)), chunk=1, window=4)
    with Spool(tmp_path) as spool:
        outcomes = run(given, JOB, AtOnce, spool, way=way)
        assert next(outcomes).position == 0
        assert len(list(notes.iterdir())) <= 5
        assert len(list(outcomes)) == 39
    assert len(list(notes.iterdir())) == 40


class _Counting(AtOnce):
    """Counts the answers that were given and are still held by somebody."""

    held = 0
    most = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future = super().submit(fn, *args, **kwargs)
        cls = type(self)
        cls.held += 1
        cls.most = max(cls.most, cls.held)
        result = future.result

        def taken(timeout: float | None = None) -> Any:
            cls.held -= 1
            return result(timeout)

        future.result = taken  # type: ignore[method-assign]
        # Never there before it is waited for, as if every worker took its time.
        future.done = iter(_late()).__next__  # type: ignore[method-assign]
        return future


def _late() -> Iterator[bool]:
    yield False
    while True:
        yield True


def test_no_more_answers_are_held_than_the_window_takes(tmp_path: Path) -> None:
    given = files(tmp_path, [f"s{number} - x" for number in range(200)])
    found = ran(given, tmp_path / "home", _Counting, chunk=2, window=5)
    assert len(found) == 200
    assert 1 <= _Counting.most <= 6
    assert _Counting.held == 0


def test_what_is_held_is_not_audited_again_and_reads_the_same(tmp_path: Path) -> None:
    given = files(tmp_path, MIXTURE)
    notes = tmp_path / "notes"
    notes.mkdir()
    memory = Memory()
    first = ran(given, tmp_path / "home", memory=memory, whole=True)
    again = ran(given, tmp_path / "home", memory=memory, whole=True, judge=partial(judge_noting, str(notes)))
    assert list(notes.iterdir()) == []
    assert bytes_of(first) == bytes_of(again)
    assert [one.judged and one.judged.result for one in first] == [one.judged and one.judged.result for one in again]
    assert [one.known for one in again] == [one.state is State.AUDITED for one in again]
    assert [given for given, _counts in memory.runs] == [10, 10]


def test_an_earlier_filing_gives_way_to_one_that_the_register_knows(tmp_path: Path) -> None:
    memory = Memory()
    ran(files(tmp_path, ["a 2026-05-01 new"]), tmp_path / "home", memory=memory)
    found = ran(files(tmp_path, ["a 2026-04-01 old", "a - undated"]), tmp_path / "home", memory=memory)
    assert states(found) == ["superseded", "audited"]
    assert found[0].of == ""


@pytest.mark.parametrize("chunk", [1, 7, 32])
def test_what_contradicts_a_filing_that_the_register_has_is_told(tmp_path: Path, chunk: int) -> None:
    memory = Memory()
    first = ["a 2026-05-01 one", "b - one", "c 2026-05-01 one", "d 2026-05-01 compiled", "e 2026-05-01 one"]
    ran(files(tmp_path, first), tmp_path / "home", memory=memory)
    then = ["a 2026-05-01 two", "b - two", "c 2026-06-01 two", "d 2026-05-01 own", "e - two", "e 2026-05-01 one"]
    found = ran(files(tmp_path, then), tmp_path / "home", memory=memory, chunk=chunk)
    assert states(found) == ["audited"] * 6
    assert [codes(one) for one in found] == [
        *(["batch.same-day"], ["batch.undated"], [], [], ["batch.undated"]),
        [],
    ]
    again = ran(files(tmp_path, then), tmp_path / "home", partial(ThreadPoolExecutor, 3), memory=memory)
    assert bytes_of(again) == bytes_of(found)


def test_the_digest_is_told_of_what_an_input_gives_way_to(tmp_path: Path) -> None:
    memory = Memory()
    lines = ["a 2026-01-01 one", "a 2026-02-01 two", "a 2026-01-01 one", "b 2026-03-01 x"]
    found = ran(files(tmp_path, lines), tmp_path / "home", memory=memory)
    digests = [one.filed.sha256 for one in found if one.filed is not None]
    assert [one.of_sha256 for one in found] == [digests[1], "", digests[0], ""]
    late = ran(files(tmp_path, ["b 2026-02-01 y"]), tmp_path / "home", memory=memory)
    assert [(one.state.value, one.of, one.of_sha256) for one in late] == [("superseded", "", digests[3])]


def test_nothing_is_told_before_it_is_kept(tmp_path: Path) -> None:
    from auditor.register.run import Records, Way, run
    from auditor.register.spool import Spool
    from tests.support.batches import JOB, NOW, TERMS

    memory = Memory()
    records = Records(store=memory, terms=TERMS, clock=lambda: NOW)
    with Spool(tmp_path) as spool:
        way = Way(look=look_small, judge=judge_small, chunk=3, window=2)
        given = files(tmp_path, [f"s{number} - x" for number in range(20)])
        for told, outcome in enumerate(run(given, JOB, AtOnce, spool, records=records, way=way)):
            assert memory.kept[told] is outcome


@pytest.mark.parametrize("after", [0, 1, 9, 25])
@pytest.mark.parametrize("stage", list(Stage))
def test_a_run_that_is_ended_accounts_for_every_input_that_was_listed(
    tmp_path: Path, stage: Stage, after: int
) -> None:
    wanted = False

    def told(at: Stage, done: int, _given: int) -> None:
        nonlocal wanted
        wanted = wanted or (at is stage and done > after)

    memory = Memory()
    given = files(tmp_path, [line.replace(" ", f"{number} ", 1) for number in range(4) for line in MIXTURE])
    found = ran(given, tmp_path / "home", memory=memory, chunk=4, window=2, stopped=lambda: wanted, told=told)
    assert [one.position for one in found] == list(range(len(found)))
    assert len(found) == (after + 1 if stage is Stage.LISTING else 40)
    assert memory.runs[0] == (len(found), dict.fromkeys(State, 0) | Counter(one.state for one in found))
    if stage is not Stage.AUDITING or after < 20:
        assert "interrupted" in states(found)
    again = ran(given, tmp_path / "home", memory=memory)
    assert bytes_of(again) == bytes_of(ran(given, tmp_path / "home"))
    done = {one.filed.sha256 for one in found if one.state is State.AUDITED and one.filed is not None}
    assert done <= {one.filed.sha256 for one in again if one.known and one.filed is not None}
