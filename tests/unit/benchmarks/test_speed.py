"""The workload that speed is measured on, the figures, and the engines that must say what ours says."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from auditor.engine.evaluate import Compiled, compile_ruleset
from auditor.engine.outcomes import Outcomes
from auditor.model import condition as conditions
from auditor.model.condition import Always, Condition, Over, Quantifier, children
from auditor.model.declaration import Declaration
from auditor.model.evidence import Assurance
from auditor.model.truth import F, T, Truth, U
from auditor.model.values import Bands
from auditor.source.declarations import read_declaration
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_vocabulary
from benchmarks.speed import workload
from benchmarks.speed.cel import Cel
from benchmarks.speed.formulas import Ask, Call, Formula, Formulas, Of, opposite
from benchmarks.speed.rego import Rego, policy, told
from benchmarks.speed.verdicts import demands, facts_as_json, verdicts
from benchmarks.speed.workload import AS_OF, BYTES, LINES, PIECES

WORDS = read_vocabulary()
SEEDS = range(1, 9)


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> tuple[Compiled, ...]:
    """Write the edition, and read it."""
    return compile_ruleset(read_ruleset(workload.ruleset(tmp_path_factory.mktemp("speed")), WORDS))


@pytest.fixture(scope="module")
def outcomes(rules: Sequence[Compiled]) -> Outcomes:
    """Make the edition's outcomes rememberable."""
    return Outcomes(rules, AS_OF)


@pytest.fixture(scope="module")
def declared(tmp_path_factory: pytest.TempPathFactory) -> list[Declaration]:
    """Write declarations, and read them; none may have anything wrong with it."""
    found = []
    for path in workload.write(tmp_path_factory.mktemp("declared"), SEEDS):
        one, warnings = read_declaration(path.read_bytes(), path.name, path.parent, WORDS)
        assert warnings == ()
        found.append(one)
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_a_declaration_has_its_lines_and_its_bytes(seed: int) -> None:
    data = workload.declaration(seed)
    lines = data.decode().splitlines()
    assert abs(len(lines) - LINES) <= LINES * 0.05
    assert abs(len(data) - BYTES) <= BYTES * 0.05
    assert sum("{" in line for line in lines) < len(lines) / 10  # the rest stands in blocks


def test_a_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    assert workload.declaration(3) == workload.declaration(3)
    assert len({workload.declaration(seed) for seed in SEEDS}) == len(SEEDS)


def test_a_declaration_states_all_sorts_of_things(declared: Sequence[Declaration]) -> None:
    for one in declared:
        assert len(one.evidence) == PIECES
        assert not any(entry.fault or not entry.supports for entry in one.evidence)
        bands = one.facts.values["child_defaults"]
        assert isinstance(bands, Bands)
        assert [(band.start, band.end) for band in bands.bands] == [(13, 15), (16, 17)]
        assert len(one.planned) == 3
        assert one.attestation is not None
        assert len(one.facts.values) > 200


def test_many_declarations_are_of_as_many_services(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workload, "_DRAWN", 2)
    folder = workload.write_many(tmp_path / "many", 5)
    read = [read_declaration(one.read_bytes(), one.name, one.parent, WORDS) for one in sorted(folder.rglob("*.yaml"))]
    assert [one.service.id for one, _ in read] == [f"speed-{number:06}" for number in range(1, 6)]
    assert all(warnings == () for _, warnings in read)
    assert len({one.sha256 for one, _ in read}) == 5


def test_the_edition_has_two_hundred_requirements_of_three_conditions(rules: Sequence[Compiled]) -> None:
    assert len(rules) == 200
    tests = [_tests(one.requirement.met_when) for one in rules]
    assert {len(each) for each in tests} == {3}
    assert all(len({test.subject.path for test in each}) == 3 for each in tests)
    scopes = [one.requirement.applies_when for one in rules]
    assert sum(isinstance(one, Always) for one in scopes) == 100
    asked = Counter(one.requirement.evidence.assurance for one in rules)
    assert asked[Assurance.ASSERTED] == 100
    assert asked[Assurance.DOCUMENTED] > asked[Assurance.INDEPENDENT] > 0
    kinds = Counter(test.subject.type.kind.value for each in tests for test in each)
    assert set(kinds) == {"yes/no", "number", "set", "ladder", "word", "date"}
    assert min(kinds.values()) >= 20


def test_another_seed_gives_another_edition(tmp_path: Path) -> None:
    one, other = (read_ruleset(workload.ruleset(tmp_path / str(seed), seed), WORDS) for seed in (1, 2))
    assert one.id != other.id
    assert len(other.requirements) == 200
    assert [x.met_when for x in one.requirements] != [x.met_when for x in other.requirements]


