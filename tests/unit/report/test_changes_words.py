"""What became of a requirement, in words: a refusal stays one, and backing is told from doing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from auditor.model.changes import Change
from auditor.model.condition import Always
from auditor.model.facts import Silence
from auditor.model.finding import Outcome, Status
from auditor.report.changes_words import change_text
from auditor.report.versus.sentences import sentences
from tests.support.comparing import comparison
from tests.support.filings import CHILDREN, DECLINED, DETECTS, EVERYTHING, REPORT, SOUGHT, WARNS, filing
from tests.support.rules import requirement

OLD, NEW = "2026-03-01", "2026-09-01"
RESTS_ON = [REPORT]  # of the rest, so that a document is there at all


def changes(
    folder: Path, before: Mapping[str, Any], after: Mapping[str, Any], **backed: list[str]
) -> Mapping[str, str]:
    """Give, by requirement, what a later filing of one service changed; `old` and `new` are what documents back."""
    files = [
        filing(folder, "a", {**EVERYTHING, **before}, stated_on=OLD, file="old.yaml", backed=backed.get("old")),
        filing(folder, "a", {**EVERYTHING, **after}, stated_on=NEW, file="new.yaml", backed=backed.get("new")),
    ]
    (one,) = comparison(files).standings
    assert one.change is not None
    return {each.requirement.id: change_text(each, "to") for each in one.change.changes}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (DECLINED, "declined when asked to not met"),
        (SOUGHT, "looked for and not found to not met"),
        (None, "not answered to not met"),
    ],
)
def test_an_answer_that_was_missing_is_told_as_it_was(said: Any, told: str, tmp_path: Path) -> None:
    assert changes(tmp_path, {DETECTS: said}, {DETECTS: False})["MDW-1"] == told


def test_a_refusal_is_told_whatever_else_is_not_said(tmp_path: Path) -> None:
    before = {DETECTS: DECLINED, CHILDREN: None}
    assert changes(tmp_path, before, {DETECTS: False})["MDW-1"] == "declined when asked to not met"


def test_a_refusal_that_comes_to_be_no_answer_makes_no_outcome_another(tmp_path: Path) -> None:
    assert "MDW-1" not in changes(tmp_path, {DETECTS: DECLINED}, {DETECTS: None})


def test_where_only_backing_changed_both_sides_say_how_it_was(tmp_path: Path) -> None:
    met = changes(tmp_path, {}, {}, new=RESTS_ON)
    assert met["MDW-1"] == "met (backed) to met (not backed)"
    out = changes(tmp_path, {CHILDREN: False}, {CHILDREN: False}, old=RESTS_ON)
    assert out["MDW-1"] == "does not apply (not backed) to does not apply (backed)"
    assert changes(tmp_path, {}, {WARNS: False}, old=RESTS_ON)["MDW-2"] == "met (not backed) to not met"
    assert changes(tmp_path, {}, {WARNS: False})["MDW-2"] == "met to not met"


def test_sentences_on_the_past_tell_the_refusal(tmp_path: Path) -> None:
    files = [
        filing(tmp_path, "a", {**EVERYTHING, DETECTS: DECLINED}, stated_on=OLD, file="old.yaml"),
        filing(tmp_path, "a", {**EVERYTHING, DETECTS: False}, stated_on=NEW, file="new.yaml"),
    ]
    *_, past = sentences(comparison(files))
    assert "MDW-1 from declined when asked to not met" in past


def test_only_what_is_open_has_a_silence(tmp_path: Path) -> None:
    files = [
        filing(tmp_path, "a", {**EVERYTHING, DETECTS: DECLINED}, stated_on=OLD, file="old.yaml"),
        filing(tmp_path, "a", stated_on=NEW, file="new.yaml"),
    ]
    (one,) = comparison(files).standings
    assert one.change is not None
    (change,) = one.change.changes
    assert change.before is not None
    assert change.after is not None
    assert (change.before.silence, change.after.silence) == (Silence.DECLINED, None)


def test_what_changed_and_changed_back_is_no_change_for_being_said_otherwise() -> None:
    """A refusal that became silence by way of an answer is the same outcome at both ends."""
    refused = Outcome(declared=Status.UNDECIDED, backed=Status.UNDECIDED, silence=Silence.DECLINED)
    change = Change(
        requirement=requirement("REQ-1", met=Always()),
        formerly=None,
        before=refused,
        after=replace(refused, silence=Silence.NOT_ANSWERED),
        steps=(),
    )
    assert not change.remains
    assert change_text(change, "to") == "declined when asked, and back again"
