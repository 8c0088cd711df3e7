"""Plain lines in a window: broken between words, their words and places whole."""

from __future__ import annotations

import pytest

from auditor.model.diagnostic import Diagnostic, Place
from auditor.report.diagnostics import render_diagnostics
from auditor.report.wrapping import columns, wrapped

WHAT = "`users.minimum_age` is none for non of them, 全 and so on, " * 3


@pytest.mark.parametrize("width", [30, 40, 60, 80, 200])
def test_no_line_is_wider_and_no_word_is_broken(width: int) -> None:
    lines = wrapped(f"   {WHAT}", width).split("\n")
    assert all(columns(one) <= width for one in lines)
    assert all(one.startswith("   ") for one in lines)
    assert " ".join(" ".join(lines).split()) == " ".join(WHAT.split())


def test_what_fits_or_goes_to_no_window_stays_as_it_is() -> None:
    assert wrapped("a  b   c", 8) == "a  b   c"
    assert wrapped(WHAT, None) == WHAT
    assert wrapped("x" * 50 + " y", 20) == "x" * 50 + "\ny"


@pytest.mark.parametrize("color", [False, True])
def test_diagnostics_hang_beneath_their_words_and_keep_their_places(color: bool) -> None:
    one = Diagnostic(
        code="declaration.wrong-value",
        message=WHAT,
        place=Place("a/rather/long/path/" * 4 + "d.yaml", 3, 60, 5),
        why=WHAT,
        help=WHAT,
        excerpt="x: " + "word " * 30,
    )
    shown = render_diagnostics([one], color=color, width=60)
    assert str(one.place) in shown
    plain = render_diagnostics([one], color=False, width=60).splitlines()
    long = [line for line in plain if columns(line) > 60]
    assert [line.split()[0] for line in long] == ["-->"]
    carets = next(number for number, line in enumerate(plain) if "^" in line)
    assert plain[carets - 1][plain[carets].index("^") :].startswith("ord w")
    assert render_diagnostics([one], color=False) == render_diagnostics([one], color=False, width=None)
