"""What reports for people say of the gate, and that a saved result keeps all of it."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from typing import Any
from xml.etree import ElementTree

import jsonschema
from msgspec.structs import replace

from auditor.engine.gate import AreaMinimum, Terms, judge
from auditor.model.result import Result, UndecidedPolicy
from auditor.report.gate_items import gate_items
from auditor.report.jsonv1 import document
from auditor.report.outcomes import Test
from auditor.report.registry import Format, render
from auditor.report.smallprint import conditions_texts, gate_rule_text, gate_text
from auditor.source.results import read_result
from tests.support.results import SCENARIOS
from tests.unit.report.test_report_golden import SCHEMA

ASKED: dict[str, Any] = {
    "min_score": Fraction(60),
    "min_areas": (AreaMinimum(area="grooming", least=Fraction(46)), AreaMinimum(area="live", least=Fraction(50))),
    "max_undecided": 4,
    "max_unbacked": 7,
}
MISSED = [
    "Cannot be told yet: score 56.45 to 69.35, asked 60 or more.",
    "Not met: area grooming 37.50 to 45.83, asked 46 or more.",
    "Not met: 8 decisive rules met as declared and not backed, asked 7 or fewer.",
]


def judged(scenario: str, **terms: Any) -> Result:
    result = SCENARIOS[scenario]()
    return replace(result, gate=judge(result.audits, Terms(**terms), unusable=result.inputs.unusable))


def test_everything_asked_for_stands_in_the_rule() -> None:
    assert gate_rule_text(judged("mixed", **ASKED).gate) == (
        "Gate on decisive rules, as declared, and a score of 60 or more, and grooming at 46 or more, "
        "and live at 50 or more, and at most 4 decisive rules undecided, "
        "and at most 7 decisive rules met but not backed: not met (exit 1)."
    )


def test_what_is_not_kept_is_said_of_one_audit_without_its_name() -> None:
    result = judged("mixed", **ASKED)
    assert conditions_texts(result.gate, result.audits[0]) == MISSED


def test_reports_for_people_say_it() -> None:
    result = judged("mixed", **ASKED)
    plain = render(Format.TERMINAL, result, plain=True).splitlines()
    assert [line for line in plain if line in MISSED] == MISSED
    terminal = " ".join(render(Format.TERMINAL, result, width=120).split())
    assert all(text in terminal for text in MISSED)


def test_formats_that_tell_the_gate_in_one_go_say_it_with_the_audits_name() -> None:
    result = judged("mixed", **ASKED)
    whole = gate_text(result.gate)
    assert whole.startswith(gate_rule_text(result.gate))
    assert "Not met for harbour, internet-safety-strategy@3.0.0: area grooming 37.50 to 45.83, asked 46" in whole
    for format in (Format.HTML, Format.GITHUB):
        assert whole in render(format, result)


def test_among_several_each_names_its_audit() -> None:
    result = judged("several", max_undecided=3)
    said = conditions_texts(result.gate)
    assert said
    assert all(text.startswith("Not met for ") for text in said)
    shown = " ".join(render(Format.TERMINAL, result, width=120).split())
    assert all(text in shown for text in said)


def test_nothing_more_is_said_where_nothing_more_is_asked() -> None:
    for scenario in SCENARIOS:
        assert conditions_texts(judged(scenario).gate) == []


def test_a_saved_result_keeps_every_condition() -> None:
    for scenario in SCENARIOS:
        result = judged(scenario, **ASKED)
        jsonschema.Draft202012Validator(SCHEMA).validate(document(result))
        again, _document = read_result(render(Format.JSON, result).encode(), "result.json")
        assert again.gate == result.gate


def test_what_is_asked_beside_the_findings_is_an_item_of_its_own() -> None:
    """A red run has something that failed in every format that is made of items."""
    result = judged("undecided", undecided=UndecidedPolicy.PASS, max_undecided=1)
    assert result.gate.exit == 1
    suites = ElementTree.fromstring(render(Format.JUNIT, result))
    (failed,) = (one for one in suites.iter("testcase") if one.find("failure") is not None)
    assert (suites.get("failures"), failed.get("name")) == ("1", "gate: decisive rules undecided")
    (run,) = json.loads(render(Format.SARIF, result))["runs"]
    (found,) = (one for one in run["results"] if one["level"] == "error")
    assert found["ruleId"] == run["tool"]["driver"]["rules"][found["ruleIndex"]]["id"] == "gate/undecided"
    assert render(Format.GITHUB, result).startswith("::error ")


def test_each_outcome_of_a_condition_has_its_own_end() -> None:
    ended = {
        policy: {one.name: one.ended for one in gate_items(result.gate, result.audits[0])}
        for policy in UndecidedPolicy
        if (result := judged("mixed", undecided=policy, **ASKED))
    }
    assert ended[UndecidedPolicy.TELL] == {
        "gate: score": Test.ERROR,
        "gate: area grooming": Test.FAILURE,
        "gate: area live": Test.SKIPPED,
        "gate: decisive rules undecided": Test.PASSED,
        "gate: decisive rules not backed": Test.FAILURE,
    }
    assert ended[UndecidedPolicy.PASS]["gate: score"] is Test.SKIPPED
    assert ended[UndecidedPolicy.FAIL]["gate: score"] is Test.FAILURE


def test_the_last_line_says_that_the_gate_is_not_met_where_no_verdict_does() -> None:
    said = "GATE NOT MET: 8 decisive rules met as declared and not backed, asked 7 or fewer."
    result = judged("unbacked", max_unbacked=0)
    assert result.gate.exit == 1
    for shown in (render(Format.TERMINAL, result), render(Format.TERMINAL, result, plain=True)):
        assert re.fullmatch(said.replace("8", r"\d").replace("7", "0"), shown.splitlines()[-1])
    failing = render(Format.TERMINAL, judged("undecided", undecided=UndecidedPolicy.FAIL))
    assert failing.splitlines()[-1] == "GATE NOT MET: what is open fails it."
    assert "GATE NOT MET" not in render(Format.TERMINAL, judged("none-met", max_unbacked=0))
    assert "GATE NOT MET" not in render(Format.TERMINAL, judged("undecided"))


def test_markdown_says_what_is_not_kept_once() -> None:
    text = render(Format.MARKDOWN, judged("mixed", **ASKED)).replace("\\", "")
    assert text.count("area grooming 37.50 to 45.83, asked 46 or more") == 1
    several = judged("several", max_unbacked=0)
    text = render(Format.MARKDOWN, several).replace("`", "")
    for one in conditions_texts(several.gate):
        assert text.count(one.partition(": ")[2]) >= 1
