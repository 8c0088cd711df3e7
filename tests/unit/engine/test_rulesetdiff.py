"""What is said of two editions: which condition is the stronger, every class of change, and the version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from msgspec.structs import replace

from auditor.engine.rulesetdiff import diff
from auditor.engine.rulesetdiff_order import Order, order
from auditor.model.condition import Always, Condition
from auditor.model.dates import Period, PeriodUnit
from auditor.model.evidence import Assurance
from auditor.model.ruleset import (
    Area,
    Checked,
    EvidenceDemand,
    Exclusion,
    Obligation,
    Origin,
    Parameter,
    Remedy,
    Requirement,
    Ruleset,
    RulesetStatus,
    Rung,
    ScoringModel,
)
from auditor.model.rulesetdiff import Change, ChangeKind, Effect, Raise, RulesetDiff
from auditor.model.themes import Theme
from tests.support.rules import PLACE, read, requirement, ruleset

CHAT = {"app.chat": True}
CALLS = {"app.calls": True}
RANK = {"app.rank": {"at_least": "medium"}}


def over(kind: str, **more: Any) -> dict[str, Any]:
    return {kind: {"of": "surfaces", "among": ["dm", "live"], "satisfies": {"its.offered": True}} | more}


def ages(start: Any, end: Any, **more: Any) -> dict[str, Any]:
    limits = {"from": start, "to": end}
    return {"every": {"of": "defaults", "ages": limits, "satisfies": {"its.hidden": True}, **more}}


# Each pair goes from the weaker to the stronger.
STRONGER: dict[str, tuple[Any, Any]] = {
    "one more of all": (CHAT, [CHAT, CALLS]),
    "one fewer of any": ({"any": [CHAT, CALLS]}, CHAT),
    "any to all": ({"any": [CHAT, CALLS]}, {"all": [CALLS, CHAT]}),
    "one more of none": ({"none": [CHAT]}, {"none": [CHAT, CALLS]}),
    "at least two to three": (
        {"at_least": {"n": 2, "of": [CHAT, CALLS, RANK, {"app.kind": "social"}]}},
        {"at_least": {"n": 3, "of": [CHAT, CALLS, RANK, {"app.kind": "social"}]}},
    ),
    "at least two to all": ({"at_least": {"n": 2, "of": [CHAT, CALLS, RANK]}}, [CHAT, CALLS, RANK]),
    "where to always": ({"if": CALLS, "then": CHAT}, CHAT),
    "a wider if": ({"if": [CALLS, RANK], "then": CHAT}, {"if": CALLS, "then": CHAT}),
    "a number": ({"app.review": {"at_most": "24 hours"}}, {"app.review": {"at_most": "90 minutes"}}),
    "a number in another unit": ({"app.review": {"at_most": "2 days"}}, {"app.review": {"at_most": "24 hours"}}),
    "at most to below": ({"app.review": {"at_most": "1 days"}}, {"app.review": {"below": "24 hours"}}),
    "exists to a bound": ({"app.review": {"exists": True}}, {"app.review": {"at_most": "24 hours"}}),
    "a ladder": (RANK, {"app.rank": {"at_least": "high"}}),
    "a ladder to a word": (RANK, {"app.rank": "high"}),
    "a list of words": ({"app.kind": {"in": ["social", "gaming"]}}, {"app.kind": "social"}),
    "a word shut out": ({"app.kind": {"not_in": ["social"]}}, {"app.kind": {"not_in": ["social", "gaming"]}}),
    "a date": ({"app.launched": {"before": "2026-02-01"}}, {"app.launched": {"before": "2026-01-01"}}),
    "a period": ({"app.reviewed": {"within": "12 months"}}, {"app.reviewed": {"within": "6 months"}}),
    "a period in days": ({"app.reviewed": {"within": "12 months"}}, {"app.reviewed": {"within": "365 days"}}),
    "exists to a period": ({"app.reviewed": {"exists": True}}, {"app.reviewed": {"within": "12 months"}}),
    "a set": ({"app.kinds": {"has_all": ["social"]}}, {"app.kinds": {"has_all": ["social", "gaming"]}}),
    "one of a set to a word": ({"app.kinds": {"has_any": ["social", "gaming"]}}, {"app.kinds": {"has": "social"}}),
    "bands": ({"defaults": {"spans": {"from": 13, "to": 17}}}, {"defaults": {"spans": {"from": 12, "to": 17}}}),
    "another fact": (
        {"app.review": {"at_most": {"fact": "app.limit"}}},
        {"app.review": {"below": {"fact": "app.limit"}}},
    ),
    "a pattern to a text": ({"app.note": {"matches": "a*"}}, {"app.note": {"is": "abc"}}),
    "every of more keys": (over("every", among=["dm"]), over("every")),
    "some of fewer keys": (over("some"), over("some", among=["dm"])),
    "some to every": (over("some"), over("every")),
    "a narrower where of every": (
        over("every", where={"its.reach": True}, if_none=True),
        over("every"),
    ),
    "none is not enough": (
        over("every", where={"its.reach": True}, if_none=True),
        over("every", where={"its.reach": True}, if_none=False),
    ),
    "more of its own": (over("every"), over("every", satisfies=[{"its.offered": True}, {"its.reach": True}])),
    "a count": (over("count", at_least=1, among="all"), over("count", at_least=2, among="all")),
    "at most fewer": (over("count", at_most=1, among="all"), over("count", at_most=0, among="all")),
    "at least two to exactly two": (over("count", at_least=2, among="all"), over("count", exactly=2, among="all")),
    "more ages": (ages(13, 17), ages(12, 17)),
    "an end that is a fact": (
        ages(13, {"fact": "app.oldest"}, if_none=True),
        ages(12, {"fact": "app.oldest"}, if_none=True),
    ),
    "no age is not enough": (
        ages(13, {"fact": "app.oldest"}, if_none=True),
        ages(13, {"fact": "app.oldest"}, if_none=False),
    ),
    "a total above": (
        {"total": {"of": "risk.cases", "among": "all", "at_least": 10}},
        {"total": {"of": "risk.cases", "among": "all", "above": 10}},
    ),
    "a total": (
        {"total": {"of": "risk.cases", "among": "all", "at_most": 10}},
        {"total": {"of": "risk.cases", "among": "all", "below": 10}},
    ),
}
UNORDERED: dict[str, tuple[Any, Any]] = {
    "two facts": (CHAT, CALLS),
    "below that many and above that many": (
        {"app.review": {"below": "24 hours"}},
        {"app.review": {"at_least": "24 hours"}},
    ),
    "at least and at most one day": (
        {"app.launched": {"before": "as_of"}},
        {"app.launched": {"before": "2026-01-01"}},
    ),
    "months against days that a month may have": (
        {"app.reviewed": {"within": "1 months"}},
        {"app.reviewed": {"within": "30 days"}},
    ),
    "the where of an every that must have members": (
        over("every", where={"its.reach": True}, if_none=False),
        over("every", where=[{"its.reach": True}, {"its.since": {"exists": True}}], if_none=False),
    ),
    "keys that come and go": (over("every", among=["dm"]), over("every", among=["live"])),
    "exactly": (over("count", exactly=1, among="all"), over("count", exactly=2, among="all")),
    "a total over other keys": (
        {"total": {"of": "risk.cases", "among": ["north"], "at_most": 10}},
        {"total": {"of": "risk.cases", "among": "all", "at_most": 10}},
    ),
    "a text of another fact": ({"app.note": {"matches": "a*"}}, {"app.note": {"is": {"fact": "app.name"}}}),
}
EQUAL: dict[str, tuple[Any, Any]] = {
    "the order of members": ([CHAT, CALLS], [CALLS, CHAT]),
    "not and none": ({"not": {"any": [CHAT, CALLS]}}, {"none": [CHAT, CALLS]}),
    "if and any": ({"if": CHAT, "then": CALLS}, {"any": [{"not": CHAT}, CALLS]}),
    "is and not its opposite": (CHAT, {"app.chat": {"is_not": False}}),
    "one unit and another": ({"app.review": {"at_most": "24 hours"}}, {"app.review": {"at_most": "1 days"}}),
    "the only key": (over("every", among=["dm"]), over("some", among=["dm"])),
    "whole numbers": ({"app.size": {"above": 1}}, {"app.size": {"at_least": 2}}),
    "all keys by name": (over("every", among="all"), over("every", among=["live", "dm", "comments"])),
}


@pytest.mark.parametrize("name", STRONGER)
def test_what_is_stronger_is_found_from_either_side(name: str) -> None:
    weaker, stronger = map(read, STRONGER[name])
    assert order(weaker, stronger) is Order.STRONGER
    assert order(stronger, weaker) is Order.WEAKER
    assert order(Always(), stronger) is Order.STRONGER


@pytest.mark.parametrize("name", UNORDERED)
def test_what_may_go_either_way_is_not_ordered(name: str) -> None:
    one, other = map(read, UNORDERED[name])
    assert order(one, other) is Order.UNORDERED
    assert order(other, one) is Order.UNORDERED


@pytest.mark.parametrize("name", EQUAL)
def test_what_means_the_same_is_no_change(name: str) -> None:
    one, other = map(read, EQUAL[name])
    assert order(one, other) is order(other, one) is Order.EQUAL


# -- editions ----------------------------------------------------------------------------------

BASE = requirement(met=read(CHAT), applies=read(CALLS), rungs=[("1/2", read(RANK))])


def edition(*requirements: Requirement, version: str = "1.0.0", sha256: str = "1", **more: Any) -> Ruleset:
    return replace(ruleset(requirements or (BASE,)), version=version, sha256=sha256, **more)


def between(old: Any, new: Any, **more: Any) -> RulesetDiff:
    return diff(edition(*old), edition(*new, version="1.1.0", sha256="2", **more))


def only(found: RulesetDiff) -> Change:
    (one,) = found.changes
    return one


def changed(**fields: Any) -> Change:
    return only(between((BASE,), (replace(BASE, **fields),)))


def test_one_edition_has_no_change() -> None:
    found = diff(edition(), edition())
    assert found.identical
    assert found.changes == ()
    assert found.version.enough
    assert found.version.needed is Raise.NONE


REQUIREMENT_CHANGES: dict[str, tuple[dict[str, Any], Effect, bool]] = {
    "obligation-weaker": ({"obligation": Obligation.SHOULD}, Effect.ASKS_LESS, True),
    "obligation-cannot-be-ordered": ({"obligation": Obligation.DEMAND}, Effect.UNORDERED, True),
    "scope-widened": ({"applies_when": Always()}, Effect.ASKS_MORE, True),
    "scope-narrowed": ({"applies_when": read([CALLS, RANK])}, Effect.ASKS_LESS, True),
    "scope-cannot-be-ordered": ({"applies_when": read(RANK)}, Effect.UNORDERED, True),
    "test-stronger": ({"met_when": read([CHAT, RANK])}, Effect.ASKS_MORE, True),
    "test-weaker": ({"met_when": read({"any": [CHAT, RANK]})}, Effect.ASKS_LESS, True),
    "test-cannot-be-ordered": ({"met_when": read(CALLS)}, Effect.UNORDERED, True),
    "restated": ({"met_when": read({"app.chat": {"is_not": False}})}, Effect.SAME, False),
    "part-credit-harder": ({"rungs": ()}, Effect.ASKS_MORE, True),
    "part-credit-easier": (
        {"rungs": (Rung(credit=Fraction(3, 4), when=read(CALLS)), *BASE.rungs)},
        Effect.ASKS_LESS,
        True,
    ),
    "part-credit-cannot-be-ordered": (
        {"rungs": (Rung(credit=Fraction(3, 4), when=read(CHAT)),)},
        Effect.UNORDERED,
        True,
    ),
    "evidence-stronger": ({"evidence": EvidenceDemand(assurance=Assurance.INDEPENDENT)}, Effect.ASKS_MORE, True),
    "evidence-weaker": ({"evidence": EvidenceDemand(assurance=Assurance.ASSERTED)}, Effect.ASKS_LESS, True),
    "evidence-cannot-be-ordered": (
        {"evidence": EvidenceDemand(assurance=Assurance.ASSERTED, not_older_than=Period(1, PeriodUnit.YEARS))},
        Effect.UNORDERED,
        True,
    ),
    "alternatives-allowed": ({"alternatives": True}, Effect.ASKS_LESS, True),
    "dates-shorter": ({"starts": date(2027, 1, 1)}, Effect.ASKS_LESS, True),
    "dates": ({"starts": date(2019, 1, 1)}, Effect.SAME, False),
    "weight": ({"weight": Fraction(2)}, Effect.SAME, True),
    "renumbered": ({"label": "standard 2"}, Effect.SAME, False),
    "moved": ({"area": "two"}, Effect.SAME, True),
    "themes": ({"themes": (Theme.GROOMING,)}, Effect.SAME, False),
    "remedy": ({"remedy": Remedy(do="Mend it")}, Effect.SAME, False),
}


@pytest.mark.parametrize("name", REQUIREMENT_CHANGES)
def test_every_change_of_a_requirement_has_its_class(name: str) -> None:
    fields, effect, moves = REQUIREMENT_CHANGES[name]
    one = changed(**fields)
    assert (one.name, one.effect, one.moves) == (name, effect, moves)
    assert (one.requirement, one.formerly) == ("REQ-1", None)
    assert one.old_place is not None
    assert one.new_place is not None


def test_words_and_sources_are_told_apart() -> None:
    cited = replace(BASE.source, clause="2")
    recalled = replace(BASE.source, checked=Checked.RECALLED)
    assert [changed(**{name: "other"}).subject for name in ("title", "asks")] == ["title", "asks"]
    assert changed(source=cited).subject == "clause"
    assert (changed(source=recalled).name, changed(source=recalled).effect) == ("checked", Effect.ASKS_LESS)


def test_what_came_and_went_is_worst_first() -> None:
    other = replace(BASE, id="REQ-2", met_when=read(CALLS))
    more = replace(BASE, id="REQ-3", obligation=Obligation.MAY)
    most = replace(BASE, id="REQ-4")
    found = between((BASE, other), (replace(BASE, label="one"), more, most))
    assert [(one.name, one.requirement) for one in found.changes] == [
        ("added", "REQ-4"),
        ("added", "REQ-3"),
        ("removed", "REQ-2"),
        ("renumbered", "REQ-1"),
    ]
    assert [one.old_place is None for one in found.changes] == [True, True, False, False]
    assert [one.new_place is None for one in found.changes] == [False, False, True, False]


def test_a_declared_rename_is_followed_from_either_side() -> None:
    renamed = replace(BASE, id="REQ-9", formerly="REQ-1", met_when=read([CHAT, RANK]))
    found = between((BASE,), (renamed,))
    assert [(one.name, one.requirement, one.formerly) for one in found.changes] == [
        ("test-stronger", "REQ-9", "REQ-1"),
        ("renamed", "REQ-9", "REQ-1"),
    ]
    back = between((renamed,), (BASE,))
    assert [one.name for one in back.changes] == ["test-weaker", "renamed"]


def test_what_was_split_off_says_from_where() -> None:
    part = replace(BASE, id="REQ-9", formerly="REQ-1")
    found = only(between((BASE,), (BASE, part)))
    assert (found.name, found.requirement, found.formerly) == ("added", "REQ-9", "REQ-1")


# -- parameters --------------------------------------------------------------------------------


def limited(value: str, name: str = "limit", *, more: Any = ()) -> tuple[Requirement, Mapping[str, Parameter]]:
    test: Condition = read([{"app.review": {"at_most": {"parameter": name}}}, *more], parameters={name: value})
    held = Parameter(name=name, value=value, written=value, origin=Origin.DESIGN, place=PLACE)
    return replace(BASE, met_when=test), {name: held}


def through(old: tuple[Requirement, Any], new: tuple[Requirement, Any]) -> RulesetDiff:
    return diff(
        edition(old[0], parameters=old[1]),
        edition(new[0], version="1.1.0", sha256="2", parameters=new[1]),
    )


def test_a_parameter_is_followed_into_what_reads_it() -> None:
    test, held = through(limited("24 hours"), limited("4 hours")).changes
    assert (test.name, test.parameters, test.wholly) == ("test-stronger", ("limit",), True)
    assert (held.name, held.effect, held.readers, held.moves) == ("parameter", Effect.ASKS_MORE, ("REQ-1",), True)
    assert (held.old, held.new) == ("24 hours (design)", "4 hours (design)")


def test_what_changed_besides_a_parameter_is_not_wholly_through_it() -> None:
    test, _held = through(limited("24 hours"), limited("4 hours", more=[CHAT])).changes
    assert (test.name, test.parameters, test.wholly) == ("test-stronger", ("limit",), False)


def test_a_parameter_of_the_same_value_under_another_name_is_no_change() -> None:
    found = through(limited("24 hours"), limited("24 hours", "longest"))
    assert found.changes == ()
    assert found.version.needed is Raise.NONE


def test_a_parameter_is_followed_through_keys_counts_ages_and_evidence() -> None:
    old = read(
        [
            over("every", among={"parameter": "keys"}),
            {
                "count": {
                    "of": "surfaces",
                    "among": "all",
                    "satisfies": {"its.offered": True},
                    "at_least": {"parameter": "n"},
                }
            },
            ages({"parameter": "teen"}, 17),
        ],
        parameters={"keys": ["dm"], "n": 1, "teen": 13},
    )
    new = read(
        [
            over("every", among={"parameter": "keys"}),
            {
                "count": {
                    "of": "surfaces",
                    "among": "all",
                    "satisfies": {"its.offered": True},
                    "at_least": {"parameter": "n"},
                }
            },
            ages({"parameter": "teen"}, 17),
        ],
        parameters={"keys": ["dm", "live"], "n": 2, "teen": 12},
    )
    held = {"keys": (["dm"], ["dm", "live"]), "n": (1, 2), "teen": (13, 12)}
    before, after = (
        {
            name: Parameter(name=name, value=pair[at], written="", origin=Origin.DESIGN, place=PLACE)
            for name, pair in held.items()
        }
        for at in (0, 1)
    )
    found = through((replace(BASE, met_when=old), before), (replace(BASE, met_when=new), after))
    (test,) = (one for one in found.changes if one.kind is ChangeKind.TEST)
    assert (test.name, test.parameters, test.wholly) == ("test-stronger", ("keys", "n", "teen"), True)


# -- the edition as a whole --------------------------------------------------------------------


def head(**fields: Any) -> Change:
    return only(diff(edition(), edition(version="1.1.0", sha256="2", **fields)))


def test_every_change_of_the_edition_has_its_class() -> None:
    assert head(status=RulesetStatus.DRAFT).name == "status-changed"
    assert (head(in_force_until=date(2027, 1, 1)).name, head(in_force_until=date(2027, 1, 1)).moves) == (
        "edition-dates",
        True,
    )
    assert not head(published=date(2027, 1, 1)).moves
    more = head(decided_by=(Obligation.MUST, Obligation.SHOULD))
    assert (more.name, more.effect, more.moves) == ("decided-by-more", Effect.ASKS_MORE, True)
    assert head(decided_by=(Obligation.SHOULD,)).name == "decided-by-cannot-be-ordered"
    assert head(scoring=ScoringModel.FLAT).name == "scoring"
    assert head(areas=(Area(id="one", title="One", weight=Fraction(2)),)).moves
    assert not head(areas=(Area(id="one", title="First"),)).moves
    left_out = Exclusion(themes=(Theme.GROOMING,), clause="s. 1", because="It says so.")
    assert head(excludes=(left_out,)).came == ("grooming (s. 1)",)
    assert (head(title="Other").name, head(title="Other").subject) == ("about", "title")


# -- the version -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("new", "fields", "needed", "enough"),
    [
        ("1.0.1", {"label": "1"}, Raise.PATCH, True),
        ("1.0.1", {"met_when": read(CALLS)}, Raise.EDITION, False),
        ("1.0.1", {"evidence": EvidenceDemand(assurance=Assurance.INDEPENDENT)}, Raise.EDITION, False),
        ("1.1.0", {"met_when": read(CALLS)}, Raise.EDITION, True),
        ("2.0.0", {"met_when": read(CALLS)}, Raise.EDITION, True),
        ("1.0.0", {"label": "1"}, Raise.PATCH, False),
        ("1.0.0", {}, Raise.PATCH, False),
        ("0.9.0", {}, Raise.NONE, False),
        ("1.0.1", {}, Raise.NONE, True),
    ],
)
def test_the_version_is_held_against_what_changed(
    new: str, fields: dict[str, Any], needed: Raise, enough: bool
) -> None:
    found = diff(edition(), edition(replace(BASE, **fields), version=new, sha256="2"))
    assert (found.version.needed, found.version.enough) == (needed, enough)
    assert bool(found.version.because) is (needed is Raise.EDITION and not enough)
