"""What can and cannot hold together, fact by fact."""

from __future__ import annotations

from typing import Any

import pytest

from auditor.authoring.satisfy import always, can_hold, identity, never
from tests.support.rules import read

IMPOSSIBLE: dict[str, Any] = {
    "two words": [{"app.kind": "social"}, {"app.kind": "gaming"}],
    "yes and no": [{"app.chat": True}, {"app.chat": {"is_not": True}}],
    "a gap in whole numbers": [{"app.size": {"above": 4}}, {"app.size": {"below": 5}}],
    "below the least": {"app.size": {"below": 0}},
    "above the greatest": {"app.share": {"above": "100 percent"}},
    "units that differ": [{"app.review": {"above": "1 days"}}, {"app.review": {"below": "23 hours"}}],
    "none and a bound": [{"app.review": {"exists": False}}, {"app.review": {"at_least": "0 hours"}}],
    "no rung left": [
        {"app.rank": {"above": "low"}},
        {"app.rank": {"below": "high"}},
        {"app.rank": {"is_not": "medium"}},
    ],
    "days apart": [{"app.launched": {"before": "2026-01-02"}}, {"app.launched": {"after": "2026-01-01"}}],
    "a word in and out": [{"app.contact": {"has_all": ["dm", "live"]}}, {"app.contact": {"has_none": ["live"]}}],
    "neither of all": {"none": [{"app.kind": {"in": ["social", "gaming"]}}, {"app.kind": "messaging"}]},
    "two texts": [{"app.name": "a"}, {"app.name": {"not_in": ["a", "b"]}}],
    "a quantifier and its opposite": [
        {"some": {"of": "teams", "satisfies": {"its.lead": True}}},
        {"not": {"some": {"of": "teams", "satisfies": {"its.lead": True}}}},
    ],
}
POSSIBLE: dict[str, Any] = {
    "a gap in other numbers": [{"app.total": {"above": 4}}, {"app.total": {"below": 5}}],
    "the least itself": {"app.size": {"at_most": 0}},
    "no bound for none": {"not": {"app.review": {"at_least": "0 hours"}}},
    "a day between": [{"app.launched": {"before": "2026-01-03"}}, {"app.launched": {"after": "2026-01-01"}}],
    "another text": {"app.name": {"not_in": ["a", "b"]}},
    "only that it exists": [{"app.review": {"exists": True}}, {"app.reviewed": {"exists": True}}],
    "two facts": {"app.rank": {"above": {"fact": "app.floor"}}},
    "ages that are facts": {
        "every": {
            "of": "defaults",
            "ages": {"from": {"fact": "app.youngest"}, "to": 17},
            "satisfies": {"its.hidden": True},
            "if_none": False,
        }
    },
    "the last day of the calendar": {"app.launched": {"is": "9999-12-31"}},
}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_what_cannot_hold_is_seen(name: str) -> None:
    condition = read(IMPOSSIBLE[name])
    assert never(condition)
    assert always(
        read({"not": {"all": IMPOSSIBLE[name]} if isinstance(IMPOSSIBLE[name], list) else IMPOSSIBLE[name]})
    )


@pytest.mark.parametrize("name", POSSIBLE)
def test_what_can_hold_is_not_denied(name: str) -> None:
    condition = read(POSSIBLE[name])
    assert not never(condition)
    assert not always(condition)


def test_a_search_that_is_too_long_says_that_it_can() -> None:
    """Thirteen facts of which an odd number should hold: nothing is decided before the last is tried."""
    words = [{f"surfaces.{one}.{two}": True} for one in ("dm", "comments", "live") for two in ("offered", "reach")]
    facts = [
        *words,
        {"app.chat": True},
        {"app.calls": True},
        *({f"risk.levels.{one}": "low"} for one in ("fraud", "hate")),
    ]
    facts += [{"app.watched": {"has": one}} for one in ("dm", "live", "comments")]
    odd: Any = facts[0]
    for one in facts[1:]:
        odd = {"any": [{"all": [odd, {"not": one}]}, {"all": [{"not": odd}, one]}]} if len(str(odd)) < 3000 else odd
    condition = read(odd)
    assert can_hold((condition, True))
    assert can_hold((condition, False))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([{"app.chat": True}, {"app.calls": True}], {"all": [{"app.calls": {"is": True}}, {"app.chat": True}]}),
        ({"app.review": {"at_most": "24 hours"}}, {"app.review": {"at_most": "1 days"}}),
        ({"app.kind": {"in": ["social", "gaming"]}}, {"app.kind": {"in": ["gaming", "social"]}}),
    ],
)
def test_what_says_the_same_is_one(one: Any, other: Any) -> None:
    assert identity(read(one)) == identity(read(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"any": [{"app.chat": True}, {"app.calls": True}]}, [{"app.chat": True}, {"app.calls": True}]),
        ({"app.size": {"above": 1}}, {"app.size": {"at_least": 1}}),
        ({"app.rank": {"above": "low"}}, {"app.rank": {"above": {"fact": "app.floor"}}}),
        (
            {"some": {"of": "surfaces", "among": ["dm", "live"], "satisfies": {"its.reach": True}}},
            {"some": {"of": "surfaces", "among": ["dm"], "satisfies": {"its.reach": True}}},
        ),
    ],
)
def test_what_says_another_thing_is_another(one: Any, other: Any) -> None:
    assert identity(read(one)) != identity(read(other))
