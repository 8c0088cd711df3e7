"""Answers into texts that people wrote: what was there stays, byte for byte and line for line."""

from __future__ import annotations

import re
from difflib import unified_diff
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.model.diagnostic import InputError
from auditor.source.insertion import Written, with_answer
from auditor.source.vocabularies import read_vocabulary
from auditor.source.yamltree import read_yaml

VOCABULARY = read_vocabulary()
EXAMPLES = sorted((Path(__file__).parent.parent.parent.parent / "examples").glob("*.yaml"))
HEAD = "declaration: 1\nservice: {name: X}\n"
YES_NO = [
    "users.children.can_use",
    "surfaces.direct_messages.offered",
    "surfaces.direct_messages.grooming_detection",
    "surfaces.livestreams.offered",
    "functionality.media_sharing",
    "grooming.alerts.child",
    "moderation.proactive_technology",
    "service.uk_provider",
]


def put(text: str, fact: str, flow: str, *, block: tuple[str, ...] = (), comment: tuple[str, ...] = ()) -> str:
    answer = Written(flow=flow, block=block, comment=comment)
    return with_answer(text.encode(), "f.yaml", fact, answer, VOCABULARY).decode()


@pytest.mark.parametrize(
    ("text", "fact", "expected"),
    [
        ("users:\n  minimum_age:  # years\n", "users.minimum_age", "users:\n  minimum_age: 13  # years\n"),
        ("users:\n  minimum_age: null # x\n", "users.minimum_age", "users:\n  minimum_age: 13 # x\n"),
        ("users: {minimum_age: }\n", "users.minimum_age", "users: {minimum_age: 13}\n"),
        ("users: {minimum_age: ~}\n", "users.minimum_age", "users: {minimum_age: 13}\n"),
        ("users:\n", "users.minimum_age", "users:\n  # Why?\n  minimum_age: 13\n"),
        ("users: null\n", "users.minimum_age", "users: {minimum_age: 13}\n"),
        ("users: {}\n", "users.minimum_age", "users: {minimum_age: 13}\n"),
        (
            "users: {children: {can_use: true}}",
            "users.minimum_age",
            "users: {minimum_age: 13, children: {can_use: true}}",
        ),
        (
            "users:\n  # about them\n  children:\n    can_use: true\n# next\n",
            "users.minimum_age",
            "users:\n  # Why?\n  minimum_age: 13\n  # about them\n  children:\n    can_use: true\n# next\n",
        ),
        (
            "users:\n  monthly_active: {GB: 5}",
            "users.minimum_age",
            "users:\n  monthly_active: {GB: 5}\n  # Why?\n  minimum_age: 13\n",
        ),
    ],
)
def test_it_goes_where_a_person_would_put_it(text: str, fact: str, expected: str) -> None:
    assert put(HEAD + text, fact, "13", comment=("Why?",)) == HEAD + expected


def test_subjects_stand_in_the_order_of_the_vocabulary() -> None:
    text = HEAD
    for fact in reversed(YES_NO):
        text = put(text, fact, "true")
    names = [line.rstrip(":") for line in text.splitlines() if line.endswith(":") and not line.startswith(" ")]
    assert names == [name for name in VOCABULARY.groups if name in names]
    assert len(names) == 5


def test_a_band_is_found_by_its_ages_and_an_item_by_its_id() -> None:
    block = ("- ages: {from: 13, to: 15}", "- ages: {from: 16, to: 17}")
    text = put(HEAD, "child_defaults", "[{ages: {from: 13, to: 15}}, {ages: {from: 16, to: 17}}]", block=block)
    text = put(text, "child_defaults.16-17.messages_from", "nobody")
    text = put(text, "child_defaults.13-15.messages_from", "connections")
    assert text.endswith(
        "child_defaults:\n  - ages: {from: 13, to: 15}\n    messages_from: connections\n"
        "  - ages: {from: 16, to: 17}\n    messages_from: nobody\n"
    )


def test_line_ends_and_the_byte_order_mark_stay() -> None:
    text = b"\xef\xbb\xbfdeclaration: 1\r\nservice:\r\n  name: X\r\n"
    found = with_answer(text, "f.yaml", "users.minimum_age", Written(flow="13"), VOCABULARY)
    assert found == text + b"\r\nusers:\r\n  minimum_age: 13\r\n"


def test_a_block_of_text_is_not_cut_in_two() -> None:
    text = HEAD + "compiled_by: {}\nmeasures:\n  - in_place: |\n      first\n\n      # not a remark\n"
    found = put(text, "users.minimum_age", "13")
    assert "# not a remark" in str(read_yaml(found.encode(), "f").value(("measures", 0, "in_place")))


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("users: {minimum_age: 16}\n", "users.minimum_age"),
        ("users: 5\n", "users.minimum_age"),
        ("child_defaults: []\n", "child_defaults.13-15.messages_from"),
        ("...\n", "users.minimum_age"),
    ],
    ids=["stated already", "no mapping", "no such band", "after the end of the document"],
)
def test_without_a_safe_place_nothing_is_written(text: str, fact: str) -> None:
    with pytest.raises(InputError) as caught:
        put(HEAD + text, fact, "13")
    assert [one.code for one in caught.value.diagnostics] == ["declaration.no-place"]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@settings(max_examples=10)
@given(facts=st.lists(st.sampled_from(YES_NO), unique=True))
def test_whatever_is_there_stays(path: Path, facts: list[str]) -> None:
    data = path.read_bytes()
    for fact in facts:
        steps = tuple(fact.split("."))
        before = read_yaml(data, "f")
        if before.value(steps) is not None or isinstance(before.value(steps[:1]), list):
            continue
        old = data.decode().splitlines()
        data = with_answer(data, "f", fact, Written(flow="true", comment=("Why?",)), VOCABULARY)
        assert read_yaml(data, "f").value(steps) is True
        gone = [line for line in unified_diff(old, data.decode().splitlines(), n=0) if re.match("-(?!--)", line)]
        assert len(gone) <= 1  # only a line in braces, or one that waited for a value, grew
