"""Exposure times shortfall, worked out by hand; what is not known is an interval, and silence never helps."""

from __future__ import annotations

from fractions import Fraction as F
from itertools import permutations

import pytest

from auditor.engine import triage
from auditor.model.finding import Interval, Status
from auditor.model.triage import End, Profile, Signal, SignalKind, TermName
from tests.support.triaging import UNSURE, entry, profile, weighed

KNOWN = profile(
    "known",
    users=90_000,
    children=True,
    levels={"csea": "medium", "csea_grooming": "low"},
    surfaces=(2, 2),
    weighed=(
        weighed("A", Status.MET, weight=2),
        weighed("B", Status.NOT_MET, weight=3),
        weighed("C", Status.MET, backed=Status.UNDECIDED, weight=4),
        weighed("D", Status.NOT_APPLICABLE, weight=1),
        weighed("E", Status.NOT_IN_FORCE, weight=50),
        weighed("F", Status.NOT_MET, weight=70, decisive=False),
    ),
)


def test_a_priority_is_the_product_of_its_terms_as_worked_out_by_hand() -> None:
    terms = {one.name: one for one in triage.terms_of(KNOWN)}
    assert [*terms] == [*TermName]
    assert terms[TermName.USERS].value == Interval(F(90_000), F(90_000))
    assert terms[TermName.SHARE].value == Interval(F(1, 100), F(1, 2))
    assert terms[TermName.RISK].value == Interval(F(3, 4), F(3, 4))
    assert terms[TermName.CONTACT].value == Interval(F(3, 9), F(3, 9))
    # Of 10 that decide and are in force, 3 are lost for sure and 4 are open.
    assert terms[TermName.SHORTFALL].value == Interval(F(3, 10), F(7, 10))
    # 90,000 × 1/100 × 3/4 × 1/3 × 3/10 and 90,000 × 1/2 × 3/4 × 1/3 × 7/10.
    assert triage.product(terms.values()) == Interval(F(135, 2), F(7875))
    assert triage.short_of(KNOWN.weighed) == {Status.NOT_MET: ("B",), Status.PARTLY_MET: (), Status.UNDECIDED: ("C",)}
    assert {name for name, one in terms.items() if one.assumed} == {TermName.SHARE}


def test_who_says_nothing_has_an_interval_in_every_term_and_not_nothing() -> None:
    silent = profile("silent", weighed=(weighed("A", Status.UNDECIDED),))
    terms = triage.terms_of(silent)
    assert all(one.value.low < one.value.high for one in terms)
    assert all(one.assumed for one in terms if one.name is not TermName.SHORTFALL)
    assert triage.product(terms) == Interval(F(0), F(500_000))


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ({"under_13": True, "children": True}, (F(1, 2), F(1))),
        ({"children": True}, (F(1, 100), F(1, 2))),
        ({"children": False, "likely": True}, (F(1, 100), F(1, 2))),
        ({}, (F(0), F(1, 2))),
        ({"likely": False}, (F(0), F(1, 2))),
        ({"children": False}, (F(0), F(1, 10))),
        ({"children": False, "no_children_backed": True}, (F(0), F(0))),
    ],
)
def test_the_share_of_children_follows_from_what_is_stated(said: dict[str, bool], value: tuple[F, F]) -> None:
    assert triage.share(profile("a", **said)).value == Interval(*value)


@pytest.mark.parametrize(
    ("levels", "value", "assumed"),
    [
        ({}, (F(1, 4), F(1)), True),
        ({"terrorism": "high"}, (F(1, 4), F(1)), True),
        ({"csea": "negligible"}, (F(1, 4), F(1, 4)), False),
        ({"csea": "negligible", "csea_grooming": "high"}, (F(1), F(1)), False),
        ({"csea_grooming": "low"}, (F(1, 2), F(1)), True),
        ({"csea_url_material": "high"}, (F(1), F(1)), False),
    ],
)
def test_risk_is_the_greatest_level_that_is_stated(
    levels: dict[str, str], value: tuple[F, F], *, assumed: bool
) -> None:
    found = triage.risk(profile("a", levels=levels))
    assert (found.value, found.assumed) == (Interval(*value), assumed)


