"""What a register tells: nothing acts in any view, and what is not there is not made up."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from auditor.model.batch import State
from auditor.model.finding import Status
from auditor.model.register import Answered, Entry, History, Listing, Seen, Share, Step, Trend
from auditor.model.scorecard import Verdict
from auditor.register import tables
from auditor.report import register_history, register_list, register_query, register_trend
from auditor.report.register_query import SCORES, cell_text, csv_row, scores_in

WHEN = datetime(2026, 10, 1, 12, 30, 15, 250000, tzinfo=UTC)
HOSTILE = "\x1b[31mred\u202e\r\n=cmd() \u200b[bold]x[/bold]"


def entry(**changes: Any) -> Entry:
    told: dict[str, Any] = {
        "state": State.AUDITED,
        "known_from": WHEN,
        "sha256": "ab" * 32,
        "service": "harbour",
        "name": HOSTILE,
        "provider": HOSTILE,
        "stated_on": date(2026, 9, 30),
        "as_of": date(2026, 10, 1),
        "ruleset": "rules",
        "version": "1.0.0",
        "tool": "0.1.0",
        "verdict": Verdict.NOT_COMPLIANT,
        "verdict_backed": Verdict.CANNOT_TELL,
        "score": ("61.25", "70.00"),
        "score_backed": ("20.00", "70.00"),
        "counts": dict.fromkeys(Status, 1),
    }
    return Entry(**{**told, **changes})


COMPILED = entry(compiled=True, verdict=None, verdict_backed=None, score=None, score_backed=None, counts={})
UNUSABLE = Entry(state=State.UNUSABLE, known_from=WHEN, shown=HOSTILE, run=3, position=1, codes=("yaml.syntax",))
STEP = Step(
    service="harbour",
    name=HOSTILE,
    stated_on=None,
    as_of=date(2026, 10, 1),
    ruleset="rules",
    version="1.0.0",
    requirement="R-1",
    status=Status.MET,
    backed=Status.UNDECIDED,
    known_from=WHEN,
)
SHARE = Share(
    as_of=date(2026, 10, 1),
    ruleset="rules",
    version="1.0.0",
    requirement="R-1",
    counts={Status.MET: 2, Status.NOT_APPLICABLE: 0},
    backed={Status.UNDECIDED: 2},
)
SEEN = Seen(run=1, started=WHEN, position=4, shown=HOSTILE, state=State.AUDITED, known=True)
PAGES: tuple[tuple[Any, Any], ...] = (
    (register_list, Listing(entries=(entry(), COMPILED, UNUSABLE), found=9, known_at=WHEN)),
    (register_history, History(entries=(entry(), COMPILED), seen=(SEEN,), others=2)),
    (register_trend, Trend(about=HOSTILE, entries=(entry(), entry(score=("70.00", "80.50")), COMPILED))),
    (register_trend, Trend(about="R-1", steps=(STEP,), known_at=WHEN)),
    (register_trend, Trend(about="R-1", shares=(SHARE,))),
    (register_query, Answered(columns=("a", HOSTILE), rows=((HOSTILE, 1.5), (None, -2.0)), more=True)),
)
IDS = ["list", "history", "service", "steps", "shares", "query"]


@pytest.mark.parametrize(("page", "subject"), PAGES, ids=IDS)
def test_nothing_acts_in_any_view(page: Any, subject: Any) -> None:
    views: tuple[Callable[[], str], ...] = (
        lambda: page.render(subject, width=100, color=False, ascii=False),
        lambda: page.render(subject, width=40, color=True, ascii=True).replace("\x1b[", ""),
        lambda: page.render_plain(subject, ascii=True),
        lambda: page.render_json(subject, "0.1.0"),
    )
    for draw in views:
        text = draw()
        assert text.endswith("\n")
        assert "\x1b" not in text.replace("\x1b[0m", "")
        assert "\u202e" not in text
        assert "\r" not in text
        assert "\u200b" not in text
    assert json.loads(page.render_json(subject, "0.1.0"))["tool"] == {"name": "auditor", "version": "0.1.0"}
    wide = [one for one in page.render(subject, width=60, color=False, ascii=True).splitlines() if " " in one.strip()]
    assert [one for one in wide if len(one) > 60 and "submission" not in one] == []


def test_a_service_that_others_compiled_has_neither_verdict_nor_score() -> None:
    listing = Listing(entries=(COMPILED,), found=1)
    told = register_list.render_plain(listing, ascii=False)
    assert "compiled by others, not judged" in told
    assert "compliant" not in told
    (one,) = json.loads(register_list.render_json(listing, "0"))["entries"]
    assert (one["verdict"], one["score"], one["counts"]) == (
        {"declared": None, "backed": None},
        {"declared": None, "backed": None},
        None,
    )


def test_a_score_is_told_with_the_decimals_it_is_kept_with() -> None:
    told = register_list.render_plain(Listing(entries=(entry(),), found=1), ascii=False)
    assert "not compliant as declared (61.25 to 70.00), cannot tell yet as backed (20.00 to 70.00)" in told
    assert "known since 2026-10-01 12:30:15 UTC" in told


def test_a_step_of_a_service_says_how_its_score_moved() -> None:
    trend = Trend(about="harbour", entries=(entry(), entry(score=("70.00", "69.50"), version="2.0.0")))
    told = register_trend.render_plain(trend, ascii=False)
    assert "Since the one above: as declared +8.75 at the least and -0.50 at the most; another edition." in told


def moved(*entries: Entry) -> list[str]:
    told = register_trend.render_plain(Trend(about="harbour", entries=entries), ascii=False)
    return [one for one in told.splitlines() if one.startswith("Since ")]


def test_a_trend_goes_on_from_an_audit_of_the_same_day_or_an_earlier_one_and_never_backward() -> None:
    first, last = date(2025, 8, 1), date(2026, 11, 10)
    one, other, third = ({"sha256": sign * 64} for sign in "abc")
    rose = {"score": ("70.00", "80.00")}
    again = [entry(as_of=first, **one), entry(as_of=last, **one, **rose), entry(as_of=first, **other)]
    assert moved(*again) == ["Since the one above: as declared +8.75 at the least and +10.00 at the most."]
    fell = moved(*again[:2], entry(as_of=first, **other, **rose))
    assert fell[1] == "Since aaaaaaaaaaaa as of 2025-08-01: as declared +8.75 at the least and +10.00 at the most."
    assert len(moved(*again[1:])) == 0, "nothing of the filing before is as old as this"
    assert moved(again[0], entry(as_of=last, **third, **rose)) == [fell[0]]
    assert moved(again[0], entry(ruleset="others", as_of=last, **third, **rose)) == []


def test_two_filings_of_one_day_can_be_told_apart() -> None:
    trend = Trend(about="harbour", entries=(entry(stated_on=None), entry(stated_on=None, sha256="c" * 64)))
    lines = register_trend.render_plain(trend, ascii=False).splitlines()
    assert "submission abababababab" in lines[1]
    assert "submission cccccccccccc" in lines[2]


def test_facts_that_are_younger_than_the_rules_are_marked_wherever_an_audit_is_told() -> None:
    late = entry(as_of=date(2026, 9, 29))
    step = replace(STEP, stated_on=date(2026, 9, 30), as_of=late.as_of)
    told: tuple[tuple[Any, Any, Any, str], ...] = (
        (register_list, Listing(entries=(late,), found=1), Listing(entries=(entry(),), found=1), "entries"),
        (register_history, History(entries=(late,), seen=(), others=0), PAGES[1][1], "audits"),
        (register_trend, Trend(about="x", entries=(late,)), Trend(about="x", entries=(entry(),)), "audits"),
        (register_trend, Trend(about="x", steps=(step,)), Trend(about="x", steps=(STEP,)), "findings"),
        (register_trend, Trend(about="x", shares=(replace(SHARE, later=3),)), PAGES[4][1], "shares"),
    )
    for page, marked, plain, kind in told:
        for draw in (
            lambda it, page=page: page.render_plain(it, ascii=False),
            lambda it, page=page: _drawn(page, it),
        ):
            assert "later facts on earlier rules" in draw(marked)
            assert "later facts" not in draw(plain)
        assert [bool(json.loads(page.render_json(one, "0"))[kind][0]["later_facts"]) for one in (marked, plain)] == [
            True,
            False,
        ]


def _drawn(page: Any, subject: Any) -> str:
    return " ".join(page.render(subject, width=100, color=False, ascii=False).split())


def test_a_list_by_a_ruleset_names_the_filings_that_it_was_not_held_against() -> None:
    listing = Listing(entries=(), found=0, ruleset="rules@2", unaudited=(entry(name="Harbour"),))
    told = "Newest filing not audited by rules@2, so not in the list: 1: harbour."
    assert register_list.render_plain(listing, ascii=False).splitlines() == [told, "0 ENTRIES."]
    assert told in _drawn(register_list, listing)
    assert json.loads(register_list.render_json(listing, "0"))["not_audited"] == [
        {"service": "harbour", "name": "Harbour", "submission": "ab" * 32}
    ]


def test_shares_leave_out_what_no_service_is() -> None:
    told = register_trend.render_plain(Trend(about="R-1", shares=(SHARE,)), ascii=False)
    assert "as declared: 2 met; as backed: 2 not answered." in told


def drawn(columns: int, cell: str, rows: int = 1, width: int = 60) -> str:
    names = tuple(f"column_{number}" for number in range(columns))
    answered = Answered(columns=names, rows=((cell,) * columns,) * rows)
    return register_query.render(answered, width=width, color=False, ascii=True)


def test_a_table_keeps_its_headings_whole_and_too_many_columns_make_a_list_of_each_row() -> None:
    table = drawn(4, "word " * 9)
    assert table.splitlines()[0].split() == [f"column_{number}" for number in range(4)]
    assert table.splitlines()[1].count("...") == 4
    lists = drawn(5, "ab" * 32, rows=2)
    assert "..." not in lists
    assert lists.replace("\n    ", "").count("ab" * 32) == 10
    assert all(lists.count(f"  column_{number}\n") == 2 for number in range(5))
    assert "  column_0  short\n  column_1  short\n" in drawn(8, "short")
    assert drawn(8, "", rows=0).splitlines()[0] == ", ".join(f"column_{number}" for number in range(6)) + ","
    for width in (40, 60, 120):
        assert max(map(len, drawn(9, "ab" * 32, rows=2, width=width).splitlines())) <= width


def test_a_name_that_takes_the_line_is_not_cut_and_the_digest_stands_beneath() -> None:
    long = entry(name="A service of a long name", provider="Somebody and Company Limited of Somewhere")
    lines = register_list.render(Listing(entries=(long,), found=1), width=60, color=False, ascii=True).splitlines()
    assert " ".join(" ".join(lines[:2]).split()) == f"x harbour | {long.name} | {long.provider}"
    assert lines[2] == f"  {long.sha256[:12]}"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (1, "1"),
        (-1.5, "-1.5"),
        (1e-7, "0.0000001"),
        (float("inf"), "inf"),
        (b"\x00\xff", "00ff"),
        ("x", "x"),
    ],
)
def test_a_cell_is_written_in_full(cell: Any, text: str) -> None:
    assert cell_text(cell) == text


def test_scores_have_two_decimals_in_a_table_and_a_difference_leaves_no_noise() -> None:
    columns = ("score_low", "score_backed_high", "credit_low", "unbacked")
    assert {*SCORES} == {*tables.SCORES}
    assert csv_row([88.0, 0.0, 0.5, 45.41 - 0.63], scores_in(columns)) == "88.00,0.00,0.5,44.78\r\n"
    assert csv_row([None, 44.78, 1 / 3, 2.0], scores_in(columns)) == ",44.78,0.333333333333333,2\r\n"
    assert cell_text(45.41 - 0.63) == "44.78"


def test_numbers_less_than_nothing_stay_numbers_and_texts_are_never_calculated() -> None:
    assert csv_row([-1, -1.5, "-1", "=A1", 'a,"b', None]) == '-1,-1.5,\'-1,\'=A1,"a,""b",\r\n'
