"""The comparison as a table: its form, its dictionary, and rows that cannot be cut loose from what they rest on."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from auditor.model.comparison import Mark
from auditor.report.escape import visible
from auditor.report.versus import csvw
from auditor.report.versus.columns import ALL as EVERY_ROW
from auditor.report.versus.columns import COLUMNS, JUDGED, NAMES, ROWS_MEAN, Datatype, RowKind
from auditor.report.versus.csvtable import render
from auditor.report.versus.jsonv1 import render as render_json
from tests.support.comparing import SCENARIOS, comparison
from tests.support.filings import DETECTS, EVERYTHING, WARNS, compiled, filing
from tests.support.versus_formats import ALL, ASKED, COMPILED, CONTESTED, EVERYBODY, HOSTILE, renamed

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "tests/golden"
BY_NAME = {one.name: one for one in COLUMNS}
LEXICAL = {
    Datatype.BOOLEAN: re.compile("true|false"),
    Datatype.INTEGER: re.compile("[0-9]+"),
    Datatype.DECIMAL: re.compile(r"[0-9]+\.([0-9]{2}|[0-9]{4})"),
    Datatype.DATE: re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    Datatype.STRING: re.compile(".*"),
}


def read(text: str) -> list[dict[str, str]]:
    table = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert table[0] == list(NAMES)
    assert {len(row) for row in table} == {len(NAMES)}
    return [dict(zip(NAMES, row, strict=True)) for row in table[1:]]


@pytest.mark.parametrize("scenario", ALL)
def test_golden(scenario: str, update: bool) -> None:
    shown = render(ALL[scenario]()).encode("utf-8")
    path = GOLDEN / f"compare-{scenario}" / "expected.csv"
    if update:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(shown)
    assert shown == path.read_bytes()


@pytest.mark.parametrize("scenario", ALL)
def test_the_form_is_that_of_rfc_4180(scenario: str) -> None:
    text = render(ALL[scenario]())
    assert not text.startswith("\ufeff")
    assert text.endswith("\r\n")
    assert text.count("\n") == text.count("\r\n") == 1 + len(read(text))


@pytest.mark.parametrize("scenario", ALL)
def test_every_cell_is_what_the_dictionary_says(scenario: str) -> None:
    for row in read(render(ALL[scenario]())):
        kind = RowKind(row["row"])
        for name, cell in row.items():
            column = BY_NAME[name]
            assert cell or not column.always, name
            if cell:
                assert kind in column.rows, (kind, name)
                assert LEXICAL[column.datatype].fullmatch(cell), (name, cell)
                assert not column.words or cell in column.words, (name, cell)


def test_every_column_is_filled_by_each_of_its_rows_somewhere(tmp_path: Path) -> None:
    filled = {
        (row["row"], name) for make in ALL.values() for row in read(render(make())) for name in row if row[name]
    }
    marked = comparison([*CONTESTED, "cedar-2025", "cedar-2026"], lens=["reporting"], who=["reporting"], force=True)
    marked = replace(marked, marks=(Mark(text="judged by different versions of the program"),))
    others = (
        filing(tmp_path, "yew", {**EVERYTHING, DETECTS: False}),
        compiled(tmp_path, "ash", {DETECTS: False, WARNS: True}),
    )
    for one in (marked, comparison(others)):
        filled |= {(row["row"], name) for row in read(render(one)) for name in row if row[name]}
    wanted = {(kind.value, one.name) for one in COLUMNS for kind in one.rows if one.rows != EVERY_ROW}
    never = wanted - filled
    # What the invented services give no occasion for: a third filing, a challenge to a number, an answer to a file.
    assert never <= {
        ("filing", "changed"),
        ("challenge", "unit"),
        ("service", "reply"),
        ("service", "reply_answered"),
    }


@pytest.mark.parametrize("asked", ASKED)
def test_what_others_compiled_has_no_figure_whatever_is_asked(asked: str) -> None:
    found = read(render(comparison([*EVERYBODY, "oak"], **ASKED[asked])))
    compiled = [row for row in found if row["basis"] == "compiled"]
    assert {row["service"] for row in compiled} == {*COMPILED, "oak"}
    assert {row["row"] for row in compiled} <= {"service", "fact", "source", "challenge"}
    for row in compiled:
        assert not [name for name in JUDGED if row[name]]
    assert any(row["score_low"] for row in found if row["basis"] == "declared")


def test_the_columns_that_judge_are_named() -> None:
    judging = {"rank_best", "score_backed_low", "verdict", "stance", "status", "met", "decisive_not_met", "unranked"}
    assert judging <= JUDGED <= set(NAMES)
    assert not JUDGED & {"row", "value", "state", "reply", "service", "forced", "decisive"}


def test_each_row_alone_says_that_it_was_forced() -> None:
    forced = read(render(SCENARIOS["forced"]()))
    assert {row["forced"] for row in forced} == {"true"}
    assert all("FORCED" in row["caution"] for row in forced)
    (obstacle,) = (row for row in forced if row["row"] == "obstacle")
    assert (obstacle["what"], obstacle["services"]) == ("coverage", "fir")
    assert {row["forced"] for row in read(render(SCENARIOS["everyone"]()))} == {"false"}


@pytest.mark.parametrize("scenario", ALL)
def test_rows_of_requirements_add_up_to_the_counts(scenario: str) -> None:
    found = read(render(ALL[scenario]()))
    for service in (row for row in found if row["row"] == "service" and row["basis"] == "declared"):
        rows = [row for row in found if row["row"] == "requirement" and row["service"] == service["service"]]
        tally = Counter(row["status"] for row in rows if row["in_lens"] == "true")
        decisive = Counter(
            row["status_backed"] for row in rows if row["in_lens"] == "true" and row["decisive"] == "true"
        )
        for status in ("met", "partly-met", "not-met", "undecided"):
            name = status.replace("-", "_")
            assert int(service[name]) == tally[status]
            assert int(service[f"decisive_{name}_backed"]) == decisive[status]


@pytest.mark.parametrize("scenario", ALL)
def test_figures_are_those_of_the_json(scenario: str) -> None:
    one = ALL[scenario]()
    rows = {row["service"]: row for row in read(render(one)) if row["row"] == "service"}
    document: dict[str, Any] = json.loads(render_json(one))
    for standing in document["standings"]:
        row = rows[standing["service"]["id"]]
        for track, name in (("declared", "score"), ("backed", "score_backed")):
            score = standing["score"][track]
            wanted = ("", "") if score is None else (score["low"], score["high"])
            assert (row[f"{name}_low"], row[f"{name}_high"]) == wanted
        rank = standing["rank"] or {"best": "", "worst": ""}
        assert (row["rank_best"], row["rank_worst"]) == (str(rank["best"]), str(rank["worst"]))
        assert row["share_unanswered"] == standing["shares"]["unanswered"]
        assert row["ruleset_sha256"] == document["edition"]["sha256"]


def test_what_is_given_in_another_order_comes_out_the_same() -> None:
    given = [*EVERYBODY, "cedar-2025", *CONTESTED[1:]]
    assert render(comparison(given)) == render(comparison(given[::-1]))


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_name_changes_one_column(name: str) -> None:
    one = ALL["disputed"]()
    before = read(render(one))
    for service in CONTESTED:
        text = render(renamed(one, name, service))
        assert visible(text.replace("\r\n", "")) == text.replace("\r\n", "")
        after = read(text)
        for old, new in zip(before, after, strict=True):
            changed = {key for key in NAMES if old[key] != new[key]}
            assert changed <= ({"service_name"} if old["service"] == service else set())
            assert not new["service_name"].startswith(("=", "+", "-", "@"))


def test_a_database_takes_it_with_its_types() -> None:
    types = {Datatype.INTEGER: "INTEGER", Datatype.DECIMAL: "REAL"}
    with sqlite3.connect(":memory:") as base:
        columns = ", ".join(f'"{one.name}" {types.get(one.datatype, "TEXT")}' for one in COLUMNS)
        base.execute(f"CREATE TABLE comparison ({columns})")
        marks = ", ".join("nullif(?, '')" for _ in NAMES)
        rows = [tuple(row.values()) for row in read(render(SCENARIOS["everyone"]()))]
        base.executemany(f"INSERT INTO comparison VALUES ({marks})", rows)
        asked = (
            "SELECT service FROM comparison WHERE row = 'service' AND rank_best = 1 ORDER BY score_backed_low DESC"
        )
        assert base.execute(asked).fetchone() == ("alder",)
        never = "SELECT count(*) FROM comparison WHERE basis = 'compiled' AND score_low IS NOT NULL"
        assert base.execute(never).fetchone() == (0,)


def test_the_metadata_describe_every_column_in_order() -> None:
    document: dict[str, Any] = json.loads(csvw.render())
    columns = document["tableSchema"]["columns"]
    assert [one["name"] for one in columns] == [one["titles"] for one in columns] == list(NAMES)
    assert len(set(NAMES)) == len(NAMES)
    assert all(one["dc:description"].endswith(".") and one["null"] == "" for one in columns)
    assert [one["name"] for one in columns if one["required"]] == [one.name for one in COLUMNS if one.always]


def test_the_dictionary_in_the_documentation_is_this_one(update: bool) -> None:
    page = ROOT / "docs/comparison.md"
    text = page.read_text("utf-8")
    rows = "| row | is about |\n|---|---|\n" + "".join(f"| `{kind}` | {said} |\n" for kind, said in ROWS_MEAN.items())
    columns = "| column | type | holds | rows |\n|---|---|---|---|\n" + "".join(
        f"| `{one.name}` | {type_text(one)} | {one.meaning} | {csvw.rows_text(one)} |\n" for one in COLUMNS
    )
    for name, table in (("rows", rows), ("columns", columns)):
        head, rest = text.split(f"<!-- {name} -->\n", 1)
        written, tail = rest.split(f"<!-- end of {name} -->\n", 1)
        if update:
            text = f"{head}<!-- {name} -->\n{table}<!-- end of {name} -->\n{tail}"
        else:
            assert written == table
    if update:
        page.write_text(text, "utf-8")


def type_text(one: Any) -> str:
    """Write a column's type and unit."""
    words = "one of " + ", ".join(f"`{word}`" for word in one.words) if one.words else str(one.datatype)
    return f"{words}; {one.unit}" if one.unit else words
