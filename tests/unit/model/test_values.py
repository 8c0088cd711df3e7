"""How values are written for people: a part of a set must never be read as the whole of it."""

from __future__ import annotations

import pytest

from auditor.engine.candidates import written
from auditor.engine.scope import told
from auditor.model.truth import F, T, U
from auditor.model.values import WordSet, show
from auditor.report.jsonfindings import seen
from auditor.report.versus.quotes import valued
from auditor.source.builtin import builtin_vocabulary
from auditor.source.settings import read_setting
from tests.support.vocabulary import VOCABULARY

WHOLE = WordSet({"dm": T, "comments": T}, complete=True)
NOBODY = WordSet({}, complete=True)
PART = WordSet({"dm": T, "comments": F}, complete=False)
REFUSALS = WordSet({"dm": F, "comments": F}, complete=False)
OPENED = WordSet({"dm": T, "comments": U}, complete=True)
SILENT = WordSet({}, complete=False)


@pytest.mark.parametrize(
    ("value", "shown", "as_json"),
    [
        (WHOLE, "[dm, comments]", ["dm", "comments"]),
        (NOBODY, "[]", []),
        (PART, "{dm: true, comments: false}", {"dm": True, "comments": False}),
        (REFUSALS, "{dm: false, comments: false}", {"dm": False, "comments": False}),
        (OPENED, "{dm: true}", {"dm": True}),
        (SILENT, "not answered", {}),
    ],
)
def test_a_set_is_written_as_a_declaration_writes_it(value: WordSet, shown: str, as_json: object) -> None:
    assert show(value) == shown
    assert seen(value) == as_json
    assert valued(value, None) == f"“{shown}”"


@pytest.mark.parametrize(
    ("value", "shown"), [(WHOLE, "dm, comments"), (PART, "dm: yes, comments: no"), (NOBODY, "none")]
)
def test_the_record_tells_a_part_of_a_set_word_by_word(value: WordSet, shown: str) -> None:
    assert told("app.contact", value, VOCABULARY).value == shown


@pytest.mark.parametrize("words", [{"language": T, "age_gap": F}, {"language": F}, {}])
@pytest.mark.parametrize("complete", [True, False])
def test_what_is_written_of_a_set_says_the_same_when_it_is_set(words: dict[str, int], complete: bool) -> None:
    value = WordSet({word: truth for word, truth in words.items() if truth == T or not complete}, complete)
    setting = read_setting(f"grooming.signals={written(value)}", builtin_vocabulary())
    assert setting.values["grooming.signals"] == value
