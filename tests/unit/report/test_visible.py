"""Characters that act or hide are shown as escapes."""

from __future__ import annotations

import unicodedata

import pytest

from auditor.report.escape import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", "\\x1b[2J"),
        ("a\nb\tc\r", "a\\x0ab\\x09c\\x0d"),
        ("\x7f\x9b", "\\x7f\\x9b"),
        ("\u202egnp.exe\u202c", "\\u202egnp.exe\\u202c"),
        ("\u2066x\u2069", "\\u2066x\\u2069"),
        ("a\u200bb\ufeff", "a\\u200bb\\ufeff"),
        ("a\u2028b\u2029c", "a\\u2028b\\u2029c"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        ("plain é 中 [b] ✓", "plain é 中 [b] ✓"),
    ],
)
def test_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_every_control_and_format_character_is_shown() -> None:
    for code in range(0x110000):
        if unicodedata.category(chr(code)) in ("Cc", "Cs", "Zl", "Zp"):
            assert visible(chr(code)) != chr(code), hex(code)
        if unicodedata.bidirectional(chr(code)) in (
            "LRE",
            "RLE",
            "PDF",
            "LRO",
            "RLO",
            "LRI",
            "RLI",
            "FSI",
            "PDI",
        ):
            assert visible(chr(code)) != chr(code), hex(code)


def test_shown_text_is_left_as_it_is() -> None:
    once = visible("\x1b\u202e\n")
    assert visible(once) == once
