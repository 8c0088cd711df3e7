"""Each check shows itself once: on a bad edition, exactly its code with a place, and on a good one nothing."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from auditor.authoring import lint as lint_table
from auditor.authoring import lint_reach, satisfy
from auditor.authoring.lint import CHECKS, Check, lint
from auditor.model.condition import Condition
from auditor.model.diagnostic import Severity
from auditor.source.library import newest
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_vocabulary
from auditor.source.yamltree import read_yaml
from tests.support.linting import found, written

CASES = Path(__file__).parents[2] / "cases" / "lint"
AUTHORING = Path(lint_table.__file__).parent
SOURCE = AUTHORING.parent / "source"
CODE = r"ruleset\.(?!yaml)[a-z-]+|lint\.[a-z-]+"


def _case(code: str) -> Any:
    path = CASES / f"{code}.yaml"
    return read_yaml(path.read_bytes(), path.name).data


def test_the_sample_is_clean(tmp_path: Path) -> None:
    assert found(written(tmp_path, {})) == ()


def test_every_check_has_both_examples_and_no_example_is_left_over() -> None:
    assert sorted(path.stem for path in CASES.glob("*.yaml")) == sorted(check.code for check in CHECKS)
    for check in CHECKS:
        assert {"bad", "good", "at"} == set(_case(check.code)), check.code


def test_the_table_is_in_sentences_and_long_enough() -> None:
    assert len({check.code for check in CHECKS}) == len(CHECKS)
    assert sum(check.look is not None for check in CHECKS) >= 30
    for check in CHECKS:
        assert check.about.endswith("."), check.code
        assert check.about.count(". ") == 0, check.code
        assert check.code.startswith("ruleset." if check.look is None else "lint."), check.code


@pytest.mark.parametrize("check", CHECKS, ids=lambda one: one.code)
def test_the_bad_example_gives_the_code_at_its_place(check: Check, tmp_path: Path) -> None:
    case = _case(check.code)
    home = written(tmp_path, case["bad"])
    faults = found(home)
    assert {one.code for one in faults} == {check.code}, [f"{one.place} {one.code} {one.message}" for one in faults]
    for one in faults:
        assert one.severity is (Severity.ERROR if check.look is None else Severity.WARNING)
        assert one.place is not None
        assert one.place.line > 0
        assert one.message
    place = faults[0].place
    assert place is not None
    lines = Path(place.file).read_text(encoding="utf-8").splitlines()
    assert case["at"] in lines[place.line - 1]


@pytest.mark.parametrize("check", CHECKS, ids=lambda one: one.code)
def test_the_good_example_gives_nothing(check: Check, tmp_path: Path) -> None:
    faults = found(written(tmp_path, _case(check.code)["good"]))
    assert not faults, [f"{one.place} {one.code} {one.message}" for one in faults]


def _codes_in(path: Path) -> set[str]:
    """Give the codes that a reader's source names."""
    return {
        node.value
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(CODE, node.value)
    }


@pytest.mark.parametrize(
    "name", ["rulesets", "conditions", "quantifiers", "comparisons", "operands", "guards", "subjects"]
)
def test_every_refusal_of_the_reader_is_in_the_table(name: str) -> None:
    codes = _codes_in(SOURCE / f"{name}.py")
    assert codes
    assert codes <= {check.code for check in CHECKS}


def test_every_warning_in_the_code_is_in_the_table() -> None:
    named = {code for path in AUTHORING.glob("lint_*.py") for code in _codes_in(path) if code.startswith("lint.")}
    assert named == {check.code for check in CHECKS if check.look is not None}


def test_where_a_consistency_ruleset_is_silent_it_is_right_to_be(tmp_path: Path) -> None:
    """Nothing to contradict is no contradiction, and the document that it encodes is the vocabulary."""
    every = {"of": "teams", "satisfies": {"its.lead": True}, "if_none": True}
    change = {
        "ruleset": {"kind": "consistency", "documents": [{"id": "doc", "title": "The vocabulary"}]},
        "one": {"evidence": {"assurance": "asserted"}, "met_when": {"every": every}, "applies_when": "always"},
        "two": {"remedy": {"do": "Mend it."}, "evidence": {"assurance": "documented"}, "applies_when": "large"},
        "drop": ["one.partly_met_when", "ruleset.parameters.age"],
    }
    assert found(written(tmp_path, change)) == ()
    scored = {**change, "ruleset": {"documents": [{"id": "doc", "title": "The vocabulary"}]}}
    assert {one.code for one in found(written(tmp_path / "scored", scored))} == {
        "lint.passes-on-nothing",
        "lint.document-without-publisher",
        "lint.document-without-date",
        "lint.asserted-decisive",
        "lint.evidence-never-stale",
        "lint.remedy-without-effort",
    }