def test_countries_without_a_number_widen_the_number_of_users() -> None:
    assert triage.users(profile("a", users=5, users_whole=False)).value == Interval(F(5), F(1_000_005))
    assert triage.users(profile("a", users=0)).value == Interval(F(0), F(0))


def test_a_requirement_that_may_not_apply_is_lost_at_the_upper_end_alone() -> None:
    unsure = weighed("A", Status.NOT_APPLICABLE, backed=Status.UNDECIDED, credit=Interval(F(0), F(0)), reason=UNSURE)
    part = weighed("B", Status.PARTLY_MET, credit=Interval(F(1, 4), F(1, 2)))
    assert triage.shortfall((unsure, part)).value == Interval(F(1, 4), F(7, 8))


def test_what_nobody_knows_is_never_counted_among_what_is_not_met() -> None:
    silent = (weighed("A", Status.UNDECIDED, weight=9), weighed("B", Status.UNDECIDED))
    assert triage.short_of(silent) == {Status.NOT_MET: (), Status.PARTLY_MET: (), Status.UNDECIDED: ("A", "B")}
    assert triage.shortfall(silent).said.startswith(
        "of 2 decisive requirements 0 not met, 0 partly met and 2 undecided"
    )
    part = weighed("C", Status.PARTLY_MET, credit=Interval(F(1, 4), F(1, 2)))
    unsure = weighed("D", Status.UNDECIDED, credit=Interval(F(0), F(0)), reason=UNSURE)
    found = triage.short_of(
        (part, unsure, weighed("E", Status.NOT_MET), weighed("F", Status.NOT_MET, decisive=False))
    )
    assert found == {Status.NOT_MET: ("E",), Status.PARTLY_MET: ("C",), Status.UNDECIDED: ("D",)}


def test_where_nothing_decides_there_is_no_shortfall_and_that_is_said() -> None:
    found = triage.shortfall((weighed("A", Status.NOT_MET, decisive=False),))
    assert found.value == Interval(F(0), F(0))
    assert "decides" in found.said


def ranked(*profiles: Profile, by: End = End.UPPER) -> list[tuple[int, str]]:
    return [(one.place, one.entry.service) for one in triage.ranked(profiles, {}, {}, by=by)]


def test_the_order_goes_by_the_end_that_is_asked_for_and_never_by_the_order_of_the_register() -> None:
    wide = profile("wide", weighed=(weighed("A", Status.UNDECIDED),))
    twin = profile(
        "twin", users=KNOWN.users, children=True, levels=KNOWN.levels, surfaces=(2, 2), weighed=KNOWN.weighed
    )
    for order in permutations((KNOWN, wide, twin)):
        assert ranked(*order) == [(1, "wide"), (2, "known"), (2, "twin")]
        assert ranked(*order, by=End.LOWER) == [(1, "known"), (1, "twin"), (3, "wide")]


def test_signals_and_decisions_stand_beside_and_move_nobody() -> None:
    other = profile("other", weighed=(weighed("A", Status.UNDECIDED),))
    signal = Signal(kind=SignalKind.CONTRADICTION, said="x", evidence=("y",))
    found = triage.ranked([KNOWN, other], {KNOWN.entry.sha256: [signal]}, {}, by=End.UPPER)
    assert [(one.entry.service, one.signals) for one in found] == [("other", ()), ("known", (signal,))]


def test_what_others_compiled_is_given_no_priority() -> None:
    with pytest.raises(AssertionError, match="no priority"):
        triage.ranked([Profile(entry=entry("x", compiled=True))], {}, {}, by=End.UPPER)
