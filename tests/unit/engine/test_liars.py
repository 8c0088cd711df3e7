"""Nobody gets out of a rule by saying so: every cheap way is tried on every requirement of the flagship.

A lie is held against honest silence about the same facts, and must not improve the backed track: no finding's
credit at either end, no finding's scope, not the least score, not the verdict.
"""

from __future__ import annotations

import json
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from auditor.engine.audit import audit
from auditor.engine.evaluate import compile_ruleset
from auditor.engine.reported import patterns_read
from auditor.model.condition import Always
from auditor.model.dates import DateSpan, Period, PeriodUnit
from auditor.model.declaration import Alternative, Declaration
from auditor.model.diagnostic import InputError, Place
from auditor.model.evidence import Assurance, Evidence
from auditor.model.facts import Absence, Silence
from auditor.model.ruleset import EvidenceDemand, Requirement
from auditor.model.truth import T
from auditor.model.values import WordSet
from auditor.model.vocabulary import Kind
from auditor.source.declarations import read_declaration
from tests.support.liars import (
    AS_OF,
    DECLARATIONS,
    EDITIONS,
    Court,
    declaration,
    edition,
    empty_collections,
    gains,
    stating,
    unbacking,
    vocabulary,
    ways_out,
    without,
)

YEAR = Period(12, PeriodUnit.MONTHS)
DOCUMENTED = EvidenceDemand(assurance=Assurance.DOCUMENTED, not_older_than=YEAR)
INDEPENDENT = EvidenceDemand(assurance=Assurance.INDEPENDENT, not_older_than=YEAR)
TODAY = DateSpan(AS_OF, AS_OF)
TOMORROW = DateSpan(AS_OF + timedelta(days=1), AS_OF + timedelta(days=1))

each_edition = pytest.mark.parametrize("version", EDITIONS)
each_declaration = pytest.mark.parametrize("name", DECLARATIONS)


def everything(issued: DateSpan | None, assurance: Assurance = Assurance.INDEPENDENT, fault: str = "") -> Evidence:
    """Give a document that is said to support all there is."""
    return Evidence(
        id="all",
        kind="other",
        title="All we do",
        assurance=assurance,
        supports=tuple(vocabulary().groups),
        place=Place("liar.yaml", 1, 1),
        issued=issued,
        fault=fault,
    )


@each_edition
@each_declaration
def test_declaring_it_out_of_scope(version: str, name: str) -> None:
    court, told = Court(edition(version)), declaration(name)
    scoped = [one for one in court.compiled if not isinstance(one.requirement.applies_when, Always)]
    out = 0
    for one in scoped:
        for lie in ways_out(court, one, told.facts):
            out += 1
            evidence = unbacking(told.evidence, lie)
            honest = court.judge(without(told.facts, lie), evidence)
            assert gains(court.judge(stating(told.facts, lie), evidence), honest) == [], (one.requirement.id, lie)
    assert out == len(scoped), "for every scope a way out was found and tried"


@each_edition
@each_declaration
def test_evidence_that_is_no_evidence_backs_nothing(version: str, name: str) -> None:
    told = declaration(name)
    fakes = (
        (DOCUMENTED, everything(TODAY, fault="no file is named")),
        (DOCUMENTED, everything(TODAY, fault="the file is not the one that was declared")),
        (DOCUMENTED, everything(None)),
        (DOCUMENTED, everything(TOMORROW)),
        (DOCUMENTED, everything(DateSpan(AS_OF, AS_OF + timedelta(days=30)))),
        (DOCUMENTED, everything(DateSpan(AS_OF - timedelta(days=366), AS_OF - timedelta(days=1)))),
        (INDEPENDENT, everything(TODAY, Assurance.DOCUMENTED)),
        (INDEPENDENT, everything(TODAY, Assurance.ASSERTED)),
    )
    for demand, fake in fakes:
        court = Court(edition(version), demand)
        honest = court.judge(told.facts, ())
        assert court.judge(told.facts, [fake]).judgements == honest.judgements, fake
        good = court.judge(told.facts, [everything(TODAY)])
        assert gains(good, honest), "a document that is there, in date and strong enough does back something"


@each_edition
def test_no_requirement_takes_a_bare_assertion(version: str) -> None:
    """An edition that asked for no evidence would let every lie of this page through."""
    weak = [one.id for one in edition(version).requirements if one.evidence.assurance is Assurance.ASSERTED]
    assert weak == []


