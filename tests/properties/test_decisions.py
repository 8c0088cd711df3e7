"""A waiver or a decision changes no status and lowers no score, and without them nothing differs."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from functools import cache

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from auditor.engine.decide import decide
from auditor.engine.score import Scorer
from auditor.engine.scorecards import scorecard
from auditor.engine.verdicts import backed, declared, verdict
from auditor.engine.waive import waive
from auditor.model.decision import Decision
from auditor.model.declaration import Alternative
from auditor.model.diagnostic import Place
from auditor.model.evidence import Assurance
from auditor.model.finding import NOTHING, Finding
from auditor.model.result import Audit
from auditor.model.scorecard import Score, Verdict
from auditor.model.waiver import Waiver
from tests.support.saved import audited

AS_OF = date(2026, 10, 1)
NOWHERE = Place("decisions.yaml", 2, 5)
TEXTS = ("a" * 64, "b" * 64)
FILES = ("megaphone", "harbour", "lantern")


@cache
def judged(file: str) -> Audit:
    """An audit with a few alternatives declared, some of one text and some of another."""
    (audit,) = audited([f"examples/{file}.yaml"], ["ofcom-illegal-content@1.1"]).audits
    ids = [one.requirement.id for one in audit.findings]
    alternatives = tuple(
        Alternative(
            requirement=f"ofcom-illegal-content/{one}", measure=one, why="", place=NOWHERE, sha256=TEXTS[number % 2]
        )
        for number, one in enumerate(ids)
    )
    findings = tuple(
        replace(one, alternative=one.requirement.id if one.in_force and declared(one).credit.low < 1 else None)
        for one in audit.findings
    )
    return replace(audit, declaration=replace(audit.declaration, alternatives=alternatives), findings=findings)


@st.composite
def decisions(draw: st.DrawFn, audit: Audit) -> list[Decision]:
    chosen = draw(st.lists(st.sampled_from([one.requirement.id for one in audit.findings]), max_size=12))
    return [
        Decision(
            requirement=f"ofcom-illegal-content/{one}",
            service=audit.declaration.service.id,
            accepted=draw(st.booleans()),
            reviewer="C. Example",
            on=AS_OF + timedelta(days=draw(st.integers(-2, 1))),
            because="it does",
            assurance=draw(st.sampled_from([Assurance.DOCUMENTED, Assurance.INDEPENDENT])),
            text_sha256=draw(st.sampled_from(TEXTS)),
            place=NOWHERE,
        )
        for one in chosen
    ]


def _put(audit: Audit, found: list[Decision]) -> list[Finding]:
    return decide(audit.findings, found, declaration=audit.declaration, ruleset=audit.ruleset.id, as_of=AS_OF)


def _ends(score: Score | None) -> tuple[Fraction, Fraction]:
    assert score is not None
    return score.interval.low, score.interval.high


ORDER = [Verdict.NOT_COMPLIANT, Verdict.CANNOT_TELL, Verdict.COMPLIANT]


@given(st.data(), st.sampled_from(FILES))
def test_a_decision_changes_no_status_and_lowers_nothing(data: st.DataObject, file: str) -> None:
    audit = judged(file)
    after = _put(audit, data.draw(decisions(audit)))
    for old, new in zip(audit.findings, after, strict=True):
        assert (new.declared, new.backed, new.fingerprint) == (old.declared, old.backed, old.fingerprint)
        assert not new.accepted_backed or new.accepted
    for pick in (declared, backed):
        before = Scorer(audit.ruleset, audit.findings, pick)
        now = Scorer(audit.ruleset, after, pick)
        for area in (None, *(one.id for one in audit.ruleset.areas)):
            if before.score(area) is not None:
                assert all(a <= b for a, b in zip(_ends(before.score(area)), _ends(now.score(area)), strict=True))
        assert ORDER.index(verdict(audit.findings, pick)) <= ORDER.index(verdict(after, pick))
    on_declared, on_backed = (_ends(Scorer(audit.ruleset, after, pick).score()) for pick in (declared, backed))
    assert all(a <= b for a, b in zip(on_backed, on_declared, strict=True))
    card, whole = scorecard(audit.ruleset, after), scorecard(audit.ruleset, audit.findings)
    assert (card.counts, card.counts_backed, card.weights) == (whole.counts, whole.counts_backed, whole.weights)
    assert (card.score_without_decisions, card.verdict_without_decisions) == (whole.score, whole.verdict)


@given(st.data(), st.sampled_from(FILES))
def test_only_the_text_that_was_decided_on_counts(data: st.DataObject, file: str) -> None:
    audit = judged(file)
    texts = {one.requirement: one.sha256 for one in audit.declaration.alternatives}
    found = [one for one in data.draw(decisions(audit)) if one.text_sha256 != texts[one.requirement]]
    after = _put(audit, found)
    assert not any(one.accepted for one in after)
    assert scorecard(audit.ruleset, after) == scorecard(audit.ruleset, audit.findings)


@given(st.data(), st.sampled_from(FILES))
def test_a_waiver_changes_no_status(data: st.DataObject, file: str) -> None:
    audit = judged(file)
    chosen = data.draw(st.sets(st.sampled_from([one.requirement.id for one in audit.findings])))
    waivers = [
        Waiver(
            requirement=f"ofcom-illegal-content/{one}",
            service=audit.declaration.service.id,
            reason="it is being built",
            approver="A. Example",
            granted=AS_OF,
            expires=AS_OF,
            place=NOWHERE,
        )
        for one in sorted(chosen)
    ]
    after = waive(audit.findings, waivers, ruleset=audit.ruleset.id, service=audit.declaration.service, as_of=AS_OF)
    assert [replace(one, waiver=None) for one in after] == list(audit.findings)
    card, whole = scorecard(audit.ruleset, after), scorecard(audit.ruleset, audit.findings)
    assert (card.score_without_waivers, card.verdict_without_waivers) == (whole.score, whole.verdict)
    assert ORDER.index(whole.verdict.declared) <= _rank(card.verdict.declared)
    lost = [one for one in after if one.counts or one.declared.credit == NOTHING]
    if len(lost) == len(after) and card.score.declared is not None:
        # what has some credit may lie above the mean, and its waiver then takes points away
        ends = zip(_ends(whole.score.declared), _ends(card.score.declared), strict=True)
        assert all(before <= now for before, now in ends)


def _rank(one: Verdict) -> int:
    return ORDER.index(one) if one in ORDER else len(ORDER)


def test_without_files_nothing_differs() -> None:
    audit = judged("megaphone")
    assert tuple(_put(audit, [])) == audit.findings
    service = audit.declaration.service
    assert tuple(waive(audit.findings, [], ruleset=audit.ruleset.id, service=service, as_of=AS_OF)) == audit.findings
