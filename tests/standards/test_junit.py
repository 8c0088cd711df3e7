"""JUnit reports against the schema of Jenkins, in two revisions that differ, and read back by another program."""

from __future__ import annotations

import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from auditor.model.diagnostic import Diagnostic, Place
from auditor.model.finding import Status
from auditor.model.result import Result, Track, UndecidedPolicy
from auditor.report.junit import render
from auditor.report.outcomes import outcome
from tests.support.results import (
    SCENARIOS,
    asked,
    make_result,
    mixed,
    on_track,
    several,
    unbacked,
    undecided,
    waived,
)

SCHEMAS = sorted((Path(__file__).parent / "junit").glob("junit-10-*.xsd"))
XMLLINT = shutil.which("xmllint")
needs_xmllint = pytest.mark.skipif(XMLLINT is None, reason="xmllint is not installed (Debian: libxml2-utils)")
# XML 1.0, section 2.2: the characters a document can hold.
CARRIED = re.compile("[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")


def valid(text: str, schema: Path) -> bool:
    """Ask xmllint whether a document follows a schema."""
    assert XMLLINT is not None
    command = [XMLLINT, "--noout", "--nonet", "--schema", str(schema), "-"]
    ran = subprocess.run(command, input=text.encode(), capture_output=True, check=False)
    return ran.returncode == 0


@needs_xmllint
@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda one: one.stem)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_report_follows_the_schema(scenario: str, schema: Path) -> None:
    assert valid(render(SCENARIOS[scenario]()), schema)


@needs_xmllint
@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda one: one.stem)
@pytest.mark.parametrize("scenario", ["mixed", "several"])
def test_what_the_gate_asks_follows_the_schema(scenario: str, schema: Path) -> None:
    assert "gate: score" in render(asked(scenario))
    assert valid(render(asked(scenario)), schema)


@needs_xmllint
@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda one: one.stem)
def test_a_report_of_no_audit_follows_the_schema(schema: Path) -> None:
    told = Diagnostic(code="yaml.syntax", message="no", place=Place("a.yaml", 3, 1), why="w", help="h")
    assert valid(render(make_result()), schema)
    assert valid(render(make_result(diagnostics=(told,), unusable=1)), schema)


@needs_xmllint
@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda one: one.stem)
def test_the_schema_refuses_what_is_wrong(schema: Path) -> None:
    good = render(mixed())
    for old, new in (("<failure ", "<failed "), ("</failure>", "</failed>")):
        good = good.replace(old, new)
    assert not valid(good, schema)
    assert not valid(render(mixed()).replace(' name="GRM-01 Grooming detection runs somewhere"', ""), schema)


def test_both_revisions_are_there() -> None:
    assert len(SCHEMAS) == 2


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_another_program_reads_the_same_counts(scenario: str) -> None:
    junitparser = pytest.importorskip("junitparser", reason="junitparser is not installed (extra: test)")
    result = SCENARIOS[scenario]()
    report = junitparser.JUnitXml.fromstring(render(result).encode())
    said = (report.tests, report.failures, report.errors)
    suites = list(report)
    report.update_statistics()
    assert (report.tests, report.failures, report.errors) == said
    for suite in suites:
        told = (suite.tests, suite.failures, suite.errors, suite.skipped)
        suite.update_statistics()
        assert (suite.tests, suite.failures, suite.errors, suite.skipped) == told
    kinds = {junitparser.Failure: 0, junitparser.Error: 0, junitparser.Skipped: 0}
    for case in (case for suite in suites for case in suite):
        for one in case.result:
            kinds[type(one)] += 1
    failed = (Status.NOT_MET, Status.PARTLY_MET)
    findings = [one for audit in result.audits for one in audit.findings]
    assert kinds[junitparser.Failure] == sum(
        one.declared.status in failed and not outcome(one).suppressed and not outcome(one).excused for one in findings
    )


def cases(result: Result) -> dict[str, ET.Element]:
    """Give test cases by the requirement's id."""
    return {one.attrib["name"].split()[0]: one for one in ET.fromstring(render(result)).iter("testcase")}


def ended(case: ET.Element) -> str:
    return next((one.tag for one in case if one.tag != "system-out"), "passed")


def test_a_failure_says_where_what_and_what_to_do() -> None:
    failure = cases(mixed())["GRM-02"].find("failure")
    assert failure is not None
    assert failure.attrib["type"] == "not-met"
    assert failure.text is not None
    assert "examples/harbour.yaml:5:9: surfaces.group_chat.grooming_detection is false, wanted: true" in failure.text
    assert "do: Run detection on every contact surface" in failure.text


def test_every_status_ends_as_the_table_says() -> None:
    found = {name: ended(case) for name, case in cases(mixed()).items()}
    assert found["GRM-01"] == "passed"
    assert found["GRM-03"] == "failure"
    assert found["REP-02"] == "error"
    assert found["TRN-03"] == "skipped"
    assert found["LIV-01"] == "skipped"
    assert {name: ended(case) for name, case in cases(waived()).items()}["GRM-02"] == "skipped"


def test_what_is_open_is_skipped_where_the_gate_passes_it() -> None:
    result = undecided()
    passing = replace(result, gate=replace(result.gate, undecided=UndecidedPolicy.PASS))
    assert {ended(one) for one in cases(result).values()} == {"error"}
    assert {ended(one) for one in cases(passing).values()} == {"skipped"}


def test_the_track_is_the_gates() -> None:
    assert {ended(one) for one in cases(unbacked()).values()} == {"passed"}
    assert "error" in {ended(one) for one in cases(on_track(unbacked(), Track.BACKED)).values()}


def test_no_two_cases_of_a_run_are_called_alike() -> None:
    result = several()
    (first, *_) = result.audits
    older = replace(first, ruleset=replace(first.ruleset, version="2.0.0"))
    report = ET.fromstring(render(replace(result, audits=(*result.audits, older, older, first))))
    names = [(one.attrib["classname"], one.attrib["name"]) for one in report.iter("testcase")]
    assert len(names) == len(set(names))


def test_an_input_that_could_not_be_used_is_an_error() -> None:
    told = Diagnostic(code="yaml.syntax", message="the block ends too early", place=Place("a.yaml", 3, 1))
    report = ET.fromstring(render(make_result(diagnostics=(told,), unusable=1)))
    assert report.attrib["errors"] == "1"
    (case,) = report.iter("testcase")
    assert case.attrib["name"] == "a.yaml:3:1 yaml.syntax"


def test_a_report_knows_no_time() -> None:
    for make in SCENARIOS.values():
        for one in ET.fromstring(render(make())).iter():
            assert not {"time", "timestamp", "hostname"} & set(one.attrib)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    st.text(st.characters(codec=None), max_size=20)
    | st.sampled_from(["]]>", "<!--", "&#0;", "\ufffe", "\ud800", "\x00"])
)
def test_any_text_can_be_carried(text: str) -> None:
    result = mixed()
    (audit,) = result.audits
    finding = audit.findings[1]
    because = tuple(replace(one, fact=text, seen=text, wanted=text) for one in finding.declared.because)
    told = replace(
        finding,
        declared=replace(finding.declared, because=because),
        requirement=replace(finding.requirement, title=f"a{text}"),
    )
    written = render(replace(result, audits=(replace(audit, findings=(told,), watermarks=(text,)),)))
    assert CARRIED.fullmatch(written)
    (case,) = ET.fromstring(written.encode()).iter("testcase")
    assert case.attrib["name"].startswith("GRM-02 a")
