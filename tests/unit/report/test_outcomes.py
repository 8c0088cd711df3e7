"""The one status table: whole, and in keeping with what each format lays down."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from auditor.engine.verdicts import is_excused
from auditor.model.diagnostic import Place
from auditor.model.finding import BaselineState, Finding, SinceBaseline, Status
from auditor.model.result import Track
from auditor.model.waiver import Waiver
from auditor.report.outcomes import (
    OUTCOMES,
    Annotation,
    Kind,
    Level,
    Test,
    outcome,
    word,
    worst_first,
)
from auditor.report.wording import STATUSES
from tests.support.results import mixed, unbacked, waived

WAIVER = Waiver(
    requirement="x/Y-1",
    service="harbour",
    reason="r",
    approver="a",
    granted=date(2026, 1, 1),
    expires=date(2027, 1, 1),
    place=Place("waivers.yaml", 1, 1),
)


def of(status: Status, *, decisive: bool = True) -> Finding:
    found = next(one for one in mixed().audits[0].findings if one.declared.status is status)
    return replace(found, requirement=replace(found.requirement, decisive=decisive))


def test_every_status_has_its_rows_and_the_words_of_the_one_table() -> None:
    assert set(OUTCOMES) == {(status, decisive) for status in Status for decisive in (True, False)}
    for (status, _), row in OUTCOMES.items():
        assert row.words is STATUSES[status]


def test_sarif_has_a_level_only_where_something_fails() -> None:
    for row in OUTCOMES.values():
        assert (row.level is not Level.NONE) == (row.kind is Kind.FAIL)


@pytest.mark.parametrize("status", [Status.NOT_MET, Status.PARTLY_MET])
@pytest.mark.parametrize("decisive", [True, False])
def test_what_fails_is_an_error_where_it_decides_and_a_warning_elsewhere(status: Status, decisive: bool) -> None:
    row = OUTCOMES[status, decisive]
    assert row.test is Test.FAILURE
    assert (row.level, row.annotation) == (
        (Level.ERROR, Annotation.ERROR) if decisive else (Level.WARNING, Annotation.WARNING)
    )


def test_what_is_open_passes_nowhere() -> None:
    deciding, other = OUTCOMES[Status.UNDECIDED, True], OUTCOMES[Status.UNDECIDED, False]
    assert (deciding.kind, deciding.test, deciding.annotation) == (Kind.OPEN, Test.ERROR, Annotation.WARNING)
    assert (other.kind, other.test, other.annotation) == (Kind.OPEN, Test.SKIPPED, Annotation.NOTICE)


def test_only_what_is_met_passes() -> None:
    for (status, _), row in OUTCOMES.items():
        met = status is Status.MET
        assert (row.kind is Kind.PASS) == met
        assert (row.test is Test.PASSED) == met


@pytest.mark.parametrize("status", Status)
def test_a_waiver_suppresses_what_would_be_told_and_changes_no_kind(status: Status) -> None:
    if not any(one.declared.status is status for one in mixed().audits[0].findings):
        pytest.skip("no such finding in the scenario")
    plain = of(status)
    row, before = outcome(replace(plain, waiver=WAIVER)), outcome(plain)
    assert (row.kind, row.level, row.words) == (before.kind, before.level, before.words)
    told = status in (Status.NOT_MET, Status.PARTLY_MET, Status.UNDECIDED)
    assert row.suppressed is told
    assert row.annotation is Annotation.NONE
    assert row.test is (Test.PASSED if status is Status.MET else Test.SKIPPED)


@pytest.mark.parametrize("state", BaselineState)
@pytest.mark.parametrize("lapsed", [True, False])
def test_only_what_got_worse_than_the_baseline_fails(state: BaselineState, lapsed: bool) -> None:
    """The gate passes over the same findings."""
    since = SinceBaseline(declared=state, backed=state, was=Status.NOT_MET, was_backed=Status.NOT_MET, lapsed=lapsed)
    finding = replace(of(Status.NOT_MET), baseline=since)
    row = outcome(finding)
    assert row.excused is is_excused(finding, on_declared=True)
    assert (row.test is Test.SKIPPED) is row.excused
    assert row.annotation is (Annotation.NOTICE if row.excused else Annotation.ERROR)
    assert (row.kind, row.level) == (Kind.FAIL, Level.ERROR)


def test_the_worst_come_first_and_what_is_waived_after_what_is_open() -> None:
    ranks = [outcome(one).rank for one in worst_first(waived().audits[0].findings)]
    assert ranks == sorted(ranks)
    shown = [one.requirement.id for one in worst_first(waived().audits[0].findings)]
    assert shown.index("REP-02") < shown.index("GRM-02") < shown.index("GRM-01")


def test_each_track_has_its_own_outcome_and_word() -> None:
    audit = unbacked().audits[0]
    lacking = next(one for one in audit.findings if one.backed.status is Status.UNDECIDED)
    assert outcome(lacking).test is Test.PASSED
    assert outcome(lacking, Track.BACKED).test is Test.ERROR
    assert (word(audit, lacking), word(audit, lacking, Track.BACKED)) == ("met", "not backed")
    silent = of(Status.UNDECIDED)
    assert word(audit, silent, Track.BACKED) == "not answered"


def test_the_table_in_the_documentation_is_this_one() -> None:
    page = (Path(__file__).parents[3] / "docs/formats.md").read_text("utf-8")
    found = {}
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 5 and "`, `" in cells[2]:
            for name in cells[0].split(", "):
                status = Status(name.replace(" ", "-"))
                for decisive in {"yes": [True], "no": [False], "": [True, False]}[cells[1]]:
                    found[status, decisive] = cells[2:]
    assert set(found) == set(OUTCOMES)
    for key, (sarif, junit, github) in found.items():
        row = OUTCOMES[key]
        assert sarif == f"`{row.kind.value}`, `{row.level.value}`"
        assert junit.partition(":")[0] == row.test.value
        assert github == ("" if row.annotation is Annotation.NONE else row.annotation.value)
