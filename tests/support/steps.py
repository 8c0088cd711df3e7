"""Conditions made a step stronger or weaker in one place, as plain data, and changed in any way at all."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from tests.support.made import Rules

EXTRA: Final = ({"app.chat": True}, {"app.calls": False}, {"app.rank": {"at_least": "medium"}})
# Lists from which each next one asks for more, with the operator that makes it so.
_LADDERS: Final = {
    "hours": (
        ("at_most", ("1 week", "24 hours", "90 minutes", "0 hours")),
        ("above", ("0 hours", "1 days", "1 week")),
    ),
    "rank": (("at_least", ("low", "medium", "high")), ("below", ("high", "medium", "low"))),
    "words": (("has_all", (["fraud"], ["fraud", "hate"])), ("has_any", (["fraud", "hate", "csea"], ["fraud"]))),
    "day": (("before", ("2026-10-01", "2025-09-30")), ("within", ("1 years", "1 months", "28 days", "1 days"))),
    "kind": (("in", (["social", "gaming"], ["social"])), ("not_in", (["social"], ["social", "gaming"]))),
}
_FACTS: Final = {
    "hours": "app.review",
    "rank": "app.rank",
    "words": "surfaces.dm.words",
    "day": "app.reviewed",
    "kind": "app.kind",
}


@dataclass
class Spot:
    """A member of a condition: where it hangs, and whether more truth here is more (1) or less (-1) truth above.

    The sign is 0 where it can be either.
    """

    holder: Any
    key: Any
    sign: int

    @property
    def member(self) -> Any:
        return self.holder[self.key]

    @member.setter
    def member(self, value: Any) -> None:
        self.holder[self.key] = value


def spots(holder: Any, key: Any, sign: int = 1) -> Iterator[Spot]:
    """Give every member at or below a place that holds a condition."""
    node = holder[key]
    if isinstance(node, list):
        for index in range(len(node)):
            yield from spots(node, index, sign)
        return
    yield Spot(holder, key, sign)
    if not isinstance(node, dict):
        return
    if "if" in node:
        yield from spots(node, "if", -sign)
        yield from spots(node, "then", sign)
        return
    ((word, arg),) = node.items()
    if word in ("all", "any", "none"):
        for index in range(len(arg)):
            yield from spots(arg, index, -sign if word == "none" else sign)
    elif word == "not":
        yield from spots(node, "not", -sign)
    elif word == "at_least":
        for index in range(len(arg["of"])):
            yield from spots(arg["of"], index, sign)
    elif word in ("every", "some", "count", "total"):
        yield from _inside(word, arg, sign)


def _inside(word: str, arg: Any, sign: int) -> Iterator[Spot]:
    where = satisfies = sign
    if word == "every":
        where = 0 if arg.get("if_none") is False else -sign
    elif "exactly" in arg or word == "total":
        where = satisfies = 0
    elif "at_most" in arg:
        where = satisfies = -sign
    if "where" in arg:
        yield from spots(arg, "where", where)
    if "satisfies" in arg:
        yield from spots(arg, "satisfies", satisfies)


def stepped(rng: Random, written: Any, *, stronger: bool) -> Any:
    """Add a condition at one place so that the whole can only become less true (or, with False, only truer)."""
    whole = {"": copy.deepcopy(written)}
    chosen = rng.choice([one for one in spots(whole, "") if one.sign])
    connective = "all" if (chosen.sign == 1) is stronger else "any"
    old = chosen.member
    if isinstance(old, dict) and connective in old and rng.random() < 0.5:
        chosen.member = {connective: [*old[connective], rng.choice(EXTRA)]}
    else:
        chosen.member = {connective: [old, rng.choice(EXTRA)]}
    return whole[""]


def laddered(rng: Random, rules: Rules, depth: int) -> tuple[Any, Any]:
    """Give a condition with one comparison in it, and the same with the next step of that comparison: stronger."""
    name = rng.choice(sorted(_LADDERS))
    operator, steps = rng.choice(_LADDERS[name])
    at = rng.randrange(len(steps) - 1)
    path = _FACTS[name]
    whole: dict[str, Any] = {"": rules.condition(depth)}
    found = [one for one in spots(whole, "") if one.sign]
    spot = rng.choice(found)
    first, second = ({path: {operator: steps[index]}} for index in (at, at + 1))
    if spot.sign == -1:
        first, second = second, first
    spot.member = first
    old = copy.deepcopy(whole[""])
    spot.member = second
    return old, copy.deepcopy(whole[""])


def altered(rng: Random, rules: Rules, written: Any) -> Any:
    """Put another member in one place, or take one away: nobody knows what that makes of the whole."""
    whole = {"": copy.deepcopy(written)}
    chosen = rng.choice([*spots(whole, "")])
    item = "its." in str(chosen.member) or "'it'" in str(chosen.member)
    old = chosen.member
    if isinstance(old, dict):
        for word in ("all", "any"):
            if word in old and len(old[word]) > 2 and rng.random() < 0.5:
                chosen.member = {word: old[word][1:]}
                return whole[""]
        for word, other in (("all", "any"), ("any", "all"), ("some", "every"), ("every", "some")):
            if word in old and rng.random() < 0.6:
                if word in ("all", "any") and len(old[word]) > 1:
                    chosen.member = {other: old[word]}
                    return whole[""]
                if word in ("some", "every") and "satisfies" in old[word]:
                    arg = {key: one for key, one in old[word].items() if key != "if_none"}
                    certain = ("among" in arg or _numeric(arg.get("ages"))) and "where" not in arg
                    if other == "every" and not certain:
                        arg["if_none"] = rng.random() < 0.5
                    if other == "some" or "ages" in arg or arg["of"] != "defaults":
                        chosen.member = {other: arg}
                        return whole[""]
    chosen.member = {"not": old} if item else rules.test(None)
    return whole[""]


def _numeric(ages: Any) -> bool:
    return ages is not None and not any(isinstance(end, dict) and "fact" in end for end in ages.values())
