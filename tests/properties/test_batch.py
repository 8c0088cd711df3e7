"""Batches of any mixture: every input in one state, the counts add up, and order changes nothing but who is first."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.model.batch import Outcome, State
from tests.support.batches import Memory, files, ran

FILINGS = st.builds(
    "{} {} {}".format,
    st.sampled_from("abc"),
    st.sampled_from(["-", "2026-01-01", "2026-02-01", "2026-03-01"]),
    st.sampled_from(["x", "y", "z", "broken", "compiled", "compiled too", "eats", "faulty"]),
)
MIXTURES = st.lists(FILINGS, max_size=25)


def naive(lines: list[str]) -> list[State]:
    """Say what becomes of each line, looking at all of them each time."""
    read = [line.split(" ", 2) for line in lines]
    usable = [(*one, "compiled" in one[2]) for one in read if "broken" not in one[2]]
    states = []
    for number, (service, day, words) in enumerate(read):
        newest = max(
            (one[1] for one in usable if one[0] == service and one[3] == ("compiled" in words) and one[1] != "-"),
            default="",
        )
        if "broken" in words:
            states.append(State.UNUSABLE)
        elif lines[number] in lines[:number]:
            states.append(State.DUPLICATE)
        elif day != "-" and day < newest:
            states.append(State.SUPERSEDED)
        else:
            states.append(State.UNUSABLE if "eats" in words or "faulty" in words else State.AUDITED)
    return states


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("batches")


def told(home: Path, lines: list[str], **more: object) -> list[Outcome]:
    return ran(files(home, lines), home / "home", **more)  # type: ignore[arg-type]


@settings(max_examples=75)
@given(lines=MIXTURES, chunk=st.integers(1, 9), window=st.integers(1, 4))
def test_every_input_is_in_the_state_that_all_of_them_give_it(
    home: Path, lines: list[str], chunk: int, window: int
) -> None:
    memory = Memory()
    found = told(home, lines, chunk=chunk, window=window, memory=memory)
    assert [one.state for one in found] == naive(lines)
    assert [one.position for one in found] == list(range(len(lines)))
    (run,) = memory.runs
    assert run == (len(lines), dict.fromkeys(State, 0) | Counter(naive(lines)))
    assert run[1] is not None
    assert sum(run[1].values()) == len(lines)


@settings(max_examples=50)
@given(lines=MIXTURES, data=st.data())
def test_order_changes_only_who_is_first_of_those_that_say_the_same(
    home: Path, lines: list[str], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(lines))))
    here = Counter((line, one.state) for line, one in zip(lines, told(home, lines), strict=True))
    mixed = [lines[number] for number in order]
    assert Counter((line, one.state) for line, one in zip(mixed, told(home, mixed), strict=True)) == here


@settings(max_examples=50)
@given(lines=MIXTURES)
def test_what_stands_in_for_another_is_there_and_does(home: Path, lines: list[str]) -> None:
    found = told(home, lines)
    names = {one.shown: one for one in found}
    for one in found:
        if one.state is State.DUPLICATE:
            assert one.filed is not None
            other = names[one.of]
            assert other.position < one.position
            assert lines[other.position] == lines[one.position]
            assert other.state is not State.DUPLICATE
        elif one.state is State.SUPERSEDED:
            assert one.filed is not None
            day = lines[names[one.of].position].split(" ")[1]
            assert (one.filed.stated_on or date.max) < date.fromisoformat(day)
        else:
            assert one.of == ""


@settings(max_examples=30)
@given(lines=MIXTURES, parts=st.lists(st.integers(0, 25), max_size=3))
def test_a_register_that_was_filled_in_parts_answers_as_one_that_was_not(
    home: Path, lines: list[str], parts: list[int]
) -> None:
    memory = Memory()
    for part in parts:
        told(home, lines[:part], memory=memory)
    told(home, lines, memory=memory)
    again = told(home, lines, memory=memory)
    assert [(one.state, one.of) for one in again] == [(one.state, one.of) for one in told(home, lines)]
    assert all(one.known for one in again if one.state is State.AUDITED)
