"""Facts that a ruleset brings itself: typed, closed, addressed by the ruleset's id, and part of its digest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from auditor.model.diagnostic import InputError
from auditor.model.ruleset import Ruleset
from auditor.source.declarations import read_declaration
from auditor.source.extensions import extended
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_vocabulary
from tests.e2e.running import AS_OF, ROOT, Ran, auditor

VOCABULARY = """\
$schema: https://json-schema.org/draft/2020-12/schema
title: Facts of the club
description: What the club asks of its members.
properties:
  member: {title: Member, description: Whether it is one., question: Is it a member?, type: boolean, scope: true}
  visits: {title: Visits, description: Visits in a year., question: How many visits?, type: integer, minimum: 0}
"""
HEAD = """\
ruleset: 1
id: the-club
version: 1.0.0
title: Rules of the club
summary: What the club asks.
status: voluntary
published: 2026-01-01
in_force_from: 2026-01-01
decided_by: [should]
scoring: {model: flat}
documents: [{id: rules, title: Rules}]
areas: [{id: all_of_it, title: All of it}]
parameters: {few: {value: 2, origin: source}}
"""
REQUIREMENTS = """\
- id: CLUB-1
  title: Two visits
  asks: Visit twice.
  obligation: should
  area: all_of_it
  source: {document: rules, clause: "1", checked: read}
  applies_when: {extensions.the-club.member: true}
  met_when: {extensions.the-club.visits: {at_least: {parameter: few}}}
  evidence: {assurance: asserted}
"""
CASES = """\
cases:
  - title: two visits
    declares: {extensions: {the-club: {member: true, visits: 2}}}
    expect: {CLUB-1: met}
  - title: one visit
    declares: {extensions: {the-club: {member: true, visits: 1}}}
    expect: {CLUB-1: not-met}
