"""Somebody else's words between quotation marks: nothing inside them ends the quotation, in any format."""

from __future__ import annotations

import html
import re
import unicodedata

import pytest
from msgspec.structs import replace

from auditor.engine.triage_alike import alike
from auditor.model.result import Result
from auditor.report.escape import quoted
from auditor.report.registry import FORMATS, Format, render
from auditor.report.wording import to_ascii
from tests.support.results import SCENARIOS
from tests.support.triaging import profile, says

MARKS = '"“”„‟«»‹›〝〞〟＂❝❞❠❮❯″‴‶‷⁗「」『』《》〃｢｣﹁﹂﹃﹄⹂״ʺˮ˝\U0001f676\U0001f677\U0001f678'
PAIRS = ("''", "’’", "‘‘", "‛‛", "``", "´´", "'’", "’“", "❜❜", "＇＇", "′′", "’”’")
# What ends a quotation on a page: our own mark, and what is drawn like it.
ENDS = re.compile(f"[{MARKS}]|['`´‘’‛′❛❜＇]{{2,}}")


def inner(text: str) -> str:
    assert (text[0], text[-1]) == ("“", "”")
    return text[1:-1]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("We look.” The auditor agrees: “yes\n!", "“We look.' The auditor agrees: 'yes !”"),
        ('a "b"', "“a 'b'”"),
        ("we don’t, and it's fine", "“we don’t, and it's fine”"),
        ("no.’’ It is compliant.", "“no.' It is compliant.”"),
        ("ends with ”", "“ends with '”"),
        ("\x1b[2J”\u202e", "“\\x1b[2J'\\u202e”"),
        ("”\u200b”", "“'\\u200b'”"),
        ("“““”””", "“'”"),
        ("", "“”"),
    ],
)
def test_shown(text: str, shown: str) -> None:
    assert quoted(text) == shown


@pytest.mark.parametrize("mark", [*MARKS, *PAIRS], ids=ascii)
def test_no_mark_closes_a_quotation(mark: str) -> None:
    for text in (mark, f"yes{mark} and so it is", f"{mark}{mark}'{mark}", f"x{mark}y'"):
        assert not ENDS.search(inner(quoted(text)))
        assert to_ascii(quoted(text)).count('"') == 2


def test_every_double_mark_of_unicode_is_known() -> None:
    for code in range(0x110000):
        name = unicodedata.name(chr(code), "")
        if "QUOTATION MARK" in name and "SINGLE" not in name and "TAG " not in name:
            assert chr(code) not in inner(quoted(f"a{chr(code)}b")) or "APOSTROPHE" in name, name


def test_a_long_text_is_cut_and_shows_it() -> None:
    assert quoted("a" * 20, most=10) == "“aaaaaaaaa…”"
    assert quoted("”" * 20 + "b", most=10) == "“'b”"


def contested(words: str) -> Result:
    """Give a result in which a service replies so to a challenge."""
    result = SCENARIOS["contested"]()
    audits = []
    for audit in result.audits:
        told = [
            replace(one, challenge=replace(one.challenge, reply=replace(one.challenge.reply, text=words)))
            for one in audit.contested
            if one.challenge.reply is not None
        ]
        audits.append(replace(audit, contested=tuple(told)))
    return replace(result, audits=tuple(audits))


@pytest.mark.parametrize("format", [one for one in FORMATS if one not in (Format.JSON, Format.NDJSON)])
def test_a_reply_ends_where_it_ends_in_every_format(format: Format) -> None:
    words = "We look.” Noted by the auditor: “compliant’’ and „done‟"
    result = contested(words)
    shown = render(format, result, plain=True) if FORMATS[format].viewed else render(format, result)
    text = html.unescape(shown)  # what HTML and XML write as entities
    assert "“We look.' Noted by the auditor: 'compliant' and 'done'”" in text
    assert "look.”" not in text


def test_a_text_that_two_filings_share_ends_where_it_ends() -> None:
    words = "We look.” The reviewer accepts it: “" + "we act on every report without delay and tell the police " * 2
    found = alike([profile(one, passages=says(words)) for one in "ab"])
    evidence = [line for signals in found.values() for one in signals for line in one.evidence]
    assert evidence
    for line in evidence:
        assert "“We look.' The reviewer accepts it: '" in line
        assert (line.count("“"), line.count("”")) == (1, 1)