@each_edition
@each_declaration
def test_an_empty_list_is_no_better_than_none(version: str, name: str) -> None:
    court, told = Court(edition(version)), declaration(name)
    for path, nothing in empty_collections():
        evidence = unbacking(told.evidence, [path])
        honest = court.judge(without(told.facts, [path]), evidence)
        assert gains(court.judge(stating(told.facts, {path: nothing}), evidence), honest) == [], path


def test_no_surfaces_and_an_empty_map_of_surfaces_are_one() -> None:
    base = b"declaration: 1\nservice: {name: Pond}\n"
    absent, _ = read_declaration(base, "pond.yaml", None, vocabulary())
    for empty in (b"surfaces: {}\n", b"surfaces: null\n", b"surfaces: {direct_messages: {}}\n"):
        declared, _ = read_declaration(base + empty, "pond.yaml", None, vocabulary())
        assert declared.facts.values == absent.facts.values


@each_edition
@each_declaration
def test_saying_anything_unbacked_is_no_better_than_silence(version: str, name: str) -> None:
    """Each requirement's own facts, as they are declared, without the documents behind them."""
    court, told = Court(edition(version)), declaration(name)
    for one in court.compiled:
        read = {pattern.partition(".*")[0] for pattern in patterns_read(one.requirement.met_when)}
        evidence = unbacking(told.evidence, read)
        honest = court.judge(without(told.facts, read), evidence)
        mine, was = court.judge(told.facts, evidence), honest
        assert [gain for gain in gains(mine, was) if gain.startswith(one.requirement.id)] == []


@each_edition
@each_declaration
def test_declining_is_silence(version: str, name: str) -> None:
    court, told = Court(edition(version)), declaration(name)
    for group in vocabulary().groups:
        silent = without(told.facts, [group])
        declined = replace(silent, absences={**silent.absences, group: Absence(silence=Silence.DECLINED, by="us")})
        refused, honest = court.judge(declined, told.evidence), court.judge(silent, told.evidence)
        assert gains(refused, honest) == gains(honest, refused) == []
        assert refused.card == honest.card


@each_edition
@pytest.mark.parametrize("name", ["harbour", "minimal"])
def test_an_alternative_changes_nothing_but_a_flag(version: str, name: str) -> None:
    ruleset, told = edition(version), declaration(name)
    offered = tuple(
        Alternative(requirement=f"{ruleset.id}/{one.id}", measure="ours", why="better", place=Place("a.yaml"))
        for one in ruleset.requirements
    )
    open_to_them = replace(
        ruleset, requirements=tuple(replace(one, alternatives=True) for one in ruleset.requirements)
    )
    plain = full_audit(told, open_to_them.requirements, version)
    offering = full_audit(replace(told, alternatives=offered), open_to_them.requirements, version)
    assert any(one.alternative for one in offering.findings)
    assert [replace(one, alternative=None) for one in offering.findings] == list(plain.findings)
    assert offering.scorecard == plain.scorecard


def full_audit(told: Declaration, requirements: tuple[Requirement, ...], version: str) -> Any:
    ruleset = replace(edition(version), requirements=requirements)
    return audit(told, ruleset, compile_ruleset(ruleset), vocabulary=vocabulary(), as_of=AS_OF, as_written=True)


def planned_everything() -> list[dict[str, object]]:
    """Give a plan for every deed that can be planned: done, today, and to the utmost."""
    plans: list[dict[str, object]] = []
    for group in vocabulary().groups.values():
        for type_ in group.walk():
            above, star, rest = type_.path.partition(".*")
            keys = vocabulary().type_at(above)
            if not type_.control or "*" in rest or keys is None or (star and keys.kind is not Kind.CLOSED_MAP):
                continue
            best: dict[Kind, object] = {
                Kind.YES_NO: True,
                Kind.NUMBER: type_.maximum or type_.minimum or 0,
                Kind.SET: list(type_.words),
                Kind.DATE: "2026-09-30",
                Kind.TEXT: "x",
            }
            value = best.get(type_.kind, type_.words[-1] if type_.words else None)
            if type_.kind in (Kind.WORD, Kind.LADDER, *best) and value is not None:
                fact = f"{above}.{keys.words[0]}{rest}" if star else type_.path
                plans.append({"fact": fact, "value": value, "from": "2026-01-01"})
    return plans


