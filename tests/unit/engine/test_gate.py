"""From audits to an exit status: each condition, how they add up, and what budgets may and may not do."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from typing import Any

import pytest

from auditor.engine.gate import AreaMinimum, Exit, Terms, judge, worst
from auditor.model.result import FailOn, Gate, GateCondition, Measured, Track, UndecidedPolicy
from tests.support.results import SCENARIOS

ORDER = (70, 3, 5, 1, 4, 0)
FAIL, PASS = UndecidedPolicy.FAIL, UndecidedPolicy.PASS
BACKED, ANY, NEVER = Track.BACKED, FailOn.ANY, FailOn.NEVER


def gate_of(scenario: str, **terms: Any) -> Gate:
    audits = SCENARIOS[scenario]().audits
    return judge(audits, Terms(**terms), unusable=0)


def area(points: int, name: str = "grooming", ruleset: str = "") -> dict[str, Any]:
    return {"min_areas": (AreaMinimum(area=name, least=Fraction(points), ruleset=ruleset),)}


def the(gate: Gate, what: Measured) -> GateCondition:
    return next(one for one in gate.conditions if one.what is what)


def test_of_several_outcomes_the_worst_counts() -> None:
    for size in range(1, len(ORDER) + 1):
        for some in permutations(ORDER, size):
            assert worst([Exit(one) for one in some]) == min(some, key=ORDER.index)


@pytest.mark.parametrize(
    ("scenario", "terms", "status"),
    [
        ("all-met", {}, 0),
        ("all-met", {"min_score": Fraction(100)}, 0),
        ("all-met", {"max_undecided": 0}, 0),
        ("all-met", {"max_undecided": 0, "max_unbacked": 0, **area(100)}, 0),
        ("mixed", {}, 1),
        ("mixed", {"undecided": PASS}, 1),
        ("mixed", {"fail_on": NEVER}, 0),
        ("mixed", {"fail_on": NEVER, "min_score": Fraction("56.45")}, 0),
        ("mixed", {"fail_on": NEVER, "min_score": Fraction(60)}, 4),
        ("mixed", {"fail_on": NEVER, "min_score": Fraction(60), "undecided": FAIL}, 1),
        ("mixed", {"fail_on": NEVER, "min_score": Fraction(60), "undecided": PASS}, 0),
        ("mixed", {"fail_on": NEVER, "min_score": Fraction(70)}, 1),
        ("mixed", {"fail_on": NEVER, **area(37)}, 0),
        ("mixed", {"fail_on": NEVER, **area(40)}, 4),
        ("mixed", {"fail_on": NEVER, **area(46)}, 1),
        ("mixed", {"fail_on": NEVER, **area(46), "undecided": PASS}, 1),
        ("mixed", {"fail_on": NEVER, **area(50, "live")}, 0),  # nothing counts in it: it holds nothing up
        ("mixed", {"fail_on": NEVER, "max_undecided": 4}, 0),
        ("mixed", {"fail_on": NEVER, "max_undecided": 3}, 1),
        ("mixed", {"fail_on": NEVER, "max_undecided": 3, "undecided": PASS}, 1),
        ("mixed", {"fail_on": NEVER, "max_unbacked": 8}, 0),
        ("mixed", {"fail_on": NEVER, "max_unbacked": 7}, 1),
        ("mixed", {"fail_on": NEVER, "max_unbacked": 7, "track": BACKED}, 1),
        ("undecided", {}, 4),
        ("undecided", {"max_undecided": 4}, 4),  # a budget that is kept does not make it a pass
        ("undecided", {"max_undecided": 4, "undecided": PASS}, 0),
        ("undecided", {"max_undecided": 4, "undecided": FAIL}, 1),
        ("undecided", {"max_undecided": 3, "undecided": PASS}, 1),
        ("unbacked", {"max_unbacked": 3}, 0),
        ("unbacked", {"max_unbacked": 2}, 1),
        ("unbacked", {"track": BACKED}, 4),
        ("unbacked", {"track": BACKED, "max_undecided": 0}, 4),  # a budget is of what is declared
        ("nothing-applies", {}, 3),
        ("nothing-applies", {"min_score": Fraction(0)}, 3),
        ("compiled", {"min_score": Fraction(100), "max_undecided": 0}, 3),
    ],
)
def test_what_the_conditions_come_to(scenario: str, terms: dict[str, Any], status: int) -> None:
    assert gate_of(scenario, **terms).exit == status


def test_each_condition_has_its_own_outcome() -> None:
    asked = {"min_score": Fraction(60), "max_undecided": 4, "max_unbacked": 7, **area(46)}
    found = [
        (one.what.value, one.area, one.wanted, one.low, one.high, one.met)
        for one in gate_of("mixed", **asked).conditions
    ]
    assert found == [
        ("decisive", None, "0", "3", "7", False),
        ("score", None, "60", "56.45", "69.35", None),
        ("area", "grooming", "46", "37.50", "45.83", False),
        ("undecided", None, "4", "4", "4", True),
        ("unbacked", None, "7", "8", "8", False),
    ]


def test_a_condition_names_its_audit() -> None:
    result = SCENARIOS["several"]()
    gate = judge(result.audits, Terms(max_undecided=0), unusable=0)
    named = [(one.declaration, one.service, one.ruleset) for one in gate.conditions if one.what is Measured.UNDECIDED]
    assert named == [
        (one.declaration.file, one.declaration.service.id, f"{one.ruleset.id}@{one.ruleset.version}")
        for one in result.audits
        if one.scorecard is not None
    ]


def test_an_area_of_one_ruleset_is_asked_of_that_one_alone() -> None:
    (audit,) = SCENARIOS["mixed"]().audits
    here, elsewhere = area(46, ruleset=audit.ruleset.id), area(46, ruleset="another")
    assert the(gate_of("mixed", **here), Measured.AREA).met is False
    assert all(one.what is not Measured.AREA for one in gate_of("mixed", **elsewhere).conditions)


def test_an_area_over_nothing_has_no_figures_and_no_outcome() -> None:
    one = the(gate_of("mixed", **area(50, "live")), Measured.AREA)
    assert (one.low, one.high, one.met) == (None, None, None)


def test_nothing_is_asked_of_a_verdict_where_none_fails_the_gate() -> None:
    assert gate_of("mixed", fail_on=NEVER).conditions == ()
    assert [one.what for one in gate_of("mixed", fail_on=ANY).conditions] == [Measured.ANY]


def test_an_unusable_input_outweighs_every_condition() -> None:
    audits = SCENARIOS["mixed"]().audits
    gate = judge(audits, Terms(max_undecided=0), unusable=1)
    assert (gate.exit, gate.met) == (3, False)


@pytest.mark.parametrize("asked", ["70", "70.5", "0", "100", "66.666666666666666666666666666666666667"])
def test_what_was_asked_for_is_written_as_it_was_asked(asked: str) -> None:
    gate = gate_of(
        "all-met", min_score=Fraction(asked), min_areas=(AreaMinimum(area="defaults", least=Fraction(asked)),)
    )
    assert gate.min_score == asked
    assert gate.min_areas == (("defaults", asked),)
