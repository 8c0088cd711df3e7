"""Mutants: which there are, which of them a suite of cases notices, and what is said of the others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from auditor.authoring.mutant_comparisons import comparison_edits, meaning
from auditor.authoring.mutant_conditions import edits
from auditor.authoring.mutants import mutants
from auditor.authoring.mutate import MutationRun, mutate, review
from auditor.engine.compile import Compiler
from auditor.model.condition import Test as Comparison
from auditor.model.dates import parse_date
from auditor.model.diagnostic import InputError
from auditor.model.facts import Facts
from auditor.source.case_files import read_cases
from auditor.source.library import Edition, builtin_editions
from auditor.source.mutant_files import read_accepted
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_vocabulary
from tests.support.rules import PLACE, read, truth_of
from tests.support.vocabulary import VOCABULARY

HEAD = """\
ruleset: 1
id: sample
version: 1.0.0
title: Sample
summary: An edition for tests.
status: model
published: 2026-01-01
in_force_from: 2026-01-01
decided_by: [must]
scoring: {model: flat}
origins: {weights: design, credits: design, efforts: design}
documents: [{id: doc, title: Document}]
areas: [{id: one, title: One}]
parameters:
  size: {value: 5, origin: design, because: A test.}
definitions:
  large: {app.size: {at_least: {parameter: size}}}
"""
RULES = """\
- id: ONE-1
  title: Chat is watched
  asks: Watch the chat.
  obligation: must
  area: one
  source: {document: doc, clause: "1", checked: read}
  applies_when: large
  met_when:
    - app.chat: true
    - app.contact: {has_all: [dm, live]}
  partly_met_when: {credit: 0.5, when: {app.calls: true}}
  evidence: {assurance: asserted}
  remedy: {do: Watch it., effort: 1}
"""
WEAK = """\
cases:
  - title: watched
    as_of: 2026-01-01
    declares: {app: {size: 9, chat: true, contact: [dm, live], calls: false}}
    expect: {ONE-1: met}
  - title: not watched
    as_of: 2026-01-01
    declares: {app: {size: 9, chat: false, contact: [], calls: false}}
    expect: {ONE-1: not-met}
