"""What stands beside verdicts and scores in every view of a register: in words, with a star, and for programs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from msgspec.structs import replace

from auditor.model.batch import State
from auditor.model.finding import Status
from auditor.model.register import Entry, History, Listing, Seen, Trend
from auditor.report import register_history, register_list, register_trend, review
from auditor.report.register_words import doubts, rivals
from tests.support.register_views import answers
from tests.support.registers import NOW
from tests.support.triaging import entry

DOUBTED = replace(entry("harbour"), backed_may_be_empty=True, contested=2, same_day=1, counts={Status.MET: 1})
UNKNOWN = "say something else: which one holds is not known"
SAME_DAY = "another filing of the service states the same day and says something else: which one holds is not known"
GIVEN = Seen(run=1, started=NOW, position=0, shown="a.yaml", state=State.SUPERSEDED, known=False, of="b.yaml")


@pytest.mark.parametrize(
    ("same_day", "undated", "day", "said"),
    [
        (0, 0, "2026-06-30", []),
        (1, 0, "2026-06-30", [SAME_DAY]),
        (
            *(1, 0, ""),
            [
                "another filing of the service states no day either and says something else: "
                "which one holds is not known"
            ],
        ),
        (
            *(2, 3, "2026-06-30"),
            [
                f"2 other filings of the service state the same day and {UNKNOWN}",
                "3 other filings of the service state no day: whether they are newer is not known",
            ],
        ),
    ],
)
def test_filings_that_may_hold_instead_are_told(same_day: int, undated: int, day: str, said: list[str]) -> None:
    one = replace(entry("harbour", day=day), same_day=same_day, undated=undated)
    assert [*rivals(one)] == said
    assert [*doubts(replace(one, contested=1))] == [*said, "1 fact contested by others"]


@pytest.mark.parametrize("module", [register_list, register_trend, register_history])
@pytest.mark.parametrize("doubted", [True, False])
def test_every_view_tells_what_stands_beside_verdict_and_score(module: object, doubted: bool) -> None:
    one = DOUBTED if doubted else entry("harbour")
    told = _told(module, one)
    drawn = " ".join(module.render(told, width=100, color=False, ascii=False).split())  # type: ignore[attr-defined]
    plain = module.render_plain(told, ascii=False)  # type: ignore[attr-defined]
    for text in (SAME_DAY, "2 facts contested by others"):
        assert (text in drawn) is doubted
        assert (text.lower() in plain.lower()) is doubted
    assert ("(0.00–20.00*)" in drawn) is ("* it may be that nothing counts." in drawn) is doubted
    assert ("(0.00 to 20.00, or no score at all)" in plain) is doubted
    assert "(10.00–20.00)" in drawn
    (said,) = _entries(json.loads(module.render_json(told, "1")))  # type: ignore[attr-defined]
    assert said["score"]["declared"]["may_be_empty"] is False
    assert said["score"]["backed"]["may_be_empty"] is doubted
    assert (said["contested"], said["same_day"], said["undated"]) == ((2, 1, 0) if doubted else (None, 0, 0))


def _told(module: object, one: Entry) -> object:
    if module is register_list:
        return Listing(entries=(one,), found=1)
    return Trend(about="harbour", entries=(one,)) if module is register_trend else _history(one)


def _history(one: Entry) -> History:
    return History(entries=(one,), seen=(GIVEN,), others=1)


def _entries(document: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = document.get("entries") or document["audits"]
    return found


@pytest.mark.parametrize(
    ("state", "of", "sha256", "said"),
    [
        (State.SUPERSEDED, "b.yaml", "ab" * 32, "superseded by b.yaml (abababababab)"),
        (State.SUPERSEDED, "", "ab" * 32, "superseded by a filing that the register has (abababababab)"),
        (State.DUPLICATE, "b.yaml", "", "duplicate of b.yaml"),
        (State.INTERRUPTED, "", "", "not got to"),
    ],
)
def test_what_an_input_gave_way_to_is_named(state: State, of: str, sha256: str, said: str) -> None:
    one = Entry(state=state, known_from=NOW, service="harbour", shown="a.yaml", of=of, of_sha256=sha256)
    listing = Listing(entries=(one,), found=1)
    assert said in register_list.render(listing, width=100, color=False, ascii=False)
    assert said in register_list.render_plain(listing, ascii=False)
    (told,) = json.loads(register_list.render_json(listing, "1"))["entries"]
    assert (told["of"], told["of_submission"]) == (of or None, sha256 or None)
    seen = replace(GIVEN, state=state, of=of, of_sha256=sha256)
    assert said in register_history.render_plain(replace(_history(DOUBTED), seen=(seen,)), ascii=False)


def test_a_review_names_filings_that_are_not_sure_to_be_the_newest() -> None:
    sure = answers()
    unsure = replace(sure, clusters=(replace(sure.clusters[0], stands_for=(DOUBTED,)),))
    for one, names in ((sure, []), (unsure, ["harbour"])):
        assert [each["service"] for each in json.loads(review.render_json(one, "1"))["newest_unsure"]] == names
        assert ("Not sure to be the newest" in review.render_plain(one, ascii=False)) is bool(names)
