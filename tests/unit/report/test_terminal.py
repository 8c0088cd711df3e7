"""What holds of every screen, whatever is on it."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from msgspec.structs import replace
from rich.cells import cell_len

from auditor.model.finding import Interval
from auditor.model.result import Track
from auditor.model.ruleset import Area, Obligation
from auditor.model.scorecard import Score
from auditor.report.terminal import render
from tests.support.results import (
    GROOMING,
    HOSTILE,
    MET,
    NOT_MET,
    OUT,
    SCENARIOS,
    UNDECIDED,
    Rule,
    declaration,
    make_audit,
    make_result,
    mixed,
    nothing_applies,
    on_track,
)

WIDTHS = (40, 50, 60, 69, 70, 80, 100, 120, 200)
SGR = re.compile(r"\x1b\[([0-9;]*)m")
EDITION = re.compile(r"^\S \S+ \d+\.\d+\.\d+ \w+$")
PLACE = re.compile(r"^(?:near )?\S.*:\d+:\d+$")


def lines(scenario: str, width: int = 80, **more: bool) -> list[str]:
    switches = {"color": False, "ascii": False, **more}
    return render(SCENARIOS[scenario](), width=width, **switches).split("\n")[:-1]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("verbose", [False, True])
def test_no_line_is_too_wide_or_ends_in_spaces(scenario: str, width: int, verbose: bool) -> None:
    for line in lines(scenario, width, verbose=verbose):
        assert line == line.rstrip()
        alone = PLACE.match(line) or EDITION.match(line) or line.startswith("auditor explain ")
        assert cell_len(line) <= width or alone, line


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_colour_only_adds_colour(scenario: str) -> None:
    coloured = lines(scenario, color=True)
    assert [SGR.sub("", line) for line in coloured] == lines(scenario)
    assert any(SGR.search(line) for line in coloured)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_one_colour_a_line(scenario: str) -> None:
    for line in lines(scenario, color=True):
        codes = {code for match in SGR.finditer(line) for code in match[1].split(";")}
        assert len(codes & {str(number) for number in range(30, 38)}) <= 1, line


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_no_line_is_empty_twice_and_one_newline_ends_it(scenario: str) -> None:
    text = render(SCENARIOS[scenario](), width=80, color=False, ascii=False)
    assert "\n\n\n" not in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_ascii_is_ascii(scenario: str) -> None:
    text = render(SCENARIOS[scenario](), width=80, color=False, ascii=True)
    assert text.isascii()


def test_first_screen_holds_verdict_counts_scores_and_every_area() -> None:
    result = mixed()
    top = "\n".join(lines("mixed")[:23])
    for area in result.audits[0].ruleset.areas:
        assert area.title in top
    assert "✗ NOT COMPLIANT" in top
    assert "3 musts not met (1 partly) · 4 not answered · 15 met, 7 backed" in top
    assert re.search(r"All, as declared .* 56–69 +3  4 15 +7/15", top)
    assert re.search(r"All, as backed .* 29–71 +3 14  7", top)
    assert "examples/harbour.yaml:33:9 says false, unbacked" in top
    assert "37 of 62 numbers in the score are ours" in top
    assert "3 recalled rules left out (--include-recalled)" in top


@pytest.mark.parametrize(
    ("scenario", "answer"),
    [
        ("mixed", "NOT COMPLIANT: GRM-02, GRM-03, AGE-01."),
        ("all-met", "COMPLIANT: 4 musts met, all backed."),
        ("unbacked", "COMPLIANT as declared: 4 musts met, 1 backed. As backed: cannot tell yet."),
        ("none-met", "NOT COMPLIANT: GRM-01, GRM-02, GRM-03, GRM-04, GRM-05, GRM-06, GRM-07."),
        ("nothing-applies", "NOTHING APPLIES as declared: no must applies. As backed: cannot tell yet."),
        ("undecided", "CANNOT TELL YET: 4 musts not answered."),
        ("compiled", "NO VERDICT: Chat did not file this for itself."),
        ("several", "NOT COMPLIANT as declared: 1 of 4 audits."),
    ],
)
def test_last_line_is_the_answer(scenario: str, answer: str) -> None:
    assert lines(scenario)[-1] == answer


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_last_line_starts_with_the_verdict_at_any_width(scenario: str, width: int) -> None:
    last = lines(scenario, width)[-1]
    assert re.match(r"(NOT COMPLIANT|COMPLIANT|CANNOT TELL YET|NOTHING APPLIES|NO VERDICT)\b", last)


def test_the_answer_follows_the_chosen_track() -> None:
    result = on_track(SCENARIOS["unbacked"](), Track.BACKED)
    text = render(result, width=100, color=False, ascii=False).split("\n")
    assert text[-2] == (
        "CANNOT TELL YET as backed: 3 musts not backed or not answered, 1 met. As declared: compliant."
    )


def test_at_most_five_failures_then_how_many_more() -> None:
    text = "\n".join(lines("none-met"))
    assert [number for number in range(1, 8) if f"✗ GRM-0{number}  " in text] == [1, 2, 3, 4, 5]
    assert "✗ 2 more: GRM-06, GRM-07" in text
    assert "✗ GRM-07  " in "\n".join(lines("none-met", verbose=True))


def test_a_failure_says_where_what_and_how() -> None:
    text = "\n".join(lines("mixed"))
    assert "  --> examples/harbour.yaml:5:9\n" in text
    assert "   = seen:   surfaces.group_chat.grooming_detection: false\n   = wanted: true\n" in text
    assert "principle 3 (second-hand)" in text
    assert "   = gives:  +3.1 points; closes 1 of the 3 musts not met" in text
    assert "= seen:   surfaces.comments.review_time: none" in text
    assert "= and 1 more: auditor explain examples/harbour.yaml GRM-03 --as-of 2026-10-01" in text


def test_what_to_answer_next() -> None:
    text = "\n".join(lines("mixed"))
    assert "ANSWER NEXT   4 answers missing, 4 of them decide a must." in text
    assert "No answer turns the verdict: 3 musts have to be met first." in text
    assert " 1 TRN-01  When was the last report on child safety published?" in text
    assert "declined when asked (eSafety Commissioner, 2026-02" in text
    assert "   and 1 more:\nauditor explain examples/harbour.yaml --unanswered --as-of 2026-10-01\n" in text


def test_narrow_screens_lose_the_backed_column_then_the_bars() -> None:
    assert any(line.endswith("7/15") for line in lines("mixed", 70))
    narrow = "\n".join(lines("mixed", 69))
    assert "7/15" not in narrow
    assert "█" in narrow
    assert "█" not in "\n".join(lines("mixed", 59))


def test_tracks_that_differ_are_both_said() -> None:
    top = lines("unbacked")[:6]
    assert "✓ COMPLIANT as declared    4 musts met, 1 backed" in top
    assert "? CANNOT TELL YET as backed    3 musts not backed or not answered · 1 met" in top


def test_a_score_that_may_be_none_at_all_is_neither_a_plain_zero_nor_lost() -> None:
    result = nothing_applies()
    (audit,) = result.audits
    card = audit.scorecard
    assert card is not None
    none = Score(interval=Interval(Fraction(0), Fraction(0)), may_be_empty=True)
    emptied = replace(card, score=replace(card.score, backed=none))
    shown = render(
        replace(result, audits=(replace(audit, scorecard=emptied),)), width=80, color=False, ascii=False
    ).split("\n")
    (row,) = (line for line in shown if line.startswith("  All, as backed"))
    assert "0*" in row
    assert "·····" not in row
    assert "▒▒▒▒▒" in row
    assert any("* may not apply at all" in line for line in shown)


def test_all_rules_are_told_in_the_words_of_the_edition() -> None:
    told = lines("mixed", verbose=True)
    assert "– TRN-03  not current, not current: The report is checked by somebody else" in told
    assert not any("not in force" in line for line in told)


def test_watermarks_stand_near_the_top() -> None:
    assert lines("not-in-force")[2:4] == [
        "! edition 3.0.0, draft, never in force, read as written",
        "! later facts on earlier rules: the facts are of 2026-09-30",
    ]


def test_compiled_by_others_has_no_verdict_bar_or_score() -> None:
    text = "\n".join(lines("compiled", verbose=True))
    assert not re.search(r"[█▒]|COMPLIANT|score  |\d–\d", text)
    assert "    reported no     grooming.any_detection                           [1] 2023-10" in text
    assert "    declined        reporting.median_answer, asked by eSafety Commissioner" in text
    assert text.count("grooming.any_detection") == 1
    assert "    as above        1 fact\n    not asked       grooming.alerts.child" in text
    assert "[1] eSafety Commissioner, Basic online safety expectations" in text


def test_a_fact_of_which_nothing_is_reported_is_named_once_and_then_counted() -> None:
    result = SCENARIOS["compiled"]()
    (audit,) = result.audits
    again = tuple(replace(one, facts=audit.reported[1].facts) for one in audit.reported[:2])
    text = render(replace(result, audits=(replace(audit, reported=again),)), width=80, color=False, ascii=False)
    assert text.count("grooming.alerts.child") == 1
    assert text.count("    as above        2 facts\n") == 1


@pytest.mark.parametrize("width", WIDTHS)
def test_hostile_text_is_shown_and_does_nothing(width: int) -> None:
    text = render(SCENARIOS["hostile"](), width=width, color=False, ascii=False)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]", text)
    joined = re.sub(r"\s+", " ", text)
    for shown in ("[bold red]", ":warning:", "\\u202egnp.exe\\u202c", "\\x9b31m"):
        assert shown in joined


def test_wide_letters_keep_the_columns() -> None:
    text = lines("hostile")
    rows = [line for line in text if re.search(r"[█▒·]{8,}", line)]
    starts = {cell_len(re.split(r"[█▒·]{8,}", row)[0]) for row in rows}
    assert len(rows) == 4
    assert len(starts) == 1


def test_a_place_is_never_cut() -> None:
    file = "a-folder-with-a-very-long-name/" * 6 + "harbour.yaml"
    rule = Rule(id="GRM-01", title="Detection", status=NOT_MET, seen=[("a.b", False, "true")])
    open_rule = Rule(id="GRM-02", title="Alert", status=UNDECIDED, seen=[("a.c", None, "true")])
    audit = make_audit({GROOMING: [rule, open_rule]}, declared=declaration(file=file))
    text = render(make_result(audit), width=60, color=False, ascii=False)
    assert f"\n{file}:3:7\n" in text
    assert f"\nnear {file}:4:5\n" in text
    assert f"\nauditor explain {file} GRM-01 --as-of 2026-10-01\n" in text


def test_deep_areas_are_indented_under_their_parents() -> None:
    text = lines("not-in-force")
    outer = next(line for line in text if "Abuse material" in line)
    inner = next(line for line in text if "Images" in line)
    assert inner.index("Images") == outer.index("Abuse") + 2


def test_nothing_to_audit_is_said() -> None:
    text = render(make_result(unusable=2), width=80, color=False, ascii=False)
    assert "2 of 2 declarations could not be used and were not audited" in text
    assert text.split("\n")[-2] == "NOTHING WAS AUDITED: there is no verdict and no score."


def test_the_gate_is_said_with_its_exit_status() -> None:
    assert "Gate on decisive rules, as declared: not met (exit 1)." in lines("mixed")
    result = SCENARIOS["all-met"]()
    gated = replace(result, gate=replace(result.gate, min_score="101", met=False, exit=1))
    text = render(gated, width=80, color=False, ascii=False)
    assert "Gate on decisive rules, as declared, and a score of 101 or more: not met (exit 1)." in (
        text.replace("\n", " ")
    )


def test_many_areas_and_numbers_keep_the_grid() -> None:
    rules = [
        Rule(id=f"GRM-{number:03}", title="Detection", status=NOT_MET, seen=[("a.b", False, "true")])
        for number in range(1200)
    ]
    audit = make_audit({Area(id="many", title="Many"): rules, Area(id="evil", title=HOSTILE): []})
    for width in WIDTHS:
        text = render(make_result(audit), width=width, color=False, ascii=False)
        assert all(cell_len(line) <= max(width, 50) or line.startswith("auditor ") for line in text.split("\n"))
        assert " 1200 " in text


def test_an_area_where_nothing_decides_says_so() -> None:
    assert any(line.endswith("50  no musts here") for line in lines("mixed"))
    only = Rule(id="GRM-01", title="Detection", status=MET, obligation=Obligation.SHOULD)
    out = Rule(id="GRM-02", title="Alert", status=OUT, seen=[("a.b", False, "true")])
    text = render(make_result(make_audit({GROOMING: [only, out]})), width=80, color=False, ascii=False)
    assert re.search(r"Grooming detection .* 100  no must applies\n", text)


def test_a_failure_shows_the_tests_that_are_false() -> None:
    (audit,) = mixed().audits
    failing = audit.findings[1]
    (false,) = failing.declared.because
    context = replace(false, fact="surfaces.group_chat.offered", seen=True, truth=2)
    declared = replace(failing.declared, because=(context, false))
    findings = (audit.findings[0], replace(failing, declared=declared), *audit.findings[2:])
    text = render(make_result(replace(audit, findings=findings)), width=80, color=False, ascii=False)
    assert "surfaces.group_chat.offered" not in text
    assert "   = and 1 more: auditor explain examples/harbour.yaml GRM-02 --as-of 2026-10-01" in text
