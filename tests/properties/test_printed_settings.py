"""The promise about settings that reports print: each can be given back to `--set`, and then means the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from auditor.engine.candidates import Answer, Candidates
from auditor.engine.evaluate import compile_ruleset
from auditor.engine.reads import Reads
from auditor.engine.what_if import Change, with_changes
from auditor.model.declaration import Declaration
from auditor.model.facts import Facts
from auditor.model.vocabulary import Vocabulary
from auditor.source.builtin import builtin_vocabulary, edition
from auditor.source.declarations import read_declaration
from auditor.source.library import builtin_editions
from auditor.source.settings import Setting, not_there, read_setting

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.yaml"))
DAY = date(2026, 10, 1)
OPEN_BANDS = b"""\
declaration: 1
service: {name: Pond}
child_defaults:
  - {ages: {from: 13, to: 15}, messages_from: nobody, location_visible: false}
  - {ages: {from: 13, to: 15}, messages_from: anyone}
  - {ages: {from: 16}, messages_from: connections}
  - {ages: {to: 12}, location_visible: true}
"""


@cache
def vocabulary() -> Vocabulary:
    return builtin_vocabulary()


@cache
def reads() -> Reads:
    """What any built-in edition looks at."""
    found = [edition(one.folder, vocabulary()) for one in builtin_editions()]
    return Reads([each for one in found if one.kind == "scored" for each in compile_ruleset(one)])


def tried(declaration: Declaration) -> Iterator[Answer]:
    """Give every answer that is tried out for a declaration: in place of what it says, and of what it does not."""
    facts = declaration.facts
    candidates = Candidates(facts, reads(), vocabulary(), DAY)
    for path in facts.values:
        yield from candidates.others(path)
    for type_ in vocabulary().facts():
        if type_.path not in facts.values and "*" not in type_.path:
            yield from candidates.answers(type_.path)
    yield from candidates.answers("child_defaults", "ages 16 to 17")
    yield from candidates.answers("child_defaults", "age 13")
    for band in ("2", "3"):
        yield from candidates.answers(f"child_defaults.{band}")


def read(data: bytes) -> Declaration:
    return read_declaration(data, "declaration.yaml", None, vocabulary())[0]


@cache
def given_back(text: str) -> Setting:
    return read_setting(text, vocabulary())


def stated(facts: Facts) -> dict[str, object]:
    return dict(facts.values)


@pytest.mark.parametrize("data", [*(one.read_bytes() for one in EXAMPLES), OPEN_BANDS])
def test_a_setting_that_is_printed_is_read_as_what_was_tried(data: bytes) -> None:
    declaration = read(data)
    facts, count = declaration.facts, 0
    for answer in tried(declaration):
        given = [given_back(one.setting) for one in answer]
        assert [not_there(one, facts) for one in given] == [None] * len(given)
        put = [Change(path=one.path, values=one.values, written=one.written) for one in given]
        assert stated(with_changes(facts, put)) == stated(with_changes(facts, answer)), answer
        count += 1
    assert count > 100


def test_the_ends_of_an_open_band_can_be_set() -> None:
    facts = read(OPEN_BANDS).facts
    change = read_setting("child_defaults.2.ages={from: 14, to: 17}", vocabulary())
    after = with_changes(facts, [Change(path=change.path, values=change.values)])
    assert [(one.start, one.end) for one in after.values["child_defaults"].bands] == [  # type: ignore[union-attr]  # bands
        (13, 15),
        (13, 15),
        (14, 17),
        (None, 12),
    ]
    assert after.values["child_defaults.2.messages_from"] == "connections"
