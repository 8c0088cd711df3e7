"""Ratios, reaches, and what is told of rows that could not be measured."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

from benchmarks.speed import __main__ as command
from benchmarks.speed import peers
from benchmarks.speed.asked import Asked
from benchmarks.speed.goals import GOALS, Goal, Row, as_data, as_markdown, as_text, goals
from benchmarks.speed.processes import process
from benchmarks.speed.ratios import Figure, balanced, interleaved, over, passes, ratio
from benchmarks.speed.row_batch import judged
from benchmarks.speed.row_files import for_all

LOW = Goal(key="low", what="ours", yardstick="theirs", reach=2.0)
HIGH = Goal(key="high", what="ours", yardstick="theirs", reach=20, least=True)


def test_a_round_that_was_disturbed_does_not_move_the_median() -> None:
    figure = ratio([1.0, 2.0, 90.0, 1.5, 1.0], [1.0, 1.0, 1.0, 1.0, 1.0])
    assert figure.median == 1.5
    assert figure.quartiles == (1.0, 2.0)


def test_ratios_are_of_the_same_round() -> None:
    # The machine was slow in the second round: both took ten times as long, and nothing follows from it.
    assert ratio([2.0, 20.0], [1.0, 10.0]).ratios == (2.0, 2.0)
    with pytest.raises(ValueError, match="longer"):
        ratio([1.0], [1.0, 2.0])


def test_one_round_is_its_own_spread() -> None:
    assert Figure((1.25,)).quartiles == (1.25, 1.25)


def test_everybody_has_a_turn_in_each_round_and_nobody_is_always_first() -> None:
    said: list[str] = []

    def turn(name: str) -> float:
        said.append(name)
        return float(len(said))

    took = interleaved({"a": lambda: turn("a"), "b": lambda: turn("b")}, 3, warm=1)
    assert said == ["a", "b", *"abbaab"]
    assert took == {"a": [3.0, 6.0, 7.0], "b": [4.0, 5.0, 8.0]}


def test_turns_become_about_as_long_as_each_other() -> None:
    done = {"short": 0, "long": 0}

    def work(name: str, size: int) -> None:
        done[name] += 1
        sum(range(size))

    turns = balanced({"short": lambda: work("short", 100_000), "long": lambda: work("long", 1_000_000)})
    before = dict(done)
    for turn in turns.values():
        assert turn() > 0
    assert done["long"] - before["long"] == 1
    assert 4 <= done["short"] - before["short"] <= 20


def test_work_over_some_items_does_each_of_them() -> None:
    seen: list[object] = []
    passes(over("abc", seen.append), times=2)()
    assert seen == list("abcabc")


@pytest.mark.parametrize(
    ("goal", "median", "slack", "holds"),
    [
        (LOW, 2.0, 0, True),
        (LOW, 2.01, 0, False),
        (LOW, 2.49, 25, True),
        (LOW, 2.51, 25, False),
        (HIGH, 20, 0, True),
        (HIGH, 19.9, 0, False),
        (HIGH, 16.1, 25, True),
        (HIGH, 15.9, 25, False),
    ],
)
def test_a_reach_is_held_up_to_its_slack(goal: Goal, median: float, slack: float, holds: bool) -> None:
    assert goal.holds(median, slack) is holds
    assert Row(goal=goal, figure=Figure((median,))).state(slack) == ("holds" if holds else "misses")


@pytest.mark.parametrize(
    ("median", "slack", "state"), [(9.0, 0, "holds"), (20.0, 0, "misses"), (25.0, 25, "kept"), (25.1, 25, "misses")]
)
def test_what_misses_its_reach_is_held_to_what_it_was_where_there_is_slack(
    median: float, slack: float, state: str
) -> None:
    goal = Goal(key="a", what="a", yardstick="b", reach=10, today=20)
    assert Row(goal=goal, figure=Figure((median,))).state(slack) == state


def test_what_was_not_measured_never_holds() -> None:
    row = Row(goal=LOW, why="the peer cannot be installed")
    assert row.state(1000) == "not measured"
    assert "not measured: the peer cannot be installed" in as_text(row)
    assert "not measured: the peer cannot be installed" in as_markdown([row], {})
    assert as_data(row, 0)["median"] is None


def test_rows_are_told_with_their_spread() -> None:
    row = Row(goal=HIGH, figure=Figure((10.0, 30.0, 120.0)), note="quick", beside=[("without", "4.00")])
    assert "30.0  (reach ≥ 20; 20.0 to 75.0, 3 rounds)  holds" in as_text(row)
    assert "without: 4.00" in as_text(row)
    assert "| ours | theirs | ≥ 20 | 30.0 | 20.0 to 75.0, 3 rounds | holds |" in as_markdown([row], {})
    assert "- python: 3\n- `high`: quick; without: 4.00\n" in as_markdown([row], {"python": "3"})
    assert as_data(row, 0)["ratios"] == [10.0, 30.0, 120.0]


def test_each_row_has_a_measure_and_they_are_those_of_the_table() -> None:
    assert [one.key for one in GOALS] == list(command.ROWS)
    assert {one.key: one.sign for one in GOALS} == {
        "cold-json": "≤ 1.35",
        "cold-terminal": "≤ 1.35",
        "read": "≤ 6.5",
        "audit": "≤ 10",
        "rules": "≥ 20",
        "workers": "≥ 1.6",
        "five": "≤ 1.8",
        "memory": "≤ 1.05",
        "files-check-jsonschema": "≥ 30",
        "files-yamllint": "≥ 30",
        "files-cfn-lint": "≥ 30",
    }
    assert [one.key for one in goals(["cold", "files-y"])] == ["cold-json", "cold-terminal", "files-yamllint"]


def test_what_a_peer_needs_for_all_files_follows_from_one_and_from_some() -> None:
    assert for_all(1.0, 1.0 + 39 * 0.1, given=40, files=1000) == pytest.approx(1.0 + 999 * 0.1)
    assert for_all(1.0, 101.0, given=1000, files=1000) == 101.0


@pytest.mark.parametrize(
    ("median", "free", "state"),
    [(1.5, 1.95, "misses"), (1.5, 1.2, "not measured"), (1.7, 1.65, "holds"), (1.7, 1.95, "holds")],
)
def test_two_workers_are_judged_where_two_processors_are_free(median: float, free: float, state: str) -> None:
    row = judged(Row(goal=goals(["workers"])[0]), Figure((median,)), free)
    assert row.state() == state


def test_a_process_that_goes_wrong_is_no_figure(tmp_path: Path) -> None:
    assert process([sys.executable, "-c", "raise SystemExit(1)"], tmp_path, statuses=(1,))() > 0
    with pytest.raises(RuntimeError, match="status 7"):
        process([sys.executable, "-c", "raise SystemExit(7)"], tmp_path)()


def test_a_peer_that_cannot_be_had_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*words: str) -> None:
        if "venv" in words:
            Path(words[-1]).mkdir()
        if words[-1].startswith("yamllint"):
            raise subprocess.CalledProcessError(1, words, stderr="looking …\nno such package\n")

    monkeypatch.setattr(peers, "_run", run)
    found = peers.peers_in(tmp_path, peers.PINNED)
    number = peers.PINNED["yamllint"]
    assert found.missing == {"yamllint": f"yamllint {number} cannot be installed: no such package"}
    row = command.ROWS["files-yamllint"](goals(["files-yamllint"])[0], Asked(home=tmp_path, peers=found))
    assert row.state() == "not measured"


def test_without_a_virtual_environment_no_peer_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*words: str) -> None:
        raise subprocess.CalledProcessError(1, words, stderr="ensurepip is not available")

    monkeypatch.setattr(peers, "_run", run)
    found = peers.peers_in(tmp_path, ["yamllint"])
    assert found.missing == dict.fromkeys(peers.PINNED, "no virtual environment: ensurepip is not available")


def test_peers_are_installed_once_and_only_those_that_are_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def run(*words: str) -> None:
        said.append(words[-1])
        if "venv" in words:
            Path(words[-1]).mkdir()

    monkeypatch.setattr(peers, "_run", run)
    first = peers.peers_in(tmp_path, ["yamllint"])
    assert said == [str(first.home), f"yamllint=={peers.PINNED['yamllint']}"]
    assert first.missing == {name: "not asked for" for name in peers.PINNED if name != "yamllint"}
    said.clear()
    assert peers.peers_in(tmp_path, peers.PINNED) == peers.Peers(home=first.home, missing={})
    assert said == [f"{name}=={number}" for name, number in peers.PINNED.items() if name != "yamllint"]


def _main(monkeypatch: pytest.MonkeyPatch, median: float, *words: str) -> None:
    measured = dict.fromkeys(command.ROWS, lambda goal, _asked: Row(goal=goal, figure=Figure((median,))))
    monkeypatch.setattr(command, "ROWS", measured)
    monkeypatch.setattr(sys, "argv", ["speed", "--no-peers", *words])
    command.main()


def test_a_row_that_misses_fails_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit, match="read misses"):
        _main(monkeypatch, 7.0, "--only", "read")
    _main(monkeypatch, 7.0, "--only", "read", "--slack", "25")
    _main(monkeypatch, 70.0, "--only", "read", "--no-gate")


@pytest.mark.parametrize(
    ("medians", "again", "wrong"),
    [((7.0, 6.0), 0, True), ((7.0, 6.0), 1, False), ((7.0, 7.0, 6.0), 1, True), ((6.0, 9.0), 1, False)],
)
def test_a_row_that_misses_is_measured_again_so_many_times_and_every_figure_is_told(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    medians: tuple[float, ...],
    again: int,
    wrong: bool,
) -> None:
    left = list(medians)
    monkeypatch.setattr(command, "ROWS", {"read": lambda goal, _asked: Row(goal=goal, figure=Figure((left.pop(0),)))})
    monkeypatch.setattr(sys, "argv", ["speed", "--no-peers", "--only", "read", "--again", str(again)])
    with pytest.raises(SystemExit, match=r"^read misses$") if wrong else nullcontext():
        command.main()
    measured = medians[: len(medians) - len(left)]
    assert len(measured) == 1 + (medians[0] > 6.5) * again
    said = [line.split()[1] for line in capsys.readouterr().out.splitlines() if line.startswith("read ")]
    assert said == [f"{one:.2f}" for one in measured]


def test_what_goes_wrong_in_a_row_fails_the_run_and_not_the_other_rows(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def measure(goal: Goal, _asked: Asked) -> Row:
        if goal.key == "read":
            raise RuntimeError("ended with status 70:\nmore of it")
        return Row(goal=goal, figure=Figure((1.0,)))

    monkeypatch.setattr(command, "ROWS", dict.fromkeys(command.ROWS, measure))
    monkeypatch.setattr(sys, "argv", ["speed", "--no-peers", "--no-gate", "--only", "read", "audit"])
    with pytest.raises(SystemExit, match=r"^read failed$"):
        command.main()
    said = capsys.readouterr().out
    assert "failed: RuntimeError: ended with status 70:\n" in said
    assert "audit" in said


def test_a_row_that_is_asked_for_wrongly_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit, match="no row begins with readings"):
        _main(monkeypatch, 1.0, "--only", "readings")


def test_a_run_can_be_kept_as_data_and_as_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, table = tmp_path / "speed.json", tmp_path / "speed.md"
    _main(monkeypatch, 1.0, "--only", "read", "--quick", "--json", str(data), "--markdown", str(table))
    said = json.loads(data.read_text(encoding="utf-8"))
    assert [(row["key"], row["state"], row["median"]) for row in said["rows"]] == [("read", "holds", 1.0)]
    assert said["rounds"] == 5
    assert "read with places and all refusals" in table.read_text(encoding="utf-8")


def test_a_quick_run_leaves_out_what_needs_long(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _main(monkeypatch, 1.0, "--quick", "--only", "memory", "files")
    assert capsys.readouterr().out.count("not measured: left out by --quick") == 4
