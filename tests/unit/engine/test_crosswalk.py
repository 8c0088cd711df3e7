"""What one finding says over one relation: every status against every relation, and what several say together."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from auditor.engine.crosswalk import _together as together
from auditor.engine.crosswalk import crosswalk, said
from auditor.model.correspondence import Correspondence, Reference, Relation, name_of
from auditor.model.crosswalk import Outcome, Pair
from auditor.model.diagnostic import Place
from auditor.model.finding import NOTHING, Judgement, Status
from auditor.model.ruleset import Ruleset
from auditor.model.truth import T
from auditor.source.library import find
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_vocabulary

DAY = date(2026, 10, 1)
PLACE = Place("made.yaml", 1, 1)
MET, NOT, OPEN = Outcome.MET, Outcome.NOT_MET, Outcome.OPEN

CARRIES = {
    (Status.MET, Relation.EQUAL): MET,
    (Status.MET, Relation.SUPERSET): MET,
    (Status.NOT_MET, Relation.EQUAL): NOT,
    (Status.NOT_MET, Relation.SUBSET): NOT,
    (Status.PARTLY_MET, Relation.EQUAL): NOT,
    (Status.PARTLY_MET, Relation.SUBSET): NOT,
}


@pytest.fixture(scope="module")
def two() -> tuple[Ruleset, Ruleset]:
    vocabulary = read_vocabulary()
    names = ("internet-safety-strategy@2.0.0", "internet-safety-strategy@3.0.0")
    first, second = (read_ruleset(find(one, DAY).edition.folder, vocabulary) for one in names)
    return first, second


def written(source: Ruleset, one: str, target: Ruleset, other: str, relation: Relation) -> Correspondence:
    ends = [
        Reference(
            ruleset=ruleset.id,
            version=name_of(ruleset.id, ruleset.version)[1],
            requirement=requirement,
            place=PLACE,
        )
        for ruleset, requirement in ((source, one), (target, other))
    ]
    return Correspondence(source=ends[0], target=ends[1], relation=relation, because="A test.", place=PLACE)


@pytest.mark.parametrize("relation", Relation)
@pytest.mark.parametrize("status", Status)
def test_only_what_covers_carries_over(status: Status, relation: Relation, two: tuple[Ruleset, Ruleset]) -> None:
    first, second = two
    (pair,) = crosswalk(first, second, [written(first, "GRM-01", second, "GRM-01", relation)]).pairs
    told = said(pair, Judgement(status=status, credit=NOTHING, applies=T))
    assert told.outcome is CARRIES.get((status, relation), OPEN)
    assert (told.hindrance is None) is (told.outcome is not OPEN)


@pytest.mark.parametrize("relation", Relation)
def test_a_relation_is_read_in_the_direction_that_is_asked_for(
    relation: Relation, two: tuple[Ruleset, Ruleset]
) -> None:
    first, second = two
    relations = [written(first, "GRM-01", second, "GRM-02", relation)]
    there, back = crosswalk(first, second, relations), crosswalk(second, first, relations)
    assert [one.relation for one in there.pairs] == [relation]
    assert [one.relation for one in back.pairs] == [relation.reversed]
    assert [(one.first.id, one.second.id) for one in back.pairs] == [("GRM-02", "GRM-01")]
    assert len(there.alone_in_first) == len(first.requirements) - 1
    assert [one.id for one in back.alone_in_second] == [one.id for one in there.alone_in_first]


def test_pairs_stand_in_the_order_of_the_first_and_a_repeated_one_counts_once(two: tuple[Ruleset, Ruleset]) -> None:
    first, second = two
    relations = [
        written(second, "GRM-06", first, "GRM-06", Relation.EQUAL),
        written(first, "GRM-02", second, "GRM-02", Relation.EQUAL),
        written(first, "GRM-02", second, "GRM-01", Relation.SUPERSET),
        written(first, "GRM-06", second, "GRM-06", Relation.EQUAL),
        written(first, "GRM-06", replace(second, version="3.0.1"), "GRM-06", Relation.EQUAL),
    ]
    found = crosswalk(first, second, relations).pairs
    assert [(one.first.id, one.second.id) for one in found] == [
        ("GRM-02", "GRM-01"),
        ("GRM-02", "GRM-02"),
        ("GRM-06", "GRM-06"),
    ]
    assert all(isinstance(one, Pair) for one in found)


@pytest.mark.parametrize(
    ("outcomes", "carried", "torn"),
    [
        ([OPEN], OPEN, False),
        ([OPEN, MET], MET, False),
        ([NOT, OPEN, NOT], NOT, False),
        ([MET, NOT], OPEN, True),
        ([], OPEN, False),
    ],
)
def test_where_relations_disagree_nothing_is_carried_over(
    outcomes: list[Outcome], carried: Outcome, torn: bool
) -> None:
    assert together(outcomes) == (carried, torn)
