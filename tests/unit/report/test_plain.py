"""One sentence a line, for people who listen."""

from __future__ import annotations

import re

import pytest

from auditor.report.plain import render
from tests.support.results import SCENARIOS


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_no_columns_bars_or_rules(scenario: str) -> None:
    text = render(SCENARIOS[scenario]())
    assert not re.search(r"[█▒─✗✓·]|  |\n\n|\x1b", text)
    assert text.endswith("\n")


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_last_line_is_the_answer(scenario: str) -> None:
    last = render(SCENARIOS[scenario]()).split("\n")[-2]
    assert re.match(r"(NOT COMPLIANT|COMPLIANT|CANNOT TELL YET|NOTHING APPLIES|NO VERDICT)\b", last)


def test_it_says_what_the_screen_shows() -> None:
    said = render(SCENARIOS["mixed"]()).split("\n")
    for line in (
        "Harbour, Harbour Social Ltd.",
        "Ruleset internet-safety-strategy 3.0.0: model, not law.",
        "Score as declared: 56 to 69.",
        "Score as backed: 29 to 71.",
        "Grooming detection: 38 to 46. Musts: 2 not met, 1 not answered, 3 met, 2 of them backed.",
        "Livestreams: does not apply, unbacked: examples/harbour.yaml:33:9 says false.",
        "examples/harbour.yaml:5:9: surfaces.group_chat.grooming_detection is false; wanted: true.",
        "Answer next, for TRN-01: When was the last report on child safety published?",
    ):
        assert line in said


def test_compiled_by_others_has_no_verdict_and_names_its_sources() -> None:
    said = render(SCENARIOS["compiled"]()).split("\n")
    assert "grooming.any_detection: reported no, source 1." in said
    assert not any(line.startswith(("Verdict", "Score")) for line in said)


def test_ascii_stays_ascii() -> None:
    assert render(SCENARIOS["hostile"](), ascii=True).isascii()
