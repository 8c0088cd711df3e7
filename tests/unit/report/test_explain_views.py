"""The proof of a finding and the list of open answers."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from msgspec.structs import replace
from rich.cells import cell_len

from auditor.model.answers import Answer, Turn
from auditor.model.finding import NOTHING, Interval
from auditor.model.scorecard import Verdict
from auditor.report.explain import render_finding, render_reported, render_unanswered
from tests.support.results import SCENARIOS


def explained(requirement: str, scenario: str = "mixed", width: int = 80) -> str:
    (audit,) = SCENARIOS[scenario]().audits
    finding = next(one for one in audit.findings if one.requirement.id == requirement)
    return render_finding(audit, finding, width=width, color=False, ascii=False)


def test_every_test_that_decided_is_shown() -> None:
    text = explained("GRM-03")
    for surface, seen in (
        ("direct_messages", "48 hours"),
        ("group_chat", "72 hours"),
        ("comments", "none"),
        ("voice_chat", "30.5 hours"),
    ):
        assert re.search(
            rf"✗ surfaces\.{surface}\.review_time\n    --> examples/harbour\.yaml:\d+:9\n"
            rf"     = seen:   {seen}\n     = wanted: at most 24 hours",
            text,
        )
    assert text.endswith("PARTLY MET as declared and as backed: GRM-03.\n")


def test_what_is_met_has_a_witness_and_its_document() -> None:
    text = explained("GRM-01")
    assert "AS DECLARED  ✓ met; credit 1" in text
    assert "= backed: gd-eval (Evaluation of grooming detection)" in text


def test_what_is_not_backed_says_what_is_missing() -> None:
    text = explained("GRM-07")
    assert "AS BACKED    ? not backed: what is declared is not backed; credit 0 to 1" in text
    assert "? evidence for facts.grm_07" in text
    assert text.endswith("MET as declared, not backed: GRM-07.\n")


def test_what_is_open_asks_its_question() -> None:
    text = explained("REP-02", width=120)
    assert "= asks:   Within how many hours is the first answer to a child's report given?" in text
    assert "= note:   declined when asked (eSafety Commissioner, 2026-02" in text
    assert text.endswith("NOT ANSWERED as declared and as backed: REP-02.\n")


def test_later_law_says_what_it_would_be() -> None:
    text = explained("TRN-03")
    assert "in transition until 2027-04-01" in text
    assert "AS DECLARED  ✗ not met; credit 0" in text
    assert text.endswith("NOT CURRENT as declared and as backed: TRN-03.\n")


def test_an_alternative_and_a_remedy_are_told() -> None:
    text = explained("AGE-01", width=120)
    assert "= do:     Put one of the accepted methods in front of the service (effort 8 of 13)" in text
    assert "An alternative measure is declared, not reviewed" in text


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("scenario", ["mixed", "hostile", "not-in-force", "undecided"])
def test_all_explanations_fit_and_are_harmless(scenario: str, width: int) -> None:
    (audit,) = SCENARIOS[scenario]().audits
    pages = [render_finding(audit, one, width=width, color=False, ascii=False) for one in audit.findings]
    pages.append(render_unanswered(audit, audit.answers, width=width, color=False, ascii=False))
    for line in "\n".join(pages).split("\n"):
        assert cell_len(line) <= width or re.search(r"^\S.*:\d+:\d+$", line), line
        assert line == line.rstrip()
        assert not re.search("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e]", line)


def test_unanswered_lists_everything_once() -> None:
    (audit,) = SCENARIOS["undecided"]().audits
    text = render_unanswered(audit, audit.answers, width=80, color=False, ascii=False)
    assert text.count("Can children use the service?") == 1
    assert "also for GRM-02, GRM-03" in text
    assert text.endswith("2 ANSWERS MISSING: 2 decide a must, none can turn the verdict alone.\n")


def test_an_answer_that_turns_the_verdict_may_be_worth_points_with_others_alone() -> None:
    (audit,) = SCENARIOS["undecided"]().audits
    turn = Turn(verdict=Verdict.NOT_COMPLIANT, settings=("app.chat=false",))
    alone = replace(audit.answers[0], turns=(turn,), gain=NOTHING, together=Fraction(20, 3))

    def told(answer: Answer) -> str:
        return render_unanswered(audit, (answer,), width=80, color=False, ascii=False)

    assert "not compliant with app.chat=false\n" in told(alone)
    assert "with others up to +6.7\n" in told(alone)
    assert "worth no points" not in told(alone)
    assert "worth no points\n" in told(replace(alone, together=Fraction(0)))
    assert "worth up to +2.0 points\n" in told(replace(alone, gain=Interval(Fraction(0), Fraction(2))))


def test_nothing_unanswered_is_said() -> None:
    (audit,) = SCENARIOS["all-met"]().audits
    text = render_unanswered(audit, (), width=80, color=False, ascii=False)
    assert text.endswith("NOTHING IS MISSING: every fact that decides here is answered.\n")


def test_reported_facts_are_shown_without_a_verdict() -> None:
    (audit,) = SCENARIOS["compiled"]().audits
    text = render_reported(audit, audit.reported[0], width=80, color=False, ascii=False)
    assert "not found       surfaces.group_chat.grooming_detection" in text
    assert text.endswith("NO VERDICT: Chat did not file this for itself.\n")