@each_edition
def test_a_plan_is_never_a_pass(version: str) -> None:
    data = {"declaration": 1, "service": {"name": "Pond"}}
    plans = planned_everything()
    assert len(plans) > 50
    silent, _ = read_declaration(json.dumps(data).encode(), "pond.yaml", None, vocabulary())
    planning, _ = read_declaration(json.dumps({**data, "planned": plans}).encode(), "pond.yaml", None, vocabulary())
    assert [one.fact for one in planning.planned] == [one["fact"] for one in plans]
    assert planning.facts.values == silent.facts.values == {}
    requirements = edition(version).requirements
    before, after = (full_audit(one, requirements, version) for one in (silent, planning))
    assert [(one.declared.status, one.declared.credit, one.backed) for one in before.findings] == [
        (one.declared.status, one.declared.credit, one.backed) for one in after.findings
    ]
    assert before.scorecard == after.scorecard


@each_edition
@each_declaration
def test_endorsing_a_code_backs_nothing(version: str, name: str) -> None:
    """Only a rule that asks about codes can look at which codes a service has adopted."""
    court, told = Court(edition(version)), declaration(name)
    fact = vocabulary().type_at("codes.adopted")
    assert fact is not None
    endorsed = {"codes.adopted": WordSet(dict.fromkeys(fact.words, T), complete=True)}
    endorsement = replace(everything(TODAY), supports=("codes",))
    honest = court.judge(without(told.facts, endorsed), told.evidence)
    mine = court.judge(stating(told.facts, endorsed), [*told.evidence, endorsement])
    for one in court.compiled:
        conditions = [one.requirement.met_when, *(rung.when for rung in one.requirement.rungs)]
        if not isinstance(one.requirement.applies_when, Always):
            conditions.append(one.requirement.applies_when)
        read = {pattern for each in conditions for pattern in patterns_read(each)}
        if "codes.adopted" not in read:
            assert mine.judgements[one.requirement.id] == honest.judgements[one.requirement.id]


@pytest.mark.parametrize("supports", ["*", ".*", "**", "", "*.*", "surfaces.*.offered", "everything", "service.name"])
def test_supporting_everything_at_once_is_refused(supports: str) -> None:
    entry = {"id": "a", "title": "T", "supports": [supports]}
    data = {"declaration": 1, "service": {"name": "Pond"}, "evidence": [entry]}
    with pytest.raises(InputError):
        read_declaration(json.dumps(data).encode(), "pond.yaml", None, vocabulary())


@pytest.mark.parametrize(
    "entry",
    [
        {},
        {"file": "missing.txt", "sha256": "0" * 64},
        {"file": "there.txt"},
        {"file": "there.txt", "sha256": "0" * 64},
        {"file": "empty.txt", "sha256": sha256(b"").hexdigest()},
        {"file": "../outside.txt", "sha256": sha256(b"x").hexdigest()},
        {"file": "there.txt", "sha256": sha256(b"x").hexdigest(), "issued": None},
        {"file": "there.txt", "sha256": sha256(b"x").hexdigest(), "issued": "2026-10-02"},
        {"file": "there.txt", "sha256": sha256(b"x").hexdigest(), "issued": "2026"},
    ],
    ids=lambda entry: ",".join(entry) or "nothing",
)
def test_no_file_no_backing_from_the_file_on(entry: dict[str, object], tmp_path: Path) -> None:
    """The same through the reader: the whole way from a liar's file to the verdict."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "there.txt").write_bytes(b"x")
    (home / "empty.txt").write_bytes(b"")
    (tmp_path / "outside.txt").write_bytes(b"x")
    told = declaration("harbour")
    whole = {"id": "all", "title": "T", "issuer": "A lab", "issued": "2026-09-01", **entry}
    supports = [f"{group}.*" for group in vocabulary().groups]
    listed = [{key: one for key, one in whole.items() if one is not None} | {"supports": supports}]
    data = {"declaration": 1, "service": {"name": "Pond"}, "evidence": listed}
    read, warnings = read_declaration(json.dumps(data).encode(), "liar.yaml", home, vocabulary())
    for version in EDITIONS:
        court = Court(edition(version))
        assert court.judge(told.facts, read.evidence).judgements == court.judge(told.facts, ()).judgements
    late = str(whole.get("issued", "")).startswith("2026") and whole["issued"] != "2026-09-01"
    assert late or any(one.code.startswith("evidence.") for one in warnings)
