"""Comments for pull requests: the worst first, an honest rest, and never more than GitHub takes."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from auditor.model.diagnostic import Diagnostic, Place
from auditor.model.result import Result, Track
from auditor.report.gfm import cell, code, prose, told
from auditor.report.markdown import LIMIT, marker, render
from auditor.report.markdown_parts import LONGEST_ITEM, Listing, fit, size
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
from tests.support.retelling import HOSTILE, retold


def titles(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("#")]


def test_the_verdict_is_on_both_tracks_and_first() -> None:
    lines = render(unbacked()).splitlines()
    assert lines[0] == marker(unbacked())
    assert lines[2] == "### ✓ Harbour: compliant as declared, cannot tell yet as backed"
    assert "- **As declared:** 100 of 100 points; 4 musts met, 1 backed." in lines
    backed = render(on_track(unbacked(), Track.BACKED)).splitlines()
    assert backed[2] == "### ? Harbour: cannot tell yet as backed, compliant as declared"


def test_a_failure_says_where_what_and_what_to_do() -> None:
    text = render(mixed())
    assert "#### 3 musts not met" in text
    assert (
        "  - `examples/harbour.yaml:5:9`: `surfaces.group_chat.grooming_detection` is `false`, wanted: true\n"
        "  - **To do:** Run detection on every contact surface, and declare it there once it runs." in text
    )
    assert text.index("`GRM-02`") < text.index("`AGE-01`") < text.index("`GRM-03`")
    assert "Not met and not decisive: `CSA-03` partly, `MOD-01` partly." in text
    assert "and 1 more: `auditor explain examples/harbour.yaml GRM-03 --as-of 2026-10-01`" in text
    assert "And 1 more answer: `auditor explain examples/harbour.yaml --unanswered --as-of 2026-10-01`" in text


def test_a_long_list_says_how_many_more_and_how_to_see_them() -> None:
    result = none_met()
    (audit,) = result.audits
    many = replace(audit, findings=audit.findings * 3, asked="internet-safety-strategy@3")
    text = render(replace(result, audits=(many,)))
    assert text.count("**To do:**") == 10
    asked = "-r internet-safety-strategy@3 --as-of 2026-10-01 --verbose"
    assert f"And 11 more not met: `auditor audit examples/harbour.yaml {asked}`" in text


def test_several_audits_have_a_line_each_before_any_is_opened() -> None:
    text = render(several())
    heads = titles(text)
    assert heads[0] == "### Not compliant as declared: 1 of 4 audits"
    rows = [line for line in text.splitlines() if line.startswith("|")][2:]
    assert len(rows) == 4
    assert rows[1].startswith("| ✓ | Harbour | ofcom-illegal-content 1.1.0 | compliant, as declared and as backed |")
    assert text.index(rows[-1]) < text.index(heads[1])
    assert not [one for one in heads if "ofcom-illegal-content" in one]


def test_a_service_described_by_others_has_no_verdict() -> None:
    text = render(compiled())
    assert titles(text) == ["### Chat: no verdict"]
    assert "of 100 points" not in text
    assert "`grooming.any_detection`: reported no" in text


def test_what_is_waived_is_said_with_what_it_would_be_without() -> None:
    text = render(waived())
    assert "- `GRM-02` not met, waived until 2027-02-28 by Safety board: Group chat moves" in text
    assert "Without waivers: not compliant as declared, 56–69." in text
    assert "#### 2 musts not met" in text


def test_on_the_backed_track_it_says_how_to_ask_for_documents() -> None:
    text = render(on_track(unbacked(), Track.BACKED))
    assert "3 musts answered and not backed: `auditor ask examples/harbour.yaml --as-of 2026-10-01`" in text
    assert "auditor ask" not in render(unbacked())


def test_messages_about_the_input_have_their_places() -> None:
    told_ = Diagnostic(
        code="declaration.unknown-key",
        message="`a`b`c` is not a fact",
        place=Place("a|b.yaml", 3, 1),
        help="did you mean `@x`?",
    )
    many = tuple(replace(told_, place=Place("a.yaml", line)) for line in range(1, 9))
    text = render(make_result(diagnostics=(told_,), unusable=1))
    assert titles(text) == ["### Nothing was audited", "#### 1 message about the input"]
    assert "- `a|b.yaml:3:1`: error `declaration.unknown-key`: " in text
    assert "Did you mean `@x`?" in text
    assert "And 3 more: `auditor check` shows them." in render(make_result(diagnostics=many, unusable=1))


def test_the_mark_is_of_services_and_rulesets_alone() -> None:
    assert marker(mixed()) == marker(waived()) == marker(none_met())
    assert marker(mixed()) != marker(undecided())
    assert re.fullmatch(r"<!-- auditor:comment:[0-9a-f]{16} -->", marker(retold(mixed(), lambda _: HOSTILE[2])))


def crowd(result: Result, text: str) -> Result:
    """Give a result with very much in it, and one text everywhere."""
    loud = retold(result, lambda _: text)
    audits = tuple(
        replace(one, findings=one.findings * 9, answers=one.answers * 9, watermarks=(text,) * 40)
        for one in loud.audits * 12
    )
    noise = Diagnostic(code="x.y", message=text, place=Place(text, 1, 1), help=text)
    return replace(loud, audits=audits, diagnostics=(noise,) * 100, outside=loud.outside * 100)


@pytest.mark.parametrize("text", ["short", "word " * 700, "𝔾" * 3_000, "|" * 5_000, "`" * 190])
@pytest.mark.parametrize("scenario", ["several", "waived"])
def test_no_comment_is_longer_than_github_takes(scenario: str, text: str) -> None:
    result = crowd(SCENARIOS[scenario](), text)
    for one in (result, replace(result, audits=result.audits[:1])):
        shown = render(one)
        assert len(shown.encode("utf-16-le")) // 2 <= LIMIT
        assert shown.startswith("<!-- auditor:comment:")
        assert shown.rstrip().endswith((".", ")"))
        assert "more" in shown


def test_a_list_is_cut_between_its_items_and_counts_the_rest() -> None:
    items = [f"- {letter * 50}" for letter in "abcdefgh"]
    items[1] = "- " + "b" * LONGEST_ITEM
    page = fit(["top", Listing(head="", items=items, more=lambda count: f"{count} more"), "end"], 200)
    assert page == "top\n\n" + "\n".join([items[0], items[2], items[3]]) + "\n\n5 more\n\nend\n"
    assert size(page) <= 200
    assert size("a𝔾") == 3


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("plain words", "plain words"),
        ("ask @octocat, #12 or :x: now", "ask `@octocat, #12` or `:x:` now"),
        ("a | b", "a \\| b"),
        ("see https://x.example/?a=b today", "see `https://x.example/?a=b` today"),
        ("costs $5 and *more*", "costs `$5` and \\*more\\*"),
        ("commit 5f4dcc3b5aa7", "commit `5f4dcc3b5aa7`"),
        ("(sha256 43f5381bb23e): gone", "(sha256 `43f5381bb23e`): gone"),
        ("for strategy@3.0.0: score", "for `strategy@3.0.0`: score"),
        ("“@octocat!” said", "“`@octocat`!” said"),
        ("and :x:: or www.", "and `:x::` or `www.`"),
        ("", "(empty)"),
        ("-- x", "\\-- x"),
        ("one\ntwo", "one two"),
    ],
)
def test_a_word_that_would_act_is_code(text: str, written: str) -> None:
    assert prose(text) == written


def test_code_keeps_its_backquotes_and_cells_their_bars() -> None:
    assert code("a`b") == "``a`b``"
    assert code(" ") == "(empty)"
    assert cell("@a|b c|d") == "`@a\\x7cb` c\\|d"
    assert told("`a` and `b``c` end") == "`a` and `b` `c` end"
    assert told("a lone ` here") == "a lone \\` here"
