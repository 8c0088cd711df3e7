"""How a diagnostic is drawn: the places of carets, long lines, hostile text, the closing sentence."""

from __future__ import annotations

import re

import pytest

from auditor.model.diagnostic import Diagnostic, Place, Severity
from auditor.report.diagnostics import render_diagnostics, summary


def one(line: str, column: int, length: int, **more: str) -> Diagnostic:
    return Diagnostic(
        code="a.b",
        message=more.pop("message", "m"),
        place=Place("f.yaml", 14, column, length),
        excerpt=line,
        **more,  # type: ignore[arg-type]
    )


def carets(drawn: str) -> tuple[str, str]:
    """Give what stands above the carets, and the line shown."""
    shown, below = drawn.splitlines()[3:5]
    start, end = below.index("^"), below.rindex("^") + 1
    return shown[start:end], shown


def test_the_whole_picture() -> None:
    diagnostic = one(
        "  age_asurance:",
        3,
        12,
        message="`age_asurance` is not known",
        why="because",
        help="did you mean `age_assurance`?",
    )
    assert render_diagnostics([diagnostic], color=False) == (
        "error[a.b]: `age_asurance` is not known\n"
        "  --> f.yaml:14:3\n"
        "   |\n"
        "14 |   age_asurance:\n"
        "   |   ^^^^^^^^^^^^\n"
        "   = why: because\n"
        "   = help: did you mean `age_assurance`?\n"
    )


def test_without_an_excerpt_and_without_a_place() -> None:
    assert render_diagnostics([Diagnostic(code="a.b", message="m", severity=Severity.WARNING)], color=False) == (
        "warning[a.b]: m\n"
    )
    drawn = render_diagnostics([Diagnostic(code="a.b", message="m", place=Place("f.yaml"))], color=False)
    assert drawn == "error[a.b]: m\n  --> f.yaml\n"


@pytest.mark.parametrize(
    ("line", "column", "length", "above"),
    [
        ("a: wrong", 4, 5, "wrong"),
        ("\ta: wrong", 5, 5, "wrong"),
        ("x" * 500 + " wrong " + "y" * 500, 502, 5, "wrong"),
        ("wrong " + "y" * 500, 1, 5, "wrong"),
        ("y" * 500 + " wrong", 502, 5, "wrong"),
        ("a: \x1b[31m", 4, 1, "\\x1b"),
        ("a: \u202egnorw", 4, 1, "\\u202e"),
    ],
)
def test_carets_stand_under_what_is_meant(line: str, column: int, length: int, above: str) -> None:
    seen, shown = carets(render_diagnostics([one(line, column, length)], color=False))
    assert seen == above
    assert len(shown) < 120


def test_wide_characters_take_two_columns() -> None:
    drawn = render_diagnostics([one("池池: x", 5, 1)], color=False).splitlines()
    assert drawn[4].index("^") - drawn[3].index("池") == 6


def test_carets_never_pass_the_end_of_the_line() -> None:
    for column, length in ((1, 500), (400, 3), (0, 0)):
        drawn = render_diagnostics([one("short", column, length)], color=False)
        assert len(drawn.splitlines()[4]) <= len("14 | short") + 1


def test_hostile_text_moves_nothing() -> None:
    hostile = "a\x1b[2J\u202eb\r\nc\x07"
    diagnostic = one(hostile, 1, 1, message=hostile, why=hostile, help=hostile)
    drawn = render_diagnostics([diagnostic], color=False)
    assert not set(drawn) & set("\x1b\u202e\r\x07")
    assert len(drawn.splitlines()) == 7


def test_they_come_in_reading_order() -> None:
    places = [Place("b", 1, 1), Place("a", 10, 1), Place("a", 9, 5), Place("a", 9, 2)]
    drawn = render_diagnostics([Diagnostic(code="a.b", message="m", place=place) for place in places], color=False)
    found = [line.split("--> ")[1] for line in drawn.splitlines() if "-->" in line]
    assert found == ["a:9:2", "a:9:5", "a:10:1", "b:1:1"]


def test_colour_adds_codes_and_nothing_else() -> None:
    diagnostic = one("a: wrong", 4, 5, why="w", help="h")
    coloured = render_diagnostics([diagnostic], color=True)
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render_diagnostics([diagnostic], color=False)


def test_nothing_to_say_says_nothing() -> None:
    assert render_diagnostics([], color=True) == ""


def test_the_closing_sentence() -> None:
    error = one("a", 1, 1)
    warning = Diagnostic(code="a.b", message="m", place=Place("g"), severity=Severity.WARNING)
    assert summary([error]) == "1 problem in 1 file; nothing was audited."
    assert summary([error, error, warning], "1 of 2 files was audited") == (
        "2 problems and 1 warning in 2 files; 1 of 2 files was audited."
    )
    assert summary([warning], "the audit goes on") == "1 warning in 1 file; the audit goes on."
