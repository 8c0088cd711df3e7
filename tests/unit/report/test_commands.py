"""The commands that a report prints: every option that the result shows to have been given, and no other."""

from __future__ import annotations

import shlex
from datetime import date

import pytest
from msgspec.structs import replace

from auditor.model.diagnostic import Place
from auditor.model.result import FailOn, Result, Track, UndecidedPolicy
from auditor.register.intake import INSIDE
from auditor.report import commands
from auditor.report.commands import ask_command, explain_command, more_command, whole_command
from auditor.report.registry import Format, render
from auditor.source.inputs import SHOWN_STDIN
from tests.support.results import SCENARIOS, declaration, on_track

AS_OF = ["--as-of", "2026-10-01"]
FILE = "examples/harbour.yaml"


def told(result: Result) -> list[list[str]]:
    """Give all three commands, as a shell takes them apart."""
    (audit,) = result.audits
    made = explain_command(result, audit, "GRM-02"), ask_command(result, audit), whole_command(result, audit)
    return [shlex.split(one) for one in made]


def named(result: Result, file: str) -> Result:
    (audit,) = result.audits
    return replace(result, audits=(replace(audit, declaration=declaration(file=file)),))


def test_the_day_is_always_named() -> None:
    assert told(SCENARIOS["mixed"]()) == [
        ["auditor", "explain", FILE, "GRM-02", *AS_OF],
        ["auditor", "ask", FILE, *AS_OF],
        ["auditor", "audit", FILE, *AS_OF, "--verbose"],
    ]


def test_the_rules_are_named_as_they_were_asked_for() -> None:
    result = SCENARIOS["mixed"]()
    (audit,) = result.audits
    asked = replace(result, audits=(replace(audit, asked="our rules/two"),), config="our.toml")
    for words in told(asked):
        assert words[:3] == ["auditor", "--config", "our.toml"]
        assert words[words.index("-r") + 1] == "our rules/two"


def test_an_edition_that_was_not_read_as_written_on_a_day_without_it_respects_dates() -> None:
    result = replace(SCENARIOS["mixed"](), as_of=date(1999, 1, 1))
    (audit,) = result.audits
    assert all("--respect-dates" in words for words in told(result))
    written = replace(audit, watermarks=("edition 3.0.0, model, current from 2025-07-25, read as written",))
    assert not any("--respect-dates" in words for words in told(replace(result, audits=(written,))))


def test_files_of_their_own_are_named_where_they_left_a_trace() -> None:
    waived = SCENARIOS["waived"]()
    assert ["--waivers" in words for words in told(waived)] == [False, False, True]
    since = SCENARIOS["since-baseline"]()
    assert ["--baseline" in words for words in told(since)] == [False, False, True]
    (audit, *_others) = SCENARIOS["contested"]().audits
    contested = replace(SCENARIOS["mixed"](), audits=(audit,))
    (file,) = {one.challenge.place.file for one in audit.contested} - {audit.declaration.file}
    for words in told(contested):
        assert words[words.index("--challenges") + 1] == file


def test_the_whole_is_gated_as_it_was() -> None:
    result = on_track(SCENARIOS["mixed"](), Track.BACKED)
    gate = replace(
        result.gate,
        fail_on=FailOn.ANY,
        undecided=UndecidedPolicy.FAIL,
        min_score="80",
        max_undecided=0,
        max_unbacked=3,
        min_areas=(("grooming", "50"),),
    )
    *_others, whole = told(replace(result, gate=gate))
    assert whole[whole.index("--as-of") + 2 :] == [
        *("--track", "backed", "--fail-on", "any", "--undecided", "fail", "--min-score", "80"),
        *("--max-undecided", "0", "--max-unbacked", "3", "--min-area", "grooming=50", "--verbose"),
    ]


@pytest.mark.parametrize("file", ["<stdin>", "sent.zip!/in/harbour.yaml", "new\nline.yaml", "\x1b[31m.yaml"])
@pytest.mark.parametrize("format", [Format.TERMINAL, Format.MARKDOWN])
@pytest.mark.parametrize("plain", [False, True])
def test_what_cannot_be_named_is_in_no_command(file: str, format: Format, plain: bool) -> None:
    result = named(SCENARIOS["mixed"](), file)
    assert told(result) == [[], [], []]
    assert more_command(result, result.audits[0]) == ""
    text = render(format, result, plain=plain)
    for name in ("explain", "ask", "audit --", f"audit {file}"):
        assert f"auditor {name}" not in text
    assert "more:" not in text


def test_no_command_names_a_file_that_cannot_be_typed() -> None:
    result = SCENARIOS["waived"]()
    (audit,) = result.audits
    findings = tuple(
        one if one.waiver is None else replace(one, waiver=replace(one.waiver, place=Place("w\x1b[31m.yaml", 2, 5)))
        for one in audit.findings
    )
    hidden = replace(result, audits=(replace(audit, findings=findings),))
    assert [words[1:2] for words in told(hidden)] == [["explain"], ["ask"], []]


def test_names_that_are_no_files_are_known_as_readers_give_them() -> None:
    assert commands.STDIN == SHOWN_STDIN
    assert f"{INSIDE}/" == commands.INSIDE


@pytest.mark.parametrize("file", ["-f.yaml", "it's.yaml", "a b/$(date).yaml", "ünï.yaml"])
def test_any_other_name_is_quoted(file: str) -> None:
    for words in told(named(SCENARIOS["mixed"](), file)):
        assert words[2] == (f"./{file}" if file.startswith("-") else file)
