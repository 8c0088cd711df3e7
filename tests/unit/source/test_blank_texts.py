"""A text that shows nothing is not given, whichever file it stands in and whichever way it is read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from auditor.model.diagnostic import InputError
from auditor.source.challenges import read_challenges
from auditor.source.decisions import read_decisions
from auditor.source.declarations import read_declaration
from auditor.source.vocabularies import read_vocabulary
from auditor.source.waivers import read_waivers

VOCABULARY = read_vocabulary()
BLANKS = (" ", r"\u200b", r"\u00a0\xad", r"\U000E0041", r"\t")


def _challenges(data: bytes, file: str) -> object:
    return read_challenges(data, file, VOCABULARY)


def _declaration(data: bytes, file: str) -> object:
    return read_declaration(data, file, None, VOCABULARY)


def _codes(read: Callable[[bytes, str], object], text: str) -> list[tuple[str, str]]:
    try:
        read(text.encode(), "x.yaml")
    except InputError as error:
        return [(one.code, one.message) for one in error.diagnostics]
    return []


HOLDS: dict[str, tuple[Callable[[bytes, str], object], str]] = {
    "waiver.empty": (
        read_waivers,
        'waivers: [{requirement: a/GRM-01, service: s, reason: r, approver: "%s", granted: 2026-01-01, '
        "expires: 2026-01-02}]\n",
    ),
    "decision.empty": (
        read_decisions,
        'decisions: [{requirement: a/GRM-01, service: s, accepted: true, reviewer: "%s", on: 2026-01-01, because: b, '
        f"assurance: documented, text_sha256: {'0' * 64}}}]\n",
    ),
    "challenge.empty": (
        _challenges,
        'challenges: [{fact: users.children.can_use, says: true, service: s, filed_by: "%s", on: 2026-01-01, '
        "evidence: [{title: t, publisher: p, published: 2026, source: s}]}]\n",
    ),
    "declaration.empty": (_declaration, 'declaration: 1\nservice: {name: "%s"}\n'),
}


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize("code", HOLDS)
def test_what_a_person_has_to_give_cannot_be_blank(code: str, blank: str) -> None:
    read, text = HOLDS[code]
    assert all(code != found for found, _message in _codes(read, text % "A. Example"))
    assert dict(_codes(read, text % blank))[code].endswith("holds nothing that can be seen")


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize(
    "line",
    ['attestation: {name: "%s", date: 2026-01-01}', 'reply: {asked: 2026-01-01, deadline: 2026-01-02, text: "%s"}'],
)
def test_nor_can_what_stands_in_a_declaration(line: str, blank: str) -> None:
    head = "declaration: 1\nservice: {name: S}\n"
    assert "declaration.empty" in dict(_codes(_declaration, f"{head}{line % blank}\n"))
    assert "declaration.empty" not in dict(_codes(_declaration, f"{head}{line % 'text'}\n"))


@pytest.mark.parametrize("fact", ['governance: {accountable_person: "%s"}', 'users: {languages: [en, "%s"]}'])
@pytest.mark.parametrize("blank", ["", *BLANKS])
def test_a_fact_that_is_a_text_is_not_stated_by_a_blank_one(fact: str, blank: str) -> None:
    head = "declaration: 1\nservice: {name: S}\nattestation: {name: N, date: 2026-01-01}\n"
    assert "declaration.empty" in dict(_codes(_declaration, f"{head}{fact % blank}\n"))
    assert _codes(_declaration, f"{head}{fact % 'text'}\n") == []


def test_an_empty_text_is_told_as_empty() -> None:
    read, text = HOLDS["declaration.empty"]
    assert dict(_codes(read, text % ""))["declaration.empty"] == "`service.name` is empty"
