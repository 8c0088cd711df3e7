"""What is said of two editions whose own facts differ: nothing that cannot be shown to ask the same is said to."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from auditor.engine.rulesetdiff import diff
from auditor.model.diagnostic import Place
from auditor.model.rulesetdiff import Change, ChangeKind, Effect, Raise, RulesetDiff
from auditor.model.vocabulary import FactType, Kind
from auditor.report.rulesetdiff import render_plain
from tests.support.rules import read, requirement, ruleset
from tests.support.vocabulary import VOCABULARY

HOME = "extensions.play"
KEYS = ("yard", "arcade")


def extension(**changed: dict[str, Any]) -> FactType:
    """Make a group of own facts; `changed` gives fields of single ones anew, by name."""
    made: dict[str, dict[str, Any]] = {
        "tier": {"kind": Kind.LADDER, "words": ("small", "large"), "meanings": {"small": "few", "large": "many"}},
        "promised": {"kind": Kind.NUMBER, "minimum": 0, "unit": "hours", "question": "How many hours a week?"},
        "youngest": {"kind": Kind.NUMBER, "integer": True, "minimum": 0, "maximum": 18, "unit": "years"},
        "hours": {"kind": Kind.CLOSED_MAP, "words": KEYS},
        "hours.*": {"kind": Kind.NUMBER, "minimum": 0, "maximum": 168, "unit": "hours"},
        "unread": {"kind": Kind.YES_NO, "question": "Is it?"},
    }
    types = {
        name: FactType(path=f"{HOME}.{name}", **({"title": name} | fields | changed.get(name, {})))
        for name, fields in made.items()
    }
    types["hours"] = replace(types["hours"], item=types.pop("hours.*"))
    return FactType(path=HOME, kind=Kind.GROUP, title="Play", fields=types)


def edition(own: FactType, **head: Any) -> Any:
    known = VOCABULARY.extended([own])
    conditions = {
        "TIER": {f"{HOME}.tier": {"at_least": "small"}},
        "SUM": {"total": {"of": f"{HOME}.hours", "among": "all", "at_least": {"fact": f"{HOME}.promised"}}},
        "AGES": {
            "every": {
                "of": "defaults",
                "ages": {"from": {"fact": f"{HOME}.youngest"}, "to": 17},
                "satisfies": {"its.hidden": True},
                "if_none": True,
            }
        },
    }
    rules = [requirement(name, met=read(one, vocabulary=known)) for name, one in conditions.items()]
    made = ruleset(rules)
    place = Place("play/ruleset.yaml", 2, 5)
    return replace(made, **({"extension": own, "sha256": "1", "version": "1.0.0", "place": place} | head))


def between(**changed: dict[str, Any]) -> RulesetDiff:
    return diff(edition(extension()), edition(extension(**changed), version="1.0.1", sha256="2"))


def facts_of(found: RulesetDiff) -> list[Change]:
    return [one for one in found.changes if one.kind is ChangeKind.OWN_FACTS]


@pytest.mark.parametrize(
    ("changed", "reader", "was", "now"),
    [
        (
            {"hours.*": {"maximum": 100}},
            "SUM",
            "a number from 0 to 168, in hours",
            "a number from 0 to 100, in hours",
        ),
        ({"promised": {"unit": "minutes"}}, "SUM", "a number from 0, in hours", "a number from 0, in minutes"),
        (
            {"hours": {"words": (*KEYS, "roof")}},
            "SUM",
            "one each for yard, arcade",
            "one each for yard, arcade, roof",
        ),
        (
            {"tier": {"words": ("small", "large", "huge")}},
            "TIER",
            "one of small, large, in this order",
            "one of small, large, huge, in this order",
        ),
        (
            {"youngest": {"maximum": 17}},
            "AGES",
            "a whole number from 0 to 18, in years",
            "a whole number from 0 to 17, in years",
        ),
    ],
)
def test_other_values_of_an_own_fact_are_followed_into_what_reads_it(
    changed: dict[str, Any], reader: str, was: str, now: str
) -> None:
    found = between(**changed)
    (fact,) = facts_of(found)
    assert (fact.effect, fact.moves, fact.readers) == (Effect.UNORDERED, True, (reader,))
    assert (fact.old, fact.new) == (was, now)
    assert (fact.old_place, fact.new_place) == (Place("play/vocabulary.yaml"), Place("play/vocabulary.yaml"))
    (test,) = (one for one in found.changes if one.kind is ChangeKind.TEST)
    assert (test.requirement, test.effect) == (reader, Effect.UNORDERED)
    assert (test.gone, test.came) == ((f"{fact.subject}: {was}",), (f"{fact.subject}: {now}",))
    assert (found.version.needed, found.version.enough) == (Raise.EDITION, False)
    assert "put together otherwise" not in render_plain(found, ascii=False)


def test_another_question_cannot_be_shown_to_ask_the_same() -> None:
    found = between(promised={"question": "How many hours a month?"})
    (fact,) = found.changes
    assert (fact.name, fact.effect, fact.moves) == ("own-facts", Effect.UNORDERED, True)
    assert (fact.old, fact.new) == ("question: How many hours a week?", "question: How many hours a month?")
    assert not found.version.enough
    (meaning,) = between(tier={"meanings": {"small": "few", "large": "very many"}}).changes
    assert (meaning.effect, meaning.old, meaning.new) == (
        Effect.UNORDERED,
        "meanings: large, many",
        "meanings: large, very many",
    )


@pytest.mark.parametrize("changed", [{"unread": {"question": "Is it so?"}}, {"tier": {"title": "Size"}}])
def test_words_that_no_outcome_can_hang_on_ask_the_same(changed: dict[str, Any]) -> None:
    found = between(**changed)
    (fact,) = found.changes
    assert (fact.effect, fact.moves) == (Effect.SAME, False)
    assert found.version.enough


def test_a_fact_that_came_asks_nothing_by_itself_and_one_that_went_is_refused_where_it_is_stated() -> None:
    whole = extension()
    fewer = replace(whole, fields={name: one for name, one in whole.fields.items() if name != "unread"})
    came = diff(edition(fewer), edition(whole, version="1.0.1", sha256="2"))
    went = diff(edition(whole), edition(fewer, version="1.0.1", sha256="2"))
    assert [(one.subject, one.old, one.new, one.moves) for one in came.changes] == [
        (f"{HOME}.unread", "", "yes or no", False)
    ]
    assert [(one.old, one.new, one.effect, one.moves) for one in went.changes] == [
        ("yes or no", "", Effect.UNORDERED, True)
    ]
