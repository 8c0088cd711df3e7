"""What of a text can be seen, and which names are one."""

from __future__ import annotations

import re
import sys
import unicodedata

import pytest

from auditor.model.plaintext import SEEN, folded, is_blank


@pytest.mark.parametrize(
    "text", ["", " ", "\u00a0", "\u200b\u2060", "\u00ad", "\t\n", "\u3164", "\u2800", "\U000e0041"]
)
def test_what_shows_nothing_is_blank(text: str) -> None:
    assert is_blank(text)
    assert folded(text) == ""


@pytest.mark.parametrize("text", ["A", " . ", "\u200b0", "\u6c60", "-", "\U0001f512", "\u0301"])
def test_what_shows_something_is_not(text: str) -> None:
    assert not is_blank(text)


def test_the_form_leaves_out_every_space_and_sign_that_is_not_drawn() -> None:
    kinds = {"Cc", "Cf", "Zs", "Zl", "Zp"}
    # Signs of numbers that are drawn before others, and of notes: Unicode calls them formatting, and they are drawn.
    drawn = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD, *range(0x13430, 0x13460)}
    drawn |= {*range(0x1BCA0, 0x1BCA4)}
    missed = [
        f"{one:04x}"
        for one in range(sys.maxunicode)
        if unicodedata.category(chr(one)) in kinds and one not in drawn and re.search(SEEN, chr(one))
    ]
    assert missed == []


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Harbour Social Ltd", "harbour  social ltd."),
        ("Harbour Social Ltd", "Harbour\u2011Social, Ltd"),
        ("Example S.A.", "\uff25\uff58\uff41\uff4d\uff50\uff4c\uff45\u00ae SA"),
        ("Stra\u00dfe", "STRASSE"),
        ("Caf\u00e9", "Cafe\u0301"),
    ],
)
def test_names_that_read_alike_are_one(name: str, other: str) -> None:
    assert folded(name) == folded(other) != ""


def test_other_names_stay_apart() -> None:
    names = ["Harbour", "Harbor", "Harbour 2", "Harbours", "\u65e5\u672c", "\ud55c\uad6d", "Cafe", "Caf\u00e9"]
    assert len({folded(one) for one in names}) == len(names)


def test_a_name_as_long_as_a_file_is_folded_like_any_other_and_not_kept() -> None:
    short, long = "Harbour  Social", "Harbour  Social, " * 20_000
    assert folded(short) is folded(short)
    assert folded(long) == " ".join([folded(short)] * 20_000)
    assert folded(long) is not folded(long)