"""
# What the hints of the weak suite's survivors ask for, case by case.
KILLS: Mapping[str, str] = {
    "large/above": "{as_of: 2026-01-01, declares: {app: {size: 5, chat: true, contact: [dm, live]}}, ONE-1: met}",
    "large/4": "{as_of: 2026-01-01, declares: {app: {size: 4, chat: true, contact: [dm]}}, ONE-1: not-applicable}",
    "ONE-1/applies/always": "{as_of: 2026-01-01, declares: {app: {size: 1, chat: false}}, ONE-1: not-applicable}",
    "ONE-1/met/any": "{as_of: 2026-01-01, declares: {app: {size: 9, chat: true, contact: [], calls: false}}, "
    "ONE-1: not-met}",
    "ONE-1/met/0-dropped": "{as_of: 2026-01-01, declares: {app: {size: 9, chat: false, contact: [dm, live], "
    "calls: false}}, ONE-1: not-met}",
    "ONE-1/met/1/without-dm": "{as_of: 2026-01-01, declares: {app: {size: 9, chat: true, contact: [live], "
    "calls: false}}, ONE-1: not-met}",
    "ONE-1/met/1/without-live": "{as_of: 2026-01-01, declares: {app: {size: 9, chat: true, contact: [dm], "
    "calls: false}}, ONE-1: not-met}",
    "ONE-1/rung-0/dropped": "{as_of: 2026-01-01, declares: {app: {size: 9, chat: false, calls: true}}, "
    "ONE-1: partly-met}",
    "ONE-1/rung-0/credit": "{as_of: 2026-01-01, declares: {app: {size: 9, chat: false, calls: true}}, "
    "ONE-1: {declared: partly-met, credit: [0.5, 0.5]}}",
    "ONE-1/evidence/documented": "{as_of: 2026-01-01, declares: {app: {size: 9, chat: true, contact: [dm, live]}}, "
    "ONE-1: {declared: met, backed: met}}",
    "edition/in_force_from/2025-12-31": "{as_of: 2025-12-31, declares: {app: {size: 9}}, ONE-1: not-in-force}",
}
EDITIONS = builtin_editions()
# The widest editions take minutes: their authors run `auditor ruleset mutate` before they release one.
WIDE = {"ofcom-illegal-content", "ofcom-children", "ico-childrens-code", "eu-dsa-minors"}
NEWEST = tuple({one.id: one for one in EDITIONS if one.id not in WIDE}.values())


def _write(folder: Path, cases: str, accepted: str = "") -> Path:
    for name, text in {
        "ruleset.yaml": HEAD,
        "requirements/one.yaml": RULES,
        "cases/one.yaml": cases,
        "mutants.yaml": accepted,
    }.items():
        if text:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
    return folder


def _run(folder: Path) -> MutationRun:
    return mutate(read_ruleset(folder, VOCABULARY), VOCABULARY, read_cases(folder, VOCABULARY, "sample"))


def _case(compact: str) -> str:
    as_of, declares, expect = re.fullmatch(  # type: ignore[union-attr]  # every row has this form
        r"\{as_of: (\S+), declares: (.*), (ONE-1: .*)\}", compact
    ).groups()
    return f"  - {{title: more, as_of: {as_of}, declares: {declares}, expect: {{{expect}}}}}\n"


def test_a_weak_suite_notices_little(tmp_path: Path) -> None:
    run = _run(_write(tmp_path, WEAK))
    assert run.unsound == ()
    assert (run.killed, run.mutants) == (3, 16)
    assert run.percent == Fraction(75, 4)
    assert {one.id for one in run.survivors} >= set(KILLS)


@pytest.mark.parametrize("mutant", KILLS)
def test_the_case_that_a_survivor_asks_for_kills_it(mutant: str, tmp_path: Path) -> None:
    weak = _run(_write(tmp_path, WEAK))
    better = _run(_write(tmp_path, WEAK + _case(KILLS[mutant])))
    assert mutant in {one.id for one in weak.survivors}
    assert better.unsound == ()
    assert mutant not in {one.id for one in better.survivors}
    assert better.killed > weak.killed


def test_all_those_cases_together_kill_every_mutant(tmp_path: Path) -> None:
    run = _run(_write(tmp_path, WEAK + "".join(map(_case, KILLS.values()))))
    assert run.survivors == ()
    assert run.mutants == run.killed == 16


def test_nothing_is_said_of_cases_that_do_not_come_out(tmp_path: Path) -> None:
    run = _run(_write(tmp_path, WEAK.replace("ONE-1: met", "ONE-1: not-met")))
    assert run.unsound == ("watched",)
    assert run.mutants == 0


def test_a_verdict_alone_can_notice(tmp_path: Path) -> None:
    by_verdict = WEAK.replace("{ONE-1: met}", "{verdict: compliant}").replace(
        "{ONE-1: not-met}", "{verdict: not-compliant}"
    )
    weak, blunt = _run(_write(tmp_path, WEAK)), _run(_write(tmp_path, by_verdict))
    # part credit is all that a verdict does not see
    assert {one.id for one in blunt.survivors} - {one.id for one in weak.survivors} == {"ONE-1/rung-0/false"}


def test_what_backs_a_requirement_is_changed_too(tmp_path: Path) -> None:
    """A year ago to the day is the last day on which evidence counts; the next kind up or down is another."""
    folder = _write(tmp_path, WEAK)
    demand = "{assurance: documented, not_older_than: 12 months}"
    (folder / "requirements/one.yaml").write_text(RULES.replace("{assurance: asserted}", demand), encoding="utf-8")
    wanted = {f"ONE-1/evidence/{key}" for key in ("asserted", "independent", "11-months", "13-months")}
    assert {one.id for one in _run(folder).survivors if "/evidence/" in one.id} == wanted
    declares = "{app: {size: 9, chat: true, contact: [dm, live]}}"
    for issued, assurance, backed in (
        ("2025-01-01", "documented", "met"),
        ("2024-12-01", "independent", "undecided"),
        ("2025-12-31", "asserted", "undecided"),
    ):
        entry = f"[{{supports: [app], assurance: {assurance}, issued: {issued}}}]"
        case = f"{{title: more, as_of: 2026-01-01, declares: {declares}, evidence: {entry}, "
        with (folder / "cases/one.yaml").open("a", encoding="utf-8") as cases:
            cases.write(f"  - {case}expect: {{ONE-1: {{declared: met, backed: {backed}}}}}}}\n")
    run = _run(folder)
    assert run.unsound == ()
    assert not [one.id for one in run.survivors if "/evidence/" in one.id]


@pytest.mark.parametrize(
    ("condition", "keys"),
    [
        ({"app.chat": True}, {"false"}),
        # whole numbers: `at_least 1` is `above 0`, so that each meaning is tried once
        ({"app.size": {"at_least": 1}}, {"above", "0"}),
        ({"app.size": {"above": 0}}, {"at_least", "1"}),
        # below the least there is nothing to tell apart
        ({"app.size": {"at_least": 0}}, {"above"}),
        ({"app.share": {"at_least": "90 percent"}}, {"above", "89-percent", "91-percent"}),
        ({"app.rank": {"at_least": "medium"}}, {"above", "low"}),
        ({"app.rank": {"is": "low"}}, {"is_not", "medium"}),
        ({"app.kind": {"in": ["social", "gaming"]}}, {"not_in", "without-social", "without-gaming"}),
        ({"app.kinds": {"has": "social"}}, {"has_none"}),
        ({"app.kinds": {"has_all": ["social"]}}, {"has_none"}),
        ({"app.kinds": {"has_any": ["social", "gaming"]}}, {"has_all", "without-social", "without-gaming"}),
        ({"app.reviewed": {"within": "12 months"}}, {"11-months", "13-months"}),
        ({"app.reviewed": {"before": "2026-03-01"}}, {"not_before", "2026-02-28", "2026-03-02"}),
        ({"app.reviewed": {"not_after": "as_of"}}, {"after", "before"}),
        ({"app.note": {"exists": True}}, {"false"}),
        ({"defaults": {"spans": {"from": 0, "to": 1}}}, {"1-to-1", "0-to-0", "0-to-2"}),
        ({"not": {"app.chat": True}}, {"not-dropped", "not/false"}),
        (
            {"any": [{"app.chat": True}, {"app.calls": True}]},
            {"all", "0-dropped", "1-dropped", "0/false", "1/false"},
        ),
        (
            {"if": {"app.chat": True}, "then": {"app.calls": True}},
            {"if-negated", "if/false", "then/false"},
        ),
        (
            {"every": {"of": "risk.levels", "among": ["fraud", "hate"], "satisfies": {"it": {"is": "low"}}}},
            {"some", "without-fraud", "without-hate", "satisfies/is_not", "satisfies/medium"},
        ),
        # of one certain member, `every` and `some` say the same; nobody writes the keys of `all`
        (
            {"every": {"of": "risk.levels", "among": ["fraud"], "satisfies": {"it": {"is": "low"}}}},
            {"satisfies/is_not", "satisfies/medium"},
        ),
        (
            {
                "every": {
                    "of": "surfaces",
                    "among": "all",
                    "where": {"its.offered": True},
                    "satisfies": {"its.reach": True},
                    "if_none": False,
                }
            },
            {"some", "where-dropped", "if-none", "where/false", "satisfies/false"},
        ),
        (
            {"every": {"of": "defaults", "ages": {"from": 13, "to": 17}, "satisfies": {"its.hidden": True}}},
            {"some", "from-12", "from-14", "to-16", "to-18", "satisfies/false"},
        ),
        (
            {"count": {"of": "surfaces", "among": "all", "satisfies": {"its.offered": True}, "at_least": 2}},
            {"at_least-1", "at_least-3", "satisfies/false"},
        ),
        (
            {"total": {"of": "risk.cases", "among": "all", "at_most": 10}},
            {"below", "9", "11"},
        ),
    ],
)
def test_a_condition_is_changed_in_every_way_that_matters(condition: Any, keys: set[str]) -> None:
    written = read(condition)
    found = list(edits(written))
    # a negated `if` over one yes/no and that yes/no turned are the same change, and both places are tried
    assert {one.key for one in found} == keys
    assert len(found) == len(keys)
    assert all(meaning(one.to) != meaning(written) for one in found)


@pytest.mark.parametrize(
    ("operator", "threshold"),
    [(operator, 24) for operator in ("above", "at_least", "below", "at_most", "is")],
)
@pytest.mark.parametrize("path", ["app.size", "app.review"])
def test_a_hint_at_a_threshold_tells_the_two_apart(path: str, operator: str, threshold: int) -> None:
    unit = " hours" if path == "app.review" else ""
    test = read({path: {operator: f"{threshold}{unit}" if unit else threshold}})
    assert isinstance(test, Comparison)
    found = list(comparison_edits(test))
    assert found
    for one in found:
        told = re.fullmatch(rf"`{re.escape(path)}` is (?:exactly )?(\d+){unit}", one.hint)
        assert told is not None, one.hint
        facts = Facts(values={path: int(told[1])}, places={path: PLACE})
        before, after = (truth_of(Compiler().condition(each), facts) for each in (test, one.to))
        assert before != after, (one.key, one.hint)


@pytest.mark.parametrize("operator", ["before", "after", "not_before", "not_after"])
def test_a_hint_at_a_day_tells_the_two_apart(operator: str) -> None:
    test = read({"app.reviewed": {operator: "2026-03-01"}})
    assert isinstance(test, Comparison)
    for one in comparison_edits(test):
        told = re.search(r"\d{4}-\d{2}-\d{2}", one.hint)
        assert told is not None, one.hint
        span = parse_date(told[0])
        assert span is not None
        facts = Facts(values={"app.reviewed": span}, places={"app.reviewed": PLACE})
        before, after = (truth_of(Compiler().condition(each), facts) for each in (test, one.to))
        assert before != after, (one.key, one.hint)


def test_a_number_below_one_is_moved_by_half_of_itself() -> None:
    test = read({"app.review": {"at_most": "15 minutes"}})
    assert isinstance(test, Comparison)
    moved = {one.to.operand.value for one in comparison_edits(test) if one.key != "below"}  # type: ignore[union-attr]
    assert moved == {Fraction(1, 8), Fraction(3, 8)}
    assert Decimal("0.125") in moved


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda one: f"{one.id}-{one.number}")
def test_the_name_of_a_mutant_is_its_own_and_stays(edition: Edition) -> None:
    ruleset = read_ruleset(edition.folder, read_vocabulary())
    first, second = ([one.id for one in mutants(ruleset)] for _ in range(2))
    assert first == second
    assert len(set(first)) == len(first)


@pytest.mark.parametrize("edition", NEWEST, ids=lambda one: f"{one.id}-{one.number}")
def test_the_cases_of_an_edition_notice_nine_changes_in_ten(edition: Edition) -> None:
    vocabulary, name = read_vocabulary(), f"{edition.id}/{edition.number}"
    ruleset = read_ruleset(edition.folder, vocabulary)
    run = mutate(ruleset, vocabulary, read_cases(edition.folder, vocabulary, name))
    reviewed = review(run, read_accepted(edition.folder, name))
    assert run.unsound == ()
    assert run.mutants >= 5 * len(ruleset.requirements)
    assert reviewed.faults == ()
    assert run.percent >= 90
    if edition.kind == "scored":
        assert [one.id for one in reviewed.open] == []


def test_a_reason_is_laid_beside_its_survivor_and_an_idle_one_is_a_fault(tmp_path: Path) -> None:
    accepted = "mutants:\n  - {mutant: large/above, reason: Known.}\n  - {mutant: large/gone, reason: Old.}\n"
    folder = _write(tmp_path, WEAK, accepted)
    run = _run(folder)
    reviewed = review(run, read_accepted(folder, "sample"))
    assert [(one.id, why.reason) for one, why in reviewed.accepted] == [("large/above", "Known.")]
    assert len(reviewed.open) == len(run.survivors) - 1
    assert [one.code for one in reviewed.faults] == ["mutants.idle-reason"]
    assert "mutants.yaml:3" in str(reviewed.faults[0].place)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("mutants: []\n", "mutants."),
        ("mutants: [{mutant: a}]\n", "mutants.missing-key"),
        ("mutants: [{mutant: a, reason: b}, {mutant: a, reason: c}]\n", "mutants.repeated"),
    ],
)
def test_a_list_of_reasons_that_is_none_is_refused(text: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "mutants.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_accepted(tmp_path, "sample")
    assert raised.value.diagnostics[0].code.startswith(code)
