"""Challenges: what may be filed, how a slip is told, and which of them dispute what is declared."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from auditor.model.challenge import Challenge
from auditor.model.dates import DateSpan
from auditor.model.declaration import Declaration
from auditor.model.diagnostic import Diagnostic, InputError
from auditor.model.values import WordSet
from auditor.source.challenges import read_challenges
from auditor.source.contesting import attached, unknown_services
from auditor.source.declarations import read_declaration
from auditor.source.vocabularies import read_vocabulary
from tests.support.challenges import DM, challenge, written

VOCABULARY = read_vocabulary()
EXAMPLES = Path(__file__).parents[3] / "examples"
HEAD = """\
declaration: 1
service: {id: quay, name: Quay}
attestation: {name: A. Person, role: director, date: 2026-09-01}
users: {children: {can_use: true}}
grooming: {signals: [language, bulk_requests], languages_share: 96}
"""


def read(text: str) -> tuple[Challenge, ...]:
    return read_challenges(text.encode(), "challenges.yaml", VOCABULARY)


def faults(text: str) -> list[tuple[str, int]]:
    with pytest.raises(InputError) as caught:
        read(text)
    return [(one.code, one.place.line) for one in caught.value.diagnostics if one.place is not None]


def declared(text: str) -> tuple[Declaration, tuple[Diagnostic, ...]]:
    return read_declaration((HEAD + text).encode(), "quay.yaml", None, VOCABULARY)


def refused(text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        declared(text)
    return [one.code for one in caught.value.diagnostics if one.is_error]


@cache
def harbour() -> Declaration:
    path = EXAMPLES / "harbour.yaml"
    return read_declaration(path.read_bytes(), path.name, path.parent, VOCABULARY)[0]


def test_a_file_of_its_own_is_read_whole() -> None:
    (one,) = read(written())
    assert (one.service, one.fact, one.says, one.filed_by) == ("harbour", DM, False, "Example Charity")
    assert (one.on, one.window) == (date(2026, 9, 20), date(2026, 10, 4))
    assert one.place.line == 2
    (evidence,) = one.evidence
    assert (evidence.publisher, evidence.title, evidence.source) == (
        "Example Charity",
        "A report",
        "https://example.org/report",
    )
    assert evidence.issued == DateSpan(date(2026, 9, 1), date(2026, 9, 30))
    assert one.reply is not None
    assert (one.reply.asked, one.reply.deadline, one.reply.answered, one.reply.text) == (
        date(2026, 9, 20),
        date(2026, 10, 4),
        date(2026, 9, 25),
        "It was an error.",
    )


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("    says: false\n", "    says: sometimes\n", "challenge.wrong-type", 4),
        ("    says: false\n", "    says: null\n", "challenge.says-nothing", 4),
        ("    says: false\n", "    says: {declined: {asked_by: us, on: 2026-09-01}}\n", "challenge.says-nothing", 4),
        (DM, "surfaces.direct_messages.grooming_detections", "challenge.unknown-fact", 2),
        (DM, "surfaces.direct_messages", "challenge.not-one-fact", 2),
        (DM, "child_defaults", "challenge.not-one-fact", 2),
        ("    date: 2026-09-20", "    date: 2026-09-31", "challenge.no-such-day", 6),
        ("window: 2026-10-04", "window: 2026-09-19", "challenge.window-before-date", 7),
        ("window: 2026-10-04", "window: 2026-13-04", "challenge.no-such-day", 7),
        ("date: 2026-09,", "date: 2026-13,", "challenge.no-such-day", 9),
        ("deadline: 2026-10-04", "deadline: 2026-09-19", "reply.deadline-before-asked", 10),
        ("answered: 2026-09-25", "answered: 2026-09-19", "reply.answered-before-asked", 10),
        ("answered: 2026-09-25", "answered: 2026-02-30", "reply.no-such-day", 10),
        ("    service: harbour\n", "", "challenge.missing-key", 2),
        ("title: A report, ", "", "challenge.missing-key", 9),
        ("filed_by", "filed_bye", "challenge.unknown-key", 5),
    ],
)
def test_a_slip_is_told_at_its_place(old: str, new: str, code: str, line: int) -> None:
    assert (code, line) in faults(written((old, new)))


def test_the_nearest_fact_is_offered() -> None:
    with pytest.raises(InputError) as caught:
        read(written((DM, DM + "s")))
    assert f"did you mean `{DM}`?" in [one.help for one in caught.value.diagnostics]


def test_without_evidence_there_is_no_challenge() -> None:
    text = written()
    entry = next(line for line in text.splitlines(keepends=True) if "publisher" in line)
    empty = text.replace(entry, "").replace("evidence:\n", "evidence: []\n")
    assert len(faults(empty)) == 1


def test_two_of_one_day_are_refused_and_two_of_two_people_are_not() -> None:
    again = written().removeprefix("challenges:\n")
    assert faults(written() + again) == [("challenge.repeated", 11)]
    assert len(read(written() + again.replace("filed_by: Example Charity", "filed_by: Another"))) == 2


@pytest.mark.parametrize(
    ("fact", "says", "value"),
    [
        ("grooming.languages_share", "40", 40),
        ("grooming.signals", "[language]", WordSet({"language": 2}, complete=True)),
        ("grooming.signals.language", "false", False),
        ("grooming.detection_since", "none", None),
    ],
)
def test_it_says_what_a_declaration_could(fact: str, says: str, value: object) -> None:
    text = written((DM, fact), ("says: false", f"says: {says}"))
    if value is None:
        assert faults(text)
    else:
        assert read(text)[0].says == value


def test_in_a_declaration_the_service_goes_without_saying() -> None:
    text = written((DM, "users.children.can_use"), ("    service: harbour\n", ""))
    one, warnings = declared(text)
    assert [each.service for each in one.challenges] == ["quay"]
    assert warnings == ()
    named = written((DM, "users.children.can_use"), ("service: harbour", "service: quay"))
    assert len(declared(named)[0].challenges) == 1
    assert refused(written((DM, "users.children.can_use"))) == ["challenge.other-service"]


@pytest.mark.parametrize(
    ("fact", "says", "code"),
    [
        ("users.children.can_use", "true", "challenge.no-dispute"),
        ("grooming.signals", "[bulk_requests, language]", "challenge.no-dispute"),
        ("grooming.signals.language", "true", "challenge.no-dispute"),
        (DM, "false", "challenge.not-stated"),
    ],
)
def test_what_disputes_nothing_is_left_out_with_a_warning(fact: str, says: str, code: str) -> None:
    text = written(("    service: harbour\n", "")).replace(f"fact: {DM}", f"fact: {fact}")
    one, warnings = declared(text.replace("says: false", f"says: {says}"))
    assert one.challenges == ()
    assert [each.code for each in warnings] == [code]
    assert warnings[0].place is not None
    assert warnings[0].place.line == 7


@pytest.mark.parametrize(
    ("fact", "says"),
    [
        ("grooming.signals", "[language]"),
        ("grooming.signals", "{language: false}"),
        ("grooming.signals.refused_requests", "true"),
        ("grooming.languages_share", "95"),
    ],
)
def test_a_set_is_disputed_over_a_word(fact: str, says: str) -> None:
    text = written(("    service: harbour\n", "")).replace(f"fact: {DM}", f"fact: {fact}")
    assert len(declared(text.replace("says: false", f"says: {says}"))[0].challenges) == 1


def test_challenges_are_put_to_the_declaration_they_are_about() -> None:
    ours, others = challenge(), challenge(service="lantern")
    one, warnings = attached(harbour(), [ours, others])
    assert (one.challenges, warnings) == ((ours,), ())
    assert one.sha256 == harbour().sha256
    _same, warnings = attached(one, [ours])
    assert [each.code for each in warnings] == ["challenge.repeated"]
    assert _same.challenges == (ours,)
    told = unknown_services([ours, others], {"harbour"})
    assert [(each.code, each.is_error) for each in told] == [("challenge.unknown-service", False)]


def test_facts_of_rulesets_that_are_not_at_hand_are_passed_over() -> None:
    assert read(written((DM, "extensions.elsewhere.fact"))) == ()


COMPILED = """\
declaration: 1
service: {id: quay, name: Quay}
compiled_by: {name: us, on: 2026-09-01, method: Read in the paper.}
users: {children: {can_use: true}}
evidence:
  - id: paper
    title: A report
    issuer: The paper
    issued: 2026-08
    source: https://example.org/
    checked: read
    supports: [users.children.can_use]
    reply: {asked: 2026-08-01, deadline: 2026-08-03}