"""


def write_edition(home: Path, vocabulary: str = VOCABULARY, version: str = "1.0.0") -> Path:
    folder = home / "the-club" / version
    (folder / "requirements").mkdir(parents=True)
    (folder / "cases").mkdir()
    (folder / "ruleset.yaml").write_text(HEAD.replace("1.0.0", version), encoding="utf-8")
    (folder / "vocabulary.yaml").write_text(vocabulary, encoding="utf-8")
    (folder / "requirements" / "all_of_it.yaml").write_text(REQUIREMENTS, encoding="utf-8")
    (folder / "cases" / "all_of_it.yaml").write_text(CASES, encoding="utf-8")
    return folder


def read_edition(home: Path, vocabulary: str = VOCABULARY, version: str = "1.0.0") -> Ruleset:
    return read_ruleset(write_edition(home, vocabulary, version), read_vocabulary())


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    return write_edition(tmp_path)


def declare(home: Path, extensions: str, more: str = "") -> Path:
    path = home / "pond.yaml"
    path.write_text(
        "declaration: 1\nservice: {name: Pond}\nattestation: {name: A. Doe, date: 2026-01-01}\n"
        f"extensions: {extensions}\n{more}",
        encoding="utf-8",
    )
    return path


def run_audit(declaration: Path, edition: Path) -> Ran:
    return auditor("audit", declaration, "-r", edition, *AS_OF, "-f", "json")


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ("{member: true, visits: 2}", "met"),
        ("{member: true, visits: 1}", "not-met"),
        ("{member: true}", "undecided"),
        ("{member: true, visits: {declined: {asked_by: us, on: 2026-01-01}}}", "undecided"),
        ("{member: false, visits: 1}", "not-applicable"),
    ],
)
def test_conditions_test_them(edition: Path, tmp_path: Path, facts: str, status: str) -> None:
    ran = run_audit(declare(tmp_path, f"{{the-club: {facts}}}"), edition)
    (audit,) = json.loads(ran.stdout)["audits"]
    assert [one["status"] for one in audit["findings"]] == [status]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ("{members: true}", "declaration.unknown-key"),
        ("{visits: often}", "declaration.wrong-type"),
        ("{visits: -1}", "declaration.out-of-range"),
    ],
)
def test_they_are_closed_and_typed(edition: Path, tmp_path: Path, facts: str, code: str) -> None:
    ran = run_audit(declare(tmp_path, f"{{the-club: {facts}}}"), edition)
    assert ran.status == 3
    assert f"error[{code}]" in ran.stderr


def test_a_missing_fact_is_asked_for_with_its_question(edition: Path, tmp_path: Path) -> None:
    ran = auditor("explain", declare(tmp_path, "{the-club: {member: true}}"), "--unanswered", "-r", edition, *AS_OF)
    assert "How many visits?" in ran.text


def test_the_template_asks_for_them(edition: Path) -> None:
    text = auditor("init", "-r", edition, *AS_OF).text
    assert text.index("extensions:") < text.index("the-club:") < text.index("# Is it a member?")


def test_cases_declare_them(edition: Path) -> None:
    ran = auditor("ruleset", "test", edition)
    assert "2 cases, 2 expectations, all as expected" in ran.text


EVERYWHERE = """\
planned: [{fact: extensions.elsewhere.deed, value: 1, from: 2027-01-01}]
confidential: [extensions.elsewhere.deed]
evidence: [{id: e, title: T, issued: 2026-01-01, supports: [extensions.elsewhere.deed, extensions.elsewhere.*]}]
"""


def test_those_of_rulesets_that_are_not_at_hand_are_left_alone(edition: Path, tmp_path: Path) -> None:
    declaration = declare(tmp_path, "{the-club: {member: false}, elsewhere: {deed: [1, {two: 3}]}}", EVERYWHERE)
    found, warnings = read_declaration(declaration.read_bytes(), "pond.yaml", None, with_club(edition))
    assert {one.code for one in warnings} == {"declaration.unread-extension", "evidence.no-file"}
    assert list(found.facts.values) == ["extensions.the-club.member"]
    ran = auditor("check", declare(tmp_path, "{the-club: {member: 7}}"))
    assert ran.status == 0
    assert "warning[declaration.unread-extension]" in ran.stderr
    assert "nothing is wrong; " in ran.text
    assert ran.text.endswith(", own facts of 1 ruleset not checked\n")


def test_they_are_checked_where_their_ruleset_is_named(
    edition: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slip = declare(tmp_path, "{the-club: {member: 7}}")
    ran = auditor("check", slip, "-r", edition, *AS_OF)
    assert ran.status == 3
    assert "error[declaration.wrong-type]" in ran.stderr
    assert auditor("check", declare(tmp_path, "{the-club: {member: true}}"), "-r", edition, *AS_OF).status == 0
    assert auditor("check", slip, "-r", "nothing-of-this-name", *AS_OF).status == 2
    declare(tmp_path, "{the-club: {member: 7}}")
    (tmp_path / "auditor.toml").write_text(f'ruleset = ["{edition}"]\n', encoding="utf-8")
    ran = auditor("check", slip, *AS_OF, cwd=tmp_path)
    assert (ran.status, "error[declaration.wrong-type]" in ran.stderr) == (3, True)


def with_club(edition: Path):  # type: ignore[no-untyped-def]
    return extended(read_vocabulary(), [read_ruleset(edition, read_vocabulary())])


def test_a_slip_in_what_is_at_hand_is_still_an_error(edition: Path, tmp_path: Path) -> None:
    declaration = declare(tmp_path, "{the-club: {member: true}}", EVERYWHERE.replace("elsewhere", "the-club"))
    with pytest.raises(InputError) as refused:
        read_declaration(declaration.read_bytes(), "pond.yaml", None, with_club(edition))
    assert {one.code for one in refused.value.diagnostics if one.is_error} == {"declaration.unknown-fact"}


def test_a_ruleset_reads_its_own_alone(tmp_path: Path, edition: Path) -> None:
    other = tmp_path / "guests" / "1.0.0"
    (other / "requirements").mkdir(parents=True)
    (other / "ruleset.yaml").write_text(HEAD.replace("the-club", "guests"), encoding="utf-8")
    (other / "requirements" / "all_of_it.yaml").write_text(REQUIREMENTS, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_ruleset(other, with_club(edition))
    assert {one.code for one in refused.value.diagnostics} >= {"ruleset.unknown-fact"}


def test_the_rulesets_digest_covers_them_and_the_vocabularys_does_not(tmp_path: Path) -> None:
    one = read_edition(tmp_path / "one")
    same = read_edition(tmp_path / "same")
    other = read_edition(tmp_path / "other", VOCABULARY.replace("Visits in a year.", "Visits in all."))
    assert one.sha256 == same.sha256 != other.sha256
    assert one.vocabulary_sha256 == other.vocabulary_sha256 == read_vocabulary().sha256


def test_two_editions_add_up(tmp_path: Path) -> None:
    more = VOCABULARY + "  guests: {title: G, description: G., question: Guests?, type: integer, minimum: 0}\n"
    both = extended(read_vocabulary(), [read_edition(tmp_path), read_edition(tmp_path, more, "1.1.0")])
    assert list(both.extensions["the-club"].fields) == ["member", "visits", "guests"]


def test_two_editions_that_mean_different_things_by_one_name_are_refused(tmp_path: Path) -> None:
    other = VOCABULARY.replace("type: integer, minimum: 0", "type: string, minLength: 1")
    write_edition(tmp_path)
    differing = write_edition(tmp_path, other, "1.1.0")
    (differing / "requirements" / "all_of_it.yaml").write_text(
        REQUIREMENTS.replace("{at_least: {parameter: few}}", "often"), encoding="utf-8"
    )
    (differing / "ruleset.yaml").write_text(
        HEAD.replace("1.0.0", "1.1.0").replace("parameters: {few: {value: 2, origin: source}}\n", ""),
        encoding="utf-8",
    )
    editions = [read_ruleset(tmp_path / "the-club" / one, read_vocabulary()) for one in ("1.0.0", "1.1.0")]
    with pytest.raises(InputError) as refused:
        extended(read_vocabulary(), editions)
    (found,) = refused.value.diagnostics
    assert found.code == "ruleset.extension-differs"
    assert "extensions.the-club.visits" in found.message


@pytest.mark.parametrize("wrong", ["properties: {}", "properties: {visits: {title: V, type: integer}}", "title: 3"])
def test_the_file_is_read_as_strictly_as_the_vocabulary(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(InputError) as refused:
        read_edition(tmp_path, VOCABULARY.split("properties:")[0].replace("title: Facts of the club\n", "") + wrong)
    assert {one.code for one in refused.value.diagnostics} == {"vocabulary.bad-fact"}


def test_the_shared_vocabulary_may_not_take_their_place(tmp_path: Path) -> None:
    subject = (ROOT / "tests" / "fixtures" / "vocabulary" / "pond.yaml").read_text(encoding="utf-8")
    (tmp_path / "pond.yaml").write_text(
        subject.split("properties:")[0] + "properties: {extensions: {title: E, type: object, properties: {}}}\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError, match="where rulesets keep facts of their own"):
        read_vocabulary(tmp_path)
