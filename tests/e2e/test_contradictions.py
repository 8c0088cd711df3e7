"""Contradictions from the shell: statuses, what is told, and what it does to the backed track."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.e2e.running import AS_OF, EXAMPLES, auditor


@pytest.fixture
def contradictory(tmp_path: Path) -> Path:
    """Give a copy of a good declaration in which one surface is said to be off and watched."""
    for name in ("lantern.yaml", "evidence"):
        source = EXAMPLES / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    path = tmp_path / "lantern.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count("livestreams: {offered: false}") == 1
    path.write_text(
        text.replace("livestreams: {offered: false}", "livestreams: {offered: false, report_button: true}")
    )
    return path


def test_check_ends_with_1_and_shows_every_line_that_conflicts(contradictory: Path) -> None:
    ran = auditor("check", contradictory)
    assert ran.status == 1
    assert "1 contradiction" in ran.text
    assert "warning[consistency.srf-01]" in ran.stderr
    assert "`surfaces.livestreams.offered` is false and `surfaces.livestreams.report_button` is true" in ran.stderr


def test_check_ends_with_0_where_nothing_conflicts() -> None:
    ran = auditor("check", EXAMPLES / "lantern.yaml")
    assert (ran.status, "contradiction" in ran.text) == (0, False)


def test_an_audit_goes_on_and_unbacks_the_facts(contradictory: Path) -> None:
    whole = json.loads(auditor("audit", contradictory, *AS_OF, "-f", "json", "-q").stdout)
    codes = [one["code"] for one in whole["diagnostics"]]
    assert "consistency.srf-01" in codes
    assert len(whole["audits"]) == 1


MESSAGE = "`surfaces.livestreams.offered` is false and `surfaces.livestreams.report_button` is true"


TWO = ("-r", "internet-safety-strategy@3", "-r", "nspcc-asks@1")


@pytest.mark.parametrize("how", [[], ["--plain"], TWO, [*TWO, "--plain"]])
def test_a_screen_says_once_what_contradicts_what_and_where(how: Sequence[str], contradictory: Path) -> None:
    text = " ".join(auditor("audit", contradictory, *AS_OF, *how, "-q").text.split())
    assert "in the declaration: none of the facts that take part counts as backed." in text
    assert text.count(MESSAGE) == 1
    assert "lantern.yaml:" in text.partition(MESSAGE)[2]


def test_a_comment_says_what_contradicts_what_before_other_messages(contradictory: Path) -> None:
    text = auditor("audit", contradictory, *AS_OF, "-f", "markdown", "-q").text
    first = text[text.index("about the input") :].split("\n- ")[1]
    assert "consistency.srf-01" in first
    assert "report_button" in first


def test_nothing_is_audited_against_the_rules_about_contradictions() -> None:
    ran = auditor("audit", EXAMPLES / "minimal.yaml", "-r", "consistency", *AS_OF)
    assert ran.status == 2
    assert "error[ruleset.not-for-auditing]" in ran.stderr
    assert ran.stdout == b""


def test_the_rules_about_contradictions_can_be_listed_and_read() -> None:
    assert "consistency@1.0.0" in auditor("ruleset", "list", *AS_OF).text
    shown = auditor("ruleset", "show", "consistency", "SRF-01")
    assert shown.status == 0
    assert "Nothing is done on a surface that is not offered" in shown.text


def test_the_result_names_the_rules_that_were_run() -> None:
    from auditor.cli.loading import consistency

    document = json.loads(auditor("audit", "examples/minimal.yaml", *AS_OF, "-f", "json", "-q").stdout)
    ruleset = consistency().ruleset
    named = {"id": "consistency", "version": ruleset.version, "sha256": ruleset.sha256}
    assert document["consistency"] == named
    unread = json.loads(auditor("audit", "no-such-file.yaml", *AS_OF, "-f", "json", "-q").stdout)
    assert unread["consistency"] is None