reply: {asked: 2026-09-01, deadline: 2026-09-15, text: We did not know., answered: 2026-09-02}
"""


def test_a_reply_stands_beside_what_it_answers() -> None:
    one, _warnings = read_declaration(COMPILED.encode(), "quay.yaml", None, VOCABULARY)
    assert one.reply is not None
    assert (one.reply.text, one.reply.answered) == ("We did not know.", date(2026, 9, 2))
    (source,) = one.evidence
    assert source.reply is not None
    assert (source.reply.deadline, source.reply.text, source.reply.answered) == (date(2026, 8, 3), "", None)


def test_days_of_replies_are_real_and_in_order() -> None:
    for old, new, code in (
        ("deadline: 2026-08-03", "deadline: 2026-07-03", "reply.deadline-before-asked"),
        ("asked: 2026-09-01", "asked: 2026-09-31", "reply.no-such-day"),
    ):
        with pytest.raises(InputError) as caught:
            read_declaration(COMPILED.replace(old, new).encode(), "quay.yaml", None, VOCABULARY)
        assert [one.code for one in caught.value.diagnostics] == [code]


def test_whoever_files_for_itself_has_no_reply_to_itself() -> None:
    assert refused("reply: {asked: 2026-09-01, deadline: 2026-09-15}\n") == ["reply.not-compiled"]
