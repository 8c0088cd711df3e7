"""A requirement's part of the score, against how much the score really moves when its credit does."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random

import pytest

from auditor.engine.influence import influences
from auditor.engine.score import Scorer
from auditor.engine.verdicts import declared
from auditor.model.finding import Finding, Interval, Judgement, Status
from auditor.model.ruleset import Area, Requirement, Ruleset, ScoringModel
from auditor.model.truth import T
from tests.support.rules import read, requirement, ruleset

MET = read({"app.chat": True})
ABIT = Fraction(1, 1000)
WEIGHTS = (Fraction(0), Fraction(1, 3), Fraction(1), Fraction(1), Fraction(2), Fraction(7))


def one(id: str, area: str, weight: int | Fraction = 1) -> Requirement:
    return requirement(id, met=MET, area=area, weight=Fraction(weight))


def area(id: str, parent: str | None = None, weight: int | Fraction = 1, *, transparent: bool = False) -> Area:
    return Area(id=id, title=id, parent=parent, weight=Fraction(weight), transparent=transparent)


def _score(rules: Ruleset, credits: dict[str, Fraction]) -> Fraction | None:
    found = [
        Finding(
            requirement=each,
            declared=Judgement(status=Status.PARTLY_MET, credit=Interval(*[credits[each.id]] * 2), applies=T),
            backed=Judgement(status=Status.PARTLY_MET, credit=Interval(*[credits[each.id]] * 2), applies=T),
            fingerprint="",
        )
        for each in rules.requirements
        if each.id in credits
    ]
    score = Scorer(rules, found, declared).score()
    return None if score is None else score.interval.low / 100


def measured(rules: Ruleset, counting: Sequence[Requirement], credit: Fraction) -> dict[str, Fraction]:
    """Raise one credit at a time by a little, and see how much of that reaches the score."""
    credits = {each.id: credit for each in counting}
    before = _score(rules, credits)
    if before is None:
        return {}
    raised = {id: _score(rules, credits | {id: credit + ABIT}) for id in credits}
    moved = {id: (after - before) / ABIT for id, after in raised.items() if after is not None}
    return {id: part for id, part in moved.items() if part}


def _random(seed: int) -> tuple[Ruleset, list[Requirement]]:
    chooser = Random(seed)
    areas: list[Area] = []
    for number in range(chooser.randint(1, 8)):
        parent = chooser.choice([None, *(each.id for each in areas)])
        areas.append(
            area(f"a{number}", parent, chooser.choice(WEIGHTS), transparent=chooser.random() < 0.3),
        )
    every = [
        one(f"R-{number}", chooser.choice(areas).id, chooser.choice(WEIGHTS))
        for number in range(chooser.randint(0, 12))
    ]
    rules = ruleset(every, areas=areas, scoring=chooser.choice(list(ScoringModel)))
    return rules, [each for each in every if chooser.random() < 0.8]


@pytest.mark.parametrize("seed", range(300))
def test_a_part_is_what_a_credit_moves_the_score_by(seed: int) -> None:
    rules, counting = _random(seed)
    found = influences(rules, counting)
    assert found == measured(rules, counting, Fraction(1, 3))
    assert found == {} or sum(found.values()) == 1
    assert all(part > 0 for part in found.values())


def test_weights_decide_where_all_stand_in_one() -> None:
    every = [one("A", "x", 3), one("B", "x"), one("C", "y", 4)]
    rules = ruleset(every, areas=[area("x"), area("y", weight=9)], scoring=ScoringModel.FLAT)
    assert influences(rules, every) == {"A": Fraction(3, 8), "B": Fraction(1, 8), "C": Fraction(1, 2)}


def test_an_area_weighs_as_much_however_many_stand_in_it() -> None:
    every = [one("A", "x"), one("B", "x"), one("C", "y"), one("D", "z")]
    areas = [area("x"), area("y", weight=2), area("z", "y")]
    found = influences(ruleset(every, areas=areas, scoring=ScoringModel.NESTED), every)
    assert found == {"A": Fraction(1, 6), "B": Fraction(1, 6), "C": Fraction(1, 3), "D": Fraction(1, 3)}


def test_what_stands_in_a_transparent_area_counts_above_it() -> None:
    every = [one("A", "x"), one("B", "x"), one("C", "y")]
    areas = [area("x", weight=5, transparent=True), area("y")]
    found = influences(ruleset(every, areas=areas, scoring=ScoringModel.NESTED), every)
    assert found == {"A": Fraction(1, 3), "B": Fraction(1, 3), "C": Fraction(1, 3)}


def test_what_does_not_count_leaves_its_part_to_the_others() -> None:
    every = [one("A", "x"), one("B", "x"), one("C", "y")]
    rules = ruleset(every, areas=[area("x"), area("y")], scoring=ScoringModel.NESTED)
    assert influences(rules, every[:2]) == {"A": Fraction(1, 2), "B": Fraction(1, 2)}


@pytest.mark.parametrize("scoring", ScoringModel)
def test_what_has_no_weight_has_no_part(scoring: ScoringModel) -> None:
    every = [one("A", "x", 0), one("B", "y")]
    assert influences(ruleset(every, areas=[area("x"), area("y")], scoring=scoring), every) == {"B": Fraction(1)}
    assert influences(ruleset(every, areas=[area("x"), area("y")], scoring=scoring), every[:1]) == {}
    assert influences(ruleset(every, areas=[area("x"), area("y")], scoring=scoring), []) == {}


def test_an_area_without_weight_counts_in_one_model_alone() -> None:
    every = [one("A", "x"), one("B", "y")]
    areas = [area("x", weight=0), area("y")]
    assert influences(ruleset(every, areas=areas, scoring=ScoringModel.NESTED), every) == {"B": Fraction(1)}
    flat = influences(ruleset(every, areas=areas, scoring=ScoringModel.FLAT), every)
    assert flat == {"A": Fraction(1, 2), "B": Fraction(1, 2)}