def test_a_correction_stands_in_for_what_it_corrects(tmp_path: Path) -> None:
    change = {
        "ruleset": {"version": "1.0.1", "published": "2026-02-01", "in_force_from": "2026-02-01"},
        "folder": "sample/1.0.1",
        "beside": [{"version": "1.0.0"}],
    }
    assert found(written(tmp_path, change)) == ()


def test_faults_come_in_reading_order(tmp_path: Path) -> None:
    faults = found(written(tmp_path, {"one": {"title": "Chat is on.", "asks": "Turn chat on", "weight": 0}}))
    assert [one.code for one in faults] == ["lint.title-with-stop", "lint.asks-no-sentence", "lint.weighs-nothing"]


@pytest.mark.parametrize(
    ("scope", "clean"),
    [
        ({"some": {"of": "app.contact"}}, True),
        ({"some": {"of": "app.watched"}}, False),
        ({"some": {"of": "app.contact", "satisfies": {"it": {"is_not": "dm"}}}}, True),
        ({"some": {"of": "app.watched", "satisfies": {"it": {"is_not": "dm"}}}}, False),
        ({"some": {"of": "surfaces", "among": "all", "satisfies": {"its.offered": True}}}, True),
        ({"some": {"of": "surfaces", "among": "all", "satisfies": {"its.reach": True}}}, False),
        ({"some": {"of": "risk.levels", "among": "all", "satisfies": {"it": "high"}}}, False),
        ({"app.size": {"above": {"fact": "app.total"}}}, False),
        ({"total": {"of": "users.monthly", "at_least": {"parameter": "size"}}}, True),
        ({"total": {"of": "users.growth", "at_least": {"parameter": "size"}}}, False),
    ],
)
def test_a_scope_rests_on_scope_facts_alone(scope: Any, clean: bool, tmp_path: Path) -> None:
    codes = {one.code for one in found(written(tmp_path, {"two": {"applies_when": ["large", scope]}}))}
    assert codes == (set() if clean else {"lint.scope-by-other-fact"})


@pytest.mark.parametrize(
    ("test", "code", "why"),
    [
        ({"app.size": {"above": {"fact": "app.size"}}}, "lint.never-holds", "the fact is held against itself"),
        (
            {"app.launched": {"before": {"fact": "app.launched"}}},
            "lint.never-holds",
            "the fact is held against itself",
        ),
        ({"app.size": {"at_most": {"fact": "app.size"}}}, "lint.never-fails", "the fact is held against itself"),
        ({"app.name": {"matches": "*"}}, "lint.never-fails", "`*` stands for any text"),
        ({"app.name": {"matches": "*@*"}}, None, ""),
        ({"app.review": {"at_most": {"fact": "app.review"}}}, None, ""),  # none is at most nothing
    ],
)
def test_a_fact_held_against_itself_says_nothing(test: Any, code: str | None, why: str, tmp_path: Path) -> None:
    faults = found(written(tmp_path, {"two": {"met_when": [{"app.chat": True}, test]}}))
    assert [(one.code, one.why) for one in faults if one.code in ("lint.never-holds", "lint.never-fails")] == (
        [] if code is None else [(code, why)]
    )


def test_nothing_is_asked_of_a_condition_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: Counter[tuple[tuple[int, bool], ...]] = Counter()
    alive: list[object] = []  # so that each keeps its identity
    searched = satisfy.can_hold

    def counted(*wanted: tuple[Condition, bool]) -> bool:
        alive.append(wanted)
        asked[tuple((id(one), truth) for one, truth in wanted)] += 1
        return searched(*wanted)

    for module in (satisfy, lint_reach):
        monkeypatch.setattr(module, "can_hold", counted)
    edition = newest("internet-safety-strategy")
    ruleset = read_ruleset(edition.folder, read_vocabulary())
    assert lint(ruleset, edition.folder) == ()
    assert asked
    assert max(asked.values()) == 1
