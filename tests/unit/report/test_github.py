"""Workflow commands: the worst at its line, GitHub's limits told, and no text that commands anything."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from auditor.engine.gate import Terms, judge
from auditor.model.diagnostic import Diagnostic, Place, Severity
from auditor.model.finding import Status
from auditor.model.result import Track, UndecidedPolicy
from auditor.report.github import render
from tests.support.results import (
    SCENARIOS,
    compiled,
    make_result,
    mixed,
    none_met,
    on_track,
    several,
    unbacked,
    undecided,
    waived,
)

COMMAND = re.compile(r"::(error|warning|notice) ((?:[a-z]+=[^,:\r\n]*)(?:,[a-z]+=[^,:\r\n]*)*)::([^\r\n]*)")


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Read the commands as the runner does: `::name properties::data`, from the line's start."""
    found = []
    for line in text.splitlines():
        if line.lstrip().startswith("::"):
            match = COMMAND.fullmatch(line)
            assert match is not None, line
            properties = dict(part.split("=", 1) for part in match[2].split(","))
            found.append((match[1], properties, match[3].replace("%0A", "\n").replace("%25", "%")))
    return found


def plain(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith("::")]


def test_a_failure_stands_at_its_line_with_what_to_do() -> None:
    level, properties, message = commands(render(mixed()))[0]
    assert level == "error"
    assert properties["file"] == "examples/harbour.yaml"
    assert (properties["line"], properties["col"]) == ("5", "9")
    assert properties["title"].startswith("GRM-02 not met%3A ")
    assert "surfaces.group_chat.grooming_detection is false, wanted: true" in message
    assert "do: Run detection on every contact surface" in message


def test_the_worst_come_first() -> None:
    levels = [level for level, _, _ in commands(render(several()))]
    assert levels == sorted(levels, key=["error", "warning", "notice"].index)
    ids = [properties["title"].split()[0] for _, properties, _ in commands(render(mixed()))]
    assert ids[:4] == ["GRM-02", "AGE-01", "GRM-03", "evidence.hash-differs"]


def test_what_can_make_a_pipeline_red_comes_before_what_cannot() -> None:
    result = undecided()
    apart = [
        Diagnostic(code=code, message="no", place=Place("a.yaml", 3, 1), severity=Severity.WARNING)
        for code in ("declaration.idle", "bound.disagrees", "evidence.missing-file", "consistency.c-01")
    ]
    told = replace(result, diagnostics=tuple(apart))
    titles = [properties["title"].split()[0] for _, properties, _ in commands(render(told))]
    assert titles[:3] == ["bound.disagrees", "evidence.missing-file", "consistency.c-01"]
    assert titles[-1] == "declaration.idle"
    passing = replace(told, gate=replace(told.gate, undecided=UndecidedPolicy.PASS))
    titles = [properties["title"].split()[0] for _, properties, _ in commands(render(passing))]
    assert titles[3] == "declaration.idle"


def test_a_budget_that_is_not_kept_is_an_error_at_the_declaration() -> None:
    result = undecided()
    gate = judge(result.audits, Terms(undecided=UndecidedPolicy.PASS, max_undecided=1), unusable=0)
    level, properties, message = commands(render(replace(result, gate=gate)))[0]
    assert (level, properties["file"]) == ("error", result.audits[0].declaration.file)
    assert properties["title"] == "gate%3A decisive rules undecided%3A not met"
    assert "decisive rules undecided as declared, asked 1 or fewer" in message


def test_what_github_does_not_show_is_counted() -> None:
    result = none_met()
    (audit,) = result.audits
    many = replace(result, audits=(replace(audit, findings=audit.findings * 3),))
    text = render(many)
    assert len(commands(text)) == 10
    assert plain(text)[-1].startswith("auditor: 21 errors; ")
    assert "11 errors more" in plain(text)[-1]


def test_what_is_very_long_is_cut_where_github_would_refuse_it() -> None:
    result = mixed()
    (audit,) = result.audits
    first = audit.findings[1]
    because = tuple(replace(one, seen="y" * 100_000) for one in first.declared.because)
    long = replace(
        first,
        declared=replace(first.declared, because=because),
        requirement=replace(first.requirement, title="x" * 1000),
    )
    text = render(replace(result, audits=(replace(audit, findings=(long,)),), diagnostics=()))
    ((_, properties, message),) = commands(text)
    assert properties["title"].endswith("…")
    assert len(properties["title"].replace("%3A", ":")) == 250
    assert len(message) < 5000


def test_a_text_comes_out_as_it_was_written() -> None:
    result = mixed()
    (audit,) = result.audits
    first = replace(audit.findings[1], alternative="half: 50%, %0A, %3A and %25 of it")
    ((_, _, message),) = commands(
        render(replace(result, audits=(replace(audit, findings=(first,)),), diagnostics=()))
    )
    said = "an alternative measure is declared, not reviewed: half: 50%, %0A, %3A and %25 of it"
    assert said in message.split("\n")


def test_what_is_waived_or_in_order_is_not_annotated() -> None:
    titles = " ".join(properties["title"] for _, properties, _ in commands(render(waived())))
    assert "GRM-02" not in titles
    assert "DEF-03" not in titles
    assert "GRM-03" in titles
    assert render(SCENARIOS["all-met"]()).splitlines()[-1] == "auditor: nothing to annotate"


def test_what_is_open_warns_where_it_decides_and_is_a_notice_elsewhere() -> None:
    assert {level for level, _, _ in commands(render(undecided()))} == {"warning"}
    result = undecided()
    (audit,) = result.audits
    findings = tuple(replace(one, requirement=replace(one.requirement, decisive=False)) for one in audit.findings)
    told = replace(result, audits=(replace(audit, findings=findings),))
    assert {level for level, _, _ in commands(render(told))} == {"notice"}


def test_the_track_is_the_gates() -> None:
    assert commands(render(unbacked())) == []
    found = commands(render(on_track(unbacked(), Track.BACKED)))
    assert [level for level, _, _ in found] == ["warning"] * 3
    assert "not backed" in found[0][1]["title"]


def test_what_others_compiled_is_a_notice_and_nothing_else() -> None:
    ((level, properties, _),) = commands(render(compiled()))
    assert level == "notice"
    assert "not judged" in properties["title"]


def test_standard_input_has_no_file() -> None:
    told = Diagnostic(code="yaml.syntax", message="no", place=Place("<stdin>", 3, 1))
    ((_, properties, _),) = commands(render(make_result(diagnostics=(told,), unusable=1)))
    assert set(properties) == {"title"}


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_only_what_is_not_in_order_is_annotated(scenario: str) -> None:
    result = SCENARIOS[scenario]()
    open_or_failed = [
        one
        for audit in result.audits
        for one in audit.findings
        if one.counts and one.declared.status in (Status.NOT_MET, Status.PARTLY_MET, Status.UNDECIDED)
    ]
    told = [one for one in commands(render(result)) if re.match(r"[A-Z]+-", one[1]["title"])]
    assert len(told) == len(open_or_failed)
