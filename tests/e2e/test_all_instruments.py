"""One declaration against every instrument in force: a line each before any detail, and none left out unsaid."""

from __future__ import annotations

import json
from datetime import date

import pytest

from auditor.source.library import builtin_editions
from tests.e2e.running import AS_OF, auditor

HARBOUR = "examples/harbour.yaml"
IDS = {one.id for one in builtin_editions() if one.kind == "scored"}


def _newest_in_force(on: str) -> dict[str, str]:
    """Work out by hand, from the heads alone, what is in force on a day."""
    found = {}
    for one in sorted(builtin_editions(), key=lambda one: one.version):
        if one.kind == "scored" and one.in_force(date.fromisoformat(on)):
            found[one.id] = one.number
    return found


@pytest.mark.parametrize("on", ["2018-06-01", "2020-06-01", "2024-06-01", "2026-10-01"])
def test_every_instrument_is_audited_or_said_not_to_be_in_force(on: str) -> None:
    result = json.loads(auditor("audit", HARBOUR, "-r", "all", "--as-of", on, "-f", "json", "-q").stdout)
    audited = {one["ruleset"]["id"]: one["ruleset"]["version"] for one in result["audits"]}
    assert audited == _newest_in_force(on)
    assert {one["id"] for one in result["outside"]} == IDS - set(audited)
    assert all(one["why"] for one in result["outside"])


def test_each_line_is_what_the_audit_alone_says() -> None:
    together = json.loads(auditor("audit", HARBOUR, "-r", "all", *AS_OF, "-f", "json", "-q").stdout)
    for one in together["audits"]:
        ruleset = one["ruleset"]
        alone = auditor("audit", HARBOUR, "-r", f"{ruleset['id']}@{ruleset['version']}", *AS_OF, "-f", "json", "-q")
        assert json.loads(alone.stdout)["audits"] == [one]


def test_the_lines_stand_before_any_detail_and_name_what_ended() -> None:
    ran = auditor("audit", HARBOUR, "-r", "all", *AS_OF, "--width", "80", "-q")
    lines = ran.text.splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("✗ ") and "  must" not in line)
    detail = next(number for number, line in enumerate(lines) if line.startswith("  must ·"))
    for id in _newest_in_force("2026-10-01"):
        assert any(id in line for line in lines[:detail]), id
    assert first < detail
    (ended,) = (line for line in lines if line.startswith("- uk-social-media-code"))
    assert "ended 2023-10-25" in ended
    assert "not in force" in " ".join(lines[-3:])
    assert ran.status == 1


def test_it_is_said_in_sentences_too() -> None:
    ran = auditor("audit", HARBOUR, "-r", "all", *AS_OF, "--plain", "-q")
    assert "Uk-social-media-code 1.0.0 ended 2023-10-25" in ran.text
    assert "1 not in force." in ran.text


def test_where_nothing_is_in_force_nothing_is_audited() -> None:
    ran = auditor("audit", HARBOUR, "-r", "all", "--as-of", "2010-01-01")
    assert ran.status == 3
    assert ran.stdout == b""
    assert "no instrument is in force or current on 2010-01-01" in ran.stderr


def test_every_command_that_is_suggested_runs() -> None:
    text = auditor("audit", HARBOUR, "-r", "all", *AS_OF, "--width", "120", "-q").text
    commands = {line.partition("auditor explain ")[2] for line in text.splitlines() if "auditor explain " in line}
    assert commands
    for command in sorted(commands)[:4]:
        ran = auditor("explain", *command.split())
        assert ran.status in (0, 1, 4), (command, ran.stderr)
