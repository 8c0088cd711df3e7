"""Rules that a declaration breaks, in cases that are seldom drawn."""

from __future__ import annotations

from typing import Any

from auditor.engine.breakable import Breakable
from auditor.engine.evaluate import compile_ruleset
from tests.support.facts import facts_of
from tests.support.rules import AS_OF, read, requirement, ruleset
from tests.support.vocabulary import SURFACES


def breakable(met: Any) -> Breakable:
    return Breakable(compile_ruleset(ruleset([requirement(met=read(met))])), AS_OF)


def is_broken(rules: Breakable, data: dict[str, Any]) -> bool:
    return bool(rules.by(facts_of(data)))


def test_a_set_that_is_stated_in_part_is_not_taken_for_one_that_is_stated_whole() -> None:
    rules = breakable({"app.kinds": {"has": "gaming"}})
    for _ in range(2):
        assert is_broken(rules, {"app": {"kinds": ["social"]}})
        assert not is_broken(rules, {"app": {"kinds": {"social": True}}})


def test_every_one_of_none_breaks_a_rule_that_asks_for_one() -> None:
    every = {"of": "surfaces", "among": "all", "where": {"its.offered": True}, "satisfies": {"its.reach": False}}
    none = {"surfaces": {name: {"offered": False} for name in SURFACES}}
    assert is_broken(breakable({"every": {**every, "if_none": False}}), none)
    assert not is_broken(breakable({"every": {**every, "if_none": True}}), none)


def test_words_may_be_asked_about_beside_another_fact() -> None:
    rules = breakable({"not": {"some": {"of": "app.kinds", "where": {"app.chat": True}}}})
    assert is_broken(rules, {"app": {"kinds": ["social"], "chat": True}})
    assert not is_broken(rules, {"app": {"kinds": ["social"], "chat": False}})
    assert not is_broken(rules, {"app": {"kinds": ["social"]}})


def test_a_text_that_is_none_is_told_from_any_other() -> None:
    rules = breakable({"app.note": {"exists": True}})
    for _ in range(2):
        assert is_broken(rules, {"app": {"note": "none"}})
        assert not is_broken(rules, {"app": {"note": "None of that."}})
        assert not is_broken(rules, {})
