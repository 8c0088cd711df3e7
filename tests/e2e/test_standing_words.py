"""Editions that are no law are current, not in force, wherever a sentence says how they stand."""

from __future__ import annotations

import re
from functools import cache

import pytest

from tests.e2e.running import EXAMPLES, auditor

HARBOUR = EXAMPLES / "harbour.yaml"
EARLY = ("--as-of", "2019-01-01")
MODEL = "internet-safety-strategy@3.0.0"
DATED = ("-r", MODEL, "--respect-dates", *EARLY)
VIEWS = [
    ("audit", HARBOUR, "-r", "internet-safety-strategy", *EARLY),
    ("audit", HARBOUR, "-r", MODEL, *EARLY),
    ("audit", HARBOUR, *DATED),
    ("audit", HARBOUR, *DATED, "--plain", "--verbose"),
    *(("audit", HARBOUR, *DATED, "-f", format) for format in ("markdown", "junit", "csv", "html")),
    ("explain", HARBOUR, "GRM-02", *DATED),
    ("ruleset", "scope", MODEL, "--for", HARBOUR, "--respect-dates", *EARLY),
    ("ruleset", "scope", MODEL, "--for", HARBOUR, "--respect-dates", *EARLY, "-f", "record"),
    ("ruleset", "show", MODEL, "GRM-02"),
    ("ruleset", "diff", "internet-safety-strategy@2.0.0", MODEL),
    ("ruleset", "diff", "nspcc-asks@1.0.0", "nspcc-asks@1.1.0", "--plain"),
    ("ruleset", "impact", "nspcc-asks@1.0.0", "nspcc-asks@1.1.0", HARBOUR, *EARLY),
    ("compare", HARBOUR, EXAMPLES / "lantern.yaml", "-r", MODEL, *EARLY, "-f", "sentences"),
]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: " ".join(map(str, view)).replace(str(EXAMPLES), ""))
def test_a_model_is_neither_law_nor_in_force(view: tuple[str, ...]) -> None:
    ran = auditor(*view)
    said = ran.text + ran.stderr
    # names of values and codes, as programs read them, stay
    sentences = re.sub(r"not-in-force|none-in-force", "", said)
    assert "in force" not in sentences.lower()
    assert not re.search(r"\b(?:is|be|was) (?:the )?law\b", sentences)


@cache
def _listed(day: str) -> dict[str, str]:
    lines = auditor("ruleset", "list", "--as-of", day).text.splitlines()
    return {line.split()[0]: line.split(None, 1)[1].strip() for line in lines if not line.startswith(" ")}


@pytest.mark.parametrize("day", ["2019-01-01", "2022-06-01", "2026-10-01"])
def test_the_list_and_the_watermark_use_the_same_words(day: str) -> None:
    for name in ("internet-safety-strategy@2.0.0", MODEL, "au-bose@1.0.0", "nspcc-asks@1.0.0"):
        told = auditor("audit", HARBOUR, "-r", name, "--as-of", day, "--plain").text
        marks = re.findall(r"Edition [0-9.]+, (.*), read as written\.", told)
        assert marks in ([], [_listed(day)[name]]), name
        assert bool(marks) is not ("since" in _listed(day)[name]), name


def test_an_instrument_without_an_edition_for_the_day_is_told_in_its_own_word() -> None:
    model = auditor("audit", HARBOUR, "-r", "internet-safety-strategy@3", *EARLY).stderr
    assert "is current on 2019-01-01: the next, 3.0.0, is current from 2025-07-25" in model
    assert "means the edition that is current on the as-of date" in model
    law = auditor("audit", HARBOUR, "-r", "au-bose", *EARLY).stderr
    assert "is in force on 2019-01-01: the next, 1.0.0, is in force from 2022-01-23" in law
