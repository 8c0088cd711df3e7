"""Every status that was and every one that is, through the gate: the table in `docs/changes.md` is what happens."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from msgspec.structs import replace

from auditor.engine.audit import fingerprint
from auditor.engine.baseline import held_against, idle_baseline, state_of
from auditor.engine.gate import Terms, judge
from auditor.engine.scorecards import scorecard
from auditor.engine.verdicts import is_excused
from auditor.model.condition import Always
from auditor.model.diagnostic import Place
from auditor.model.finding import (
    NOTHING,
    WHOLE,
    BaselineState,
    Finding,
    Interval,
    Judgement,
    Reason,
    SinceBaseline,
    Status,
)
from auditor.model.result import Audit, FailOn, Inputs, Result, Track, UndecidedPolicy
from auditor.model.ruleset import Ruleset
from auditor.model.truth import F, T
from auditor.model.waiver import Waiver
from auditor.report.since import STATES, baseline_text, since_text
from tests.support.facts import facts_of
from tests.support.rules import AS_OF, declaration, requirement, ruleset

DOC = (Path(__file__).parents[3] / "docs/changes.md").read_text(encoding="utf-8")
EXITS = {"passes": 0, "fails": 1, "open": 4}
NAMES = ("met", "partly-met", "not-met", "undecided", "not-applicable", "not-in-force")
OPEN = Interval(Fraction(0), Fraction(1))
HALF = Interval(Fraction(1, 2), Fraction(1, 2))
SOURCE = {"file": "baseline.json", "sha256": "b" * 64}
JUDGED = {
    Status.MET: Judgement(status=Status.MET, credit=WHOLE, applies=T),
    Status.PARTLY_MET: Judgement(status=Status.PARTLY_MET, credit=HALF, applies=T),
    Status.NOT_MET: Judgement(status=Status.NOT_MET, credit=NOTHING, applies=T),
    Status.UNDECIDED: Judgement(status=Status.UNDECIDED, credit=OPEN, applies=T, reason=Reason.FACTS_MISSING),
    Status.NOT_APPLICABLE: Judgement(status=Status.NOT_APPLICABLE, credit=NOTHING, applies=F),
    Status.NOT_IN_FORCE: Judgement(status=Status.NOT_IN_FORCE, credit=NOTHING, applies=F, reason=Reason.NOT_YET),
}
WAIVER = Waiver(
    requirement="test/REQ-1",
    service="s",
    reason="It is being built.",
    approver="A. Example",
    granted=date(2026, 1, 1),
    expires=date(2026, 9, 30),
    place=Place("waivers.yaml", 2, 3),
)


def table() -> list[tuple[Status | None, Status, str, str]]:
    """Read the table of the documentation."""
    head = re.search(r"^\| was, and is \|(.+)\|\n\|[-|]+\|\n((?:\|.*\n)+)", DOC, re.MULTILINE)
    assert head is not None
    columns = [Status(one.strip()) for one in head[1].split("|")]
    assert [one.value for one in columns] == list(NAMES)
    rows = []
    for line in head[2].splitlines():
        was, *cells = (one.strip() for one in line.strip("|").split("|"))
        for now, cell in zip(columns, cells, strict=True):
            state, does = cell.split(", ")
            rows.append((None if was == "absent" else Status(was), now, state, does))
    return rows


def finding(name: str, judged: Judgement | None, other: Judgement | None = None, *, decisive: bool = True) -> Finding:
    """Make a finding; the other track is met where nothing is said of it."""
    on_declared = judged or JUDGED[Status.MET]
    return Finding(
        requirement=requirement(name, met=Always(), decisive=decisive),  # type: ignore[arg-type]  # never evaluated
        declared=on_declared,
        backed=other or on_declared,
        fingerprint=fingerprint("test", name, "s"),
    )


def audit_of(*findings: Finding, edition: Ruleset | None = None) -> Audit:
    edition = edition or ruleset([one.requirement for one in findings])
    return Audit(
        declaration=declaration(facts_of({})),
        ruleset=edition,
        watermarks=(),
        scorecard=scorecard(edition, findings),
        findings=findings,
        left_out={"recalled": 0},
        checked={},
    )


def saved(audit: Audit, as_of: date = AS_OF) -> Result:
    gate = judge([audit], Terms(), unusable=0)
    inputs = Inputs(given=1, audited=1, unusable=0)
    return Result(version="1", as_of=as_of, audits=(audit,), gate=gate, inputs=inputs)


def held(old: Finding | None, new: Finding) -> Audit:
    """Hold one finding against another; a met one stands beside them, so that something applies on both sides."""
    beside = finding("REQ-9", JUDGED[Status.MET])
    before = audit_of(*([old] if old else []), beside)
    return held_against(audit_of(new, beside), saved(before), **SOURCE)


def test_the_table_is_whole() -> None:
    assert Counter((was, now) for was, now, _, _ in table()) == Counter(product((*Status, None), Status))


@pytest.mark.parametrize(("was", "now", "state", "does"), table())
@pytest.mark.parametrize("track", Track)
@pytest.mark.parametrize("decisive", [True, False])
def test_each_cell_of_the_table(
    was: Status | None, now: Status, state: str, does: str, track: Track, decisive: bool
) -> None:
    def of(status: Status) -> Finding:
        judged, met = JUDGED[status], JUDGED[Status.MET]
        pair = (judged, None) if track is Track.DECLARED else (met, judged)
        return finding("REQ-1", *pair, decisive=decisive)

    audit = held(None if was is None else of(was), of(now))
    since = audit.findings[0].baseline
    assert since is not None
    assert (since.declared if track is Track.DECLARED else since.backed).value == state
    assert (since.was if track is Track.DECLARED else since.was_backed) is was
    terms = Terms(track=track, fail_on=FailOn.DECISIVE if decisive else FailOn.ANY)
    assert judge([audit], terms, unusable=0).exit == EXITS[does]
    if not decisive:
        assert judge([audit], replace(terms, fail_on=FailOn.DECISIVE), unusable=0).exit == 0


def test_taking_an_answer_back_does_not_turn_the_gate_green_by_itself() -> None:
    failed, silent = (finding("REQ-1", JUDGED[one]) for one in (Status.NOT_MET, Status.UNDECIDED))
    gates = {
        policy: judge([held(failed, silent)], Terms(undecided=policy), unusable=0).exit for policy in UndecidedPolicy
    }
    assert gates == {UndecidedPolicy.TELL: 4, UndecidedPolicy.FAIL: 1, UndecidedPolicy.PASS: 0}


@pytest.mark.parametrize(
    ("status", "old", "new", "state"),
    [
        (Status.PARTLY_MET, ("1/2", "1/2"), ("1/4", "1/4"), BaselineState.WORSE),
        (Status.PARTLY_MET, ("1/4", "1/4"), ("1/2", "1/2"), BaselineState.BETTER),
        (Status.UNDECIDED, ("0", "1"), ("0", "1/2"), BaselineState.WORSE),
        (Status.UNDECIDED, ("0", "1"), ("1/2", "1"), BaselineState.BETTER),
        (Status.UNDECIDED, ("0", "1"), ("1/2", "3/4"), BaselineState.WORSE),
        (Status.NOT_MET, ("0", "1/2"), ("0", "0"), BaselineState.WORSE),
        (Status.NOT_MET, ("0", "0"), ("0", "1/2"), BaselineState.BETTER),
    ],
)
def test_of_one_status_the_credit_decides(
    status: Status, old: tuple[str, str], new: tuple[str, str], state: BaselineState
) -> None:
    was, now = (replace(JUDGED[status], credit=Interval(*map(Fraction, one))) for one in (old, new))
    assert state_of(was, now) is state


def test_a_baseline_prolongs_no_waiver() -> None:
    failed = finding("REQ-1", JUDGED[Status.NOT_MET])
    lapsed = held(replace(failed, waiver=WAIVER), failed)
    assert lapsed.findings[0].baseline == SinceBaseline(
        declared=BaselineState.UNCHANGED,
        backed=BaselineState.UNCHANGED,
        was=Status.NOT_MET,
        was_backed=Status.NOT_MET,
        lapsed=True,
    )
    assert judge([lapsed], Terms(), unusable=0).exit == 1
    assert "it counts again" in since_text(lapsed.findings[0], Track.DECLARED)
    assert judge([held(failed, replace(failed, waiver=WAIVER))], Terms(), unusable=0).exit == 0
    assert (
        judge([held(replace(failed, waiver=WAIVER), replace(failed, waiver=WAIVER))], Terms(), unusable=0).exit == 0
    )


def test_the_verdict_and_the_score_stay_what_they_are() -> None:
    failed = finding("REQ-1", JUDGED[Status.NOT_MET])
    audit = held(failed, failed)
    assert audit.scorecard == audit_of(failed, finding("REQ-9", JUDGED[Status.MET])).scorecard
    assert judge([audit], Terms(min_score=Fraction(60)), unusable=0).exit == 1


@pytest.mark.parametrize("change", [{"version": "2.0.0", "sha256": "9" * 64}, {"sha256": "9" * 64}])
def test_another_edition_is_incomparable_and_excuses_nothing(change: dict[str, str]) -> None:
    failed = finding("REQ-1", JUDGED[Status.NOT_MET])
    before = audit_of(failed, edition=replace(ruleset([failed.requirement]), **change))
    audit = held_against(audit_of(failed), saved(before), **SOURCE)
    assert audit.baseline is not None
    assert audit.baseline.incomparable
    assert audit.findings[0].baseline is None
    assert judge([audit], Terms(), unusable=0).exit == 1
    assert "incomparable" in baseline_text(audit, Track.DECLARED)
    (told,) = idle_baseline(saved(before), [audit], AS_OF, "baseline.json")
    assert told.code == "baseline.incomparable"


def test_of_two_editions_in_the_baseline_the_same_one_is_taken() -> None:
    failed = finding("REQ-1", JUDGED[Status.NOT_MET])
    other = audit_of(failed, edition=replace(ruleset([failed.requirement]), version="0.9.0", sha256="9" * 64))
    result = replace(saved(other), audits=(other, audit_of(failed)))
    audit = held_against(audit_of(failed), result, **SOURCE)
    assert audit.baseline is not None
    assert not audit.baseline.incomparable


def test_what_only_the_baseline_has_is_gone() -> None:
    both = [finding(name, JUDGED[Status.NOT_MET]) for name in ("REQ-1", "REQ-2")]
    edition = ruleset([one.requirement for one in both])
    before, now = audit_of(*both, edition=edition), audit_of(both[0], edition=edition)
    audit = held_against(now, saved(before), **SOURCE)
    assert audit.baseline is not None
    assert audit.baseline.gone == ("REQ-2",)
    assert "1 gone (REQ-2)" in baseline_text(audit, Track.DECLARED)


def test_what_the_baseline_does_nothing_for_is_told() -> None:
    failed = audit_of(finding("REQ-1", JUDGED[Status.NOT_MET]))
    service = replace(failed.declaration, service=replace(failed.declaration.service, id="other"))
    other = replace(failed, declaration=service)
    audit = held_against(failed, saved(other), **SOURCE)
    assert audit == failed
    told = idle_baseline(saved(other, date(2026, 10, 2)), [audit], AS_OF, "baseline.json")
    assert [one.code for one in told] == ["baseline.later", "baseline.nothing-about", "baseline.unused"]


def test_every_state_has_its_words() -> None:
    assert set(STATES) == set(BaselineState)
    for was, now in product(Status, Status):
        one = held(finding("REQ-1", JUDGED[was]), finding("REQ-1", JUDGED[now])).findings[0]
        assert since_text(one, Track.DECLARED)
        assert since_text(replace(one, baseline=None), Track.DECLARED) == ""
        assert is_excused(one, on_declared=True) is (
            one.baseline is not None and one.baseline.declared in (BaselineState.UNCHANGED, BaselineState.BETTER)
        )