def test_verdicts_of_all_sorts_come_out(
    rules: Sequence[Compiled], outcomes: Outcomes, declared: Sequence[Declaration]
) -> None:
    found = Counter(pair for one in declared for pair in verdicts(outcomes, rules, one, AS_OF).values())
    share = {pair: count / found.total() for pair, count in found.items()}
    assert min(share["met", "met"], share["not-met", "not-met"], share["undecided", "undecided"]) > 0.1
    assert share["met", "undecided"] > 0.01  # evidence matters
    assert share["not-applicable", "not-applicable"] > 0.05


def test_the_formulas_say_what_the_engine_says(
    rules: Sequence[Compiled], outcomes: Outcomes, declared: Sequence[Declaration]
) -> None:
    """Held against an evaluation of its own, so that it holds where no other engine is installed."""
    formulas = Formulas(AS_OF)
    compared = 0
    for one in declared:
        facts = json.loads(facts_as_json(one, demands(rules), AS_OF))["declared"]
        ours = verdicts(outcomes, rules, one, AS_OF)
        for rule in rules:
            scope, met = rule.requirement.applies_when, formulas.of(rule.requirement.met_when)
            applies = T if isinstance(scope, Always) else _truth(formulas.of(scope), formulas, facts)
            truth = _truth(met, formulas, facts)
            assert _truth(opposite(met), formulas, facts) == 2 - truth
            expected = {F: "not-applicable", U: "undecided"}.get(applies, _STATUS[truth])
            assert ours[rule.requirement.id][0] == expected
            compared += 1
    assert compared == 200 * len(SEEDS)


def test_what_is_no_formula_is_refused(rules: Sequence[Compiled]) -> None:
    test = _tests(rules[0].requirement.met_when)[0]
    over = Over(quantifier=Quantifier.EVERY, of=test.subject, place=test.place)
    with pytest.raises(ValueError, match="no formula"):
        Formulas(AS_OF).of(over)


def test_what_is_sure_makes_verdicts() -> None:
    sure = {"met": {"A"}, "met_backed": set(), "failed": {"B"}, "outside": {"C", "D"}, "outside_backed": {"D"}}
    assert told(sure, "ABCDE") == {
        "A": ("met", "undecided"),
        "B": ("not-met", "not-met"),
        "C": ("not-applicable", "undecided"),
        "D": ("not-applicable", "not-applicable"),
        "E": ("undecided", "undecided"),
    }


def test_the_policy_names_every_requirement_on_both_tracks(rules: Sequence[Compiled]) -> None:
    written = policy(rules, AS_OF)
    for one in rules:
        for name in ("met", "met_backed", "failed"):
            assert f'{name} contains "{one.requirement.id}" if' in written


def test_regorus_says_what_we_say(
    rules: Sequence[Compiled], outcomes: Outcomes, declared: Sequence[Declaration]
) -> None:
    pytest.importorskip("regorus", reason="celine-regorus is not installed")
    other = Rego(rules, AS_OF)
    for one in declared:
        assert other.verdicts(facts_as_json(one, demands(rules), AS_OF)) == verdicts(outcomes, rules, one, AS_OF)


def test_cel_says_what_we_say(rules: Sequence[Compiled], outcomes: Outcomes, declared: Sequence[Declaration]) -> None:
    pytest.importorskip("cel_expr_python", reason="cel-expr-python is not installed")
    other = Cel(rules, AS_OF)
    for one in declared:
        facts = json.loads(facts_as_json(one, demands(rules), AS_OF))
        assert other.verdicts(facts) == verdicts(outcomes, rules, one, AS_OF)


_STATUS = {T: "met", F: "not-met", U: "undecided"}


def _tests(condition: Condition) -> list[conditions.Test]:
    if isinstance(condition, conditions.Test):
        return [condition]
    return [test for one in children(condition) for test in _tests(one)]


def _truth(formula: Formula, formulas: Formulas, facts: dict[str, object]) -> Truth:
    """Say what a formula is: F is 0, U is 1, T is 2."""
    match formula:
        case Ask():
            if formula.path not in facts:
                return U
            return T if _holds(formula, facts[formula.path]) == formula.stands else F
        case Call(name, stands):
            inner = _truth(formulas.definitions[name], formulas, facts)
            return inner if stands else 2 - inner
        case Of(n, members):
            found = [_truth(one, formulas, facts) for one in members]
            return T if found.count(T) >= n else F if found.count(T) + found.count(U) < n else U


def _holds(ask: Ask, seen: object) -> bool:
    match ask.how:
        case "==":
            return seen == ask.what and type(seen) is type(ask.what)
        case "in":
            return seen in ask.what
        case "has":
            assert isinstance(seen, list)
            return ask.what in seen
        case "between":
            return isinstance(seen, str) and ask.what[0] <= seen <= ask.what[1]
    if not isinstance(seen, int | float):
        return False
    return {"<": seen < ask.what, "<=": seen <= ask.what, ">": seen > ask.what, ">=": seen >= ask.what}[ask.how]
