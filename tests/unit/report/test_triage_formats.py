"""Triage and review as pages: hostile texts act nowhere, lines fit, plain text says as much as the drawing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from fractions import Fraction as F
from pathlib import Path

import pytest
from msgspec.structs import replace

from auditor.engine import review as reviewing
from auditor.engine import triage as ordering
from auditor.model.answering import Answers, Disputed, Instead
from auditor.model.finding import Interval, Status
from auditor.model.register import Entry
from auditor.model.reviews import Opinion, Review
from auditor.model.triage import End, Signal, SignalKind, Triage
from auditor.report import review as answers_page
from auditor.report import triage as page
from auditor.report.triage_csv import COLUMNS, render_csv
from auditor.report.triage_words import decided_text, interval_text, number_text, reviews_text
from tests.support.triaging import answered, entry, profile, weighed

ROOT = Path(__file__).parents[3]
HOSTILE = "\x1b[31m[red]=cmd()<script>alert(1)</script>\u202e\nline two\x07 👩‍👩‍👧"


def hostile(service: str) -> Entry:
    return replace(entry(service), name=HOSTILE, provider=HOSTILE)


REVIEW = Review(
    submission=entry("a").sha256,
    service="a",
    ruleset="rules",
    requirement="R-01",
    opinion=Opinion.REJECT,
    reviewer=HOSTILE,
    on=date(2026, 10, 2),
    because=HOSTILE,
    result_sha256="0" * 64,
)
SIGNAL = Signal(kind=SignalKind.SAME_PROSE, said=HOSTILE, evidence=tuple(f"{HOSTILE} {at}" for at in range(5)))


def triaged(limit: int | None = None) -> Triage:
    filings = [
        replace(profile(one, users=users, weighed=(weighed("R-01", Status.NOT_MET),)), entry=hostile(one))
        for one, users in (("a", 10), ("b", 1_000_000))
    ]
    digest = filings[0].entry.sha256
    return Triage(
        ruleset="rules",
        by=End.UPPER,
        ranked=ordering.ranked(filings, {digest: [SIGNAL]}, {digest: [REVIEW]}, by=End.UPPER),
        compiled=(replace(entry("c", compiled=True), name=HOSTILE),),
        unaudited=(entry("d"),),
        editions=("rules@1.0.0 as of 2026-10-01",),
        numbers=("a number",),
        limit=limit,
    )


def answers() -> Answers:
    one = hostile("a")
    disputed = Disputed(entry=one, fact="x.y", declared=HOSTILE, says=HOSTILE, filed="2026-09-20", replied=False)
    found = replace(
        answered("a", [("x.y", HOSTILE)]),
        entry=one,
        kinds=(HOSTILE,),
        disputed=(disputed,),
        instead=Instead(entry=one, text=HOSTILE),
    )
    return Answers(
        ruleset="rules",
        requirement="R-01",
        title=HOSTILE,
        asks=HOSTILE,
        filings=1,
        clusters=reviewing.clusters([found], {found.entry.sha256: [REVIEW]}),
        compiled=(entry("c", compiled=True),),
        without=(entry("d"),),
    )


PAGES: list[Callable[..., str]] = [
    lambda **how: page.render(triaged(), **how),
    lambda **how: answers_page.render(answers(), **how),
]
PLAIN: list[Callable[..., str]] = [
    lambda **how: page.render_plain(triaged(), **how),
    lambda **how: answers_page.render_plain(answers(), **how),
]


def is_quiet(text: str) -> bool:
    return not any(one in text for one in ("\x1b", "\x07", "\u202e", "\u200d"))


@pytest.mark.parametrize("render", PAGES)
@pytest.mark.parametrize("width", [40, 80, 120])
def test_a_page_fits_and_nothing_on_it_acts(render: Callable[..., str], width: int) -> None:
    text = render(width=width, color=False, ascii=False)
    assert is_quiet(text)
    assert "<script>alert(1)</script>" in text.replace("\n", "").replace(" ", "")
    assert max(map(len, text.splitlines())) <= width
    assert render(width=width, color=False, ascii=True).isascii()


@pytest.mark.parametrize("render", PLAIN)
def test_plain_text_is_a_sentence_a_line(render: Callable[..., str]) -> None:
    text = render(ascii=False)
    assert is_quiet(text)
    assert all(line.endswith((".", "!", "?", ".”")) for line in text.splitlines() if "line two" not in line)
    assert "line two" in text
    assert not any(line.startswith("line two") for line in text.splitlines())
    assert render(ascii=True).isascii()


def test_the_drawing_and_the_plain_text_tell_the_same_terms_signals_and_decisions() -> None:
    drawn = " ".join(page.render(triaged(), width=120, color=False, ascii=False).split())
    plain = " ".join(page.render_plain(triaged(), ascii=False).split())
    for told in (
        "priority = users × share of children × risk × contact × shortfall",
        "origin: design",
        "a number",
        "not a finding",
        "stands beside the verdict",
        "a template or an adviser may stand behind them",
        "rejected by",
        "Compiled by others from published facts, never ranked or scored: 1: c.",
        "Newest filing not audited by rules, so not in the order: 1: d.",
    ):
        assert told.casefold() in drawn.casefold()
        assert told.casefold() in plain.casefold()


def test_what_is_undecided_is_not_called_not_met_in_any_format() -> None:
    one = triaged()
    found = (
        weighed("R-01", Status.NOT_MET),
        weighed("R-02", Status.PARTLY_MET),
        *(weighed(f"R-{at:02}", Status.UNDECIDED) for at in range(3, 9)),
    )
    ranked = ordering.ranked([profile("a", weighed=found)], {}, {}, by=End.UPPER)
    told = replace(one, ranked=ranked)
    drawn = page.render(told, width=120, color=False, ascii=False)
    lines = (
        "not met as backed: R-01",
        "partly met as backed: R-02",
        "not backed or not answered: R-03, R-04, R-05, R-06, R-07 and 1 more",
    )
    plain = page.render_plain(told, ascii=False)
    assert all(f"     {line}\n" in drawn for line in lines)
    assert all(f"{line[0].upper()}{line[1:]}.\n" in plain for line in lines)
    as_json = json.loads(page.render_json(told, "9.9.9"))["filings"][0]
    (row,) = csv.DictReader(io.StringIO(render_csv(told), newline=""))
    wanted = {
        "not_met_as_backed": ["R-01"],
        "partly_met_as_backed": ["R-02"],
        "undecided_as_backed": [f"R-{at:02}" for at in range(3, 9)],
    }
    for key, names in wanted.items():
        assert as_json[key] == names
        assert row[key] == "; ".join(names)
    silent = replace(told, ranked=ordering.ranked([profile("a", weighed=found[2:])], {}, {}, by=End.UPPER))
    assert "not met as backed" not in page.render(silent, width=120, color=False, ascii=False)


def test_facts_that_are_younger_than_the_rules_are_marked() -> None:
    late = replace(entry("a"), as_of=date(2025, 8, 1))
    told = replace(triaged(), ranked=ordering.ranked([replace(profile("a"), entry=late)], {}, {}, by=End.UPPER))
    for marked, text in (
        (True, page.render(told, width=120, color=False, ascii=False)),
        (True, page.render_plain(told, ascii=False)),
        (False, page.render_plain(triaged(), ascii=False)),
    ):
        assert ("ater facts on earlier rules: facts of 2026-06-30" in text) is marked
    assert json.loads(page.render_json(told, "9.9.9"))["filings"][0]["later_facts"] is True


def test_an_alternative_is_called_not_reviewed_only_where_nobody_decided() -> None:
    found = answers()
    assert "alternative declared, a: " in answers_page.render_plain(found, ascii=False).casefold()
    (cluster,) = found.clusters
    open_ = replace(found, clusters=(replace(cluster, reviews=()),))
    assert "alternative declared, not reviewed, a: " in answers_page.render_plain(open_, ascii=False).casefold()
    for one, reviewed in ((found, True), (open_, False)):
        (told,) = json.loads(answers_page.render_json(one, "0"))["clusters"][0]["alternatives"]
        assert (told["text"], told["reviewed"]) == (HOSTILE, reviewed)


def test_json_has_the_whole_of_each_filing_and_as_many_as_are_wanted() -> None:
    found = json.loads(page.render_json(triaged(limit=1), "0.1.0"))
    assert (found["schema"], found["found"], len(found["filings"])) == ("auditor.triage/1", 2, 1)
    assert is_quiet(page.render_json(triaged(), "0.1.0"))
    whole = json.loads(page.render_json(triaged(), "0.1.0"))["filings"]
    assert [one["service"]["id"] for one in whole] == ["b", "a"]
    assert whole[1]["service"]["name"] == HOSTILE
    assert whole[1]["signals"][0]["evidence"] == [*SIGNAL.evidence]
    assert whole[1]["reviews"][0]["because"] == HOSTILE
    clusters = json.loads(answers_page.render_json(answers(), "0.1.0"))["clusters"]
    assert [one["service"] for one in clusters[0]["stands_for"]] == ["a"]


def test_what_is_recorded_is_told_with_what_it_stands_beside() -> None:
    text = decided_text(REVIEW, Status.MET, Status.UNDECIDED)
    assert is_quiet(text)
    assert text.splitlines()[1].startswith("Beside the finding: met as declared, not answered as backed.")
    forgotten = replace(REVIEW, reviewer="")
    assert "rejected by (name taken out) on 2026-10-02" in reviews_text([forgotten], REVIEW.submission)
    assert "on another filing of the service" in reviews_text([REVIEW], "0" * 64)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (F(0), "0"),
        (F(1, 3), "0.33"),
        (F(5), "5"),
        (F(21, 2), "11"),
        (F(1_234_567), "1,234,567"),
        (F(999, 100), "9.99"),
    ],
)
def test_numbers_are_written_whole_from_ten_on(value: F, text: str) -> None:
    assert number_text(value) == text


def test_an_interval_whose_ends_read_alike_is_one_number() -> None:
    assert interval_text(Interval(F(1001, 10), F(1002, 10)), to="–") == "100"
    assert interval_text(Interval(F(0), F(1, 2)), to="–") == "0–0.50"


def test_the_table_has_a_row_a_filing_and_calculates_nothing() -> None:
    text = render_csv(triaged())
    names, *rows = csv.reader(io.StringIO(text, newline=""))
    assert names == [*COLUMNS]
    assert text.count("\r\n") == len(rows) + 1 == 3
    assert text.replace("\r\n", "").isprintable()
    first, second = (dict(zip(names, row, strict=True)) for row in rows)
    assert [first["service"], second["service"]] == ["b", "a"]
    assert first["place"] == "1"
    found = {one["service"]["id"]: one for one in json.loads(page.render_json(triaged(), "9.9.9"))["filings"]}
    for row in (first, second):
        told = found[row["service"]]
        assert (row["priority_low"], row["priority_high"]) == (told["priority"]["low"], told["priority"]["high"])
        for term in told["terms"]:
            name = term["name"].replace(" ", "_")
            assert (row[f"{name}_low"], row[f"{name}_high"]) == (term["value"]["low"], term["value"]["high"])
            assert row[f"{name}_assumed"] == json.dumps(term["assumed"])
        assert row["signals"] == "; ".join(one["kind"] for one in told["signals"])
    assert second["signals"] == "same-prose"
    assert second["reviews"].startswith("R-01 rejected by ")
    assert second["service_name"].startswith(r"\x1b[31m[red]=cmd()<script>alert(1)</script>\u202e line two\x07 ")


def test_a_cell_that_begins_like_a_formula_is_text() -> None:
    one = triaged()
    first, *rest = one.ranked
    told = replace(
        first, entry=replace(first.entry, name="=1+1", provider="@x"), short={Status.NOT_MET: ("-1", "=2")}
    )
    names, row, *_ = csv.reader(io.StringIO(render_csv(replace(one, ranked=(told, *rest))), newline=""))
    cells = dict(zip(names, row, strict=True))
    assert (cells["service_name"], cells["provider"], cells["not_met_as_backed"]) == ("'=1+1", "'@x", "'-1;' =2")


def test_what_others_compiled_has_no_row_and_as_many_as_asked_have_one() -> None:
    assert {row["service"] for row in csv.DictReader(io.StringIO(render_csv(triaged())))} == {"a", "b"}
    assert [row["service"] for row in csv.DictReader(io.StringIO(render_csv(triaged(limit=1))))] == ["b"]


def test_the_dictionary_of_columns_in_the_documentation_is_this_one(update: bool) -> None:
    page = ROOT / "docs/triage.md"
    table = "| column | holds |\n|---|---|\n" + "".join(f"| `{name}` | {said} |\n" for name, said in COLUMNS.items())
    head, rest = page.read_text("utf-8").split("<!-- columns -->\n", 1)
    written, tail = rest.split("<!-- end of columns -->\n", 1)
    if update:
        page.write_text(f"{head}<!-- columns -->\n{table}<!-- end of columns -->\n{tail}", "utf-8")
        return
    assert written == table
